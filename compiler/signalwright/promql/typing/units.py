"""Units, and what calculations make of them: seconds over seconds is a ratio, a sum of bytes is in bytes."""

from __future__ import annotations

from collections.abc import Mapping

from signalwright.records import record

# The base units of Prometheus (practices/naming) with the multiples of them that people use, and what they count.
_DIMENSIONS: Mapping[str, str] = {
    **dict.fromkeys(("seconds", "milliseconds", "microseconds", "nanoseconds", "minutes", "hours", "days"), "time"),
    **dict.fromkeys(("bytes", "kilobytes", "megabytes", "gigabytes"), "data"),
    **dict.fromkeys(("ratio", "percent"), "share"),
}

# How many seconds, or how much of a whole. Whether a kilobyte is 1,000 bytes or 1,024 nobody knows.
_SIZES: Mapping[str, float] = {
    "seconds": 1.0, "milliseconds": 1e-3, "microseconds": 1e-6, "nanoseconds": 1e-9, "minutes": 60.0, "hours": 3_600.0,
    "days": 86_400.0, "bytes": 1.0, "ratio": 1.0, "percent": 0.01,
}  # fmt: skip


@record
class Unit:
    """A unit as a product of powers.

    Attributes:
        powers: Base unit → exponent, without zeros, ordered by name; empty for a pure number such as a ratio.
        scale: `percent` when a pure number counts hundredths, and otherwise the empty text.
    """

    powers: tuple[tuple[str, int], ...] = ()
    scale: str = ""

    def __str__(self) -> str:
        """Prints as people say it: `bytes per second`; a pure number is `a ratio`."""
        if not self.powers:
            return self.scale or "ratio"
        above = [name if power == 1 else f"{name}^{power}" for name, power in self.powers if power > 0]
        below = [
            name.removesuffix("s") if power == -1 else f"{name}^{-power}" for name, power in self.powers if power < 0
        ]
        text = " ".join(above) or "number"
        return f"{text} per {' '.join(below)}" if below else text

    @property
    def dimension(self) -> tuple[tuple[str, int], ...]:
        """What it measures, whatever the multiple: seconds and milliseconds both measure time."""
        return tuple((_DIMENSIONS.get(name, name), power) for name, power in self.powers)


RATIO = Unit()
PERCENT = Unit((), "percent")
SECONDS = Unit((("seconds", 1),))
PER_SECOND = Unit((("seconds", -1),))
_SHARES = {"ratio": RATIO, "percent": PERCENT}


def unit_of(name: str | None) -> Unit | None:
    """Returns the unit of a declared name, or None when there is none."""
    if name is None:
        return None
    return _SHARES.get(name) or Unit(((name, 1),))


def product(left: Unit | None, right: Unit | None, sign: int = 1) -> Unit | None:
    """Returns the unit of a product, or of a quotient.

    Args:
        left: The unit of the first, or None when it isn't known.
        right: The unit of the second.
        sign: 1 for a product, -1 for a quotient.
    """
    if left is None or right is None or (left.scale and right.scale and sign == 1):
        return None
    powers = dict(left.powers)
    for name, power in right.powers:
        powers[name] = powers.get(name, 0) + sign * power
    left_over = tuple(sorted((name, power) for name, power in powers.items() if power))
    scale = left.scale if left.scale != right.scale or sign == 1 else ""
    return Unit(left_over, scale or (right.scale if sign == 1 else ""))


def fits(left: Unit | None, right: Unit | None) -> bool:
    """Returns whether two values can be added or compared, as far as is known."""
    return left is None or right is None or left == right


def is_measure(unit: Unit) -> bool:
    """Returns whether a unit is made of time, data and shares only, and of no words such as `requests`."""
    return all(name in _DIMENSIONS for name, _ in unit.powers)


def is_rate_of(rate: Unit, amount: Unit) -> bool:
    """Returns whether one unit is another one of data per second."""
    return (
        bool(amount.powers) and dict(amount.dimension).get("data") is not None and rate == product(amount, PER_SECOND)
    )


def factor(left: Unit, right: Unit) -> float | None:
    """Returns by how much two units of the same thing differ, at least 1; None when they are of different things."""
    if left.dimension != right.dimension:
        return None
    times = 1.0
    for unit, sign in ((left, 1), (right, -1)):
        times *= _SIZES.get(unit.scale, 1.0) ** sign
        for name, power in unit.powers:
            if name not in _SIZES:
                return None
            times *= _SIZES[name] ** (sign * power)
    return float(f"{max(times, 1 / times):.6g}")
