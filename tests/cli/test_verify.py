"""`verify`: the tools' words come back at the lines of the spec."""

from __future__ import annotations

import json

import pytest
import yaml

from tests.cli.console import SPEC, Console
from tests.servers.toolset import Toolset


@pytest.fixture
def tools(debian_tools: Toolset, monkeypatch: pytest.MonkeyPatch, console: Console) -> Toolset:
    """Makes Debian's tools the only ones."""
    monkeypatch.setenv("SIGNALWRIGHT_DEBIAN_TOOLS", str(debian_tools.find("promtool").parent))
    monkeypatch.delenv("SIGNALWRIGHT_CURRENT_TOOLS", raising=False)
    monkeypatch.setenv("SIGNALWRIGHT_CACHE", str(console.folder / "cache"))
    monkeypatch.setenv("PATH", "/nonexistent")
    return debian_tools


def test_the_tools_of_the_declared_version_judge(console: Console, tools: Toolset) -> None:
    answer = console.run("verify")
    assert answer.code == 0, answer.err
    assert "accepted by promtool 2.42" in answer.err
    assert "accepted by amtool 0.25" in answer.err
    again = console.run("verify")
    assert again.err.count("known") == 3
    assert "known" not in console.run("verify", "--no-cache").err


def test_a_changed_artifact_is_judged_anew(console: Console, tools: Toolset) -> None:
    console.run("verify")
    console.write("spec/shop/stack.yaml", SPEC.replace("for: 1m", "for: 2m"))
    answer = console.run("verify")
    assert "check rules; prometheus 2.42)" in answer.err
    assert "check-config alertmanager/alertmanager.yml; alertmanager 0.25, known)" in answer.err


def test_what_promtool_refuses_is_told_at_the_line_of_the_spec(console: Console, tools: Toolset) -> None:
    # The templates' function `now` came after 2.42, and nothing but promtool 2.42 says so.
    late = """\
      Late: {when: {rate: http_requests_total, over: 5m, above: 9}, severity: critical, summary: "late at {{ now }}"}
"""
    text = SPEC.replace("environments:", f"{late}environments:")
    console.write("spec/shop/stack.yaml", text)
    answer = console.run("verify")
    assert answer.code == 1
    assert "verify/refused" in answer.err
    line = next(i for i, each in enumerate(text.splitlines(), 1) if "Late:" in each)
    assert f"spec/shop/stack.yaml:{line}:" in answer.err
    assert "promtool 2.42" in answer.err


def test_an_older_tool_never_judges(console: Console, tools: Toolset) -> None:
    newer = SPEC.replace('"2.42"', '"3.15"').replace('"0.25"', '"0.34"')
    console.write("spec/shop/stack.yaml", newer)
    answer = console.run("verify")
    assert answer.code == 1
    assert answer.err.count("verify/missing-tool") == 2
    assert "put promtool of that version on PATH" in answer.err
    assert "`signalwright verify --installed`" in answer.err
    installed = console.run("verify", "--installed")
    assert installed.code == 0
    assert "the same specs are compiled for alertmanager 0.25, prometheus 2.42" in installed.err


def test_without_any_tool_nothing_counts_as_verified(
    console: Console, tools: Toolset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SIGNALWRIGHT_DEBIAN_TOOLS")
    for options in ([], ["--installed"]):
        answer = console.run("verify", *options)
        assert answer.code == 1
        assert "verify/missing-tool" in answer.err


def test_a_target_whose_tool_no_package_manager_has_is_named_as_not_verified(console: Console, tools: Toolset) -> None:
    more = SPEC.replace('alertmanager: "0.25"', 'alertmanager: "0.25", loki: "3.7"') + "logs: {keep: {default: 30d}}\n"
    console.write("spec/shop/stack.yaml", more)
    plain = console.run("verify")
    assert plain.code == 1
    assert "error[verify/missing-tool]: no loki can judge Loki 3.7" in plain.err
    installed = console.run("verify", "--installed")
    assert installed.code == 0
    assert "warning[verify/not-verified]: nothing here judges Loki 3.7: there is no loki" in installed.err
    assert "accepted by promtool 2.42" in installed.err


def test_a_tool_that_is_there_and_too_old_judges_what_it_can_read_also_where_none_is_packaged(
    console: Console, tools: Toolset, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = console.write("tools/loki", "#!/bin/sh\necho 'loki, version 2.9.4 (branch: x)'\n")
    old.chmod(0o755)
    monkeypatch.setenv("SIGNALWRIGHT_CURRENT_TOOLS", str(old.parent))
    more = SPEC.replace('alertmanager: "0.25"', 'alertmanager: "0.25", loki: "3.7"') + "logs: {keep: {default: 30d}}\n"
    console.write("spec/shop/stack.yaml", more)
    answer = console.run("verify", "--installed")
    assert answer.code == 0
    assert "the same specs are compiled for loki 2.9" in answer.err
    assert "accepted by loki 2.9.4" in answer.err
    assert "loki/legacy-index" in answer.err


def test_a_second_opinion_that_is_not_there_is_said_once_and_fails_nothing(console: Console, tools: Toolset) -> None:
    console.write("spec/shop/stack.yaml", SPEC.replace('alertmanager: "0.25"', 'alertmanager: "0.25", grafana: "12.4"'))
    for options in ([], ["--installed"]):
        answer = console.run("verify", *options)
        assert answer.code == 0, answer.err
        assert answer.err.count("verify/not-verified") == 1
        assert "nothing here judges Grafana 12.4: there is no dashboard-linter" in answer.err


def test_a_second_opinion_counts_where_it_is_there(
    console: Console, tools: Toolset, monkeypatch: pytest.MonkeyPatch
) -> None:
    linter = console.write(
        "tools/dashboard-linter",
        '#!/bin/sh\ncase "$2" in */api.json) ;; *) exit 0 ;; esac\n'
        "echo \"[\u274c] Dashboard 'api', panel 'Targets up' has no unit\"\nexit 1\n",
    )
    linter.chmod(0o755)
    monkeypatch.setenv("SIGNALWRIGHT_CURRENT_TOOLS", str(linter.parent))
    text = SPEC.replace('alertmanager: "0.25"', 'alertmanager: "0.25", grafana: "12.4"')
    console.write("spec/shop/stack.yaml", text)
    answer = console.run("verify")
    assert answer.code == 1
    assert "error[verify/refused]: dashboard-linter: Dashboard 'api', panel 'Targets up' has no unit" in answer.err
    line = next(i for i, each in enumerate(text.splitlines(), 1) if each.startswith("  api:"))
    assert f"spec/shop/stack.yaml:{line}:" in answer.err
    assert "accepted by dashboard-linter (lint grafana/dashboards/_stack.json; grafana 12.4)" in answer.err


def refusing(console: Console, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    """Puts a promtool in place that refuses the rules in given words."""
    answers = "*version*) echo 'promtool, version 2.42.0'; exit 0 ;; *'check rules'*) ;; *) exit 0 ;;"
    script = f"#!/bin/sh\ncase \"$*\" in {answers} esac\necho '{said}' >&2\nexit 1\n"
    tool = console.write("tools/promtool", script)
    tool.chmod(0o755)
    monkeypatch.setenv("SIGNALWRIGHT_CURRENT_TOOLS", str(tool.parent))
    monkeypatch.setenv("SIGNALWRIGHT_CACHE", str(console.folder / "cache"))


EXPRESSION = """\
      Many:
        severity: critical
        summary: Many at {{ $labels.instance }}
        when:  # as long as it takes
          expr: >-
            sum by (status, instance)
            (rate(http_requests_total{job="api", status="500"}[5m])) > 0.5
"""


@pytest.mark.parametrize(
    ("said", "mark", "line"),
    [
        (
            '{at}: group "{group}", rule {rule}, "Many": could not parse expression: {within}: parse error: no',
            "rate",
            "expr:",
        ),
        (
            'group "{group}", rule {rule}, "Many": annotation "summary": template: x:1: bad "instance"',
            "instance",
            "summary:",
        ),
    ],
)
def test_a_refusal_is_shown_at_the_word_of_the_spec_with_the_line_that_was_made_of_it(
    console: Console, tools: Toolset, monkeypatch: pytest.MonkeyPatch, said: str, mark: str, line: str
) -> None:
    text = SPEC.replace("environments:", f"{EXPRESSION}environments:").replace(', alertmanager: "0.25"', "")
    console.write("spec/shop/stack.yaml", text)
    assert console.run("compile").code == 0
    path = "prometheus/rules/api.yml"
    made = (console.folder / "out/shop" / path).read_text(encoding="utf-8").splitlines()
    group, rule, expression = next(
        (group["name"], index, each["expr"].split("\n"))
        for group in yaml.safe_load("\n".join(made))["groups"]
        for index, each in enumerate(group["rules"], 1)
        if each.get("alert") == "Many"
    )
    row = next(index for index, each in enumerate(expression) if "rate" in each)
    within = f"{row + 1}:{len(expression[row].split('rate')[0].encode()) + 1}"
    first = next(index for index, each in enumerate(made, 1) if "alert: Many" in each)
    number = next(index for index, each in enumerate(made, 1) if index > first and each.strip().startswith(line))
    refusing(
        console,
        monkeypatch,
        f"  FAILED:\n{path}: {said.format(at=f'{number}:15', group=group, rule=rule, within=within)}",
    )
    answer = console.run("verify", "--format", "json")
    assert answer.code == 1, answer.err
    (finding,) = (each for each in json.loads(answer.out)["findings"] if each["name"] == "verify/refused")
    source = text.splitlines()[finding["line"] - 1]
    assert source[finding["column"] - 1 : finding["end_column"] - 1] == mark
    (secondary,) = finding["secondary"]
    assert (secondary["file"], secondary["line"]) == (f"out/shop/{path}", number)
    shown = console.run("verify").err
    assert f"{number} | {made[number - 1]}\n" in shown
    assert "made of it" in shown
