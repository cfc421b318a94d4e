"""Runbook pages that are made from alerts, read by somebody who has never seen the spec."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.ir.rules import AlertingRule
from signalwright.passes.readable import in_markdown, without_templates
from tests.language.compiling import compile_text

SPEC = r"""
signalwright: 1
stack: shop
backends: {prometheus: "2.42", alertmanager: "0.25"}
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
    - {labels: {compliance: hipaa}, notify: [audit]}
    - {labels: {queue: paid}, notify: [audit, chat]}
    - {labels: {service: api, severity: info}, notify: [audit]}
  quiet: [{name: nights, mutes: [warning]}]
services:
  api:
    team: web
    scrape: ["a:80"]
    metrics: {depth: {type: gauge, labels: [queue]}, asked_total: counter}
    alerts:
      ApiDown: {when: down, severity: critical}
      Deep:
        when: {value: 'depth{queue!="<b>*x*"}', above: {warning: 5, critical: 9}}
        for: 5m
        description: Look at `{{ $labels.queue }}` first.
        dashboard: https://grafana.example.com/d/api
      Recorded: {when: {value: depth, above: 5}, severity: warning, labels: {compliance: hipaa}}
      Directed: {when: {value: depth, above: 5}, severity: warning, notify: [pager]}
      Written: {when: {value: depth, above: 5}, severity: warning, runbook: written-page.md}
    slos: {answers: {bad: 'asked_total{instance="x"}', total: asked_total, objective: 99%, window: 30d}}
alerts:
  Everything: {when: {value: depth, from: api, above: 5}, severity: critical, team: web}
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("spec")
    written = folder / "spec/shop/runbooks/written-page.md"
    written.parent.mkdir(parents=True)
    written.write_text("# Written\n", encoding="utf-8")
    outcome = compile_text(folder, SPEC)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    return {page.path: page.text for page in outcome.stacks["shop"].stack.pages}


def test_every_alert_has_a_page_and_written_ones_stay(pages: dict[str, str]) -> None:
    made = {"api-down", "deep", "recorded", "directed", "everything", "api-answers-budget-burn"}
    assert pages.keys() == {f"{name}.md" for name in made} | {"written-page.md"}
    assert pages["written-page.md"] == "# Written\n"


def test_a_written_page_that_is_called_like_an_alert_is_its_page(tmp_path: Path) -> None:
    page = tmp_path / "spec/shop/runbooks/api-down.md"
    page.parent.mkdir(parents=True)
    page.write_text("# What to do\n", encoding="utf-8")
    stack = compile_text(tmp_path, SPEC.replace(", runbook: written-page.md", "")).stacks["shop"].stack
    assert {each.path: each.text for each in stack.pages}["api-down.md"] == "# What to do\n"
    (rule,) = (
        rule
        for file in stack.rules
        for group in file.groups
        for rule in group.rules
        if isinstance(rule, AlertingRule) and rule.alert == "ApiDown"
    )
    assert rule.annotations["runbook_url"] == "https://runbooks.example.com/api-down"


def test_a_page_of_one_severity_does_not_say_which_one_is_held_back(tmp_path: Path) -> None:
    recorded = "Recorded: {when: {value: depth, above: 5}, severity: warning, labels: {compliance: hipaa}}"
    spec = SPEC.replace(recorded, "").replace("    - {labels: {compliance: hipaa}, notify: [audit]}\n", "")
    outcome = compile_text(tmp_path, spec.replace(", runbook: written-page.md", ""))
    assert [str(each) for each in outcome.errors] == []
    (page,) = (each.text for each in outcome.stacks["shop"].stack.pages if each.path == "written.md")
    assert "While `ApiDown` fires for the same thing, nobody is told.\n" in page


def test_a_page_reads_well(pages: dict[str, str]) -> None:
    assert (
        pages["deep.md"]
        == r"""# Deep

> depth{queue!="\<b>\*x\*"} of api is ‹value› at ‹instance› queue=‹queue›

An alert of the service `api`, for the team `web`.

## What to do

Look at `‹queue›` first.

## What it means

**critical**: the query below has had a result for 5m without a break. Each series is an alert.

```promql
depth{job="api", queue!="<b>*x*"} > 9
```

**warning**: the query below has had a result for 5m without a break. Each series is an alert.

```promql
depth{job="api", queue!="<b>*x*"} > 5
```

## Who is told

| severity | receivers | not during |
|---|---|---|
| critical | pager, audit (where `queue` is `paid`), chat (where `queue` is `paid`) | - |
| warning | chat, audit (where `queue` is `paid`) | nights |

While `ApiDown` fires for the same thing, nobody is told of the severity warning.

## Where to look

- [dashboard](https://grafana.example.com/d/api)
"""
    )


def test_who_is_told_in_addition_stands_on_the_page(pages: dict[str, str]) -> None:
    assert "| warning | chat, audit | nights |" in pages["recorded.md"]


def test_who_is_told_instead_stands_on_the_page(pages: dict[str, str]) -> None:
    assert "| warning | pager, audit (where `queue` is `paid`)" in pages["directed.md"]


def test_what_nothing_holds_back_says_nothing_of_it(pages: dict[str, str]) -> None:
    for name in ("api-down.md", "recorded.md", "directed.md", "everything.md"):
        assert "nobody is told" not in pages[name], name


def test_an_alert_of_the_stack_says_so(pages: dict[str, str]) -> None:
    assert "An alert of the stack `shop`, for the team `web`." in pages["everything.md"]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain", "plain"),
        ("{{ $value | humanizePercentage }} fail", "‹value› fail"),
        ('{{ $value | printf "%.2f" }} of {{ $labels.queue }}', "‹value› of ‹queue›"),
        ("{{$labels.a}}{{ .Labels.b }}{{ .Value }}", "‹a›‹b›‹value›"),
        ("x{{ with $labels.a }} at {{ . }}{{ end }}", "x at ‹a›"),
        ("x{{ with $labels.a }} at {{ . }}{{ else }} nowhere{{ end }}", "x at ‹a›"),
        ("{{ if gt $value 1.0 }}{{ $value }} old{{- else }}none{{ end }}", "‹value› old / none"),
        ("{{ if eq $value 1.0 }}gone{{ else }}a{{ with $labels.b }} at {{ . }}{{ end }}{{ end }}", "gone / a at ‹b›"),
        ('{{ query "up" | first | value }} up', "… up"),
    ],
)
def test_templates_become_sentences(template: str, text: str) -> None:
    assert without_templates(template) == text


def test_markdown_shows_the_characters_of_a_text() -> None:
    assert in_markdown("a <b>\n *c* \\ d_e_f") == r"a \<b> \*c\* \\ d_e_f"


def test_pages_are_the_same_twice(tmp_path: Path, pages: dict[str, str]) -> None:
    again = compile_text(tmp_path, SPEC.replace(", runbook: written-page.md", ""))
    texts = {page.path: page.text for page in again.stacks["shop"].stack.pages}
    assert all(texts[name] == text for name, text in pages.items() if name != "written-page.md")
