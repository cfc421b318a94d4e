"""The edges of what specs say: the largest numbers, odd texts, names like those of the standard library."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from tests.language.compiling import compile_files
from tests.python.specs import BEGIN, FIRST, compile_python, run_files


def said(root: Path, text: str) -> object:
    """Returns the condition of the alert `A` that a line says."""
    (spec,) = run_files(root, {"shop/stack.py": BEGIN + text + "\n"}).specs
    return spec.data["services"]["api"]["alerts"]["A"]["when"]


@pytest.mark.parametrize(("number", "fits"), [("2**63 - 1", True), ("2**63", False), ("-2**63", True)])
def test_a_number_has_64_bits(number: str, fits: bool, tmp_path: Path) -> None:
    ran = run_files(tmp_path, {"shop/stack.py": f"{BEGIN}stack.say(links={{'x': {number}}})\n"})
    assert [each.name for each in ran.problems] == ([] if fits else ["language/number-too-large"])


def test_a_value_of_several_lines_stands_in_a_selector_with_escapes(tmp_path: Path) -> None:
    line = r"""api.alert("A", when=requests.where("status", 'a\n"b"\\').rate() > 5)"""
    assert said(tmp_path, line) == {"rate": r'http_requests_total{status="a\n\"b\"\\"}', "above": 5}


def test_one_label_as_text_is_not_taken_for_its_letters(tmp_path: Path) -> None:
    assert said(tmp_path, 'api.alert("A", when=requests.rate(by="status") > 5)') == {
        "rate": "http_requests_total",
        "by": "status",
        "above": 5,
    }


def test_an_exception_to_several_conditions_stays_theirs(tmp_path: Path) -> None:
    both = "((queue.value() > 1) & (queue.value() > 2)).unless(queue.value() > 3)"
    line = f'api.alert("A", when={both} & (queue.value() > 4))'
    assert said(tmp_path, line) == {
        "all": [
            {
                "all": [{"value": "queue_depth", "above": 1}, {"value": "queue_depth", "above": 2}],
                "unless": {"value": "queue_depth", "above": 3},
            },
            {"value": "queue_depth", "above": 4},
        ]
    }


def test_a_service_that_is_down_is_named_only_elsewhere(tmp_path: Path) -> None:
    assert said(tmp_path / "own", 'api.alert("A", when=api.down())') == {"down": True}
    line = 'db = stack.service("db")\napi.alert("A", when=db.down())'
    assert said(tmp_path / "other", line) == {"down": "db"}


def test_no_file_takes_the_place_of_a_standard_module(tmp_path: Path) -> None:
    files = {
        "shop/stack.py": BEGIN + "import colorsys\nassert colorsys.rgb_to_hsv\n",
        "shop/colorsys.py": "from signalwright.spec import Part\nPart()\n",
    }
    assert run_files(tmp_path, files).problems == []


@pytest.mark.parametrize("call", ["localtime(None)", "gmtime(None)", "ctime(None)"])
def test_a_time_that_is_none_is_the_time_of_now(call: str, tmp_path: Path) -> None:
    (problem,) = run_files(tmp_path, {"shop/stack.py": f"{BEGIN}import time\ntime.{call}\n"}).problems
    assert problem.name == "language/python-outside-world"


def test_a_bound_in_a_helper_shows_who_called(tmp_path: Path) -> None:
    text = """\
    def full(bound):
        return queue.value() > bound
    api.alert("A", when=full("much"), severity="info")
    """
    (found,) = compile_python(tmp_path, text).found
    assert (found.line, found.also) == (FIRST + 1, (("shop/stack.py", FIRST + 2, 21),))


def test_what_a_file_says_while_it_is_imported_has_no_caller(tmp_path: Path) -> None:
    files = {
        "shop/stack.py": BEGIN + "import than_stack\n",
        "shop/than_stack.py": dedent(
            """\
            from signalwright.spec import Part
            Part().service("b", team="wbe", scrape=["b:1"])
            """
        ),
    }
    (found,) = compile_files(tmp_path, files).found
    assert (found.file, found.also) == ("shop/than_stack.py", ())


def test_a_text_that_no_spec_may_hold_hides_what_follows_from_it(tmp_path: Path) -> None:
    text = 'stack.say(links={"runbooks": "a\\x00b"})\nstack.service("b", team="wbe", scrape=["b:1"])\n'
    assert [each.name for each in compile_python(tmp_path, text).found] == ["language/control-character"]
