"""Raw expressions tell which metrics they read, and what of them a version of Prometheus doesn't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalwright.promql.gate import metric_names, unread_by
from signalwright.promql.parsing.parser import parse
from tests.promql.expressions import CORPORA, corpus


@given(st.text(alphabet="xy5m_ {}[]()\"'`=~!,:\\-+*/#\n@<>", max_size=25) | st.text(max_size=10))
def test_names_are_found_in_any_text(text: str) -> None:
    for name, start, end in metric_names(text):
        assert name in text[start:end] or text[start] in "\"'`"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("up", ["up"]),
        ('sum by (job) (rate(a:b{c="d"}[5m:1m])) / on (x) group_left (y) z', ["a:b", "z"]),
        ('{__name__="foo", z="1"} > bool {"q.r", a="b"} offset 5m', ["foo", "q.r"]),
        ('{__name__=~"foo.*"} and x{__name__!="y"}', ["x"]),
        ("count(sum) + anchored and x smoothed @ start()", ["sum", "anchored", "x"]),
        ('label_replace(up, "a", "b", "c", "d") + inf # down', ["up"]),
        ("a and b or c unless d atan2 e", ["a", "b", "c", "d", "e"]),
        ("sum(a) by (b) + SUM BY (c) (d)", ["a", "d"]),
        ("rate(a[5m]) + rate(b", ["a", "b"]),
        ("time() - a[step() + 5m]", ["a"]),
    ],
)
def test_the_metrics_of_an_expression_are_found(text: str, names: list[str]) -> None:
    found = metric_names(text)
    assert [name for name, _, _ in found] == names
    assert all(text[start:end].strip('"') == name for name, start, end in found)


@pytest.mark.corpora
@pytest.mark.skipif(CORPORA is None, reason="SIGNALWRIGHT_CORPORA names no folder")
def test_the_rules_that_the_field_uses_name_their_metrics() -> None:
    for text in corpus():
        assert metric_names(text) or text.startswith("vector(") or "{__name__=~" in text, text


@pytest.mark.parametrize(
    ("text", "release", "marked", "message", "way_out"),
    [
        ("mad_over_time(x[5m])", (2, 48), "mad_over_time", "2.48 doesn't read", '"2.49"'),
        ("x > 1_000", (2, 53), "1_000", "2.54 is the first version that does", "write `1000`"),
        ("holt_winters(x[5m], 0.5, 0.5)", (3, 0), "holt_winters", "any more", "double_exponential_smoothing"),
        (
            "double_exponential_smoothing(x[5m], 0.5, 0.5)",
            (2, 55),
            "double_exponential_smoothing",
            "yet",
            "holt_winters",
        ),
        ("x[300]", (2, 42), "300", "a number of seconds", "`300s`"),
    ],
)
def test_what_a_version_does_not_read_is_told_with_the_first_that_does(
    text: str, release: tuple[int, int], marked: str, message: str, way_out: str
) -> None:
    (found,) = unread_by(parse(text), release)
    assert text[found.start : found.end] == marked
    assert message in found.message
    assert way_out in (found.help or "")


@pytest.mark.parametrize(
    ("text", "release"),
    [
        ("mad_over_time(x[5m])", (2, 49)),
        ("mad_over_time(x[5m])", (3, 2)),
        ("holt_winters(x[5m], 0.5, 0.5)", (2, 55)),
        ("x[5m + 1m]", (3, 15)),
        ("rate(x[5m])", (2, 42)),
    ],
)
def test_what_a_version_reads_is_let_through(text: str, release: tuple[int, int]) -> None:
    assert unread_by(parse(text), release) == ()


def test_what_is_missing_twice_is_told_at_both_places() -> None:
    assert [each.start for each in unread_by(parse("1_000 + x[5m + (1m)] + 2_000"), (2, 42))] == [0, 13, 15, 23]
