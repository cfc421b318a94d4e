"""What is printed is what parsers read, as the tree says it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import promql_parser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalwright.promql.printer import show, show_lines
from signalwright.promql.spelling import is_plain_metric
from signalwright.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Grouping,
    Matcher,
    Matching,
    Number,
    Parenthesis,
    Selector,
    String,
    Subquery,
    Unary,
    Verbatim,
    transform,
)

METRICS = ["a", "http_requests_total", "job:up:rate5m", "sum", "on", "inf", "rate"]
LABELS = ["a", "job", "le", "by", "_x"]
DURATIONS = ["1s", "5m", "1h30m", "30d", "500ms"]
VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
PATTERNS = st.sampled_from(["5..", "a|b", ".+", 'x"y', r"\d+", "[a-z]*", "é"])

matchers = st.builds(Matcher, st.sampled_from(LABELS), st.sampled_from(["=", "!="]), VALUES) | st.builds(
    Matcher, st.sampled_from(LABELS), st.sampled_from(["=~", "!~"]), PATTERNS
)
labels = st.lists(st.sampled_from(LABELS), max_size=2, unique=True).map(tuple)
offsets = st.none() | st.sampled_from(["5m", "-1h"])
moments = st.none() | st.sampled_from(["start()", "end()", "1609746000"])


def selectors(ranges: st.SearchStrategy[str | None]) -> st.SearchStrategy[Selector]:
    named = st.builds(
        Selector, st.sampled_from(METRICS), st.lists(matchers, max_size=2).map(tuple), ranges, offsets, moments
    )
    nameless = st.builds(
        Selector,
        st.none(),
        st.lists(matchers, max_size=2).map(lambda found: (Matcher("z", "=", "1"), *found)),
        ranges,
        offsets,
        moments,
    )
    return named | nameless


numbers = st.sampled_from(["0", "1", "0.0144", "1000", "1e9", "Inf", "NaN"]).map(Number)
instants = selectors(st.none())
ranges = selectors(st.sampled_from(DURATIONS))


def scalars(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    arithmetic = st.builds(Binary, st.sampled_from(["+", "-", "*", "/", "%", "^", "atan2"]), inner, inner)
    comparison = st.builds(Binary, st.sampled_from([">", "==", "<="]), inner, inner, st.just(True))
    return arithmetic | comparison | st.builds(Unary, st.just("-"), inner) | st.builds(Parenthesis, inner)


scalar = st.recursive(numbers | st.just(Call("time")), scalars, max_leaves=4)


def one_to_one(kinds: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return st.none() | st.builds(Matching, kinds, labels)


@st.composite
def grouped(draw: st.DrawFn) -> Matching:
    shared = draw(labels)
    include = tuple(label for label in draw(labels) if label not in shared)
    return Matching(
        draw(st.sampled_from(["on", "ignoring"])), shared, draw(st.sampled_from(["left", "right"])), include
    )


def vectors(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    kinds = st.sampled_from(["on", "ignoring"])
    arithmetic = st.sampled_from(["+", "-", "*", "/", "%", "^", "atan2"])
    comparison = st.sampled_from(["==", "!=", ">", "<", ">=", "<="])
    grouping = st.none() | st.builds(Grouping, st.sampled_from(["by", "without"]), labels)
    subqueries = st.builds(
        Subquery, inner, st.sampled_from(DURATIONS), st.none() | st.sampled_from(DURATIONS), offsets, moments
    )
    return st.one_of(
        st.builds(Binary, arithmetic, inner, inner, st.just(False), one_to_one(kinds) | grouped()),
        st.builds(Binary, arithmetic, inner, scalar),
        st.builds(Binary, arithmetic, scalar, inner),
        st.builds(Binary, comparison, inner, inner, st.booleans(), one_to_one(kinds) | grouped()),
        st.builds(Binary, comparison, inner, scalar, st.booleans()),
        st.builds(Binary, st.sampled_from(["and", "or", "unless"]), inner, inner, st.just(False), one_to_one(kinds)),
        st.builds(Unary, st.just("-"), inner),
        st.builds(Parenthesis, inner),
        st.builds(Call, st.sampled_from(["abs", "absent", "sort"]), inner.map(lambda each: (each,))),
        st.builds(Call, st.sampled_from(["rate", "changes"]), (ranges | subqueries).map(lambda each: (each,))),
        st.builds(
            Call,
            st.just("label_replace"),
            inner.map(lambda each: (each, String("b"), String('$1"\n'), String("a"), String("(.*)"))),
        ),
        st.builds(Aggregation, st.sampled_from(["sum", "max", "count"]), inner, st.none(), grouping),
        st.builds(Aggregation, st.sampled_from(["topk", "quantile"]), inner, scalar, grouping),
    )


vector = st.recursive(instants, vectors, max_leaves=8)

GROUPS = {"ManyToOne": "left", "OneToMany": "right"}


def meaning_of_tree(tree: Expression) -> Any:
    """Returns what a tree says apart from parentheses and the spelling of numbers and names."""
    match tree:
        case Number():
            return ("number", repr(float(tree.text)))
        case String():
            return ("string", tree.value)
        case Parenthesis():
            return meaning_of_tree(tree.expression)
        case Unary():
            return negated(meaning_of_tree(tree.expression))
        case Selector():
            found = [(each.label, each.operator, each.value) for each in tree.matchers]
            name = tree.metric
            if name is not None and not is_plain_metric(name):
                found, name = [("__name__", "=", name), *found], None
            return ("selector", name, found, seconds(tree.range_), seconds(tree.offset), moment(tree.at))
        case Subquery():
            shared = (seconds(tree.range_), seconds(tree.step), seconds(tree.offset), moment(tree.at))
            return ("subquery", meaning_of_tree(tree.expression), *shared)
        case Call():
            return ("call", tree.function, [meaning_of_tree(each) for each in tree.arguments])
        case Aggregation():
            grouping = None if tree.grouping is None else (tree.grouping.kind, list(tree.grouping.labels))
            parameter = None if tree.parameter is None else meaning_of_tree(tree.parameter)
            return ("aggregation", tree.operator, grouping, parameter, meaning_of_tree(tree.expression))
        case Binary():
            matching = None
            if tree.matching is not None:
                kind, group = tree.matching.kind, tree.matching.group
                matching = (kind, list(tree.matching.labels), group, list(tree.matching.include))
            sides = (meaning_of_tree(tree.left), meaning_of_tree(tree.right))
            return ("binary", tree.operator, tree.bool_, matching, *sides)
    raise AssertionError(tree)


def negated(meaning: Any) -> Any:
    if meaning[0] == "number":
        return ("number", repr(-float(meaning[1])) if meaning[1] != "nan" else "nan")
    return ("negated", meaning)


def seconds(text: str | None) -> float | None:
    if text is None:
        return None
    units = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}
    size = sum(int(count) * units[unit] for count, unit in re.findall(r"(\d+)(ms|[smhd])", text))
    return -size if text.startswith("-") else size


def moment(text: str | None) -> str | None:
    return text if text is None or text.endswith(")") else f"{float(text):.3f}"


def meaning_of_parsed(node: Any) -> Any:
    """Returns what promql-parser read, in the form of `meaning_of_tree`."""
    match type(node).__name__:
        case "NumberLiteral":
            return ("number", repr(node.val))
        case "StringLiteral":
            return ("string", node.val)
        case "ParenExpr":
            return meaning_of_parsed(node.expr)
        case "UnaryExpr":
            return negated(meaning_of_parsed(node.expr))
        case "VectorSelector":
            return selected(node, None)
        case "MatrixSelector":
            return selected(node.vector_selector, node.range.total_seconds())
        case "SubqueryExpr":
            step = None if node.step is None else node.step.total_seconds()
            return ("subquery", meaning_of_parsed(node.expr), node.range.total_seconds(), step, *modifiers(node))
        case "Call":
            return ("call", node.func.name, [meaning_of_parsed(each) for each in node.args])
        case "AggregateExpr":
            grouping = None
            if node.modifier is not None:
                grouping = (str(node.modifier.type).rpartition(".")[2].lower(), list(node.modifier.labels))
            parameter = None if node.param is None else meaning_of_parsed(node.param)
            return ("aggregation", str(node.op), grouping, parameter, meaning_of_parsed(node.expr))
        case "BinaryExpr":
            matching, as_bool = None, False
            if node.modifier is not None:
                as_bool = node.modifier.return_bool
                if node.modifier.matching is not None:
                    kind = "on" if str(node.modifier.matching.type).endswith("Include") else "ignoring"
                    group = GROUPS.get(str(node.modifier.card).rpartition(".")[2])
                    include = list(node.modifier.group_labels or [])
                    matching = (kind, list(node.modifier.matching.labels), group, include)
            sides = (meaning_of_parsed(node.lhs), meaning_of_parsed(node.rhs))
            return ("binary", str(node.op).strip(), as_bool, matching, *sides)
    raise AssertionError(type(node))


def selected(node: Any, range_: float | None) -> Any:
    operators = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}
    found = [(each.name, operators[str(each.op).rpartition(".")[2]], each.value) for each in node.matchers.matchers]
    return ("selector", node.name, found, range_, *modifiers(node))


def modifiers(node: Any) -> tuple[float | None, str | None]:
    offset = None if node.offset is None else node.offset.total_seconds()
    return offset, None if node.at is None else str(node.at).removeprefix("@ ")


def without_space(text: str) -> str:
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    return "".join(part if index % 2 else re.sub(r"\s+", "", part) for index, part in enumerate(parts))


@given(vector)
@settings(max_examples=150, deadline=None)
def test_what_is_printed_reads_back_as_the_tree(tree: Expression) -> None:
    assert meaning_of_parsed(promql_parser.parse(show(tree))) == meaning_of_tree(tree)


@given(vector, st.integers(10, 100))
@settings(max_examples=100, deadline=None)
def test_lines_differ_from_one_line_in_white_space_only(tree: Expression, width: int) -> None:
    lines = show_lines(tree, width)
    assert without_space(lines) == without_space(show(tree))
    assert not lines.startswith((" ", "\n"))
    assert meaning_of_parsed(promql_parser.parse(lines)) == meaning_of_tree(tree)


@given(vector)
@settings(max_examples=100, deadline=None)
def test_an_expression_that_fits_stays_on_one_line(tree: Expression) -> None:
    text = show(tree)
    assert show_lines(tree, len(text)) == text


@given(vector)
@settings(max_examples=100, deadline=None)
def test_parentheses_that_the_printer_adds_are_needed(tree: Expression) -> None:
    tree = transform(tree, _without_what_is_kept_for_readers)
    tokens = re.findall(r'"(?:[^"\\]|\\.)*"|[()]|[^"()]+', show(tree))
    for index, token in enumerate(tokens):
        before = "".join(tokens[:index]).rstrip()[-1:]
        if token != "(" or before not in ("", *"+-*/%^=<>(,"):
            continue  # The parentheses of a call, an aggregation or a list of labels, or after a word: not looked at.
        closing = _closing(tokens, index)
        text = "".join([*tokens[:index], " ", *tokens[index + 1 : closing], " ", *tokens[closing + 1 :]])
        try:
            parsed = promql_parser.parse(text)
        except ValueError:
            continue
        assert meaning_of_parsed(parsed) != meaning_of_tree(tree), text


def _without_what_is_kept_for_readers(node: Expression) -> Expression:
    if isinstance(node, Parenthesis):
        return node.expression
    if isinstance(node, Subquery) and isinstance(node.expression, Selector):
        return replace(node, expression=replace(node.expression, offset=None, at=None))
    return node


def _closing(tokens: list[str], opening: int) -> int:
    depth = 0
    for index in range(opening, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[index], 0)
        if depth == 0:
            return index
    raise AssertionError("unbalanced")


@given(VALUES)
def test_any_text_survives_as_a_label_value(value: str) -> None:
    selector = Selector("x", (Matcher("a", "=", value), Matcher("b", "=", "c")))
    assert meaning_of_parsed(promql_parser.parse(show(selector))) == meaning_of_tree(selector)


X, Y, Z = Selector("x"), Selector("y"), Selector("z")


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (Binary("^", X, Binary("^", Y, Z)), "x ^ y ^ z"),
        (Binary("^", Binary("^", X, Y), Z), "(x ^ y) ^ z"),
        (Binary("-", X, Binary("-", Y, Z)), "x - (y - z)"),
        (Binary("-", Binary("-", X, Y), Z), "x - y - z"),
        (Unary("-", Binary("^", X, Y)), "-x ^ y"),
        (Binary("^", Unary("-", X), Y), "(-x) ^ y"),
        (Binary("^", X, Unary("-", Y)), "x ^ -y"),
        (Unary("-", Binary("*", X, Y)), "-(x * y)"),
        (Unary("+", X), "+x"),
        (Binary("and", Binary("or", X, Y), Z), "(x or y) and z"),
        (
            Binary("/", X, Binary("+", Y, Z), matching=Matching("on", ("a",), "left")),
            "x / on (a) group_left () (y + z)",
        ),
        (Binary("/", X, Y, matching=Matching("on", ("a",), "left")), "x / on (a) group_left y"),
        (Binary(">", X, Number("1"), bool_=True), "x > bool 1"),
        (Subquery(Selector("x", offset="1h"), "30d", "5m"), "(x offset 1h)[30d:5m]"),
        (Subquery(X, "30d"), "x[30d:]"),
        (Subquery(Binary("+", X, Y), "1h", "1m", "5m", "end()"), "(x + y)[1h:1m] @ end() offset 5m"),
        (Selector("a.b", (Matcher("c.d", "=", "e"),)), '{"a.b", "c.d"="e"}'),
        (Selector("on", (Matcher("on", "=", "e"),)), '{__name__="on", on="e"}'),
        (Selector(None), "{}"),
        (Aggregation("sum", X, None, Grouping("by", ("a", "b.c"))), 'sum by (a, "b.c") (x)'),
        (Aggregation("sum", X, None, Grouping("by", ("inf",))), 'sum by ("inf") (x)'),
        (Aggregation("topk", X, Number("5")), "topk(5, x)"),
        (Binary("*", Verbatim("x + y "), Z), "(x + y) * z"),
        (Verbatim("x # why"), "x # why\n"),
        (Call("abs", (Verbatim("x # why"),)), "abs(x # why\n)"),
        (String('a"\\\n\t\x00\ufffd€'), r'"a\"\\\n\t\u0000\ufffd€"'),
    ],
)
def test_the_canonical_form(tree: Expression, text: str) -> None:
    assert show(tree) == text


def test_long_expressions_are_broken_from_the_outside_in() -> None:
    def side(metric: str) -> Expression:
        matching = (Matcher("job", "=", "a-service"), Matcher("status", "=~", "5.."))
        read = Call("rate", (Selector(metric, matching, "5m"),))
        return Aggregation("sum", read, None, Grouping("by", ("service",)))

    ratio = Binary("/", side("http_errors_total"), side("http_requests_total"))
    above = Binary(">", ratio, Number("0.0144"))
    expected = """\
sum by (service) (rate(http_errors_total{job="a-service", status=~"5.."}[5m]))
      / sum by (service) (
        rate(http_requests_total{job="a-service", status=~"5.."}[5m])
      )
    > 0.0144
  and on (service)
    sum by (service) (rate(http_errors_total{job="a-service", status=~"5.."}[5m]))
        / sum by (service) (
          rate(http_requests_total{job="a-service", status=~"5.."}[5m])
        )
      > 0.0144"""
    assert show_lines(Binary("and", above, above, matching=Matching("on", ("service",))), 84) == expected


def test_a_selector_that_is_too_long_gives_each_matcher_a_line() -> None:
    selector = Selector("metric", (Matcher("a", "=", "1" * 20), Matcher("b", "=", "2" * 20)), "5m")
    expected = f'rate(\n  metric{{\n    a="{"1" * 20}",\n    b="{"2" * 20}"\n  }}[5m]\n)'
    assert show_lines(Call("rate", (selector,)), 40) == expected


def test_a_comma_and_a_range_count_into_the_width() -> None:
    arguments = (Selector("a" * 5, (Matcher("b", "=", "c"),)), X)
    assert show_lines(Call("f", arguments), 15) == 'f(\n  aaaaa{b="c"},\n  x\n)'
    assert show_lines(Call("f", arguments), 14) == 'f(\n  aaaaa{b="c"},\n  x\n)'.replace('{b="c"}', '{\n    b="c"\n  }')
    ranged = Selector("a", (Matcher("b", "=", "c"),), "5m")
    assert show_lines(ranged, 12) == 'a{b="c"}[5m]'
    assert show_lines(ranged, 11) == 'a{\n  b="c"\n}[5m]'
