"""Values that a team keeps under names of their own."""

from __future__ import annotations

from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import Series
from signalwright.ir.values import Duration
from signalwright.promql.tree import Expression
from signalwright.records import record


@record(kw_only=True)
class RecordedSeries:
    """A value over one window.

    Attributes:
        name: The metric that it is stored as.
        over: The window, or None for a value of a moment, or one whose expression says its range.
        expression: The value.
        origin: Where the window is written, or the record.
    """

    name: str
    over: Duration | None
    expression: Expression
    origin: Origin


@record(kw_only=True)
class Record:
    """A value that is kept, over one window or several.

    Attributes:
        name: What the team calls it.
        service: The service in whose block it stands, or None for a record of the whole stack.
        kind: What is kept, such as `rate`.
        reads: The series that it reads, the part before the whole; empty for PromQL that people wrote.
        by: The labels that it keeps apart; empty when it keeps none, or all of them.
        labels: The labels of its series beyond `service`, or None when they aren't known.
        unit: The unit of its values, or None; of a rate, that what is counted has none.
        series: What is stored, a metric for each window, in written order.
        origin: Where the record is declared.
    """

    name: str
    service: str | None
    kind: str
    reads: tuple[Series, ...]
    by: tuple[str, ...]
    labels: frozenset[str] | None
    unit: str | None
    series: tuple[RecordedSeries, ...]
    origin: Origin
