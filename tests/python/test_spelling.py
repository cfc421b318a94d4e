"""The way out of a mistake in a Python file is Python, whoever found the mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.language.python.spelling import in_python
from tests.python.specs import FIRST, compile_python, run_files

# What YAML says, and what a keyword of a call does.
EXAMPLES = [
    ("add `for: 5m`", 'add `for_="5m"`'),
    ("say whose it is: `from: main-db`", 'say whose it is: `from_="main-db"`'),
    ("write for example `by: [endpoint]`", 'write for example `by=["endpoint"]`'),
    ('add `webhook: {url: "http://relay"}`', 'add `webhook={"url": "http://relay"}`'),
    ("add `above:` or `below:`, for example `above: 5%`", 'add `>` or `<`, for example `> "5%"`'),
    ("a bound for each: `above: {critical: 10%}`", 'a bound for each: `> {"critical": "10%"}`'),
    ("write `when: {value: queue, above: 100}`", "write `when=queue.value() > 100`"),
    ("add `panels: [{rate: asked_total, by: [job]}]`", 'add `panels=[asked_total.rate(by=["job"])]`'),
    ("write `{ratio: {of: …, to: …}, over: 5m}`", 'write `….ratio(…, over="5m")`'),
    ("write `{any: [{…, above: …}, {…, below: …}]}`", "write `(… > …) | (… < …)`"),
    ("write PromQL: `{expr: 'sum(up) > 1'}`", 'write PromQL: `expr("sum(up) > 1")`'),
    ('declare one: `backends: {loki: "3.7"}`', 'declare one: `backends={"loki": "3.7"}`'),
    ("add `main-db: soft`", 'add `**{"main-db": "soft"}`'),
    ("write `true: yes`, or `on_call: true`", "write `true: yes`, or `on_call=True`"),
    ("write `7d`, `99.9%` or `512MiB`", 'write `"7d"`, `"99.9%"` or `"512MiB"`'),
    ("the keys are `for`, `keep`", "the keys are `for_`, `keep`"),
    ("write `[critical, warning]`", 'write `["critical", "warning"]`'),
    ('write `{service="api"} |= "error"`, or `up{job="a"}`', 'write `{service="api"} |= "error"`, or `up{job="a"}`'),
    ("write `over: [`", "write `over: [`"),
    ("did you mean `web`?", "did you mean `web`?"),
]  # fmt: skip


@pytest.mark.parametrize(("help", "wanted"), EXAMPLES, ids=[each for each, _ in EXAMPLES])
def test_an_example_of_yaml_becomes_one_of_python(help: str, wanted: str) -> None:
    assert in_python(help, mapping=False, words=True) == wanted


def test_within_a_mapping_keys_are_text() -> None:
    assert in_python("add `for: 5m` or `above: 5%`, not `for`", mapping=True, words=True) == (
        'add `"for": "5m"` or `"above": "5%"`, not `for`'
    )


def test_words_that_are_names_stay_as_they_are() -> None:
    assert in_python("did you mean `class`?", mapping=False, words=False) == "did you mean `class`?"


# What is written wrongly, what of it is marked, and the way out.
WRONG = [
    ('api.alert("Odd", when=queue.value() > 9)', '"Odd"', 'add `severity="critical"`'),
    ('api.alert("Odd", when=queue.value(), severity="warning")', "queue", 'for example `> "5%"`'),
    ('api.alert("Odd", when={"value": queue}, severity="warning")', '"value"', 'for example `"above": "5%"`'),
    ('api.alert("Odd", when=queue.value() > 9, for_=60, severity="warning")', "60", '`"60s"`'),
    ('api.alert("Odd", when=queue.value() > 9, fore="5m", severity="warning")', "fore", "did you mean `for_`?"),
    ('api.alert("Odd", when=print(), severity="warning")', "print()", "this is None here"),
    ('api.slo("odd", good=requests, total=requests, objective=99)', "99", '`"99%"`'),
    ('api.alert("Odd", when=stack.down("clas"), severity="warning")', '"clas"', "did you mean `class`?"),
    ('api.alert("Odd", when=seen.where("clas", "a").rate() > 9, severity="warning")', '"clas"', "mean `class`?"),
    ('stack.environment("e", change={"services": {"api": {"alerts": {"A": {"fore": 5}}}}})', '"fore"', "mean `for`?"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "marked", "way"), WRONG, ids=[line for line, _, _ in WRONG])
def test_a_mistake_that_the_compiler_finds_has_a_way_out_in_python(
    line: str, marked: str, way: str, tmp_path: Path
) -> None:
    more = 'stack.service("class", team="web", scrape=["c:80"])\nseen = api.counter("seen_total", labels=("class",))\n'
    outcome = compile_python(tmp_path, f"{more}{line}\n")
    found = next(each for each in outcome.found if way in (each.help or ""))
    assert found.line == FIRST + 2
    assert line[found.column - 1 : found.end_column - 1].strip('"') == marked.strip('"')


# What Python refuses, and a part of the way out.
REFUSED = [
    ('api.alert("Odd", queue.value() > 9)', "with its name, such as `when=…`"),
    ('api.counter("odd_total", ("a",))', "with its name, such as `labels=…`"),
    ('stack.team("odd", ["chat"])', "with its name, such as `for_=…`"),
    ('Stack.service("odd")', "`part.service(…)`"),
    ("print().alert('Odd')", "it is None: "),
    ("Stack()", '`Stack("shop", links=…)`'),
    ('Stack("odd", {"links": {}})', '`Stack("shop", links=…)`'),
]


@pytest.mark.parametrize(("line", "way"), REFUSED, ids=[line for line, _ in REFUSED])
def test_a_call_that_python_refuses_has_a_way_out(line: str, way: str, tmp_path: Path) -> None:
    (found,) = compile_python(tmp_path, f"{line}\n").found
    assert found.name == "language/python-exception"
    assert way in (found.help or "")


def test_modules_that_import_each_other_whole_are_told_so(tmp_path: Path) -> None:
    files = {
        "shop/a.py": "from . import b\none = b.two\n",
        "shop/b.py": "from . import a\ntwo = a.one\n",
    }
    problem = run_files(tmp_path, files).problems[0]
    assert problem.help == "the two files import each other: move what both need into a third one"
    assert problem.message == "AttributeError: module 'shop.a' has no attribute 'one'"
    assert [words for _, words in problem.also] == ["imported here"]


OTHER = """\
from signalwright.spec import Stack
from ..shop.stack import asked
stack = Stack("other")
api = stack.service("api", scrape=["api:80"])
api.alert("Odd", when=asked.rate() > 5)
"""
SHOP = """\
from signalwright.spec import Stack
stack = Stack("shop")
api = stack.service("api", scrape=["api:80"])
asked = api.counter("asked_total")
api.alert("Odd", when=asked.rate() > 5)
"""


def test_a_handle_of_another_stack_is_refused_even_where_a_service_is_called_alike(tmp_path: Path) -> None:
    (problem,) = run_files(tmp_path, {"shop/stack.py": SHOP, "other/stack.py": OTHER}).problems
    assert problem.message == "this reads a metric of the service `api` of the stack `shop`"
    assert (problem.place.file, problem.place.line) == ("spec/other/stack.py", 5)


def test_a_handle_of_what_all_stacks_share_is_read(tmp_path: Path) -> None:
    shared = 'from signalwright.spec import Part\nasked = Part().service("api").counter("asked_total")\n'
    files = {"_organization/api.py": shared, "other/stack.py": OTHER.replace("shop.stack", "_organization.api")}
    ran = run_files(tmp_path, files)
    assert ran.problems == []


def test_what_only_a_panel_shows_is_compared_with_nothing(tmp_path: Path) -> None:
    text = 'api.alert("Odd", when=api.histogram("x_seconds", buckets=[1]).latency() > "2s")\n'
    (found,) = compile_python(tmp_path, text).found
    assert (found.name, found.message) == (
        "language/python-misuse",
        "`latency` is for panels, and has no single value",
    )
