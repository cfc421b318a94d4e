"""The set-up behind every `make` target: it does what is missing, once, and says what it can't do."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Stands for a Python whose package has no ensurepip, as Debian's has none without python3-venv.
NO_ENSUREPIP = """
import sys

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name == "ensurepip":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Nothing())
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Returns a folder that holds what the set-up reads, and no virtual environment."""
    shutil.copytree(ROOT / ".ci", tmp_path / "tree" / ".ci")
    for name in ("pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path / "tree" / name)
    return tmp_path / "tree"


@pytest.fixture
def setup(tree: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Returns the set-up of a tree, which notes what it would install in `installed`."""
    spec = importlib.util.spec_from_file_location("set_up_of_a_tree", tree / ".ci" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    installed: list[str] = []

    def create(folder: Path, **_: Any) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "bin").mkdir(parents=True)
        (folder / "bin" / "python").touch()

    def pip(*arguments: str) -> None:
        installed.append("lock" if "--require-hashes" in arguments else "project")

    monkeypatch.setattr(module.venv, "create", create)
    monkeypatch.setattr(module, "_pip", pip)
    monkeypatch.setattr(module, "installed", installed, raising=False)
    return module


def run(tree: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [tree / ".ci" / "setup"],
        env={"PATH": os.defpath, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_run_installs_everything_and_the_second_nothing(setup: ModuleType) -> None:
    assert (setup.main(), setup.installed) == (0, ["lock", "project"])
    before = {each: each.stat().st_mtime_ns for each in setup.ROOT.rglob("*")}
    assert (setup.main(), setup.installed) == (0, ["lock", "project"])
    assert {each: each.stat().st_mtime_ns for each in setup.ROOT.rglob("*")} == before


def test_a_changed_project_is_installed_again_without_its_dependencies(setup: ModuleType, tree: Path) -> None:
    setup.main()
    setup.installed.clear()
    with (tree / "pyproject.toml").open("a") as file:
        file.write("\n# changed\n")
    assert (setup.main(), setup.installed) == (0, ["project"])


def test_a_changed_lock_makes_a_new_environment(setup: ModuleType, tree: Path) -> None:
    setup.main()
    setup.installed.clear()
    (tree / ".venv" / "left-over").touch()
    with (tree / "requirements.lock").open("a") as file:
        file.write("# changed\n")
    assert (setup.main(), setup.installed) == (0, ["lock", "project"])
    assert not (tree / ".venv" / "left-over").exists()


def test_an_environment_of_another_folder_is_not_used(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    setup.main()
    setup.installed.clear()
    moved = setup.ROOT.rename(setup.ROOT.with_name("moved"))
    for name in ("ROOT", "FOLDER", "PYTHON", "STAMP", "LOCK", "PROJECT"):
        monkeypatch.setattr(setup, name, moved / getattr(setup, name).relative_to(moved.with_name("tree")))
    assert (setup.main(), setup.installed) == (0, ["lock", "project"])


@pytest.mark.parametrize("failing", ["lock", "project"])
def test_a_failed_installation_is_done_again(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failing: str
) -> None:
    def pip(*arguments: str) -> None:
        if ("--require-hashes" in arguments) == (failing == "lock"):
            raise subprocess.CalledProcessError(7, arguments)

    with monkeypatch.context() as patched:
        patched.setattr(setup, "_pip", pip)
        assert setup.main() == 2
    assert "pip ended with 7" in capsys.readouterr().err
    assert (setup.main(), setup.installed) == (0, ["lock", "project"])


def test_a_python_that_is_too_old_is_refused_with_the_way_out(tree: Path) -> None:
    refused = run(tree, PYTHON="false")
    assert refused.returncode == 2
    assert "needs Python 3.11 or newer" in refused.stderr
    assert "make PYTHON=" in refused.stderr


def test_a_python_without_ensurepip_names_the_package_that_has_it(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_ENSUREPIP)
    refused = run(tree, PYTHON=sys.executable, PYTHONPATH=str(tmp_path))
    assert refused.returncode == 2
    assert f"python{sys.version_info.major}.{sys.version_info.minor}-venv" in refused.stderr
    assert not (tree / ".venv").exists()
