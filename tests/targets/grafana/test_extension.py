"""A folder of a project brings a drawing, and a spec uses it by the name of its file."""

from __future__ import annotations

import json
from pathlib import Path

from signalwright.compile import compile_project

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", grafana: "12"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics: {oven_celsius: gauge}
dashboards: {Kitchen: {panels: [{value: oven_celsius, as: heat-strip}]}}
"""
DRAWING = '''
"""A strip whose colour is the heat."""

from grafanalib import core
from signalwright_targets.grafana.drawing import CannotDraw
from signalwright_targets.grafana.parts import frame, targets


def draw(panel, at):
    if panel.unit != "celsius":
        raise CannotDraw(f"no heat in {panel.unit}", "measure it in celsius")
    return core.BarChart(**frame(panel, at), dataSource=at.prometheus, targets=targets(panel, at))
'''


def project(root: Path, folder: str, spec: str = SPEC) -> Path:
    """Writes a project with an extension; each has a folder of its own name, under which Python remembers it."""
    (root / "spec/shop").mkdir(parents=True)
    (root / "signalwright.yaml").write_text(f"signalwright: 1\nextensions: [{folder}]\n")
    (root / "spec/shop/stack.yaml").write_text(spec)
    (root / folder / "panels").mkdir(parents=True)
    (root / folder / "__init__.py").touch()
    (root / folder / "panels/__init__.py").touch()
    (root / folder / "panels/heat_strip.py").write_text(DRAWING)
    return root


def test_a_panel_is_drawn_by_a_module_of_the_project(tmp_path: Path) -> None:
    done = compile_project(project(tmp_path, "observability"))
    assert [each.message for each in done.report] == []
    (kitchen,) = (
        json.loads(each.content)
        for each in done.stacks[0].artifacts
        if each.path.endswith(".json") and b"Kitchen" in each.content
    )
    (panel,) = (each for each in kitchen["panels"] if each["type"] != "row")
    assert panel["type"] == "barchart"
    assert "oven_celsius" in panel["targets"][0]["expr"]


def test_what_it_refuses_is_an_error_at_the_panel(tmp_path: Path) -> None:
    spec = SPEC.replace("oven_celsius", "oven_seconds")
    (found,) = compile_project(project(tmp_path, "elsewhere", spec)).report
    assert (found.name, found.message) == ("dashboards/cannot-draw", "no heat in seconds")
    assert found.help == "measure it in celsius"
