"""The YAML printer: every reader reads back what was printed."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalwright.emit.yaml import Flow, print_yaml
from tests.emit.documents import NASTY, documents, scalars, texts
from tests.emit.readers import READERS

every_reader = pytest.mark.parametrize("read", READERS.values(), ids=READERS)


def same(one: Any, other: Any) -> bool:
    """Whether two trees are equal down to the types of their scalars and the order of their keys."""
    return repr(one) == repr(other)


@every_reader
def test_each_nasty_text_reads_back_as_value_key_item_and_whole_document(read: Any) -> None:
    for text in NASTY:
        document = {
            "value": text,
            text: 1,
            "items": [text, [text], {"a": text}, {text: text}],
            "deep": {"er": {text: [text]}},
        }
        assert same(read(print_yaml(document)), document), text
        assert same(read(print_yaml(text)), text), text
        assert same(read(print_yaml([text, text])), [text, text]), text
        assert same(read(print_yaml({"by": Flow([text, 1, text]), "after": 2})), {"by": [text, 1, text], "after": 2}), (
            text
        )


@every_reader
@settings(deadline=None, max_examples=200)
@given(document=documents)
def test_every_document_reads_back_equal(read: Any, document: Any) -> None:
    assert same(read(print_yaml(document)), document)


@every_reader
@settings(deadline=None, max_examples=100)
@given(items=st.lists(scalars, max_size=4), key=texts)
def test_every_flow_list_reads_back_equal(read: Any, items: list[Any], key: str) -> None:
    assert same(
        read(print_yaml({key: Flow(items), "z": [Flow(items)]})),
        {key: items, "z": [items]} if key != "z" else {"z": [items]},
    )


@settings(deadline=None, max_examples=200)
@given(document=documents)
def test_every_text_ends_its_lines_with_lf_and_leaves_no_space_at_their_end(document: Any) -> None:
    text = print_yaml(document)
    assert text.endswith("\n")
    assert not set(text) & set("\r\x85\u2028\u2029\x00")
    assert not any(line.endswith((" ", "\t")) for line in text.split("\n"))


def test_rules_look_as_in_the_documentation_of_prometheus() -> None:
    document = {
        "groups": [
            {
                "name": "api:alerts",
                "rules": [
                    {
                        "alert": "HighErrorRate",
                        "expr": 'sum(rate(bad_total{code=~"5.."}[5m]))\n/\nsum(rate(all_total[5m])) > 0.05',
                        "for": "5m",
                        "labels": {"severity": "critical"},
                        "annotations": {
                            "summary": "{{ $value | humanizePercentage }} fail",
                            "description": "One.\nTwo.\n",
                        },
                    },
                    {"record": "up:sum", "expr": "sum(up)"},
                ],
            }
        ]
    }
    assert print_yaml(document) == (
        "groups:\n"
        "- name: api:alerts\n"
        "  rules:\n"
        "  - alert: HighErrorRate\n"
        "    expr: |-\n"
        '      sum(rate(bad_total{code=~"5.."}[5m]))\n'
        "      /\n"
        "      sum(rate(all_total[5m])) > 0.05\n"
        "    for: 5m\n"
        "    labels:\n"
        "      severity: critical\n"
        "    annotations:\n"
        "      summary: '{{ $value | humanizePercentage }} fail'\n"
        "      description: |\n"
        "        One.\n"
        "        Two.\n"
        "  - record: up:sum\n"
        "    expr: sum(up)\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "critical",
        "api:alerts",
        "30d",
        "1m30s",
        "5y",
        "99.9%",
        "sum(up)",
        "(a) > 1",
        "/api/v1",
        "--web.enable-lifecycle",
        "a'b",
        "日本語",
        "😀 ok",
        "./rules",
        "$labels",
        "a#b",
    ],
)
def test_harmless_texts_stay_plain(text: str) -> None:
    assert print_yaml([text]) == f"- {text}\n"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("yes", "'yes'"),
        ("it's: so", "'it''s: so'"),
        ("3.10", "'3.10'"),
        ("", "''"),
        ("a \nb", '"a \\nb"'),
        ('\u200b"\\', '"\\u200b\\"\\\\"'),
        ("\x07", '"\\x07"'),
        (" a\nb\n", "|2\n   a\n  b"),
        ("a\n\nb", "|-\n  a\n\n  b"),
    ],
)
def test_the_plainest_safe_quotes_are_taken(text: str, spelled: str) -> None:
    assert print_yaml([text]) == f"- {spelled}\n"


@pytest.mark.parametrize(
    ("number", "spelled"),
    [
        (1.0, "1.0"),
        (1e16, "10000000000000000.0"),
        (1e-5, "0.00001"),
        (-0.0, "-0.0"),
        (1e300, "1.0e+300"),
        (1.5e-30, "1.5e-30"),
        (0.1, "0.1"),
        (3, "3"),
        (-(2**63), "-9223372036854775808"),
        (True, "true"),
        (None, "null"),
    ],
)
def test_numbers_are_exact_and_always_read_as_numbers(number: float | None, spelled: str) -> None:
    assert print_yaml(number) == spelled + "\n"


def test_lines_are_never_folded() -> None:
    assert print_yaml({"expr": "a + " * 500 + "a"}).count("\n") == 1


def test_subclasses_and_tuples_print_as_what_they_are() -> None:
    class Severity(StrEnum):
        CRITICAL = "critical"

    class Number(IntEnum):
        TWO = 2

    assert print_yaml({Severity.CRITICAL: (Severity.CRITICAL, Number.TWO, ())}) == "critical:\n- critical\n- 2\n- []\n"
    assert print_yaml([("a", ("b",)), {}]) == "- - a\n  - - b\n- {}\n"


@pytest.mark.parametrize(
    "document",
    [
        float("nan"),
        float("inf"),
        {1: "a"},
        {None: "a"},
        {"a": {1, 2}},
        b"bytes",
        [object()],
        2**63,
        "\ud800",
        {"\udfff": 1},
        Flow([["a"]]),
        Flow([{"a": 1}]),
    ],
    ids=repr,
)
def test_what_no_document_can_hold_is_refused(document: object) -> None:
    with pytest.raises(TypeError):
        print_yaml(document)
