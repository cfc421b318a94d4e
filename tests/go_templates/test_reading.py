"""What is read in a template, and where it stands."""

from __future__ import annotations

import pytest

from signalwright.go_templates.reading import Query, read_template
from tests.go_templates.examples import FAIL, REFUSED, WORK


@pytest.mark.parametrize("text", REFUSED + FAIL)
def test_what_fails_is_told(text: str) -> None:
    assert read_template(text).problems


@pytest.mark.parametrize("text", WORK)
def test_nothing_is_told_of_what_works(text: str) -> None:
    assert read_template(text).problems == ()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("{{ $labels.a }}{{ .Labels.b }}", [("a", False), ("b", False)]),
        ("{{ if $labels.a }}{{ $labels.a }}{{ end }}{{ $labels.a }}", [("a", True), ("a", True), ("a", False)]),
        ('{{ index $labels "a" }}', [("a", False)]),
        ("{{ or $labels.a $labels.b }}", [("a", True), ("b", True)]),
        ('{{ with printf "%s" $labels.a }}{{ end }}', [("a", False)]),
        ("{{ with $labels.a }}x{{ else }}{{ $labels.a }}{{ end }}", [("a", True), ("a", True)]),
        ("{{ range $k, $v := $labels }}{{ $v }}{{ end }}", []),
        ("{{ with $l := $labels }}{{ $l.a }}{{ end }}", [("a", False)]),
    ],
)
def test_labels_are_told_with_whether_a_block_asks_for_them(text: str, labels: list[tuple[str, bool]]) -> None:
    assert [(each.label, each.is_guarded) for each in read_template(text).labels] == labels


def test_the_labels_of_a_query_are_told_apart_from_those_of_the_alert() -> None:
    reading = read_template('{{ range query "up" }}{{ .Labels.a }}{{ $labels.b }}{{ end }}{{ $externalLabels.c }}')
    assert [each.label if isinstance(each.of, Query) else each.of for each in reading.labels] == ["a", None, "external"]


@pytest.mark.parametrize(
    ("text", "query", "part", "written"),
    [
        ('{{ query "up{job=\\"a\\"} == 0" | len }}', 'up{job="a"} == 0', "== 0", "== 0"),
        ("{{ query `up == 0` | len }}", "up == 0", "== 0", "== 0"),
        ('{{ printf "up{job=%q} == 0" $labels.job | query | len }}', 'up{job="$value"} == 0', "== 0", "== 0"),
        ("{{ query (printf `up{job='%s'} > %d` $labels.job 5) | len }}", "up{job='$value'} > 1", "$value", "%s"),
        ('{{ query (printf "rate(x[%s]) > %f %% 2" $labels.window 5.0) | len }}', "rate(x[5m]) > 1 % 2", "% 2", "%% 2"),
    ],
)
def test_the_promql_of_a_query_knows_where_it_stands(text: str, query: str, part: str, written: str) -> None:
    (found,) = read_template(text).queries
    assert found.text.text == query
    start = query.index(part)
    begin, end = found.text.place(start, start + len(part))
    assert text[begin:end] in (written, written[:1])


@pytest.mark.parametrize("text", ['{{ query (printf "%s > 5" $labels.metric) }}', "{{ query $labels.promql }}"])
def test_a_query_whose_shape_nobody_knows_is_left_alone(text: str) -> None:
    assert read_template(text).queries == ()


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("{{ $value }}", [()]),
        ("{{ .Value | humanize }}", [("humanize",)]),
        ('{{ printf "%.1f" $value }}', [("printf",)]),
        ("{{ $v := $value }}{{ $v | humanizeDuration }}", [("humanizeDuration",)]),
        ("{{ if gt $value 5.0 }}many{{ end }}", []),
        ('{{ with query "up" }}{{ . | first | value | humanize }}{{ end }}', [("humanize",)]),
    ],
)
def test_values_are_told_with_what_prints_them(text: str, functions: list[tuple[str, ...]]) -> None:
    assert [each.functions for each in read_template(text).values] == functions
