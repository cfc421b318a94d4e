"""What is held back while something graver fires, and above all what isn't, by Alertmanager's reading of labels."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from signalwright.compile import CompiledStack
from tests.language.compiling import compile_text
from tests.passes.alertmanager import held_back
from tests.servers.toolset import Toolset

SPEC = """
signalwright: 1
stack: shop
backends: {prometheus: "2.42", alertmanager: "0.25"}
receivers:
  pager: {webhook: {url: "http://pager:80/"}}
  chat: {webhook: {url: "http://chat:80/"}}
  audit: {webhook: {url: "http://audit:80/"}}
teams: {web: {}, data: {}}
severities: [critical, warning, info]
routing:
  notify: {critical: [pager], warning: [chat]}
  otherwise: chat
  also:
    - {labels: {compliance: hipaa}, notify: [audit]}
    - {labels: {alertname: Watched}, notify: [audit]}
services:
  api:
    team: web
    scrape: ["a:80"]
    metrics:
      depth: {type: gauge, labels: [queue]}
      limit: gauge
      requests_total: counter
      good_total: counter
    alerts:
      ApiDown: {when: down, severity: critical}
      DatabaseGone: {when: {down: main-db}, severity: critical}
      Deep: {when: {value: depth, above: {warning: 5, critical: 9}}}
      Many: {when: {rate: requests_total, above: {warning: 5, critical: 9}}}
      Either:
        when: {any: [{value: depth, above: {warning: 5, critical: 9}}, {value: limit, above: 5}]}
        summary: Either
      Filled: {when: {ratio: {of: limit, to: depth}, above: {warning: 500%, critical: 900%}}}
      Written: {when: {expr: 'depth{job="api"}', above: {warning: 5, critical: 9}}, summary: Written}
      Slow: {when: {rate: requests_total, below: 5}, severity: warning}
      Ours: {when: {rate: requests_total, below: 5}, severity: warning, team: data}
      Recorded: {when: {rate: requests_total, below: 5}, severity: warning, labels: {compliance: hipaa}}
      Directed: {when: {rate: requests_total, below: 5}, severity: warning, notify: [audit]}
      Watched: {when: {rate: requests_total, below: 5}, severity: warning}
      Elsewhere: {when: {value: connections, from: main-db, above: 5}, severity: warning}
      Mystery: {when: {expr: 'sum(up)', above: 5}, severity: warning, summary: Mystery}
      Known: {when: {expr: 'sum(depth{job="api"})', above: 5}, severity: warning, summary: Known}
    slos:
      answers: {good: good_total, total: requests_total, objective: 99%, window: 30d}
      stored: {good: kept_total, total: rows_total, from: main-db, objective: 99%, window: 30d}
  main-db:
    team: data
    scrape: ["db-0:1", "db-1:1"]
    metrics: {connections: gauge, kept_total: counter, rows_total: counter}
    alerts:
      DatabaseDown: {when: down, severity: critical}
      Full: {when: {value: connections, above: 5}, severity: warning}
      Busy: {when: {rate: rows_total, above: 5}, severity: warning}
      Odd: {when: {value: connections, above: 1}, severity: critical}
  cache:
    team: web
    scrape: ["cache:1"]
    metrics: {hits_total: counter}
    alerts:
      EitherDown: {when: {down: [cache, found]}, severity: critical}
      ColdCache: {when: {rate: hits_total, below: 5}, severity: warning}
  found:
    team: web
    scrape: {targets: ["found-0:1"], dns: ["found:1"]}
    metrics: {found: gauge}
    alerts:
      FoundDown: {when: down, severity: critical}
      FoundMany: {when: {value: found, above: 5}, severity: warning}
  guarded:
    team: web
    scrape: ["guarded:1"]
    metrics: {served_total: counter}
    alerts:
      GuardedDown: {when: down, severity: critical, notify: [audit]}
      GuardedSlow: {when: {rate: served_total, below: 5}, severity: warning}
  watched:
    team: web
    scrape: ["watched:1"]
    metrics: {seen_total: counter}
    alerts:
      WatchedDown: {when: down, severity: critical, notify: [audit, pager]}
      WatchedSlow: {when: {rate: seen_total, below: 5}, severity: warning}
alerts:
  WholeBudget: {when: {budget: true, below: 10%}, severity: warning, team: web}
  WholeWritten:
    {when: {expr: 'max by (service) (scrape_duration_seconds)', above: 5}, severity: warning, team: web, summary: A}
  WholeDirected: {when: {value: limit, from: api, above: 5}, severity: warning, team: web, notify: [audit]}
  Whole: {when: {value: limit, from: api, above: 5}, severity: warning, team: web}
"""
A = {"job": "api", "instance": "a:80"}
DOWN = {"alertname": "ApiDown", "severity": "critical", "service": "api", "team": "web", **A}
DATABASE_DOWN = {
    "alertname": "DatabaseDown",
    "severity": "critical",
    "service": "main-db",
    "team": "data",
    "job": "main-db",
}
PLACE = {"environment": "live", "stack": "shop"}
API = {"service": "api", "team": "web"}


def alert(name: str, severity: str, **labels: str) -> dict[str, str]:
    return {"alertname": name, "severity": severity, **API, **labels}


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> CompiledStack:
    outcome = compile_text(tmp_path_factory.mktemp("spec"), SPEC, lower=True)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    return outcome.stacks["shop"]


def is_held(stack: CompiledStack, alert: dict[str, str], *firing: dict[str, str]) -> bool:
    return held_back({**PLACE, **alert}, [{**PLACE, **each} for each in firing], stack.stack.inhibitions)


HELD = {
    "the milder severity of one alert": (
        alert("Deep", "warning", **A, queue="in"),
        alert("Deep", "critical", **A, queue="in"),
    ),
    "the milder severity of an alert without labels": (alert("Many", "warning"), alert("Many", "critical")),
    "a ticket of an SLO that pages": (
        alert("ApiAnswersBudgetBurn", "warning", slo="answers"),
        alert("ApiAnswersBudgetBurn", "critical", slo="answers"),
    ),
    "a symptom of a service that is down": (alert("Slow", "warning"), DOWN),
    "a symptom that is written in PromQL": (alert("Known", "warning"), DOWN),
    "an alert of the stack about a service that is down": (alert("Whole", "warning", **A), DOWN),
    "a ticket of an SLO of a service that is down": (alert("ApiAnswersBudgetBurn", "warning", slo="answers"), DOWN),
    "a symptom of a service whose being down is told to others as well": (
        alert("WatchedSlow", "warning", service="watched"),
        alert("WatchedDown", "critical", service="watched", instance="watched:1"),
    ),
    "a symptom of the very target that is down": (
        {"alertname": "Full", "severity": "warning", "service": "main-db", "team": "data", "instance": "db-0:1"},
        {
            "alertname": "DatabaseDown",
            "severity": "critical",
            "service": "main-db",
            "team": "data",
            "instance": "db-0:1",
        },
    ),
    "a symptom of a service that is down, told by an alert about several": (
        alert("ColdCache", "warning", service="cache"),
        alert("EitherDown", "critical", service="cache", job="cache", instance="cache:1"),
    ),
    "a symptom without a target when no target is there at all": (
        {"alertname": "Busy", "severity": "warning", "service": "main-db", "team": "data"},
        DATABASE_DOWN,
    ),
}
SENT = {
    "the graver severity": (alert("Deep", "critical", **A, queue="in"), alert("Deep", "warning", **A, queue="in")),
    "another queue": (alert("Deep", "warning", **A, queue="out"), alert("Deep", "critical", **A, queue="in")),
    "another instance": (
        alert("Deep", "warning", job="api", instance="b:80", queue="in"),
        alert("Deep", "critical", **A, queue="in"),
    ),
    "another queue, where only one of two conditions has queues": (
        alert("Either", "warning", **A, queue="out"),
        alert("Either", "critical", **A, queue="in"),
    ),
    "another queue, where the whole of a share has queues": (
        alert("Filled", "warning", **A, queue="out"),
        alert("Filled", "critical", **A, queue="in"),
    ),
    "a series whose labels nobody knows": (
        alert("Written", "warning", **A, queue="out"),
        alert("Written", "critical", **A, queue="in"),
    ),
    "another SLO": (
        alert("ApiStoredBudgetBurn", "warning", slo="stored"),
        alert("ApiAnswersBudgetBurn", "critical", slo="answers"),
    ),
    "another environment": (
        alert("Slow", "warning", environment="staging"),
        {**DOWN, "environment": "live"},
    ),
    "an alert as grave as the one that a target is down": (alert("Deep", "critical", **A, queue="in"), DOWN),
    "an alert of another team": ({**alert("Ours", "warning"), "team": "data"}, DOWN),
    "an alert that somebody is told in addition": (alert("Recorded", "warning", compliance="hipaa"), DOWN),
    "an alert that somebody is told in addition by its name": (alert("Watched", "warning"), DOWN),
    "an alert with receivers of its own": (alert("Directed", "warning"), DOWN),
    "an alert of the stack with receivers of its own": (alert("WholeDirected", "warning", **A), DOWN),
    "what is left of a budget, told by an alert of the stack": (alert("WholeBudget", "warning", slo="answers"), DOWN),
    "an alert of the stack of which nobody knows what it is about": (alert("WholeWritten", "warning"), DOWN),
    "a symptom of a service whose being down is told to others instead": (
        alert("GuardedSlow", "warning", service="guarded"),
        alert("GuardedDown", "critical", service="guarded", instance="guarded:1"),
    ),
    "an alert about another service": (alert("Elsewhere", "warning", job="main-db", instance="db-0:1"), DOWN),
    "an SLO of another service": (alert("ApiStoredBudgetBurn", "warning", slo="stored"), DOWN),
    "an alert of which nobody knows what it is about": (alert("Mystery", "warning"), DOWN),
    "an alert of a service while another one is down": (
        alert("Slow", "warning"),
        alert("DatabaseGone", "critical", job="main-db", instance="db-0:1"),
    ),
    "an alert of a service while another service's own alert says so": (
        alert("Slow", "warning"),
        DATABASE_DOWN,
    ),
    "another target of a service of which one is down": (
        {"alertname": "Full", "severity": "warning", "service": "main-db", "team": "data", "instance": "db-1:1"},
        {
            "alertname": "DatabaseDown",
            "severity": "critical",
            "service": "main-db",
            "team": "data",
            "instance": "db-0:1",
        },
    ),
    "an alert of a service while an alert of it says that another one is down": (
        alert("ColdCache", "warning", service="cache"),
        alert("EitherDown", "critical", service="cache", job="found", instance="found-0:1"),
    ),
    "an alert of a service that an alert of another says is down": (
        alert("FoundMany", "warning", service="found", instance="found-0:1"),
        alert("EitherDown", "critical", service="cache", job="found", instance="found-0:1"),
    ),
    "another target that was found by its name": (
        {"alertname": "FoundMany", "severity": "warning", "service": "found", "team": "web", "instance": "found-1:1"},
        {"alertname": "FoundDown", "severity": "critical", "service": "found", "team": "web", "instance": "found-0:1"},
    ),
    "an alert of all targets of which one is down": (
        {"alertname": "Busy", "severity": "warning", "service": "main-db", "team": "data"},
        {
            "alertname": "DatabaseDown",
            "severity": "critical",
            "service": "main-db",
            "team": "data",
            "instance": "db-0:1",
        },
    ),
}


@pytest.mark.parametrize("name", HELD)
def test_is_held_back(stack: CompiledStack, name: str) -> None:
    held, firing = HELD[name]
    assert is_held(stack, held, firing)


@pytest.mark.parametrize("name", SENT)
def test_is_sent(stack: CompiledStack, name: str) -> None:
    sent, firing = SENT[name]
    assert not is_held(stack, sent, firing)


def test_nothing_holds_back_everything(stack: CompiledStack) -> None:
    for each in stack.stack.inhibitions:
        assert each.source
        assert each.target
        assert {"environment", "stack"} <= set(each.equal)


def test_the_emitted_rules_are_those(stack: CompiledStack) -> None:
    (file,) = (each for each in stack.artifacts if each.path == "alertmanager/alertmanager.yml")
    assert len(yaml.safe_load(file.content)["inhibit_rules"]) == len(stack.stack.inhibitions)


@pytest.mark.servers
def test_amtool_reads_them(stack: CompiledStack, tmp_path: Path, debian_tools: Toolset) -> None:

    (tmp_path / "templates").mkdir()
    for each in stack.artifacts:
        if each.path.startswith("alertmanager/"):
            (tmp_path / each.path.removeprefix("alertmanager/")).write_bytes(each.content)
    amtool = debian_tools.find("amtool")
    done = subprocess.run([amtool, "check-config", "alertmanager.yml"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
