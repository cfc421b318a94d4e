"""Fixes are written into the text of a file as it is written: nothing else changes, neither a byte nor a value."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalwright.diagnostics.fix import Fix, Value
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin, Step
from signalwright.language.source import Sources
from signalwright.language.source.document import Document
from signalwright.language.source.rewrite import rewrite
from signalwright.language.source.values import read_values

FILE = "a.yaml"


def at(*path: Step) -> Origin:
    return Origin(FILE, path)


def fixed(text: str, *fixes: Fix) -> str:
    return rewrite(Document(FILE, text), read_values(text), fixes).text


def test_a_part_of_a_text_is_replaced_in_every_style() -> None:
    for before, after in (
        ("x: rate(a{b=1}) # c\n", "x: rate(n{b=1}) # c\n"),
        ("x:   'rate(a{b=1})'\n", "x:   'rate(n{b=1})'\n"),
        ('x: "rate(a{b=1})"\n', 'x: "rate(n{b=1})"\n'),
        ("x: |\n   rate(a{b=1})\n# c\n", "x: |\n   rate(n{b=1})\n# c\n"),
        ("x: >-\n   rate(a{b=1})\n\n# c\n", "x: >-\n   rate(n{b=1})\n\n# c\n"),
        ('{x: "\\u0072ate(a{b=1})"}\n', '{x: "\\u0072ate(n{b=1})"}\n'),
    ):
        assert fixed(before, Fix.replace(at("x").within(5, 6), "n", was="a")) == after


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        ("x: abc\n", "7", "x: '7'\n"),
        ("x: abc\n", "a: b", "x: 'a: b'\n"),
        ("x: abc\n", "it's #1 ", "x: 'it''s #1 '\n"),
        ("x: abc\n", "*a", "x: '*a'\n"),
        ("x: abc\n", "", "x: ''\n"),
        ("x: abc\n", "a\nb", 'x: "a\\nb"\n'),
        ("x: 'abc'\n", "it's", "x: 'it''s'\n"),
        ("x: 'abc'\n", "a\nb", 'x: "a\\nb"\n'),
        ('x: "abc"\n', 'a"\\\t', 'x: "a\\"\\\\\\t"\n'),
        ("x: |\n  abc\n", "d\ne", "x: |\n  d\n  e\n"),
        ("x: |+\n  abc\n\n", "d", "x: |+\n  d\n\n"),
        ("x: >\n  a b\n  c\n", "d", "x: >\n  d\n"),
        ("{x: abc, y: 1}\n", "a, b", "{x: 'a, b', y: 1}\n"),
        ("x: &n abc\ny: *n\n", "d", "x: &n d\ny: *n\n"),
        ("x: abc\r\ny: 1\r\n", "d", "x: d\r\ny: 1\r\n"),
        ("x: |\r\n  abc\r\n", "d\ne", "x: |\r\n  d\r\n  e\r\n"),
    ],
)
def test_a_text_stays_in_its_style_and_is_quoted_only_where_it_must_be(before: str, text: str, after: str) -> None:
    assert fixed(before, Fix.replace(at("x"), text)) == after


def test_a_text_that_a_style_cannot_hold_stays() -> None:
    text = "x: >\n  abc\n"
    assert fixed(text, Fix.replace(at("x"), "a\nb")) == text


def test_a_key_is_renamed_where_it_stands() -> None:
    text = "a: {taem: web}  # c\n'b c': 1\n"
    assert fixed(text, Fix.replace(at("a", "taem").key(), "team")) == "a: {team: web}  # c\n'b c': 1\n"
    assert fixed(text, Fix.replace(at("b c").key(), "d")) == "a: {taem: web}  # c\n'd': 1\n"


def test_a_key_never_takes_the_name_of_another() -> None:
    text = "a: {taem: web, team: ops}\n"
    assert fixed(text, Fix.replace(at("a", "taem").key(), "team")) == text


def test_what_is_behind_an_alias_is_changed_once_at_its_anchor() -> None:
    text = "a: &shared {x: one}\nb: *shared\n"
    fix = Fix.replace(at("b", "x"), "two", was="one")
    assert fixed(text, fix, Fix.replace(at("a", "x"), "two", was="one")) == "a: &shared {x: two}\nb: *shared\n"


def test_what_has_changed_since_it_was_found_stays() -> None:
    assert fixed("x: abc\n", Fix.replace(at("x").within(0, 2), "n", was="bc")) == "x: abc\n"
    assert fixed("x: abc\n", Fix.replace(at("x").within(2, 9), "n")) == "x: abc\n"
    assert fixed("x: abc\n", Fix.replace(at("y"), "n")) == "x: abc\n"
    assert fixed("x: abc\n", Fix.replace(Origin("other.yaml", ("x",)), "n")) == "x: abc\n"


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("x: 5m # c\n", "10m", "x: 10m # c\n"),
        ("x: '5m'\n", "10m", "x: '10m'\n"),
        ("x: 5\n", 0.5, "x: 0.5\n"),
        ("x: 5\n", True, "x: true\n"),
        ("x: 5\n", "5", "x: '5'\n"),
        ("x: 1\n", 1.0, "x: 1.0\n"),
        ("x:\ny: 1\n", 3, "x: 3\ny: 1\n"),
        ("x: [a, b]\n", ("a", 1), 'x: ["a", 1]\n'),
        ("x:\n  - a\n", ("b",), "x:\n  - a\n"),
    ],
)
def test_a_value_is_set(before: str, value: Value, after: str) -> None:
    assert fixed(before, Fix.set(at("x"), value)) == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a:\n  x: 1 # c\nb: 2\n", ("a",), "a:\n  x: 1 # c\n  for: 5m\nb: 2\n"),
        ("a:\n  x: |\n    t\n\nb: 2\n", ("a",), "a:\n  x: |\n    t\n\n  for: 5m\nb: 2\n"),
        ("a:\n  - x: 1\n    y: {z: 1}\n", ("a", 0), "a:\n  - x: 1\n    y: {z: 1}\n    for: 5m\n"),
        ("a: {x: 1}\n", ("a",), "a: {x: 1, for: 5m}\n"),
        ("a: {}\n", ("a",), "a: {for: 5m}\n"),
        ("a: {for: 1m}\n", ("a",), "a: {for: 1m}\n"),
        ("a: 1", (), "a: 1\nfor: 5m"),
        ("a: text\n", ("a",), "a: text\n"),
    ],
)
def test_a_key_is_inserted_behind_the_others(before: str, path: tuple[Step, ...], after: str) -> None:
    assert fixed(before, Fix.insert(at(*path), "for", "5m")) == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a: 1\nb: 2\n# c\n", ("a",), "b: 2\n# c\n"),
        ("a: 1\nb:\n  - 2\n  - 3\n# c\nd: 4\n", ("b",), "a: 1\n# c\nd: 4\n"),
        ("a: 1\nb: 2", ("b",), "a: 1"),
        ("l:\n  - a: 1\n    b: 2\n", ("l", 0, "a"), "l:\n  - b: 2\n"),
        ("{a: 1, b: 2, c: 3}\n", ("b",), "{a: 1, c: 3}\n"),
        ("{a: 1, b: 2}\n", ("b",), "{a: 1}\n"),
        ("x: {a: 1}\n", ("x", "a"), "x: {a: 1}\n"),
        ("a: 1 # why\nb: 2\n", ("a",), "a: 1 # why\nb: 2\n"),
        ("a: 1\n", ("b",), "a: 1\n"),
    ],
)
def test_a_key_is_removed_with_its_value_and_never_with_a_comment(
    before: str, path: tuple[Step, ...], after: str
) -> None:
    assert fixed(before, Fix.remove(at(*path))) == after


def test_changes_of_one_fix_are_made_all_or_not_at_all() -> None:
    text = "a: {x: 1, y: 2}\n"
    both = Fix.together(Fix.replace(at("a", "x").key(), "z"), Fix.set(at("a", "y"), 3))
    assert fixed(text, both) == "a: {z: 1, y: 3}\n"
    assert fixed(text, Fix.together(Fix.replace(at("a", "x").key(), "z"), Fix.set(at("b"), 3))) == text


def test_of_fixes_that_disagree_none_is_made_and_of_those_that_overlap_the_first() -> None:
    text = "x: abc\ny: 1\n"
    disagreeing = (Fix.replace(at("x").within(0, 1), "n"), Fix.replace(at("x").within(0, 1), "m"))
    assert fixed(text, *disagreeing, Fix.set(at("y"), 2)) == "x: abc\ny: 2\n"
    assert (
        fixed(text, Fix.replace(at("x").within(1, 3), "m"), Fix.replace(at("x").within(0, 2), "n")) == "x: nc\ny: 1\n"
    )


def test_two_keys_that_would_get_one_name_are_not_both_renamed() -> None:
    renames = [Fix.replace(at(each).key(), "team") for each in ("taem", "tema")]
    assert fixed("taem: 1\ntema: 2\n", *renames) == "team: 1\ntema: 2\n"


def test_a_file_of_a_library_or_outside_of_the_project_is_not_for_changing(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    for name in ("a.yaml", "project/b.yaml"):
        (tmp_path / name).write_text("x: 1\n", encoding="utf-8")
    sources = Sources(tmp_path / "project")
    assert sources.load(tmp_path / "a.yaml", Report()) is not None
    assert sources.load(Path("b.yaml"), Report()) is not None
    assert sources.read("b.yaml") is not None
    assert sources.read("../a.yaml") is None
    assert sources.read("c.yaml") is None


TEXTS = st.text(alphabet="ab 1:#'\"\\{},*-\n\té😀", max_size=8)


@given(TEXTS, TEXTS, st.sampled_from(["plain", "'", '"', "|", ">"]), st.data())
def test_whatever_is_written_reads_as_meant_or_nothing_changes(
    value: str, text: str, style: str, data: st.DataObject
) -> None:
    lines = value.replace("\n", "\n  ")
    written = {
        "plain": value,
        "'": "'" + value.replace("'", "''").replace("\n", "\n\n  ") + "'",
        '"': '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"',
        "|": f"|-\n  {lines}",
        ">": f">-\n  {lines}",
    }[style]
    whole = f"a: 1 # c\nx: {written}\nb: [2]\n"
    try:
        before = read_values(whole)
    except ValueError:
        return
    if not isinstance(before, dict) or set(before) != {"a", "x", "b"} or not isinstance(before["x"], str):
        return
    start = data.draw(st.integers(0, len(before["x"])))
    end = data.draw(st.integers(start, len(before["x"])))
    after = fixed(whole, Fix.replace(at("x").within(start, end), text))
    meant = before["x"][:start] + text + before["x"][end:]
    assert after.startswith("a: 1 # c\nx: ")
    assert after.endswith("b: [2]\n")
    if after != whole:
        assert read_values(after) == {**before, "x": meant}
    else:
        assert meant == before["x"] or style in ("|", ">")
