"""Regular expressions are judged by RE2's rules."""

from __future__ import annotations

import pytest

from signalwright.promql.regex import groups_of, matches_nothing, references_in, regex_problem


@pytest.mark.parametrize(
    "pattern",
    [
        "", "5..", "a|b|", ".+", "[1-5][0-9]{2}", r"\d+\.\w", "a{1000}", "a{,5}", "a{", "{", r"\Qa(b\E+", r"\Q(",
        r"\pL", r"\p{Greek}", r"[\pN]", "[[:alpha:]_-]", "(?i)a", "a(?i)b", "(?i:a)(?-s:b)", "(?U)a", r"\z", r"\Aa\b",
        "(?P<n>a)", "(?<n>a)", "[]a]", "[^]a]", r"[\]]", r"\x41", r"\x{1F600}", r"\07", r"\12", "a??", "a+?", r"\_\-",
        "[a&&b||c]", "é",
    ],
)  # fmt: skip
def test_what_re2_reads_is_accepted(pattern: str) -> None:
    assert regex_problem(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "named"),
    [
        ("(?=a)", "a lookahead `(?=`"),
        ("a(?!b)", "a lookahead"),
        ("(?<=a)b", "a lookbehind"),
        ("(?<!a)b", "a lookbehind"),
        (r"(a)\1", r"a backreference `\1`"),
        ("(?P<n>a)(?P=n)", "a backreference"),
        ("a++", "a possessive repetition `++`"),
        ("a{2}+", "a possessive repetition"),
        ("(?>a)", "an atomic group"),
        ("(?(1)a|b)", "a conditional group"),
        ("(?#a)", "a comment"),
        ("(?x)a", "the group"),
        (r"a\Z", r"the escape `\Z`"),
        (r"\u0041", r"the escape `\u`"),
        (r"\C", r"the escape `\C`"),
        (r"\x4", "the escape"),
        (r"\x{110000}", "the character"),
        (r"\p1", "the character class"),
        ("[[:letter:]]", "the character class `[:letter:]`"),
        ("a{1001}", "repeats more than 1000 times"),
        ("a{2,1001}", "repeats more than 1000 times"),
        ("[a", "a `[` isn't closed"),
        ("a\\", "ends with a backslash"),
        ("(", "no regular expression"),
        (")", "no regular expression"),
        ("*", "no regular expression"),
        ("a**", "no regular expression"),
        ("a{2}{3}", "no regular expression"),
        ("[z-a]", "no regular expression"),
        ("a{2,1}", "no regular expression"),
        ("(" * 5_000 + ")" * 5_000, "nested too deeply"),
    ],
)
def test_what_re2_does_not_read_is_named(pattern: str, named: str) -> None:
    assert named in (regex_problem(pattern) or "")


@pytest.mark.parametrize("pattern", ["", ".*", "a?", "a|", "(a|)", "^$", r"\Q\E", "[^a]*", "(?i)"])
def test_a_pattern_that_an_absent_label_matches_is_known(pattern: str) -> None:
    assert matches_nothing(pattern)


@pytest.mark.parametrize("pattern", [".+", "a", "a|b", r"\Q.*\E", "[a-z]", "("])
def test_a_pattern_that_needs_a_character_is_known(pattern: str) -> None:
    assert not matches_nothing(pattern)


def test_the_groups_of_a_pattern_have_numbers_and_names() -> None:
    assert groups_of("a(b)(?:c)(?P<last>d)") == frozenset({"0", "1", "2", "last"})
    assert groups_of("(?i)a") == frozenset({"0"})
    assert groups_of("(") is None


def test_a_text_refers_to_groups_by_the_longest_name() -> None:
    assert references_in("$1-${2}x and $name") == ("1", "2", "name")
    assert references_in("$1_total") == ("1_total",)
    assert references_in("5 $$1, $ and ${") == ()
