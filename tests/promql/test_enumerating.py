"""The texts of a simple pattern are all those that it matches."""

from __future__ import annotations

import re

import pytest

from signalwright.promql.enumerating import MOST, texts_of


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        ("GET|POST", {"GET", "POST"}),
        ("v[12](\\.0)?", {"v1", "v2", "v1.0", "v2.0"}),
        ("a(?:b|c){1,2}", {"ab", "ac", "abb", "abc", "acb", "acc"}),
        ("[a-]", {"a", "-"}),
        ("", {""}),
        ("(eu|us)-[1-2]|none", {"eu-1", "eu-2", "us-1", "us-2", "none"}),
    ],
)
def test_a_simple_pattern_has_these_texts(pattern: str, texts: set[str]) -> None:
    assert texts_of(pattern) == frozenset(texts)
    assert all(re.fullmatch(pattern, each) for each in texts)


def test_classes_of_statuses_are_listed() -> None:
    assert texts_of("[1-5][0-9]{2}") == frozenset(map(str, range(100, 600)))
    assert texts_of("[1-5]\\d\\d") == texts_of("[1-5][0-9]{2}")


@pytest.mark.parametrize(
    "pattern",
    ["a.*", "a+", "[^a]", "\\w", "(a", "a)", "(?i)a", "^a$", "é", "[0-9]{4}", "a{2,}", "a{12}", "x*", "a??", "[é-ü]"],
)
def test_other_patterns_are_left_alone(pattern: str) -> None:
    assert texts_of(pattern) is None


def test_no_long_list_is_made() -> None:
    assert len(texts_of("[0-9]{3}") or ()) == 1_000
    assert MOST < 10_000
    assert texts_of("[a-z]{9}") is None
