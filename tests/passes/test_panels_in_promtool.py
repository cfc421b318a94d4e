"""Queries of panels, judged by the real promtool: all of them parse, and what they answer is right."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from signalwright.ir.dashboard import Dashboard
from signalwright.promql.printer import show
from tests.checkout import ROOT
from tests.language.compiling import compile_files
from tests.passes.dashboards import dashboards_of, panels_of
from tests.passes.drills import evaluate
from tests.servers.toolset import Toolset


def asked(text: str) -> str:
    """Returns a query as Grafana sends it when a reader chose nothing: all jobs, all instances, a range of minutes."""
    return text.replace("$__rate_interval", "5m").replace("$job", ".+").replace("$instance", ".+")


def queries_of(dashboards: Iterable[Dashboard]) -> list[str]:
    """Returns what dashboards ask: panels, annotations, and the series of which readers choose."""
    found = []
    for dashboard in dashboards:
        found += [measure.query.text for panel in panels_of(dashboard) for measure in panel.measures]
        found += [each.query.text for each in dashboard.annotations]
        found += [show(each.selector) for each in dashboard.variables]
    return [asked(each) for each in found]


def specimens() -> dict[str, dict[str, str]]:
    """Returns the files of specs with many kinds of panels, by name."""
    rich = (ROOT / "tests" / "language" / "rich.yaml").read_text(encoding="utf-8")
    pages = {f"shop/runbooks/{each}.md": "# Page\n" for each in ("high-error-rate", "availability")}
    folder = ROOT / "spec"
    own = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yaml", ".md") and path.name != "README.md"
    }
    return {"rich": {"shop/stack.yaml": rich, **pages}, "voiceassist": own}


@pytest.mark.servers
@pytest.mark.parametrize("name", ["rich", "voiceassist"])
def test_promtool_reads_every_query(name: str, tmp_path: Path, debian_tools: Toolset) -> None:
    outcome = compile_files(tmp_path / "project", specimens()[name])
    texts = [text for compiled in outcome.stacks.values() for text in queries_of(compiled.stack.dashboards)]
    assert len(texts) > 100
    records = [{"record": f"asked_{number}", "expr": text} for number, text in enumerate(texts)]
    file = tmp_path / "asked.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "asked", "rules": records}]}), encoding="utf-8")
    command = [str(debian_tools.find("promtool")), "check", "rules", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(texts)} rules found" in done.stdout


SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "2.42", grafana: "12"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["a:80", "b:80"]
    metrics:
      asked_total: {type: counter, labels: [status]}
      waited_seconds: {type: histogram, labels: [path], buckets: [1, 2, 4]}
      used: {type: gauge, labels: [pool]}
      limit: {type: gauge, labels: [pool]}
      full_ratio: gauge
      done_timestamp_seconds: gauge
    alerts:
      Errors:
        when: {ratio: {of: 'asked_total{status="500"}', to: asked_total}, above: 5%}
        severity: critical
        summary: Errors
    slos:
      answers: {bad: 'asked_total{status="500"}', total: asked_total, objective: 90%, window: 1d}
  main-db: {team: web, scrape: ["db:80"], metrics: {used: gauge}}
dashboards:
  Tested: {panels: [PANEL]}
"""


def on_a(name: str, **labels: str) -> str:
    """Returns a series of the first target."""
    return _series(name, "a:80", labels)


def on_b(name: str, **labels: str) -> str:
    """Returns a series of the second target."""
    return _series(name, "b:80", labels)


def _series(name: str, instance: str, labels: Mapping[str, str]) -> str:
    every = {"job": "api", "instance": instance, "service": "api", **labels}
    return name + "{" + ", ".join(f'{label}="{value}"' for label, value in every.items()) + "}"


@dataclass(frozen=True)
class Answer:
    """A panel, what is measured, and what the panel shows of it.

    Attributes:
        panel: The panel in the spec language, or the key of one that is derived.
        series: The series, a sample each minute.
        at: The moment.
        shown: For each query, labels → value.
        file: The dashboard on which the panel stands.
        nearest: What values are rounded to; the sums of SLOs are made of samples every five minutes.
    """

    panel: str
    series: Mapping[str, str]
    at: str
    shown: tuple[Mapping[str, float], ...]
    file: str = "tested"
    nearest: float = 0.001


_OF_SLO = '{service="api", slo="answers"}'
_REQUESTS = {
    on_a("asked_total", status="200"): "0+60x1600",
    on_a("asked_total", status="500"): "0+0x1500 0+60x100",
}
# One observation a second below 1, one between 2 and 4.
_BUCKETS = {
    on_a("waited_seconds_bucket", path=path, le=bound): f"0+{step}x30"
    for path, steps in {"/": (60, 60, 120, 120), "/slow": (0, 0, 0, 60)}.items()
    for bound, step in zip(("1", "2", "4", "+Inf"), steps, strict=True)
}
ANSWERS = {
    "a rate adds up the targets, and follows the job that is chosen": Answer(
        "{rate: asked_total, by: [status]}",
        {
            on_a("asked_total", status="200"): "0+60x30",
            on_b("asked_total", status="200"): "0+120x30",
            on_b("asked_total", status="500"): "0+6x30",
        },
        "20m",
        ({'{status="200"}': 3, '{status="500"}': 0.1},),
    ),
    "a share is 0 while what is counted never happened": Answer(
        "{ratio: {of: 'asked_total{status=\"500\"}', to: asked_total}}",
        {on_a("asked_total", status="200"): "0+60x30"},
        "20m",
        ({"{}": 0},),
    ),
    "a share of nothing is none": Answer(
        "{ratio: {of: 'asked_total{status=\"500\"}', to: asked_total}}",
        {on_a("asked_total", status="200"): "7x30"},
        "20m",
        ({},),
    ),
    "an alert's share is 0 as well": Answer(
        "{alert: Errors}", {on_a("asked_total", status="200"): "0+60x30"}, "20m", ({"{}": 0},)
    ),
    "an alert's share is that of all targets": Answer(
        "{alert: Errors}",
        {on_a("asked_total", status="200"): "0+60x30", on_b("asked_total", status="500"): "0+20x30"},
        "20m",
        ({"{}": 0.25},),
    ),
    "gauges are compared target by target": Answer(
        "{ratio: {of: used, to: limit}, from: api}",
        {
            **{each("used", pool="x"): "3x30" for each in (on_a, on_b)},
            on_a("limit", pool="x"): "4x30",
            on_b("limit", pool="x"): "6x30",
            'used{job="main-db", instance="db:80", service="main-db"}': "9x30",
        },
        "20m",
        ({'{instance="a:80", pool="x"}': 0.75, '{instance="b:80", pool="x"}': 0.5},),
    ),
    "shares are averaged and not added up": Answer(
        "{value: full_ratio, by: []}",
        {on_a("full_ratio"): "0.4x30", on_b("full_ratio"): "0.6x30"},
        "20m",
        ({"{}": 0.5},),
    ),
    "two services' metrics of one name aren't mixed": Answer(
        "{value: used, by: [], from: api}, {up: main-db}",
        {on_a("used", pool="x"): "3x30", 'used{job="main-db", instance="db:80", service="main-db"}': "9x30"},
        "20m",
        ({"{}": 3},),
    ),
    "quantiles are told apart by a label": Answer(
        "{p50: waited_seconds, by: [path]}", _BUCKETS, "20m", ({'{path="/"}': 1, '{path="/slow"}': 4},)
    ),
    "latency is three quantiles": Answer(
        "{latency: 'waited_seconds{path=\"/\"}'}", _BUCKETS, "20m", ({"{}": 1}, {"{}": 3.6}, {"{}": 3.96})
    ),
    "an age is that of the last time": Answer(
        "{age: done_timestamp_seconds, by: []}",
        {on_a("done_timestamp_seconds"): "0x30", on_b("done_timestamp_seconds"): "600x30"},
        "20m",
        ({"{}": 600},),
    ),
    "growth is that of all targets": Answer(
        "{growth: asked_total, over: 10m}",
        {each("asked_total", status="200"): "0+60x30" for each in (on_a, on_b)},
        "20m",
        ({"{}": 1200},),
    ),
    # Within the day of 60 × 1,440 good requests, and 60 × 39 that failed in its last 39 minutes.
    "the share of good events is that of the whole window": Answer(
        "slo:api/answers:good", _REQUESTS, "1540m", ({_OF_SLO: 0.97},), "services/api", 0.01
    ),
    "what is left of a budget of a tenth": Answer(
        "slo:api/answers:left", _REQUESTS, "1540m", ({_OF_SLO: 0.74},), "services/api", 0.01
    ),
    # After 69 minutes 54 % are left; a half fails, five times what a tenth allows: 0.54 × 24 h ÷ 5 = 9,400 s.
    "a budget lasts as long as it burns": Answer(
        "slo:api/answers:lasts", _REQUESTS, "1570m", ({_OF_SLO: 9_400},), "services/api", 100
    ),
    "nothing burns while nothing fails": Answer(
        "slo:api/answers:lasts", _REQUESTS, "1400m", ({},), "services/api"
    ),
    "a service at which nothing fires has none firing": Answer(
        "services",
        {on_a("up"): "1x30", on_b("up"): "0x30", 'up{job="main-db", instance="db:80", service="main-db"}': "1x30"},
        "20m",
        (
            {'{service="api"}': 0.5, '{service="main-db"}': 1},
            {},
            {'{service="api"}': 0, '{service="main-db"}': 0},
        ),
        "_stack",
    ),
}  # fmt: skip


def check(folder: Path, promtool: Path, answer: Answer) -> None:
    panel = answer.panel if answer.panel.startswith("{") else "{text: Words}"
    spec = SPEC.replace("PANEL", panel)
    found = dashboards_of(folder / "project", spec)[answer.file]
    shown = next(each for each in panels_of(found) if panel == answer.panel or answer.panel in (panel, each.key))
    assert len(shown.measures) == len(answer.shown)
    values: list[dict[str, Any]] = [
        {
            "expr": f"round({asked(measure.query.text)}, {answer.nearest})",
            "eval_time": answer.at,
            "exp_samples": [{"labels": labels, "value": value} for labels, value in expected.items()],
        }
        for measure, expected in zip(shown.measures, answer.shown, strict=True)
    ]
    (folder / "rules").mkdir()
    assert evaluate(folder / "rules", str(promtool), spec, answer.series, [], values=values) == ""


@pytest.mark.servers
@pytest.mark.parametrize("case", ANSWERS)
def test_a_panel_shows_in_the_oldest_prometheus(case: str, tmp_path: Path, debian_tools: Toolset) -> None:
    check(tmp_path, debian_tools.find("promtool"), ANSWERS[case])


@pytest.mark.current
@pytest.mark.parametrize("case", ANSWERS)
def test_a_panel_shows_in_todays_prometheus(case: str, tmp_path: Path, current_tools: Toolset) -> None:
    check(tmp_path, current_tools.find("promtool"), ANSWERS[case])
