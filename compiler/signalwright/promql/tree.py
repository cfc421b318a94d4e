"""The PromQL tree: what an expression is, apart from how it is spelt.

Every node is a frozen dataclass that compares by content. `span` is where the node stands in a text that was parsed,
as (start, end) character offsets; nodes that were built have none, and it takes no part in comparisons.

The grammar is that of Prometheus: https://prometheus.io/docs/prometheus/latest/querying/basics/ and
https://prometheus.io/docs/prometheus/latest/querying/operators/.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from typing import Literal

from signalwright.diagnostics.span import Origin
from signalwright.records import record

Span = tuple[int, int]
MatchOperator = Literal["=", "!=", "=~", "!~"]
BinaryOperator = Literal[
    "or", "and", "unless", "==", "!=", ">", "<", ">=", "<=", "</", ">/", "+", "-", "*", "/", "%", "atan2", "^"
]  # fmt: skip


class Slot(str):
    """A text that is put in later: the name of a hole where a node holds a metric name, a label value or a range.

    It is a text, so that readers of complete trees need no second case, but it equals no text that isn't a slot.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        """Compares with slots only: the slot `service` isn't the label value `service`."""
        return isinstance(other, Slot) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        """Negates equality, which `str` would otherwise answer itself."""
        return not self == other

    def __hash__(self) -> int:
        """Hashes as the text, from which equality tells it apart."""
        return str.__hash__(self)

    def __repr__(self) -> str:
        """Shows that this is a hole: `Slot('service')`."""
        return f"Slot({str.__repr__(self)})"


@record
class Number:
    """A number without a sign.

    Attributes:
        text: The number as it is printed: `0.001`, `1e9`, `Inf`, `NaN`, in what people wrote also `0x1f`, `1_000` and
            `1h`. A text keeps it exact.
        span: Where it stands in a parsed text.
    """

    text: str
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class String:
    """A string literal.

    Attributes:
        value: What the string says, escapes resolved.
        span: Where it stands in a parsed text.
    """

    value: str
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Matcher:
    """A condition on one label.

    Attributes:
        label: The label's name; UTF-8 names are quoted when printed.
        operator: `=` and `!=` compare, `=~` and `!~` match a regular expression (RE2, fully anchored).
        value: What the label is compared with.
        span: Where it stands in a parsed text.
    """

    label: str
    operator: MatchOperator
    value: str
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Selector:
    """Series, at one moment or over a range.

    Attributes:
        metric: The metric's name, or None when only matchers select.
        matchers: The conditions in order.
        range_: A duration such as `5m`, or arithmetic of durations, that makes it a range vector; None for an instant
            vector.
        offset: A duration, negative with `-`, or arithmetic in parentheses, or None.
        at: `start()`, `end()` or a Unix time in seconds, or None.
        bounds: `anchored` and `smoothed` say how samples at the range's ends count (Prometheus 3.7, as a feature).
        span: Where it stands in a parsed text.
    """

    metric: str | None
    matchers: tuple[Matcher, ...] = ()
    range_: str | None = None
    offset: str | None = None
    at: str | None = None
    bounds: Literal["anchored", "smoothed"] | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Subquery:
    """An instant expression evaluated at every step of a range.

    Attributes:
        expression: What is evaluated.
        range_: How far back, a duration such as `30d`.
        step: The distance of the evaluations, or None for the server's evaluation interval.
        offset: A duration, negative with `-`, or None.
        at: `start()`, `end()` or a Unix time in seconds, or None.
        span: Where it stands in a parsed text.
    """

    expression: Expression
    range_: str
    step: str | None = None
    offset: str | None = None
    at: str | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Call:
    """A function call.

    Attributes:
        function: The function's name.
        arguments: The arguments in order.
        span: Where it stands in a parsed text.
    """

    function: str
    arguments: tuple[Expression, ...] = ()
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Grouping:
    """Which labels an aggregation keeps or drops.

    Attributes:
        kind: `by` keeps the labels, `without` drops them.
        labels: The labels in order.
        span: Where it stands in a parsed text.
    """

    kind: Literal["by", "without"]
    labels: tuple[str, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Aggregation:
    """An aggregation over series, such as `sum by (job) (x)` or `topk(5, x)`.

    Attributes:
        operator: The aggregation operator's name.
        expression: What is aggregated.
        parameter: The first argument of `topk`, `quantile`, `count_values` and the like, or None.
        grouping: The labels that are kept or dropped, or None to aggregate everything into one series.
        span: Where it stands in a parsed text.
    """

    operator: str
    expression: Expression
    parameter: Expression | None = None
    grouping: Grouping | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Matching:
    """How the series of the two sides of a binary operator find each other.

    Attributes:
        kind: `on` compares only these labels, `ignoring` all but these.
        labels: The labels in order.
        group: The side with many series for one of the other, or None for one to one.
        include: Labels that the result takes from the side with one.
        fill_left: The value of series that the left side lacks (Prometheus 3.10, as a feature), or None.
        fill_right: The value of series that the right side lacks, or None.
        span: Where it stands in a parsed text.
    """

    kind: Literal["on", "ignoring"]
    labels: tuple[str, ...]
    group: Literal["left", "right"] | None = None
    include: tuple[str, ...] = ()
    fill_left: str | None = None
    fill_right: str | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Binary:
    """Two expressions joined by an operator.

    Attributes:
        operator: The operator.
        left: The left side.
        right: The right side.
        bool_: Whether a comparison returns 0 or 1 instead of filtering.
        matching: How series find each other, or None for all their labels.
        span: Where it stands in a parsed text.
    """

    operator: BinaryOperator
    left: Expression
    right: Expression
    bool_: bool = False
    matching: Matching | None = None
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Unary:
    """A sign before an expression.

    Attributes:
        operator: The sign.
        expression: What it stands before.
        span: Where it stands in a parsed text.
    """

    operator: Literal["-", "+"]
    expression: Expression
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Parenthesis:
    """Parentheses that a person wrote. The printer adds those that precedence needs by itself.

    Attributes:
        expression: What stands inside.
        span: Where it stands in a parsed text.
    """

    expression: Expression
    span: Span | None = field(default=None, compare=False, repr=False)


@record
class Verbatim:
    """An expression that a person wrote and that is printed as it stands.

    Attributes:
        text: The PromQL text.
        span: Where it stands in a parsed text.
        origin: Where a person wrote it, or None.
    """

    text: str
    span: Span | None = field(default=None, compare=False, repr=False)
    origin: Origin | None = field(default=None, compare=False, repr=False)


@record
class Hole:
    """An expression that is put in later; see `shape`.

    Attributes:
        name: What the filling calls it.
        span: Unused; a hole is never parsed.
    """

    name: str
    span: Span | None = field(default=None, compare=False, repr=False)


Expression = (
    Number | String | Selector | Subquery | Call | Aggregation | Binary | Unary | Parenthesis | Verbatim | Hole
)  # fmt: skip


def children(expression: Expression) -> tuple[Expression, ...]:
    """Returns the expressions directly inside an expression, in the order in which they are printed."""
    match expression:
        case Subquery() | Unary() | Parenthesis():
            return (expression.expression,)
        case Call():
            return expression.arguments
        case Aggregation():
            parameter = expression.parameter
            return (expression.expression,) if parameter is None else (parameter, expression.expression)
        case Binary():
            return (expression.left, expression.right)
        case _:
            return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """Yields an expression and every expression inside it, parents first, in the order in which they are printed."""
    pending = [expression]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))


def transform(expression: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """Rebuilds an expression from the inside out.

    Args:
        expression: The expression.
        change: Called with every node after its children were changed; returns the node that takes its place.

    Returns:
        The changed expression. A node whose children stayed the same objects is handed to `change` as it was.
    """
    match expression:
        case Subquery() | Unary() | Parenthesis():
            inner = transform(expression.expression, change)
            return change(expression if inner is expression.expression else replace(expression, expression=inner))
        case Call():
            arguments = tuple(transform(argument, change) for argument in expression.arguments)
            same = all(new is old for new, old in zip(arguments, expression.arguments, strict=True))
            return change(expression if same else replace(expression, arguments=arguments))
        case Aggregation():
            parameter = None if expression.parameter is None else transform(expression.parameter, change)
            inner = transform(expression.expression, change)
            if parameter is expression.parameter and inner is expression.expression:
                return change(expression)
            return change(replace(expression, parameter=parameter, expression=inner))
        case Binary():
            left, right = transform(expression.left, change), transform(expression.right, change)
            if left is expression.left and right is expression.right:
                return change(expression)
            return change(replace(expression, left=left, right=right))
        case _:
            return change(expression)
