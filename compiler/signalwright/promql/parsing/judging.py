"""Judges the kinds of operands and arguments as Prometheus does (promql/parser/parse.go, `checkAST`).

An operand whose kind is None had a mistake already, and isn't judged again.
"""

from __future__ import annotations

from signalwright.promql.parsing.functions import Function
from signalwright.promql.parsing.mistake import KIND_NAMES, Kind
from signalwright.promql.parsing.scanner import Tokens
from signalwright.promql.parsing.selectors import SelectorReader
from signalwright.promql.tree import Aggregation, Binary, Call, Expression, Selector, Span

COMPARISONS = frozenset({"==", "!=", ">", "<", ">=", "<="})
_SETS = frozenset({"and", "or", "unless"})

Argument = tuple[Expression | None, Kind | None, Span]
"""An argument, its kind, and where it stands."""


class Judge(SelectorReader):
    """Notes what doesn't fit together.

    Attributes:
        nameless: The selectors up to here that name no metric, and that must not read every metric.
    """

    def __init__(self, text: str, tokens: Tokens) -> None:
        """Begins at the first token."""
        super().__init__(text, tokens)
        self.nameless: list[Selector] = []

    def wrong_kind(self, message: str, wanted: Kind, found: Kind, span: Span) -> None:
        """Notes that an operand has another kind than it should, with the usual way from one to the other."""
        ways = {
            ("range", "instant"): "write how far back: `[5m]`",
            ("instant", "range"): "remove the range, or wrap it in a function such as `rate`",
            ("instant", "scalar"): "wrap it in `vector(…)`",
            ("scalar", "instant"): "wrap it in `scalar(…)`",
            ("string", "instant"): "write it in quotes",
        }
        way_out = ways.get((wanted, found))
        start, end = span
        if (wanted, found) == ("range", "instant") and self.text[end - 1] not in "\"'`":
            written = self.text[start:end]
            suffix = "[5m]" if written.replace("_", "").replace(":", "").isalnum() or written[-1] == "}" else "[5m:]"
            way_out = (
                f"write how far back: `{written}{suffix}`" if len(written) < 60 else f"write how far back: `{suffix}`"
            )
        self.report(message, start, end, way_out)

    def judge_call(self, call: Call, function: Function, arguments: list[Argument], span: Span) -> None:
        """Notes a wrong number of arguments, and arguments of wrong kinds."""
        name, count = call.function, len(arguments)
        if count < function.least or (function.most is not None and count > function.most):
            self.report(f"`{name}` takes {_count(function)}, found {count}", *span, f"write `{_usage(name, function)}`")
        for index, (node, kind, place) in enumerate(arguments):
            if not function.parameters or (index >= len(function.parameters) and function.most == function.least):
                break
            wanted = function.parameters[min(index, len(function.parameters) - 1)]
            if kind is not None and kind != wanted:
                message = f"`{name}` takes {KIND_NAMES[wanted]} here, not {KIND_NAMES[kind]}"
                self.wrong_kind(message, wanted, kind, place)
            if name == "info" and index == 1 and kind == "instant":
                self.judge_info(node, place)

    def judge_info(self, node: Expression | None, place: Span) -> None:
        """Notes that the second argument of `info` is more than matchers in braces."""
        if isinstance(node, Selector) and self.text[place[0]] == "{":
            self.nameless = [each for each in self.nameless if each.span is None or each.span[0] != place[0]]
        else:
            self.report("`info` takes matchers here, without a metric", *place, 'write `{label="value"}`')

    def judge_aggregation(self, node: Aggregation, parameter: Kind | None, inner: Argument, first: Argument) -> None:
        """Notes an operand or a parameter of a wrong kind."""
        if inner[1] is not None and inner[1] != "instant":
            message = f"`{node.operator}` takes an instant vector, not {KIND_NAMES[inner[1]]}"
            self.wrong_kind(message, "instant", inner[1], inner[2])
        if parameter is not None and first[1] is not None and first[1] != parameter:
            message = f"the first argument of `{node.operator}` is {KIND_NAMES[parameter]}, not {KIND_NAMES[first[1]]}"
            self.wrong_kind(message, parameter, first[1], first[2])

    def judge_binary(self, node: Binary, left: Kind, right: Kind, operator: Span) -> Kind | None:
        """Notes what doesn't fit about an operator and its sides.

        Returns:
            The kind of the whole, or None when a side can't be an operand at all.
        """
        sides = [(left, node.left), (right, node.right)]
        fits = True
        for kind, side in sides:
            if kind in ("range", "string"):
                assert side.span is not None, "parsed nodes have places"
                fitting = "instant vectors" if node.operator in _SETS else "instant vectors and scalars"
                message = f"`{node.operator}` takes {fitting}, not {KIND_NAMES[kind]}"
                self.wrong_kind(message, "instant", kind, side.span)
                fits = False
        if not fits:
            return None
        scalars = left == right == "scalar"
        vectors = left == right == "instant"
        if scalars and node.operator in COMPARISONS and not node.bool_:
            message = "a comparison of two scalars needs `bool`"
            self.report(message, *operator, f"write `{node.operator} bool`, or compare with a metric")
        if node.operator in _SETS and not vectors:
            side = node.left if left == "scalar" else node.right
            assert side.span is not None, "parsed nodes have places"
            self.wrong_kind(f"`{node.operator}` takes instant vectors, not a scalar", "instant", "scalar", side.span)
        self.judge_matching(node, vectors=vectors)
        return "scalar" if scalars else "instant"

    def judge_matching(self, node: Binary, *, vectors: bool) -> None:
        """Notes modifiers that don't fit the operator or its sides."""
        matching = node.matching
        if matching is None or matching.span is None:
            return
        filled = matching.fill_left is not None or matching.fill_right is not None
        both = [each for each in matching.labels if each in matching.include and matching.kind == "on"]
        for label in dict.fromkeys(both):
            message = f"`{label}` stands in `on` and in `group_{matching.group}`"
            self.report(message, *matching.span, "remove it from one of them")
        if not vectors:
            if matching.labels or filled:
                what = f"`{matching.kind}`" if matching.labels else "`fill`"
                self.report(f"{what} needs instant vectors on both sides", *matching.span, "remove it")
        elif node.operator in _SETS:
            if matching.group is not None:
                message = f"`{node.operator}` can't have `group_{matching.group}`"
                self.report(message, *matching.span, "remove it: such operators always match many to many")
            if filled:
                self.report(f"`{node.operator}` can't have `fill`", *matching.span, "remove it")


def _count(function: Function) -> str:
    least, most = function.least, function.most
    if most is None:
        words = f"at least {least}"
    elif least == most:
        words = str(least) if most else "no"
    else:
        words = f"{least} to {most}"
    return f"{words} argument{'' if words == '1' else 's'}"


def _usage(name: str, function: Function) -> str:
    shown = {"instant": "metric", "range": "metric[5m]", "scalar": "number", "string": '"text"'}
    given = function.parameters[: max(function.least, min(1, len(function.parameters)))]
    return f"{name}({', '.join(shown[each] for each in given)})"
