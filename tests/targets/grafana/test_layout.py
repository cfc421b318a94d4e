"""Panels stand where their sizes and order put them, and nothing else of them changes when others come and go."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from signalwright.ir.dashboard import Panel, PanelRow
from signalwright_targets.grafana.identity import panel_ids, ref_id
from signalwright_targets.grafana.layout import COLUMNS, Place, PlacedRow, place_rows
from tests.targets.grafana.boards import all_panels, board, document, panel, row

SIZES = st.tuples(st.integers(1, 24), st.integers(1, 12))
ROWS = st.lists(
    st.tuples(st.lists(SIZES, max_size=8), st.booleans(), st.booleans()),
    max_size=5,
)
Sized = list[tuple[list[tuple[int, int]], bool, bool]]


def rows_of(sized: Sized) -> list[PanelRow]:
    return [
        row(
            f"r{number}",
            *(panel(f"{number}.{index}", width=width, height=height) for index, (width, height) in enumerate(sizes)),
            title="Row" if titled else None,
            collapsed=collapsed,
        )
        for number, (sizes, titled, collapsed) in enumerate(sized)
    ]


def visible(placed: list[PlacedRow]) -> list[Place]:
    """Returns what a reader sees before any row is opened or closed, in reading order."""
    found = []
    for each in placed:
        if each.heading is not None:
            found.append(each.heading)
        if each.heading is None or not each.row.collapsed:
            found += [place for _, place in each.panels]
    return found


def overlap(one: Place, other: Place) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@given(ROWS)
def test_nothing_overlaps_or_leaves_the_page(sized: Sized) -> None:
    placed = list(place_rows(rows_of(sized)))
    groups = [visible(placed), *([place for _, place in each.panels] for each in placed)]
    for places in groups:
        assert all(each.x >= 0 and each.x + each.width <= COLUMNS and each.y >= 0 for each in places)
        assert not [
            (one, other) for index, one in enumerate(places) for other in places[index + 1 :] if overlap(one, other)
        ]


@given(ROWS)
def test_what_comes_later_stands_to_the_right_or_below(sized: Sized) -> None:
    places = visible(list(place_rows(rows_of(sized))))
    assert all((one.y, one.x) < (other.y, other.x) for one, other in pairwise(places))


@given(ROWS)
def test_a_line_is_left_only_when_the_next_panel_does_not_fit(sized: Sized) -> None:
    for each in place_rows(rows_of(sized)):
        for (_, one), (_, other) in pairwise(each.panels):
            assert other.y == one.y or one.x + one.width + other.width > COLUMNS


def test_panels_flow_and_a_collapsed_row_is_as_high_as_its_heading() -> None:
    sized: Sized = [([(12, 4), (12, 6), (8, 3)], True, False), ([(24, 5)], True, True), ([(6, 2)], True, False)]
    first, second, third = place_rows(rows_of(sized))
    assert first.heading == Place(0, 0, 24, 1)
    assert [place for _, place in first.panels] == [Place(0, 1, 12, 4), Place(12, 1, 12, 6), Place(0, 7, 8, 3)]
    assert (second.heading, second.panels[0][1]) == (Place(0, 10, 24, 1), Place(0, 11, 24, 5))
    assert (third.heading, third.panels[0][1]) == (Place(0, 11, 24, 1), Place(0, 12, 6, 2))


def test_a_row_without_heading_has_its_panels_open() -> None:
    made = document(board(row("top", panel("a"), title=None, collapsed=True), row("more", panel("b"), collapsed=True)))
    assert [each["type"] for each in made["panels"]] == ["timeseries", "row"]
    assert [each["title"] for each in made["panels"][1]["panels"]] == ["B"]
    assert made["panels"][1]["gridPos"] == {"x": 0, "y": 8, "w": 24, "h": 1}
    assert set(made["panels"][1]) == {"id", "type", "title", "collapsed", "gridPos", "panels"}


def test_an_open_row_is_a_heading_before_its_panels() -> None:
    made = document(board(row("red", panel("a"))))
    assert [(each["type"], each.get("collapsed")) for each in made["panels"]] == [("row", False), ("timeseries", None)]
    assert made["panels"][0]["panels"] == []


def without_place(read: dict[str, Any]) -> dict[int, dict[str, Any]]:
    """Returns the panels by number, without their places and without what stands in rows."""
    hidden = ("gridPos", "panels")
    return {each["id"]: {key: value for key, value in each.items() if key not in hidden} for each in all_panels(read)}


KEYS = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


@given(KEYS, KEYS, st.booleans())
def test_inserting_moving_and_removing_panels_changes_only_where_others_stand(
    before: list[str], after: list[str], collapsed: bool
) -> None:
    def made(keys: list[str]) -> dict[int, dict[str, Any]]:
        middle = len(keys) // 2
        shown = [panel(key) for key in keys]
        return without_place(
            document(board(row("one", *shown[:middle], title=None), row("two", *shown[middle:], collapsed=collapsed)))
        )

    one, other = made(before), made(after)
    for key in one.keys() & other.keys():
        assert one[key] == other[key]
    assert len(one.keys() & other.keys()) == len(set(before) & set(after)) + 1


def test_a_changed_panel_leaves_the_others_as_they_are() -> None:
    one = document(board(row("red", panel("a"), panel("b"))))
    other = document(board(row("red", panel("a", title="New", unit="bytes"), panel("b"))))
    assert [index for index, each in enumerate(one["panels"]) if each != other["panels"][index]] == [1]


@given(st.lists(st.text(max_size=4), unique=True, max_size=30))
def test_numbers_of_panels_are_small_positive_and_unique(keys: list[str]) -> None:
    numbers = panel_ids(keys)
    assert list(numbers) == sorted(keys)
    assert len(set(numbers.values())) == len(keys)
    assert all(1 <= each < 2**31 for each in numbers.values())
    assert panel_ids(reversed(keys)) == numbers


def test_numbers_of_panels_stay_as_they_were_shipped() -> None:
    assert panel_ids(["panel requests", "row red"]) == {"panel requests": 849167081, "row red": 1613682798}


def test_two_keys_of_one_number_move_no_third(monkeypatch: Any) -> None:
    from signalwright_targets.grafana import identity

    wanted = {"a": 1, "b": 1, "c": 2, "b\n1": 2, "b\n2": 3}
    monkeypatch.setattr(identity, "_hash", wanted.__getitem__)
    assert panel_ids("cba") == {"a": 1, "b": 3, "c": 2}
    assert panel_ids("cb") == {"b": 1, "c": 2}


def test_queries_are_lettered_as_columns_of_a_sheet_are() -> None:
    assert [ref_id(each) for each in (0, 1, 25, 26, 27, 51, 52, 701, 702)] == [
        "A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA",
    ]  # fmt: skip


def test_a_row_and_a_panel_of_one_key_are_two() -> None:
    made: list[Panel] = [panel("same")]
    assert len({each["id"] for each in document(board(row("same", *made)))["panels"]}) == 2
