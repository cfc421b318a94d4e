"""Each kind of condition, evaluated over series as servers have them: several targets, late, reset, vanished."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

from tests.passes.drills import Expected, evaluate
from tests.servers.toolset import Toolset

SPEC = """
signalwright: 1
stack: shop
backends: {prometheus: "2.42"}
teams: {web: {}}
routing:
  quiet:
    - {name: fridays, days: [fri], from: "02:00", to: "04:15", mutes: [info]}
    - {name: saturdays, days: [sat], from: "22:00", to: "06:00", mutes: [info]}
    - {name: kolkata, from: "22:00", to: "06:00", zone: Asia/Kolkata, mutes: [info]}
    - {name: nights, from: "22:00", to: "06:00", mutes: [info]}
services:
  api:
    team: web
    scrape: {targets: ["a:80", "b:80"], labels: {zone: eu}}
    metrics:
      requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}, method: [GET, PUT]}}
      asked_total: counter
      seconds: {type: histogram, labels: [path], buckets: [0.5, 1, 2, 4]}
      depth: {type: gauge, labels: [queue]}
      limit: gauge
      share: {type: gauge, unit: ratio}
      done_timestamp_seconds: gauge
      build_info: {type: info, labels: [version]}
      maintenance: gauge
    alerts:
      Drill: {when: %s, severity: warning, summary: A drill}
    slos:
      answers: {bad: 'requests_total{status="500"}', total: requests_total, objective: 99%%}
      writes: {bad: 'requests_total{status="501"}', total: requests_total, objective: 99%%, window: 14d}
  main-db:
    team: web
    scrape: ["db:9187"]
    metrics: {connections: gauge, pools: {type: gauge, labels: [pool]}}
"""
OF_A = {"job": "api", "instance": "a:80", "zone": "eu"}
OF_B = {"job": "api", "instance": "b:80", "zone": "eu"}
RULE = {"severity": "warning", "team": "web", "service": "api"}


def on(target: dict[str, str], **more: str) -> str:
    """Returns label matchers of a series that a target exposes."""
    labels = {**target, "service": "api", **more}
    return "{" + ", ".join(f'{name}="{value}"' for name, value in labels.items()) + "}"


DB = '{job="main-db", instance="db:9187", service="main-db"%s}'
A, B = on(OF_A), on(OF_B)
MISSING = {"job": "api"}


@dataclass(frozen=True)
class Drill:
    """A condition, what is measured, and what comes of it.

    Attributes:
        condition: The condition in the spec language.
        series: The series, a sample each minute.
        expected: Moment → the labels of the alerts that fire then, beyond those that the rule sets.
    """

    condition: str
    series: dict[str, str]
    expected: dict[str, list[dict[str, str]]] = field(default_factory=dict)


DRILLS = {
    "a target that can't be scraped is down, the other one isn't": Drill(
        "down", {f"up{A}": "1x30", f"up{B}": "1x9 0x9 1x12"}, {"5m": [], "15m": [OF_B], "25m": []}
    ),
    "a service without any target is down": Drill("down", {"other": "1x30"}, {"5m": [MISSING]}),
    "a service without any target may be silent": Drill("{down: api, missing: silent}", {"other": "1x30"}, {"5m": []}),
    "another service's target is down": Drill(
        "{down: main-db}",
        {f"up{A}": "0x30", f"up{DB % ''}": "1x9 0x20"},
        {"5m": [], "15m": [{"job": "main-db", "instance": "db:9187"}]},
    ),
    "a target of one of several services is down": Drill(
        "{down: [api, main-db]}",
        {f"up{A}": "1x9 0x20", f"up{B}": "1x30", f"up{DB % ''}": "1x19 0x10"},
        {"5m": [], "15m": [OF_A], "25m": [OF_A, {"job": "main-db", "instance": "db:9187"}]},
    ),
    "one of several services is without any target": Drill(
        "{down: [api, main-db]}", {f"up{DB % ''}": "1x30"}, {"5m": [MISSING]}
    ),
    "several services are without any target": Drill(
        "{down: [api, main-db]}", {"other": "1x30"}, {"5m": [MISSING, {"job": "main-db"}]}
    ),
    "several services may be silent": Drill("{down: [api, main-db], missing: silent}", {"other": "1x30"}, {"5m": []}),
    "one of several services is down while a gauge of another is high": Drill(
        "{all: [{down: [api, main-db]}, {value: limit, above: 5}]}",
        {f"up{A}": "1x30", f"up{DB % ''}": "0x30", f"limit{A}": "9x10 1x20"},
        {"5m": [{"job": "main-db", "instance": "db:9187"}], "25m": []},
    ),
    "a gauge is judged on each target": Drill(
        "{value: depth, above: 10}",
        {f"depth{on(OF_A, queue='in')}": "11x30", f"depth{on(OF_B, queue='in')}": "10x30"},
        {"5m": [{**OF_A, "queue": "in"}]},
    ),
    "a gauge that is added up": Drill(
        "{value: depth, above: 10, by: [queue]}",
        {
            f"depth{on(OF_A, queue='in')}": "6x30",
            f"depth{on(OF_B, queue='in')}": "6x30",
            f"depth{on(OF_A, queue='out')}": "6x30",
        },
        {"5m": [{"queue": "in"}]},
    ),
    "shares are averaged and not added up": Drill(
        "{value: share, above: 90%, by: [zone]}",
        {f"share{A}": "0.5x30", f"share{B}": "0.6x30"},
        {"5m": []},
    ),
    "a missing gauge is silent unless it says otherwise": Drill(
        "{value: limit, below: 10}", {"other": "1x30"}, {"5m": []}
    ),
    "a missing gauge fires where it says so": Drill(
        "{value: limit, below: 10, missing: fires}", {"other": "1x30"}, {"5m": [MISSING]}
    ),
    "a rate adds up all targets": Drill(
        "{rate: asked_total, above: 1}",
        {f"asked_total{A}": "0+40x30", f"asked_total{B}": "0+40x30"},
        {"20m": [{}]},
    ),
    "a restart of a process is no rate": Drill(
        "{rate: asked_total, above: 10}",
        {f"asked_total{A}": "1000000+60x15 0+60x15"},
        {"10m": [], "16m": [], "18m": [], "25m": []},
    ),
    "a missing counter fires where it says so": Drill(
        "{rate: asked_total, below: 1, missing: fires}", {"other": "1x30"}, {"20m": [MISSING]}
    ),
    "a share of failures": Drill(
        """{ratio: {of: 'requests_total{status=~"5.."}', to: requests_total}, above: 10%}""",
        {
            f"requests_total{on(OF_A, status='200', method='GET')}": "0+80x30",
            f"requests_total{on(OF_B, status='500', method='GET')}": "0+20x30",
        },
        {"20m": [{}]},
    ),
    "no failures are no alert": Drill(
        """{ratio: {of: 'requests_total{status=~"5.."}', to: requests_total}, above: 10%}""",
        {f"requests_total{on(OF_A, status='200', method='GET')}": "0+80x30"},
        {"20m": []},
    ),
    "no traffic is no alert": Drill(
        """{ratio: {of: 'requests_total{status=~"5.."}', to: requests_total}, above: 10%}""",
        {
            f"requests_total{on(OF_A, status='200', method='GET')}": "80x30",
            f"requests_total{on(OF_B, status='500', method='GET')}": "20x30",
        },
        {"20m": []},
    ),
    "a share that falls to nothing": Drill(
        """{ratio: {of: 'requests_total{status="200"}', to: requests_total}, below: 10%, by: [method]}""",
        {
            f"requests_total{on(OF_A, status='500', method='GET')}": "0+80x30",
            f"requests_total{on(OF_A, status='200', method='PUT')}": "0+80x30",
        },
        {"20m": [{"method": "GET"}]},
    ),
    "a share of two gauges on each target": Drill(
        "{ratio: {of: share, to: limit}, above: 80%}",
        {f"share{A}": "9x30", f"limit{A}": "10x30", f"share{B}": "1x30", f"limit{B}": "10x30"},
        {"5m": [OF_A]},
    ),
    "a share of two gauges of which one has more labels": Drill(
        "{ratio: {of: depth, to: limit}, above: 80%}",
        {
            f"depth{on(OF_A, queue='in')}": "9x30",
            f"depth{on(OF_A, queue='out')}": "1x30",
            f"limit{A}": "10x30",
            f"limit{B}": "10x30",
        },
        {"5m": [{**OF_A, "queue": "in"}]},
    ),
    "a share of which the whole has more labels": Drill(
        "{ratio: {of: limit, to: depth}, above: 200%}",
        {f"depth{on(OF_A, queue='in')}": "3x30", f"depth{on(OF_A, queue='out')}": "9x30", f"limit{A}": "10x30"},
        {"5m": [{**OF_A, "queue": "in"}]},
    ),
    "a share whose part is missing fires where it says so": Drill(
        "{ratio: {of: share, to: limit}, below: 10%, missing: fires}", {f"limit{A}": "10x30"}, {"5m": [MISSING]}
    ),
    "a share whose whole is missing fires where it says so": Drill(
        "{ratio: {of: share, to: limit}, below: 10%, missing: fires}", {f"share{A}": "10x30"}, {"5m": [MISSING]}
    ),
    "a percentile of all targets": Drill(
        "{p95: seconds, above: 1s}",
        {
            f"seconds_bucket{on(OF_A, path='/', le='1')}": "0+80x30",
            f"seconds_bucket{on(OF_A, path='/', le='2.0')}": "0+100x30",
            f"seconds_bucket{on(OF_A, path='/', le='+Inf')}": "0+100x30",
        },
        {"20m": [{}]},
    ),
    "a percentile for each path": Drill(
        "{p50: seconds, above: 1s, by: [path]}",
        {
            f"seconds_bucket{on(OF_A, path='/slow', le='1.0')}": "0+10x30",
            f"seconds_bucket{on(OF_A, path='/slow', le='2.0')}": "0+100x30",
            f"seconds_bucket{on(OF_A, path='/slow', le='+Inf')}": "0+100x30",
            f"seconds_bucket{on(OF_A, path='/', le='1.0')}": "0+90x30",
            f"seconds_bucket{on(OF_A, path='/', le='2.0')}": "0+100x30",
            f"seconds_bucket{on(OF_A, path='/', le='+Inf')}": "0+100x30",
        },
        {"20m": [{"path": "/slow"}]},
    ),
    "no observations are no alert": Drill(
        "{p95: seconds, below: 1s}",
        {
            f"seconds_bucket{on(OF_A, path='/', le='1')}": "80x30",
            f"seconds_bucket{on(OF_A, path='/', le='+Inf')}": "100x30",
        },
        {"20m": []},
    ),
    "what was done long ago is old": Drill(
        "{age: done_timestamp_seconds, above: 10m}",
        {f"done_timestamp_seconds{A}": "0x30", f"done_timestamp_seconds{B}": "0+60x30"},
        {"5m": [], "15m": [OF_A]},
    ),
    "what was never done is old": Drill(
        "{age: done_timestamp_seconds, above: 10m}", {"other": "1x30"}, {"5m": [MISSING]}
    ),
    "the youngest counts among those that are taken together": Drill(
        "{age: done_timestamp_seconds, above: 10m, by: [zone]}",
        {f"done_timestamp_seconds{A}": "0x30", f"done_timestamp_seconds{B}": "0+60x30"},
        {"15m": []},
    ),
    "a counter grew": Drill(
        "{growth: asked_total, over: 5m, above: 100}",
        {f"asked_total{A}": "0+1x10 10+100x20"},
        {"8m": [], "20m": [{}]},
    ),
    "a restart of a process is no growth": Drill(
        "{growth: asked_total, over: 5m, above: 100}", {f"asked_total{A}": "5000+1x10 0+1x20"}, {"12m": []}
    ),
    "a gauge grew on one target": Drill(
        "{growth: depth, over: 5m, above: 100}",
        {f"depth{on(OF_A, queue='in')}": "0+30x30", f"depth{on(OF_B, queue='in')}": "9000-30x30"},
        {"20m": [{**OF_A, "queue": "in"}]},
    ),
    "a gauge that will be empty soon": Drill(
        "{predict: limit, over: 10m, ahead: 1h, below: 0}",
        {f"limit{A}": "600-10x30", f"limit{B}": "6000-10x30"},
        {"15m": [OF_A]},
    ),
    "a new version appears once": Drill(
        "{appears: build_info, labels: [version], over: 10m}",
        {
            f"build_info{on(OF_A, version='1')}": "1x30 stale",
            f"build_info{on(OF_A, version='2')}": "_x30 1x40",
            f"build_info{on(OF_B, version='1')}": "1x70",
        },
        {"25m": [], "35m": [{"version": "2"}], "45m": []},
    ),
    "a target that couldn't be scraped for a while brings nothing new": Drill(
        "{appears: build_info, labels: [version], over: 10m}",
        {f"build_info{on(OF_A, version='1')}": "1x30 stale _x3 1x40"},
        {"29m": [], "36m": [], "44m": [], "47m": []},
    ),
    "a series is absent": Drill("{absent: limit}", {"other": "1x30"}, {"5m": [MISSING]}),
    "a series of one target is enough": Drill("{absent: limit}", {f"limit{B}": "1x30"}, {"5m": []}),
    "a histogram is absent when nothing is counted": Drill(
        "{absent: seconds}", {f"seconds_count{on(OF_A, path='/')}": "1x30"}, {"5m": []}
    ),
    "two conditions hold on the same target": Drill(
        "{all: [{value: limit, above: 5}, {value: share, above: 50%}]}",
        {f"limit{A}": "9x30", f"share{A}": "0.9x30", f"limit{B}": "9x30", f"share{B}": "0.1x30"},
        {"5m": [OF_A]},
    ),
    "a condition without labels meets one on each target": Drill(
        "{all: [{value: limit, above: 5}, {rate: asked_total, above: 1}]}",
        {f"limit{A}": "9x30", f"asked_total{B}": "0+100x30"},
        {"20m": [OF_A]},
    ),
    "conditions of two services meet": Drill(
        "{all: [{value: limit, above: 5}, {value: connections, from: main-db, above: 90}]}",
        {f"limit{A}": "9x30", f"connections{DB % ''}": "91x10 1x20"},
        {"5m": [OF_A], "25m": []},
    ),
    "down and a condition of the same target meet": Drill(
        "{all: [down, {value: connections, from: main-db, above: 90}]}",
        {f"up{A}": "0x30", f"up{B}": "1x30", f"connections{DB % ''}": "91x30"},
        {"5m": [OF_A]},
    ),
    "a missing part of several conditions fires where it says so": Drill(
        "{all: [{value: limit, above: 5}, {value: share, below: 50%, missing: fires}]}",
        {f"limit{A}": "9x30", f"limit{B}": "1x30"},
        {"5m": [OF_A]},
    ),
    "the first of several conditions may be the missing one": Drill(
        "{all: [{value: share, below: 50%, missing: fires}, {value: limit, above: 5}]}",
        {f"limit{A}": "9x30", f"limit{B}": "1x30"},
        {"5m": [MISSING]},
    ),
    "both of two conditions may be missing": Drill(
        "{all: [{age: done_timestamp_seconds, above: 10m}, {value: limit, below: 5, missing: fires}]}",
        {"other": "1x30"},
        {"5m": [MISSING]},
    ),
    "nothing is missing where one target still shows it": Drill(
        "{all: [{value: limit, above: 5}, {value: share, below: 50%, missing: fires}]}",
        {f"limit{A}": "9x30", f"share{B}": "0.9x30"},
        {"5m": []},
    ),
    "one of two conditions is enough": Drill(
        "{any: [{value: limit, above: 5}, {value: depth, above: 5}]}",
        {f"limit{A}": "9x30", f"depth{on(OF_B, queue='in')}": "9x30"},
        {"5m": [OF_A, {**OF_B, "queue": "in"}]},
    ),
    "an exception holds on its own target": Drill(
        "{value: limit, above: 5, unless: {value: maintenance, above: 0}}",
        {f"limit{A}": "9x30", f"maintenance{A}": "1x30", f"limit{B}": "9x30", f"maintenance{B}": "0x30"},
        {"5m": [OF_B]},
    ),
    "an exception of another service holds for all": Drill(
        "{value: limit, above: 5, unless: {value: connections, from: main-db, below: 1}}",
        {f"limit{A}": "9x30", f"connections{DB % ''}": "0x10 5x20"},
        {"5m": [], "20m": [OF_A]},
    ),
    "an exception holds for what is missing as well": Drill(
        "{age: done_timestamp_seconds, above: 10m, unless: {value: maintenance, above: 0}}",
        {f"maintenance{A}": "1x10 0x20"},
        {"5m": [], "20m": [MISSING]},
    ),
    "an exception may itself be a missing series": Drill(
        "{value: limit, above: 5, unless: {down: main-db}}",
        {f"limit{A}": "9x30"},
        {"5m": []},
    ),
    "an exception may be a missing series of the same service": Drill(
        "{value: limit, above: 5, unless: {value: maintenance, above: 0, missing: fires}}",
        {f"limit{A}": "9x30", f"maintenance{A}": "_x10 0x20"},
        {"5m": [], "20m": [OF_A]},
    ),
    "a share with more labels below meets a gauge of the same labels": Drill(
        "{all: [{ratio: {of: limit, to: depth}, above: 200%}, {value: maintenance, above: 0}]}",
        {f"depth{on(OF_A, queue='in')}": "3x30", f"limit{A}": "10x30", f"maintenance{A}": "1x30"},
        {"5m": [{**OF_A, "queue": "in"}]},
    ),
    "an expression with a bound": Drill(
        '{expr: \'sum(limit{job="api"}) or sum(depth{job="api"})\', above: 5}',
        {f"depth{on(OF_A, queue='in')}": "9x30"},
        {"5m": [{}]},
    ),
}


def check(folder: Path, promtool: Path, drill: Drill) -> None:
    expected = [
        Expected(moment, "Drill", tuple({**labels, **RULE} for labels in firing))
        for moment, firing in drill.expected.items()
    ]
    assert evaluate(folder, str(promtool), SPEC % drill.condition, drill.series, expected) == ""


@pytest.mark.servers
@pytest.mark.parametrize("name", DRILLS)
def test_with_the_oldest_prometheus(tmp_path: Path, debian_tools: Toolset, name: str) -> None:
    check(tmp_path, debian_tools.find("promtool"), DRILLS[name])


@pytest.mark.current
@pytest.mark.parametrize("name", DRILLS)
def test_with_todays_prometheus(tmp_path: Path, current_tools: Toolset, name: str) -> None:
    check(tmp_path, current_tools.find("promtool"), DRILLS[name])


@pytest.mark.servers
def test_series_that_an_alert_makes_the_same_fail_its_rule(tmp_path: Path, debian_tools: Toolset) -> None:
    # Why `alerts/label-overwritten` is an error: promtool's own check takes such a file for right.
    rule = {"alert": "Drill", "expr": "depth > 1", "labels": {"queue": "any"}}
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "drill", "rules": [rule]}]}))
    series = [{"series": f'depth{{queue="{each}"}}', "values": "5x9"} for each in ("in", "out")]
    drill = {"interval": "1m", "input_series": series, "alert_rule_test": [{"alertname": "Drill", "eval_time": "5m"}]}
    test = {"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": [drill]}
    (tmp_path / "test.yml").write_text(yaml.safe_dump(test))
    promtool = str(debian_tools.find("promtool"))

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([promtool, *words], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert run("check", "rules", "rules.yml").returncode == 0
    assert "same labelset" in run("test", "rules", "test.yml").stderr
