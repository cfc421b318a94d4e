"""How many texts a pattern matches."""

from __future__ import annotations

import re
from itertools import product

import pytest

from signalwright.promql.counting import MOST, count_of

COUNTED = {
    "a": 1,
    "GET|POST": 2,
    "[1-5][0-9]{2}": 500,
    "^[1-5]xx$": 5,
    "(a|b)(c|d|e)": 6,
    "(?:a|b)?": 3,
    r"v\d": 10,
    r"a\.b": 1,
    "[ab]{1,3}": 14,
    "[-a]": 2,
    r"[\d.]": 11,
    "": 1,
}


@pytest.mark.parametrize(("pattern", "count"), COUNTED.items())
def test_the_texts_of_a_bounded_pattern_are_counted(pattern: str, count: int) -> None:
    assert count_of(pattern) == count


@pytest.mark.parametrize(
    "pattern", [".*", "a+", "[^a]", "(?i)a", "a{2,}", r"\pL", "(a", "[[:alpha:]]", r"\w{9}", ".", "a)"]
)
def test_a_pattern_without_a_bound_has_no_count(pattern: str) -> None:
    assert count_of(pattern) is None


@pytest.mark.parametrize("pattern", ["a|b|ab?", "[ab][bc]?", "(a|b){1,2}", "c?(a|bc)", r"[a\-b]c"])
def test_no_pattern_matches_more_texts_than_are_counted(pattern: str) -> None:
    texts = {"".join(each) for length in range(5) for each in product("abc-", repeat=length)}
    matched = sum(re.fullmatch(pattern, each) is not None for each in texts)
    count = count_of(pattern)
    assert count is not None
    assert matched <= count <= MOST
