"""Specs are run in a process of their own, whose every end is told at its place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from signalwright.language.python.runner import Limits
from tests.language.compiling import compile_files
from tests.python.specs import run_files

PART = "from signalwright.spec import Part\npart = Part()\n"


def told(root: Path, text: str, limits: Limits | None = None) -> list[tuple[str, int, str]]:
    """Returns name, line and message of each problem of one file, beside a sound one of another stack."""
    ran = run_files(root, {"a/stack.py": text, "b/stack.py": PART}, limits)
    assert [each.file for each in ran.specs if each.file.startswith("spec/b/")] == ["spec/b/stack.py"]
    assert ran.unsound == ({"spec/a"} if ran.problems else set())
    return [(each.name, each.place.line, each.message) for each in ran.problems]


def test_what_stands_between_the_answers_is_told(tmp_path: Path) -> None:
    text = """\
    import os
    for number in range(3, 8):
        try:
            os.write(number, b"{garbage\\n")
        except OSError:
            pass
    """
    assert told(tmp_path, text) == [
        ("language/python-crash", 0, "the process that runs the spec has ended: what it tells can't be read")
    ]


def test_an_exception_is_told_at_its_line(tmp_path: Path) -> None:
    assert told(tmp_path, PART + "part.data.teem('x')\n") == [
        ("language/python-exception", 3, "AttributeError: 'dict' object has no attribute 'teem'")
    ]


def test_a_mistake_of_syntax_is_told_at_its_line(tmp_path: Path) -> None:
    ((name, line, message),) = told(tmp_path, PART + "part.team('x'\n")
    assert (name, line) == ("language/python-syntax", 3)
    assert message == "this is not Python: '(' was never closed"


@pytest.mark.parametrize("text", ["a = 'caf\udce9'\n", "a = 1\0\n"], ids=["no UTF-8", "a null character"])
def test_a_file_that_is_no_text_is_told(text: str, tmp_path: Path) -> None:
    (tmp_path / "spec/shop").mkdir(parents=True)
    (tmp_path / "spec/shop/stack.py").write_bytes(text.encode(errors="surrogateescape"))
    found = compile_files(tmp_path, {}).found
    assert [(each.name, each.file) for each in found] == [("language/python-syntax", "shop/stack.py")]


@pytest.mark.parametrize(
    "end", ["raise SystemExit", "import sys; sys.exit(3)", "import os; os._exit(0)", "import os; os.abort()"]
)
def test_a_spec_that_ends_the_program_is_told_at_its_line(end: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"{PART}{end}\n") == [("language/python-exit", 3, "the spec ends the program")]


@pytest.mark.parametrize("loop", ["while True: pass", "sum(iter(int, 1))"], ids=["in Python", "in C"])
def test_an_endless_loop_is_told_at_its_line(loop: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"{PART}{loop}\n", Limits(seconds=0.5)) == [
        ("language/python-timeout", 3, "the spec takes longer than 0.5 seconds")
    ]


def test_a_crash_is_told_at_its_line(tmp_path: Path) -> None:
    ((name, line, message),) = told(tmp_path, PART + "import faulthandler; faulthandler._sigabrt()\n")
    assert (name, line) == ("language/python-crash", 3)
    assert message == "the process that runs the spec has ended: Aborted"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS doesn't bound the memory of a process")
def test_a_spec_that_fills_the_memory_is_told_at_its_line(tmp_path: Path) -> None:
    ((name, line, message),) = told(tmp_path, PART + "a = [0] * 10**12\n")
    assert (name, line, message) == ("language/python-exception", 3, "MemoryError")


def test_a_spec_that_says_too_much_is_told(tmp_path: Path) -> None:
    ((name, line, _),) = told(tmp_path, PART + "part.say(links={'runbooks': 'a' * 3000})\n", Limits(size=2000))
    assert (name, line) == ("language/file-too-large", 2)


def test_a_value_that_holds_itself_is_told(tmp_path: Path) -> None:
    ((name, line, _),) = told(tmp_path, PART + "a = []\na.append(a)\npart.say(links=a)\n")
    assert (name, line) == ("language/too-deep", 5)


def test_a_module_that_is_not_of_the_project_is_told(tmp_path: Path) -> None:
    ran = run_files(tmp_path, {"a/stack.py": "import yaml\n"})
    (problem,) = ran.problems
    assert problem.message == "ModuleNotFoundError: No module named 'yaml'"
    assert problem.help == "a spec imports the standard library, `signalwright.spec` and files of its own project"


def test_every_file_tells_its_problems_in_one_run(tmp_path: Path) -> None:
    files = {
        "a/one.py": "a = b\n",
        "a/two.py": "(\n",
        "a/three.yaml": "teams: {web: {}}\n",
        "b/stack.py": "import nothing\n",
    }
    assert [(each.file, each.name) for each in compile_files(tmp_path, files).found] == [
        ("a/one.py", "language/python-exception"),
        ("a/two.py", "language/python-syntax"),
        ("b/stack.py", "language/python-exception"),
    ]


def test_files_import_each_other_and_are_run_once(tmp_path: Path) -> None:
    files = {
        "shop/a.py": "from b import part\nfrom services.c import name\nfrom shop import d\npart.team(name + d.more)\n",
        "shop/b.py": "from signalwright.spec import Part\npart = Part()\npart.team('b')\n",
        "shop/services/c.py": "from ..d import more\nname = 'c'\n",
        "shop/d.py": "more = 'd'\n",
    }
    ran = run_files(tmp_path, files)
    assert ran.problems == []
    assert [(each.file, each.data) for each in ran.specs] == [
        ("spec/shop/b.py", {"signalwright": 1, "teams": {"b": {}, "cd": {}}})
    ]


def test_a_file_that_fails_is_told_once_however_many_import_it(tmp_path: Path) -> None:
    one = "from broken import name\n"
    ran = run_files(tmp_path, {"shop/a.py": one, "shop/b.py": one, "shop/broken.py": "name = nothing\n"})
    assert [(each.place.file, each.place.line) for each in ran.problems] == [("spec/shop/broken.py", 1)]
    assert [each[0].file for each in ran.problems[0].also] == ["spec/shop/a.py"]


def test_a_part_is_made_in_the_folder_of_its_stack(tmp_path: Path) -> None:
    (tmp_path / "common.py").write_text("from signalwright.spec import Part\n\ndef make():\n    return Part()\n")
    ran = run_files(tmp_path, {"shop/stack.py": "from common import make\nmake()\n"})
    assert [(each.name, each.place.file, each.place.line) for each in ran.problems] == [
        ("language/python-misuse", "common.py", 4)
    ]


def test_no_file_takes_the_place_of_a_standard_module(tmp_path: Path) -> None:
    files = {"shop/queue.py": "raise ValueError\n", "shop/stack.py": "import queue\nqueue.Queue\n" + PART}
    assert [each.place.file for each in run_files(tmp_path, files).problems] == ["spec/shop/queue.py"]


def test_stacks_share_no_modules(tmp_path: Path) -> None:
    text = "import common\nfrom signalwright.spec import Part\nPart(teams={common.NAME: {}})\n"
    files = dict.fromkeys(("a/stack.py", "b/stack.py"), text)
    ran = run_files(tmp_path, {**files, "a/common.py": "NAME = 'a'\n", "b/common.py": "NAME = 'b'\n"})
    assert ran.problems == []
    assert [each.data["teams"] for each in ran.specs] == [{"a": {}}, {"b": {}}]


def test_a_stack_can_read_what_the_organization_says_and_not_add_to_it(tmp_path: Path) -> None:
    organization = "from signalwright.spec import Part\npart = Part()\nweb = part.team('web')\n"
    text = "from _organization.people import part, web\nfrom signalwright.spec import Part\n"
    good = text + "Part().service('api', team=web)\n"
    ran = run_files(tmp_path / "good", {"_organization/people.py": organization, "shop/stack.py": good})
    assert ran.problems == []
    assert [each.data.get("services") for each in ran.specs] == [None, {"api": {"team": "web"}}]
    bad = text + "part.team('data')\n"
    ran = run_files(tmp_path / "bad", {"_organization/people.py": organization, "shop/stack.py": bad})
    assert [(each.name, each.place.line) for each in ran.problems] == [("language/python-misuse", 3)]


def test_what_a_spec_prints_goes_to_standard_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = "import os, sys\nprint('one')\nos.write(1, b'two')\nsys.stdout.write('three')\n" + PART
    assert run_files(tmp_path, {"shop/stack.py": text}).problems == []
    out, err = capfd.readouterr()
    assert out == ""
    assert all(each in err for each in ("one", "two", "three"))


def test_the_child_loads_no_library_of_others(tmp_path: Path) -> None:
    others = {"pydantic", "ryaml", "yaml", "dataclasses", "inspect"}
    text = f"{PART}import sys\nassert not {others} & sys.modules.keys()\n"
    assert run_files(tmp_path, {"shop/stack.py": text}).problems == []


def test_a_project_without_python_specs_starts_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", None)
    monkeypatch.setitem(sys.modules, "signalwright.language.python.load", None)
    assert compile_files(tmp_path, {"shop/stack.yaml": "signalwright: 1\nstack: shop\n"}).found == ()


def test_all_stacks_are_run_in_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    starts: list[object] = []
    start = subprocess.Popen

    def count(*arguments: Any, **keywords: Any) -> Any:
        starts.append(arguments)
        return start(*arguments, **keywords)

    monkeypatch.setattr("subprocess.Popen", count)
    assert len(run_files(tmp_path, {"a/stack.py": PART, "b/stack.py": PART, "c/stack.py": PART}).specs) == 3
    assert len(starts) == 1
