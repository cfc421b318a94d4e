"""`whence` knows the lines of Python specs, in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.console import Console
from tests.python.specs import BEGIN, FIRST

ALERTS = """\
api.alert(
    "QueueFull",
    when=queue.value() > 100,
    severity="warning",
)
for each in ("GET", "POST"):
    api.alert(f"Many{each}", when=requests.where("method", each).rate() > 5, severity="warning")
"""


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Console:
    """A project with a Python spec that has been compiled."""
    made = Console(tmp_path, monkeypatch, capsys)
    made.write("spec/shop/stack.py", BEGIN + ALERTS)
    assert made.run("compile").code == 0
    return made


def line_of(console: Console, word: str) -> int:
    rules = (console.folder / "out/shop/prometheus/rules/api.yml").read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(rules, 1) if word in line)


def lines_in(answer: str) -> set[int]:
    """Returns the numbers of the lines of rules that an answer names, as `FILE:4-9  alert: QueueFull`."""
    spans = (each.split()[0].rpartition(":")[2].split("-") for each in answer.splitlines() if "/rules/" in each)
    return {number for span in spans for number in range(int(span[0]), int(span[-1]) + 1)}


@pytest.mark.parametrize(
    ("word", "place", "path"),
    [
        ("QueueFull", f"{FIRST + 1}:5", "QueueFull"),
        ("ManyPOST", f"{FIRST + 6}:15", "ManyPOST"),
    ],
)
def test_a_line_of_a_rule_leads_to_the_line_of_the_spec(word: str, place: str, path: str, console: Console) -> None:
    answer = console.run("whence", f"out/shop/prometheus/rules/api.yml:{line_of(console, word)}")
    line, source, *_ = answer.out.splitlines()
    assert line == f"spec/shop/stack.py:{place}  services.api.alerts.{path}"
    assert source.startswith(f"  {place.partition(':')[0]} | ")


def test_a_line_of_a_spec_leads_to_what_came_of_it(console: Console) -> None:
    answer = console.run("whence", f"spec/shop/stack.py:{FIRST + 1}")
    assert line_of(console, "QueueFull") in lines_in(answer.out)
    assert line_of(console, "ManyGET") not in lines_in(answer.out)


def test_a_line_in_a_loop_leads_to_all_that_came_of_it(console: Console) -> None:
    answer = console.run("whence", f"spec/shop/stack.py:{FIRST + 6}")
    assert {line_of(console, "ManyGET"), line_of(console, "ManyPOST")} <= lines_in(answer.out)
    assert line_of(console, "> 100") not in lines_in(answer.out)


def test_an_empty_line_leads_nowhere(console: Console) -> None:
    assert console.run("whence", "spec/shop/stack.py:2").code == 1
