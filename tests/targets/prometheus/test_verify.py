"""What promtool's words become; the recorded ones are those of 2.42 and 3.15."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from signalwright.ir.values import Version
from signalwright.target import Completed, Finding
from signalwright_targets.prometheus.verify import read_answer, verify
from tests.targets.prometheus.stacks import file, group, lower, record, stack
from tests.targets.prometheus.tools import ENDS, run, tool

API, WEB, CONFIG = ("prometheus/rules/api.yml", "prometheus/rules/web.yml", "prometheus/prometheus.yml")
RULES = {"groups": [{"name": "f", "rules": []}, {"name": "g", "rules": []}]}

BROKEN_RULES = """\
groups:
  - name: f
    rules: []
  - name: g
    rules:
      - alert: A
        expr: |
          rate(foo[5m]) >
            sum(x
      - record: r
        expr: sum(x[5m])
      - alert: T
        expr: up == 0
        labels:
          __name__: b
        annotations:
          s: "{{ nofunc }}"
  - name: g
    rules:
      - record: r
        expr: up
        for: 5m
"""
UNKNOWN_FIELDS = """\
groups:
  - name: g
    rulez: []
    rules:
      - record: r
        expr: up
        labels: [a]
"""
BROKEN_YAML = "groups:\n  - name: [\n"
UNCLOSED = "could not parse expression: 3:1: parse error: unclosed left parenthesis"
RANGE = (
    "could not parse expression: 1:5: parse error: "
    "expected type instant vector in aggregation expression, got range vector"
)


def refused(stderr: str, stdout: str = "", documents: dict[str, Any] | None = None) -> list[Finding]:
    """Returns the findings of a refusal."""
    return read_answer(documents or {API: RULES, WEB: RULES}, Completed(1, stdout, stderr))


def test_configuration_and_rule_files_are_checked_by_one_call_each() -> None:
    made = stack(rules=[file("web", group("g", record("a:b", "up"))), file("api", group("g", record("a:c", "up")))])
    config, rules = verify(list(lower(made)[0].values()), Version("3.15"))
    assert config.arguments == ("check", "config", "--syntax-only", CONFIG)
    assert config.inputs == (CONFIG,)
    assert rules.arguments == ("check", "rules", "--lint=none", API, WEB)
    assert rules.inputs == (API, WEB)
    assert config.tool.name == rules.tool.name == "promtool"


def test_without_rules_only_the_configuration_is_checked() -> None:
    (config,) = verify(list(lower(stack())[0].values()), Version("3.15"))
    assert config.inputs == (CONFIG,)


def test_without_artifacts_nothing_is_checked() -> None:
    assert list(verify([], Version("3.15"))) == []


def test_what_promtool_accepts_is_no_finding() -> None:
    lint = f"  FAILED:\n{API}: lint error 1 duplicate rule(s) found.\n"
    assert read_answer({API: RULES}, Completed(0, f"Checking {API}\n  SUCCESS: 1 rules found\n", lint)) == []


def test_a_refused_expression_names_line_and_rule() -> None:
    assert refused(f'  FAILED:\n{API}: 6:15: group "g", rule 1, "A": {UNCLOSED}\n') == [
        Finding(f'group "g", rule 1, "A": {UNCLOSED}', API, 6, ("groups", 1, "rules", 0), (3, 1))
    ]


def test_a_refusal_without_a_line_names_the_rule_and_its_template() -> None:
    text = 'group "g", rule 3, "T": annotation "s": template: __alert_T:1: function "nofunc" not defined'
    assert refused(f"  FAILED:\n{WEB}: {text}\n") == [
        Finding(text, WEB, None, ("groups", 1, "rules", 2, "annotations", "s"))
    ]
    assert refused(f'  FAILED:\n{WEB}: group "g", rule 3, "T": invalid label name: __x\n')[0].path == (
        "groups",
        1,
        "rules",
        2,
    )


def test_a_refusal_with_two_places_takes_the_first() -> None:
    text = "group \"g\", rule 1, \"r\": only one of 'record' and 'alert' must be set"
    assert refused(f"  FAILED:\n{API}: 4:9: 5:9: {text}\n") == [Finding(text, API, 4, ("groups", 1, "rules", 0))]


@pytest.mark.parametrize(("said", "line"), [("18:5", 18), ("0:0", None)])
def test_a_repeated_group_has_a_line_where_promtool_knows_one(said: str, line: int | None) -> None:
    text = 'groupname: "g" is repeated in the same file'
    assert refused(f"  FAILED:\n{API}: {said}: {text}\n") == [Finding(text, API, line)]


def test_unknown_fields_are_findings_with_their_lines_and_each_once() -> None:
    stderr = f"""\
  FAILED:
{API}: yaml: unmarshal errors:
  line 3: field rulez not found in type rulefmt.RuleGroup
  line 8: cannot unmarshal !!seq into map[string]string
{API}: yaml: unmarshal errors:
  line 8: cannot unmarshal !!seq into map[string]string
"""
    assert refused(stderr) == [
        Finding("field rulez not found in type rulefmt.RuleGroup", API, 3),
        Finding("cannot unmarshal !!seq into map[string]string", API, 8),
    ]


def test_complaints_about_several_files_stay_apart() -> None:
    stderr = (
        f"  FAILED:\n{API}: first\nsecond line\n  FAILED:\n{WEB}: yaml: line 2: did not find expected node content\n"
    )
    assert refused(stderr) == [
        Finding("first\nsecond line", API),
        Finding("yaml: line 2: did not find expected node content", WEB, 2),
    ]


def test_the_configuration_is_named_by_an_unknown_field() -> None:
    stderr = f"""\
time=2026-01-01T00:00:00.000Z level=WARN source=main.go:1 msg="something"
  FAILED: parsing YAML file {CONFIG}: yaml: unmarshal errors:
  line 1: field nope not found in type config.plain
"""
    document: dict[str, Any] = {CONFIG: {"scrape_configs": []}}
    assert refused(stderr, documents=document) == [Finding("field nope not found in type config.plain", CONFIG, 1)]


def test_a_refused_scrape_job_is_named_by_its_path() -> None:
    text = 'found multiple scrape configs with job name "b"'
    document = {CONFIG: {"scrape_configs": [{"job_name": "a"}, {"job_name": "b"}, {"job_name": "b"}]}}
    assert refused(f"  FAILED: parsing YAML file {CONFIG}: {text}\n", documents=document) == [
        Finding(text, CONFIG, None, ("scrape_configs", 2))
    ]


def test_a_refusal_of_the_only_file_need_not_name_it() -> None:
    stderr = '  FAILED: "rules/api.yml" does not point to an existing file\n'
    assert refused(stderr, documents={CONFIG: {}}) == [
        Finding('"rules/api.yml" does not point to an existing file', CONFIG)
    ]


def test_a_name_with_quotes_is_found() -> None:
    document: dict[str, Any] = {API: {"groups": [{"name": 'a "b"', "rules": []}]}}
    (finding,) = refused(f'  FAILED:\n{API}: group "a \\"b\\"", rule 2, "x": wrong\n', documents=document)
    assert finding.path == ("groups", 0, "rules", 1)


def test_a_group_that_is_not_in_the_document_gives_no_path() -> None:
    (finding,) = refused(f'  FAILED:\n{API}: group "other", rule 1, "x": wrong\n')
    assert finding.path is None


def test_a_complaint_about_no_known_file_is_kept_beside_the_others() -> None:
    assert refused(f"  FAILED:\nother.yml: wrong\n  FAILED:\n{API}: wrong too\n") == [
        Finding("other.yml: wrong"),
        Finding("wrong too", API),
    ]


def test_words_that_are_not_known_are_one_finding_with_all_of_them() -> None:
    assert refused("promtool: error: path 'x' does not exist\n", "Checking x\n") == [
        Finding("promtool: error: path 'x' does not exist")
    ]
    assert refused("", "panic: something\n") == [Finding("panic: something")]
    assert read_answer({API: RULES}, Completed(2, "", "")) == [
        Finding("promtool ended with exit code 2 and said nothing")
    ]


def judged(end: str, folder: Path, files: dict[str, str], documents: dict[str, Any]) -> list[Finding]:
    """Returns what promtool finds in some texts that stand in for the artifacts."""
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    command = ("check", "config", "--syntax-only") if CONFIG in files else ("check", "rules", "--lint=none")
    return read_answer(documents, run(tool(end, "promtool"), (*command, *files), folder))


@pytest.mark.parametrize("end", ENDS)
def test_promtool_names_every_broken_rule(end: str, tmp_path: Path) -> None:
    document = {"groups": [{"name": "f", "rules": []}, {"name": "g", "rules": [{}, {}, {}]}]}
    found = judged(end, tmp_path, {API: BROKEN_RULES, WEB: "groups: []\n"}, {API: document, WEB: {}})
    assert [(each.artifact, each.line, each.path) for each in found] == [
        (API, 7, ("groups", 1, "rules", 0)),
        (API, 11, ("groups", 1, "rules", 1)),
        (API, None, ("groups", 1, "rules", 2)),
        (API, None, ("groups", 1, "rules", 2, "annotations", "s")),
        (API, 18 if end == "debian" else None, None),
        (API, 20, ("groups", 1, "rules", 0)),
    ]
    assert [UNCLOSED in found[0].message, RANGE in found[1].message] == [True, True]
    assert [each.at for each in found[:3]] == [(3, 1), (1, 5), None]


@pytest.mark.parametrize("end", ENDS)
def test_promtool_names_unknown_fields_and_broken_yaml(end: str, tmp_path: Path) -> None:
    found = judged(end, tmp_path, {API: UNKNOWN_FIELDS, WEB: BROKEN_YAML}, {API: RULES, WEB: RULES})
    assert [(each.artifact, each.line) for each in found] == [(API, 3), (API, 7), (WEB, 2)]


@pytest.mark.parametrize("end", ENDS)
def test_promtool_names_an_unknown_field_of_the_configuration(end: str, tmp_path: Path) -> None:
    text = "global:\n  scrape_interval: 15s\n  nope: 3\n"
    (found,) = judged(end, tmp_path, {CONFIG: text}, {CONFIG: {}})
    assert (found.artifact, found.line) == (CONFIG, 3)
    assert found.message.startswith("field nope not found")


@pytest.mark.parametrize("end", ENDS)
def test_promtool_names_the_second_job_of_a_name(end: str, tmp_path: Path) -> None:
    text = "scrape_configs:\n  - job_name: a\n  - job_name: a\n"
    document = {"scrape_configs": [{"job_name": "a"}, {"job_name": "a"}]}
    (found,) = judged(end, tmp_path, {CONFIG: text}, {CONFIG: document})
    assert (found.artifact, found.path) == (CONFIG, ("scrape_configs", 1))
