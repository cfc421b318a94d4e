"""Selectors in short forms are read with places, and refused with the way out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalwright.promql.printer import show
from signalwright.promql.selector import ParsedSelector, SelectorError, parse_selector
from signalwright.promql.tree import Matcher, Selector


def read(text: str) -> ParsedSelector:
    parsed = parse_selector(text)
    assert isinstance(parsed, ParsedSelector), parsed
    return parsed


def errors(text: str) -> tuple[SelectorError, ...]:
    parsed = parse_selector(text)
    assert isinstance(parsed, tuple)
    return parsed


def test_a_metric_alone_is_a_selector() -> None:
    assert read(" up ").selector == Selector("up")
    assert read(" up ").metric == (1, 3)


def test_every_part_has_its_place() -> None:
    text = 'http_requests_total{status !~ "5..", "a.b"=\'GET\',}'
    parsed = read(text)
    assert parsed.selector == Selector(
        "http_requests_total", (Matcher("status", "!~", "5.."), Matcher("a.b", "=", "GET"))
    )
    assert text[slice(*parsed.metric)] == "http_requests_total"
    parts = [tuple(text[slice(*span)] for span in (each.label, each.operator, each.value)) for each in parsed.matchers]
    assert parts == [("status", "!~", '"5.."'), ('"a.b"', "=", "'GET'")]
    spans = [matcher.span for matcher in parsed.selector.matchers]
    assert [text[slice(*span)] for span in spans if span] == ['status !~ "5.."', "\"a.b\"='GET'"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (r'"a\"b"', 'a"b'),
        (r"'a\'b\"'".replace(r"\"", '"'), "a'b\""),
        (r"`\d\n`", r"\d\n"),
        (r'"\\d\n\t"', "\\d\n\t"),
        (r'"\u00e9\x41\101\U0001F600"', "éAA😀"),
        (r'"\xc3\xa9"', "é"),
        ('"# , } é"', "# , } é"),
    ],
)
def test_strings_are_read_like_prometheus_reads_them(written: str, value: str) -> None:
    assert read(f"up{{a={written}}}").selector.matchers[0].value == value


def test_a_metric_may_be_quoted_inside_the_braces() -> None:
    assert read('{"a.b", c="d"}').selector == Selector("a.b", (Matcher("c", "=", "d"),))


@pytest.mark.parametrize(
    ("text", "message", "marked", "way_out"),
    [
        ("", "found nothing", "", "http_requests_total"),
        ("up{job=a}", "isn't in quotes", "a", '`"a"`'),
        ("up{job=5xx}", "isn't in quotes", "5xx", '`"5xx"`'),
        ("up{job=~5..}", "isn't in quotes", "5..", '`"5.."`'),
        ("up{job=f(a, b)}", "isn't in quotes", "f(a, b)", '`"f(a, b)"`'),
        ("up{job=}", "value is missing", "", '"value"'),
        ('up{job=="a"}', "one `=`", "==", "`=`"),
        ('up{job=~="a"}', "unexpected `=`", "=", "remove"),
        ('up{job>"a"}', "found `>`", '>"a"', '`job="value"`'),
        ("up{job}", "after the label `job`", "", '`job="value"`'),
        ('up{="a"}', "expected a label", '="a"', '`label="value"`'),
        ('up{"" = "a"}', "name is empty", '""', '`label="value"`'),
        ('up{job="a}', "doesn't end", '"a}', "close it"),
        ('up{job="a"', "isn't closed", "", "`}`"),
        ('up{job="a" b="c"}', "comma is missing", "b", "commas"),
        ('up{job="a" or b="c"}', "`or`", "or", '`job=~"a|b"`'),
        (r'up{job=~"\d"}', r"escape `\d`", r"\d", "backticks"),
        (r'up{job="\ud800"}', r"escape `\u`", r"\u", "backslash"),
        ('up{job=~"(?=a)"}', "lookahead", '"(?=a)"', "RE2"),
        ("up[5m]", "range `[5m]`", "[5m]", "`expr`"),
        ('up{a="b"}[5m]', "range `[5m]`", "[5m]", "`expr`"),
        ("rate(up[5m])", "the function `rate`", "rate(up[5m])", "`expr`"),
        ("sum by (a) (up)", "found `by`", "by (a) (up)", "`expr`"),
        ("up > 5", "found `>`", "> 5", "`expr`"),
        ("up offset 5m", "found `offset`", "offset 5m", "`expr`"),
        ('up{a="b"}}', "found `}`", "}", "`expr`"),
        ("5", "the number `5`", "5", "`expr`"),
        ("a-b", "`-` in the metric's name", "-", "letters, digits"),
        ("a.b", "unexpected `.`", ".", "letters, digits"),
        ("up down", "found also `down`", "down", "braces"),
        ('{a="b"}', "metric is missing", "{", "before the `{`"),
        ('{__name__="a"}', "name can't be matched", "__name__", "before the `{`"),
        ('up{"b"}', "expected a matcher", '"b"', '`label="b"`'),
        ('{""}', "name is empty", '""', "letters, digits"),
        ("$up", "unexpected `$`", "$", "variables"),
    ],
)
def test_a_mistake_is_named_at_its_place_with_the_way_out(text: str, message: str, marked: str, way_out: str) -> None:
    found = errors(text)[0]
    assert message in found.message
    assert text[found.start : found.end] == marked
    assert way_out in found.help


def test_several_mistakes_are_reported_at_once() -> None:
    text = 'up{a==\'b\', c=d, e=~"(", f="g" h="i"}[5m]'
    assert [text[found.start : found.end] for found in errors(text)] == ["==", "d", '"("', "h", "[5m]"]


def test_unquoted_values_are_all_reported_when_one_is_no_word() -> None:
    text = 'up{a=5xx, b="c=d", e=f}'
    assert [text[found.start : found.end] for found in errors(text)] == ["5xx", "f"]


def test_what_follows_a_mistake_is_not_reported_as_another() -> None:
    assert [found.message for found in errors("up{a=b} > 5")] == ["the value `b` isn't in quotes"]


names = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
values = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
matchers = st.builds(Matcher, names, st.sampled_from(["=", "!="]), values)


@given(st.builds(Selector, names.map("m_".__add__), st.lists(matchers, max_size=3).map(tuple)))
def test_what_is_printed_is_read_back(selector: Selector) -> None:
    assert read(show(selector)).selector == selector


@given(st.text(alphabet="ab_0.5 {}[]()\"'`=~!,\\-#\n$", max_size=20))
def test_any_text_is_read_or_refused_inside_its_bounds(text: str) -> None:
    parsed = parse_selector(text)
    if isinstance(parsed, tuple):
        assert parsed
        for found in parsed:
            assert 0 <= found.start <= found.end <= len(text)
            assert found.message
            assert found.help
    else:
        assert read(show(parsed.selector)).selector == parsed.selector
