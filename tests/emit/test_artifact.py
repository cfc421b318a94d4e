"""Artifacts: what was printed is read back, and each line knows its place in the spec."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from signalwright.diagnostics.span import Origin
from signalwright.emit import artifact as module
from signalwright.emit.artifact import Artifact, json_artifact, text_artifact, yaml_artifact
from signalwright.emit.errors import EmissionError
from signalwright.emit.source_map import key_path_at, lines_of, origin_at, origin_of
from signalwright.emit.yaml import Flow
from tests.emit.documents import documents

DOCUMENT = {
    "groups": [
        {
            "name": "api",
            "rules": [
                {"alert": "Slow", "expr": "a\n> 1", "labels": {"severity": "critical"}},
                {"record": "r", "expr": "b"},
            ],
        },
    ],
    "by": Flow(["job", "le"]),
    "none": [],
    "nested": [["a", "b"]],
}
SLOW = Origin("shop.yaml", ("services", "api", "alerts", "Slow"))
ORIGINS = {
    (): Origin("shop.yaml"),
    ("groups", 0, "rules", 0): SLOW,
    ("groups", 0, "rules", 0, "expr"): SLOW.child("when"),
}


def place(artifact: Artifact, text: str) -> Origin | None:
    """Returns the origin of the first line that holds a text."""
    lines = artifact.content.decode().splitlines()
    return origin_at(artifact, next(number for number, line in enumerate(lines, 1) if text in line))


def test_a_header_stands_above_as_comments() -> None:
    made = yaml_artifact("a.yml", {"a": 1}, dict, header="Made from a spec.\n\nDon't edit.")
    assert made.content == b"# Made from a spec.\n#\n# Don't edit.\na: 1\n"


def test_json_keeps_the_order_other_scripts_and_ends_with_a_line_break() -> None:
    assert json_artifact("a.json", {"b": ["é", 1.5, None], "a": {}}, dict).content.decode() == (
        '{\n  "b": [\n    "é",\n    1.5,\n    null\n  ],\n  "a": {}\n}\n'
    )


def test_json_escapes_what_nobody_sees() -> None:
    made = json_artifact("a.json", ["\u2028\x7f\ufeff"], dict)
    assert made.content == b'[\n  "\\u2028\\u007f\\ufeff"\n]\n'
    assert key_path_at(made, 2) == (0,)


@pytest.mark.parametrize("document", [float("nan"), {"a": float("inf")}, {1: 2}, [{None: 1}], {1}, "\ud800"], ids=repr)
def test_json_refuses_what_it_cannot_hold(document: object) -> None:
    with pytest.raises(TypeError):
        json_artifact("a.json", document, dict)


@settings(deadline=None)
@given(document=documents)
def test_every_document_becomes_an_artifact(document: Any) -> None:
    assert yaml_artifact("a.yml", document, dict).content.endswith(b"\n")
    assert json_artifact("a.json", document, dict).content.endswith(b"\n")


@settings(deadline=None)
@given(inner=documents)
def test_every_line_of_every_document_has_a_key_path_that_exists(inner: Any) -> None:
    document = {"a": inner, "b": [inner]}
    for made in (yaml_artifact("a.yml", document, dict), json_artifact("a.json", document, dict)):
        for number in range(1, made.content.count(b"\n") + 1):
            path = key_path_at(made, number)
            assert path is not None
            part: Any = document
            for step in path:
                part = part[step]


@pytest.mark.parametrize(
    ("printed", "where"),
    [
        ("groups: []\n", "groups"),
        ("groups:\n- name: api\n  rules: [{expr: 2}]\n", "groups.0.rules.0.expr"),
        ("groups:\n- rules: []\n", "groups.0"),
        ("[]\n", "the top"),
    ],
)
def test_a_printer_that_errs_is_caught_with_the_place_of_the_difference(
    monkeypatch: pytest.MonkeyPatch, printed: str, where: str
) -> None:
    monkeypatch.setattr(module, "print_yaml", lambda _: printed)
    with pytest.raises(EmissionError, match=f"^a.yml: .* first at {where}$"):
        yaml_artifact("a.yml", {"groups": [{"name": "api", "rules": [{"expr": "2"}]}]}, dict)


def test_a_printer_whose_text_does_not_read_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "print_yaml", lambda _: "a: [\n")
    with pytest.raises(EmissionError, match=r"^a\.yml: the printed YAML doesn't read back"):
        yaml_artifact("a.yml", {"a": []}, dict)


def test_tuples_count_as_lists() -> None:
    assert yaml_artifact("a.yml", {"a": (1, ("b",))}, dict).content == b"a:\n- 1\n- - b\n"


@pytest.mark.parametrize(
    "made",
    [
        yaml_artifact("a.yml", DOCUMENT, lambda: ORIGINS, header="Head."),
        json_artifact("a.json", DOCUMENT, lambda: ORIGINS),
    ],
    ids=["yaml", "json"],
)
def test_a_line_leads_to_the_nearest_place_in_the_spec(made: Artifact) -> None:
    assert place(made, "Slow") == SLOW
    assert place(made, "expr") == SLOW.child("when")
    assert place(made, "> 1") == SLOW.child("when")
    assert place(made, "critical") == SLOW
    assert place(made, "record") == Origin("shop.yaml")
    assert origin_at(made, 0) is None
    assert origin_at(made, 1000) is None


def test_the_key_path_of_each_line_is_the_deepest_that_has_it_alone() -> None:
    made = yaml_artifact("a.yml", DOCUMENT, dict, header="Head.")
    rule = ("groups", 0, "rules", 0)
    assert [key_path_at(made, line) for line in range(1, made.content.count(b"\n") + 1)] == [
        None,
        ("groups",),
        ("groups", 0, "name"),
        ("groups", 0, "rules"),
        (*rule, "alert"),
        (*rule, "expr"),
        (*rule, "expr"),
        (*rule, "expr"),
        (*rule, "labels"),
        (*rule, "labels", "severity"),
        ("groups", 0, "rules", 1, "record"),
        ("groups", 0, "rules", 1, "expr"),
        ("by",),
        ("none",),
        ("nested",),
        ("nested", 0, 0),
        ("nested", 0, 1),
    ]


def test_a_closing_bracket_belongs_to_what_it_closes() -> None:
    made = json_artifact("a.json", {"a": [{"b": 1}], "c": 2}, dict)
    assert [key_path_at(made, line) for line in range(1, 9)] == [
        (),
        ("a",),
        ("a", 0),
        ("a", 0, "b"),
        ("a", 0),
        ("a",),
        ("c",),
        (),
    ]


def test_a_place_in_the_spec_leads_to_its_lines_and_those_of_what_stands_below() -> None:
    made = yaml_artifact("a.yml", DOCUMENT, lambda: ORIGINS)
    assert lines_of(made, SLOW) == (4, 5, 6, 7, 8, 9)
    assert lines_of(made, SLOW.child("when")) == (5, 6, 7)
    assert lines_of(made, Origin("shop.yaml", ("services",))) == (4, 5, 6, 7, 8, 9)
    assert lines_of(made, Origin("other.yaml", ("services",))) == ()
    assert lines_of(made, SLOW.child("for")) == ()


def test_a_part_without_a_place_takes_that_of_what_is_around_it() -> None:
    made = yaml_artifact("a.yml", DOCUMENT, lambda: ORIGINS)
    assert origin_of(made, ("groups", 0, "rules", 0, "labels", "severity")) == SLOW
    assert origin_of(yaml_artifact("a.yml", DOCUMENT, dict), ("groups",)) is None


def test_each_line_of_a_plain_text_has_its_own_place() -> None:
    made = text_artifact("prometheus.args", "--a\n--b\n", lambda: {(1,): SLOW})
    assert [origin_at(made, line) for line in (1, 2, 3)] == [None, SLOW, None]
    assert lines_of(made, SLOW) == (2,)
    assert made.document is None
