"""The parser reads what promtool reads, as promtool reads it, and refuses the rest."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from signalwright.promql.parsing.functions import FUNCTIONS, Function
from signalwright.promql.parsing.parser import parse
from signalwright.promql.printer import show
from signalwright.promql.spelling import AGGREGATIONS, KEYWORDS
from signalwright.promql.tree import transform
from tests.promql.expressions import CORPORA, VARIETY, corpus, evaluated_by, formatted, mutated, refusals
from tests.promql.test_parser import by_matcher, without_parentheses
from tests.servers.toolset import Toolset

SOURCES = "github.com/prometheus/prometheus@v0.315.0"
# How many expressions are laid out by one process.
_TOGETHER = 40
_NAMED = re.compile(r'\{__name__="([a-zA-Z_:][a-zA-Z0-9_:]*)",?')
_ARGUMENTS = {"instant": "x", "range": "x[5m]", "scalar": "1", "string": '"a"'}


def disagreements(tools: Toolset, folder: Path, texts: Sequence[str]) -> list[str]:
    """Returns the expressions that one of the two reads and the other doesn't, with what they say."""
    told: list[str] = []
    for text, refusal in zip(texts, refusals(tools, folder, texts), strict=True):
        parsed = parse(text)
        gone = any(need.until is not None for need in parsed.needs)
        if bool(parsed.mistakes) != (refusal is not None) and not gone:
            told.append(f"{text!r}: ours {[each.message for each in parsed.mistakes]}, promtool {refusal}")
    return told


def assert_laid_out_alike(tools: Toolset, texts: Sequence[str]) -> None:
    """Compares the layouts of what was written and of what the printer makes of it, many in one process."""
    alone: list[tuple[str, str]] = []
    vectors: list[tuple[str, str]] = []
    parenthesised = 0
    for text in texts:
        expression = parse(text).expression
        assert expression is not None, text
        again = parse(show(expression)).expression
        assert again is not None, text
        expected = transform(expression, by_matcher)
        assert transform(without_parentheses(again), by_matcher) == without_parentheses(expected), text
        if transform(again, by_matcher) != expected:
            parenthesised += 1  # `x offset 1h[5m:]` is printed with a pair for the reader.
            continue
        # Only instant vectors can be joined, which a parser tells by letting the sum of one pass.
        (vectors if parse(f"sum({text}\n)").expression else alone).append((text, show(expression)))
    assert parenthesised < len(texts) / 20
    for written, printed in alone:
        assert plain(formatted(tools, written)) == plain(formatted(tools, printed))
    for start in range(0, len(vectors), _TOGETHER):
        chunk = vectors[start : start + _TOGETHER]
        written = plain(formatted(tools, "\nor\n".join(f"({each}\n)" for each, _ in chunk)))
        printed = plain(formatted(tools, "\nor\n".join(f"({each})" for _, each in chunk)))
        assert written == printed


def plain(text: str) -> str:
    """Returns a layout with names before their braces: `{__name__="x"}` and `x` are one for the printer."""
    return re.sub(r"\s+", " ", _NAMED.sub(r"\1{", text)).replace("{}", "")


@pytest.mark.current
@pytest.mark.corpora
@pytest.mark.skipif(CORPORA is None, reason="SIGNALWRIGHT_CORPORA names no folder")
def test_the_rules_of_the_field_mean_the_same_after_parsing_and_printing(current_tools: Toolset) -> None:
    texts = corpus()
    assert len(texts) > 800
    assert_laid_out_alike(current_tools, texts)


@pytest.mark.current
@pytest.mark.corpora
@pytest.mark.skipif(CORPORA is None, reason="SIGNALWRIGHT_CORPORA names no folder")
def test_rules_of_the_field_and_what_becomes_of_them_by_mistakes_are_judged_as_promtool_does(
    current_tools: Toolset, tmp_path: Path
) -> None:
    texts = corpus()
    assert disagreements(current_tools, tmp_path, [*texts, *mutated(texts, 1_500, seed=1)]) == []


@pytest.mark.current
@pytest.mark.parametrize("seed", range(3))
def test_every_part_of_the_grammar_and_mistakes_in_it_are_judged_as_promtool_does(
    current_tools: Toolset, tmp_path: Path, seed: int
) -> None:
    texts = [*VARIETY, *mutated(VARIETY, 2_000, seed)]
    assert disagreements(current_tools, tmp_path, texts) == []


@pytest.mark.current
def test_every_part_of_the_grammar_means_the_same_after_parsing_and_printing(current_tools: Toolset) -> None:
    read = [text for text in VARIETY if parse(text).expression is not None and "holt_winters" not in text]
    assert len(read) > 70
    assert_laid_out_alike(current_tools, read)


def sources_of_prometheus() -> Path:
    """Returns the folder of the sources in Go's module cache; downloads them when they aren't there."""
    go = shutil.which("go")
    assert go is not None, f"Go is missing, which keeps the sources of Prometheus: `go mod download {SOURCES}`"
    told = subprocess.run(
        [go, "mod", "download", "-json", SOURCES], check=False, capture_output=True, text=True, timeout=300
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return Path(json.loads(told.stdout)["Dir"])


@pytest.mark.current
def test_what_the_tests_of_prometheus_evaluate_is_read_alike(current_tools: Toolset, tmp_path: Path) -> None:
    texts = list(dict.fromkeys(evaluated_by(sources_of_prometheus() / "promql/promqltest/testdata")))
    assert len(texts) > 1_000
    assert disagreements(current_tools, tmp_path, texts) == []
    read = [text for text in texts if parse(text).expression is not None]
    # Escaped bytes that are no UTF-8, of which no label can be made, aren't kept.
    assert_laid_out_alike(current_tools, [text for text in read if r"\xc5" not in text and r"\xff" not in text])


def called(name: str, function: Function) -> str:
    return f"{name}({', '.join(_ARGUMENTS[each] for each in function.parameters[: max(function.least, 1)])})"


@pytest.mark.current
def test_todays_promtool_knows_every_function_that_is_not_gone(current_tools: Toolset, tmp_path: Path) -> None:
    names = list(FUNCTIONS)
    told = refusals(current_tools, tmp_path, [called(name, FUNCTIONS[name]) for name in names])
    refused = {name for name, refusal in zip(names, told, strict=True) if refusal is not None}
    assert refused == {name for name, function in FUNCTIONS.items() if function.until is not None}


@pytest.mark.current
def test_experimental_functions_are_those_that_promtool_wants_enabled(current_tools: Toolset, tmp_path: Path) -> None:
    names = [name for name, function in FUNCTIONS.items() if function.until is None]
    told = refusals(current_tools, tmp_path, [called(name, FUNCTIONS[name]) for name in names], features=())
    refused = {name for name, refusal in zip(names, told, strict=True) if refusal is not None}
    assert refused == {name for name in names if FUNCTIONS[name].flag is not None}


@pytest.mark.servers
def test_debians_promtool_knows_every_function_without_a_first_version(debian_tools: Toolset, tmp_path: Path) -> None:
    names = list(FUNCTIONS)
    told = refusals(debian_tools, tmp_path, [called(name, FUNCTIONS[name]) for name in names], features=())
    refused = {name for name, refusal in zip(names, told, strict=True) if refusal is not None}
    assert refused == {name for name, function in FUNCTIONS.items() if function.since is not None}


NEWER = [
    "limitk(1, x)", "x[5m + 1m]", "x[(5m)]", "x[step()]", "x offset max_of(5m, 1m)", "x[300]", "x offset 5", "x > 5m",
    "1_000", '{"x"}', 'x{"a.b"="c"}', 'sum by ("a.b") (x)', "x anchored", "x + fill (1) y", "x </ 5", "x @ 5m",
]  # fmt: skip


@pytest.mark.servers
def test_debians_promtool_refuses_syntax_that_has_a_first_version(debian_tools: Toolset, tmp_path: Path) -> None:
    assert all(refusals(debian_tools, tmp_path, NEWER, features=()))
    assert all(parse(text).needs and parse(text).expression is not None for text in NEWER)


@pytest.mark.servers
def test_debians_promtool_reads_what_needs_no_version(debian_tools: Toolset, tmp_path: Path) -> None:
    names = [f"{each} + 1" for each in sorted(AGGREGATIONS | KEYWORDS) if parse(f"{each} + 1").expression is not None]
    new = {"limitk", "limit_ratio", "step", "range", "anchored", "smoothed", "fill", "fill_left", "fill_right"}
    names = [each for each in names if each.split()[0] not in new]
    texts = [text for text in VARIETY if parse(text).expression is not None and not parse(text).needs]
    told = refusals(debian_tools, tmp_path, [*texts, *names], features=())
    assert [text for text, refusal in zip([*texts, *names], told, strict=True) if refusal is not None] == []
