"""The schema of a stack suggests what the stack declares, and refuses nothing that the compiler reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from signalwright.diagnostics.report import Report
from signalwright.language.editors.names import KINDS, Names, names_of
from signalwright.language.editors.schema import stack_schema
from signalwright.language.editors.stacks import StackParts, read_stacks
from signalwright.language.json_schema import json_schema, spec_schema
from signalwright.language.libraries import Libraries
from signalwright.language.project import load_project
from signalwright.language.source import Sources
from signalwright.language.starters import ABOUT, starter
from signalwright.registry import find
from tests.checkout import ROOT

RICH = ROOT / "tests/language/rich.yaml"
SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34"}
secrets: {pager: {file: /run/secrets/pager}}
receivers: {oncall: {pagerduty: pager}, chat: {webhook: "http://relay:8080"}}
severities: [page, ticket]
teams: {web: {notify: {page: [oncall]}}}
templates: {job: {metrics: {last_run_seconds: {type: gauge, labels: [queue]}}, alerts: {Late: {when: down}}}}
routing: {quiet: [{name: nights, mutes: [ticket]}]}
services:
  api:
    team: web
    use: [job, process]
    scrape: {targets: ["api:8000"], labels: {zone: eu}}
    metrics:
      requests_total: {type: counter, labels: {status: ["200"]}, help: Requests that were answered}
      duration_seconds: {type: histogram, buckets: [1]}
      version: info
    alerts: {Failing: {when: down, severity: page, labels: {compliance: hipaa}}}
    slos: {fast: {histogram: duration_seconds, below: 1s, objective: 99%}}
    records: {asked: {rate: requests_total}}
environments:
  staging: {add: {receivers: {sandbox: {webhook: "http://sandbox:8080"}}}}
"""
NAMES = {
    "alert-labels": {"alertname", "compliance", "environment", "service", "severity", "slo", "stack", "team"},
    "counters": {"requests_total", "process_cpu_seconds_total"},
    "gauges": {"last_run_seconds", "version"},
    "given": {"Late", "alerts", "records", "rows", "slos"},
    "histograms": {"duration_seconds"},
    "libraries": {"node", "postgres"},
    "metrics": {"requests_total", "duration_seconds", "last_run_seconds", "version"},
    "pages": {"failing.md"},
    "paths": {"services.api", "services.api.alerts.Failing", "receivers.chat", "services.api.metrics.version"},
    "quiet-times": {"nights"},
    "receivers": {"oncall", "chat", "sandbox"},
    "records": {"asked"},
    "secrets": {"pager"},
    "series-labels": {"job", "instance", "status", "queue", "zone"},
    "services": {"api"},
    "severities": {"page", "ticket"},
    "slos": {"fast"},
    "teams": {"web"},
    "templates": {"job"},
    "alerts": {"Failing", "Late"},
}


def read(root: Path) -> tuple[list[StackParts], Sources]:
    sources = Sources(root)
    project = load_project(root, sources, Report())
    assert project is not None
    return read_stacks(project, sources), sources


def project_of(folder: Path, text: str, name: str = "stack.yaml") -> Path:
    (folder / "spec" / "shop" / "runbooks").mkdir(parents=True, exist_ok=True)
    (folder / "spec" / "shop" / "runbooks" / "failing.md").write_text("# Failing\n")
    (folder / "spec" / "shop" / name).write_text(text)
    return folder


def names_in(folder: Path) -> Names:
    (stack,), sources = read(folder)
    return names_of(stack, Libraries(sources))


def schema_of(stack: StackParts, sources: Sources) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(stack_schema(find().targets, names_of(stack, Libraries(sources))))
    return made


def marks(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for mark in ("names", "keyed_by"):
            if isinstance(node.get(mark), str):
                yield from node[mark].split()
        for each in node.values():
            yield from marks(each)
    elif isinstance(node, list):
        for each in node:
            yield from marks(each)


def test_every_kind_of_name_is_declared_somewhere_and_named_somewhere() -> None:
    assert set(marks(spec_schema(find().targets))) == set(KINDS) == set(NAMES)


def test_the_schema_of_all_specs_has_no_marks() -> None:
    assert not list(marks(json.loads(json_schema(find().targets))))


@pytest.mark.parametrize("kind", KINDS)
def test_the_names_that_a_stack_declares_are_known(kind: str, tmp_path: Path) -> None:
    found = set(names_in(project_of(tmp_path, SPEC))[kind])
    assert found >= NAMES[kind]
    if kind not in ("counters", "gauges", "libraries", "metrics", "series-labels", "alerts", "given", "paths"):
        assert found == NAMES[kind]


def test_a_metric_is_of_one_kind(tmp_path: Path) -> None:
    names = names_in(project_of(tmp_path, SPEC))
    assert not set(names["counters"]) & set(names["gauges"])
    assert "requests_total" not in names["histograms"]


def test_a_name_says_what_it_is_about(tmp_path: Path) -> None:
    names = names_in(project_of(tmp_path, SPEC))
    assert names["counters"]["requests_total"] == "counter of api, by `status`: Requests that were answered"
    assert names["teams"]["web"] == "page: `oncall`"
    assert names["receivers"]["oncall"] == "`pagerduty`"


def test_severities_stand_from_the_gravest_on_also_where_none_is_declared(tmp_path: Path) -> None:
    assert list(names_in(project_of(tmp_path, SPEC))["severities"]) == ["page", "ticket"]
    project_of(tmp_path, SPEC.replace("severities: [page, ticket]\n", ""))
    assert list(names_in(tmp_path)["severities"]) == ["critical", "warning", "info"]


@pytest.mark.parametrize(
    "line",
    ["    tea\n", "    team: [\n", "    team: web: x\n", "\tteam: web\n", '    team: "web\n'],
    ids=["a key without a colon", "an open list", "two values", "a tab", "an open quote"],
)
def test_names_are_known_while_somebody_types(line: str, tmp_path: Path) -> None:
    names = names_in(project_of(tmp_path, SPEC.replace("    team: web\n", line)))
    assert {"oncall", "chat"} <= set(names["receivers"])
    assert "api" in names["services"]
    assert "web" in names["teams"]


@pytest.mark.parametrize("wrong", ["teams: 5", "teams: [web]", "teams: {web: 3}", "teams: {5: {}}", "teams:"])
def test_a_spec_with_mistakes_still_says_its_names(wrong: str, tmp_path: Path) -> None:
    right = next(each for each in SPEC.splitlines() if each.startswith("teams"))
    assert "api" in names_in(project_of(tmp_path, SPEC.replace(right, wrong)))["services"]


def test_what_no_file_can_hold_is_left_out(tmp_path: Path) -> None:
    said = {
        "teams": {"a\ud800": {}, "b": {"notify": {"page": ["c\ud800"]}}},
        "services": {"d": {"use": [{}, 3, "node"]}},
    }
    stack = StackParts("shop", (said,), (), ())
    names = names_of(stack, Libraries(Sources(tmp_path)))
    assert names["teams"] == {"b": ""}
    assert "names-teams" in stack_schema(find().targets, names)


def test_one_broken_file_leaves_the_others_their_names(tmp_path: Path) -> None:
    project_of(tmp_path, SPEC)
    project_of(tmp_path, "signalwright: 1\nservices: {a: *b}\n", "more.yaml")
    (stack,), sources = read(tmp_path)
    assert stack.unread == ("spec/shop/more.yaml",)
    assert "api" in names_of(stack, Libraries(sources))["services"]


def test_names_of_the_organization_and_of_python_are_known(tmp_path: Path) -> None:
    project_of(tmp_path, SPEC)
    (tmp_path / "spec" / "_organization").mkdir()
    (tmp_path / "spec" / "_organization" / "teams.yaml").write_text("signalwright: 1\nteams: {data: {}}\n")
    (tmp_path / "spec" / "shop" / "more.py").write_text(
        "from signalwright.spec import Part\n\npart = Part()\npart.service('queue', team='data').gauge('queue_depth')\n"
    )
    names = names_in(tmp_path)
    assert set(names["teams"]) == {"web", "data"}
    assert "queue" in names["services"]
    assert "queue_depth" in names["gauges"]


def test_a_stack_whose_name_is_no_file_name_is_called_like_its_folder(tmp_path: Path) -> None:
    (stack,), _ = read(project_of(tmp_path, SPEC.replace("stack: shop", "stack: ../../shop")))
    assert stack.name == "shop"


def test_what_is_no_name_of_the_stack_is_accepted_all_the_same(tmp_path: Path) -> None:
    (stack,), sources = read(project_of(tmp_path, SPEC))
    judge = jsonschema.Draft202012Validator(schema_of(stack, sources))
    new = {
        "team": "not-yet",
        "alerts": {"New": {"when": {"rate": 'requests_total{status="500"}', "above": {"new": 1}}, "notify": ["new"]}},
    }
    assert [each.message for each in judge.iter_errors({"signalwright": 1, "services": {"new": new}})] == []
    assert list(judge.iter_errors({"signalwright": 1, "services": {"new": {"tem": "web"}}}))


@pytest.mark.parametrize("name", ["spec", "rich.yaml", *ABOUT])
def test_every_spec_of_ours_is_accepted_by_the_schema_of_its_stack(name: str, tmp_path: Path) -> None:
    if name == "rich.yaml":
        project_of(tmp_path, RICH.read_text(encoding="utf-8"))
    elif name in ABOUT:
        for path, text in starter(name, "shop").items():
            file = tmp_path / "spec" / "shop" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    stacks, sources = read(ROOT if name == "spec" else tmp_path)
    assert len(stacks) == (4 if name == "spec" else 1)
    for stack in stacks:
        schema = schema_of(stack, sources)
        jsonschema.Draft202012Validator.check_schema(schema)
        judge = jsonschema.Draft202012Validator(schema)
        assert stack.files
        assert stack.unread == ()
        for said in stack.files:
            assert [each.message for each in judge.iter_errors({"signalwright": 1, **said})] == []
