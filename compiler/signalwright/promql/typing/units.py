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
