"""What the events that a service counts cost."""

from __future__ import annotations

from decimal import Decimal

from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import Series
from signalwright.promql.tree import Expression
from signalwright.records import record


@record(kw_only=True)
class Price:
    """The price of the events of some series of a counter.

    Attributes:
        read: The series.
        amount: What one event costs, above 0.
        currency: The three letters of ISO 4217.
        expression: The cost per second, for each value of the counter's own labels.
        origin: Where the price is written.
    """

    read: Series
    amount: Decimal
    currency: str
    expression: Expression
    origin: Origin
