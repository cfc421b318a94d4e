"""Types in words: what may be written where a key stands, with links to where that is described."""

from __future__ import annotations

import re
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import TypeAdapter

from signalwright.language.model import Later, Scalar, SpecModel
from signalwright.language.reference.blocks import title_of
from signalwright.language.reference.values import kind_of

_KINDS_OF_SCHEMA = {"string": "text", "integer": "a whole number", "number": "a number", "object": "a mapping"}


def anchor(heading: str) -> str:
    """Returns the anchor of a heading, as Markdown renderers make it: lower case, hyphens for spaces, no signs."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def link(text: str, heading: str) -> str:
    """Returns a link to a heading of the same page."""
    return f"[{text}](#{anchor(heading)})"


def in_words(annotation: Any) -> str:
    """Returns what may be written for a type: `a duration`, `a list, each a name`."""
    return ", or ".join(dict.fromkeys(_forms(annotation)))


def later_forms(annotation: Any) -> list[str]:
    """Returns what the forms of a type will do that nothing is made of yet."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    found = [each.what for each in arguments if isinstance(each, Later)] if origin is Annotated else []
    inner = arguments[:1] if origin is Annotated else arguments if origin in (Union, UnionType, list, dict) else ()
    return found + [what for each in inner for what in later_forms(each)]


def _forms(annotation: Any, metadata: tuple[Any, ...] = ()) -> list[str]:
    """Returns the forms that a value can have, each in words."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        if any(isinstance(each, Later) for each in arguments):
            return []
        return _forms(arguments[0], (*arguments[1:], *metadata))
    if isinstance(annotation, type) and issubclass(annotation, SpecModel):
        return [link(annotation.noun, title_of(annotation))]
    if any(isinstance(each, Scalar) and each.schema == {"type": "object"} for each in metadata):
        return ["a mapping"]
    if (kind := kind_of(metadata)) is not None:
        return [link(kind.name, kind.section)]
    if origin in (Union, UnionType):
        return [form for each in arguments if each is not type(None) for form in _forms(each)]
    if origin is list:
        return [f"a list, each {in_words(arguments[0])}"]
    if origin is dict:
        return [f"for each {_without_article(in_words(arguments[0]))}: {in_words(arguments[1])}"]
    return [_by_schema(Annotated[annotation, *metadata] if metadata else annotation)]


def _by_schema(annotation: Any) -> str:
    """Returns what the JSON Schema of a scalar says: the words that it may be, or the kind of text or number."""
    schema = TypeAdapter(annotation).json_schema()
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        *first, last = [f"`{each}`" for each in schema["enum"]]
        return f"{', '.join(first)} or {last}" if first else last
    kinds = schema.get("type", "string")
    named = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join("`true`" if each == "boolean" else _KINDS_OF_SCHEMA.get(each, each) for each in named)


def _without_article(words: str) -> str:
    return re.sub(r"^(\[?)(?:an?|the) ", r"\1", words)
