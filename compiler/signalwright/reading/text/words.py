"""Numbers, names and quiet times as readers see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from signalwright.reading.facts.quiet import QuietFact
from signalwright.reading.view import View

# The finest percentage that anybody writes.
_FINEST = Decimal("0.000000001")


def percent(share: Decimal) -> str:
    """Returns a ratio as a percentage: 0.999 → `99.9%`; one that was calculated with three digits, `14.3%`."""
    value = share * 100
    if value != value.quantize(_FINEST):
        value = value.quantize(Decimal(1).scaleb(value.adjusted() - 2))
    return f"{value.normalize():f}%"


def times(factor: Fraction) -> str:
    """Returns a factor with three digits behind the point at most: 14.4 → `14.4`."""
    value = Decimal(factor.numerator) / Decimal(factor.denominator)
    return f"{value.quantize(Decimal('0.001')).normalize():f}"


def count(number: int, one: str, several: str | None = None) -> str:
    """Returns a number of things: `1 alert`, `3 alerts`."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def joined(names: Iterable[str], otherwise: str = "-") -> str:
    """Returns names as a list, or a sign that there are none."""
    return ", ".join(names) or otherwise


def quiet_words(quiet: Sequence[QuietFact]) -> str:
    """Returns times in which nothing is sent: `maintenance (sunday 02:00-04:00 Europe/Berlin)`."""
    return ", ".join(f"{each.name} ({', '.join(each.when)} {each.zone})" for each in quiet)


def stack_words(view: View) -> str:
    """Returns which stack is shown, in which of its environments."""
    if view.stack.environment is None:
        return f"stack `{view.stack.name}`"
    others = f"; there are also {', '.join(f'`{each}`' for each in view.others)}: `--env`" if view.others else ""
    return f"stack `{view.stack.name}` in the environment `{view.stack.environment}`{others}"
