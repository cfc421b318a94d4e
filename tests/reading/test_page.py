"""Text is laid out for the width that a reader has."""

from __future__ import annotations

from signalwright.reading.text.page import Page

ROWS = [
    ("HighErrorRate", "a long sentence that has to give way", "spec/shop/services/api.yaml:120"),
    ("Down", "", "x:1"),
]


def test_a_table_is_aligned_and_has_no_blanks_at_its_ends() -> None:
    page = Page(100)
    page.table(("alert", "about", "where"), ROWS)
    assert page.text.splitlines() == [
        "  alert          about                                 where",
        "  HighErrorRate  a long sentence that has to give way  spec/shop/services/api.yaml:120",
        "  Down                                                 x:1",
    ]


def test_a_wide_column_is_wrapped_and_a_place_never() -> None:
    page = Page(64)
    page.table(("alert", "about", "where"), ROWS)
    lines = page.text.splitlines()
    assert max(map(len, lines)) <= 64
    assert lines[1].endswith("  spec/shop/services/api.yaml:120")
    assert " ".join(line[17:31].strip() for line in lines[1:-1]).startswith("a long sentence that has to")


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    page = Page(100)
    page.table(("alert", "about", "where"), [("Down", "", "x:1")])
    assert page.text == "  alert  where\n  Down   x:1\n"


def test_what_is_indented_in_a_cell_stays_indented_when_it_is_wrapped() -> None:
    page = Page(40)
    page.table(("alerts", "how"), [("    severity is critical and team is web", "continue")])
    assert [line.index(line.strip()[0]) for line in page.text.splitlines()[1:]] == [6, 6]


def test_details_stand_below_their_row() -> None:
    page = Page(100)
    page.table(("name", "type"), [("a", "gauge"), ("b", "counter")], details=[("read by: c",), ()])
    assert page.text.splitlines()[1:] == ["  a     gauge", "      read by: c", "  b     counter"]


def test_a_place_that_does_not_fit_stands_on_a_line_of_its_own() -> None:
    page = Page(40)
    page.line("a sentence of some length", "spec/shop/stack.yaml:12")
    assert page.text == "  a sentence of some length\n    spec/shop/stack.yaml:12\n"


def test_no_spec_steers_the_terminal() -> None:
    page = Page(40)
    page.line("a\x1b[2Jb")
    page.block("c\x07")
    assert page.text == "  a\\u001b[2Jb\n    c\\u0007\n"
