"""What is wrong with a Python spec is told at the argument that says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.compiling import compile_files
from tests.python.specs import BEGIN, FIRST, compile_python, places

# What is told, the line that is wrong, and what of it is marked, when that is to be told exactly.
MISTAKES = [
    ("language/unknown-key", 'api.alert("A", when="down", severty="critical", severity="critical")', "severty"),
    ("language/unknown-key", 'api.slo("a", good=requests, total=requests, objectiv="9%", **W)', "objectiv"),
    ("language/wrong-kind", 'api.slo("a", good=requests, total=requests, objective="99.9", window="30d")', '"99.9"'),
    ("language/wrong-kind", 'api.alert("A", when="down", for_=5, severity="critical")', "5"),
    ("language/wrong-kind", 'api.alert("A", when="down", labels={"x": "y", "z": [1]}, severity="critical")', "[1]"),
    ("language/wrong-kind", 'stack.say(logs={"keep": {"default": "30 days"}})', '"30 days"'),
    ("language/unknown-key", 'stack.say(logs={"kep": {}})', '"kep"'),
    ("language/missing-key", 'api.alert("A", severity="critical")', '"A"'),
    ("language/unknown-reference", 'api.alert("A", when="down", team="wbe", severity="critical")', '"wbe"'),
    ("language/unknown-reference", 'stack.service("db", team="wbe", scrape=["db:1"])', '"wbe"'),
    ("language/duplicate-name", 'stack.service("api")', '"api"'),
    ("language/duplicate-name", 'stack.say(teams={"web": {}})', '"web"'),
    ("language/bad-name", 'stack.service("a b", team="web", scrape=["a:1"])', '"a b"'),
    ("language/wrong-kind", "stack.say(severities={1, 2})", "{1, 2}"),
    ("language/wrong-kind", 'stack.service("db", scrape=[object()])', "object()"),
    ("language/key-not-text", "stack.say(links={1: 2})", None),
    ("language/number-too-large", "stack.say(links={'x': [10**30]})", "10**30"),
    ("language/control-character", 'stack.say(links={"runbooks": "a\\x00b"})', '"a\\x00b"'),
    (
        "promql/unknown-label",
        'api.alert("A", when=requests.where("statsu", "5").rate() > 5, severity="info")',
        "statsu",
    ),
    ("promql/unknown-label", 'api.alert("A", when=requests.rate(by=("statsu",)) > 5, severity="info")', '"statsu"'),
    ("promql/unknown-label", 'api.record("a", requests.rate(by=("statsu",)), over=["5m", "1h"])', '"statsu"'),
    ("promql/unknown-label", 'api.record("a", requests.where("statsu", "5").ratio(requests))', "statsu"),
    ("language/wrong-kind", 'api.record("a", requests.rate(), over=["5m", 5])', "5"),
    ("alerts/wrong-metric-type", 'api.record("a", rate=queue)', "queue"),
    (
        "promql/unknown-metric",
        'api.alert("A", when={"rate": "http_requests", "above": 5}, severity="info")',
        "http_requests",
    ),
    (
        "promql/unknown-metric",
        "api.alert('A', when={'rate': 'http_request_total{status=\"5\"}', 'above': 5}, severity='info')",
        "http_request_total",
    ),
    (
        "promql/bad-selector",
        "api.alert('A', when={'rate': r'http_requests_total{status=~\"5\"', 'above': 5}, severity='info')",
        None,
    ),
    (
        "promql/unknown-metric",
        "api.alert('A', when={'rate': 'http_request_total{'\n 'status=\"5\"}', 'above': 5}, severity='info')",
        "http_request_total",
    ),
    ("language/wrong-kind", 'api.alert("A", when=queue.value() > "much", severity="info")', '"much"'),
    ("language/wrong-kind", 'api.alert("A", when="much" < queue.value(), severity="info")', '"much"'),
    (
        "language/wrong-kind",
        'api.alert("A", when=requests.ratio(requests, over="soon") > "5%", severity="info")',
        '"soon"',
    ),
    ("alerts/wrong-metric-type", 'api.alert("A", when={"rate": queue, "above": 5}, severity="info")', "queue"),
    ("promql/syntax", 'api.alert("A", when=expr("sum(") , severity="info", summary="x")', None),
    ("language/wrong-kind", "requests.where(5, 'x')", "5"),
    ("language/wrong-kind", "requests.where('status', 5)", "5"),
    ("language/python-misuse", 'api.alert("A", when=queue.value() and queue.value() > 5)', None),
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ['"""\n    http_requests_total{statsu="5"}"""', "('http_requests_total'\n  r'{statsu=\"5\"}')"],
)
def test_a_part_of_a_text_of_several_lines_is_told_where_it_stands(text: str, tmp_path: Path) -> None:
    line = f'api.alert("A", when=expr({text}), severity="info", summary="x", for_="5m")'
    outcome = compile_python(tmp_path, f"from signalwright.spec import expr\n{line}\n")
    (found,) = [each for each in places(outcome) if each[0] == "promql/unknown-label"]
    written = line.split("\n")[1]
    assert found[1:] == (3, written.index("statsu") + 1, written.index("statsu") + 7)


@pytest.mark.parametrize(("name", "line", "marked"), MISTAKES, ids=[line for _, line, _ in MISTAKES])
def test_a_mistake_is_told_at_the_argument(name: str, line: str, marked: str | None, tmp_path: Path) -> None:
    outcome = compile_python(tmp_path, f'W = {{"window": "30d"}}\n{line}\n')
    found = [each for each in places(outcome) if each[0] == name]
    assert len(found) == 1, [str(each) for each in outcome.found]
    _, number, column, end = found[0]
    assert number == 2
    if marked is not None:
        assert line[column - 1 : end - 1] == marked, [str(each) for each in outcome.found]


def test_what_takes_several_lines_is_shown_by_its_name(tmp_path: Path) -> None:
    text = """\
    api.alert(
        "A",
        when={
            "value": queue,
        },
        severity="info",
    )
    api.alert(
        "B",
        when=requests.ratio(
            queue,
            over="5m",
        ) > "5%",
        severity="info",
    )
    """
    assert places(compile_python(tmp_path, text)) == [
        ("language/missing-key", 4, 9, 16),
        ("alerts/wrong-metric-type", 10, 19, 24),
    ]


def test_columns_count_characters_and_not_bytes(tmp_path: Path) -> None:
    text = 'api.alert("A", summary="größer", when="down", team="wbe", severity="info")\n'
    assert places(compile_python(tmp_path, text)) == [("language/unknown-reference", 1, 52, 57)]


def test_a_span_within_a_text_with_escapes_marks_the_whole_text(tmp_path: Path) -> None:
    text = 'api.alert("A", when={"rate": "http_request_total{status=\\"5\\"}", "above": 5}, severity="info")\n'
    (found,) = places(compile_python(tmp_path, text))
    assert found[2:] == (30, 64)


def test_a_spread_mapping_is_looked_into(tmp_path: Path) -> None:
    text = """\
    COMMON = {"team": "wbe"}
    stack.service("a", **{"team": "wbe"}, scrape=["a:1"])
    stack.service("b", **COMMON, scrape=["b:1"])
    """
    assert places(compile_python(tmp_path, text)) == [
        ("language/unknown-reference", 2, 31, 36),
        ("language/unknown-reference", 3, 22, 28),
    ]


def test_a_name_that_is_declared_twice_shows_the_first(tmp_path: Path) -> None:
    outcome = compile_python(tmp_path, 'api.gauge("x")\napi.gauge("x")\n')
    (found,) = outcome.found
    assert found.name == "language/duplicate-name"
    assert found.also == (("shop/stack.py", 7, 11),)


def test_what_a_helper_says_is_placed_in_the_helper(tmp_path: Path) -> None:
    files = {
        "shop/stack.py": BEGIN + "from helpers import watch\nwatch(api)\n",
        "shop/helpers.py": 'def watch(service):\n    service.alert("A", when="down", severity="info", team="wbe")\n',
    }
    (found,) = compile_files(tmp_path, files).found
    assert (found.name, found.file, found.line, found.column) == (
        "language/unknown-reference",
        "shop/helpers.py",
        2,
        59,
    )


def test_what_a_helper_says_shows_who_called(tmp_path: Path) -> None:
    text = """\
    def watch(service):
        return [service.alert(each, when="down", severity="info", team="wbe") for each in ("A",)]
    def watch_all(*services):
        for each in services:
            watch(each)
    watch(stack.service("a", team="web", scrape=["a:1"]))
    watch_all(api, stack.service("b", team="web", scrape=["b:1"]))
    """
    found = compile_python(tmp_path, text).found
    line = FIRST
    assert [(each.name, each.line, each.also) for each in found] == [
        ("language/unknown-reference", line + 1, (("shop/stack.py", line + 5, 1),)),
        ("language/unknown-reference", line + 1, (("shop/stack.py", line + 4, 9), ("shop/stack.py", line + 6, 1))),
    ]


def test_a_mistake_in_a_loop_is_told_once_for_each_text(tmp_path: Path) -> None:
    text = """\
    for name, team in {"a": "wbe", "b": "wbe", "c": "wob", "d": "web"}.items():
        stack.service(name, team=team, scrape=["a:1"])
    """
    found = compile_python(tmp_path, text).found
    assert [(each.message, each.line, each.also) for each in found] == [
        ("there is no team `wbe`", FIRST + 1, ()),
        ("there is no team `wob`", FIRST + 1, ()),
    ]


def test_a_helper_that_calls_itself_shows_some_of_the_calls(tmp_path: Path) -> None:
    text = """\
    def watch(number):
        return watch(number - 1) if number else api.alert("A", when="down", severity="info", team="wbe")
    watch(50)
    """
    (found,) = compile_python(tmp_path, text).found
    assert len(found.also) == 3


def test_a_call_that_fails_in_a_helper_shows_who_called(tmp_path: Path) -> None:
    files = {
        "shop/stack.py": BEGIN + "from helpers import watch\nwatch(api)\n",
        "shop/helpers.py": 'def watch(service):\n    raise ValueError("no such team.")\n',
    }
    (found,) = compile_files(tmp_path, files).found
    assert (found.name, found.message) == ("language/python-exception", "ValueError: no such team")
    assert (found.file, found.line, found.also) == ("shop/helpers.py", 2, (("shop/stack.py", 8, 1),))
