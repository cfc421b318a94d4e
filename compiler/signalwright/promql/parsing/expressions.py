"""Reads whole expressions by the precedence of their operators (Prometheus, promql/parser/generated_parser.y)."""

from __future__ import annotations

from typing import cast

from signalwright.promql.parsing.functions import (
    AGGREGATION_PARAMETERS,
    EXPERIMENTAL_FUNCTIONS,
    FUNCTIONS,
    NEW_AGGREGATIONS,
)
from signalwright.promql.parsing.judging import COMPARISONS, Argument
from signalwright.promql.parsing.matchings import MatchingReader
from signalwright.promql.parsing.mistake import Kind, LostError, Need
from signalwright.promql.parsing.scanner import END, NUMBER_WORDS
from signalwright.promql.spelling import AGGREGATIONS, KEYWORDS
from signalwright.promql.tree import (
    Aggregation,
    Binary,
    BinaryOperator,
    Call,
    Expression,
    Grouping,
    Number,
    Parenthesis,
    String,
    Unary,
)

PRECEDENCE = {
    "or": 1,
    "and": 2, "unless": 2,
    "==": 3, "!=": 3, ">": 3, "<": 3, ">=": 3, "<=": 3, "</": 3, ">/": 3,
    "+": 4, "-": 4,
    "*": 5, "/": 5, "%": 5, "atan2": 5,
    "^": 6,
}  # fmt: skip
"""How tightly each operator binds; a sign binds like `*`."""

_POWER = 6
_DEEPEST = 100
_MODIFIERS = frozenset({"[", "offset", "@", "anchored", "smoothed"})
_CALLED_WORDS = frozenset({"start", "end", "step", "range", "min_of", "max_of"})
_NO_METRICS = frozenset({"bool", "on", "ignoring", "group_left", "group_right", "atan2"}) | NUMBER_WORDS
_METRIC_WORDS = (KEYWORDS | AGGREGATIONS | _CALLED_WORDS) - _NO_METRICS
_TRIM_SINCE = (3, 11)
_INTERCHANGEABLE = (2, 54)


class ExpressionReader(MatchingReader):
    """Reads expressions. `result` is the kind of the one that was read last."""

    depth = 0

    def expression(self, least: int = 1) -> Expression | None:
        """Reads an expression up to an operator that binds less tightly.

        Args:
            least: How tightly operators have to bind to belong to it.

        Returns:
            The expression, or None when an operand inside had a mistake that left nothing to build with.

        Raises:
            LostError: When it can't be read on.
        """
        self.depth += 1
        if self.depth > _DEEPEST:
            where = self.starts[self.at], self.ends[self.at]
            self.give_up("the expression is nested too deeply", *where, f"nest it {_DEEPEST} deep at most")
        start = self.starts[self.at]
        left = self.operand()
        kinds = self.kinds
        while (precedence := PRECEDENCE.get(kinds[self.at], 0)) >= least:
            left = self.binary(left, precedence, start)
        self.depth -= 1
        return left

    def operand(self) -> Expression | None:
        """Reads signs, and what they stand before."""
        kind = self.kinds[self.at]
        if kind not in ("+", "-"):
            return self.modified()
        signs: list[int] = []
        while self.kinds[self.at] in ("+", "-"):
            signs.append(self.at)
            self.at += 1
        node = self.expression(_POWER)
        end = self.ends[self.at - 1]
        if self.result in ("range", "string"):
            what = "a range vector" if self.result == "range" else "a string"
            at = signs[-1]
            self.report(f"{what} can't have a sign", self.starts[at], self.ends[at], "remove the sign")
            self.result = None
        for at in reversed(signs):
            if node is not None:
                node = Unary("-" if self.kinds[at] == "-" else "+", node, (self.starts[at], end))
        return node

    def binary(self, left: Expression | None, precedence: int, start: int) -> Expression | None:
        """Reads an operator with its modifiers and its right side."""
        at, left_kind = self.at, self.result
        operator = self.kinds[at]
        span = self.starts[at], self.ends[at]
        self.at += 1
        if operator in ("</", ">/"):
            self.need(f"the operator `{operator}`", *span, _TRIM_SINCE)
        elif operator == "-" and self.kinds[self.at] == "=" and self.starts[self.at] == span[1]:
            self.unexpected(None, "PromQL has no assignments")
        following = self.kinds[self.at]
        as_bool, matching = False, None
        if following in ("bool", "on", "ignoring", "fill", "fill_left", "fill_right"):
            if following == "bool":
                as_bool = True
                if operator not in COMPARISONS:
                    place = self.starts[self.at], self.ends[self.at]
                    self.report("`bool` stands behind comparisons only", *place, "remove it")
                self.at += 1
            matching = self.matching()
        elif following in ("group_left", "group_right"):
            self.unexpected("a metric or a number", f"write `on (…)` or `ignoring (…)` before `{following}`")
        elif following in ("=", "=~") or (following == "~"):
            self.wrong_operator()
        right = self.expression(precedence if precedence == _POWER else precedence + 1)
        right_kind = self.result
        if left is None or right is None:
            self.result = None
            return None
        node = Binary(cast(BinaryOperator, operator), left, right, as_bool, matching, (start, self.ends[self.at - 1]))
        if left_kind is None or right_kind is None:
            self.result = None
        else:
            self.result = self.judge_binary(node, left_kind, right_kind, span)
        return node

    def modified(self) -> Expression | None:
        """Reads an operand with what stands behind it: ranges, `offset`, `@`."""
        start = self.starts[self.at]
        node = self.primary(start)
        while (kind := self.kinds[self.at]) in _MODIFIERS:
            if kind == "[":
                node = self.bracket(node, start)
            elif kind == "offset":
                node = self.offset(node, start)
            elif kind == "@":
                node = self.moment(node, start)
            else:
                node = self.bounds(node, start)
        return node

    def primary(self, start: int) -> Expression | None:
        """Reads a literal, a selector, a call, an aggregation or an expression in parentheses."""
        at = self.at
        kind, end = self.kinds[at], self.ends[at]
        if kind in ("identifier", "name:"):
            self.at = at + 1
            if self.kinds[at + 1] == "(":
                return self.call(start)
            return self.selector(self.texts[at], (start, end))
        if kind == "number":
            self.at = at + 1
            self.result = "scalar"
            self.judge_number(at)
            return Number(self.texts[at], (start, end))
        if kind == "(":
            return self.parenthesis(at, start)
        if kind in AGGREGATIONS:
            self.at = at + 1
            if self.kinds[at + 1] in ("(", "by", "without"):
                return self.aggregation(kind, start)
            return self.selector(self.texts[at], (start, end))
        if kind == "{":
            selector = self.selector(None, (start, end))
            if selector.metric is None:
                self.nameless.append(selector)
            return selector
        if kind == "string":
            self.result = "string"
            return String(self.string(), (start, end))
        if kind == "duration":
            self.at = at + 1
            self.result = "scalar"
            self.seconds(at)
            self.need("a duration as a number", start, end, _INTERCHANGEABLE, instead="the number of seconds")
            return Number(self.texts[at], (start, end))
        if kind in _CALLED_WORDS and self.kinds[at + 1] == "(":
            self.at = at + 1
            return self.call(start)
        if kind in _METRIC_WORDS and self.kinds[at + 1] != "(":
            self.at = at + 1
            return self.selector(self.texts[at], (start, end))
        return self.no_operand()

    def judge_number(self, at: int) -> None:
        """Notes a number that doesn't fit in 64 bits, and spellings that older versions don't read."""
        text = self.texts[at]
        if "_" in text:
            plain = text.replace("_", "")
            self.need("`_` in a number", self.starts[at], self.ends[at], _INTERCHANGEABLE, instead=f"`{plain}`")
        if len(text) > 4 and text[0] not in "iInN" and not _fits(text):
            self.report(f"`{text}` is larger than any number that PromQL has", self.starts[at], self.ends[at])

    def parenthesis(self, at: int, start: int) -> Expression | None:
        """Reads an expression in parentheses."""
        self.at += 1
        depth = self.depth
        try:
            node = self.expression()
            if self.kinds[self.at] == ",":
                self.unexpected("`)`", "parentheses hold one expression; a list of arguments follows a function's name")
            if self.kinds[self.at] not in (")", END):
                self.misplaced_operand()
        except LostError:
            self.depth = depth
            node = None
            self.result = None
            self.skip(")")
            if self.kinds[self.at] == END:
                raise
        end = self.close(at)
        return None if node is None else Parenthesis(node, (start, end))

    def call(self, start: int) -> Expression | None:
        """Reads the arguments of a function, whose name was read."""
        at = self.at - 1
        name, span = self.texts[at], (start, self.ends[at])
        function = FUNCTIONS.get(name)
        if function is None:
            self.unknown_function(name, span)
        elif function.since is not None or function.until is not None:
            instead = None if function.instead is None else f"`{function.instead}` instead"
            what = f"the function `{name}`"
            self.needs.append(Need(what, function.since, function.until, *span, function.flag, instead))
        arguments = self.arguments()
        whole = start, self.ends[self.at - 1]
        nodes = [node for node, _, _ in arguments if node is not None]
        if function is None:
            self.result = None
            return None
        call = Call(name, tuple(nodes), whole)
        if len(nodes) == len(arguments):
            self.judge_call(call, function, arguments, span)
        self.result = function.result
        return call if len(nodes) == len(arguments) else None

    def arguments(self) -> list[Argument]:
        """Reads what stands between the parentheses of a call; goes on behind an argument with a mistake."""
        opening = self.at
        self.at += 1
        found: list[Argument] = []
        if self.kinds[self.at] == ")":
            self.at += 1
            return found
        while True:
            start, depth = self.starts[self.at], self.depth
            try:
                node = self.expression()
                if self.kinds[self.at] not in (",", ")", END):
                    self.misplaced_operand()
                found.append((node, self.result if node is not None else None, (start, self.ends[self.at - 1])))
            except LostError:
                self.depth = depth
                found.append((None, None, (start, start)))
                self.skip(",")
                if self.kinds[self.at] == END:
                    raise
            if self.kinds[self.at] != ",":
                break
            self.at += 1
            if self.kinds[self.at] == ")":
                comma = self.starts[self.at - 1], self.ends[self.at - 1]
                self.report("a comma before `)`", *comma, "remove it, or write the argument behind it")
                break
        self.close(opening)
        return found

    def aggregation(self, operator: str, start: int) -> Expression | None:
        """Reads the labels and arguments of an aggregation, whose operator was read."""
        name = self.at - 1
        span = start, self.ends[name]
        grouping: Grouping | None = None
        if self.kinds[self.at] != "(":
            grouping = self.grouping()
            if self.kinds[self.at] != "(":
                self.unexpected("`(`", f"write what is aggregated in parentheses: `{operator} by (job) (metric)`")
        arguments = self.arguments()
        if grouping is None and self.kinds[self.at] in ("by", "without"):
            grouping = self.grouping()
        whole = start, self.ends[self.at - 1]
        since = NEW_AGGREGATIONS.get(operator)
        if since is not None:
            self.need(f"`{operator}`", *span, since, EXPERIMENTAL_FUNCTIONS)
        parameter: Kind | None = AGGREGATION_PARAMETERS.get(operator)
        wanted = 1 if parameter is None else 2
        self.result = "instant"
        if len(arguments) != wanted:
            usage = f"{operator}(metric)" if wanted == 1 else f"{operator}({_EXAMPLES.get(operator, '5')}, metric)"
            words = "1 argument" if wanted == 1 else "2 arguments"
            self.report(f"`{operator}` takes {words}, found {len(arguments)}", *span, f"write `{usage}`")
            return None
        inner = arguments[-1]
        first = arguments[0][0] if wanted == 2 else None
        if inner[0] is None or (wanted == 2 and first is None):
            return None
        node = Aggregation(operator, inner[0], first, grouping, whole)
        self.judge_aggregation(node, parameter, inner, arguments[0])
        return node


_EXAMPLES = {"quantile": "0.95", "count_values": '"label"', "limit_ratio": "0.1"}


def _fits(text: str) -> bool:
    if text[:2] in ("0x", "0X"):
        return int(text[2:].replace("_", ""), 16) < 1 << 63
    return float(text.replace("_", "")) != float("inf")
