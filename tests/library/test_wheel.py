"""The wheel in an environment of its own: every library is there, and a stack that uses all of them compiles."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from signalwright.library import FILE, library_names
from signalwright.reading.libraries import print_libraries
from tests.library.installed import spec_with_all


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of the wheel; what it depends on is taken from this environment, behind what is installed there."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=True)
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin/python"), "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], capture_output=True, check=True)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return home / "bin/signalwright"


def call(program: Path, folder: Path, *arguments: str) -> str:
    # In isolated mode the checkout's folders, which the tests' own environment names, aren't searched.
    command = [str(program.with_name("python")), "-I", str(program), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_prints_the_page_of_every_library(program: Path, tmp_path: Path) -> None:
    assert call(program, tmp_path, "schema", "--format", "libraries") == print_libraries()


def test_a_stack_that_uses_every_library_compiles_from_the_wheel(program: Path, tmp_path: Path) -> None:
    (tmp_path / "signalwright.yaml").write_text("signalwright: 1\n")
    spec = tmp_path / "spec/fleet/stack.yaml"
    spec.parent.mkdir(parents=True)
    spec.write_text(spec_with_all())
    call(program, tmp_path, "compile")
    rules = {path.stem for path in (tmp_path / "out/fleet/prometheus/rules").glob("*.yml")}
    assert rules >= set(library_names())
    assert list((tmp_path / "out/fleet/runbooks").glob("prometheus-*.md"))


def test_the_program_under_test_is_that_of_the_wheel(program: Path) -> None:
    code = "import signalwright.library as each; print(each.FOLDER)"
    shown = subprocess.run(
        [str(program.with_name("python")), "-I", "-c", code], capture_output=True, text=True, check=True
    )
    folder = Path(shown.stdout.strip())
    assert program.parents[1] in folder.parents
    assert {path.parent.name for path in folder.glob(f"*/{FILE}")} == set(library_names())
