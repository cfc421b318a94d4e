import re
import unicodedata
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.render import formats, renderer
from signalwright.diagnostics.render.text import render
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin, Place


class Texts:
    """Knows the lines of a few texts; origins are not known."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.lines = {file: text.split("\n") for file, text in texts.items()}

    def locate(self, place: Place) -> Location | None:
        return place if isinstance(place, Location) else None

    def line(self, file: str, number: int) -> str | None:
        lines = self.lines.get(file, [])
        return lines[number - 1] if 0 < number <= len(lines) else None


def shown(
    text: str, *places: Location, messages: tuple[str, ...] = (), help: str | None = None, colour: bool = False
) -> str:
    report = Report()
    words = (*messages, *[""] * len(places))
    labels = [Label(place, word) for place, word in zip(places[1:], words, strict=False)]
    report.error("area/state", "it is wrong", places[0], help=help, secondary=labels)
    return render(report, Texts({"a.yaml": text, "b.yaml": "one\ntwo"}), colour=colour)


def test_an_error_shows_line_mark_and_way_out() -> None:
    text = "\n" * 13 + "        objctive: 99.9%"
    assert shown(text, Location("a.yaml", 14, 9, 14, 17), help="did you mean `objective`?") == (
        "error[area/state]: it is wrong\n"
        "  --> a.yaml:14:9\n"
        "   |\n"
        "14 |         objctive: 99.9%\n"
        "   |         ^^^^^^^^\n"
        "   = help: did you mean `objective`?\n"
        "\n"
        "1 error\n"
    )


def test_places_of_one_file_share_a_block_in_the_order_of_lines() -> None:
    text = "stack: a\nx: 1\ny: 2\nstack: b"
    places = Location("a.yaml", 4, 1, 4, 6), Location("a.yaml", 1, 1, 1, 6)
    assert shown(text, *places, messages=("first here",)) == (
        "error[area/state]: it is wrong\n"
        " --> a.yaml:4:1\n"
        "  |\n"
        "1 | stack: a\n"
        "  | ----- first here\n"
        "...\n"
        "4 | stack: b\n"
        "  | ^^^^^\n"
        "\n"
        "1 error\n"
    )


def test_a_place_in_another_file_has_its_own_arrow() -> None:
    assert shown("x", Location("a.yaml", 1, 1, 1, 2), Location("b.yaml", 2, 1, 2, 4)) == (
        "error[area/state]: it is wrong\n"
        " --> a.yaml:1:1\n"
        "  |\n"
        "1 | x\n"
        "  | ^\n"
        " --> b.yaml:2:1\n"
        "  |\n"
        "2 | two\n"
        "  | ---\n"
        "\n"
        "1 error\n"
    )


def test_a_span_of_several_lines_shows_its_first_and_its_last() -> None:
    text = "expr: [a,\n  b,\n  c,\n  d] # end"
    assert shown(text, Location("a.yaml", 1, 7, 4, 5)).splitlines()[2:-2] == [
        "  |",
        "1 | expr: [a,",
        "  |       ^^^",
        "...",
        "4 |   d] # end",
        "  |   ^^",
    ]


def test_a_place_without_a_line_shows_the_file_only() -> None:
    report = Report()
    report.error("area/state", "it is wrong", Origin("gone.yaml", ("x",)))
    assert render(report, Texts({}), colour=False) == "error[area/state]: it is wrong\n --> gone.yaml\n\n1 error\n"


def test_an_empty_span_still_has_a_mark() -> None:
    assert shown("ab", Location("a.yaml", 1, 3, 1, 3)).splitlines()[4] == "  |   ^"


@pytest.mark.parametrize(
    ("line", "column", "mark"),
    [
        ("\tx: 1", 2, "    ^"),
        ("日本: x", 5, "      ^"),
        ("e\u0301: x", 5, "   ^"),
        ("😀: x", 4, "    ^"),
        ("при: x", 6, "     ^"),
    ],
)
def test_a_mark_stands_under_its_character(line: str, column: int, mark: str) -> None:
    assert shown(line, Location("a.yaml", 1, column, 1, column + 1)).splitlines()[4] == f"  | {mark}"


def test_a_wide_character_has_a_wide_mark() -> None:
    assert shown("日本", Location("a.yaml", 1, 1, 1, 3)).splitlines()[4] == "  | ^^^^"


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), min_size=1, max_size=400),
    st.data(),
)
def test_long_lines_are_cut_around_the_span_and_the_mark_fits(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    rows = shown(line, Location("a.yaml", 1, start + 1, 1, end + 1)).split("\n")
    assert all(columns(row) <= 4 + 120 + 1 for row in rows[3:5])
    assert re.fullmatch(r"  \| +\^+|  \| \^+", rows[4])


def columns(text: str) -> int:
    return sum(
        0 if unicodedata.category(each) in ("Mn", "Me") else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def test_a_cut_line_shows_what_is_marked() -> None:
    line = "a" * 300 + "WRONG" + "b" * 300
    rows = shown(line, Location("a.yaml", 1, 301, 1, 306)).splitlines()
    at = rows[4].index("^")
    assert rows[3][at : at + 5] == "WRONG"
    assert rows[4].count("^") == 5
    assert rows[3].startswith("1 | ...")
    assert rows[3].endswith("...")


def test_a_line_of_many_thousand_characters_shows_what_is_marked() -> None:
    line = "a" * 50_000 + "WRONG" + "b" * 50_000
    assert shown(line, Location("a.yaml", 1, 50_001, 1, 50_006)).splitlines()[3:5] == [
        "1 | ..." + "a" * 55 + "WRONG" + "b" * 54 + "...",
        "  | " + " " * 58 + "^^^^^",
    ]
    assert shown(line, Location("a.yaml", 1, 1, 1, 90_000)).splitlines()[4].count("^") < 121


def test_nothing_from_a_spec_can_steer_the_terminal() -> None:
    report = Report()
    report.error("area/state", "a\x1b[2Jb\nc", Location("a.yaml", 1, 1, 1, 2), help="\x1b[0m\u202e")
    text = render(report, Texts({"a.yaml": "x\x1b[31m\x00\x9b\u202e"}), colour=False)
    assert not set(text) & {"\x1b", "\x00", "\x9b", "\u202e"}
    assert text.startswith("error[area/state]: a␛[2Jb␊c\n")


def test_colours_are_added_only_when_asked_for() -> None:
    place = Location("a.yaml", 1, 1, 1, 2)
    coloured = shown("x", place, colour=True)
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == shown("x", place)


def test_the_last_line_counts_each_level() -> None:
    report = Report()
    for number in (1, 2):
        report.error("a/a", "wrong", Location("a.yaml", number, 1, number, 2))
    report.warning("a/a", "careful", Location("a.yaml", 1, 1, 1, 2))
    assert render(report, Texts({}), colour=False).endswith("\n\n2 errors, 1 warning\n")


def test_a_report_without_diagnostics_prints_nothing() -> None:
    assert render(Report(), Texts({}), colour=False) == ""


def test_a_format_is_a_module_of_the_package() -> None:
    assert "text" in formats()
    assert not [name for name in formats() if name.startswith("_")]
    assert renderer("text").render is render
    with pytest.raises(KeyError):
        renderer("_cells")
