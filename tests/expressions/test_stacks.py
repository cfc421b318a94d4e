"""Stacks as people who know PromQL write them: nothing is found in them, and of a mistake one thing, at its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from signalwright.language.source.values import read_values
from tests.language.compiling import compile_files

FOLDER = Path(__file__).parent
STACKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((FOLDER / "stacks").glob("*.yaml"))}


def mistakes() -> list[Any]:
    found: list[Any] = []
    for path in sorted((FOLDER / "mistakes").glob("*.yaml")):
        written: Any = read_values(path.read_text(encoding="utf-8"))
        found.extend({**each, "stack": path.stem} for each in written)
    return found


MISTAKES = mistakes()


@pytest.mark.parametrize("name", STACKS)
def test_nothing_is_found_in_a_stack_that_is_right(name: str, tmp_path: Path) -> None:
    outcome = compile_files(tmp_path, {f"{name}/stack.yaml": STACKS[name]}, lower=True)
    assert [str(each) for each in outcome.counted] == []
    assert outcome.stacks


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: f"{each['told']}: {each['now']}")
def test_one_finding_tells_a_mistake_at_its_place(mistake: Mapping[str, str], tmp_path: Path) -> None:
    stack = STACKS[mistake["stack"]]
    assert mistake["was"] in stack
    text = stack.replace(mistake["was"], mistake["now"], 1)
    outcome = compile_files(tmp_path, {f"{mistake['stack']}/stack.yaml": text})
    (found,) = outcome.counted
    marked = text.splitlines()[found.line - 1][found.column - 1 : found.end_column - 1]
    assert (found.name, marked, found.level.value) == (mistake["told"], mistake["at"], mistake["level"]), str(found)
    assert found.help


def test_there_are_mistakes_of_many_kinds() -> None:
    assert len({each["told"] for each in MISTAKES}) >= 40
