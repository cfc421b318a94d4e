"""Printed expressions, judged by the promtool of both ends of the known versions."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from signalwright.promql.printer import show_lines
from signalwright.promql.tree import Expression, Matcher, Selector
from tests.promql.test_printer import vector
from tests.servers.toolset import Toolset


@pytest.mark.servers
@given(trees=st.lists(vector, min_size=40, max_size=40))
@settings(max_examples=5, deadline=None, phases=[Phase.generate])  # A shrunk failure would cost minutes.
def test_debians_promtool_accepts_what_is_printed(
    debian_tools: Toolset, tmp_path_factory: pytest.TempPathFactory, trees: list[Expression]
) -> None:
    accept(debian_tools, tmp_path_factory.mktemp("rules"), trees)


@pytest.mark.current
@given(trees=st.lists(vector, min_size=40, max_size=40))
@settings(max_examples=5, deadline=None, phases=[Phase.generate])
def test_todays_promtool_accepts_what_is_printed(
    current_tools: Toolset, tmp_path_factory: pytest.TempPathFactory, trees: list[Expression]
) -> None:
    accept(current_tools, tmp_path_factory.mktemp("rules"), [*trees, Selector("a.b", (Matcher("c.d", "=", "e"),))])


def accept(tools: Toolset, folder: Path, trees: list[Expression]) -> None:
    rules = [{"record": f"r{index}", "expr": show_lines(tree, 60)} for index, tree in enumerate(trees)]
    text = json.dumps({"groups": [{"name": "all", "rules": rules}]}, ensure_ascii=False)
    (folder / "rules.yml").write_text(text, encoding="utf-8")
    command = [str(tools.find("promtool")), "check", "rules", str(folder / "rules.yml")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
