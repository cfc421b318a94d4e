"""What is known of the result of an expression."""

from __future__ import annotations

from dataclasses import field

from signalwright.promql.catalogue import Series, SeriesType
from signalwright.promql.parsing.mistake import Kind
from signalwright.promql.tree import Expression
from signalwright.promql.typing.labels import ANYTHING, Labels, united
from signalwright.promql.typing.units import Unit
from signalwright.records import record

INFINITY = float("inf")


@record(kw_only=True)
class Branch:
    """One of the alternatives that `or` joins; an expression without it has just one.

    Attributes:
        labels: The labels of its series.
        type: What its samples mean; after `rate` and its like a counter is a gauge, and a bucket stays one.
        is_rated: Whether a rate or an increase was taken of it.
        unit: The unit of its values, or None when that isn't known.
        low: The lowest value that it can have.
        high: The highest value that it can have.
        always: Whether it returns something at every moment, as `vector(1)` does.
        is_filtered: Whether a comparison or a set operation may leave nothing of it.
        sources: The known series that it is made of; empty when none is known.
        key: Labels that no two of its series have alike, when those aren't all that it has; None for all.
        node: The part of the expression that makes it.
    """

    labels: Labels
    type: SeriesType = SeriesType.UNKNOWN
    is_rated: bool = False
    unit: Unit | None = None
    low: float = -INFINITY
    high: float = INFINITY
    always: bool = False
    is_filtered: bool = False
    sources: tuple[Series, ...] = ()
    key: frozenset[str] | None = None
    node: Expression | None = field(default=None, compare=False, repr=False)


@record
class Facts:
    """What is known of the result of an expression.

    Attributes:
        kind: What PromQL calls its type.
        branches: The alternatives, in order; at least one. Where there would be too many, several are one.
        number: The value of a scalar that is the same always, or None.
    """

    kind: Kind
    branches: tuple[Branch, ...]
    number: float | None = None

    @property
    def only(self) -> Branch | None:
        """The branch when there is just one."""
        return self.branches[0] if len(self.branches) == 1 else None

    @property
    def labels(self) -> Labels:
        """The labels of the series of all branches together."""
        found = self.branches[0].labels
        for each in self.branches[1:]:
            found = united(found, each.labels)
        return found

    @property
    def type(self) -> SeriesType:
        """What all samples mean, unknown when branches differ."""
        first = self.branches[0].type
        return first if all(each.type is first for each in self.branches) else SeriesType.UNKNOWN

    @property
    def unit(self) -> Unit | None:
        """The unit of all values, or None when it isn't known or branches differ."""
        first = self.branches[0].unit
        return first if all(each.unit == first for each in self.branches) else None

    @property
    def low(self) -> float:
        """The lowest value that any branch can have."""
        return min(each.low for each in self.branches)

    @property
    def high(self) -> float:
        """The highest value that any branch can have."""
        return max(each.high for each in self.branches)

    @property
    def always(self) -> bool:
        """Whether something is returned at every moment."""
        return any(each.always for each in self.branches)

    @property
    def is_filtered(self) -> bool:
        """Whether every branch may return nothing although its series exist."""
        return all(each.is_filtered for each in self.branches)


NOTHING_KNOWN = Facts("instant", (Branch(labels=ANYTHING),))
