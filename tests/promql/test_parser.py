"""Whole expressions are read into the tree that says what they mean, every node with its place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from signalwright.promql.build import (
    add,
    aggregate,
    call,
    compare,
    equal,
    ignoring,
    like,
    number,
    on,
    operate,
    over,
    series,
    shifted,
    subquery,
    text,
)
from signalwright.promql.parsing.parser import Parsed, parse
from signalwright.promql.parsing.places import (
    place_of_function,
    place_of_metric,
    place_of_operator,
    places_of_included,
    places_of_labels,
    places_of_matcher,
    places_of_modifiers,
)
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
    Subquery,
    Unary,
    transform,
    walk,
)
from tests.promql.expressions import CORPORA, VARIETY, corpus
from tests.promql.test_printer import vector

X, Y, Z = series("x"), series("y"), series("z")


def tree_of(written: str) -> Expression:
    parsed = parse(written)
    assert parsed.expression is not None, parsed.mistakes
    return parsed.expression


def by_matcher(node: Expression) -> Expression:
    """Returns a selector of a name that the printer can only match, as it reads back."""
    if not isinstance(node, Selector) or node.metric is None:
        return node
    if not is_plain_metric(node.metric) or any(each.label == "__name__" for each in node.matchers):
        return replace(node, metric=None, matchers=(Matcher("__name__", "=", node.metric), *node.matchers))
    return node


MEANINGS = {
    "x - y - z": operate("-", operate("-", X, Y), Z),
    "x ^ y ^ z": operate("^", X, operate("^", Y, Z)),
    "x or y and z": operate("or", X, operate("and", Y, Z)),
    "x + y * z": add(X, operate("*", Y, Z)),
    "x == bool y + z": compare(X, "==", add(Y, Z), as_bool=True),
    "x atan2 y / z": operate("/", operate("atan2", X, Y), Z),
    "-x ^ y": Unary("-", operate("^", X, Y)),
    "-x * y": operate("*", Unary("-", X), Y),
    "x ^ -y ^ z * x": operate("*", operate("^", X, Unary("-", operate("^", Y, Z))), X),
    "- + x": Unary("-", Unary("+", X)),
    "-rate(x[5m:] offset 1h)": Unary("-", call("rate", Subquery(X, "5m", None, "1h"))),
    "(x)": Parenthesis(X),
    'x {a="b", c=~`\\d`,}': series("x", [equal("a", "b"), like("c", "\\d")]),
    '{"a.b", c="d"}': series("a.b", [equal("c", "d")]),
    '{a="b", "x", "y"}': Selector("x", (equal("a", "b"), equal("__name__", "y"))),
    r'x{a="\u00e9\x41\101\n\""}': series("x", [equal("a", 'éAA\n"')]),
    "x[5m] offset -1h @ 5": Selector("x", (), "5m", "-1h", "5"),
    "x @ end() offset 1h": Selector("x", (), None, "1h", "end()"),
    "x @ -1.5": Selector("x", at="-1.5"),
    "x[ 5m+1m * (2) ]": over(X, "5m + 1m * (2)"),
    "x[-(5m)-step()]": over(X, "-(5m) - step()"),
    "x[MAX_OF(5m,1m)]": over(X, "max_of(5m, 1m)"),
    "x offset -(1m+2m)": shifted(X, "-(1m + 2m)"),
    "x offset 5m + 1": add(shifted(X, "5m"), number(1)),
    "x[5m] anchored offset 1m": Selector("x", (), "5m", "1m", None, "anchored"),
    "x smoothed": Selector("x", bounds="smoothed"),
    "(x + y)[1h:5m]": subquery(Parenthesis(add(X, Y)), "1h", "5m"),
    "rate(x[5m])[1h:]": subquery(call("rate", over(X, "5m")), "1h"),
    "SUM(x) WITHOUT (a,)": aggregate("sum", X, without=["a"]),
    'sum by (on, "a.b") (x)': aggregate("sum", X, by=["on", "a.b"]),
    "topk(3, x) by (job)": aggregate("topk", X, by=["job"], parameter=number(3)),
    "x / on (a) group_left (b) y": operate("/", X, Y, on("a", group="left", include=["b"])),
    "x / ignoring (a) group_left (a) y": operate("/", X, Y, ignoring("a", group="left", include=["a"])),
    "x / on () group_right y": operate("/", X, Y, on(group="right")),
    "x + fill (-1) y": add(X, Y, Matching("ignoring", (), fill_left="-1", fill_right="-1")),
    "x + on (a) fill_right (2) y": add(X, Y, Matching("on", ("a",), fill_right="2")),
    "1_000": Number("1_000"),
    "0x1F": Number("0x1F"),
    "5m": Number("5m"),
    "inf": Number("inf"),
    "sum": series("sum"),
    "and or or": operate("or", series("and"), series("or")),
    "fill + anchored": add(series("fill"), series("anchored")),
    ":a:b": series(":a:b"),
    "x # + y\n + # z\n y": add(X, Y),
    "time()": call("time"),
    "step() + start()": add(call("step"), call("start")),
    "'a\\'b'": text("a'b"),
    "x </ 5": operate("</", X, number(5)),
}


@pytest.mark.parametrize("written", MEANINGS)
def test_an_expression_is_read_into_its_tree(written: str) -> None:
    assert tree_of(written) == MEANINGS[written]


@given(vector)
@settings(max_examples=200, deadline=None)
def test_what_is_printed_is_parsed_into_the_same_tree(tree: Expression) -> None:
    expected = transform(tree, by_matcher)
    assert transform(without_parentheses(tree_of(show(tree))), by_matcher) == without_parentheses(expected)
    assert tree_of(show_lines(tree, 40)) == tree_of(show(tree))


def without_parentheses(tree: Expression) -> Expression:
    """Returns a tree without parentheses, of which the printer adds those that are needed."""
    return transform(tree, lambda node: node.expression if isinstance(node, Parenthesis) else node)


@given(vector)
@settings(max_examples=100, deadline=None)
def test_the_place_of_every_node_holds_that_node(tree: Expression) -> None:
    assert_placed(show_lines(tree, 40))


@pytest.mark.parametrize("written", [each for each in VARIETY if parse(each).expression is not None])
def test_the_place_of_every_node_holds_that_node_in_every_part_of_the_grammar(written: str) -> None:
    assert_placed(written)


def assert_placed(written: str) -> None:
    """Reads the text at the place of each node again, and looks at the places of its parts."""
    parsed = parse(written)
    assert parsed.expression is not None
    for node in walk(parsed.expression):
        assert node.span is not None
        found = written[slice(*node.span)]
        assert found == found.strip()
        if not isinstance(node, Selector) or node.metric is not None or found != "{}":
            alone = parse(found)
            # What only stands as an argument of `info` can't stand alone.
            assert alone.expression == node or "could read every metric" in alone.mistakes[0].message
        assert_parts_placed(parsed, node)


def assert_parts_placed(parsed: Parsed, node: Expression) -> None:
    def at(span: tuple[int, int]) -> str:
        return parsed.text[slice(*span)]

    match node:
        case Selector():
            name = place_of_metric(parsed, node)
            assert (name is None) == (node.metric is None)
            assert name is None or node.metric in (at(name), tree_value(at(name)))
            for matcher in node.matchers:
                places = places_of_matcher(parsed, matcher)
                assert tree_value(at(places.value)) == matcher.value
                assert at(places.operator) == matcher.operator or matcher.label == "__name__"
                assert matcher.label in (at(places.label), tree_value(at(places.label))) or not at(places.operator)
            assert_modifiers_placed(parsed, node)
        case Subquery():
            assert_modifiers_placed(parsed, node)
        case Call():
            assert at(place_of_function(parsed, node)) == node.function
        case Aggregation():
            assert at(place_of_function(parsed, node)).lower() == node.operator
            if node.grouping is not None:
                assert_labels_placed(parsed, node.grouping)
        case Binary():
            assert at(place_of_operator(parsed, node)).lower() == node.operator
            if node.matching is not None:
                assert_labels_placed(parsed, node.matching)
        case _:
            pass


def assert_labels_placed(parsed: Parsed, node: Grouping | Matching) -> None:
    found = [parsed.text[slice(*span)] for span in places_of_labels(parsed, node)]
    assert [tree_value(each) for each in found] == list(node.labels)
    if isinstance(node, Matching):
        included = [parsed.text[slice(*span)] for span in places_of_included(parsed, node)]
        assert [tree_value(each) for each in included] == list(node.include)


def assert_modifiers_placed(parsed: Parsed, node: Selector | Subquery) -> None:
    def said(span: tuple[int, int] | None) -> str | None:
        return None if span is None else "".join(parsed.text[slice(*span)].split()).lower()

    def wanted(value: str | None) -> str | None:
        return None if value is None else "".join(value.lower().split())

    places = places_of_modifiers(parsed, node)
    assert (said(places.range_) or "").lstrip("+").partition("#")[0] == (wanted(node.range_) or "")
    assert (said(places.offset) or "").removeprefix("offset").replace("--", "-").replace("+", "").replace("-", "") == (
        wanted(node.offset) or ""
    ).replace("--", "-").replace("+", "").replace("-", "")
    assert (said(places.at) or "").removeprefix("@") == (wanted(node.at) or "")
    if isinstance(node, Subquery):
        assert said(places.step) == wanted(node.step)
    else:
        assert said(places.bounds) == node.bounds


def tree_value(literal: str) -> str:
    if literal[:1] not in ("'", '"', "`"):
        return literal
    parsed = parse(literal).expression
    assert parsed is not None
    value = getattr(parsed, "value", None)
    assert isinstance(value, str)
    return value


@pytest.mark.corpora
@pytest.mark.skipif(CORPORA is None, reason="SIGNALWRIGHT_CORPORA names no folder")
def test_the_rules_of_the_field_are_read_and_placed() -> None:
    texts = corpus()
    assert len(texts) == 877 or not Path(CORPORA or "", "README.md").is_file()
    for written in texts:
        assert_placed(written)
        assert tree_of(show(tree_of(written))) == tree_of(written)


@pytest.mark.parametrize("written", [each for each in VARIETY if parse(each).expression is not None])
def test_every_part_of_the_grammar_is_printed_so_that_it_reads_back(written: str) -> None:
    expected = transform(tree_of(written), by_matcher)
    assert transform(tree_of(show(tree_of(written))), by_matcher) == expected


NEEDS = {
    "mad_over_time(x[5m])": ("the function `mad_over_time`", (2, 49), "mad_over_time"),
    "limitk(1, x)": ("`limitk`", (2, 54), "limitk"),
    "x[5m + 1m]": ("arithmetic of durations", (3, 4), "+"),
    "x[step()]": ("`step` among durations", (3, 6), "step"),
    "x[300]": ("a number of seconds as a duration", (2, 54), "300"),
    "x > 5m": ("a duration as a number", (2, 54), "5m"),
    "1_000": ("`_` in a number", (2, 54), "1_000"),
    '{"x"}': ("a metric's name in quotes", (3, 0), '"x"'),
    'x{"a.b"="c"}': ("a label's name in quotes", (3, 0), '"a.b"'),
    'sum by ("a.b") (x)': ("a label's name in quotes", (3, 0), '"a.b"'),
    "x[5m] anchored": ("`anchored`", (3, 7), "anchored"),
    "x + fill (1) y": ("`fill`", (3, 10), "fill"),
    "x >/ 5": ("the operator `>/`", (3, 11), ">/"),
}


@pytest.mark.parametrize("written", NEEDS)
def test_what_older_versions_lack_is_told_with_its_place(written: str) -> None:
    what, since, marked = NEEDS[written]
    first = parse(written).needs[0]
    assert (first.what, first.since, written[first.start : first.end]) == (what, since, marked)


def test_what_every_version_reads_needs_nothing() -> None:
    assert parse('sum by (a) (rate(x{b=~"c|d"}[5m] offset -1h @ end())) > bool on () group_left () y').needs == ()
