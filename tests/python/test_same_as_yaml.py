"""What Python specs say is what their YAML twins say, to the byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from signalwright.compile import compile_project
from tests.checkout import ROOT
from tests.language.compiling import compile_files
from tests.python.specs import compile_python

TWINS = Path(__file__).parent
STACKS = [
    ("voiceassist", None),
    ("voiceassist", "drill"),
    # All that are compiled always: production, staging and development.
    ("residency-scheduler", None),
]


def artifacts(root: Path, name: str, environment: str | None) -> dict[str, bytes]:
    """Returns path and content of all that is made for a stack, in one environment or in all; errors excluded."""
    done = compile_project(root, environment=environment)
    assert not done.report.has_errors, [str(each) for each in done.report]
    return {
        f"{stack.folder}/{each.path}": each.content
        for stack in done.stacks
        if stack.stack.name == name
        for each in stack.artifacts
    }


@pytest.mark.parametrize(("name", "environment"), STACKS)
def test_a_stack_and_its_twin_in_the_other_language_make_the_same_files(
    name: str, environment: str | None, tmp_path: Path
) -> None:
    spec, twin = tmp_path / "spec" / name, TWINS / name.replace("-", "_")
    shutil.copytree(twin, spec, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "spec" / name / "runbooks", spec / "runbooks")
    made = artifacts(tmp_path, name, environment)
    wanted = artifacts(ROOT, name, environment)
    assert wanted
    assert made.keys() == wanted.keys()
    assert [path for path, content in wanted.items() if made[path] != content] == []


CONDITIONS = [
    (
        'requests.rate(over="10m", by=("method",)) > 100',
        "{rate: http_requests_total, over: 10m, by: [method], above: 100}",
    ),
    ("queue.value() < 3", "{value: queue_depth, below: 3}"),
    ("3 > queue.value()", "{value: queue_depth, below: 3}"),
    (
        'requests.where("status", like("5..")).ratio(requests, over="5m") > {"warning": "5%", "critical": "10%"}',
        (
            "{ratio: {of: 'http_requests_total{status=~\"5..\"}', to: http_requests_total, over: 5m}, "
            "above: {warning: 5%, critical: 10%}}"
        ),
    ),
    (
        'requests.where("status", not_like("5..")).where("method", "GET").growth(over="1h") > 5',
        '{growth: \'http_requests_total{status!~"5..", method="GET"}\', over: 1h, above: 5}',
    ),
    (
        'requests.where("method", not_equal("P\\\\T")).rate() > 5',
        "{rate: 'http_requests_total{method!=\"P\\\\T\"}', above: 5}",
    ),
    ('durations.p95(over="5m") > "2s"', "{p95: http_request_duration_seconds, over: 5m, above: 2s}"),
    ("durations.quantile(75) > 2", "{p75: http_request_duration_seconds, above: 2}"),
    ("durations.count.rate() > 2", "{rate: http_request_duration_seconds_count, above: 2}"),
    ('queue.age(missing="silent") > "24h"', "{age: queue_depth, missing: silent, above: 24h}"),
    ('queue.predict(over="6h", ahead="1d") > 9', "{predict: queue_depth, over: 6h, ahead: 1d, above: 9}"),
    ('version.appears(labels=["version"], over="10m")', "{appears: build_info, labels: [version], over: 10m}"),
    ("requests.absent()", "{absent: http_requests_total}"),
    ("api.down()", "down"),
    ('"down"', "down"),
    ("db.down()", "{down: db}"),
    ('answers.budget() < "10%"', "{budget: answers, below: 10%}"),
    ('rows.budget() < "10%"', "{budget: rows, from: db, below: 10%}"),
    ('api.budgets() < "0%"', "{budget: true, below: 0%}"),
    ('db.budgets() < "0%"', "{budget: true, from: db, below: 0%}"),
    ('during("nights", ahead="1h")', "{during: nights, ahead: 1h}"),
    ("stack.down(db, api)", "{down: [db, api]}"),
    ('stack.down("db", missing="silent")', "{down: [db], missing: silent}"),
    ("up.value() < 1", "{value: pg_up, from: db, below: 1}"),
    ('{"value": up, "below": 1}', "{value: pg_up, from: db, below: 1}"),
    ('{"ratio": {"of": up, "to": most}, "below": "5%"}', "{ratio: {of: pg_up, to: pg_most}, from: db, below: 5%}"),
    ("up.ratio(most) < '5%'", "{ratio: {of: pg_up, to: pg_most}, from: db, below: 5%}"),
    ('expr("up == 0")', "{expr: up == 0}"),
    (
        "(queue.value() > 1) & (queue.value() < 9) & requests.absent()",
        "{all: [{value: queue_depth, above: 1}, {value: queue_depth, below: 9}, {absent: http_requests_total}]}",
    ),
    (
        "any_of(queue.value() > 9, all_of(queue.value() > 1, up.value() < 1))",
        "{any: [{value: queue_depth, above: 9}, {all: [{value: queue_depth, above: 1}, PG_UP]}]}".replace(
            "PG_UP", "{value: pg_up, from: db, below: 1}"
        ),
    ),
    (
        "((queue.value() > 9) | requests.absent()).unless(db.down())",
        "{any: [{value: queue_depth, above: 9}, {absent: http_requests_total}], unless: {down: db}}",
    ),
]
YAML = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", grafana: "12"}
teams: {web: {}}
routing: {quiet: [{name: nights, to: "06:00", mutes: [info]}]}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      http_requests_total: {type: counter, labels: [method, status]}
      queue_depth: gauge
      http_request_duration_seconds: {type: histogram, buckets: [0.5, 1, 2, 5]}
      build_info: {type: info, labels: [version]}
    alerts:
      Odd: {when: WHEN, for: 5m, SEVERITYsummary: Odd}
    slos: {answers: {bad: 'http_requests_total{status="500"}', total: http_requests_total, objective: 99%, window: 30d}}
  db:
    team: web
    scrape: ["db:9187"]
    metrics: {pg_up: gauge, pg_most: gauge, pg_kept_total: counter, pg_rows_total: counter}
    slos: {rows: {good: pg_kept_total, total: pg_rows_total, objective: 99%, window: 7d}}
"""
PYTHON = """\
from signalwright.spec import during
durations = api.histogram("http_request_duration_seconds", buckets=[0.5, 1, 2, 5])
version = api.info("build_info", labels=("version",))
db = stack.service("db", team="web", scrape=["db:9187"])
up = db.gauge("pg_up")
most = db.gauge("pg_most")
kept, written = db.counter("pg_kept_total"), db.counter("pg_rows_total")
answers = api.slo("answers", bad=requests.where("status", "500"), total=requests, objective="99%", window="30d")
rows = db.slo("rows", good=kept, total=written, objective="99%", window="7d")
stack.say(routing={"quiet": [{"name": "nights", "to": "06:00", "mutes": ["info"]}]})
api.alert("Odd", when=WHEN, for_="5m", severity=SEVERITY, summary="Odd")
"""


@pytest.mark.parametrize(("written", "yaml"), CONDITIONS, ids=[each for each, _ in CONDITIONS])
def test_a_condition_makes_the_same_files(written: str, yaml: str, tmp_path: Path) -> None:
    several = "warning:" in yaml
    severity = "" if several else "severity: warning, "
    wanted = compile_files(
        tmp_path / "yaml", {"shop/stack.yaml": YAML.replace("WHEN", yaml).replace("SEVERITY", severity)}, lower=True
    )
    text = PYTHON.replace("WHEN", written).replace("SEVERITY", "None" if several else '"warning"')
    made = compile_python(tmp_path / "python", text, lower=True)
    assert [str(each) for each in made.found] == [str(each) for each in wanted.found] == []
    assert [(each.path, each.content) for each in made.stacks["shop"].artifacts] == [
        (each.path, each.content) for each in wanted.stacks["shop"].artifacts
    ]


RECORDS = [
    (
        'api.record("kept", requests.rate(by=("method",)), over=["5m", "1h"])',
        "{rate: http_requests_total, by: [method], over: [5m, 1h]}",
    ),
    (
        'api.record("kept", requests.where("status", like("5..")).ratio(requests), over="1h")',
        "{ratio: {of: 'http_requests_total{status=~\"5..\"}', to: http_requests_total}, over: 1h}",
    ),
    ('api.record("kept", up.value())', "{value: pg_up, from: db}"),
    ('api.record("kept", expr("sum(up)"), unit="targets")', "{expr: sum(up), unit: targets}"),
    ('api.record("kept", {"value": queue})', "{value: queue_depth}"),
    ('api.record("kept", p95=durations)', "{p95: http_request_duration_seconds}"),
]


@pytest.mark.parametrize(("written", "yaml"), RECORDS, ids=[each for each, _ in RECORDS])
def test_a_record_makes_the_same_files(written: str, yaml: str, tmp_path: Path) -> None:
    condition = 'api.alert("Odd", when=WHEN, for_="5m", severity=SEVERITY, summary="Odd")\n'
    alerts = "    alerts:\n      Odd: {when: WHEN, for: 5m, SEVERITYsummary: Odd}\n"
    spec = YAML.replace(alerts, f"    records: {{kept: {yaml}}}\n")
    wanted = compile_files(tmp_path / "yaml", {"shop/stack.yaml": spec}, lower=True)
    made = compile_python(tmp_path / "python", PYTHON.replace(condition, f"{written}\n"), lower=True)
    assert [str(each) for each in made.found] == [str(each) for each in wanted.found] == []
    assert [(each.path, each.content) for each in made.stacks["shop"].artifacts] == [
        (each.path, each.content) for each in wanted.stacks["shop"].artifacts
    ]


def test_a_record_of_the_stack_and_its_panel_are_what_yaml_says(tmp_path: Path) -> None:
    made = compile_python(
        tmp_path,
        """\
        kept = stack.record("asked", requests.rate(), over="1h")
        own = api.record("depth", queue.value())
        stack.dashboard("Kept", panels=[kept.panel(width=12), own.panel()])
        """,
    )
    assert [str(each) for each in made.errors] == []
    spec = made.variants[0].spec
    records, panels = spec.records or {}, (spec.dashboards or {})["Kept"].panels or []
    asked = records["asked"]
    assert (asked.rate, asked.from_, str(asked.over)) == ("http_requests_total", "api", "1h")
    assert [(each.record, each.from_, each.width) for each in panels] == [("asked", None, 12), ("depth", "api", None)]


def test_rows_of_a_service_and_a_dashboard_that_includes_them_make_the_same_files(tmp_path: Path) -> None:
    text = (
        PYTHON.replace("WHEN", "queue.value() > 9")
        .replace("SEVERITY", '"warning"')
        .replace("api.alert", "odd = api.alert")
    )
    text += """\
api.row("Waiting", [queue.value(width=12), odd.panel(), durations.latency(quantiles=["p50", "p95"])])
api.row("Below", [up.value(), requests.rate(by=["status"], stacked=False)])
db.row("Waiting", [{"value": most}])
stack.dashboard("All", panels=[queue.value()], include=[db, api])
"""
    rows = """\
    rows:
      Waiting:
        [{value: queue_depth, width: 12}, {alert: Odd},
        {latency: http_request_duration_seconds, quantiles: [p50, p95]}]
      Below: [{value: pg_up, from: db}, {rate: http_requests_total, by: [status], stacked: false}]
  db:
"""
    spec = YAML.replace("WHEN", "{value: queue_depth, above: 9}").replace("SEVERITY", "severity: warning, ")
    spec = spec.replace("  db:\n", rows) + (
        "    rows: {Waiting: [{value: pg_most}]}\n"
        "dashboards: {All: {panels: [{value: queue_depth, from: api}], include: [db, api]}}\n"
    )
    wanted = compile_files(tmp_path / "yaml", {"shop/stack.yaml": spec}, lower=True)
    made = compile_python(tmp_path / "python", text, lower=True)
    assert [str(each) for each in made.found] == [str(each) for each in wanted.found] == []
    assert [(each.path, each.content) for each in made.stacks["shop"].artifacts] == [
        (each.path, each.content) for each in wanted.stacks["shop"].artifacts
    ]


def test_every_key_of_the_language_can_be_said(tmp_path: Path) -> None:
    from signalwright.language.source.values import read_values

    rich = (ROOT / "tests/language/rich.yaml").read_text(encoding="utf-8")
    values = read_values(rich)
    assert isinstance(values, dict)
    del values["signalwright"]
    name = values.pop("stack")
    text = f"from signalwright.spec import Stack\nStack({name!r}, **{values!r})\n"
    pages = {f"shop/runbooks/{each}": "# A page\n" for each in ("high-error-rate.md", "availability.md")}
    wanted = compile_files(tmp_path / "yaml", {"shop/stack.yaml": rich, **pages})
    made = compile_files(tmp_path / "python", {"shop/stack.py": text, **pages})
    assert [each.message for each in made.found] == [each.message for each in wanted.found]
    assert {each.environment: each.spec for each in made.variants} == {
        each.environment: each.spec for each in wanted.variants
    }
    assert made.variants


def test_files_of_both_kinds_make_one_stack(tmp_path: Path) -> None:
    files = {
        "_organization/teams.py": 'from signalwright.spec import Part\nPart(teams={"web": {}})\n',
        "shop/stack.yaml": 'signalwright: 1\nstack: shop\nbackends: {prometheus: "3.15"}\n',
        "shop/services/api.py": (
            "from signalwright.spec import Part\n"
            'api = Part().service("api", team="web", scrape=["api:8000"])\n'
            'queue = api.gauge("queue")\n'
            'api.alert("Full", when=queue.value() > 9, severity="warning")\n'
        ),
        "shop/services/jobs.py": (
            "from signalwright.spec import Part\n"
            "from .api import queue\n"
            'jobs = Part().service("jobs", team="web", scrape=["jobs:8000"])\n'
            'jobs.alert("QueueFull", when=queue.value() > 9, severity="warning")\n'
        ),
    }
    outcome = compile_files(tmp_path, files)
    assert [str(each) for each in outcome.found] == []
    services = outcome.variants[0].spec.services or {}
    assert set(services) == {"api", "jobs"}
    alert = (services["jobs"].alerts or {})["QueueFull"]
    assert alert.when is not None
    assert alert.when.from_ == "api"
    own = (services["api"].alerts or {})["Full"]
    assert own.when is not None
    assert own.when.from_ is None
