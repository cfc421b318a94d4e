from pathlib import Path

import pytest

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin, Part, Step
from signalwright.language.source import Sources

SPEC = """\
# a spec
signalwright: 1
stack: "shop"
services:
  api:
    version: 3.10
    notify: oncall
    nothing:
    labels: [model, size]
    flow: {a: b}
    expr: >-
      rate(a[5m])
      > 3
    steps:
      - one
      - name: two
        by: x
      -
        - nested
shared: &shared {deep: [1, "tw\\u0416o"]}
used: *shared
'quoted key': 1
long: [a,
  b]
"""


def load(root: Path, text: str) -> Sources:
    path = root / "a.yaml"
    path.write_bytes(text.encode())
    sources, report = Sources(root), Report()
    assert sources.load(path, report) is not None, [each.message for each in report]
    return sources


def cut(sources: Sources, text: str, origin: Origin) -> tuple[int, int, str]:
    """Returns line and column of a place with the text that it covers."""
    place = sources.locate(origin)
    assert place is not None
    lines = text.splitlines(keepends=True)
    if place.line == place.end_line:
        return place.line, place.column, lines[place.line - 1][place.column - 1 : place.end_column - 1]
    first = lines[place.line - 1][place.column - 1 :]
    middle = lines[place.line : place.end_line - 1]
    return place.line, place.column, "".join([first, *middle, lines[place.end_line - 1][: place.end_column - 1]])


@pytest.mark.parametrize(
    ("path", "part", "expected"),
    [
        ((), "value", (2, 1, "signalwright: 1")),
        ((), "key", (2, 1, "signalwright: 1")),
        (("stack",), "value", (3, 8, '"shop"')),
        (("stack",), "key", (3, 1, "stack")),
        (("services",), "value", (4, 1, "services")),
        (("services", "api"), "value", (5, 3, "api")),
        (("services", "api", "missing"), "value", (5, 3, "api")),
        (("services", "api", "missing"), "key", (5, 3, "api")),
        (("missing", "below"), "value", (2, 1, "signalwright: 1")),
        (("services", "api", "version"), "value", (6, 14, "3.10")),
        (("services", "api", "notify", 0), "value", (7, 13, "oncall")),
        (("services", "api", "notify", "critical", 0), "key", (7, 13, "oncall")),
        (("services", "api", "nothing"), "value", (8, 5, "nothing")),
        (("services", "api", "labels"), "value", (9, 13, "[model, size]")),
        (("services", "api", "labels", "size"), "value", (9, 21, "size")),
        (("services", "api", "labels", 7), "value", (9, 13, "[model, size]")),
        (("services", "api", "flow"), "value", (10, 5, "flow")),
        (("services", "api", "flow", "a"), "value", (10, 15, "b")),
        (("services", "api", "expr"), "value", (11, 11, ">-\n      rate(a[5m])\n      > 3")),
        (("services", "api", "steps"), "value", (14, 5, "steps")),
        (("services", "api", "steps", 0), "value", (15, 9, "one")),
        (("services", "api", "steps", 1), "value", (16, 9, "name: two")),
        (("services", "api", "steps", 1), "key", (16, 9, "name: two")),
        (("services", "api", "steps", 1, "by"), "key", (17, 9, "by")),
        (("services", "api", "steps", 2), "value", (19, 9, "- nested")),
        (("services", "api", "steps", 2, 0), "value", (19, 11, "nested")),
        (("shared",), "value", (20, 1, "shared")),
        (("used",), "value", (21, 7, "*shared")),
        (("used", "deep"), "value", (20, 24, '[1, "tw\\u0416o"]')),
        (("used", "deep", 1), "value", (20, 28, '"tw\\u0416o"')),
        (("quoted key",), "key", (22, 1, "'quoted key'")),
        (("long",), "value", (23, 7, "[a,\n  b]")),
    ],
)
def test_a_key_path_leads_to_its_text(
    tmp_path: Path, path: tuple[Step, ...], part: Part, expected: tuple[int, int, str]
) -> None:
    assert cut(load(tmp_path, SPEC), SPEC, Origin("a.yaml", path, part)) == expected


@pytest.mark.parametrize(
    ("path", "span", "expected"),
    [
        (("stack",), (1, 3), (3, 10, "ho")),
        (("services", "api", "expr"), (0, 4), (12, 7, "rate")),
        (("services", "api", "expr"), (12, 15), (13, 7, "> 3")),
        (("services", "api", "expr"), (5, 15), (12, 12, "a[5m])\n      > 3")),
        (("services", "api", "notify", "critical", 0), (2, 4), (7, 15, "ca")),
        (("used", "deep", 1), (2, 3), (20, 31, "\\u0416")),
        (("used", "deep", 1), (3, 9), (20, 37, "o")),
        (("stack",), (2, 2), (3, 11, "")),
        (("stack",), (9, 12), (3, 13, "")),
        (("services", "api"), (0, 2), (5, 3, "api")),
    ],
)
def test_a_span_leads_to_its_characters(
    tmp_path: Path, path: tuple[Step, ...], span: tuple[int, int], expected: tuple[int, int, str]
) -> None:
    assert cut(load(tmp_path, SPEC), SPEC, Origin("a.yaml", path).within(*span)) == expected


def test_a_span_of_a_key_lies_in_the_key(tmp_path: Path) -> None:
    assert cut(load(tmp_path, SPEC), SPEC, Origin("a.yaml", ("quoted key",), "key", (7, 10))) == (22, 9, "key")


def test_columns_count_characters_behind_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    text = "a: 1\r\nпривет: {x: y}\r\nb: |\r\n  one\r\n  two\r\n"
    sources = load(tmp_path, "\ufeff" + text)
    assert cut(sources, text, Origin("a.yaml", ("привет", "x"))) == (2, 13, "y")
    assert cut(sources, text, Origin("a.yaml", ("b",)).within(4, 7)) == (5, 3, "two")
    assert cut(sources, text, Origin("a.yaml", ("b",)).within(3, 4))[:2] == (4, 6)
    assert sources.line("a.yaml", 2) == "привет: {x: y}"
    assert sources.locate(Origin("a.yaml", ("a",), "key")) == Location("a.yaml", 1, 1, 1, 2)


def test_a_location_is_located_already(tmp_path: Path) -> None:
    place = Location("other.yaml", 3, 4, 5, 6)
    assert Sources(tmp_path).locate(place) is place


def test_nothing_is_known_of_a_file_that_was_not_loaded(tmp_path: Path) -> None:
    sources = Sources(tmp_path)
    origin = Origin("a.yaml", ("a",))
    assert (sources.locate(origin), sources.line("a.yaml", 1), sources.raw(origin)) == (None, None, None)


def test_there_are_no_lines_outside_a_file(tmp_path: Path) -> None:
    sources = load(tmp_path, "a: 1\nb: 2\n")
    assert [sources.line("a.yaml", number) for number in (0, 1, 2, 3, 4)] == [None, "a: 1", "b: 2", "", None]


@pytest.mark.parametrize(
    ("path", "part", "expected"),
    [
        (("services", "api", "version"), "value", "3.10"),
        (("stack",), "value", '"shop"'),
        (("quoted key",), "key", "'quoted key'"),
        (("used", "deep", 0), "value", "1"),
        (("used",), "value", None),
        (("services", "api", "notify", 0), "value", None),
    ],
)
def test_a_scalar_can_be_read_as_it_is_written(
    tmp_path: Path, path: tuple[Step, ...], part: Part, expected: str | None
) -> None:
    assert load(tmp_path, SPEC).raw(Origin("a.yaml", path, part)) == expected


def test_a_file_outside_the_root_is_named_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("b: 1\n")
    (tmp_path / "project").mkdir()
    source = Sources(tmp_path / "project").load(tmp_path / "b.yaml", Report())
    assert source is not None
    assert source.file == "../b.yaml"
