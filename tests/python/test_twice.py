"""`check` runs specs twice, and tells what the second run says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.language.python.load import difference
from tests.cli.console import Console
from tests.python.specs import BEGIN, FIRST, compile_python

UNSTABLE = {
    "the order of a set": ("links.runbooks", '"https://" + "-".join({"a", "b", "c", "d", "e", "f", "g"})'),
    "the working folder": ("links.runbooks", '"https://" + os.getcwd().strip("/").replace("/", "-")'),
    "the time zone": ("links.runbooks", '"https://" + time.strftime("%H%M", time.localtime(0))'),
}


@pytest.mark.parametrize(("path", "value"), UNSTABLE.values(), ids=UNSTABLE)
def test_what_a_second_run_says_otherwise_is_told(path: str, value: str, tmp_path: Path) -> None:
    text = f'import os, time\nstack.say(links={{"runbooks": {value}}})\n'
    assert [str(each) for each in compile_python(tmp_path, text).found] == []
    (found,) = compile_python(tmp_path, text, twice=True).found
    assert (found.name, found.line, found.column) == ("language/python-differs", FIRST + 1, 30)
    assert found.message == f"a second run says something else at `{path}`"


def test_a_second_run_that_fails_is_told(tmp_path: Path) -> None:
    text = 'assert __import__("os").path.isdir("spec")\n'
    (found,) = compile_python(tmp_path, text, twice=True).found
    assert (found.name, found.message) == ("language/python-differs", "a second run fails: AssertionError")


def test_the_order_of_keys_counts(tmp_path: Path) -> None:
    text = 'for name in {"a", "b", "c", "d", "e", "f", "g"}:\n    stack.team(name)\n'
    (found,) = compile_python(tmp_path, text, twice=True).found
    assert found.name == "language/python-differs"


def test_the_command_check_runs_specs_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    console = Console(tmp_path, monkeypatch, capsys)
    text = 'stack.say(links={"runbooks": "https://" + "".join({"a", "b", "c", "d", "e", "f", "g"})})\n'
    console.write("spec/shop/stack.py", BEGIN + text)
    assert console.run("compile").code == 0
    answer = console.run("check")
    assert answer.code == 1
    assert "language/python-differs" in answer.err


@pytest.mark.parametrize(
    ("one", "other", "path"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, ("a", 1, "b")),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, ("a",)),
        ({"a": 1}, {"a": 1, "b": 2}, ()),
        ([1], [1, 2], ()),
        (1, True, ()),
        (1, 1.0, ()),
        ({"a": float("nan")}, {"a": float("nan")}, None),
        ({"a": [1, "b", None]}, {"a": [1, "b", None]}, None),
    ],
)
def test_the_first_difference_is_found(one: object, other: object, path: object) -> None:
    assert difference(one, other) == path
