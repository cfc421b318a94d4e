"""Where order says nothing, it follows from names: what moves within a spec doesn't move in the artifacts."""

from __future__ import annotations

from pathlib import Path

from tests.language.compiling import compile_text

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34"}
receivers: {relay: {webhook: "http://relay:8080/alerts"}}
teams: {web: {notify: {critical: [relay], warning: [relay]}}}
severities: [critical, warning]
TEMPLATES
services:
  api:
    USE
    scrape: ["api:8000"]
    metrics:
      requests_total: {type: counter, labels: {result: [done, failed]}}
      queue: gauge
    alerts:
      ALERTS
    slos:
      SLOS
"""
DOWN = "Down: {when: down, for: 1m, severity: critical}"
LONG = "Long: {when: {value: queue, above: {warning: 5, critical: 9}}, group: queues}"
BUSY = "Busy: {when: {rate: requests_total, over: 5m, above: 5}, severity: warning, group: answers}"
ANSWERS = "answers: {bad: 'requests_total{result=\"failed\"}', total: requests_total, objective: 99%}"
RESULTS = "results: {good: 'requests_total{result=\"done\"}', total: requests_total, objective: 95%}"


def made(folder: Path, templates: str, use: str, alerts: list[str], slos: list[str]) -> dict[str, bytes]:
    text = SPEC.replace("TEMPLATES", templates).replace("USE", use)
    text = text.replace("ALERTS", "\n      ".join(alerts)).replace("SLOS", "\n      ".join(slos))
    outcome = compile_text(folder, text, lower=True)
    assert [str(each) for each in outcome.found] == []
    return {each.path: each.content for each in outcome.stacks["shop"].artifacts}


def test_alerts_and_slos_can_change_places_without_a_difference(tmp_path: Path) -> None:
    first = made(tmp_path / "a", "", "team: web", [DOWN, LONG, BUSY], [ANSWERS, RESULTS])
    assert first == made(tmp_path / "b", "", "team: web", [BUSY, DOWN, LONG], [RESULTS, ANSWERS])


def test_an_alert_can_move_into_a_template_without_a_difference(tmp_path: Path) -> None:
    first = made(tmp_path / "a", "", "team: web", [BUSY, LONG, DOWN], [ANSWERS])
    template = f"templates: {{one: {{alerts: {{{DOWN}}}}}}}"
    assert first == made(
        tmp_path / "b", template, "{team: web, use: one}"[1:-1].replace(", ", "\n    "), [BUSY, LONG], [ANSWERS]
    )
