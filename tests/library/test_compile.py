"""One compile turns `use: <library>` into all that a service needs, and the tools of both versions accept it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signalwright.compile import CompiledStack
from signalwright.library import library_names
from tests.library.installed import JOB, compiled_with, compiled_with_all, pages, said
from tests.servers.toolset import Toolset
from tests.stacks.emitted import TOOLS, call, document, groups, text, written

VERSIONS = {"today": {}, "Debian": {"prometheus": "2.42", "alertmanager": "0.25"}}


@pytest.mark.parametrize("versions", VERSIONS)
@pytest.mark.parametrize("library", library_names())
def test_a_service_gets_its_job_rules_rows_and_pages(library: str, versions: str, tmp_path: Path) -> None:
    stack = compiled_with(library, tmp_path, VERSIONS[versions])
    says = said(library)
    jobs = {each["job_name"]: each for each in document(stack, "prometheus/prometheus.yml")["scrape_configs"]}
    assert jobs[JOB]["static_configs"][0]["targets"] == ["exporter:9000"]
    rules = [rule for each in groups(stack).values() for rule in each]
    assert {each["alert"] for each in rules if each.get("labels", {}).get("service") == JOB and "alert" in each} == set(
        says["alerts"]
    )
    recorded = {each["record"] for each in rules if "record" in each}
    assert {name.split(":")[1] for name in recorded if name.startswith(f"{JOB}:")} >= set(says.get("records", {}))
    assert _rows(stack) >= set(says.get("rows", {}))
    emitted = {Path(each.path).name: each.content.decode() for each in stack.artifacts if "runbooks/" in each.path}
    assert {name: content for name, content in emitted.items() if name in pages(library)} == pages(library)


@pytest.mark.parametrize("tools", TOOLS)
def test_the_tools_accept_what_every_library_becomes(tools: Callable[[], Toolset], tmp_path: Path) -> None:
    toolset = tools()
    versions = {each: toolset.versions[each] for each in ("prometheus", "alertmanager")}
    (tmp_path / "spec").mkdir()
    folder = written(compiled_with_all(tmp_path / "spec", versions), tmp_path / "out")
    rules = sorted(map(str, (folder / "prometheus/rules").glob("*.yml")))
    assert len(rules) >= len(library_names())
    assert call(toolset, "promtool", "check", "rules", *rules).count("SUCCESS") == len(rules)
    config = call(toolset, "promtool", "check", "config", str(folder / "prometheus/prometheus.yml"))
    assert "is valid prometheus config file syntax" in config


def _rows(stack: CompiledStack) -> set[str]:
    """Returns the titles of the rows of all dashboards."""
    paths = [each.path for each in stack.artifacts if "dashboards/" in each.path and each.path.endswith(".json")]
    panels: list[dict[str, Any]] = [panel for path in paths for panel in json.loads(text(stack, path))["panels"]]
    return {panel["title"] for panel in panels if panel["type"] == "row"}
