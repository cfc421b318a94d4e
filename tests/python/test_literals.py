"""The characters of a text stand where they are written, over lines and in several literals."""

from __future__ import annotations

import pytest

from signalwright.language.python.literals import places_in

SOURCES = {
    '"sum(x)"': "sum(x)",
    "r'a\\d'": "a\\d",
    '"""\n  a\n  b"""': "\n  a\n  b",
    '"sum("\n  # of all\n  r"x)"': "sum(x)",
    "'' 'a'": "a",
    "''": "",
}


@pytest.mark.parametrize("source", SOURCES)
def test_each_character_stands_where_the_source_has_it(source: str) -> None:
    value = SOURCES[source]
    places = places_in(source, value)
    assert places is not None
    assert len(places) == len(value) + 1
    lines = source.split("\n")
    assert "".join(f"{lines[line]}\n"[column] for line, column in places[:-1]) == value


@pytest.mark.parametrize(("source", "value"), [('"a\\n"', "a\n"), ('"a" f"{b}"', "ab"), ('"a', "a")])
def test_nothing_is_said_of_a_text_that_differs_from_what_is_written(source: str, value: str) -> None:
    assert places_in(source, value) is None
