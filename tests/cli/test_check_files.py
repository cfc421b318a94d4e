"""`check FILE…`: rule files that no spec made."""

from __future__ import annotations

import json

import pytest

from tests.cli.console import Console

RULES = """\
groups:
  - name: queue
    rules:
      - alert: QueueGrows
        expr: |
          rate(queue_depth[5m])
            > 1
"""
PAGE = "# TYPE queue_depth gauge\nqueue_depth 3\n"


def test_a_finding_is_told_at_its_place_and_exits_with_1(console: Console) -> None:
    console.write("rules.yml", RULES)
    console.write("page.txt", PAGE)
    answer = console.run("check", "rules.yml", "--metrics", "page.txt", "--fail-on", "warning")
    assert (answer.code, answer.out) == (1, "")
    assert "warning[promql/rate-of-gauge]" in answer.err
    assert "rules.yml:6:11" in answer.err
    assert "page.txt:2:1" in answer.err


def test_without_a_page_the_same_rules_are_clean(console: Console) -> None:
    console.write("more/rules.yml", RULES)
    answer = console.run("check", "more")
    assert (answer.code, answer.out) == (0, "")
    assert "1 rule checked" in answer.err


def test_findings_are_data_in_the_formats_for_programs(console: Console) -> None:
    console.write("rules.yml", RULES.replace("> 1", "> ("))
    answer = console.run("check", "rules.yml", "--format", "json")
    assert (answer.code, answer.err) == (1, "")
    assert "promql/syntax" in json.dumps(json.loads(answer.out))


def test_the_named_version_is_asked(console: Console) -> None:
    console.write("rules.yml", RULES.replace("rate", "mad_over_time"))
    answer = console.run("check", "rules.yml", "--backend", "prometheus=2.42")
    assert answer.code == 1
    assert "promql/not-in-this-version" in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("rules.yml", "--env", "drill"),
        ("rules.yml", "--project", "."),
        ("--metrics", "page.txt"),
        ("--keep", "30d"),
        ("rules.yml", "--scrape-every", "soon"),
        ("rules.yml", "--backend", "loki=3.7"),
    ],
)
def test_options_that_do_not_go_together_are_refused(console: Console, arguments: tuple[str, ...]) -> None:
    console.write("rules.yml", RULES)
    answer = console.run("check", *arguments)
    assert answer.code == 2
    assert answer.err.startswith("error: ")


def test_a_comment_above_a_rule_allows_what_is_found_in_it(console: Console) -> None:
    console.write("page.txt", PAGE)
    allow = "      # signalwright: allow promql/rate-of-gauge because it never falls\n"
    console.write("rules.yml", RULES.replace("      - alert", allow + "      - alert"))
    answer = console.run("check", "rules.yml", "--metrics", "page.txt")
    assert (answer.code, answer.out) == (0, "")
    assert "clean, 1 allowed" in answer.err


def test_the_policy_of_the_project_holds_for_rule_files(console: Console) -> None:
    console.write("signalwright.yaml", "signalwright: 1\npolicy: {levels: {alerts/no-condition: error}}\n")
    console.write("rules.yml", RULES.replace("> 1", ""))
    assert console.run("check", "rules.yml").code == 1
    console.write("signalwright.yaml", "signalwright: 1\npolicy: {fail_on: warning}\n")
    assert console.run("check", "rules.yml").code == 1
    console.write("signalwright.yaml", "signalwright: 1\npolicy: {levels: {alerts/no-condition: off}}\n")
    assert console.run("check", "rules.yml").code == 0
