"""The unit of a metric: said by the page or by the end of the name, and asked where both leave it open."""

from __future__ import annotations

import re

from signalwright.exposed.metrics import Exposed
from signalwright.ir.metric import MetricType
from signalwright.passes.resolve.metrics import unit_of_name
from signalwright.records import record

_ENDS = {
    "ms": "milliseconds", "msec": "milliseconds", "millis": "milliseconds",
    "us": "microseconds", "usec": "microseconds",
    "microseconds": "microseconds", "ns": "nanoseconds", "nanos": "nanoseconds", "nanoseconds": "nanoseconds",
    "sec": "seconds", "secs": "seconds", "minutes": "minutes", "mins": "minutes", "hours": "hours", "days": "days",
    "kb": "kilobytes", "kib": "kilobytes", "kilobytes": "kilobytes", "mb": "megabytes", "mib": "megabytes",
    "megabytes": "megabytes", "gb": "gigabytes", "gib": "gigabytes", "gigabytes": "gigabytes", "pct": "percent",
}  # fmt: skip
"""Last word of a name → the unit that it probably means; whether `mb` counts 1,000² or 1,024² bytes nobody knows."""
_UNITS = "seconds|milliseconds|microseconds|nanoseconds|minutes|hours|days|bytes|kilobytes|megabytes|gigabytes|percent"
_SAID = re.compile(
    rf"(?:^(?:the )?(?:total |current |maximum )?(?:number|amount|count) of|\bin) (?P<unit>{_UNITS})\b", re.IGNORECASE
)
_WITHOUT_VALUE = ("total", "sum", "count", "bucket", "info")
_NOT_MEASURED = (MetricType.INFO,)


@record
class FoundUnit:
    """What is known of a unit.

    Attributes:
        written: The unit to declare, or None where the name says it already, or nothing does.
        question: What a person has to decide, or None.
    """

    written: str | None = None
    question: str | None = None


def unit_of_exposed(metric: Exposed) -> FoundUnit:
    """Returns the unit of a metric.

    Args:
        metric: The metric; what its help says is a hint, and no more than a question follows from it.
    """
    by_name = unit_of_name(metric.name)
    if metric.type in _NOT_MEASURED:
        return FoundUnit()
    if metric.unit is not None:
        return FoundUnit(None if metric.unit == by_name else metric.unit)
    if by_name is not None:
        return FoundUnit()
    words = metric.name.split("_")
    while words and words[-1] in _WITHOUT_VALUE:
        words.pop()
    last = words[-1].lower() if len(words) > 1 else ""
    if last in _ENDS:
        return FoundUnit(question=f"unit: {_ENDS[last]}? The end of the name may mean that")
    said = _SAID.search(metric.help or "")
    if said is not None:
        return FoundUnit(question=f"unit: {said['unit'].lower()}? The help of the page mentions it")
    return FoundUnit()
