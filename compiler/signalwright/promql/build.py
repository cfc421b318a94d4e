"""Builders of PromQL trees, named as the field names what they make.

Each takes and returns nodes of the tree; durations are texts such as `5m`. `by` and `on` are label names in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from signalwright.promql.tree import (
    Aggregation,
    Binary,
    BinaryOperator,
    Call,
    Expression,
    Grouping,
    Matcher,
    Matching,
    Number,
    Selector,
    String,
    Subquery,
    Unary,
)

Comparison = Literal["==", "!=", ">", "<", ">=", "<="]


# Selectors.


def equal(label: str, value: str) -> Matcher:
    """Builds `label="value"`."""
    return Matcher(label, "=", value)


def not_equal(label: str, value: str) -> Matcher:
    """Builds `label!="value"`."""
    return Matcher(label, "!=", value)


def like(label: str, pattern: str) -> Matcher:
    """Builds `label=~"pattern"`; the pattern is RE2 and fully anchored."""
    return Matcher(label, "=~", pattern)


def not_like(label: str, pattern: str) -> Matcher:
    """Builds `label!~"pattern"`; the pattern is RE2 and fully anchored."""
    return Matcher(label, "!~", pattern)


def one_of(label: str, values: Sequence[str]) -> Matcher:
    """Builds a matcher of one value or of several: `label="value"`, or `label=~"one|other"` in order."""
    if len(values) == 1:
        return equal(label, values[0])
    return like(label, "|".join(_quoted(each) for each in sorted(values)))


def _quoted(text: str) -> str:
    """Returns a text as a regular expression (RE2) of just that text."""
    return "".join(f"\\{each}" if each in r"\.+*?()|[]{}^$" else each for each in text)


def series(metric: str | None, matchers: Iterable[Matcher] = ()) -> Selector:
    """Builds `metric{label="value"}`."""
    return Selector(metric, tuple(matchers))


def where(selector: Selector, *matchers: Matcher) -> Selector:
    """Adds matchers after those that a selector has."""
    return replace(selector, matchers=selector.matchers + matchers)


def over(selector: Selector, range_: str) -> Selector:
    """Makes an instant selector a range: `x[5m]`."""
    return replace(selector, range_=range_)


def shifted(selector: Selector, offset: str) -> Selector:
    """Reads a selector as it was some time ago: `x offset 1h`."""
    return replace(selector, offset=offset)


def subquery(expression: Expression, range_: str, step: str | None = None) -> Subquery:
    """Evaluates an expression at every step of a range: `(a / b)[30d:5m]`."""
    return Subquery(expression, range_, step)


# Literals.


def number(value: Decimal | int | str) -> Expression:
    """Builds a number in plain decimal notation, exactly.

    Args:
        value: The number; `0.1` only as a `Decimal` or a text, because a float isn't exact.

    Returns:
        A `Number`, behind a sign when it is negative: `0.0144`, `-5`, `1000`, `Inf`, `NaN`.

    Raises:
        decimal.InvalidOperation: When a text is no number.
    """
    exact = Decimal(value)
    if exact.is_nan():
        return Number("NaN")
    size = exact.copy_abs()
    if size.is_infinite():
        plain = Number("Inf")
    else:
        # Not `abs()` and `normalize()`, which round to the context's precision.
        digits = format(size, "f")
        plain = Number((digits.rstrip("0").rstrip(".") if "." in digits else digits) or "0")
    return Unary("-", plain) if exact < 0 else plain


def text(value: str) -> String:
    """Builds `"value"`."""
    return String(value)


# Functions.


def call(function: str, *arguments: Expression) -> Call:
    """Builds `function(argument, …)`."""
    return Call(function, arguments)


def rate(selector: Selector, range_: str) -> Call:
    """Builds `rate(x[5m])`: a counter's increase per second."""
    return call("rate", over(selector, range_))


def increase(selector: Selector, range_: str) -> Call:
    """Builds `increase(x[5m])`: a counter's increase over the range."""
    return call("increase", over(selector, range_))


def delta(selector: Selector, range_: str) -> Call:
    """Builds `delta(x[5m])`: a gauge's change over the range."""
    return call("delta", over(selector, range_))


def deriv(selector: Selector, range_: str) -> Call:
    """Builds `deriv(x[5m])`: a gauge's slope per second, by linear regression."""
    return call("deriv", over(selector, range_))


def predict_linear(selector: Selector, range_: str, seconds: Decimal | int) -> Call:
    """Builds `predict_linear(x[6h], 86400)`: a gauge's value in so many seconds, by linear regression."""
    return call("predict_linear", over(selector, range_), number(seconds))


def over_time(
    operator: Literal["avg", "min", "max", "sum", "count", "last", "present", "stddev", "stdvar", "absent"],
    ranged: Selector | Subquery,
) -> Call:
    """Builds `max_over_time(x[5m])` and its like.

    Args:
        operator: How the samples of each series are aggregated.
        ranged: A selector with a range, or a subquery.

    Returns:
        The call.
    """
    return call(f"{operator}_over_time", ranged)


def changes(selector: Selector, range_: str) -> Call:
    """Builds `changes(x[5m])`: how often a series changed its value."""
    return call("changes", over(selector, range_))


def absent(selector: Expression) -> Call:
    """Builds `absent(x)`: 1 when there is no such series."""
    return call("absent", selector)


def vector(value: Expression) -> Call:
    """Builds `vector(0)`: a series without labels."""
    return call("vector", value)


def time() -> Call:
    """Builds `time()`: the Unix time of the evaluation, in seconds."""
    return call("time")


def clamp_min(expression: Expression, least: Decimal | int | str) -> Call:
    """Builds `clamp_min(x, 0)`."""
    return call("clamp_min", expression, number(least))


def clamp_max(expression: Expression, most: Decimal | int | str) -> Call:
    """Builds `clamp_max(x, 1)`."""
    return call("clamp_max", expression, number(most))


def histogram_quantile(share: Decimal | str, expression: Expression) -> Call:
    """Builds `histogram_quantile(0.95, x)`; `share` is a ratio between 0 and 1."""
    return call("histogram_quantile", number(share), expression)


# Aggregations.


def aggregate(
    operator: str,
    expression: Expression,
    *,
    by: Sequence[str] | None = None,
    without: Sequence[str] | None = None,
    parameter: Expression | None = None,
) -> Aggregation:
    """Builds `operator by (a, b) (x)`.

    Args:
        operator: The aggregation operator.
        expression: What is aggregated.
        by: The labels that are kept; none and nothing both mean one series.
        without: The labels that are dropped; an empty list drops nothing.
        parameter: The first argument of `topk`, `quantile` and the like.

    Returns:
        The aggregation.

    Raises:
        ValueError: When labels are given to keep and to drop.
    """
    if by and without is not None:
        raise ValueError("an aggregation keeps labels or drops labels, not both")
    grouping = None
    if by:
        grouping = Grouping("by", tuple(by))
    elif without is not None:
        grouping = Grouping("without", tuple(without))
    return Aggregation(operator, expression, parameter, grouping)


def total(expression: Expression, by: Sequence[str] = ()) -> Aggregation:
    """Builds `sum by (a) (x)`."""
    return aggregate("sum", expression, by=by)


def maximum(expression: Expression, by: Sequence[str] = ()) -> Aggregation:
    """Builds `max by (a) (x)`."""
    return aggregate("max", expression, by=by)


def minimum(expression: Expression, by: Sequence[str] = ()) -> Aggregation:
    """Builds `min by (a) (x)`."""
    return aggregate("min", expression, by=by)


def average(expression: Expression, by: Sequence[str] = ()) -> Aggregation:
    """Builds `avg by (a) (x)`."""
    return aggregate("avg", expression, by=by)


def count(expression: Expression, by: Sequence[str] = ()) -> Aggregation:
    """Builds `count by (a) (x)`."""
    return aggregate("count", expression, by=by)


def quantile(share: Decimal | str, expression: Expression, by: Sequence[str] = ()) -> Aggregation:
    """Builds `quantile by (a) (0.95, x)`, across series; `share` is a ratio between 0 and 1."""
    return aggregate("quantile", expression, by=by, parameter=number(share))


def topk(most: int, expression: Expression, by: Sequence[str] = ()) -> Aggregation:
    """Builds `topk by (a) (5, x)`."""
    return aggregate("topk", expression, by=by, parameter=number(most))


# Operators.


def on(*labels: str, group: Literal["left", "right"] | None = None, include: Sequence[str] = ()) -> Matching:
    """Builds the modifier `on (a, b) group_left (c)`."""
    return Matching("on", labels, group, tuple(include))


def ignoring(*labels: str, group: Literal["left", "right"] | None = None, include: Sequence[str] = ()) -> Matching:
    """Builds the modifier `ignoring (a, b) group_left (c)`."""
    return Matching("ignoring", labels, group, tuple(include))


def operate(operator: BinaryOperator, left: Expression, right: Expression, matching: Matching | None = None) -> Binary:
    """Builds `left operator right`, for every operator."""
    return Binary(operator, left, right, matching=matching)


def add(left: Expression, right: Expression, matching: Matching | None = None) -> Binary:
    """Builds `left + right`."""
    return operate("+", left, right, matching)


def subtract(left: Expression, right: Expression, matching: Matching | None = None) -> Binary:
    """Builds `left - right`."""
    return operate("-", left, right, matching)


def multiply(left: Expression, right: Expression, matching: Matching | None = None) -> Binary:
    """Builds `left * right`."""
    return operate("*", left, right, matching)


def ratio(part: Expression, whole: Expression, matching: Matching | None = None) -> Binary:
    """Builds `part / whole`."""
    return operate("/", part, whole, matching)


def compare(
    left: Expression,
    operator: Comparison,
    right: Expression | Decimal | int,
    matching: Matching | None = None,
    *,
    as_bool: bool = False,
) -> Binary:
    """Builds `left > right`: keeps the series of the left side that compare so.

    Args:
        left: The expression.
        operator: The comparison.
        right: What it is compared with; a plain number is built into a literal.
        matching: How series of both sides find each other.
        as_bool: Whether to return 0 or 1 for every series instead (`> bool`).

    Returns:
        The comparison.
    """
    other = number(right) if isinstance(right, Decimal | int) else right
    return Binary(operator, left, other, as_bool, matching)


def both(left: Expression, right: Expression, matching: Matching | None = None) -> Binary:
    """Builds `left and right`: the left series that have a match on the right."""
    return operate("and", left, right, matching)


def either(left: Expression, right: Expression, matching: Matching | None = None) -> Binary:
    """Builds `left or right`: the left series, and the right ones that have no match among them."""
    return operate("or", left, right, matching)


def unless(left: Expression, right: Expression, matching: Matching | None = None) -> Binary:
    """Builds `left unless right`: the left series that have no match on the right."""
    return operate("unless", left, right, matching)
