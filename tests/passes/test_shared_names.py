"""Alerts of one name in several services: each has its own receivers, its own silence, its own part of the page."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from signalwright.compile import CompiledStack
from signalwright.emit.source_map import origin_at
from signalwright.ir.dashboard import Panel
from signalwright.ir.rules import AlertingRule
from tests.language.compiling import compile_text
from tests.passes.alertmanager import deliver, held_back
from tests.passes.drills import Expected, evaluate
from tests.servers.toolset import Toolset

SPEC = """
signalwright: 1
stack: shop
backends: {prometheus: "2.42", alertmanager: "0.25", grafana: "12"}
receivers:
  pager: {webhook: {url: "http://pager:80/"}}
  chat: {webhook: {url: "http://chat:80/"}}
  audit: {webhook: {url: "http://audit:80/"}}
links: {runbooks: https://runbooks.example.com}
teams: {web: {}}
routing:
  notify: {critical: [pager], warning: [chat]}
  otherwise: chat
  also:
    - {labels: {alertname: Slow, service: jobs}, notify: [audit]}
    - {labels: {alertname: Many, service: store}, notify: [audit]}
    - {labels: {compliance: hipaa}, notify: [audit, chat]}
services:
  api:
    team: web
    scrape: ["api:80"]
    metrics: {depth: gauge, asked_total: counter}
    alerts:
      ApiDown: {when: down, severity: critical}
      Deep: {when: {value: depth, above: {warning: 5, critical: 9}}, group: depths}
      Many: {when: {rate: asked_total, above: {warning: 5, critical: 9}}}
      Odd: {when: {value: depth, above: {warning: 5, critical: 9}}}
      Slow: {when: {rate: asked_total, below: 5}, severity: warning, notify: [audit], labels: {compliance: hipaa}}
  jobs:
    team: web
    scrape: ["jobs:80"]
    metrics: {depth: {type: gauge, labels: [queue]}, asked_total: counter}
    alerts:
      JobsDown: {when: down, severity: critical}
      Deep:
        when: {value: depth, above: {warning: 5, critical: 9}}
        group: depths
        description: Look at the queue.
      Many: {when: {rate: asked_total, above: {warning: 5, critical: 9}}, runbook: many-jobs.md}
      Odd: {when: {expr: 'depth{job="jobs"}', above: {warning: 5, critical: 9}}, summary: Odd}
      Slow: {when: {rate: asked_total, below: 5}, severity: warning}
  store:
    team: web
    scrape: ["store:80"]
    metrics: {depth: gauge, asked_total: counter}
    alerts:
      Deep: {when: {value: depth, above: {warning: 5, critical: 9}}}
      Slow: {when: {rate: asked_total, below: 5}, severity: warning, notify: [pager]}
dashboards:
  Depths:
    panels: [{alert: Deep, from: api}, {alert: Deep, from: jobs}, {alert: ApiDown}]
"""
PLACE = {"stack": "shop"}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> CompiledStack:
    folder = tmp_path_factory.mktemp("spec")
    page = folder / "spec/shop/runbooks/many-jobs.md"
    page.parent.mkdir(parents=True)
    page.write_text("# Many jobs\n", encoding="utf-8")
    outcome = compile_text(folder, SPEC, lower=True)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    return outcome.stacks["shop"]


def labels(alert: str, severity: str, service: str, **more: str) -> dict[str, str]:
    return {"alertname": alert, "severity": severity, "service": service, "team": "web", **PLACE, **more}


def is_held(compiled: CompiledStack, alert: Mapping[str, str], firing: Mapping[str, str]) -> bool:
    return held_back(alert, [firing], compiled.stack.inhibitions)


@pytest.mark.parametrize("name", ["Deep", "Many", "Odd", "Slow"])
@pytest.mark.parametrize(("one", "other"), [("api", "jobs"), ("jobs", "api"), ("store", "api"), ("api", "store")])
def test_no_alert_holds_back_that_of_another_service(compiled: CompiledStack, name: str, one: str, other: str) -> None:
    assert not is_held(compiled, labels(name, "warning", one), labels(name, "critical", other))


@pytest.mark.parametrize(("name", "service"), [("Deep", "api"), ("Deep", "jobs"), ("Many", "jobs"), ("Odd", "api")])
def test_the_graver_holds_back_the_milder_of_the_same_service(compiled: CompiledStack, name: str, service: str) -> None:
    assert is_held(compiled, labels(name, "warning", service), labels(name, "critical", service))


def test_labels_that_only_one_service_has_tell_its_series_apart(compiled: CompiledStack) -> None:
    deep = labels("Deep", "warning", "jobs", queue="in")
    assert is_held(compiled, deep, labels("Deep", "critical", "jobs", queue="in"))
    assert not is_held(compiled, deep, labels("Deep", "critical", "jobs", queue="out"))


def test_what_is_known_of_one_service_is_not_taken_for_known_of_another(compiled: CompiledStack) -> None:
    odd = labels("Odd", "warning", "jobs", instance="jobs:80", queue="in")
    assert not is_held(compiled, odd, labels("Odd", "critical", "jobs", instance="jobs:80", queue="out"))


def test_services_that_are_alike_share_an_inhibition(compiled: CompiledStack) -> None:
    def about(name: str) -> list[set[tuple[str, str, str]]]:
        found = (each.source for each in compiled.stack.inhibitions)
        sources = [{(match.label, match.operator, match.value) for match in each} for each in found]
        return [{m for m in each if m[0] == "service"} for each in sources if ("alertname", "=", name) in each]

    assert about("Many") == [set()]
    assert about("Deep") == [{("service", "=~", "api|store")}, {("service", "=", "jobs")}]
    assert about("Odd") == [{("service", "=", "api")}]


def test_a_service_that_is_down_holds_back_its_own(compiled: CompiledStack) -> None:
    down = labels("JobsDown", "critical", "jobs", job="jobs", instance="jobs:80")
    assert is_held(compiled, labels("Many", "warning", "jobs"), down)
    assert not is_held(compiled, labels("Many", "warning", "api"), down)
    # An auditor is told of it in addition.
    assert not is_held(compiled, labels("Slow", "warning", "jobs"), down)


TOLD = {
    "receivers of its own": (labels("Slow", "warning", "api", compliance="hipaa"), {"audit", "chat"}),
    "other receivers of its own": (labels("Slow", "warning", "store"), {"pager"}),
    "those of the policy, and one in addition": (labels("Slow", "warning", "jobs"), {"chat", "audit"}),
    "those of the policy, with a label": (labels("Slow", "warning", "jobs", compliance="hipaa"), {"chat", "audit"}),
    "those of the policy alone": (labels("Many", "critical", "jobs"), {"pager"}),
    "nobody of theirs where it has no service": (
        {"alertname": "Slow", "severity": "warning", **PLACE, "team": "web"},
        {"chat"},
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_each_has_its_receivers_and_tells_them_once(compiled: CompiledStack, name: str) -> None:
    alert, receivers = TOLD[name]
    assert compiled.stack.route is not None
    found = [each.receiver for each in deliver(compiled.stack.route, alert)]
    assert sorted(found) == sorted(receivers)


@pytest.mark.servers
def test_amtool_says_the_same(compiled: CompiledStack, tmp_path: Path, debian_tools: Toolset) -> None:
    (file,) = (each for each in compiled.artifacts if each.path == "alertmanager/alertmanager.yml")
    (tmp_path / "alertmanager.yml").write_bytes(file.content)
    for alert, receivers in TOLD.values():
        words = [f"{label}={value}" for label, value in alert.items()]
        command = [str(debian_tools.find("amtool")), "config", "routes", "test", "--config.file=alertmanager.yml"]
        done = subprocess.run([*command, *words], cwd=tmp_path, capture_output=True, text=True, timeout=30, check=True)
        assert set(done.stdout.strip().split(",")) == receivers, alert


def test_services_that_tell_the_same_receivers_share_a_route(tmp_path: Path) -> None:
    spec = SPEC.replace("below: 5}, severity: warning", "below: 5}, severity: warning, notify: [pager]")
    spec = spec.replace(", notify: [pager], notify: [audit]", ", notify: [pager]").replace(
        ", runbook: many-jobs.md", ""
    )
    spec = spec.replace("notify: [pager], notify: [pager]", "notify: [pager]")
    outcome = compile_text(tmp_path, spec)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    route = outcome.stacks["shop"].stack.route
    assert route is not None
    (own,) = (each for each in route.routes if each.receiver == "pager" and each.matches[0].label == "alertname")
    assert [(each.label, each.value) for each in own.matches] == [("alertname", "Slow")]


def test_rules_of_a_group_that_services_share_stand_in_order_in_one_file(compiled: CompiledStack) -> None:
    (file,) = (each for each in compiled.artifacts if each.path == "prometheus/rules/_stack.yml")
    (group,) = yaml.safe_load(file.content)["groups"]
    assert group["name"] == "depths"
    found = [(rule["alert"], rule["labels"]["service"], rule["labels"]["severity"]) for rule in group["rules"]]
    assert found == [
        ("Deep", "api", "critical"),
        ("Deep", "api", "warning"),
        ("Deep", "jobs", "critical"),
        ("Deep", "jobs", "warning"),
    ]


def test_each_links_to_its_page(compiled: CompiledStack) -> None:
    linked = {
        (rule.alert, rule.service): rule.annotations["runbook_url"].removeprefix("https://runbooks.example.com/")
        for file in compiled.stack.rules
        for group in file.groups
        for rule in group.rules
        if isinstance(rule, AlertingRule)
    }
    assert linked["Deep", "api"] == linked["Deep", "jobs"] == linked["Deep", "store"] == "deep"
    assert linked["Many", "api"] == "many"
    assert linked["Many", "jobs"] == "many-jobs"


def test_a_page_covers_the_services_that_it_is_linked_from(compiled: CompiledStack) -> None:
    pages = {each.path: each.text for each in compiled.stack.pages}
    assert "An alert of the service `api`, for the team `web`." in pages["many.md"]
    assert 'job="jobs"' not in pages["many.md"]
    assert pages["slow.md"].startswith(
        "# Slow\n\nAn alert of the services `api`, `jobs` and `store`; the label `service` says which one it is about."
        "\n\n## api\n\n> asked_total of api grows by"
    )
    parts = pages["slow.md"].split("\n## ")[1:]
    assert [part.splitlines()[0] for part in parts] == ["api", "jobs", "store"]
    assert "| warning | audit, chat | - |" in parts[0]
    assert "| warning | chat, audit | - |" in parts[1]
    assert "| warning | pager | - |" in parts[2]
    for service, part in zip(("api", "jobs", "store"), parts, strict=True):
        assert f'job="{service}"' in part
        assert part.count("job=") == 1


def test_what_to_do_stands_with_the_service_that_says_it(compiled: CompiledStack) -> None:
    pages = {each.path: each.text for each in compiled.stack.pages}
    api, jobs, store = pages["deep.md"].split("\n## ")[1:]
    assert "Look at the queue." in jobs
    assert "What to do" not in api + store


def test_what_to_do_is_said_once_where_all_services_say_it(tmp_path: Path) -> None:
    said = "description: Look at it.}"
    spec = SPEC.replace(", runbook: many-jobs.md", "").replace("critical: 9}}}\n", "critical: 9}}, " + said + "\n")
    outcome = compile_text(tmp_path, spec)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    pages = {each.path: each.text for each in outcome.stacks["shop"].stack.pages}
    assert pages["many.md"].count("Look at it.") == 1
    assert pages["many.md"].index("Look at it.") < pages["many.md"].index("## api")


def test_each_part_of_a_page_leads_back_to_its_alert(compiled: CompiledStack) -> None:
    (page,) = (each for each in compiled.artifacts if each.path == "runbooks/deep.md")
    lines = page.content.decode().splitlines()
    found = {}
    for number, line in enumerate(lines, 1):
        origin = origin_at(page, number)
        assert origin is not None
        found[line] = origin.path
    for service in ("api", "jobs", "store"):
        assert found[f"## {service}"][:4] == ("services", service, "alerts", "Deep")
        assert found[f'depth{{job="{service}"}} > 9'][:4] == ("services", service, "alerts", "Deep")


def test_panels_of_one_alert_of_two_services_are_told_apart(compiled: CompiledStack) -> None:
    panels: list[Panel] = [
        panel
        for dashboard in compiled.stack.dashboards
        if dashboard.title == "Depths"
        for row in dashboard.rows
        for panel in row.panels
    ]
    assert [each.title for each in panels] == ["Deep of api", "Deep of jobs", "ApiDown"]
    assert len({each.key for each in panels}) == 3


def test_a_panel_of_an_alert_of_several_services_asks_whose(tmp_path: Path) -> None:
    spec = SPEC.replace("{alert: Deep, from: api}", "{alert: Deep}").replace(", runbook: many-jobs.md", "")
    (found,) = compile_text(tmp_path, spec).errors
    assert found.name == "dashboards/ambiguous-name"
    assert "`api`, `jobs`, `store`" in found.message


@pytest.mark.servers
def test_both_fire_and_say_whose_they_are(tmp_path: Path, debian_tools: Toolset) -> None:
    spec = SPEC.replace(", runbook: many-jobs.md", "")
    series = {
        'depth{job="api", instance="api:80", service="api"}': "7x20",
        'depth{job="jobs", instance="jobs:80", service="jobs", queue="in"}': "10x20",
    }
    deep = [
        {"service": "api", "job": "api", "instance": "api:80", "severity": "warning", "team": "web"},
        *(
            {"service": "jobs", "job": "jobs", "instance": "jobs:80", "queue": "in", "severity": each, "team": "web"}
            for each in ("critical", "warning")
        ),
    ]
    tool = str(debian_tools.find("promtool"))
    assert evaluate(tmp_path, tool, spec, series, [Expected("5m", "Deep", tuple(deep))]) == ""
