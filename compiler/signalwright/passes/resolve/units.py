"""Brings a threshold into the unit of the metric that it is compared with."""

from __future__ import annotations

from decimal import Decimal

from signalwright.diagnostics.span import Origin
from signalwright.language.scalars import Quantity
from signalwright.passes.resolve.scope import Scope

# Unit of the metric → (dimension, how many base units it is).
_UNITS: dict[str, tuple[str, Decimal]] = {
    "seconds": ("seconds", Decimal(1)),
    "milliseconds": ("seconds", Decimal("0.001")),
    "microseconds": ("seconds", Decimal("0.000001")),
    "nanoseconds": ("seconds", Decimal("0.000000001")),
    "minutes": ("seconds", Decimal(60)),
    "hours": ("seconds", Decimal(3_600)),
    "days": ("seconds", Decimal(86_400)),
    "bytes": ("bytes", Decimal(1)),
    "kilobytes": ("bytes", Decimal(1_000)),
    "megabytes": ("bytes", Decimal(1_000_000)),
    "gigabytes": ("bytes", Decimal(1_000_000_000)),
    "ratio": ("ratio", Decimal(1)),
    "percent": ("ratio", Decimal("0.01")),
}

_AS_SHARE = "a share is compared with a percentage: `5%`"


def in_unit_of(scope: Scope, quantity: Quantity, unit: str | None, place: Origin) -> Decimal | None:
    """Returns the number that a metric in some unit is compared with.

    Args:
        scope: The spec.
        quantity: What was written: `2s`, `5%`, `100`.
        unit: The unit of the metric, or None when it has none or is unknown.
        place: Where the quantity is written.

    Returns:
        `2s` for a metric in milliseconds is 2000; None when the units don't fit, which was reported.
    """
    if quantity.unit is None and unit == "ratio" and abs(quantity.value) > 1:
        written = f"{quantity.value.normalize():f}"
        scope.report.error(
            "alerts/unit-mismatch",
            f"a bound of {written} for a share is {quantity.value * 100:.0f} %",
            place,
            help=f"write `{written}%`, or `{quantity.value * 100:.0f}%` where a share can be that large",
        )
        return None
    if quantity.unit is None or unit is None:
        return quantity.value
    dimension, size = _UNITS.get(unit, (unit, Decimal(1)))
    if dimension == quantity.unit:
        return quantity.value / size
    scope.report.error(
        "alerts/unit-mismatch",
        f"a bound in {quantity.unit} for a value in {unit}",
        place,
        help=_AS_SHARE if unit == "ratio" else f"write the bound in {unit}, or declare the metric's `unit`",
    )
    return None
