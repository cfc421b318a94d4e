"""Panels of records: a line for each window, as it is kept, on the service's page and where somebody asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.ir.dashboard import Panel
from tests.language.compiling import compile_text
from tests.passes.dashboards import dashboards_of, lines_of, panels_of, steps_of

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", grafana: "12"}
links: {runbooks: "https://runbooks.example.com"}
teams: {web: {}}
services:
  api-gw:
    team: web
    scrape: ["api:8000"]
    metrics:
      jobs_created_total: {type: counter, labels: {kind: [a, b]}, help: Jobs that were asked for}
      jobs_total: {type: counter, labels: [result]}
      wait_seconds: {type: histogram, buckets: [1, 5]}
      depth: {type: gauge, labels: [queue]}
      share: {type: gauge, unit: ratio}
    alerts:
      Failing:
        when: {ratio: {of: 'jobs_total{result="failed"}', to: jobs_total}, above: 5%}
        severity: critical
    records:
      jobs_created: {rate: jobs_created_total, by: [kind], over: [1m, 1h]}
      failures: {ratio: {of: 'jobs_total{result="failed"}', to: jobs_total}, over: [5m, 1h]}
      wait: {p95: wait_seconds}
      depth: {value: 'depth{queue="in"}'}
      week: {growth: jobs_created_total, over: 7d}
      odd: {expr: 'sum(rate(jobs_total[5m])) * 60', unit: jobs}
      shared: {value: share}
  cart:
    team: web
    scrape: ["cart:8000"]
    metrics: {hits_total: counter}
    records: {shared: {rate: hits_total, over: 5m}}
records: {whole: {rate: jobs_total}, shared: {rate: jobs_total}}
dashboards:
  Kept:
    panels:
      - {record: jobs_created, from: api-gw, title: Asked for, width: 24}
      - {record: whole}
      - {record: wait, as: stat}
"""


@pytest.fixture(name="panels")
def _panels(tmp_path: Path) -> dict[str, Panel]:
    page = dashboards_of(tmp_path, SPEC)["services/api-gw"]
    (row,) = (each for each in page.rows if each.title == "Records")
    return {each.key.rpartition("/")[2]: each for each in row.panels}


OWN = '{service="api-gw"}'


def test_each_window_is_a_line_that_reads_what_is_kept(panels: dict[str, Panel]) -> None:
    assert lines_of(panels["jobs_created"]) == [
        (f"api_gw:jobs_created:rate1m{OWN}", "{{kind}} over 1m"),
        (f"api_gw:jobs_created:rate1h{OWN}", "{{kind}} over 1h"),
    ]
    assert lines_of(panels["failures"]) == [
        (f"api_gw:failures:ratio_rate5m{OWN}", "over 5m"),
        (f"api_gw:failures:ratio_rate1h{OWN}", "over 1h"),
    ]


def test_a_single_window_needs_no_name_for_it(panels: dict[str, Panel]) -> None:
    assert lines_of(panels["wait"]) == [(f"api_gw:wait:p95_rate5m{OWN}", "Wait")]
    # what a matcher fixes tells nothing apart
    assert lines_of(panels["depth"]) == [(f"api_gw:depth:value{OWN}", "{{instance}}")]
    assert lines_of(panels["odd"]) == [(f"api_gw:odd:expr{OWN}", "")]


def test_titles_and_units_say_what_is_kept(panels: dict[str, Panel]) -> None:
    assert {name: (each.title, each.unit) for name, each in panels.items()} == {
        "jobs_created": ("Jobs created per second by kind", "events/second"),
        "failures": ("Failures", "ratio"),
        "wait": ("Wait, p95", "seconds"),
        "depth": ("Depth", None),
        "week": ("Week within 7d", None),
        "odd": ("Odd", "jobs"),
        "shared": ("Shared", "ratio"),
    }
    assert panels["jobs_created"].description == (
        "Jobs that were asked for (`jobs_created_total`). "
        "Kept as `api_gw:jobs_created:rate1m`, `api_gw:jobs_created:rate1h`."
    )
    assert panels["odd"].description == "Kept as `api_gw:odd:expr`."
    assert {name for name, each in panels.items() if each.minimum == 0} == {"failures", "wait"}


def test_levels_are_those_of_the_alert_that_compares_the_same(panels: dict[str, Panel]) -> None:
    assert steps_of(panels["failures"]) == [("-", "fine"), ("0.05", "critical")]
    assert panels["failures"].description.endswith(
        "Bad above 5%: then the alert `Failing` fires. "
        "What to do is in its [runbook](https://runbooks.example.com/failing)."
    )
    assert [each.url for each in panels["failures"].links] == ["https://runbooks.example.com/failing"]
    assert steps_of(panels["wait"]) == []


def test_a_metric_that_a_record_shows_whole_has_no_other_panel(tmp_path: Path) -> None:
    page = dashboards_of(tmp_path, SPEC)["services/api-gw"]
    keys = [panel.key for panel in panels_of(page)]
    assert not any(each.startswith("rate:api-gw/jobs_created_total") for each in keys)
    assert any(each.startswith("value:api-gw/depth") for each in keys)


def test_a_written_dashboard_shows_the_records_it_names(tmp_path: Path) -> None:
    asked, whole, wait = panels_of(dashboards_of(tmp_path, SPEC)["kept"])
    assert (asked.title, asked.width, len(asked.measures)) == ("Asked for", 24, 2)
    assert lines_of(whole) == [("shop:whole:rate5m", "Whole")]
    assert (wait.drawing, [each.instant for each in wait.measures]) == ("stat", [True])


MISTAKES = {
    "{record: jobs_creatd}": ("language/unknown-reference", "did you mean `jobs_created`?"),
    "{record: shared}": ("dashboards/ambiguous-name", "say whose it is: `from: api-gw`"),
    "{record: whole, from: cart}": ("language/unknown-reference", "leave `from` out"),
    "{record: wait, over: 5m}": ("language/useless-key", "leave it out"),
}


@pytest.mark.parametrize("written", MISTAKES)
def test_a_panel_of_a_record_that_is_not_there_is_an_error_with_a_way_out(written: str, tmp_path: Path) -> None:
    (error,) = compile_text(tmp_path, SPEC + f"      - {written}\n").errors
    assert (error.name, error.help) == MISTAKES[written]
