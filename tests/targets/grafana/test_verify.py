"""How dashboard-linter is asked for its opinion; its words are those of `lint/results.go`."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.emit.artifact import Artifact, json_artifact, yaml_artifact
from signalwright.ir.values import Version
from signalwright.target import Completed, Finding
from signalwright.verify.tools import choose, find_tools
from signalwright_targets.grafana import TARGET
from signalwright_targets.grafana.verify import LINTER, read_answer

API = "grafana/dashboards/services/api.json"
LINT = "grafana/dashboards/services/.lint"
WRONG = "Dashboard 'API', panel 'Queue' has no or invalid units defined: ''"


def dashboard(path: str = API) -> Artifact:
    """Makes a dashboard with a panel beside a row and one within it."""
    row = {"type": "row", "title": "Queue", "panels": [{"type": "stat", "title": "Queue"}]}
    document = {"title": "API", "panels": [{"type": "stat", "title": "Up"}, row]}
    return json_artifact(path, document, dict)


def test_each_dashboard_is_judged_with_what_stands_beside_it() -> None:
    lint = yaml_artifact(LINT, {"exclusions": {}}, dict)
    other = dashboard("grafana/dashboards/_stack.json")
    calls = list(TARGET.verify([lint, dashboard(), other], Version("12.4")))
    assert [(each.arguments, each.inputs) for each in calls] == [
        (("lint", API, "--strict"), (API, LINT)),
        (("lint", other.path, "--strict"), (other.path,)),
    ]


def test_settings_are_no_dashboards() -> None:
    assert not list(TARGET.verify([yaml_artifact("grafana/provisioning/a.yml", {}, dict)], Version("12.4")))


@pytest.mark.parametrize("sign", ["\u274c", "\u26a0\ufe0f", "\x1b[31m\u274c\x1b[0m"])
def test_what_the_linter_says_of_a_panel_is_found_at_the_panel(sign: str) -> None:
    said = f"Checks that each panel uses has valid units defined.\n[\u2714\ufe0f] OK\n[{sign}] {WRONG}\n"
    answer = Completed(1, said, "Error: there were linting errors, please see previous output\n")
    assert list(read_answer(dashboard(), answer)) == [Finding(WRONG, API, path=("panels", 1, "panels", 0))]


def test_what_it_says_of_the_dashboard_is_found_at_the_dashboard() -> None:
    answer = Completed(1, "[\u274c] Dashboard 'API' does not have a templated data source\n", "")
    (found,) = read_answer(dashboard(), answer)
    assert (found.artifact, found.path) == (API, ())


def test_an_answer_that_is_not_understood_is_shown_whole() -> None:
    (found,) = read_answer(dashboard(), Completed(1, "", "Error: failed to parse dashboard\n"))
    assert found.message == "Error: failed to parse dashboard"
    (silent,) = read_answer(dashboard(), Completed(2, "", ""))
    assert silent.message == "dashboard-linter ended with code 2 and said nothing"


def test_a_contented_linter_finds_nothing() -> None:
    assert not list(read_answer(dashboard(), Completed(0, "[\u2796] passed over\n", "")))


def test_the_linter_has_no_versions_and_judges_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "dashboard-linter"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.delenv("SIGNALWRIGHT_DEBIAN_TOOLS", raising=False)
    monkeypatch.delenv("SIGNALWRIGHT_CURRENT_TOOLS", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    (found,) = find_tools(LINTER)
    assert (found.version, found.name) == (None, "dashboard-linter")
    for version in ("11.0", "13.3"):
        assert choose([found], Version(version)) is found
