"""Two rules record the same series.

They have the same name and labels, and the same expression, or one that leaves no labels by which their series could
differ. Prometheus keeps the value of one of them and logs the other as a duplicate at every evaluation. A spec can't
say this, because names of records follow from it; rule files can. Those that read the old and the new name of a metric,
of which one exists, work.

Bad: `record: "api:up:sum"` with `expr: sum(up)` in one group, and with `expr: sum(up == 1)` in another.

Good: one of them, or different names.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.expressions.rulebook import Rulebook
from signalwright.expressions.use import Use, unwrapped
from signalwright.ir.rules import RecordingRule

LEVEL = Level.WARNING


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a warning for each rule that records the series of an earlier one, and for a mere repetition."""
    first: dict[Hashable, list[Use]] = {}
    for use in rulebook.uses:
        if not isinstance(use.rule, RecordingRule) or use.is_part:
            continue
        others = first.setdefault((use.rule.record, *sorted(use.rule.labels.items())), [])
        for other in others:
            same = unwrapped(use.tree) == unwrapped(other.tree)
            if same or (_is_one_series(use) and _is_one_series(other)):
                yield Diagnostic(
                    "records/duplicate",
                    f"`{use.rule.record}` is recorded twice" + (" with the same labels" if not same else ""),
                    Label(use.origin.within(*use.span(use.tree))),
                    (Label(other.origin.within(*other.span(other.tree)), "the other one"),),
                    "leave one of them out" if same else "give one of them another name, or a label of its own",
                    LEVEL,
                )
                break
        others.append(use)


def _is_one_series(use: Use) -> bool:
    """Returns whether an expression returns a single series without labels, at all times or none."""
    facts = use.of(use.tree)
    return facts.labels.is_closed and not facts.labels.possible
