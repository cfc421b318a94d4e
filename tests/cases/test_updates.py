"""What `--snapshot-update` does to the cases, tried on a copy: it heals what was asked for, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cases.test_cases import FOLDER, produced
from tests.checkout import ROOT

FINDING, RULES = "ranges-without-two-samples", "an-slo-of-a-quarter"
SELECTIONS = {"keyword": ["-k", RULES], "node": [f"test_cases.py::test_a_spec_gives_what_its_folder_holds[{RULES}]"]}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Returns a folder with the runner and two cases: one that gives a finding, and one that gives rules.

    Their goldens are made here, so that those of the repository may be wrong or be written at the same time.
    """
    folder = tmp_path / "cases"
    for name in (FINDING, RULES):
        files = {path: (FOLDER / name / path).read_bytes() for path in ("README.md", "spec.yaml")}
        for path, content in {**files, **produced(name, tmp_path / name)}.items():
            (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / name / path).write_bytes(content)
    shutil.copyfile(FOLDER / "test_cases.py", folder / "test_cases.py")
    return folder


def run(cases: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs the copied tests with the settings of this repository, and all of them unless an argument says which."""
    settings = ["-q", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(cases.parent)]
    tests = [] if any(each.startswith("test_cases.py::") for each in arguments) else ["."]
    command = [sys.executable, "-B", "-m", "pytest", *settings, *arguments, *tests]
    # What the outer run says to its workers is no business of this one.
    told = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(command, cwd=cases, env=told, capture_output=True, text=True, timeout=120, check=False)


def tree(cases: Path) -> dict[str, bytes | None]:
    """Returns everything below a folder: a file's bytes, and None for a folder."""
    return {str(path.relative_to(cases)): path.read_bytes() if path.is_file() else None for path in cases.rglob("*")}


def damage(cases: Path) -> None:
    """Changes a byte in each case; in one of them a golden is missing as well, and one is too much."""
    out = cases / RULES / "out"
    rules = out / "prometheus/rules/api.yml"
    rules.write_bytes(rules.read_bytes().replace(b"slo:", b"slo;", 1))
    (out / "prometheus/prometheus.yml").unlink()
    (out / "left/behind").mkdir(parents=True)
    (out / "left/behind/old.yml").write_bytes(b"nobody: makes this\n")
    finding = cases / FINDING / "diagnostics.txt"
    finding.write_bytes(finding.read_bytes().replace(b"error", b"Error", 1))


def test_a_file_that_differs_is_missing_or_is_too_much_fails_until_an_update(cases: Path) -> None:
    whole = tree(cases)
    damage(cases)
    damaged = tree(cases)

    failed = run(cases)
    assert failed.returncode == 1
    for path in ("diagnostics.txt", "out/left/behind/old.yml", "out/prometheus/prometheus.yml"):
        assert f"SUBFAILED[{path}]" in failed.stdout
    for line in ("- Error[", "+ error[", "- nobody: makes this", "/prometheus.yml]' does not exist!", "+ global:"):
        assert line in failed.stdout
    assert "4 snapshots failed." in failed.stdout
    assert tree(cases) == damaged

    healed = run(cases, "--snapshot-update")
    assert healed.returncode == 0, healed.stdout
    assert tree(cases) == whole
    assert run(cases).returncode == 0


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS)
def test_an_update_leaves_cases_alone_that_were_not_asked_for(cases: Path, selection: list[str]) -> None:
    whole = tree(cases)
    damage(cases)
    finding = f"{FINDING}/diagnostics.txt"
    damaged = tree(cases)[finding]
    healed = run(cases, "--snapshot-update", *selection)
    assert healed.returncode == 0, healed.stdout
    assert tree(cases) == {**whole, finding: damaged}


def test_an_update_removes_nothing_of_a_case_that_can_not_be_compiled(cases: Path) -> None:
    (cases / RULES / "spec.yaml").rename(cases / RULES / "spec")
    broken = tree(cases)
    failed = run(cases, "--snapshot-update")
    assert failed.returncode == 1
    assert "NotADirectoryError" in failed.stdout
    assert tree(cases) == broken


def test_an_update_writes_what_comes_of_a_new_case_of_several_files(cases: Path) -> None:
    (new := cases / "new" / "spec").mkdir(parents=True)
    (cases / RULES / "README.md").rename(cases / "new/README.md")
    (cases / RULES / "spec.yaml").rename(new / "all.yaml")
    (new / "more.yaml").write_bytes(b"signalwright: 1\nservices: {api: {metrics: {more_total: counter}}}\n")
    goldens = (cases / RULES / "out").rename(cases / "expected")
    (cases / RULES).rmdir()
    expected = tree(goldens)
    shutil.rmtree(goldens)
    written = run(cases, "--snapshot-update")
    assert written.returncode == 0, written.stdout
    assert tree(cases / "new/out") == expected
