"""Each folder is a behaviour: a spec, and what comes of it to the byte. See the README."""

from __future__ import annotations

import shutil
from fnmatch import fnmatch
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from signalwright.compile import compile_project
from signalwright.diagnostics.render.text import render
from tests.goldens import GoldenFile

FOLDER = Path(__file__).parent
CASES = sorted({path.parent.name for pattern in ("*/spec.yaml", "*/spec") for path in FOLDER.glob(pattern)})
# What depends on the target alone and not on the behaviour; the targets have tests of their own for it.
ELSEWHERE = ("*.args", "*alertmanager/templates/*")


def expected(name: str) -> set[str]:
    """Returns the files that should come of a case, as paths in its folder."""
    found = {path.relative_to(FOLDER / name).as_posix() for path in (FOLDER / name).rglob("*") if path.is_file()}
    return {path for path in found if path.startswith("out/") or path == "diagnostics.txt"}


def produced(name: str, root: Path) -> dict[str, bytes]:
    """Compiles a case as a project with one stack, and returns what comes of it by its path in the case's folder."""
    stack, spec = root / "spec/shop", FOLDER / name / "spec.yaml"
    if spec.exists():
        stack.mkdir(parents=True)
        shutil.copyfile(spec, stack / spec.name)
    else:
        shutil.copytree(FOLDER / name / "spec", stack, ignore=shutil.ignore_patterns("__pycache__"))
    compilation = compile_project(root)
    found = {}
    if text := render(compilation.report, compilation.sources, colour=False):
        found["diagnostics.txt"] = text.encode()
    for compiled in compilation.stacks:
        folder = Path("out") / Path(compiled.folder).relative_to(compiled.stack.name)
        for artifact in compiled.artifacts:
            if not any(fnmatch(artifact.path, each) for each in ELSEWHERE):
                found[(folder / artifact.path).as_posix()] = artifact.content
    return found


@pytest.mark.parametrize("name", CASES)
def test_a_spec_gives_what_its_folder_holds(
    name: str, tmp_path: Path, snapshot: SnapshotAssertion, subtests: pytest.Subtests
) -> None:
    found, golden = produced(name, tmp_path), snapshot.use_extension(GoldenFile)
    for path in sorted(found.keys() | expected(name)):
        with subtests.test(path):
            assert found.get(path) == golden(name=f"{name}/{path}")


def test_every_folder_is_a_case_with_its_intent_in_one_line() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(CASES)
    for name in folders:
        intent = (FOLDER / name / "README.md").read_text(encoding="utf-8")
        assert intent.count("\n") == 1, name
        assert intent.endswith(".\n"), name
