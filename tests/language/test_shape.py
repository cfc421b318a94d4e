"""Types are walked along a key path, whatever an extension makes them of."""

from __future__ import annotations

from typing import Annotated, Any

from signalwright.language import shape
from signalwright.language.model import SpecModel


class Inner(SpecModel):
    """A model with a key."""

    size: int


class Outer(SpecModel):
    """A model whose type is marked with something that has no hash."""

    parts: dict[str, Annotated[Inner, ["a mark"]]] | None


def test_a_type_with_a_mark_that_has_no_hash_is_walked_like_any_other() -> None:
    marked: Any = Annotated[Inner | None, ["a mark"]]
    assert shape.model_at(marked) is Inner
    assert shape.at(Outer, ("parts", "left", "size")) is int


def test_nothing_is_where_the_model_has_no_such_key() -> None:
    assert shape.at(Outer, ("parts", "left", "weight")) is None
    assert shape.model_at(shape.at(Outer, ("parts",))) is None
