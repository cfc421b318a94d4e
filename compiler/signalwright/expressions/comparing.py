"""Finds where an expression compares values with numbers, and which values that leaves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import field

from signalwright.expressions.use import Use, unwrapped
from signalwright.promql.parsing.durations import literal_value
from signalwright.promql.parsing.places import place_of_operator
from signalwright.promql.tree import Binary, Expression, Number, Span, Unary, Verbatim, walk
from signalwright.promql.typing.facts import INFINITY
from signalwright.promql.typing.operators import COMPARISONS, FLIPPED, narrow
from signalwright.records import record


@record
class Comparison:
    """A value that is compared with a number.

    Attributes:
        value: The value as it stands, parentheses left out.
        operator: The operator with the value at its left: `5 < x` has `>`.
        number: The number.
        bool_: Whether it returns 0 or 1 instead of filtering.
        span: Where the comparison stands; of a bound that stands beside the text, the whole text.
        node: The operator, or None for a bound that stands beside the text.
    """

    value: Expression
    operator: str
    number: float
    bool_: bool
    span: Span
    node: Binary | None = field(default=None, compare=False, repr=False)

    @property
    def shown(self) -> str:
        """The operator and the number, as people write them."""
        return f"{self.operator} {self.number:g}"


def comparisons(use: Use) -> Iterator[Comparison]:
    """Yields every comparison of a value with a number, `above` and `below` beside the text among them."""
    for node in use.binaries:
        if node.operator in COMPARISONS:
            found = comparison_of(use, node)
            if found is not None:
                yield found
    if use.is_part and use.rule is not None:
        for part in walk(use.rule.query.tree):
            if not isinstance(part, Binary) or part.operator not in COMPARISONS:
                continue
            number = _number(part.right)
            if isinstance(part.left, Verbatim) and part.left.origin == use.origin and number is not None:
                yield Comparison(unwrapped(use.tree), part.operator, number, part.bool_, use.span(use.tree))


def comparison_of(use: Use, node: Binary) -> Comparison | None:
    """Returns what an operator compares, or None unless just one side is a number, and one that others can equal."""
    if node.operator not in COMPARISONS:
        return None
    left, right = use.of(node.left).number, use.of(node.right).number
    number = left if right is None else right
    if number is None or (left is not None and right is not None) or math.isnan(number):
        return None
    span = use.span(node)
    if right is not None:
        return Comparison(unwrapped(node.left), node.operator, number, node.bool_, span, node)
    return Comparison(unwrapped(node.right), FLIPPED[node.operator], number, node.bool_, span, node)


def unfiltered(use: Use, value: Expression) -> tuple[Expression, list[Comparison]]:
    """Returns what is inside of comparisons with numbers that only filter, and these, the outermost first."""
    found: list[Comparison] = []
    while isinstance(value, Binary) and not value.bool_:
        inner = comparison_of(use, value)
        if inner is None:
            break
        found.append(inner)
        value = inner.value
    return value, found


def interval(comparison: Comparison, low: float, high: float) -> tuple[float, float]:
    """Returns the values between two bounds that a comparison leaves; where that is none, low is above high."""
    if comparison.operator == "!=":
        return (1.0, 0.0) if low == high == comparison.number else (low, high)
    return narrow(comparison.operator, low, high, comparison.number)


def covers(outer: Sequence[Comparison], inner: Sequence[Comparison]) -> bool:
    """Returns whether some comparisons leave all that some others on the same value leave."""
    if any(each.operator == "!=" for each in (*outer, *inner)):
        return False
    low, high = -INFINITY, INFINITY
    for each in inner:
        low, high = interval(each, low, high)
    left = low, high
    for each in outer:
        left = interval(each, *left)
    return low <= high and left == (low, high)


def conjuncts(expression: Expression) -> Iterator[Expression]:
    """Yields the conditions that the series of a result meet with all their labels: the sides of `and`."""
    expression = unwrapped(expression)
    if isinstance(expression, Binary) and expression.operator in ("and", "unless"):
        # Whatever labels are compared, what remains are series of the left side.
        yield from conjuncts(expression.left)
        if expression.operator == "and" and expression.matching is None:
            yield from conjuncts(expression.right)
    else:
        yield expression


def place_of(use: Use, comparison: Comparison) -> Span:
    """Returns where a comparison's operator and number stand, or the whole when its number stands first."""
    node = comparison.node
    if node is None or use.of(node.right).number is None:
        return comparison.span
    return place_of_operator(use.parsed, node)[0], use.span(node.right)[1]


def _number(expression: Expression) -> float | None:
    """Returns the number that a bound of the spec became, or None when it is something else."""
    sign = 1.0
    if isinstance(expression, Unary):
        sign, expression = (-1.0 if expression.operator == "-" else 1.0), expression.expression
    return sign * literal_value(expression.text) if isinstance(expression, Number) else None
