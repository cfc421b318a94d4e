"""What an editor shows of a spec, asked from the YAML language server that most editors use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from signalwright.diagnostics.report import Report
from signalwright.language.editors.names import names_of
from signalwright.language.editors.schema import stack_schema
from signalwright.language.editors.stacks import read_stacks
from signalwright.language.libraries import Libraries
from signalwright.language.project import load_project
from signalwright.language.source import Sources
from signalwright.language.starters import ABOUT, starter
from signalwright.registry import find
from tests.checkout import ROOT
from tests.servers.fetch_yaml_language_server import PROGRAMS
from tests.servers.language_client import CURSOR, LanguageClient, language_server
from tests.servers.toolset import editor

pytestmark = pytest.mark.current

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34"}
secrets: {pager: {file: /run/secrets/pager}}
receivers: {oncall: {pagerduty: pager}, chat: {webhook: "http://relay:8080"}}
severities: [page, ticket]
teams: {web: {notify: {page: [oncall], ticket: [chat]}}, data: {}}
templates: {job: {metrics: {last_run_seconds: gauge}}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      requests_total: {type: counter, labels: [status], help: Requests that were answered}
      duration_seconds: {type: histogram, buckets: [1]}
    alerts:
      Slow: {when: {p95: duration_seconds, over: 5m, above: 2s}, severity: page, runbook: slow.md}
    slos:
      fast: {histogram: duration_seconds, below: 1s, objective: 99%, window: 30d}
"""
# A service that is being written; `…` is the line of which a test speaks.
SERVICE = """\
signalwright: 1
services:
  queue:
    …
"""
ALERT = """\
signalwright: 1
services:
  queue:
    team: data
    alerts:
      Stuck:
        …
"""
_SECONDS = 300


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageClient]:
    """Returns an editor that knows every schema: `every` is that of all specs, others are those of stacks."""
    project = tmp_path_factory.mktemp("project")
    home = project / "spec" / "shop"
    (home / "runbooks").mkdir(parents=True)
    (home / "runbooks" / "slow.md").write_text("# Slow\n", encoding="utf-8")
    (home / "stack.yaml").write_text(SPEC, encoding="utf-8")
    schemas = project / "schemas"
    schemas.mkdir()
    (schemas / "every.json").write_bytes((ROOT / "docs/signalwright.schema.json").read_bytes())
    targets = find().targets
    for root in (project, ROOT):
        sources = Sources(root)
        loaded = load_project(root, sources, Report())
        assert loaded is not None
        for stack in read_stacks(loaded, sources):
            text = stack_schema(targets, names_of(stack, Libraries(sources)))
            (schemas / f"{stack.name}.json").write_text(text, encoding="utf-8")
    settings = {
        "yaml": {
            "schemas": {each.as_uri(): [f"**/{each.stem}/*.yaml"] for each in sorted(schemas.iterdir())},
            "schemaStore": {"enable": False},
            "validate": True,
            "hover": True,
            "completion": True,
        }
    }
    with language_server(editor().find(PROGRAMS[0]), settings, _SECONDS) as found:
        yield found


def within(frame: str, line: str) -> str:
    """Returns a document with a line, or several, in the place of `…`."""
    indent = next(each for each in frame.splitlines() if "…" in each).partition("…")[0]
    return frame.replace("…", line.replace("\n", f"\n{indent}"))


@pytest.mark.parametrize("folder", ["every", "shop"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"signalwright: 1\n{CURSOR}\n", {"stack", "services", "teams", "receivers", "routing", "environments"}),
        (within(SERVICE, CURSOR), {"team", "scrape", "metrics", "alerts", "slos", "use", "rows"}),
        (within(SERVICE, f"te{CURSOR}"), {"team"}),
        (within(ALERT, CURSOR), {"when", "for", "severity", "runbook", "notify", "summary"}),
        (within(ALERT, f"when:\n  {CURSOR}"), {"rate", "p95", "above", "over", "expr", "any"}),
        (within(ALERT, f"when: {{over: 5m, ra{CURSOR}}}"), {"rate", "p95", "above", "expr", "any"}),
        (within(SERVICE, f"metrics:\n  jobs_total: {CURSOR}"), {"counter", "gauge", "histogram"}),
        (within(SERVICE, f"metrics:\n  jobs_total:\n    {CURSOR}"), {"type", "labels", "buckets", "unit", "help"}),
        (f"signalwright: 1\nenvironments:\n  test:\n    change:\n      {CURSOR}\n", {"services", "routing", "teams"}),
    ],
    ids=["top", "service", "begun", "alert", "condition", "in braces", "type", "metric", "environment"],
)
def test_keys_and_words_of_the_language_are_suggested(
    folder: str, text: str, expected: set[str], client: LanguageClient
) -> None:
    found = client.suggestions(folder, text)
    assert expected <= set(found)
    assert "[object Object]" not in found


@pytest.mark.parametrize(
    ("text", "expected", "others"),
    [
        (within(SERVICE, f"team: {CURSOR}"), {"web", "data"}, {"oncall"}),
        (within(SERVICE, f"use: [{CURSOR}]"), {"job", "node", "postgres"}, {"web"}),
        (within(SERVICE, f"use: {CURSOR}"), {"job", "redis"}, {"web"}),
        (within(ALERT, f"severity: {CURSOR}"), {"page", "ticket"}, {"critical"}),
        (within(ALERT, f"runbook: {CURSOR}"), {"slow.md"}, {"web"}),
        (within(ALERT, f"notify:\n  - {CURSOR}"), {"oncall", "chat"}, {"web", "page"}),
        (within(ALERT, f"when: {{rate: {CURSOR}}}"), {"requests_total"}, {"duration_seconds", "last_run_seconds"}),
        (within(ALERT, f"when:\n  rate: {CURSOR}"), {"requests_total"}, {"duration_seconds", "last_run_seconds"}),
        (within(ALERT, f"when:\n  p95: {CURSOR}"), {"duration_seconds"}, {"requests_total"}),
        (within(ALERT, f"when:\n  value: {CURSOR}"), {"last_run_seconds"}, {"requests_total"}),
        (within(ALERT, f"when:\n  down: {CURSOR}"), {"api"}, {"web"}),
        (within(ALERT, f"when:\n  rate: x\n  by: [{CURSOR}]"), {"status", "job"}, {"web"}),
        (within(ALERT, f"when:\n  rate: x\n  above:\n    {CURSOR}"), {"page", "ticket"}, {"critical"}),
        (within(ALERT, f"when:\n  budget: {CURSOR}"), {"fast"}, {"web"}),
        (f"signalwright: 1\nteams:\n  new:\n    notify:\n      {CURSOR}\n", {"page", "ticket"}, {"critical"}),
        (f"signalwright: 1\nteams:\n  new:\n    notify:\n      page: [{CURSOR}]\n", {"oncall", "chat"}, {"web"}),
        (f"signalwright: 1\nreceivers:\n  new:\n    pagerduty: {CURSOR}\n", {"pager"}, {"oncall"}),
        (f"signalwright: 1\ndashboards:\n  New:\n    panels:\n      - slo: {CURSOR}\n", {"fast"}, {"Slow"}),
        (f"signalwright: 1\ndashboards:\n  New:\n    panels:\n      - alert: {CURSOR}\n", {"Slow"}, {"fast"}),
        (f"signalwright: 1\ndashboards:\n  New:\n    include: [{CURSOR}]\n", {"api"}, {"web"}),
        (f"signalwright: 1\nrouting:\n  otherwise: {CURSOR}\n", {"oncall", "chat"}, {"web"}),
        (f"signalwright: 1\nenvironments:\n  test:\n    remove: [{CURSOR}]\n", {"services.api.alerts.Slow"}, set()),
        (
            f"signalwright: 1\nenvironments:\n  test:\n    change:\n      routing:\n        otherwise: {CURSOR}\n",
            {"chat"},
            {"web"},
        ),
    ],
)
def test_names_of_the_stack_are_suggested_where_they_belong(
    text: str, expected: set[str], others: set[str], client: LanguageClient
) -> None:
    found = set(client.suggestions("shop", text))
    assert expected <= found
    assert not others & found


def test_what_is_the_same_in_each_environment_is_not_offered_there(client: LanguageClient) -> None:
    text = f"signalwright: 1\nenvironments:\n  test:\n    change:\n      {CURSOR}\n"
    assert not {"stack", "signalwright", "environments"} & set(client.suggestions("every", text))


def test_a_suggested_metric_says_what_it_is(client: LanguageClient) -> None:
    found = client.suggestions("shop", within(ALERT, f"when:\n  rate: {CURSOR}"))
    assert found["requests_total"] == "counter of api, by `status`: Requests that were answered"


@pytest.mark.parametrize("folder", ["every", "shop"])
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SPEC.replace("services:", f"ser{CURSOR}vices:"), "The services of the stack."),
        (SPEC.replace("api:\n", f"a{CURSOR}pi:\n"), "A service, with everything that is observed of it."),
        (SPEC.replace("team: web", f"te{CURSOR}am: web"), "The team that owns the service."),
        (SPEC.replace("alerts:", f"al{CURSOR}erts:"), "Its alerts."),
        (SPEC.replace("Slow:", f"Sl{CURSOR}ow:"), "An alert."),
        (SPEC.replace("when:", f"wh{CURSOR}en:"), "When the alert is raised"),
        (SPEC.replace("p95:", f"p9{CURSOR}5:"), "The 95th percentile of a histogram."),
        (SPEC.replace("above:", f"abo{CURSOR}ve:"), "The bound that must be exceeded"),
        (SPEC.replace("objective:", f"objec{CURSOR}tive:"), "The share of good events that is promised"),
        (SPEC.replace("pagerduty:", f"pager{CURSOR}duty:"), "A PagerDuty service."),
        (SPEC.replace("notify:", f"not{CURSOR}ify:"), "The receivers for each severity"),
        (SPEC.replace("page: [oncall]", f"pa{CURSOR}ge: [oncall]"), "The receivers for each severity"),
        (SPEC.replace("buckets:", f"buck{CURSOR}ets:"), "The upper bounds of a classic histogram"),
        (
            f"{SPEC}environments:\n  test: {{change: {{services: {{api: {{te{CURSOR}am: data}}}}}}}}\n",
            "The team that owns the service.",
        ),
    ],
    ids=lambda each: each if CURSOR not in each else "",
)
def test_a_key_explains_itself_at_every_depth(folder: str, text: str, words: str, client: LanguageClient) -> None:
    said = client.hover(folder, text)
    assert words in said
    assert "\\`" not in said


def test_an_explanation_shows_how_a_key_is_written(client: LanguageClient) -> None:
    said = client.hover("every", within(ALERT, f"f{CURSOR}or: 5m"))
    assert "```yaml\n5m\n```" in said


def test_the_name_of_a_metric_is_explained(client: LanguageClient) -> None:
    said = client.hover("shop", within(ALERT, f"when: {{rate: requests{CURSOR}_total}}"))
    assert "counter of api, by `status`: Requests that were answered" in said


@pytest.mark.parametrize("folder", ["every", "shop"])
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("teams:", "teems:"),
        ("team: web", "taem: web"),
        ("when:", "wenn:"),
        ("p95:", "p59:"),
        ("objective:", "objektive:"),
        ("buckets:", "bucket:"),
        ("pagerduty:", "pagerdutie:"),
    ],
)
def test_a_misspelt_key_is_underlined(folder: str, right: str, wrong: str, client: LanguageClient) -> None:
    text = SPEC.replace(right, wrong, 1)
    place = text[: text.index(wrong)]
    line, column = place.count("\n"), len(place) - place.rfind("\n") - 1
    found = [
        (each["range"]["start"]["line"], each["range"]["start"]["character"]) for each in client.problems(folder, text)
    ]
    assert (line, column) in found


def test_a_name_that_the_stack_doesnt_declare_yet_is_no_mistake_for_an_editor(client: LanguageClient) -> None:
    text = SPEC.replace("team: web", "team: new").replace("p95: duration_seconds", "rate: 'new_total{a=\"b\"}'")
    assert client.problems("shop", text) == []


def valid() -> Iterator[tuple[str, str, str]]:
    """Yields the name, the stack and the text of each valid spec in YAML that is ours."""
    yield "shop", "shop", SPEC
    for each in sorted((ROOT / "spec").rglob("*.yaml")):
        name = each.relative_to(ROOT / "spec")
        yield name.as_posix(), name.parts[0], each.read_text(encoding="utf-8")
    yield "rich.yaml", "shop", (ROOT / "tests/language/rich.yaml").read_text(encoding="utf-8")
    for template in ABOUT:
        for path, text in starter(template, "shop").items():
            if path.endswith(".yaml"):
                yield f"{template}/{path}", "shop", text


@pytest.mark.parametrize(("stack", "text"), [pytest.param(*each[1:], id=each[0]) for each in valid()])
def test_a_valid_spec_has_no_mistake_in_an_editor(stack: str, text: str, client: LanguageClient) -> None:
    assert [each["message"] for each in client.problems("every", text)] == []
    assert [each["message"] for each in client.problems(stack, text)] == []


def test_a_file_can_name_its_schema_itself(client: LanguageClient, tmp_path: Path) -> None:
    schema: Any = {"type": "object", "properties": {"only": {"description": "Nothing else."}}}
    (tmp_path / "own.json").write_text(json.dumps(schema), encoding="utf-8")
    text = f"# yaml-language-server: $schema={(tmp_path / 'own.json').as_uri()}\n{CURSOR}\n"
    assert set(client.suggestions("elsewhere", text)) == {"only"}
