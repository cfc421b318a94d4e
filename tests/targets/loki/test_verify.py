"""How Loki is called to judge its configuration, and what its words become; the recorded ones are those of 3.7.8."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from signalwright.emit.artifact import Artifact, yaml_artifact
from signalwright.ir.values import Version
from signalwright.target import Completed, Finding
from signalwright.verify.tools import find_tools
from signalwright_targets.loki import TARGET
from signalwright_targets.loki.verify import LOKI, read_answer
from tests.servers.toolset import Toolset
from tests.targets.loki.stacks import CONFIG, artifact, compiled, config

ALERTMANAGER = 'alertmanager: {version: "0.34", public: "https://example.com/alerts/"}, '
RECEIVERS = 'receivers: {relay: {webhook: "http://relay:8080/alerts"}}\n'
FULL = '{version: "3.7", listen: "127.0.0.1:3200", data: /srv/logs, schema_from: "2022-05-01"}'


def judge(loki: Path, artifacts: list[Artifact], folder: Path) -> list[Finding]:
    """Has a real Loki judge artifacts, called in the folder that holds them."""
    for each in artifacts:
        (folder / each.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / each.path).write_bytes(each.content)
    (call,) = TARGET.verify(artifacts, Version("3.7"))
    done = subprocess.run([loki, *call.arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    return list(call.read(Completed(done.returncode, done.stdout, done.stderr)))


@pytest.fixture
def loki(current_tools: Toolset) -> Path:
    """Today's Loki."""
    return current_tools.find("loki")


def test_the_configuration_is_all_that_is_judged(tmp_path: Path) -> None:
    (call,) = TARGET.verify(compiled(tmp_path).artifacts, Version("3.7"))
    assert call.arguments == ("-verify-config", f"-config.file={CONFIG}")
    assert call.inputs == (CONFIG,)


def test_without_a_configuration_there_is_nothing_to_call() -> None:
    assert not list(TARGET.verify([], Version("3.7")))


@pytest.mark.parametrize(
    ("said", "known"),
    [("loki, version 3.7.8 (branch: , revision: )", True), ("Loki version 2.4.7", False), ("loki, version x", False)],
)
def test_another_program_of_the_name_is_no_loki(
    said: str, known: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "loki"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)
    monkeypatch.delenv("SIGNALWRIGHT_DEBIAN_TOOLS", raising=False)
    monkeypatch.setenv("SIGNALWRIGHT_CURRENT_TOOLS", str(tmp_path))
    monkeypatch.setenv("PATH", "/nonexistent")
    assert [str(each.version) for each in find_tools(LOKI)] == (["3.7.8"] if known else [])


@pytest.mark.current
@pytest.mark.parametrize(
    "said",
    [
        {},
        {"keep": None},
        {"keep": "{error: 90d}"},
        {"loki": FULL, "backends": ALERTMANAGER, "more": RECEIVERS},
        {"loki": '"3.0"', "keep": "{default: 24h, odd: {match: {path: 'a\"\\b'}, keep: 1d12h}}"},
    ],
    ids=["classes", "nothing kept", "no default", "every setting", "odd"],
)
def test_a_real_loki_accepts_what_is_emitted(said: dict[str, Any], loki: Path, tmp_path: Path) -> None:
    stack = compiled(tmp_path / "project", **said)
    assert judge(loki, [artifact(stack, CONFIG)], tmp_path) == []


def broken(root: Path, **changed: Any) -> Artifact:
    """Returns a configuration with other sections."""
    return yaml_artifact(CONFIG, config(root) | changed, dict)


@pytest.mark.current
@pytest.mark.parametrize(
    ("changed", "words", "path"),
    [
        ({"compactor": {"retention_enabled": True}}, "delete-request-store should be configured", ("compactor",)),
        (
            {"limits_config": {"retention_stream": [{"selector": '{a="b"}', "priority": 1, "period": "12h"}]}},
            "retention period must be >= 24h was 12h",
            ("limits_config",),
        ),
        (
            {"limits_config": {"retention_stream": [{"selector": '{a="b"} |= "c"', "priority": 1, "period": "24h"}]}},
            "invalid labels matchers",
            ("limits_config",),
        ),
    ],
)
def test_what_a_real_loki_refuses_is_found_in_its_section(
    changed: dict[str, Any], words: str, path: tuple[str], loki: Path, tmp_path: Path
) -> None:
    (found,) = judge(loki, [broken(tmp_path / "project", **changed)], tmp_path)
    assert words in found.message
    assert (found.artifact, found.path) == (CONFIG, path)


@pytest.mark.current
def test_what_a_real_loki_cannot_read_is_found_by_its_line(loki: Path, tmp_path: Path) -> None:
    made = broken(tmp_path / "project", analytics={"reporting_enabld": False}, extra=1)
    lines = made.content.decode().splitlines()
    found = judge(loki, [made], tmp_path)
    assert [each.line for each in found] == [lines.index("  reporting_enabld: false") + 1, lines.index("extra: 1") + 1]
    assert "field reporting_enabld not found" in found[0].message


@pytest.mark.parametrize(
    ("completed", "message"),
    [
        (Completed(1, "", "flag provided but not defined: -x\n"), "flag provided but not defined: -x"),
        (Completed(2, "", ""), "loki ended with exit code 2 and said nothing"),
        (
            Completed(1, "", f"failed parsing config: {CONFIG}: yaml: line 3: mapping values\n"),
            "yaml: line 3: mapping values",
        ),
    ],
)
def test_an_answer_that_is_not_understood_is_shown_whole(completed: Completed, message: str) -> None:
    assert list(read_answer(completed)) == [Finding(message, CONFIG)]


def test_unknown_fields_are_found_by_their_lines_without_advice_on_something_else() -> None:
    said = (
        f"failed parsing config: {CONFIG}: yaml: unmarshal errors:\n"
        "  line 30: field shared_store not found in type boltdb.IndexCfg\n"
        "  line 33: field shared_store not found in type compactor.Config. Use `-config.expand-env=true` flag if you"
        " want to expand environment variables in your config file\n"
    )
    assert list(read_answer(Completed(1, "", said))) == [
        Finding("field shared_store not found in type boltdb.IndexCfg", CONFIG, line=30),
        Finding("field shared_store not found in type compactor.Config", CONFIG, line=33),
    ]


def test_each_of_several_complaints_is_a_finding_of_its_section() -> None:
    said = (
        'level=error ts=2026-01-01T00:00:00Z caller=main.go:89 msg="validating config" '
        r'err="MULTIPLE CONFIG ERRORS FOUND, PLEASE READ CAREFULLY\n'
        r"CONFIG ERROR: invalid schema config: from is \"missing\"\n"
        r'CONFIG ERROR: invalid limits_config config: retention period must be >= 24h was 12h"'
    )
    assert list(read_answer(Completed(1, "", said))) == [
        Finding('from is "missing"', CONFIG, path=("schema_config",)),
        Finding("retention period must be >= 24h was 12h", CONFIG, path=("limits_config",)),
    ]


def test_acceptance_is_no_finding_whatever_is_written() -> None:
    assert not list(read_answer(Completed(0, "", 'level=info msg="config is valid" err="CONFIG ERROR: x"')))


def test_the_target_is_found_under_its_name() -> None:
    assert TARGET.name == "loki"
    assert [str(each) for each in (TARGET.versions.oldest, TARGET.versions.newest)] == ["2.9", "3.7"]
