"""A receiver is declared, and no route leads to it.

It is left out of what is emitted. Most often a `notify` was forgotten, or the receiver was.

Bad: `mail` is declared and named nowhere.

Good: `routing: {otherwise: mail}`, or no `mail`.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.routes import Route
from signalwright.ir.stack import Stack

LEVEL = Level.WARNING


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning for each receiver of the stack's own files that no route names."""
    if stack.route is None:
        return
    used = set(_named(stack.route))
    for name, receiver in stack.receivers.items():
        if name not in used and "/_organization/" not in receiver.origin.file:
            yield Diagnostic(
                "routing/unused-receiver",
                f"no alert reaches the receiver `{name}`",
                Label(receiver.origin.key()),
                help="name it in a `notify`, or leave it out",
                level=LEVEL,
            )


def _named(route: Route) -> Iterator[str]:
    if route.receiver is not None:
        yield route.receiver
    for each in route.routes:
        yield from _named(each)
