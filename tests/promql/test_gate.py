"""Raw expressions are let through when Prometheus reads them, and otherwise refused with a place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import promql_parser
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from signalwright.promql.gate import Problem, metric_names, syntax_problem

CORPORA = os.environ.get("SIGNALWRIGHT_CORPORA")


@pytest.mark.parametrize(
    "text",
    [
        "1_000 + 0x1F",
        r"x{a=~`\d+`}",
        r'x{a=~"\\Q.\\E"}',
        "x[5m + 1m]",
        "x[step()]",
        "x[1_0]",
        "x[300]",
        "max_over_time(x[5m + 1m:1m])",
        "max_over_time(x[5m:])",
        "x offset (5m + 1m)",
        "x offset -step()",
        "x offset -5m",
        "x @ start() offset 5m",
        "holt_winters(x[5m], 0.5, 0.5)",
        "x </ 5",
        "rate(x[5m] anchored)",
        "anchored > smoothed",
        "x smoothed",
        "step + range + fill + start",
        'x{or="b", on="c"}',
        'sum by ("a.b") ({"c.d"})',
        "sum(x) without (a) / on (b) group_left (c) y",
        "x # why\n  and on () y",
        '"text"',
    ],
)
def test_valid_expressions_pass(text: str) -> None:
    assert syntax_problem(text) is None


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("sum by (a) foo", "unexpected `foo`", "foo"),
        ("foo bar", "unexpected `bar`", "bar"),
        ("x == = 2", "unexpected `=`", "="),
        ("x = 2", "unexpected `=`", "="),
        ("x +* y", "unexpected `*`", "*"),
        ("x >", "ends too early", ">"),
        ("x by (a)", "unexpected `by`", "by"),
        ("x sum by (a) (y)", "unexpected `sum`", "sum"),
        ("abs(, x)", "unexpected `,`", ","),
        ("nofunc(x)", "no function `nofunc`", "nofunc"),
        ("rate(x)", "expected type matrix", "rate"),
        ("x and 1", "set operator `and`", "and"),
        ('x{a="b"', "`{` isn't closed", "{"),
        ("(x", "`(` isn't closed", "("),
        ("x)", "`)` closes nothing", ")"),
        ("rate(x[5m)", "expected `]`, found `)`", ")"),
        ('x{a="b}', "doesn't end", '"b}'),
        ("x{a=`b}", "doesn't end", "`b}"),
        (r'x{a="\."}', r"unknown escape `\.`", r"\."),
        ('x{a="b" or c="d"}', "`or`", "or"),
        ('x{a=~"a{1001}"}', "1000 times", '"a{1001}"'),
        ('x{a=~"(?=a)"}', "lookahead", '"(?=a)"'),
        ("x{a=b}", "expected string", "b"),
        ("x[]", "range is empty", "[]"),
        ("x[foo]", "expected a duration, found `foo`", "foo"),
        ("x[5x]", "`5x` is no duration", "5x"),
        ("1.2.3", "`1.2.3` is no number", "1.2.3"),
        ("x & y", "unexpected `&`", "&"),
        ("x\u00a0+ 1", "U+00A0", "\u00a0"),
        ("x[$__interval]", "no variables", "$"),
    ],
)
def test_a_problem_is_named_at_its_place(text: str, message: str, marked: str) -> None:
    problem = syntax_problem(text)
    assert problem is not None
    assert message in problem.message
    assert text[problem.start : problem.end] == marked


@pytest.mark.parametrize("text", ["", "# only a comment", "{}", "topk(x)", "sum(1)", "(x, y)"])
def test_a_problem_without_a_place_is_reported_too(text: str) -> None:
    problem = syntax_problem(text)
    assert problem is not None
    assert problem.start is None


@pytest.mark.parametrize("text", ["-" * 100_000 + "x", "(" * 100_000 + "x" + ")" * 100_000, "+".join("x" * 100_000)])
def test_what_would_exhaust_the_parser_is_refused(text: str) -> None:
    assert syntax_problem(text) == Problem("the expression is too long: it has more than 4,000 words and signs")


@pytest.mark.parametrize("text", ["-" * 3_000 + "x", "+".join("x" * 1_900), "(" * 1_900 + "x" + ")" * 1_900])
def test_long_expressions_below_the_limit_pass(text: str) -> None:
    assert syntax_problem(text) is None


class PanicException(BaseException):
    """Stands for a panic of the Rust library, which is no Exception either."""


def test_a_panic_of_the_library_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def panic(text: str) -> None:
        raise PanicException(text)

    monkeypatch.setattr(promql_parser, "parse", panic)
    assert syntax_problem("x") == Problem("it is no PromQL expression")


def test_an_interrupt_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(text: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(promql_parser, "parse", interrupt)
    with pytest.raises(KeyboardInterrupt):
        syntax_problem("x")


@given(st.text(alphabet="xy5m_ {}[]()\"'`=~!,:\\-+*/#\n@<>", max_size=25) | st.text(max_size=10))
def test_any_text_is_judged_inside_its_bounds(text: str) -> None:
    problem = syntax_problem(text)
    if problem is not None and problem.start is not None and problem.end is not None:
        assert 0 <= problem.start <= problem.end <= len(text)
    for name, start, end in metric_names(text):
        assert name in text[start:end] or text[start] in "\"'`"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("up", ["up"]),
        ('sum by (job) (rate(a:b{c="d"}[5m:1m])) / on (x) group_left (y) z', ["a:b", "z"]),
        ('{__name__="foo", z="1"} > bool {"q.r", a="b"} offset 5m', ["foo", "q.r"]),
        ('{__name__=~"foo.*"} and x{__name__!="y"}', ["x"]),
        ("count(sum) + anchored and x smoothed @ start()", ["sum", "anchored", "x"]),
        ('label_replace(up, "a", "b", "c", "d") + inf # down', ["up"]),
        ("a and b or c unless d atan2 e", ["a", "b", "c", "d", "e"]),
        ("sum(a) by (b) + SUM BY (c) (d)", ["a", "d"]),
        ("rate(a[5m]) + rate(b", ["a", "b"]),
        ("time() - a[step() + 5m]", ["a"]),
    ],
)
def test_the_metrics_of_an_expression_are_found(text: str, names: list[str]) -> None:
    found = metric_names(text)
    assert [name for name, _, _ in found] == names
    assert all(text[start:end].strip('"') == name for name, start, end in found)


def expressions(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for each in node for found in expressions(each)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("expr", "query") if isinstance(node.get(key), str)]
    return own + [found for each in node.values() for found in expressions(each)]


@pytest.mark.corpora
@pytest.mark.skipif(CORPORA is None, reason="SIGNALWRIGHT_CORPORA names no folder")
@pytest.mark.parametrize("folder", ["kube-prometheus", "awesome-prometheus-alerts", "sloth"])
def test_the_rules_that_the_field_uses_pass(folder: str) -> None:
    assert CORPORA is not None
    count = 0
    for path in sorted(Path(CORPORA, folder).glob("*.y*ml")):
        for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
            if folder == "sloth" and "generated" not in path.name:
                continue
            for text in expressions(document):
                count += 1
                assert syntax_problem(text) is None, text
                assert metric_names(text) or text.startswith("vector(") or "{__name__=~" in text, text
    assert count > 100
