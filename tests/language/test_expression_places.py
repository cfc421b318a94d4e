"""A mistake in PromQL is marked at its own characters, however the scalar is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.compiling import compile_text

FRAME = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15"}
teams: {web: {}}
alerts:
  Wide:
    team: web
    severity: info
    summary: Wide
    when:
"""

# The marks stand around what has to be reported.
STYLES = {
    "plain": "      expr: sum(rate(«depth»)) > 5\n",
    "single quotes": "      expr: 'x{a=''b''} + rate(«depth»)'\n",
    "double quotes with escapes": r'      expr: "x{a=\"b\\\\.\\u00e9\"} \u002B\n rate(«depth»)"' + "\n",
    "double quotes over lines": '      expr: "x{a=\\"b\\"} +\n\n        rate(«depth»)"\n',
    "literal": '      expr: |\n        x{a="b"}\n          + # why\n        rate(«depth»)\n',
    "literal that is indented by hand": "      expr: |2-\n          x\n        + rate(«depth»)\n",
    "folded": '      expr: >\n        x{a="b"}\n        +\n        rate(«depth»)\n',
    "folded and stripped": "      expr: >-\n        x\n\n          + rate(«depth»)\n",
    "plain over lines": "      expr: x\n        + rate(«depth»)\n",
    "behind an anchor": "      expr: &text 'x + rate(«depth»)'\n",
    "of wide characters": "      expr: 'x{a=\"é😀\"} + rate(«depth»)'\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_a_mistake_is_marked_at_its_own_characters(style: str, tmp_path: Path) -> None:
    marked = FRAME + STYLES[style]
    lines = [line for line in marked.split("\n") if "«" in line]
    row = marked.split("\n").index(lines[0])
    start, end = lines[0].index("«"), lines[0].index("»") - 1
    (error,) = compile_text(tmp_path, marked.replace("«", "").replace("»", "")).errors
    assert error.name == "promql/syntax"
    assert (error.line, error.column, error.end_line, error.end_column) == (row + 1, start + 1, row + 1, end + 1)
    assert error.help == "write how far back: `depth[5m]`"


def test_each_of_several_mistakes_is_marked(tmp_path: Path) -> None:
    errors = compile_text(tmp_path, FRAME + "      expr: |\n        rate(a) +\n        sum(b) by c\n").errors
    assert [(error.line, error.column) for error in errors] == [(12, 14), (13, 19)]


def test_the_place_holds_for_an_expression_that_is_used_by_an_alias(tmp_path: Path) -> None:
    text = (
        FRAME
        + "      expr: &text 'rate(depth)'\n  Other: {team: web, severity: info, summary: Other, when: {expr: *text}}\n"
    )
    errors = compile_text(tmp_path, text).errors
    assert {(error.name, error.line) for error in errors} <= {("promql/syntax", 11), ("promql/syntax", 12)}
    assert (11, 25) in {error.place for error in errors}
