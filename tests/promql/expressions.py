"""Expressions that others wrote, wrong ones made of them, and what promtool says of many at once."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.servers.toolset import Toolset

CORPORA = os.environ.get("SIGNALWRIGHT_CORPORA")
FEATURES = (
    "promql-experimental-functions",
    "promql-duration-expr",
    "promql-extended-range-selectors",
    "promql-binop-fill-modifiers",
)

# Each piece of the grammar at least once, and what is near its edges, right and wrong.
VARIETY = (
    "x[5m + 1m]", "x offset (5m) * 2", "x offset -(5m + 1m) * 2", "x offset --5m ^ 2", "x[-(5m) * 2 / 3]", "x[5m % 0]",
    "a + on (b) group_left (c) fill_left (1) fill_right (-2) d", "a + fill (1m) b", "a + fill_left(1) fill_left(2) b",
    "x[max_of(5m, step()):1m] @ end() offset -5m", 'info(x, {a="b"})', "info(x, x)", '{"a.b", "c.d"=~"e"}',
    '{"a", "b",}', 'count_values("v", x)', 'histogram_quantiles(x, "a", 1, 2)', 'sum by (on, "x.y") (z)', "x anchored",
    "1_000 + 0x1F + Inf - NaN", "08 + 0_7 + 1e+5 + .5 + 5.", "1e999", "0xFFFFFFFFFFFFFFFFF", "-1 ^ 2",
    "a ^ -b ^ c * -d", "x </ 5 >/ 2", 'label_join(x, "a", "b")', "step() + range()", "min_of(1, 2)", "5m + 1h",
    "x == bool 1", "1 == bool 2", "1 == 2", "sum", "and + or", '"str"', r"'a\'b'", r"`raw\d`", r'"\u00e9\x41\101"',
    "x # c\n+ y", 'absent(x{a!=""}) unless y', "limitk(2, x)", "x @ 5m", "x @ -1.5 offset 1_0", "x @ START()",
    "time()", "vector(1)", "round(x)", "x[5m:]", "x[5m][5m]", "x[5m:][5m:]", "(x)[5m]", "(x)[5m:] anchored",
    "x smoothed[5m]", "x anchored anchored", "x anchored smoothed", "quantile_over_time(0.9, x[5m])",
    "x offset 0s offset 5m", "x offset 5m offset 5m", "y[1m] + x[step():5m]", "x[step():5m]",
    "rate(x[step()]) + 5 + rate(y[step():5m])", "rate(x[(step()) + 0s:5m])", "x[ # c\n5m]",
    "x[ +# c\n5m]", "x[5m # c\n]", 'x{__name__="y"}', 'x{a="b",}', "x{,}", "sum(x) by (a,)", "sum without () (x)",
    "sum by (a) (x) by (b)", "sum by (without) (x)", "sum by (:a) (x)", "x[0x1F]", "x[010]", 'x{a=~".*", b!~""}',
    '{a=~"x|"}', '{a!~".+"}', '{a!~""}', "{}", 'x{a=~"("}', "x > bool on () group_right () y", "a or on (a) b",
    "a + ignoring (x) 1", "a + ignoring () 1", "a and on () group_left () b", "a + on (x) group_left (x) b",
    "a + ignoring (x) group_left (x) b",
    "a + group_left (x) b", "a + bool b", "abs(x, y)", "absent(1)", "sum(1)", "sum()", "topk(x, y)", "topk(1)",
    '-"x"', "-x[5m]", "days_in_month()", "pi()", 'label_replace(x, "a", "b", "c", "(")', "fill + fill_left",
    "Sum(x)", "RATE(x[5m])", "START()", "x OFFSET 5m", "5M", "+Inf", 'x{inf="1", without="2"}', "by (min_of) (x)",
    "min_of", "range", "x[STEP()]", "x[5m:Range() + 1]", "x[100y]", "x[300y]", "x offset 300y", "x[1y2w3d4h5m6s7ms]",
    "x[5s5m]", "x[5m5m]", "x[1h 30m]", "x[0]", "x[-1]", "x[1 - 2]", 'a:b{c="d"}', ":a", "a:b(x)", "rate(x)", "x[5m",
    "(x", "x)", "()", "(x, y)", "abs(x,)", "abs(,x)", "x = 1", "x =~ 1", "x by (a)", "sum(x) by a", "x y", "x +* y",
    'x{a="b" c="d"}', "x{a=b}", 'x{a=="b"}', 'x{a="b" or c="d"}', 'x{a:b="c"}', 'x{1="c"}', 'x{"a"}', '{""}',
    '"\ufffd"', '"a\nb"', "`a\nb`", '"\\z"', "1 @ 5", "sum(x) offset 5m", "x @ nan", "x @ start", "x offset", "1 and x",
    "x[5m] + 1", "atan2", "x atan2 y", "holt_winters(x[5m], 0.5, 0.5)[5m]", "$x", "x & y", "a.b", "1.2.3", "5x",
    "x group_left y", "x bool y", "sum(sum)", "sum(bool)", "on", "inf", "NaN{}", "é", "x\u00a0+ y", "a </ b", "a > / b",
)  # fmt: skip
_TOKENS = re.compile(r'"[^"]*"|[a-zA-Z_:][\w:]*|[0-9][\w.]*|\s+|=~|!~|!=|==|>=|<=|.', re.DOTALL)
_PIECES = (
    "(", ")", "[", "]", "{", "}", ",", "+", "-", "*", "/", "^", "==", "=", "=~", "!=", "!~", ">", "<", "by", "on",
    "sum", "offset", "@", "5m", "1", '"x"', "x", "rate", "and", "or", "bool", "group_left", "[5m]", "[5m:1m]", "step()",
    "start", "without", "inf", ":", "#", "0", "-1", "anchored", "smoothed", "fill", "{}", "()", "ignoring (a)", "</",
    "topk", '__name__="y"', "unless", "0s", "1h30m", "a:b", "%", "atan2",
)  # fmt: skip
_EVALUATION = re.compile(
    r"eval(?:_\w+)?\s+(?:instant\s+(?:at\s+\S+\s+)?|range\s+from\s+\S+\s+to\s+\S+\s+step\s+\S+\s+)(\S.*)"
)


def expressions_in(node: Any) -> list[str]:
    """Returns what stands under `expr` and `query` anywhere in a document."""
    if isinstance(node, list):
        return [found for each in node for found in expressions_in(each)]
    if not isinstance(node, dict):
        return []
    own = [node[key] for key in ("expr", "query") if isinstance(node.get(key), str)]
    return own + [found for each in node.values() for found in expressions_in(each)]


def corpus() -> list[str]:
    """Returns the expressions of the rules and alert collections in the folder SIGNALWRIGHT_CORPORA."""
    assert CORPORA is not None, "SIGNALWRIGHT_CORPORA names no folder"
    found: list[str] = []
    for folder, files in (("kube-prometheus", "*"), ("awesome-prometheus-alerts", "*"), ("sloth", "*generated*")):
        for path in sorted(Path(CORPORA, folder).glob(f"{files}.y*ml")):
            for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
                found += expressions_in(document)
    return found


def evaluated_by(folder: Path) -> list[str]:
    """Returns the expressions that test files of Prometheus' engine evaluate."""
    lines = (line.strip() for path in sorted(folder.glob("*.test")) for line in path.read_text("utf-8").splitlines())
    return [found[1] for line in lines if (found := _EVALUATION.fullmatch(line))]


def mutated(expressions: Sequence[str], count: int, seed: int) -> list[str]:
    """Returns expressions with one or two words taken away, added, replaced or swapped; the same for the same seed."""
    chance = random.Random(seed)
    return list(dict.fromkeys(_mutants(expressions, count, chance)))


def _mutants(expressions: Sequence[str], count: int, chance: random.Random) -> Iterator[str]:
    for _ in range(count):
        words = _TOKENS.findall(chance.choice(expressions))
        for _ in range(chance.choice((1, 1, 1, 2))):
            place, how = chance.randrange(len(words)), chance.random()
            if how < 0.3:
                del words[place]
            elif how < 0.6:
                words.insert(place, chance.choice(_PIECES))
            elif how < 0.85:
                words[place] = chance.choice(_PIECES)
            else:
                other = chance.randrange(len(words))
                words[place], words[other] = words[other], words[place]
            words = words or ["x"]
        text = chance.choice(("", "", " ")).join(words)
        if text.strip():
            yield text


def refusals(
    tools: Toolset, folder: Path, texts: Sequence[str], features: Sequence[str] = FEATURES
) -> list[str | None]:
    """Returns what promtool has against each expression, or None for those that it reads."""
    rules = [{"record": f"r{index}", "expr": text} for index, text in enumerate(texts)]
    file = folder / "rules.yml"
    file.write_text(json.dumps({"groups": [{"name": "all", "rules": rules}]}), encoding="utf-8")
    command = [str(tools.find("promtool")), f"--enable-feature={','.join(features)}", "check", "rules", str(file)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    said = {int(found[1]) - 1: found[2] for found in re.finditer(r'rule (\d+), "r\d+": (.*)', result.stderr)}
    assert result.returncode == 0 or said, result.stdout + result.stderr
    return [said.get(index) for index in range(len(texts))]


def formatted(tools: Toolset, text: str) -> str:
    """Returns an expression as promtool lays it out."""
    features = f"--enable-feature={','.join(FEATURES)}"
    command = [str(tools.find("promtool")), "--experimental", features, "promql", "format", "--", text]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
