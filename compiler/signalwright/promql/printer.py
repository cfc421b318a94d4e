"""Prints trees as canonical PromQL: matchers in their order, `sum by (a) (x)`, no parentheses that aren't needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from signalwright.promql.layout import Chain, Group, Layout, Row, broken, flat
from signalwright.promql.spelling import is_legacy_metric, is_plain_metric, label, quote
from signalwright.promql.tree import (
    Aggregation,
    Binary,
    BinaryOperator,
    Call,
    Expression,
    Hole,
    Matcher,
    Matching,
    Number,
    Parenthesis,
    Selector,
    Slot,
    String,
    Subquery,
    Unary,
    Verbatim,
)

HoleKind = Literal["expression", "metric", "label", "value", "duration"]
Marker = Callable[[HoleKind, str], str]

# How tightly operators bind, from loose to tight (Prometheus, promql/parser/generated_parser.y). A sign binds like
# `*`, so `-a ^ b` is `-(a ^ b)` and `-a * b` is `(-a) * b`.
_PRECEDENCE: dict[BinaryOperator, int] = {
    "or": 1,
    "and": 2, "unless": 2,
    "==": 3, "!=": 3, ">": 3, "<": 3, ">=": 3, "<=": 3, "</": 3, ">/": 3,
    "+": 4, "-": 4,
    "*": 5, "/": 5, "%": 5, "atan2": 5,
    "^": 6,
}  # fmt: skip
_SIGN = 5
_POWER = 6
_ATOM = 7


def show(expression: Expression) -> str:
    """Prints an expression on one line.

    Args:
        expression: The expression. A `Verbatim` keeps its own line breaks; holes are shown as `<name>`.

    Returns:
        The PromQL text. Printing what a parser reads from it gives the same text again.
    """
    return flat(arrange(expression))


def show_lines(expression: Expression, width: int = 100) -> str:
    """Prints an expression for reading: what fits on a line stays on one, the rest is broken from the outside in.

    Operators begin lines, and one that binds tighter is indented deeper; calls, aggregations and matchers are opened
    like brackets.

    Args:
        expression: The expression.
        width: How many characters a line should have at most.

    Returns:
        The PromQL text, which differs from that of `show` in white space only.
    """
    return broken(arrange(expression), width)


def arrange(expression: Expression, mark: Marker | None = None) -> Layout:
    """Returns the layout of an expression, before it is decided where lines end.

    Args:
        expression: The expression.
        mark: Returns the text that stands for a hole, from the hole's kind and name; without it, `<name>` does.

    Returns:
        The layout.
    """
    return _Arranger(mark or _show_name).arrange(expression)


def _show_name(_kind: HoleKind, name: str) -> str:
    return f"<{name}>"


def _precedence(expression: Expression) -> int:
    match expression:
        case Binary():
            return _PRECEDENCE[expression.operator]
        case Unary():
            return _SIGN
        case Verbatim():
            return 0
        case _:
            return _ATOM


class _Arranger:
    """Turns trees into layouts; holds only what stands for holes."""

    def __init__(self, mark: Marker) -> None:
        self.mark = mark

    def arrange(self, expression: Expression) -> Layout:
        match expression:
            case Number():
                return expression.text
            case String():
                return quote(expression.value)
            case Hole():
                return self.mark("expression", expression.name)
            case Verbatim():
                return _verbatim(expression.text)
            case Selector():
                return self.selector(expression)
            case Subquery():
                # The brackets belong to what stands right before them, so an offset inside needs its own pair.
                inner = expression.expression
                modified = isinstance(inner, Selector | Subquery) and (inner.offset, inner.at) != (None, None)
                operand = Group("(", (self.arrange(inner),), ")") if modified else self.operand(inner, _ATOM)
                step = "" if expression.step is None else self.duration(expression.step)
                brackets = f"[{self.duration(expression.range_)}:{step}]"
                return Row((operand, brackets, self.modifiers(expression)))
            case Call():
                return Group(f"{expression.function}(", tuple(map(self.arrange, expression.arguments)), ")")
            case Aggregation():
                return self.aggregation(expression)
            case Unary():
                least = _SIGN if isinstance(expression.expression, Unary) else _POWER
                return Row((expression.operator, self.operand(expression.expression, least)))
            case Binary():
                return self.binary(expression)
            case Parenthesis():
                return Group("(", (self.arrange(expression.expression),), ")")

    def operand(self, expression: Expression, least: int) -> Layout:
        """Arranges an operand, in parentheses when it binds less tightly than `least`."""
        inner = self.arrange(expression)
        return inner if _precedence(expression) >= least else Group("(", (inner,), ")")

    def binary(self, expression: Binary) -> Layout:
        own = _PRECEDENCE[expression.operator]
        left = self.operand(expression.left, own + 1 if own == _POWER else own)
        if isinstance(expression.right, Unary):
            right = self.arrange(expression.right)  # After an operator a sign can only belong to what follows.
        else:
            right = self.operand(expression.right, own if own == _POWER else own + 1)
        operator = expression.operator + (" bool" if expression.bool_ else "")
        if expression.matching is not None:
            operator += self.matching(expression.matching, flat(right).startswith("("))
        level = isinstance(expression.left, Binary) and _PRECEDENCE[expression.left.operator] == own
        if isinstance(left, Chain) and level:
            return Chain(left.first, (*left.rest, (operator, right)))
        return Chain(left, ((operator, right),))

    def matching(self, matching: Matching, before_parenthesis: bool) -> str:
        text = f" {matching.kind} ({self.labels(matching.labels)})"
        if matching.group is not None:
            text += f" group_{matching.group}"
            # Without its own list, `group_left (x)` would take the operand's parentheses for one.
            if matching.include or before_parenthesis:
                text += f" ({self.labels(matching.include)})"
        if matching.fill_left is not None and matching.fill_left == matching.fill_right:
            return f"{text} fill ({matching.fill_left})"
        if matching.fill_left is not None:
            text += f" fill_left ({matching.fill_left})"
        return text if matching.fill_right is None else f"{text} fill_right ({matching.fill_right})"

    def aggregation(self, expression: Aggregation) -> Layout:
        opening = expression.operator
        if expression.grouping is not None:
            opening += f" {expression.grouping.kind} ({self.labels(expression.grouping.labels)}) "
        inner = self.arrange(expression.expression)
        if expression.parameter is None:
            return Group(opening + "(", (inner,), ")")
        return Group(opening + "(", (self.arrange(expression.parameter), inner), ")")

    def selector(self, selector: Selector) -> Layout:
        matchers = [self.matcher(matcher) for matcher in selector.matchers]
        name = ""
        if isinstance(selector.metric, Slot):
            name = self.mark("metric", str(selector.metric))
        elif selector.metric is not None and is_plain_metric(selector.metric) and not _named(selector):
            name = selector.metric
        elif selector.metric is not None:
            # A word of the grammar is matched by name, which every version reads, and so is a metric that has to have a
            # second name as well; other names need Prometheus 3.0.
            legacy = is_legacy_metric(selector.metric)
            matchers.insert(0, ("__name__=" if legacy else "") + quote(selector.metric))
        braces: Layout = Group("{", tuple(matchers), "}") if matchers or not name else ""
        range_ = "" if selector.range_ is None else f"[{self.duration(selector.range_)}]"
        return Row((name, braces, range_ + self.modifiers(selector)))

    def modifiers(self, expression: Selector | Subquery) -> str:
        at = "" if expression.at is None else f" @ {expression.at}"
        if isinstance(expression, Selector) and expression.bounds is not None:
            at = f" {expression.bounds}{at}"
        return at if expression.offset is None else f"{at} offset {self.duration(expression.offset)}"

    def matcher(self, matcher: Matcher) -> str:
        if isinstance(matcher.value, Slot):
            value = f'"{self.mark("value", str(matcher.value))}"'
        else:
            value = quote(matcher.value)
        return f"{self.label(matcher.label)}{matcher.operator}{value}"

    def labels(self, names: tuple[str, ...]) -> str:
        return ", ".join(map(self.label, names))

    def label(self, name: str) -> str:
        return self.mark("label", str(name)) if isinstance(name, Slot) else label(name)

    def duration(self, text: str) -> str:
        return self.mark("duration", str(text)) if isinstance(text, Slot) else text


def _named(selector: Selector) -> bool:
    return any(matcher.label == "__name__" for matcher in selector.matchers)


def _verbatim(text: str) -> str:
    text = text.strip()
    # A comment reaches to the end of its line, and would swallow what is printed after it.
    return text + "\n" if "#" in text.rpartition("\n")[2] else text
