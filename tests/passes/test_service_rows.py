"""Rows that services have: on their own dashboards, and on those that include them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from signalwright.ir.dashboard import Dashboard
from signalwright.passes.panels.service_page import service_dashboard
from tests.language.compiling import compile_text
from tests.passes.dashboards import dashboards_of, panels_of, text_of

HEAD = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", grafana: "12"}
teams: {web: {}}
services:
"""
TWO_DATABASES = """\
  db:
    team: web
    scrape: ["db:9187"]
    metrics:
      connections: gauge
      limit: gauge
      queries_total: {type: counter, labels: {ok: [yes, no]}}
      lag: {type: histogram, buckets: [1, 2]}
      size_bytes: gauge
    alerts:
      Full: {when: {ratio: {of: connections, to: limit}, above: 90%}, severity: critical}
      Large: {when: {value: size_bytes, above: 1GiB}, severity: critical}
    slos: {queries: {bad: 'queries_total{ok="no"}', total: queries_total, objective: 99%, window: 30d}}
    records: {queries: {rate: queries_total}}
    prices: {queries_total: 1 EUR per 1e6}
    rows: ROWS
  old:
    team: web
    job: old-db
    scrape: ["old:9187"]
    metrics: {connections: gauge, limit: gauge, queries_total: {type: counter, labels: {ok: [yes, no]}}}
    alerts: {OldFull: {when: {ratio: {of: connections, to: limit}, above: 90%}, severity: critical}}
    slos: {queries: {bad: 'queries_total{ok="no"}', total: queries_total, objective: 99%, window: 30d}}
    rows: {Connections: [{value: connections}], Age: [{text: It goes in May.}]}
"""

CHOSEN = 'job=~"$job", instance=~"$instance"'


def dashboards(folder: Path, rows: str, rest: str = "") -> dict[str, Dashboard]:
    return dashboards_of(folder, HEAD + TWO_DATABASES.replace("ROWS", rows) + rest)


def page_of(folder: Path, rows: str) -> Dashboard:
    return dashboards(folder, rows)["services/db"]


def titles(dashboard: Dashboard) -> dict[str | None, list[str]]:
    return {row.title: [panel.title for panel in row.panels] for row in dashboard.rows}


def test_rows_stand_between_alerts_and_what_is_kept(tmp_path: Path) -> None:
    page = page_of(tmp_path, "{Zebra: [{value: connections}], Ant: [{text: Words, title: Note}]}")
    assert [row.title for row in page.rows][2:] == [
        "Requests", "Alerts", "Zebra", "Ant", "Costs", "Records", "Other metrics",
    ]  # fmt: skip
    assert (titles(page)["Zebra"], titles(page)["Ant"]) == (["Connections"], ["Note"])


def test_what_a_row_shows_wholly_or_partly_is_no_other_metric(tmp_path: Path) -> None:
    rows = {
        "{R: [{text: Words}]}": ["Connections", "Lag, p50, p90, p99", "Limit"],
        "{R: [{value: connections}]}": ["Lag, p50, p90, p99", "Limit"],
        "{R: [{value: 'limit{instance=\"a\"}'}]}": ["Connections", "Lag, p50, p90, p99"],
        "{R: [{ratio: {of: connections, to: limit}}]}": ["Lag, p50, p90, p99"],
        "{R: [{rate: lag_count}]}": ["Connections", "Limit"],
        "{R: [{p95: lag}]}": ["Connections", "Limit"],
        "{R: [{alert: Full}]}": ["Lag, p50, p90, p99"],
        "{R: [{expr: 'sum(limit{job=\"db\"})'}]}": ["Connections", "Lag, p50, p90, p99"],
        # another service's metric of this name is another metric
        "{R: [{value: limit, from: old}]}": ["Connections", "Lag, p50, p90, p99", "Limit"],
    }
    for index, (row, others) in enumerate(rows.items()):
        assert titles(page_of(tmp_path / str(index), row))["Other metrics"] == others, row


def test_a_row_reads_what_its_own_service_has(tmp_path: Path) -> None:
    own = "[{value: connections}, {alert: Full}, {slo: queries}, {record: queries}]"
    (row,) = (each for each in page_of(tmp_path, f"{{Own: {own}}}").rows if each.title == "Own")
    assert [text_of(panel.measures[0]) for panel in row.panels] == [
        'connections{job=~"$job", instance=~"$instance"}',
        'connections{job="db"} / limit{job="db"}',
        'slo:budget_remaining:ratio30d{service="db", slo="queries"}',
        'db:queries:rate5m{service="db"}',
    ]


def test_an_alert_or_a_record_in_a_row_is_shown_there_alone(tmp_path: Path) -> None:
    page = page_of(tmp_path, "{Own: [{alert: Large}, {record: queries}]}")
    assert titles(page)["Alerts"] == ["Full"]
    assert "Records" not in titles(page)


def test_panels_of_a_page_are_told_apart_and_the_derived_ones_stay_what_they_are(tmp_path: Path) -> None:
    plain = [each.key for each in panels_of(page_of(tmp_path / "a", "{Own: [{text: Words}]}"))]
    page = page_of(tmp_path / "b", "{Own: [{rate: queries_total, by: [ok]}, {up: db}, {cost: db}, {slo: queries}]}")
    keys = [each.key for each in panels_of(page)]
    assert len(set(keys)) == len(keys)
    assert set(plain) - set(keys) == {"text:Words"}
    (row,) = (each for each in page.rows if each.title == "Own")
    assert [each.key for each in row.panels] == [
        "rate:db/queries_total:ok#2", "up:db#2", "cost:db#2", "slo:db/queries:budget#2",
    ]  # fmt: skip


def test_what_another_service_measures_follows_no_choice_and_is_said_to_be_the_other_s(tmp_path: Path) -> None:
    page = page_of(tmp_path, "{Old: [{value: connections, from: old}, {p95: lag}, {up: old}]}")
    (row,) = (each for each in page.rows if each.title == "Old")
    assert [(each.title, text_of(each.measures[0])) for each in row.panels] == [
        ("old: Connections", 'connections{job="old-db"}'),
        (
            "Lag, p95",
            f"histogram_quantile(0.95, sum by (le) (rate(lag_bucket{{{CHOSEN}}}[$__rate_interval])))",
        ),
        ("Targets", 'up{job="old-db"}'),
    ]
    assert [(each.name, each.chosen) for each in page.variables] == [("job", ("db",)), ("instance", ())]


def test_rows_that_would_make_a_page_slow_are_closed(tmp_path: Path) -> None:
    many = ", ".join("{text: Words}" for _ in range(5))
    page = page_of(tmp_path, f"{{First: [{many}], Second: [{many}]}}")
    assert [(row.title, row.collapsed) for row in page.rows][4:6] == [("First", False), ("Second", True)]


def test_metrics_of_a_library_are_left_to_the_rows(tmp_path: Path) -> None:
    outcome = compile_text(tmp_path, HEAD + TWO_DATABASES.replace("ROWS", "{Own: [{text: Words}]}"))
    (compiled,) = outcome.stacks.values()
    db = compiled.stack.services["db"]
    known = {**db.metrics, "connections": replace(db.metrics["connections"], library="postgres")}
    with_rows, without = replace(db, metrics=known), replace(db, metrics=known, rows=())
    assert titles(service_dashboard(compiled.stack, with_rows, ()))["Other metrics"] == ["Lag, p50, p90, p99", "Limit"]
    assert "Connections" in titles(service_dashboard(compiled.stack, without, ()))["Other metrics"]


INCLUDING = """\
dashboards:
  Databases:
    panels: [{value: size_bytes}]
    rows: {Mine: [{text: Words}]}
    include: INCLUDED
"""


def including(folder: Path, included: str, rows: str = "{Connections: [{value: connections}]}") -> Dashboard:
    return dashboards(folder, rows, INCLUDING.replace("INCLUDED", included))["databases"]


def test_included_rows_come_after_the_dashboard_s_own_in_the_order_of_the_services(tmp_path: Path) -> None:
    found = including(tmp_path / "a", "[old, db]", "{Sizes: [{value: size_bytes}]}")
    assert [row.title for row in found.rows] == [None, "Mine", "Connections", "Age", "Sizes"]
    found = including(tmp_path / "b", "[db, old]", "{Sizes: [{value: size_bytes}]}")
    assert [row.title for row in found.rows] == [None, "Mine", "Sizes", "Connections", "Age"]


def test_rows_of_one_title_are_told_apart_by_their_service(tmp_path: Path) -> None:
    found = including(tmp_path / "a", "[db, old]")
    assert [row.title for row in found.rows] == [None, "Mine", "db: Connections", "old: Connections", "Age"]
    # one is called as the dashboard's own
    found = including(tmp_path / "b", "[db]", "{Mine: [{value: connections}]}")
    assert [row.title for row in found.rows] == [None, "Mine", "db: Mine"]
    assert len({row.key for row in found.rows}) == 3
    spec = INCLUDING.replace("Mine:", "'db: Mine':").replace("INCLUDED", "[db]")
    found = dashboards(tmp_path / "c", "{Mine: [{text: A}]}", spec)["databases"]
    assert len({row.key for row in found.rows}) == 3


def test_included_panels_read_their_own_service_beside_the_reader_s_choice(tmp_path: Path) -> None:
    found = including(tmp_path, "[db, old]")
    shown = {row.title: [(panel.title, text_of(panel.measures[0])) for panel in row.panels] for row in found.rows[2:4]}
    assert shown == {
        "db: Connections": [
            ("db: Connections", 'connections{job="db", job=~"$job", instance=~"$instance"}'),
        ],
        "old: Connections": [
            ("old: Connections", 'connections{job="old-db", job=~"$job", instance=~"$instance"}'),
        ],
    }
    assert [(each.name, each.chosen) for each in found.variables] == [("job", ()), ("instance", ())]


def test_a_dashboard_of_nothing_but_included_rows_is_one(tmp_path: Path) -> None:
    found = dashboards(tmp_path, "{Own: [{value: connections}]}", "dashboards: {All: {include: [db]}}\n")["all"]
    assert titles(found) == {"Own": ["Connections"]}
    assert text_of(next(panels_of(found)).measures[0]) == 'connections{job=~"$job", instance=~"$instance"}'


def test_included_rows_that_would_make_a_dashboard_slow_are_closed(tmp_path: Path) -> None:
    many = ", ".join("{text: Words}" for _ in range(9))
    found = including(tmp_path / "a", "[db, old]", f"{{First: [{many}], Second: [{many}], Third: [{many}]}}")
    # 2 of its own, 9 and 9 are the 20 that are open.
    assert [(row.title, row.collapsed) for row in found.rows] == [
        (None, False), ("Mine", False), ("First", False), ("Second", False), ("Third", True), ("Connections", True),
        ("Age", True),
    ]  # fmt: skip
    found = including(tmp_path / "b", "[db, old]", f"{{First: [{many}], Third: [{many}, {many}]}}")
    assert [row.collapsed for row in found.rows] == [False, False, False, True, False, False]
