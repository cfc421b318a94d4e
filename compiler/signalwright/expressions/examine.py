"""Runs the checks of expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.fix import Fix
from signalwright.expressions.rulebook import Rulebook
from signalwright.expressions.use import Finding, Use

Examine = Callable[[Use], Iterable[Finding]]
Relate = Callable[[Rulebook], Iterable[Diagnostic]]


def examined(use: Use, checks: Sequence[tuple[str, Examine]]) -> Iterator[Diagnostic]:
    """Yields what checks find in an expression.

    Args:
        use: The expression.
        checks: The checks with their names.
    """
    for name, examine in checks:
        for found in examine(use):
            yield diagnostic(name, use, found)


def diagnostic(name: str, use: Use, found: Finding) -> Diagnostic:
    """Returns a finding with its places."""
    secondary = [Label(use.place(*span), message) for span, message in found.secondary]
    if found.declared is not None:
        secondary.append(Label(*found.declared))
    place = use.place(*found.span)
    fix = None
    if found.replacement is not None:
        fix = Fix.replace(place, found.replacement, was=use.text[slice(*found.span)])
    return Diagnostic(name, found.message, Label(place), tuple(secondary), found.help, found.level, fix=fix)
