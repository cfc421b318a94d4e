"""The JSON printer: quick where it can be, and the same text as Python's own printer gives."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalwright.emit import json as module
from signalwright.emit.json import print_and_read_json, print_json
from tests.emit.documents import documents

INVISIBLE = "\x7f\x80\x9f\u2028\u2029\ufeff\ufffe\uffff"


class Colour(Enum):
    RED = "red"


@dataclasses.dataclass
class Point:
    x: int = 1


def reference(document: Any) -> str:
    """Prints with Python's own printer, and escapes what nobody sees."""
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    return "".join(f"\\u{ord(each):04x}" if "\x7f" <= each <= "\x9f" or each in INVISIBLE else each for each in text)


@settings(deadline=None)
@given(document=documents)
def test_every_document_has_the_text_of_pythons_own_printer(document: Any) -> None:
    assert print_json(document) == reference(document)


@settings(deadline=None)
@given(
    number=st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**70), 2**70)),
    text=st.text(st.sampled_from('0.e-+19\n," :'), max_size=12),
)
def test_every_number_is_spelt_as_python_spells_it_wherever_it_stands(number: float, text: str) -> None:
    for document in (number, [number, text], {"a": number, "b": number, text: text}):
        assert print_json(document) == reference(document)


@pytest.mark.parametrize("number", [1e-05, 1.5e-07, 0.00012, 1e15, 1e16, 1.5e300, 5e-324, -0.0, 2**64, 2**200])
def test_numbers_at_the_ends_are_spelt_and_read_back(number: float) -> None:
    text, back = print_and_read_json({"a": [number, None]})
    assert text == f'{{\n  "a": [\n    {number!r},\n    null\n  ]\n}}\n'
    assert back == {"a": [number, None]}


@pytest.mark.parametrize("sign", INVISIBLE)
def test_what_nobody_sees_is_escaped_and_reads_back(sign: str) -> None:
    text, back = print_and_read_json({f"a{sign}": [f"{sign}·é"]})
    assert sign not in text
    assert "·é" in text
    assert back == {f"a{sign}": [f"{sign}·é"]}


def test_an_ordinary_document_takes_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_print_and_read_slowly", lambda _: pytest.fail("the slow way"))
    document = {"title": "Requests – é", "steps": [{"value": None}, {"value": 0.05}], "id": 2**53, "on": True}
    assert print_json(document) == reference(document)


@pytest.mark.parametrize(
    "document",
    [
        [None, float("nan")],
        {"a": [float("-inf")]},
        {1: 2},
        [{None: 1}],
        [{True: 1}],
        b"a",
        {"a": {1}},
        [Colour.RED],
        [Point()],
        [datetime(2024, 1, 1, tzinfo=UTC)],
        [UUID(int=1)],
        ["\ud800"],
        {"\udfff": 1},
    ],
    ids=repr,
)
def test_what_json_has_no_plain_form_for_is_refused(document: object) -> None:
    with pytest.raises(TypeError):
        print_json(document)


def test_a_deep_document_is_printed_all_the_same() -> None:
    document: Any = 1
    for _ in range(300):
        document = [document]
    assert print_and_read_json(document) == (reference(document), document)
