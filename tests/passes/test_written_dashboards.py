"""Dashboards that people wrote: what stands on them, in which order, and what readers can choose."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from signalwright.ir.dashboard import Dashboard
from signalwright.promql.printer import show
from tests.language.compiling import compile_text
from tests.passes.dashboards import FRAME, dashboards_of, page_of, panel_of, panels_of, text_of


def test_a_title_says_whose_a_metric_is_where_two_services_of_the_page_have_it(tmp_path: Path) -> None:
    spec = FRAME.replace("metrics: {connections: gauge}", "metrics: {connections: gauge, depth: gauge}")
    both = "{panels: [{value: depth, from: api}, {value: depth, from: main.db}, {value: connections}]}"
    found = dashboards_of(tmp_path / "a", spec.replace("DASHBOARD", both))["tested"]
    assert [each.title for each in panels_of(found)] == ["api: Depth", "main.db: Depth", "Connections"]
    one = "{panels: [{value: depth, from: api}, {rate: llm_tokens_total}]}"
    found = dashboards_of(tmp_path / "b", spec.replace("DASHBOARD", one))["tested"]
    assert [each.title for each in panels_of(found)] == ["Depth", "LLM tokens per second"]


def test_of_two_panels_of_one_metric_it_does_not_matter_which_stands_first(tmp_path: Path) -> None:
    line, number = "{value: depth}", "{value: depth, as: stat}"
    orders = ([line], [line, number], [number, line], [number, line, number])
    keys = [
        [each.key for each in panels_of(page_of(tmp_path / str(index), f"{{panels: [{', '.join(order)}]}}"))]
        for index, order in enumerate(orders)
    ]
    own = keys[0][0]
    stat = f"{own} as stat"
    assert keys == [[own], [own, stat], [stat, own], [stat, own, f"{stat}#2"]]


def test_what_never_happened_is_not_said_to_be_lost(tmp_path: Path) -> None:
    assert panel_of(tmp_path / "a", "{rate: llm_tokens_total}").no_value == "Nothing counted"
    assert panel_of(tmp_path / "b", "{value: depth}").no_value == "No data"
    assert panel_of(tmp_path / "c", "{alert: SlowRequests}").no_value == "Nothing counted"


def test_a_share_is_drawn_from_nothing_to_all(tmp_path: Path) -> None:
    found = panel_of(tmp_path, "{value: hit_ratio}")
    assert (found.minimum, found.maximum) == (Decimal(0), Decimal(1))


def test_a_gauge_shows_the_last_moment_between_the_ends_of_its_scale(tmp_path: Path) -> None:
    line = panel_of(tmp_path / "a", "{ratio: {of: depth, to: connections}}")
    gauge = panel_of(tmp_path / "b", "{ratio: {of: depth, to: connections}, as: gauge}")
    assert (line.measures[0].instant, line.maximum) == (False, None)
    assert (gauge.measures[0].instant, gauge.maximum, gauge.drawing) == (True, Decimal(1), "gauge")
    assert (gauge.width, gauge.height) == (6, 8)


def test_an_slo_in_a_gauge_is_what_is_left_now_and_else_how_it_went(tmp_path: Path) -> None:
    now, history = panel_of(tmp_path / "a", "{slo: answers, as: gauge}"), panel_of(tmp_path / "b", "{slo: answers}")
    assert (now.minimum, now.maximum, now.period, now.measures[0].instant) == (Decimal(0), Decimal(1), None, True)
    assert (str(history.period), history.measures[0].instant, history.drawing) == ("30d", False, "timeseries")
    listed = panel_of(tmp_path / "c", "{slo: answers, as: table}")
    assert (listed.period, listed.measures[0].instant) == (None, True)


@pytest.mark.parametrize(
    ("panel", "columns", "values"),
    [
        ("{rate: http_requests_total, by: [status]}", [("status", "Status")], [""]),
        ("{p95: request_duration_seconds, by: [endpoint]}", [("endpoint", "Endpoint")], [""]),
        ("{latency: request_duration_seconds, by: [endpoint]}", [("endpoint", "Endpoint")], ["p50", "p90", "p99"]),
        ("{value: depth}", [("instance", "Instance")], [""]),
        ("{rate: llm_tokens_total}", [], ["all"]),
        ("{expr: up}", [], [""]),
    ],
)
def test_what_a_legend_tells_apart_is_a_column_of_a_table(
    panel: str, columns: list[tuple[str, str]], values: list[str], tmp_path: Path
) -> None:
    found = panel_of(tmp_path, panel[:-1] + ", as: table}")
    assert [(each.label, each.title) for each in found.columns] == columns
    assert [each.legend for each in found.measures] == values


def test_a_panel_that_is_no_table_has_no_columns(tmp_path: Path) -> None:
    found = panel_of(tmp_path, "{value: depth, as: stat}")
    assert (found.columns, found.measures[0].legend) == ((), "{{instance}}")


def test_a_size_is_the_drawing_s_unless_it_is_said(tmp_path: Path) -> None:
    usual, own = panel_of(tmp_path / "a", "{value: depth}"), panel_of(tmp_path / "b", "{value: depth, width: 24}")
    assert (usual.width, usual.height, own.width, own.height) == (8, 8, 24, 8)
    own = panel_of(tmp_path / "c", "{value: depth, as: stat, height: 3}")
    assert (own.width, own.height) == (4, 3)


@pytest.mark.parametrize(
    ("states", "levels"),
    [
        ("{on: 1}", ["fine"]),
        ("{on: 1, off: 0}", ["fine", "critical"]),
        ("{on: 2, degraded: 1, slow: 3, off: 0}", ["fine", "warning", "warning", "critical"]),
    ],
)
def test_words_for_values_go_from_the_best_to_the_worst(states: str, levels: list[str], tmp_path: Path) -> None:
    found = panel_of(tmp_path, f"{{value: depth, states: {states}, as: state-timeline}}")
    assert [each.level for each in found.values] == levels
    assert [f"{each.text}: {each.value}" for each in found.values] == states.strip("{}").split(", ")


def test_panels_and_rows_stand_in_the_order_in_which_they_are_written(tmp_path: Path) -> None:
    found = page_of(
        tmp_path,
        """
    panels: [{value: depth}, {rate: http_requests_total}]
    rows:
      Zebra: [{text: Words, title: Z}, {value: hit_ratio}]
      Ant: [{alert: ApiDown}]
""",
    )
    assert [(row.title, [panel.title for panel in row.panels]) for row in found.rows] == [
        (None, ["Depth", "HTTP requests per second"]),
        ("Zebra", ["Z", "Hit"]),
        ("Ant", ["ApiDown"]),
    ]
    assert len({row.key for row in found.rows}) == 3


def test_a_key_says_what_is_shown_and_nothing_else(tmp_path: Path) -> None:
    plain = panel_of(tmp_path / "a", "{rate: http_requests_total, by: [status]}")
    dressed = panel_of(tmp_path / "b", "{rate: http_requests_total, by: [status], title: X, width: 3, as: stat}")
    assert plain.key == dressed.key == "rate:api-gateway/http_requests_total:status"
    other = panel_of(tmp_path / "c", "{rate: 'http_requests_total{status=\"200\"}', by: [status]}")
    assert other.key != plain.key


def test_panels_that_show_the_same_still_have_keys_of_their_own(tmp_path: Path) -> None:
    found = page_of(tmp_path / "a", "{panels: [{text: A}, {text: A}, {text: 'A#2'}], rows: {B: [{text: A}]}}")
    assert [each.key for each in panels_of(found)] == ["text:A", "text:A#2", "text:A#2#2", "text:A#3"]
    found = page_of(tmp_path / "b", "{panels: [{text: 'A#2'}, {text: A}, {text: A}]}")
    assert [each.key for each in panels_of(found)] == ["text:A#2", "text:A", "text:A#3"]


def test_a_dashboard_of_one_service_follows_the_choice_of_its_job(tmp_path: Path) -> None:
    found = page_of(tmp_path, "{panels: [{value: depth}, {rate: http_requests_total}, {alert: ApiDown}]}")
    assert choices(found) == [
        ("job", 'up{job="api-gateway"}', ("api-gateway",)),
        ("instance", 'up{job=~"$job"}', ()),
    ]
    assert text_of(next(panels_of(found)).measures[0]) == 'depth{job=~"$job", instance=~"$instance"}'


def test_panels_of_several_services_keep_their_own_job_beside_the_choice(tmp_path: Path) -> None:
    found = page_of(tmp_path, "{panels: [{value: depth}, {value: connections}, {up: main.db}]}")
    assert choices(found) == [
        ("job", 'up{job=~"api-gateway|main\\\\.db"}', ()),
        ("instance", 'up{job=~"$job"}', ()),
    ]
    assert [text_of(each.measures[0]) for each in panels_of(found)] == [
        'depth{job="api-gateway", job=~"$job", instance=~"$instance"}',
        'connections{job="main.db", job=~"$job", instance=~"$instance"}',
        'up{job="main.db", job=~"$job", instance=~"$instance"}',
    ]


def test_targets_of_several_services_stand_in_one_panel(tmp_path: Path) -> None:
    found = list(panels_of(page_of(tmp_path, "{panels: [{up: [main.db, api]}, {up: true}]}")))
    chosen = 'job=~"$job", instance=~"$instance"}'
    assert [text_of(each.measures[0]) for each in found] == [
        f'up{{job=~"api-gateway|main\\\\.db", {chosen}',
        f'up{{job=~"api-gateway|gateway|main\\\\.db", {chosen}',
    ]
    assert [each.measures[0].legend for each in found] == ["{{service}} {{instance}}"] * 2
    # The panel of all stays the same one when there is one service more.
    assert [each.key for each in found] == ["up:main.db,api", "up"]


def test_what_is_pushed_can_be_chosen_and_has_no_instance(tmp_path: Path) -> None:
    found = page_of(tmp_path / "a", "{panels: [{value: rows}]}")
    assert choices(found) == [("job", '{job="nightly"}', ("nightly",))]
    # Only what is scraped has `up`.
    found = page_of(tmp_path / "b", "{panels: [{value: rows}, {value: depth}]}")
    assert choices(found) == [("job", '{job=~"api-gateway|nightly"}', ()), ("instance", 'up{job=~"$job"}', ())]


def test_there_is_nothing_to_choose_where_no_panel_follows_a_choice(tmp_path: Path) -> None:
    found = page_of(tmp_path, "{panels: [{alert: ApiDown}, {slo: answers}, {firing: true}, {text: Words}]}")
    assert choices(found) == []
    assert text_of_annotation(found) == 'ALERTS{alertstate="firing"}'


def test_promql_is_about_the_services_whose_metrics_it_reads(tmp_path: Path) -> None:
    found = page_of(tmp_path / "a", "{panels: [{expr: 'sum(connections{job=~\"$job\"})'}]}")
    assert choices(found)[0] == ("job", 'up{job="main.db"}', ("main.db",))
    # `up` is of every service.
    found = page_of(tmp_path / "b", "{panels: [{expr: 'sum(up{job=~\"$job\"})'}]}")
    assert choices(found)[0] == ("job", '{job=~"api-gateway|gateway|main\\\\.db|nightly"}', ())
    found = page_of(tmp_path / "c", "{panels: [{expr: 'sum(up)'}]}")
    assert choices(found) == []


def test_promql_is_about_the_service_that_it_names_where_two_have_a_metric(tmp_path: Path) -> None:
    spec = FRAME.replace("metrics: {connections: gauge}", "metrics: {connections: gauge, depth: gauge}")
    panel = "{expr: 'depth{job=\"api-gateway\"}'}"
    found = dashboards_of(tmp_path, spec.replace("DASHBOARD", f"{{panels: [{panel}]}}"))["tested"]
    assert choices(found)[0] == ("job", 'up{job="api-gateway"}', ("api-gateway",))


def test_moments_at_which_alerts_fired_are_those_of_the_only_service(tmp_path: Path) -> None:
    assert text_of_annotation(page_of(tmp_path / "a", "{panels: [{value: depth}]}")) == (
        'ALERTS{alertstate="firing", service="api"}'
    )
    assert text_of_annotation(page_of(tmp_path / "b", "{panels: [{value: depth}, {up: main.db}]}")) == (
        'ALERTS{alertstate="firing"}'
    )


def test_a_dashboard_says_for_whom_it_is_and_what_it_looks_at(tmp_path: Path) -> None:
    usual = page_of(tmp_path / "a", "{panels: [{value: depth}]}")
    assert (usual.tags, str(usual.period), str(usual.refresh)) == (("signalwright", "stack:shop"), "6h", "1m")
    assert usual.description == "A dashboard of shop"
    assert [each.url for each in usual.links] == ["/d/shop-all-services"]
    own = page_of(
        tmp_path / "b",
        "{panels: [{value: depth}], audience: [ops, admin], period: 2d, refresh: 5m, description: Queues}",
    )
    assert own.tags == ("audience:admin", "audience:ops", "signalwright", "stack:shop")
    assert (str(own.period), str(own.refresh), own.description) == ("2d", "5m", "Queues")


UIDS = {
    "Queues": ("shop-queues", "queues"),
    # the stack isn't said twice
    "Shop Overview": ("shop-overview", "shop-overview"),
    "Ümläute & Zeichen!": ("shop-ml-ute-zeichen", "ml-ute-zeichen"),
    # without any ASCII letter, the title is told by its hash
    "注文": ("shop-266125dd", "266125dd"),
    # Grafana takes 40 characters
    "Everything that the people on call look at": (
        "shop-everything-that-the-people-ebff0992", "everything-that-the-people-on-call-look-at",
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", UIDS)
def test_an_identity_follows_from_stack_and_title(title: str, tmp_path: Path) -> None:
    spec = FRAME.replace("Tested: DASHBOARD", f"{title!r}: {{panels: [{{value: depth}}]}}")
    (found,) = (each for each in dashboards_of(tmp_path, spec).values() if each.title == title)
    uid, file = UIDS[title]
    assert len(found.uid) <= 40
    assert (found.uid, found.file) == (uid, file)


def test_titles_whose_beginnings_are_alike_have_identities_of_their_own(tmp_path: Path) -> None:
    titles = [f"Everything that the people on call of team {each} look at" for each in ("one", "two")]
    lines = "".join(f"  {each}: {{panels: [{{value: depth}}]}}\n" for each in titles)
    found = dashboards_of(tmp_path, FRAME.replace("  Tested: DASHBOARD\n", lines))
    assert len({each.uid for each in found.values() if each.title in titles}) == 2


def test_an_environment_has_dashboards_and_identities_of_its_own(tmp_path: Path) -> None:
    spec = FRAME.replace("DASHBOARD", "{panels: [{value: depth}], rows: {More: [{value: hit_ratio}]}}") + (
        "environments:\n"
        "  production: {}\n"
        "  staging:\n"
        "    change: {dashboards: {Tested: {period: 1d, panels: [{value: connections}]}}}\n"
        "    remove: [dashboards.Tested.rows]\n"
    )
    outcome = compile_text(tmp_path, spec)
    assert outcome.errors == ()
    found = {
        folder: next(each for each in compiled.stack.dashboards if each.title == "Tested")
        for folder, compiled in outcome.stacks.items()
    }
    assert {folder: (each.uid, str(each.period), each.links[0].url) for folder, each in found.items()} == {
        "shop/production": ("shop-production-tested", "6h", "/d/shop-production-all-services"),
        "shop/staging": ("shop-staging-tested", "1d", "/d/shop-staging-all-services"),
    }
    titles = {folder: [panel.title for panel in panels_of(each)] for folder, each in found.items()}
    assert titles == {"shop/production": ["Depth", "Hit"], "shop/staging": ["Connections"]}


def choices(dashboard: Dashboard) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.name, show(each.selector), each.chosen) for each in dashboard.variables]


def test_a_mark_names_no_label_in_its_text_that_an_alert_may_lack(tmp_path: Path) -> None:
    (mark,) = page_of(tmp_path, "{panels: [{value: depth}]}").annotations
    assert (mark.title, mark.text, mark.labels) == ("{{alertname}}", "{{severity}}", ("service", "instance"))


def text_of_annotation(dashboard: Dashboard) -> str:
    (annotation,) = dashboard.annotations
    return show(annotation.query.tree)
