"""The printer of `grafana.ini`, judged by a reader that does what Grafana's does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalwright.diagnostics.span import Origin
from signalwright_targets.grafana.ini import places, print_ini

WHOLE = Origin("spec.yaml")

texts = st.one_of(
    st.text(max_size=12),
    st.text(st.sampled_from("ab #;\"'`\\=:[]%()s$é \u2003"), max_size=10),
    st.sampled_from(
        ['"""a"""', "`a`", "'a'", '"', "\\", "a\\", " a", "a ", "a#b", "a ; b", "%(a)s", "% (a)s", "", "a=b"]
    ),
)


def read_ini(text: str) -> dict[str, dict[str, str]]:
    """Reads as the Go package ini does without options: see its `parser.go`."""
    sections: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for line in text.split("\n"):
        stripped = line.strip()
        if not stripped or stripped[0] in "#;":
            continue
        if stripped.startswith("["):
            current = sections.setdefault(stripped.strip("[]"), {})
            continue
        name, _, value = stripped.partition("=")
        current[name.strip()] = read_value(value.strip())
    return sections


def read_value(written: str) -> str:
    for quote in ('"""', "`"):
        if written.startswith(quote) and len(written) > len(quote):
            return written[len(quote) : written.rindex(quote)]
    assert not written.endswith("\\"), "the next line would belong to this one"
    bare = re.split("[#;]", written)[0].strip()
    quoted = len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "\"'"
    return bare[1:-1] if quoted else bare


@settings(deadline=None)
@given(values=st.lists(texts, min_size=1, max_size=4))
def test_every_text_reads_back_or_is_refused(values: list[str]) -> None:
    sections = {"a": {f"k{index}": value for index, value in enumerate(values)}, "b.c": {"last": "x"}}
    unspeakable = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]|%\([^)]+\)s")
    if any(unspeakable.search(each) for each in values):
        with pytest.raises(TypeError, match="no setting can hold"):
            print_ini(sections)
    else:
        assert read_ini(print_ini(sections)) == sections


def test_sections_stand_apart_and_ordinary_values_as_they_are() -> None:
    made = print_ini(
        {"server": {"http_port": 3000, "root_url": "https://a.example.com/x/"}, "empty": {}, "b": {"c": True}}
    )
    assert made == "[server]\nhttp_port = 3000\nroot_url = https://a.example.com/x/\n\n[b]\nc = true\n"


@pytest.mark.parametrize(
    ("value", "spelt"),
    [
        ("a#b", "`a#b`"),
        ("a;b", "`a;b`"),
        ('"a"', '`"a"`'),
        ("a\\", "`a\\`"),
        ("", ""),
        ("$__file{/run/x}", "$__file{/run/x}"),
    ],
)
def test_what_would_be_read_as_something_else_is_quoted(value: str, spelt: str) -> None:
    assert print_ini({"a": {"b": value}}) == f"[a]\nb = {spelt}".rstrip() + "\n"


@pytest.mark.parametrize("sections", [{"a]": {"b": "c"}}, {"a": {"b c": "d"}}, {"a": {"b=": "d"}}])
def test_a_name_that_the_format_cannot_say_is_refused(sections: dict[str, dict[str, str]]) -> None:
    with pytest.raises(TypeError, match="can't be called"):
        print_ini(sections)


def test_each_line_has_the_place_of_its_key() -> None:
    sections = {"one": {"a": 1, "b": 2}, "empty": {}, "two": {"c": 3}}
    table: dict[tuple[str | int, ...], Origin] = {
        ("one",): WHOLE.child("one"),
        ("one", "b"): WHOLE.child("b"),
        ("two", "c"): WHOLE.child("c"),
    }
    lines = print_ini(sections).splitlines()
    found = places(sections, table, WHOLE)
    assert {lines[path[0]]: origin for path, origin in found.items() if path and isinstance(path[0], int)} == {
        "[one]": WHOLE.child("one"),
        "a = 1": WHOLE.child("one"),
        "b = 2": WHOLE.child("b"),
        "[two]": WHOLE,
        "c = 3": WHOLE.child("c"),
    }
