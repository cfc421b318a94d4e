"""The types of `signalwright.spec` are strict, and find misspelt labels in the editor."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.checkout import ROOT

FOLDER = Path(__file__).parent


def judge(folder: Path) -> list[tuple[str, int, str]]:
    """Returns file, line and rule of everything that pyright finds in a folder, in strict mode."""
    settings = {
        "typeCheckingMode": "strict",
        "extraPaths": [str(ROOT / "compiler")],
        "pythonVersion": "3.11",
        "include": ["."],
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    judged = subprocess.run(
        [sys.executable, "-m", "pyright", "--outputjson", "--project", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found = json.loads(judged.stdout)
    assert found["summary"]["filesAnalyzed"] > 0
    told = (
        (Path(each["file"]).name, each["range"]["start"]["line"] + 1, each.get("rule", each["message"]))
        for each in found["generalDiagnostics"]
    )
    # What is wrong has an unknown type as well, which says nothing more.
    return sorted(each for each in told if not each[2].startswith("reportUnknown"))


def test_pyright_accepts_what_is_right_and_finds_what_is_wrong(tmp_path: Path) -> None:
    for name in ("right.py", "wrong.py"):
        shutil.copyfile(FOLDER / f"{name}.txt", tmp_path / name)
    wanted = [
        ("wrong.py", number, found[1])
        for number, line in enumerate((tmp_path / "wrong.py").read_text(encoding="utf-8").splitlines(), 1)
        if (found := re.search(r"# error: (\w+)$", line)) is not None
    ]
    assert len(wanted) > 10
    assert judge(tmp_path) == wanted


@pytest.mark.parametrize(
    ("stack", "file"),
    [("tests/python/voiceassist", "api_gateway.py"), ("spec/residency-scheduler", "backend.py")],
)
def test_pyright_accepts_our_stacks_and_rejects_a_misspelt_label_in_them(stack: str, file: str, tmp_path: Path) -> None:
    copy = tmp_path / "stack"
    shutil.copytree(ROOT / stack, copy, ignore=shutil.ignore_patterns("__pycache__"))
    assert judge(copy) == []
    spec = copy / "services" / file
    text = spec.read_text(encoding="utf-8")
    wrong = text.replace('requests.where("status", like("5.."))', 'requests.where("statsu", like("5.."))')
    assert wrong != text
    spec.write_text(wrong, encoding="utf-8")
    line = next(number for number, line in enumerate(wrong.splitlines(), 1) if "statsu" in line)
    assert judge(copy) == [(file, line, "reportArgumentType")]


def test_the_right_spec_compiles_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    from tests.python.specs import run_files

    text = (FOLDER / "right.py.txt").read_text(encoding="utf-8").replace("part = Part(", "part = stack\npart.say(")
    assert run_files(tmp_path / "right", {"shop/stack.py": text}).problems == []
    text = (FOLDER / "wrong.py.txt").read_text(encoding="utf-8")
    assert run_files(tmp_path / "wrong", {"shop/stack.py": text}).problems != []
