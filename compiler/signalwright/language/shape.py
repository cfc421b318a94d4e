"""Walks the surface model along a key path: which model or container stands where.

Taking types apart is slow, and a spec with a mistake asks for the type of each of its places: what was found is kept.
"""

from __future__ import annotations

import types
from collections.abc import Sequence
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from signalwright.language.model import SpecModel

Node = Any


def field_of(model: type[SpecModel], written: str) -> FieldInfo | None:
    """Returns the field of a key as people write it, or None when the model has no such key."""
    name = model.keys().get(written)
    return None if name is None else model.model_fields[name]


def mapping_form(annotation: Node) -> Node | None:
    """Returns the part of a type that a mapping is read by: a model, or a `dict[...]`; None when there is none."""
    for each in _members(annotation):
        if isinstance(each, type) and issubclass(each, SpecModel):
            return each
        if _origin(each) is dict:
            return each
    return None


def model_at(annotation: Node | None) -> type[SpecModel] | None:
    """Returns the model by which a mapping is read, or None when people choose its keys or none belongs there."""
    form = mapping_form(annotation) if annotation is not None else None
    return form if isinstance(form, type) and issubclass(form, SpecModel) else None


def child(annotation: Node, step: str | int) -> Node | None:
    """Returns the type one step further down, or None when the model has nothing there.

    Args:
        annotation: The type at the place.
        step: A key as people write it, or the index of a list.
    """
    for each in _members(annotation):
        if isinstance(step, int):
            if _origin(each) in (list, tuple, Sequence):
                return get_args(each)[0]
            continue
        if isinstance(each, type) and issubclass(each, SpecModel):
            if (name := each.keys().get(step)) is not None:
                return _type_of(each, name)
        elif _origin(each) is dict:
            return get_args(each)[1]
    return None


def at(annotation: Node, path: Sequence[str | int]) -> Node | None:
    """Returns the type at a key path, or None when the model has nothing there."""
    for step in path:
        annotation = child(annotation, step)
        if annotation is None:
            return None
    return annotation


@cache
def _type_of(model: type[SpecModel], attribute: str) -> Node:
    field = model.model_fields[attribute]
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def _origin(annotation: Node) -> Any:
    return get_origin(annotation)


def _members(annotation: Node) -> Sequence[Node]:
    """Returns the alternatives of a type, without wrappers: `X | None` gives X, tagged forms give each form."""
    try:
        return _known_members(annotation)
    except TypeError:
        # What an extension puts into an `Annotated` may have no hash.
        return _alternatives(annotation)


@cache
def _known_members(annotation: Node) -> Sequence[Node]:
    return _alternatives(annotation)


def _alternatives(annotation: Node) -> Sequence[Node]:
    origin = _origin(annotation)
    if origin is Annotated:
        return _members(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        return [member for each in get_args(annotation) if each is not type(None) for member in _members(each)]
    return [annotation]
