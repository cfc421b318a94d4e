"""What a run doesn't need isn't imported, because importing is most of what a small project costs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import ROOT

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    alerts: {ApiDown: {when: down, for: 1m, severity: critical}}
"""
PROGRAM = """
import json, sys
from signalwright.cli import main
try:
    main()
finally:
    sys.stdout.write(json.dumps(sorted(sys.modules)))
"""


def imported_by(folder: Path, *arguments: str) -> set[str]:
    """Returns the modules that a command on a small project imports."""
    (folder / "spec" / "shop").mkdir(parents=True)
    (folder / "signalwright.yaml").write_text("signalwright: 1\n", encoding="utf-8")
    (folder / "spec" / "shop" / "stack.yaml").write_text(SPEC, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("compiler", "targets"))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    modules: list[str] = json.loads(done.stdout.splitlines()[-1])
    return set(modules)


def test_compiling_imports_the_lowering_of_the_backends_in_the_spec_alone(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "compile")
    lowering = {each for each in modules if re.fullmatch(r"signalwright_targets\.[^.]+\.(lower|verify|model)", each)}
    # What receivers are made of stands beside what people write about them, so Alertmanager's model comes along.
    assert lowering - {"signalwright_targets.alertmanager.model"} == {
        "signalwright_targets.prometheus.lower",
        "signalwright_targets.prometheus.model",
    }


def test_compiling_imports_no_library_that_only_some_projects_need(tmp_path: Path) -> None:
    modules = imported_by(tmp_path, "compile")
    for name in ("attr", "concurrent.futures", "grafanalib", "rich", "ruamel", "yaml", "signalwright.verify"):
        assert name not in modules


def test_compiling_imports_the_parser_of_promql_only_where_somebody_wrote_some(tmp_path: Path) -> None:
    assert "signalwright.promql.parsing" not in imported_by(tmp_path, "compile")


@pytest.mark.parametrize("command", ["check", "compile"])
def test_nothing_that_looks_at_expressions_is_imported_where_nobody_wrote_any(command: str, tmp_path: Path) -> None:
    modules = imported_by(tmp_path, command)
    for name in ("expressions", "promql.typing", "promql.catalogue", "go_templates", "importers", "fixing"):
        assert not [each for each in modules if each.startswith(f"signalwright.{name}")], name
    assert "signalwright.checks.promql.rate_of_gauge" not in modules


@pytest.mark.parametrize("command", ["check", "compile"])
def test_what_only_editors_need_is_imported_for_them_alone(command: str, tmp_path: Path) -> None:
    modules = imported_by(tmp_path, command)
    assert not {each for each in modules if each.startswith("signalwright.language.editors")}
    assert "signalwright.language.json_schema" not in modules


def test_a_frozen_class_is_a_record() -> None:
    """Each frozen `dataclass` takes 0.35 ms of every run; `record` of `signalwright.records` stands in for it."""
    written = re.compile(r"^@dataclass\(.*frozen=True, slots=True", re.MULTILINE)
    found = [
        path.relative_to(ROOT).as_posix()
        for source in ("compiler", "targets")
        for path in sorted((ROOT / source).rglob("*.py"))
        if written.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
