"""The overview of a stack, the dashboard of its SLOs, and the ways that lead to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.ir.dashboard import Panel
from signalwright.ir.rules import AlertingRule
from signalwright.promql.printer import show
from tests.language.compiling import compile_text
from tests.passes.dashboards import dashboards_of, lines_of, panels_of, steps_of, text_of

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", BACKENDS}
links: {LINKS}
severities: [critical, warning]
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics: {asked_total: counter, failed_total: counter}
    alerts: {ApiDown: {when: down, severity: critical, summary: Down}}
    slos:
      answers: {bad: failed_total, total: asked_total, objective: 99.9%, window: 30d, tiers: TIERS}
      weekly: {bad: failed_total, total: asked_total, objective: 99%, window: 7d}
  gateway: {team: web, scrape: ["gateway:9091"]}
  nightly: {team: web, push: {via: gateway, every: 1d}, metrics: {rows: gauge}}
alerts: {HostFull: {when: {value: rows, above: 5}, team: web, severity: warning, summary: Full}}
"""


def spec(backends: str = 'grafana: "12"', links: str = "", tiers: str = "page-and-ticket") -> str:
    return SPEC.replace("BACKENDS", backends).replace("LINKS", links).replace("TIERS", tiers)


def panel_of(folder: Path, file: str, key: str, *, tiers: str = "page-and-ticket") -> Panel:
    (found,) = (each for each in panels_of(dashboards_of(folder, spec(tiers=tiers))[file]) if each.key == key)
    return found


def test_a_stack_with_a_grafana_gets_its_dashboards_unasked(tmp_path: Path) -> None:
    assert sorted(dashboards_of(tmp_path, spec())) == [
        "_slos",
        "_stack",
        "services/api",
        "services/gateway",
        "services/nightly",
    ]


def test_nothing_is_derived_without_a_grafana(tmp_path: Path) -> None:
    assert dashboards_of(tmp_path, spec(backends='loki: "3.7"')) == {}


def test_the_overview_leads_to_each_service_and_counts_what_fires(tmp_path: Path) -> None:
    table = panel_of(tmp_path, "_stack", "services")
    (column,) = table.columns
    assert column.link is not None
    assert (column.label, column.link.url) == ("service", "/d/shop-service-${__value.text}")
    up = 'avg by (service) (up{job=~"api|gateway", job=~"$job", instance=~"$instance"})'
    pushed = 'label_replace(vector(0), "service", "nightly", "", "")'
    assert lines_of(table) == [
        (up, "Targets up"),
        ("min by (service) (slo:budget_remaining:ratio7d or slo:budget_remaining:ratio30d)", "Smallest budget left"),
        # A service at which nothing fires has 0, so that the column is there on quiet days.
        (f'count by (service) (ALERTS{{alertstate="firing", service!=""}}) or {up} * 0 or {pushed}', "Firing alerts"),
    ]
    assert all(each.instant for each in table.measures)


def test_the_overview_chooses_among_what_can_be_scraped(tmp_path: Path) -> None:
    overview = dashboards_of(tmp_path, spec())["_stack"]
    assert [(each.name, show(each.selector), each.chosen) for each in overview.variables] == [
        ("job", 'up{job=~"api|gateway"}', ()),
        ("instance", 'up{job=~"$job"}', ()),
    ]
    counts = [each for each in panels_of(overview) if each.key.startswith("firing:")]
    assert [(each.title, steps_of(each)) for each in counts] == [
        ("Firing: critical", [("-", "fine"), ("1", "critical")]),
        ("Firing: warning", [("-", "fine"), ("1", "warning")]),
    ]


def test_a_service_whose_name_is_too_long_for_an_identity_is_found_by_its_tag(tmp_path: Path) -> None:
    long = "payment-provider-webhook-deliveries"
    text = spec().replace("  gateway:", f"  {long}: {{team: web, scrape: ['x:80']}}\n  gateway:")
    found = dashboards_of(tmp_path, text)
    (table,) = (each for each in panels_of(found["_stack"]) if each.key == "services")
    link = table.columns[0].link
    assert link is not None
    assert link.url == "/dashboards?tag=service:${__value.text}"
    assert f"service:{long}" in found[f"services/{long}"].tags


def test_every_link_inside_grafana_leads_to_a_dashboard(tmp_path: Path) -> None:
    found = dashboards_of(tmp_path, spec())
    known = {f"/d/{each.uid}" for each in found.values()}
    links = {link.url for each in found.values() for link in each.links}
    assert links <= known
    assert len(links) == 2


def test_a_new_service_leaves_the_overview_s_panels_what_they_are(tmp_path: Path) -> None:
    one_more = spec().replace("  nightly:", '  zebra: {team: web, scrape: ["zebra:1"]}\n  nightly:')
    lone = (
        spec()
        .replace(
            '  api:\n    team: web\n    scrape: ["api:8000"]\n',
            "  api:\n    team: web\n    push: {via: gateway, every: 1m}\n",
        )
        .replace("    alerts: {ApiDown: {when: down, severity: critical, summary: Down}}\n", "")
    )
    keys = [
        [each.key for each in panels_of(dashboards_of(tmp_path / str(index), text)["_stack"])]
        for index, text in enumerate((lone, spec(), one_more))
    ]
    assert keys[0] == keys[1] == keys[2]
    assert {"up", "up-share"} <= {*keys[0]}


@pytest.mark.parametrize(("services", "collapsed"), [(20, False), (21, True)])
def test_more_timelines_than_somebody_reads_are_opened_when_asked_for(
    services: int, *, collapsed: bool, tmp_path: Path
) -> None:
    # Two of the stack's own services are scraped.
    more = "".join(f'  s{number}: {{team: web, scrape: ["s:{number + 1}"]}}\n' for number in range(services - 2))
    overview = dashboards_of(tmp_path, spec().replace("  nightly:", f"{more}  nightly:"))["_stack"]
    (row,) = (each for each in overview.rows if each.key == "targets")
    assert row.collapsed is collapsed


@pytest.mark.parametrize(("slos", "height"), [(2, 5), (30, 20)])
def test_the_table_of_slos_is_as_high_as_it_has_lines_and_no_higher_than_a_page(
    slos: int, height: int, tmp_path: Path
) -> None:
    more = "".join(
        f"      s{number}: {{bad: failed_total, total: asked_total, objective: 99%, window: 7d}}\n"
        for number in range(slos - 2)
    )
    found = dashboards_of(tmp_path, spec().replace("  gateway: {", f"{more}  gateway: {{"))["_slos"]
    (table,) = (each for each in panels_of(found) if each.key == "slos")
    assert table.height == height


@pytest.mark.parametrize(("tiers", "linked"), [("page-and-ticket", True), ("none", False)])
def test_an_slo_that_calls_nobody_has_no_runbook(tiers: str, *, linked: bool, tmp_path: Path) -> None:
    text = spec(links="runbooks: https://runbooks.example.com", tiers=tiers)
    found = panels_of(dashboards_of(tmp_path, text)["services/api"])
    assert {bool(each.links) for each in found if each.key.startswith("slo:api/answers:")} == {linked}


def test_slos_of_several_windows_stand_in_one_table(tmp_path: Path) -> None:
    table = panel_of(tmp_path, "_slos", "slos")
    assert lines_of(table) == [
        ("slo:objective:ratio", "Objective"),
        (
            (
                "1 - slo:bad:increase7d / (slo:events:increase7d > 0)"
                " or 1 - slo:bad:increase30d / (slo:events:increase30d > 0)"
            ),
            "Good",
        ),
        ("slo:budget_remaining:ratio7d or slo:budget_remaining:ratio30d", "Budget left"),
        ("slo:bad_ratio:rate5m / (1 - slo:objective:ratio)", "Burn rate 5m"),
    ]
    assert [each.decimals for each in table.measures] == [1, 2, 1, None]
    history = panel_of(tmp_path / "b", "_slos", "budgets")
    assert str(history.period) == "30d"


@pytest.mark.parametrize(
    ("tiers", "window"),
    [
        ("page-and-ticket", "1h"),
        # Two hours are as far from one as half an hour is, and five minutes are further.
        ("ticket-only", "2h"),
        ("none", "5m"),
        ("[{budget: 5%, short: 30m, long: 6h, severity: critical}]", "30m"),
    ],
)
def test_how_long_a_budget_lasts_is_judged_by_about_an_hour(tiers: str, window: str, tmp_path: Path) -> None:
    panel = panel_of(tmp_path, "services/api", "slo:api/answers:lasts", tiers=tiers)
    of_slo = '{service="api", slo="answers"}'
    assert lines_of(panel) == [
        (
            f"clamp_min(slo:budget_remaining:ratio30d{of_slo}, 0) * 2592 / (slo:bad_ratio:rate{window}{of_slo} > 0)",
            "Budget lasts",
        )
    ]
    assert f"within the last {window}" in panel.description
    assert panel.no_value == "Not burning"
    # A day and a half is no two days.
    assert panel.decimals == 1


@pytest.mark.parametrize("tiers", ["page-and-ticket", "ticket-only", "none"])
def test_panels_of_slos_read_records_that_are_made(tiers: str, tmp_path: Path) -> None:
    outcome = compile_text(tmp_path, spec(tiers=tiers))
    stack = outcome.stacks["shop"].stack
    made = {
        rule.record
        for file in stack.rules
        for group in file.groups
        for rule in group.rules
        if not isinstance(rule, AlertingRule)
    }
    read = {
        word
        for dashboard in stack.dashboards
        for panel in panels_of(dashboard)
        for measure in panel.measures
        for word in text_of(measure).replace("{", " ").replace("(", " ").replace(")", " ").split()
        if word.startswith("slo:")
    }
    assert "slo:bad_ratio:rate5m" in read
    assert read <= made


def test_the_lines_of_a_burn_rate_are_those_of_its_alert(tmp_path: Path) -> None:
    panel = panel_of(tmp_path, "services/api", "slo:api/answers:burn")
    assert steps_of(panel) == [
        ("-", "fine"),
        ("1", "warning"),
        ("3", "warning"),
        ("6", "critical"),
        ("14.4", "critical"),
    ]
    assert [legend for _, legend in lines_of(panel)] == [
        f"within {each}" for each in ["5m", "30m", "1h", "2h", "6h", "1d", "3d"]
    ]
    assert "`ApiAnswersBudgetBurn` fires" in panel.description


def test_an_slo_without_alerts_speaks_of_none(tmp_path: Path) -> None:
    panel = panel_of(tmp_path, "services/api", "slo:api/answers:burn", tiers="none")
    assert (steps_of(panel), panel.description) == (
        [],
        "How fast the error budget burns: at 1 it lasts exactly 30d.",
    )


@pytest.mark.parametrize(
    ("objective", "decimals"), [("90%", 1), ("99%", 1), ("99.5%", 2), ("99.9%", 2), ("99.95%", 3), ("99.999%", 4)]
)
def test_a_share_of_good_events_has_a_digit_more_than_its_objective(
    objective: str, decimals: int, tmp_path: Path
) -> None:
    found = dashboards_of(tmp_path, spec().replace("99.9%", objective))["services/api"]
    (panel,) = (each for each in panels_of(found) if each.key == "slo:api/answers:good")
    assert panel.decimals == decimals
    assert f"The objective is {objective}." in panel.description


def dashboard_urls(folder: Path, text: str) -> dict[str, str | None]:
    stack = compile_text(folder, text).stacks["shop"].stack
    return {
        rule.alert: rule.annotations.get("dashboard_url")
        for file in stack.rules
        for group in file.groups
        for rule in group.rules
        if isinstance(rule, AlertingRule)
    }


def test_an_alert_leads_to_the_dashboard_of_its_service(tmp_path: Path) -> None:
    text = spec(links="dashboards: https://grafana.example.com/")
    uids = {each.file: each.uid for each in dashboards_of(tmp_path, text).values()}
    urls = dashboard_urls(tmp_path, text)
    assert urls["ApiDown"] == urls["ApiAnswersBudgetBurn"] == f"https://grafana.example.com/d/{uids['services/api']}"
    assert urls["HostFull"] == f"https://grafana.example.com/d/{uids['_stack']}"


def test_an_alert_s_own_dashboard_wins(tmp_path: Path) -> None:
    text = spec(links="dashboards: https://grafana.example.com").replace(
        "summary: Down", "summary: Down, dashboard: https://other.example.com/d/x"
    )
    assert dashboard_urls(tmp_path, text)["ApiDown"] == "https://other.example.com/d/x"


@pytest.mark.parametrize(
    "text",
    [spec(), spec(backends='loki: "3.7"', links="dashboards: https://grafana.example.com")],
    ids=["no address", "no Grafana"],
)
def test_an_alert_leads_nowhere_without_an_address_or_without_a_grafana(text: str, tmp_path: Path) -> None:
    assert set(dashboard_urls(tmp_path, text).values()) == {None}
