"""Adding a check, a target or a drawing touches no existing file, neither for a package nor for a folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.checkout import ROOT

EXTENSION = ROOT / "tests" / "extension"
SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34", grafana: "12", notes: {version: "1.0", bullet: "*"}}
receivers: {relay: {webhook: {url: "http://relay:8080"}}}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    alerts: {API_DOWN: {when: down, severity: critical, summary: The API is down}}
    metrics: {jobs_total: {type: counter, labels: {result: [done, failed]}}}
dashboards: {Jobs: {panels: [{rate: jobs_total, by: [result], as: pie}]}}
"""
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def run(*arguments: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(each) for each in arguments],
        cwd=folder, env={**_ENVIRONMENT, **environment}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def wheel_of(source: Path, folder: Path) -> Path:
    """Builds the wheel of a project and returns its path."""
    folder.mkdir()
    built = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=source)
    assert built.returncode == 0, built.stderr
    (file,) = folder.glob("*.whl")
    return file


def write_project(folder: Path, project: str = "signalwright: 1\n") -> Path:
    (folder / "spec" / "shop").mkdir(parents=True)
    (folder / "signalwright.yaml").write_text(project)
    (folder / "spec" / "shop" / "stack.yaml").write_text(SPEC)
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with our wheel, whose dependencies are those of this one; returns its folder of programs.

    Nothing is downloaded: a path file makes the packages of this environment visible, behind what is installed there.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder / "venv", with_pip=False)
    install(wheel_of(ROOT, folder / "ours"), folder / "venv")
    (packages,) = (folder / "venv" / "lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "venv" / "bin"


def install(wheel: Path, environment: Path) -> None:
    done = run(
        sys.executable, "-m", "pip", "--python", environment / "bin" / "python",
        "install", "--quiet", "--no-deps", "--no-index", wheel, folder=environment,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def shows_check_target_and_drawing(signalwright: list[str | Path], project: Path) -> None:
    """Asserts that the extension's check reports; once the spec is right, its target and its drawing are used."""
    found = run(*signalwright, "check", folder=project)
    assert found.returncode == 1
    assert (
        "error[alerts/shouting-name]: the alert `API_DOWN` shouts\n  --> spec/shop/stack.yaml:10:14\n" in found.stderr
    )
    assert "did you mean" not in found.stderr
    explained = run(*signalwright, "explain", "alerts/shouting-name", folder=project)
    assert "An alert's name is all upper case." in explained.stdout
    assert "notes            Notes 1.0 to 1.1\n" in run(*signalwright, "targets", folder=project).stdout
    spec = project / "spec" / "shop" / "stack.yaml"
    spec.write_text(spec.read_text().replace("API_DOWN", "ApiDown"))
    compiled = run(*signalwright, "compile", folder=project)
    assert compiled.returncode == 0, compiled.stderr
    assert (project / "out/shop/notes/alerts.txt").read_text() == "* ApiDown: The API is down\n"
    assert json.loads((project / "out/shop/MANIFEST.json").read_text())["targets"]["notes"] == "1.0"
    (pie,) = json.loads((project / "out/shop/grafana/dashboards/jobs.json").read_text())["panels"]
    assert pie["type"] == "piechart"
    assert "jobs_total" in pie["targets"][0]["expr"]
    whence = run(*signalwright, "whence", "out/shop/notes/alerts.txt:1", folder=project)
    assert whence.stdout.startswith("spec/shop/stack.yaml:10:14  services.api.alerts.ApiDown\n")


def test_an_installed_package_brings_a_check_a_target_and_a_drawing(installed: Path, tmp_path: Path) -> None:
    project = write_project(tmp_path / "project")
    program = installed / "signalwright"
    where = run(installed / "python", "-c", "import signalwright; print(signalwright.__file__)", folder=tmp_path)
    assert Path(where.stdout).is_relative_to(installed.parent), "the wheel isn't what is tested"
    before = run(program, "check", folder=project)
    assert before.returncode == 1
    assert "unknown key `notes`" in before.stderr
    assert "found the text `pie`" in before.stderr
    assert "shouting" not in before.stderr
    source = tmp_path / "source"
    shutil.copytree(EXTENSION, source, ignore=shutil.ignore_patterns("__pycache__"))
    install(wheel_of(source, tmp_path / "theirs"), installed.parent)
    shows_check_target_and_drawing([program], project)


def test_a_folder_of_the_project_brings_a_check_a_target_and_a_drawing(tmp_path: Path) -> None:
    project = write_project(tmp_path / "project", "signalwright: 1\nextensions: [observability]\n")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(EXTENSION / "signalwright_example", project / "observability", ignore=ignored)
    code = "import sys; sys.path[:0] = sys.argv[1:3]; del sys.argv[1:3]; from signalwright.cli import main; main()"
    roots: list[str | Path] = [ROOT / "compiler", ROOT / "targets"]
    shows_check_target_and_drawing([sys.executable, "-c", code, *roots], project)


def test_an_extension_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    project = write_project(tmp_path, "signalwright: 1\nextensions: [missing]\n")
    code = "import sys; sys.path[:0] = sys.argv[1:3]; del sys.argv[1:3]; from signalwright.cli import main; main()"
    done = run(sys.executable, "-c", code, ROOT / "compiler", ROOT / "targets", "check", folder=project)
    assert done.returncode == 2
    assert done.stderr.startswith("error[project/extension]: the extension folder")
    assert done.stderr.count("\n") == 1
