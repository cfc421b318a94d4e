"""`--format` as it is typed: data on standard output, people's text on standard error, and the same exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from signalwright.checks import documentation
from signalwright.registry import find
from tests.checkout import ROOT
from tests.cli.console import SPEC, Console

MISTAKE = SPEC.replace("team: web", "team: wbe")
WARNED = SPEC.replace("secrets: {", "secrets: {mail: {file: /run/secrets/mail}, ").replace(
    "receivers: {", "routing: {otherwise: oncall}\nreceivers: {nobody: {pagerduty: {routing_key: mail}}, "
)
DATA = ("github", "json", "sarif")


@pytest.fixture
def no_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hides the real tools."""
    for name in ("SIGNALWRIGHT_DEBIAN_TOOLS", "SIGNALWRIGHT_CURRENT_TOOLS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "/nonexistent")


@pytest.mark.parametrize("command", ["check", "compile", "verify"])
@pytest.mark.parametrize("format", DATA)
def test_data_goes_to_standard_output_and_the_exit_code_stays(console: Console, format: str, command: str) -> None:
    console.write("spec/shop/stack.yaml", MISTAKE)
    told = console.run(command)
    assert (told.code, told.out) == (1, "")
    assert "language/unknown-reference" in told.err
    answer = console.run(command, "--format", format)
    assert (answer.code, answer.err) == (1, "")
    assert "language/unknown-reference" in answer.out
    assert not (console.folder / "out").exists()


def test_text_is_what_is_printed_without_a_format(console: Console) -> None:
    console.write("spec/shop/stack.yaml", MISTAKE)
    assert console.run("check", "--format", "text") == console.run("check")


def test_a_clean_project_is_a_document_without_findings(console: Console) -> None:
    answer = console.run("check", "--format", "json")
    assert answer.code == 0
    assert json.loads(answer.out)["findings"] == []
    assert answer.err == "1 stack checked, clean\n"
    assert console.run("check", "--format", "github").out == ""


def test_a_warning_is_told_and_changes_no_exit_code(console: Console) -> None:
    console.write("spec/shop/stack.yaml", WARNED)
    answer = console.run("check", "--format", "json")
    assert answer.code == 0
    assert json.loads(answer.out)["summary"] == {"errors": 0, "warnings": 1, "notes": 0, "allowed": 0}
    compiled = console.run("compile", "--format", "json")
    assert (compiled.code, compiled.out) == (0, answer.out)
    assert "files written" in compiled.err


def test_drift_is_said_as_text_beside_the_document(console: Console) -> None:
    answer = console.run("compile", "--check", "--format", "json")
    assert answer.code == 1
    assert json.loads(answer.out)["findings"] == []
    assert "run `signalwright compile`" in answer.err


def test_what_compiling_and_the_tools_find_is_one_document(console: Console, no_tools: None) -> None:
    console.write("spec/shop/stack.yaml", WARNED)
    for options in ([], ["--installed"]):
        answer = console.run("verify", "--format", "json", *options)
        assert answer.code == 1
        names = [each["name"] for each in json.loads(answer.out)["findings"]]
        assert sorted(set(names)) == ["routing/unused-receiver", "verify/missing-tool"]
    told = console.run("verify").err
    assert told.count("routing/unused-receiver") == 1
    assert "2 errors, 1 warning" in told


def test_sarif_explains_its_rules_as_explain_does(console: Console) -> None:
    console.write("spec/shop/stack.yaml", MISTAKE)
    (run,) = json.loads(console.run("check", "--format", "sarif").out)["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert rule["help"]["markdown"] == documentation(rule["id"], find().check_packages)


def test_a_project_that_cannot_be_read_is_explained_too(console: Console) -> None:
    console.write("signalwright.yaml", "signalwright: 1\nsignalwright: 1\n")
    answer = console.run("check", "--format", "sarif")
    assert answer.code == 1
    (run,) = json.loads(answer.out)["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"] if "help" in rule] == ["language/duplicate-key"]


@pytest.mark.parametrize(
    ("format", "way_out"), [("jsn", "did you mean `json`?"), ("xml", "there are github, json, sarif, text")]
)
@pytest.mark.parametrize("command", ["check", "compile", "verify"])
def test_an_unknown_format_stops_the_command(console: Console, command: str, format: str, way_out: str) -> None:
    answer = console.run(command, "--format", format)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"error: there is no format `{format}`; {way_out}\n"
    assert not (console.folder / "out").exists()


@pytest.mark.parametrize("format", DATA)
def test_data_is_utf_8_whatever_the_locale_says(console: Console, format: str) -> None:
    console.write("spec/shop/stack.yaml", SPEC.replace("team: web", "team: корзина"))
    done = subprocess.run(
        [sys.executable, "-c", "from signalwright.cli import main; main()", "check", "--format", format],
        cwd=console.folder,
        env={
            **os.environ,
            "PYTHONIOENCODING": "ascii",
            "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("compiler", "targets")),
        },
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "`корзина`" in done.stdout.decode()
