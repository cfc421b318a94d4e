"""A page against declarations: what is missing, extra, of another type, or has other labels, values and buckets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signalwright.diagnostics.span import Origin
from signalwright.exposed.conformance import conformance, differing
from signalwright.exposed.declared import Declared
from tests.exposed.projects import compared, declared, metrics_of, told

PAGE = """\
# TYPE requests_total counter
requests_total{method="GET",code="200"} 1
requests_total{method="PUT",code="500"} 1
# TYPE depth gauge
depth 2
# TYPE build_info gauge
build_info{version="1"} 1
# TYPE took_seconds histogram
took_seconds_bucket{le="0.5"} 1
took_seconds_bucket{le="1.0"} 1
took_seconds_bucket{le="+Inf"} 1
took_seconds_sum 1
took_seconds_count 1
# TYPE odd untyped
odd 3
"""
RIGHT = """\
requests_total: {type: counter, labels: {method: [GET, PUT], code: {like: "[1-5][0-9]{2}", max: 2}}, series: 2}
depth: gauge
build_info: {type: info, labels: [version]}
took_seconds: {type: histogram, buckets: [0.5, 1]}
odd: counter
"""


def changed(old: str, new: str) -> str:
    assert old in RIGHT
    return RIGHT.replace(old, new)


def test_a_page_that_is_as_declared_is_silent() -> None:
    outcome = compared(RIGHT, PAGE)
    assert told(outcome) == []
    assert (outcome.compared, outcome.left_out) == (5, 0)


@pytest.mark.parametrize(
    ("old", "new", "name", "level"),
    [
        ("depth: gauge", "depth: gauge\nlength: gauge", "missing-metric", "error"),
        ("depth: gauge", "depth: gauge\nlength: {type: gauge, labels: [queue]}", "missing-metric", "warning"),
        ("depth: gauge\n", "", "extra-metric", "warning"),
        ("depth: gauge", "depth: counter", "wrong-type", "error"),
        ("depth: gauge", "depth: info", "wrong-type", "error"),
        ("odd: counter", "odd: histogram", "wrong-type", "error"),
        ("odd: counter", "odd: info", "wrong-type", "error"),
        ("type: histogram, buckets: [0.5, 1]", "type: summary", "wrong-type", "error"),
        ("labels: [version]", "labels: []", "undeclared-label", "error"),
        ("labels: [version]", "labels: [version, commit]", "missing-label", "warning"),
        ("[GET, PUT]", "[GET, POST]", "undeclared-value", "error"),
        ('"[1-5][0-9]{2}"', '"[1-4][0-9]{2}"', "undeclared-value", "error"),
        ("max: 2", "max: 1", "too-many-series", "error"),
        ("series: 2", "series: 1", "too-many-series", "error"),
        ("[0.5, 1]", "[0.5, 2]", "wrong-buckets", "error"),
        ("[0.5, 1]", "[0.5]", "wrong-buckets", "error"),
    ],
)
def test_what_differs_is_told_once(old: str, new: str, name: str, level: str) -> None:
    assert told(compared(changed(old, new), PAGE)) == [(name, level)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("build_info: {type: info", "build_info: {type: gauge"),
        ("odd: counter", "odd: gauge"),
        ("{type: histogram, buckets: [0.5, 1]}", "histogram"),
        ("{type: histogram, buckets: [0.5, 1]}", "native-histogram"),
        ('{method: [GET, PUT], code: {like: "[1-5][0-9]{2}", max: 2}}', "[method, code]"),
    ],
)
def test_what_a_page_can_not_tell_apart_is_as_declared(old: str, new: str) -> None:
    assert told(compared(changed(old, new), PAGE)) == []


def test_a_slip_in_a_name_is_an_error_that_says_what_was_meant() -> None:
    (finding, _) = compared(changed("requests_total: {", "request_total: {"), PAGE).found
    assert finding.name == "conform/missing-metric"
    assert finding.level.value == "error"
    assert finding.help is not None
    assert "`requests_total`" in finding.help


def test_places_are_the_declaration_and_the_line_of_the_page() -> None:
    (finding,) = compared(changed("[GET, PUT]", "[GET]"), PAGE).found
    assert finding.primary.place == Origin("stack.yaml", ("metrics", "requests_total", "labels", "method"))
    assert [each.place for each in finding.secondary] == [Origin("0.txt", (3,))]


def test_a_metric_on_one_of_several_pages_is_there() -> None:
    first, _, second = PAGE.partition("# TYPE depth")
    assert told(compared(RIGHT, first, f"# TYPE depth{second}")) == []


def test_values_are_counted_over_all_pages() -> None:
    second = 'requests_total{method="GET",code="404"} 1\n'
    page = f"# TYPE requests_total counter\n{second}"
    assert told(compared(RIGHT, PAGE, page)) == [("too-many-series", "error")] * 2


def test_many_undeclared_metrics_are_one_finding() -> None:
    outcome = compared("depth: gauge", PAGE + "a 1\nb 1\n")
    assert told(outcome) == [("extra-metric", "warning")]
    assert "6 exposed metrics" in outcome.found[0].message


def test_nothing_is_said_of_what_a_library_leaves_out() -> None:
    outcome = conformance(library("depth: gauge"), metrics_of(PAGE))
    assert told(outcome) == []
    assert outcome.left_out == 4


def library(block: str) -> Declared:
    found = declared(block)
    metrics = {name: replace(each, library="process") for name, each in found.metrics.items()}
    return replace(found, metrics=metrics)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("build_info: info", [("undeclared-label", "warning")]),
        ("build_info: {type: info, labels: [version, commit]}", []),
        ("dept: gauge", [("missing-metric", "warning")]),
        ("depth: counter", [("wrong-type", "error")]),
    ],
)
def test_an_exporter_may_be_of_another_version_than_its_library(block: str, expected: list[tuple[str, str]]) -> None:
    assert told(conformance(library(block), metrics_of(PAGE))) == expected


def test_many_missing_metrics_of_a_library_are_one_finding() -> None:
    block = "".join(f"a{each}: gauge\n" for each in range(6))
    outcome = conformance(library(block), metrics_of(PAGE))
    assert told(outcome) == [("missing-metric", "warning")]
    assert "6 metrics of the library" in outcome.found[0].message


def test_labels_of_the_scrape_are_stored_under_another_name_unless_it_honors_them() -> None:
    page = 'jobs{job="a",zone="b"} 1\n'
    assert told(compared("jobs: {type: gauge, labels: [exported_job, exported_zone]}", page, added=("zone",))) == []
    assert told(compared("jobs: gauge", page, added=("zone",), honors=True)) == []
    assert told(compared("jobs: {type: gauge, labels: [zone]}", page)) == [("undeclared-label", "error")]


def test_a_service_has_no_more_series_than_it_may() -> None:
    outcome = compared(RIGHT, PAGE, series=(9, Origin("stack.yaml", ("services", "api", "series"))))
    assert told(outcome) == [("too-many-series", "error")]
    assert "`requests_total`" not in outcome.found[0].message, "a histogram has most"
    assert told(compared(RIGHT, PAGE, series=(10, Origin("stack.yaml", ())))) == []


def test_times_of_creation_and_histograms_of_gauges_are_nobodys_concern() -> None:
    older = "# TYPE jobs_total counter\njobs_total 1\n# TYPE jobs_created gauge\njobs_created 1\n"
    newer = "# TYPE jobs counter\njobs_total 1\njobs_created 1\n# TYPE age gaugehistogram\nage_gcount 1\n# EOF\n"
    assert told(compared("jobs_total: counter", older, newer)) == []


def test_a_metric_without_series_has_any_labels() -> None:
    assert told(compared("later: {type: counter, labels: [queue]}", "# TYPE later counter\n")) == []


def test_what_differs_is_known_by_name() -> None:
    block = changed("depth: gauge", "depth: counter").replace("[version]", "[version, commit]")
    assert differing(declared(block), metrics_of(PAGE)) == ["depth"]
