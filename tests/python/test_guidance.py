"""What a newcomer tries first, and Python would answer with its own words, is answered with what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.language.models.services import ServiceSpec
from signalwright.language.models.stack import StackSpec
from signalwright.language.python.guidance import SERVICE_KEYS, TOP_KEYS
from tests.python.specs import BEGIN, FIRST, compile_python, run_files

# What is written, what of it is marked, and a part of the way out.
TRIED = [
    ('stack.backends(prometheus="3.15")', "backends", "`Stack(…, backends=…)`"),
    ('stack.backend(prometheus="3.15")', "backend", "`Stack(…, backends=…)`"),
    ('stack.servce("a")', "servce", "did you mean `service`?"),
    ('stack.logs = {"keep": {}}', "logs", "`stack.say(logs=…)`"),
    ('api.scrape("api:8000")', "scrape", '`stack.service("api", scrape=…)`'),
    ('api.team = "web"', "team", '`stack.service("api", team=…)`'),
    ('api.dashboard("A")', "dashboard", "`stack.dashboard(…)`"),
    ("api.guage('a')", "guage", "did you mean `gauge`?"),
    ("requests.p95()", "p95", "a histogram has it; a counter has `absent`, `appears`, `growth`, `rate`"),
    ("queue.rate()", "rate", "a counter has it; "),
    ("requests.rte()", "rte", "did you mean `rate`?"),
    ("queue.value().where('a', 'b')", "where", "before it is read"),
    ('stack.team("a").notify("b")', "notify", "`stack.team(…, notify=…)`"),
    ("requests > 5", None, '`requests.rate(over="5m") > 5`'),
    ("queue <= 5", None, "`queue.value() > 5`"),
    ("api.histogram('a') > '2s'", None, '`durations.p95(over="5m") > "2s"`'),
    ("api.summary('a') > 2", None, '`durations.count.rate(over="5m") > 5`'),
    ("queue.value() >= 5", None, "write `>` or `<`"),
    ("queue.value() == 5", None, "write `>` or `<`"),
    ("queue.value() > 5 & queue.value() > 3", None, "in parentheses"),
    ("queue.value() > 5 | (queue.value() > 3)", None, "in parentheses"),
    ("(queue.value() > 5) & queue.value()", None, "in parentheses"),
    ("(queue.value() > 5) | None", None, "in parentheses"),
    ("queue.value() & (queue.value() > 5)", None, "in parentheses"),
    ("requests.rate() * 60", None, "`failed.ratio(requests)`"),
    ("60 * requests.rate()", None, "`failed.ratio(requests)`"),
    ("requests / requests", None, "`failed.ratio(requests)`"),
    ('"rate(" + requests', None, "`failed.ratio(requests)`"),
    ('f"{queue.value()} > 5"', None, 'expr(f"rate({requests}[5m]) > 5")'),
    ("from signalwright.spec import Couter", None, "did you mean `Counter`?"),
    ("from signalwright.spec import Alarm", None, "`all_of`, `any_of`, `during`, `expr`"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "marked", "way"), TRIED, ids=[line for line, _, _ in TRIED])
def test_what_is_tried_in_vain_has_a_way_out(line: str, marked: str | None, way: str, tmp_path: Path) -> None:
    (found,) = compile_python(tmp_path, f"{line}\n").found
    assert found.name == "language/python-misuse"
    assert way in (found.help or "")
    begin, end = found.column - 1, found.end_column - 1
    assert (found.line, line[begin:end]) == (FIRST, marked or line[begin:end])
    assert marked is not None or begin == 0 or line[:begin] in ("queue.value() > ", "requests")


def test_the_keys_that_are_known_are_those_of_the_language() -> None:
    assert set(TOP_KEYS) == set(StackSpec.model_fields) - {"signalwright", "stack"}
    assert set(SERVICE_KEYS) == set(ServiceSpec.model_fields)


# What else Python finds, its message, and the way out.
FAILING = [
    ("reqests.rate()", "NameError: name 'reqests' is not defined", "did you mean `requests`?"),
    ("prnt(1)", "NameError: name 'prnt' is not defined", "did you mean `print`?"),
    ("queue.value > 5", "TypeError: '>' not supported between instances of 'method' and 'int'", "call it, "),
    ("import numpy", "ModuleNotFoundError: No module named 'numpy'", "a spec imports the standard library"),
    ("from json import laods", "ImportError: cannot import name 'laods' from 'json'", "did you mean `loads`?"),
    ("open('spec/none.txt')", "FileNotFoundError: [Errno 2] No such file or directory: 'spec/none.txt'", "correct"),
    ("open(__file__ + 'x')", "FileNotFoundError: [Errno 2] No such file or directory: 'spec/shop/stack.pyx'", ""),
    ("raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})", "Odd", "correct"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message", "way"), FAILING, ids=[line for line, _, _ in FAILING])
def test_an_error_of_python_is_told_without_the_machine(line: str, message: str, way: str, tmp_path: Path) -> None:
    (problem,) = run_files(tmp_path, {"shop/stack.py": f"{BEGIN}{line}\n"}).problems
    assert (problem.name, problem.message) == ("language/python-exception", message)
    assert problem.help.startswith(way)


def test_files_that_import_each_other_are_told_so(tmp_path: Path) -> None:
    files = {"shop/a.py": "from b import two\none = 1\n", "shop/b.py": "from a import one\ntwo = 2\n"}
    problem = run_files(tmp_path, files).problems[0]
    assert problem.help == "the two files import each other: move what both need into a third one"
    assert problem.message == "ImportError: cannot import name 'one' from 'shop.a'"


# What a spec can't hold, and what to write.
VALUES = [
    ("{1, 2}", "write `sorted(…)`"),
    ("(each for each in 'ab')", "write `list(…)`"),
    ("range(3)", "write `list(…)`"),
    ("{}.keys()", "write `list(…)`"),
    ("b'a'", "write text: `….decode()`"),
    ("__import__('datetime').timedelta(1)", "write a duration as text"),
    ("__import__('decimal').Decimal(1)", "write `float(…)`"),
    ("__import__('dataclasses').make_dataclass('A', ['a'])(1)", "write `dataclasses.asdict(…)`"),
    ("__import__('enum').Enum('A', ['a']).a", "write its `.value`"),
    ("__import__('pathlib').Path('a')", "write `str(…)`"),
    ("api.down", "call it, with `()`"),
    ("object()", "write text, a number"),
]


@pytest.mark.parametrize(("value", "way"), VALUES, ids=[value for value, _ in VALUES])
def test_a_value_of_python_alone_has_a_way_out(value: str, way: str, tmp_path: Path) -> None:
    (problem,) = run_files(tmp_path, {"shop/stack.py": f"{BEGIN}stack.say(links={value})\n"}).problems
    assert problem.name == "language/wrong-kind"
    assert problem.help.startswith(way)


def test_metrics_stand_in_promql_by_their_names(tmp_path: Path) -> None:
    text = """\
    failed = requests.where("status", like("5.."))
    stack.say(links={"runbooks": f"{requests} {failed} {api}", "dashboards": repr([requests, queue.value() > 5])})
    """
    (spec,) = run_files(tmp_path, {"shop/stack.py": BEGIN + text.replace("    ", "")}).specs
    assert spec.data["links"] == {
        "runbooks": 'http_requests_total http_requests_total{status=~"5.."} api',
        "dashboards": "[<Counter http_requests_total>, <Condition {'value': <Gauge queue_depth>, 'above': 5}>]",
    }


def test_what_is_asked_for_by_name_is_answered_as_ever(tmp_path: Path) -> None:
    text = """\
    import copy
    assert not hasattr(stack, "backends") and not hasattr(requests, "p95") and hasattr(requests, "rate")
    assert copy.copy(requests).name == requests.name
    assert len({requests.rate(), queue.value() > 5}) == 2
    """
    assert run_files(tmp_path, {"shop/stack.py": BEGIN + text.replace("    ", "")}).problems == []


def test_a_loop_that_says_a_name_twice_is_told_so(tmp_path: Path) -> None:
    (found,) = compile_python(tmp_path, 'for _ in "ab":\n    api.gauge("x")\n').found
    assert (found.name, found.line) == ("language/duplicate-name", FIRST + 1)
    assert (found.help or "").startswith("put into the name what differs")
