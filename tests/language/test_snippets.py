"""The snippets of the language compile, or say of each key that comes later that it does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from signalwright.diagnostics.diagnostic import Level
from tests.language.compiling import compile_files

FOLDER = Path(__file__).parent / "snippets"
SNIPPETS = sorted(FOLDER.glob("*.yaml"))


def later(text: str) -> list[tuple[int, str]]:
    """Returns line and name of each key that a snippet marks as coming later."""
    return [
        (number, key.strip())
        for number, line in enumerate(text.splitlines(), 1)
        for found in re.finditer(r"# later: (.*)$", line)
        for key in found[1].split(",")
    ]


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda path: path.stem)
def test_a_snippet_compiles_or_says_what_comes_later(snippet: Path, tmp_path: Path) -> None:
    text = snippet.read_text(encoding="utf-8")
    files = {"shop/stack.yaml": text, "shop/runbooks/high-error-rate.md": "# High error rate\n"}
    outcome = compile_files(tmp_path, files, lower=True)
    lines = text.splitlines()
    found = []
    for each in outcome.found:
        assert each.name == "language/not-yet-supported" or each.level is not Level.ERROR, str(each)
        if each.name == "language/not-yet-supported":
            assert each.help is not None
            named = re.match(r"[\w-]+", lines[each.line - 1][each.column - 1 :])
            assert named is not None
            found.append((each.line, named[0]))
    assert sorted(found) == sorted(later(text))
    assert found or outcome.stacks


def test_there_is_a_snippet_for_each_part_of_the_language() -> None:
    assert len(SNIPPETS) >= 11


def test_the_snippet_in_python_compiles(tmp_path: Path) -> None:
    text = (FOLDER / "specs.py.txt").read_text(encoding="utf-8")
    files = {
        "residency-scheduler/stack.py": f"from signalwright.spec import Stack, like, not_like\n\n{text}",
        "residency-scheduler/rest.yaml": 'signalwright: 1\nbackends: {prometheus: "3.15"}\nteams: {platform: {}}\n',
        "residency-scheduler/runbooks/high-error-rate.md": "# High error rate\n",
    }
    outcome = compile_files(tmp_path, files, lower=True)
    assert [str(each) for each in outcome.found] == []
    assert outcome.stacks["residency-scheduler"].artifacts
