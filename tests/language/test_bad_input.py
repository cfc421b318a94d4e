"""Input that nobody means: a clear error, exit code 1 or 2, and what was written before stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GOOD = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34"}
receivers: {relay: {webhook: "http://relay:8080/alerts"}}
teams: {web: {notify: {critical: [relay], warning: [relay]}}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics: {queue_depth: gauge}
    alerts: {QueueLong: {when: {value: queue_depth, above: 5}, severity: warning}}
"""
PROGRAM = "from signalwright.cli import main; main()"


def run(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command on a project, as a user would."""
    paths = os.pathsep.join(str(ROOT / part) for part in ("compiler", "targets"))
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments, "--project", str(project)],
        env={**os.environ, "PYTHONPATH": paths, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose output is up to date."""
    project = tmp_path_factory.mktemp("project")
    (project / "spec/shop").mkdir(parents=True)
    (project / "spec/shop/stack.yaml").write_text(GOOD, encoding="utf-8")
    result = run(project, "compile")
    assert result.returncode == 0, result.stderr
    return project


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def replace(old: str, new: str) -> Callable[[Path], None]:
    def act(spec: Path) -> None:
        assert old in GOOD
        spec.write_text(GOOD.replace(old, new), encoding="utf-8")

    return act


def text(content: str) -> Callable[[Path], object]:
    return lambda spec: spec.write_text(content, encoding="utf-8")


def folder_instead(spec: Path) -> None:
    spec.unlink()
    spec.mkdir()


def not_utf_8(spec: Path) -> None:
    spec.write_bytes(GOOD.encode() + b"# caf\xe9\n")


def hundred_megabytes(spec: Path) -> None:
    with spec.open("wb") as file:
        file.truncate(100_000_000)


def bomb(spec: Path) -> None:
    rows = ["x0: &a0 [x]"] + [f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    spec.write_text("\n".join([*rows, GOOD]), encoding="utf-8")


def no_spec(spec: Path) -> None:
    spec.unlink()


def no_folder(spec: Path) -> None:
    spec.unlink()
    spec.parent.rmdir()
    spec.parent.parent.rmdir()


DEEP = 10_000
INPUTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "an empty spec": (text(""), "language/empty"),
    "a comment alone": (text("# nothing yet\n"), "language/empty"),
    "a folder instead of a file": (folder_instead, "language/unreadable"),
    "a folder without a spec": (no_spec, "language/empty"),
    "no folder of specs": (no_folder, "language/unreadable"),
    "another encoding": (not_utf_8, "language/not-utf-8"),
    "UTF-16": (lambda spec: spec.write_bytes(GOOD.encode("utf-16")), "language/not-utf-8"),
    "tabs": (replace("    team: web", "\tteam: web"), "language/syntax"),
    "zero bytes": (lambda spec: spec.write_bytes(b"\0" * 100), "language/control-character"),
    "a file of 100 MB": (hundred_megabytes, "language/file-too-large"),
    "an alias bomb": (bomb, "language/alias-bomb"),
    "flow nesting": (text("services: " + "[" * DEEP + "]" * DEEP + "\n"), "language/too-deep"),
    "flow mappings": (text("services: " + "{a: " * DEEP + "}" * DEEP + "\n"), "language/too-deep"),
    "block nesting": (text("".join(" " * n + "a:\n" for n in range(2_000))), "language/too-deep"),
    "list nesting": (text("services: \n" + "- " * DEEP + "x\n"), "language/too-deep"),
    "unclosed nesting": (text("services: " + "[" * DEEP), "language/too-deep"),
    "a cycle of aliases": (replace("teams: {web", "teams: &a {ops: *a, web"), "language/alias-cycle"),
    "a service that pushes to itself": (
        replace('    scrape: ["api:8000"]', "    push: {via: api, every: 10s}"),
        "alerts/never-scraped",
    ),
    "a stack whose name has `..`": (replace("stack: shop", "stack: ../shop"), "language/wrong-kind"),
    "a stack whose name is `..`": (replace("stack: shop", "stack: .."), "language/wrong-kind"),
    "a stack whose name has a slash": (replace("stack: shop", "stack: a/b"), "language/wrong-kind"),
    "a stack whose name has a line break": (replace("stack: shop", 'stack: "sh\\nop"'), "language/wrong-kind"),
    "a service whose name has `..`": (replace("  api:", "  ../api:"), "language/bad-name"),
    "a service whose name has quotes": (replace("  api:", "  'a\"p''i':"), "language/bad-name"),
    "a service whose name has a line break": (replace("  api:", '  "a\\npi":'), "language/bad-name"),
    "a service whose name is very long": (replace("  api:", f"  {'a' * 500}:"), "language/bad-name"),
    "an alert whose name has a slash": (replace("QueueLong:", "Queue/Long:"), "language/bad-name"),
    "an alert whose name is empty": (replace("QueueLong:", '"":'), "language/bad-name"),
    "a runbook page outside of its folder": (
        replace("severity: warning", "severity: warning, runbook: ../../../etc/passwd.md"),
        "language/wrong-kind",
    ),
    "a metric whose name is PromQL": (
        replace("{value: queue_depth", "{value: 'x} or vector(1'"),
        "promql/bad-selector",
    ),
    "an environment whose name has `..`": (
        replace("services:", "environments: {../../etc: {}}\nservices:"),
        "language/bad-name",
    ),
    "a number without end": (replace("above: 5", "above: 1e999"), "language/wrong-kind"),
    "a number that is none": (replace("above: 5", "above: .nan"), "language/wrong-kind"),
    "a duration without end": (
        replace("severity: warning", "severity: warning, for: 999999999999y"),
        "language/wrong-kind",
    ),
}


@pytest.fixture
def project(compiled: Path) -> Path:
    """The compiled project with its right spec."""
    spec = compiled / "spec/shop/stack.yaml"
    if spec.is_dir():
        spec.rmdir()
    spec.parent.mkdir(parents=True, exist_ok=True)
    spec.write_text(GOOD, encoding="utf-8")
    return compiled


@pytest.mark.parametrize("case", INPUTS)
def test_bad_input_is_a_clear_error_and_changes_nothing(case: str, project: Path) -> None:
    act, name = INPUTS[case]
    before = snapshot(project / "out")
    act(project / "spec/shop/stack.yaml")
    result = run(project, "compile")
    assert result.returncode in (1, 2), result.stderr[:2_000]
    assert f"error[{name}]" in result.stderr, result.stderr[:2_000]
    assert "Traceback" not in result.stderr
    assert "signalwright failed" not in result.stderr
    assert len(result.stderr) < 20_000
    assert result.stdout == ""
    assert snapshot(project / "out") == before
    assert before


def test_a_project_that_does_not_exist_could_not_run(tmp_path: Path) -> None:
    result = run(tmp_path / "nowhere", "check")
    assert result.returncode == 2
    assert "there is no folder" in result.stderr


def test_the_right_spec_is_clean(project: Path) -> None:
    result = run(project, "check")
    assert (result.returncode, result.stdout) == (0, "")
