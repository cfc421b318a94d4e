"""Mistakes are named with their place and the way out, several of them at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalwright.promql.parsing.parser import parse
from tests.promql.expressions import VARIETY

# What is written, the text that is marked, a part of the message, and a part of the way out.
MISTAKES = [
    ("rate(x[5m)", ")", "expected `]`, found `)`", "close the `[`"),
    ("x[5m", "[", "`[` isn't closed", "`[5m]`"),
    ("(x", "(", "`(` isn't closed", "write `)`"),
    ("sum(", "(", "`(` isn't closed", "write `)`"),
    ("x)", ")", "`)` closes nothing", "remove it"),
    ('x{a="b"', "{", "`{` isn't closed", "after the last matcher"),
    ("x]", "]", "unexpected `]`", "closes no `[`"),
    ("x{a=~foo}", "foo", "expected a string, found `foo`", 'write `a=~"foo"`'),
    ("x{le=0.5}", "0.5", "expected a string, found `0.5`", 'write `le="0.5"`'),
    ("x{a=}", "", "the value is missing", 'a="value"'),
    ('x{a=="b"}', "==", "one `=`", "write `=`"),
    ('x{a>"b"}', ">", "expected `=`, `!=`, `=~` or `!~` after the label `a`", 'a="value"'),
    ('x{a="b" c="d"}', "c", "a comma is missing", "commas"),
    ('x{a="b" or c="d"}', "or", "joined by `or`", 'a=~"a|b"'),
    ('x{a:b="c"}', "a:b", "expected a label, found `a:b`", "label="),
    ('x{a=~"("}', '"("', "regular expression", "RE2"),
    ('x{__name__="y"}', '__name__="y"', "named already: `x`", "remove the matcher"),
    ('x{"y"}', '"y"', "named twice", "label="),
    ("{}", "{}", "could read every metric", "name a metric"),
    ('{a=~".*"}', '{a=~".*"}', "could read every metric", "name a metric"),
    ("sum(x) by job", "job", "expected `(`, found `job`", "`by (job)`"),
    ("sum by (a) x", "x", "expected `(`, found `x`", "in parentheses"),
    ("sum by (without) (x)", "without", "expected a label", "job"),
    ("sum by (5) (x)", "5", "expected a label", "job"),
    ('sum by (a="b") (x)', "=", "expected `,` or `)`", "commas"),
    ("sum by (a b) (x)", "b", "expected `,` or `)`", "commas"),
    ("x by (a)", "by", "unexpected `by`", "belongs to an aggregation"),
    ("sum(rate(x[5m]) by (a))", "by", "unexpected `by`", "belongs to an aggregation"),
    ("sum(x y)", "y", "unexpected `y`", "an operator is missing"),
    ("x = 2", "=", "unexpected `=`", "`==`"),
    ("x == = 2", "=", "unexpected `=`", "write `==` alone"),
    ("x > = 2", "=", "unexpected `=`", "write `>=` without a space"),
    ("x => 2", "=", "unexpected `=`", "write `>=`"),
    ('x =~ "2"', "=~", "unexpected `=~`", "in braces"),
    ("x ! 2", "!", "unexpected `!`", "`!=`"),
    ("x && y", "&&", "unexpected `&&`", "write `and`"),
    ("x || y", "||", "unexpected `||`", "write `or`"),
    ("$x", "$", "unexpected `$`", "only panels have variables"),
    ("x y", "y", "unexpected `y`", "an operator is missing"),
    ("x +* y", "*", "unexpected `*`", "write a metric"),
    ("x >", ">", "ends too early", "write a metric"),
    ("abs(, x)", ",", "unexpected `,`", "missing before it"),
    ("abs(x,)", ",", "a comma before `)`", "remove it"),
    ("(x, y)", ",", "expected `)`, found `,`", "one expression"),
    ("()", ")", "unexpected `)`", "missing in it"),
    ("rate(x)", "x", "takes a range vector here, not an instant vector", "`x[5m]`"),
    ('rate(x{a="b"})', 'x{a="b"}', "takes a range vector", '`x{a="b"}[5m]`'),
    ("rate(sum(x))", "sum(x)", "takes a range vector", "`sum(x)[5m:]`"),
    ("abs(x[5m])", "x[5m]", "takes an instant vector here, not a range vector", "remove the range"),
    ("sum(x[5m])", "x[5m]", "`sum` takes an instant vector", "remove the range"),
    ("sum(1)", "1", "`sum` takes an instant vector, not a scalar", "vector("),
    ("vector(x)", "x", "takes a scalar", "scalar("),
    ("topk(x, y)", "x", "first argument of `topk` is a scalar", "scalar("),
    ("count_values(a, y)", "a", "first argument of `count_values` is a string", "quotes"),
    ("topk(x)", "topk", "takes 2 arguments, found 1", "`topk(5, metric)`"),
    ("sum()", "sum", "takes 1 argument, found 0", "`sum(metric)`"),
    ("clamp(x)", "clamp", "takes 3 arguments, found 1", "`clamp(metric, number, number)`"),
    ("round(x, 1, 2)", "round", "takes 1 to 2 arguments, found 3", "`round(metric)`"),
    ('label_join(x, "a")', "label_join", "takes at least 3 arguments", "`label_join("),
    ("time(x)", "time", "takes no arguments, found 1", "`time()`"),
    ("info(x, y)", "y", "matchers here", "label="),
    ("ratee(x[5m])", "ratee", "no function `ratee`", "`rate`"),
    ("Rate(x[5m])", "Rate", "no function `Rate`", "`rate`"),
    ("frobnicate(x)", "frobnicate", "no function `frobnicate`", "prometheus.io"),
    ("a:b(x)", "a:b", "no function `a:b`", "without parentheses"),
    ("1 > 2", ">", "two scalars needs `bool`", "`> bool`"),
    ("x + bool y", "bool", "behind comparisons only", "remove it"),
    ("x and 1", "1", "`and` takes instant vectors, not a scalar", "vector("),
    ("x and y[5m]", "y[5m]", "`and` takes instant vectors, not a range vector", "remove the range"),
    ("x[5m] + 1", "x[5m]", "takes instant vectors and scalars, not a range vector", "remove the range"),
    ('1 + "x"', '"x"', "not a string", ""),
    ('-"x"', "-", "a string can't have a sign", "remove"),
    ("a + on (x) group_left (x) b", "on (x) group_left (x)", "in `on` and in `group_left`", "remove it from one"),
    ("a + on (x) 1", "on (x)", "needs instant vectors", "remove it"),
    ("a or on () group_left () b", "on () group_left ()", "`or` can't have `group_left`", "many to many"),
    ("a or fill (0) b", "fill (0)", "`or` can't have `fill`", "remove"),
    ("a + group_left (x) b", "group_left", "found `group_left`", "`on (…)`"),
    ("a + fill (1) fill_left (1) b", "fill_left", "found `fill_left`", "once each"),
    ("sum(x)[5m]", "[5m]", "only a metric's selector can have a range", "`[5m:]`"),
    ("x offset 5m [5m]", "[5m]", "stands before `offset`", "write `metric[5m] offset"),
    ("x[5m][1h:]", "x[5m]", "not of a range vector", ""),
    ("1[1h:]", "1", "not of a scalar", "vector("),
    ("sum(x) offset 5m", "offset 5m", "behind a metric's selector", "move it"),
    ("x offset 5m offset 1m", "offset 1m", "given twice", "one `offset`"),
    ("x @ 1 @ 2", "@ 2", "given twice", "one `@`"),
    ("x @ y", "y", "expected a time", "`start()`"),
    ("x @ inf", "inf", "`inf` is no time", "seconds since 1970"),
    ("x anchored smoothed", "smoothed", "`anchored` and `smoothed`", "one of them"),
    ("x offset", "offset", "ends too early", "`offset 5m`"),
    ("x[]", "[]", "the range is empty", "`[5m]`"),
    ("x[0]", "0", "longer than nothing", ""),
    ("x[foo]", "foo", "expected a duration, found `foo`", "`5m`"),
    ("x[5x]", "5x", "`5x` is no duration", "`1h30m`"),
    ("x[5m1h]", "5m1h", "no duration", "large to small"),
    ("x[300y]", "300y", "292 years", ""),
    ("x[5m / 0]", "/ 0", "divided by zero", ""),
    ("x[min_of(5m)]", ")", "expected `,`", "two durations"),
    ("x[step]", "]", "expected `(`", "`step()`"),
    ("x[step():5m]", "[step():", "no `:` here", "+ 0s"),
    ("rate(x[step()]) + 5 + rate(y[step():5m])", "[step():", "no `:` here", "+ 0s"),
    ("x[ # c\n5m]", "# c\n", "a comment can't stand", "behind the number"),
    ("1e999", "1e999", "larger than any number", ""),
    ("1.2.3", "1.2.3", "is no number", ""),
    ('x{a="b}', '"b}', "doesn't end", "close it"),
    (r'x{a="\."}', r"\.", r"unknown escape `\.`", "backticks"),
    ('"\ufffd"', "\ufffd", "U+FFFD", "ufffd"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "marked", "message", "way_out"), MISTAKES)
def test_a_mistake_is_named_at_its_place_with_a_way_out(written: str, marked: str, message: str, way_out: str) -> None:
    parsed = parse(written)
    assert parsed.expression is None
    (mistake,) = parsed.mistakes
    assert message in mistake.message
    assert written[mistake.start : mistake.end] == marked
    assert way_out in (mistake.help or "")


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("sum(rate(x)) / sum(rate(y))", ["x", "y"]),
        ("sum(rate(x{a=b}[5m)) by job", ["b", ")", "job"]),
        ("foo bar + rate(z) / abs(1", ["bar", "z", "("]),
        ("x{a=b, c=d} + y{e=f}", ["b", "d", "f"]),
        ("rate(x[5m], 1) + absent()", ["rate", "absent"]),
        ("(x +) * (y -)", [")", ")"]),
        ("max(nofunc(x), y z)", ["max", "nofunc", "z"]),
    ],
)
def test_several_mistakes_are_told_at_once(written: str, marked: list[str]) -> None:
    assert [written[each.start : each.end] for each in parse(written).mistakes] == marked


@pytest.mark.parametrize("written", ["", " \n", "# only a comment"])
def test_nothing_is_no_expression(written: str) -> None:
    (mistake,) = parse(written).mistakes
    assert (mistake.message, mistake.start, mistake.end) == ("the expression is empty", 0, len(written))


@pytest.mark.parametrize("written", ["-" * 4_001, "+".join("x" * 2_001)])
def test_a_text_too_long_for_anybody_is_refused(written: str) -> None:
    (mistake,) = parse(written).mistakes
    assert "more than 4,000 words and signs" in mistake.message


@pytest.mark.parametrize(
    "written",
    [
        "(" * 101 + "x" + ")" * 101,
        "^".join("x" * 200),
        "abs(" * 150 + "x" + ")" * 150,
        "x[" + "(" * 100 + "5m" + ")" * 100 + "]",
        "x[" + "^".join(["5m"] * 100) + "]",
    ],
)
def test_what_would_exhaust_the_stack_is_refused(written: str) -> None:
    assert "nested too deeply" in parse(written).mistakes[0].message


@pytest.mark.parametrize("written", ["-" * 3_000 + "x", "+".join("x" * 1_900), "(" * 90 + "x" + ")" * 90])
def test_long_expressions_below_the_limits_are_read(written: str) -> None:
    assert parse(written).mistakes == ()


@given(st.text(alphabet="xy5m_ {}[]()\"'`=~!,:\\-+*/#\n@<>", max_size=30) | st.text(max_size=10))
def test_any_text_is_judged_inside_its_bounds(written: str) -> None:
    assert_within(written)


@given(st.lists(st.sampled_from([*VARIETY, "(", ")", "[", "]", "{", "}", ",", "by", "on", "offset", "@"]), max_size=4))
def test_any_words_in_a_row_are_judged_inside_their_bounds(words: list[str]) -> None:
    assert_within(" ".join(words))


def assert_within(written: str) -> None:
    parsed = parse(written)
    assert (parsed.expression is None) == bool(parsed.mistakes)
    places = [(each.start, each.end) for each in parsed.mistakes] + [(each.start, each.end) for each in parsed.needs]
    assert all(0 <= start <= end <= len(written) for start, end in places)
