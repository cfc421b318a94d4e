"""The committed artifacts are what the specs compile to, on any machine and whatever is said in comments."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from signalwright.checks import check_modules
from signalwright.compile import Compilation, compile_project
from signalwright.emit.source_map import line_paths, part_of
from signalwright.registry import find
from tests.checkout import ROOT

# As little as a child process needs, so that nothing of this machine reaches it by accident.
_BARE = {
    "PATH": os.environ["PATH"],
    "PYTHONPATH": os.pathsep.join(str(ROOT / each) for each in ("compiler", "targets")),
}
# Hash seed, locale, zone, encoding and folder differ; the last is the one where text files default to ASCII.
MACHINES = {
    "here": {"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "Asia/Kathmandu"},
    "elsewhere": {"PYTHONHASHSEED": "4242", "LC_ALL": "en_US.UTF-8", "TZ": "America/St_Johns"},
    "an old place with spaces": {
        "PYTHONHASHSEED": "77", "LC_ALL": "C", "TZ": "Pacific/Apia", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"
    },
}  # fmt: skip


def signalwright(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from signalwright.cli import main; main()", *arguments],
        cwd=folder, env={**_BARE, **environment}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def copy_of_the_specs(folder: Path) -> Path:
    """Copies what people wrote, and nothing that was made of it."""
    folder.mkdir()
    shutil.copy(ROOT / "signalwright.yaml", folder)
    shutil.copytree(ROOT / "spec", folder / "spec")
    return folder


def files(out: Path) -> dict[str, bytes]:
    """Returns the content of all files below a folder, by path."""
    return {each.relative_to(out).as_posix(): each.read_bytes() for each in out.rglob("*") if each.is_file()}


@pytest.fixture(scope="module")
def compilation() -> Compilation:
    compiled = compile_project(ROOT)
    assert not compiled.report.has_errors
    return compiled


def test_the_committed_artifacts_have_no_drift() -> None:
    checked = signalwright(ROOT, "compile", "--check")
    assert (checked.returncode, checked.stderr) == (0, "up to date\n")


@pytest.mark.parametrize("machine", MACHINES)
def test_every_machine_makes_the_committed_bytes(machine: str, tmp_path: Path) -> None:
    project = copy_of_the_specs(tmp_path / machine)
    done = signalwright(project, "compile", **MACHINES[machine])
    assert done.returncode == 0, done.stderr
    assert files(project / "out") == files(ROOT / "out")


def test_comments_change_nothing(tmp_path: Path) -> None:
    project = copy_of_the_specs(tmp_path / "project")
    yaml = [*(project / "spec").rglob("*.yaml"), project / "signalwright.yaml"]
    python = [*(project / "spec").rglob("*.py")]
    assert python
    for spec in (*yaml, *python):
        before = spec.read_text(encoding="utf-8")
        after = with_comments(before) if spec in yaml else with_comments_in_python(before)
        assert after.count("# Added") > 1
        spec.write_text(after, encoding="utf-8")
    assert signalwright(project, "compile").returncode == 0
    assert files(project / "out") == files(ROOT / "out")


def with_comments(text: str) -> str:
    """Puts a comment before every key that begins a line, but not into texts of several lines."""
    lines: list[str] = []
    block: int | None = None
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if block is not None and line.strip() and indent <= block:
            block = None
        if block is None:
            if re.match(r" *[\w-]+:", line):
                lines += ["", f"{' ' * indent}# Added: nothing may come of this."]
            if re.search(r": [|>][-+]?$", line):
                block = indent
        lines.append(line)
    return "\n".join([*lines, "# Added at the end.", ""])


def with_comments_in_python(text: str) -> str:
    """Puts a comment before every statement."""
    begins = {node.lineno: node.col_offset for node in ast.walk(ast.parse(text)) if isinstance(node, ast.stmt)}
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if number in begins:
            lines.append(f"{' ' * begins[number]}# Added: nothing may come of this.")
        lines.append(line)
    return "\n".join([*lines, "# Added at the end.", ""])


# Where pages that people wrote lie: those of specs, and those of libraries.
PAGES = (ROOT, ROOT / "compiler" / "signalwright")


def test_every_line_of_every_artifact_comes_from_a_line_of_a_spec(compilation: Compilation) -> None:
    lines = 0
    for compiled in compilation.stacks:
        for artifact in compiled.artifacts:
            origins, paths = artifact.origins(), line_paths(artifact)
            assert len(paths) == artifact.content.count(b"\n")
            for number, path in enumerate(paths, 1):
                part = None if path is None else part_of(origins, path)
                assert part is not None, f"{artifact.path}:{number}"
                origin = origins[part]
                # A page that a person wrote is one piece of text and has a file, but no lines of a spec.
                page = origin.file.endswith(".md") and any((each / origin.file).is_file() for each in PAGES)
                found = page or compilation.sources.locate(origin) is not None
                assert found, f"{artifact.path}:{number} comes from {origin}, which is nowhere"
                lines += 1
    assert lines > 500


def test_whence_tells_the_place_of_a_line_and_what_comes_of_it() -> None:
    rules = ROOT / "out/voiceassist/prometheus/rules/_stack.yml"
    number = next(n for n, line in enumerate(rules.read_text().splitlines(), 1) if "alert: HighErrorRate" in line)
    back = signalwright(ROOT, "whence", f"{rules.relative_to(ROOT)}:{number}")
    assert back.returncode == 0
    place, path = back.stdout.splitlines()[0].split()
    assert path.startswith("services.api-gateway.alerts.HighErrorRate")
    spec, line, _ = place.rsplit(":", 2)
    assert "HighErrorRate" in (ROOT / spec).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    forth = signalwright(ROOT, "whence", f"{spec}:{line}").stdout
    spans = re.findall(
        rf"^{re.escape(str(rules.relative_to(ROOT)))}:(\d+)-(\d+)  alert: HighErrorRate$", forth, re.MULTILINE
    )
    assert any(int(first) <= number <= int(last) for first, last in spans)


def test_every_check_can_be_explained() -> None:
    listed = signalwright(ROOT, "explain").stdout
    known = [name for name, _ in check_modules(find().check_packages)]
    assert known
    for name in known:
        assert re.search(rf"^{name} +\S", listed, re.MULTILINE)
    explained = signalwright(ROOT, "explain", known[0])
    assert explained.returncode == 0
    assert explained.stdout.startswith(f"{known[0]}\n{'=' * len(known[0])}\n\n")


def test_a_name_that_no_check_has_gets_the_closest_one() -> None:
    refused = signalwright(ROOT, "explain", "alerts/missing-runbok")
    assert refused.returncode == 2
    assert "did you mean `alerts/missing-runbook`?" in refused.stderr
