"""Each library is right by its model, compiles without a finding, and has the pages that its alerts name."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder

from signalwright.language.models.library import LibrarySpec
from signalwright.language.source.values import read_values
from signalwright.library import FILE, FOLDER, library_names
from tests.checkout import ROOT
from tests.language.compiling import compile_text
from tests.library.installed import compiled_with_all

STACK = """\
signalwright: 1
stack: shop
backends: {{prometheus: "3.15", alertmanager: "0.34", grafana: "12.4"}}
receivers: {{relay: {{webhook: "http://relay:8080/alerts"}}}}
teams: {{web: {{notify: {{critical: [relay], warning: [relay], info: [relay]}}}}}}
links: {{runbooks: "https://runbooks.example.com"}}
services:
  one: {{use: {name}, scrape: ["one:9100"]}}
"""
VERSIONS = {"today": {}, "Debian": {"prometheus": "2.42", "alertmanager": "0.25"}}


def written(name: str) -> dict[str, Any]:
    values = read_values((FOLDER / name / FILE).read_text(encoding="utf-8"))
    assert isinstance(values, dict)
    return values


def pages_of(name: str) -> set[str]:
    return {path.name for path in (FOLDER / name / "runbooks").glob("*.md")}


def test_there_are_libraries() -> None:
    assert "process" in library_names()


@pytest.mark.parametrize("name", library_names())
def test_a_library_is_right_by_its_model(name: str) -> None:
    library = LibrarySpec.model_validate({key: value for key, value in written(name).items() if key != "rows"})
    assert library.library == name
    assert re.fullmatch(r"[A-Z][^\n]*\.", library.about), "one sentence"
    assert library.metrics
    assert all(metric.help for metric in library.metrics.values()), "each metric says what it is"


@pytest.mark.parametrize("versions", VERSIONS)
@pytest.mark.parametrize("name", library_names())
def test_a_stack_that_uses_a_library_compiles_without_a_finding(name: str, versions: str, tmp_path: Path) -> None:
    outcome = compile_text(tmp_path, STACK.format(name=name), lower=True, override=VERSIONS[versions])
    assert [str(each) for each in outcome.found] == []
    service = outcome.stacks["shop"].stack.services["one"]
    assert service.uses == (name,)
    assert {each.name for each in service.alerts} == set(written(name).get("alerts") or {})
    assert {metric: each.library for metric, each in service.metrics.items()} == dict.fromkeys(
        written(name)["metrics"], name
    )


@pytest.mark.parametrize("versions", VERSIONS)
def test_a_stack_that_uses_every_library_at_once_compiles_without_a_finding(versions: str, tmp_path: Path) -> None:
    stack = compiled_with_all(tmp_path, VERSIONS[versions]).stack
    assert {name: service.uses for name, service in stack.services.items()} == {
        name: (name,) for name in library_names()
    }
    assert all(each.alerts for each in stack.services.values())


def test_a_service_can_use_a_server_and_its_runtime_together(tmp_path: Path) -> None:
    together = "[prometheus, process, go-runtime]"
    outcome = compile_text(tmp_path, STACK.format(name=together), lower=True)
    assert [str(each) for each in outcome.found] == []
    service = outcome.stacks["shop"].stack.services["one"]
    alerts = {each.name for each in service.alerts}
    assert {"PrometheusDown", "ProcessRestartsInALoop", "GoRuntimeGoroutinesPileUp"} <= alerts
    assert {"prometheus_ready", "process_threads", "go_goroutines"} <= set(service.metrics)


@pytest.mark.parametrize("name", library_names())
def test_the_pages_of_a_library_are_those_that_its_alerts_name(name: str) -> None:
    named = {alert["runbook"] for alert in (written(name).get("alerts") or {}).values() if "runbook" in alert}
    assert pages_of(name) == named
    assert all(page.startswith(f"{name}-") for page in named)


def test_alerts_of_two_libraries_have_different_names() -> None:
    names = [alert for name in library_names() for alert in written(name).get("alerts") or {}]
    assert len(names) == len(set(names))


def test_the_wheel_holds_the_libraries() -> None:
    held = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    files = [path for path in FOLDER.glob("*/**/*.*") if path.suffix != ".pyc"]
    assert {path.relative_to(FOLDER.parents[1]).as_posix() for path in files} <= held
