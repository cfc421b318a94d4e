"""Each folder is a behaviour: a spec, and what comes of it to the byte. See the README."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from fnmatch import fnmatch
from pathlib import Path

import pytest

from signalwright.compile import compile_project
from signalwright.diagnostics.render.text import render
from tests.servers.toolset import Toolset

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/spec.yaml"))
UPDATE = os.environ.get("SIGNALWRIGHT_UPDATE_CASES") == "1"
# What depends on the target alone and not on the behaviour; the targets have tests of their own for it.
ELSEWHERE = ("*.args", "alertmanager/templates/*")


def expected(name: str) -> dict[str, bytes]:
    """Returns the files that should come of a case, by their paths in its folder."""
    files = [path for path in (FOLDER / name).rglob("*") if path.is_file()]
    found = {path.relative_to(FOLDER / name).as_posix(): path.read_bytes() for path in files}
    return {path: content for path, content in found.items() if path.startswith("out/") or path == "diagnostics.txt"}


def produced(name: str, root: Path) -> dict[str, bytes]:
    """Compiles a case as a project with one stack, and returns what comes of it."""
    stack = root / "spec/shop"
    stack.mkdir(parents=True)
    shutil.copyfile(FOLDER / name / "spec.yaml", stack / "spec.yaml")
    compilation = compile_project(root)
    found = {}
    if text := render(compilation.report, compilation.sources, colour=False):
        found["diagnostics.txt"] = text.encode()
    for compiled in compilation.stacks:
        for artifact in compiled.artifacts:
            if not any(fnmatch(artifact.path, each) for each in ELSEWHERE):
                found[f"out/{artifact.path}"] = artifact.content
    return found


def update(name: str, files: Mapping[str, bytes]) -> None:
    shutil.rmtree(FOLDER / name / "out", ignore_errors=True)
    (FOLDER / name / "diagnostics.txt").unlink(missing_ok=True)
    for path, content in files.items():
        file = FOLDER / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


@pytest.mark.parametrize("name", CASES)
def test_a_spec_gives_what_its_folder_holds(name: str, tmp_path: Path) -> None:
    found = produced(name, tmp_path)
    if UPDATE:
        update(name, found)
    wanted = expected(name)
    assert sorted(found) == sorted(wanted)
    for path, content in wanted.items():
        assert found[path].decode() == content.decode(), path


def test_every_folder_is_a_case_with_its_intent_in_one_line() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders == set(CASES)
    for name in folders:
        intent = (FOLDER / name / "README.md").read_text(encoding="utf-8")
        assert intent.count("\n") == 1, name
        assert intent.endswith(".\n"), name


def judge(tools: Toolset) -> None:
    """Lets the real tools read every golden; the specs ask for the oldest versions, which all versions can read."""
    rules = sorted(str(path) for path in FOLDER.glob("*/out/prometheus/rules/*.yml"))
    alertmanagers = sorted(str(path) for path in FOLDER.glob("*/out/alertmanager/alertmanager.yml"))
    assert rules
    assert alertmanagers
    promtool, amtool = str(tools.find("promtool")), str(tools.find("amtool"))
    for command in ([promtool, "check", "rules", *rules], [amtool, "check-config", *alertmanagers]):
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    for path in sorted(FOLDER.glob("*/out/prometheus/prometheus.yml")):
        command = [promtool, "check", "config", "--syntax-only", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.servers
def test_the_oldest_tools_read_what_the_folders_hold(debian_tools: Toolset) -> None:
    judge(debian_tools)


@pytest.mark.current
def test_todays_tools_read_what_the_folders_hold(current_tools: Toolset) -> None:
    judge(current_tools)
    # Loki 3 doesn't read what Loki 2 asks for, so only the files of the later one are judged.
    loki, read = str(current_tools.find("loki")), 0
    for path in sorted(FOLDER.glob("*/out/loki/loki-config.yml")):
        if "boltdb_shipper" not in path.read_text(encoding="utf-8"):
            command = [loki, "-verify-config", f"-config.file={path}"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            read += 1
    assert read
