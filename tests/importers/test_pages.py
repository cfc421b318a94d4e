"""Metrics pages as declarations: types, labels and units of what a target shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.report import Report
from signalwright.importers.exposition import PageError, read_page
from signalwright.importers.pages import read_pages
from signalwright.language.source import Sources
from signalwright.promql.catalogue import Catalogue, Series, SeriesType
from tests.importers.judged import RULES, judged, told

PAGE = """\
# HELP requests_total Requests.
# TYPE requests_total counter
requests_total{method="GET",path="/a \\"b\\" } \\\\",} 3 1700000000000
requests_total{method="GET",code="500", empty=""} 1e3
# TYPE seconds histogram
seconds_bucket{le="0.5"} 1
seconds_bucket{le="+Inf"} 2
seconds_sum 0.5
seconds_count 2
# TYPE pause summary
pause{quantile="0.5"} NaN
pause_sum 0
pause_count 0
# TYPE build_info gauge
build_info{version="1"} 1
# TYPE later_seconds histogram
# TYPE odd untyped
odd 1
plain 2
"""
OPEN = """\
# TYPE jobs counter
# UNIT jobs_seconds seconds
# TYPE jobs_seconds counter
jobs_total 3 # {trace_id="x"} 1
jobs_created 1.7e9
jobs_seconds_total 2
# TYPE target info
target_info{version="2"} 1
# TYPE waiting counter
{"with.dots", "some label"="x"} 4
# EOF
"""


def catalogue(folder: Path, *pages: str) -> Catalogue:
    paths = []
    for number, text in enumerate(pages):
        paths.append(folder / f"{number}.txt")
        paths[-1].write_text(text)
    report = Report()
    found = read_pages(paths, Sources(folder), report)
    assert not len(report)
    return found


def only(found: Catalogue, name: str) -> Series:
    (series,) = found.series[name]
    return series


def test_types_are_those_that_the_page_says(tmp_path: Path) -> None:
    found = catalogue(tmp_path, PAGE)
    types = {name: only(found, name).type for name in found.series if only(found, name).owner != "Prometheus"}
    assert types == {
        "requests_total": SeriesType.COUNTER,
        "seconds_bucket": SeriesType.BUCKET,
        "seconds_sum": SeriesType.COUNTER,
        "seconds_count": SeriesType.COUNTER,
        "pause": SeriesType.QUANTILE,
        "pause_sum": SeriesType.COUNTER,
        "pause_count": SeriesType.COUNTER,
        "build_info": SeriesType.INFO,
        "later_seconds_bucket": SeriesType.BUCKET,
        "later_seconds_sum": SeriesType.COUNTER,
        "later_seconds_count": SeriesType.COUNTER,
        "odd": SeriesType.UNKNOWN,
        "plain": SeriesType.UNKNOWN,
    }


def test_openmetrics_has_its_own_suffixes_units_and_quoted_names(tmp_path: Path) -> None:
    found = catalogue(tmp_path, OPEN)
    assert only(found, "jobs_total").type is SeriesType.COUNTER
    assert only(found, "jobs_created").type is SeriesType.GAUGE
    assert only(found, "jobs_seconds_total").unit == "seconds"
    assert only(found, "target_info").type is SeriesType.INFO
    assert only(found, "waiting_total").type is SeriesType.COUNTER
    assert "some label" in only(found, "with.dots").labels


def test_a_label_that_every_sample_has_is_sure_and_another_is_possible(tmp_path: Path) -> None:
    series = only(catalogue(tmp_path, PAGE), "requests_total")
    assert set(series.labels) == {"job", "instance", "method"}
    assert set(series.maybe) == {"path", "code"}
    assert series.is_open, "scraping may add labels that no page shows"


def test_values_of_labels_are_samples_and_bound_nothing(tmp_path: Path) -> None:
    found = catalogue(tmp_path, PAGE)
    assert all(
        domain.values is None
        for owned in found.series.values()
        for each in owned
        for domain in (*each.labels.values(), *each.maybe.values())
    )


def test_pages_add_up_and_what_scraping_makes_is_there(tmp_path: Path) -> None:
    found = catalogue(tmp_path, PAGE, "requests_total 1\nother 2\n")
    assert len(found.series["requests_total"]) == 2
    assert {"up", "scrape_duration_seconds", "ALERTS", "other", "plain"} <= found.series.keys()
    assert found.is_closed
    assert found.is_seen


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("<html>\n</html>\n", 1),
        ("a 1\nb\n", 2),
        ("a 1\nb x\n", 2),
        ('a{b="c" 1\n', 1),
        ("\n# only a remark\n", 1),
        ("", 1),
    ],
)
def test_what_is_no_page_is_refused_at_its_line(page: str, line: int, tmp_path: Path) -> None:
    with pytest.raises(PageError) as caught:
        read_page(page)
    assert caught.value.line == line
    _, found = judged(tmp_path, {"rules.yml": RULES.format("up == 0")}, pages={"page.txt": page})
    broken = [each for each in found if each.name == "files/broken-page"]
    assert [(each.file, each.line) for each in broken] == [("page.txt", line)]


def test_a_misspelt_metric_is_an_error_and_one_that_nobody_saw_a_warning(tmp_path: Path) -> None:
    rules = {"rules.yml": RULES.format("rate(requests_totl[5m]) + rate(lost_total[5m]) + plain8 + up > 5")}
    _, found = judged(tmp_path, rules, pages={"page.txt": PAGE + "plain1 1\n"})
    unknown = [each for each in found if each.name == "promql/unknown-metric"]
    assert [(each.column, each.end_column, each.level) for each in unknown] == [
        (20, 33, Level.ERROR),
        (46, 56, Level.WARNING),
        (64, 70, Level.WARNING),
    ]


def test_without_a_page_any_metric_may_exist(tmp_path: Path) -> None:
    _, found = judged(tmp_path, {"rules.yml": RULES.format("rate(whatever[5m]) > 5")})
    assert found == ()


def test_a_finding_about_a_type_names_the_line_of_the_page(tmp_path: Path) -> None:
    page = "# TYPE depth gauge\ndepth 3\n"
    _, found = judged(tmp_path, {"rules.yml": RULES.format("rate(depth[5m]) > 5")}, pages={"page.txt": page})
    assert told(found) == [("promql/rate-of-gauge", "5:15")]
    assert found[0].also == (("page.txt", 2, 1),)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("promql/rate-of-gauge", "rate(depth[5m]) > 5"),
        ("promql/delta-of-counter", "delta(calls_total[5m]) > 5"),
        ("promql/raw-counter", "calls_total > 5"),
        ("promql/count-of-nothing", "count(depth) == 0"),
        ("promql/joins-nothing", 'depth{a="b"} + depth{a="c"} > 5'),
        ("promql/grouped-by-missing-label", "max by (a) (sum by (b) (depth)) > 5"),
        ("promql/group-label-missing", "depth * on (job) group_left (team) sum by (job) (depth) > 5"),
        ("alerts/no-condition", "increase(calls_total[5m])"),
    ],
)
def test_what_returns_something_is_at_most_a_warning_in_rules_of_others(name: str, text: str, tmp_path: Path) -> None:
    page = "# TYPE depth gauge\ndepth 3\n# TYPE calls_total counter\ncalls_total 7\n"
    _, (found,) = judged(tmp_path, {"rules.yml": RULES.format(text)}, pages={"page.txt": page})
    assert (found.name, found.level, found.help and "declare" in found.help) == (name, Level.WARNING, False)
