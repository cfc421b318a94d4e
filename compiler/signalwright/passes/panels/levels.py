"""From where on values are bad: what alerts say, as steps of a panel."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from signalwright.ir.alert import Alert, Measured
from signalwright.ir.dashboard import Level, Step
from signalwright.ir.metric import Series
from signalwright.ir.stack import Stack
from signalwright.promql.tree import Aggregation, Expression, Selector, walk

_HARDLY_ANY = Decimal("0.000001")


def level_of(stack: Stack, severity: str) -> Level:
    """Returns how bad a severity is: the gravest one is critical, each other a warning."""
    return Level.CRITICAL if severity == stack.severities[0] else Level.WARNING


def steps_above(bounds: Iterable[tuple[Decimal, Level]]) -> tuple[Step, ...]:
    """Returns the steps of values that are bad above each bound, ascending.

    A step begins with its value, and a bound is still fine. That matters where the bound is 0, as what is
    well has that value.
    """
    beyond = ((value or _HARDLY_ANY, level) for value, level in bounds)
    found = dict(sorted(beyond, key=lambda each: (each[0], each[1] is Level.CRITICAL)))
    steps = [Step(value=None, level=Level.FINE)]
    steps += [Step(value=value, level=level) for value, level in found.items()]
    return tuple(steps) if found else ()


def steps_below(bounds: Iterable[tuple[Decimal, Level]]) -> tuple[Step, ...]:
    """Returns the steps of values that are bad below each bound, ascending."""
    found = dict(sorted(bounds, key=lambda each: (each[0], each[1] is Level.CRITICAL)))
    levels = [*found.values(), Level.FINE]
    return tuple(
        Step(value=value, level=level) for value, level in zip((None, *found), levels, strict=True)
    ) if found else ()  # fmt: skip


def steps_of(stack: Stack, alert: Alert) -> tuple[Step, ...]:
    """Returns the steps that an alert's thresholds say; none where it compares nothing."""
    measured = [(each.measured, level_of(stack, each.severity)) for each in alert.thresholds]
    known = [(each.bound, level) for each, level in measured if each is not None]
    first = alert.thresholds[0].measured
    if first is None or len(known) < len(measured):
        return ()
    return steps_above(known) if first.operator == ">" else steps_below(known)


def steps_for(
    stack: Stack,
    alerts: Sequence[Alert],
    kind: str,
    reads: tuple[Series, ...],
    by: tuple[str, ...],
    expression: Expression,
) -> tuple[tuple[Step, ...], Alert | None]:
    """Returns the steps of the alert that compares just what a panel shows, with that alert; nothing without one.

    Args:
        stack: The stack.
        alerts: The alerts that may.
        kind: The kind of condition that compares such a value.
        reads: The series that the panel reads.
        by: The labels that it keeps apart.
        expression: What the panel shows; its range may differ where that changes no more than how smooth a line is.
    """
    for alert in alerts:
        measured = alert.thresholds[0].measured
        if measured is None or (measured.kind, measured.by) != (kind, by) or not _reads(measured, reads):
            continue
        if _is_comparable(kind, measured.expression, expression):
            steps = steps_of(stack, alert)
            if steps:
                return steps, alert
    return (), None


def _is_comparable(kind: str, compared: Expression, shown: Expression) -> bool:
    """Returns whether two values that read the same are the same: all in one or one by one, and over the same range."""
    if kind == "growth" and _ranges(compared) != _ranges(shown):
        return False
    return kind == "ratio" or _is_aggregated(compared) == _is_aggregated(shown)


def _is_aggregated(expression: Expression) -> bool:
    return any(isinstance(each, Aggregation) for each in walk(expression))


def _ranges(expression: Expression) -> set[str]:
    return {each.range_ for each in walk(expression) if isinstance(each, Selector) and each.range_ is not None}


def _reads(measured: Measured, reads: tuple[Series, ...]) -> bool:
    return [(each.metric.name, each.matchers) for each in measured.reads] == [
        (each.metric.name, each.matchers) for each in reads
    ]
