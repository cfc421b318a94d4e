"""The declared series behind what is known of an expression."""

from __future__ import annotations

from signalwright.diagnostics.span import Origin
from signalwright.promql.catalogue import Series
from signalwright.promql.typing.facts import Facts


def sources_of(facts: Facts) -> tuple[Series, ...]:
    """Returns the known series that a result is made of, all branches together; empty when none is known."""
    if len(facts.branches) == 1:
        return facts.branches[0].sources
    return tuple(dict.fromkeys(each for branch in facts.branches for each in branch.sources))


def declaration(series: Series) -> tuple[Origin, str] | None:
    """Returns where a series is declared, with a phrase to show there, or None when that isn't in a spec."""
    return (series.place, "declared here") if isinstance(series.place, Origin) else None
