"""The blocks of the language in reading order: each model with its keys, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic_core import PydanticUndefined

from signalwright.language.model import Later, SpecModel, example_of, later_of
from signalwright.records import record

DEEPEST = 4
"""The smallest heading, counted in `#`."""


@record
class Key:
    """A key of a block.

    Attributes:
        name: The key as people write it.
        description: What it says, full sentences.
        annotation: Its type.
        required: Whether it can't be left out.
        default: What counts when it is left out; None when nothing does.
        example: A right value, as YAML; empty when the model names none.
        later: What it will do, while nothing is made of it; None otherwise.
    """

    name: str
    description: str
    annotation: Any
    required: bool
    default: Any
    example: str
    later: str | None


@record
class Place:
    """Where a block stands.

    Attributes:
        holder: The model that it stands in.
        key: The key under which it stands there.
        many: Whether the key holds several: `named`, `listed` or `one`.
    """

    holder: type[SpecModel]
    key: str
    many: str


@record
class Block:
    """A model of the language, as the reference describes it.

    Attributes:
        model: The model.
        title: Its heading.
        level: The depth of the heading, from 2.
        places: Where it stands; none for a whole spec.
        keys: All its keys.
        path: The way to it from the top of a spec, through the first place that leads there.
        later: Whether it stands under keys only that nothing is made of yet.
    """

    model: type[SpecModel]
    title: str
    level: int
    places: tuple[Place, ...]
    keys: tuple[Key, ...]
    path: tuple[Place, ...]
    later: bool


def blocks(spec: type[SpecModel]) -> tuple[Block, ...]:
    """Returns every block that a spec is made of.

    Args:
        spec: The model of a whole spec.

    Returns:
        The blocks from top to bottom, each where it is first needed, and after them those that only keys lead to that
        nothing is made of yet.
    """
    made, all_of_it = _ways(spec, later=False), _ways(spec, later=True)
    ways = made | {model: way for model, way in all_of_it.items() if model not in made}
    return tuple(
        Block(
            model,
            title_of(model),
            min(max(len(way), 1) + 1, DEEPEST),
            _places(model, made if model in made else all_of_it, later=model not in made),
            keys_of(model),
            way,
            model not in made,
        )
        for model, way in ways.items()
    )


def _ways(spec: type[SpecModel], *, later: bool) -> dict[type[SpecModel], tuple[Place, ...]]:
    """Returns each model with the way to its home, from top to bottom.

    A model is at home where it stands highest; where that is several places, at one that holds several by name, and at
    the last of those: an SLO in a service and not in the defaults.

    Args:
        spec: The model of a whole spec.
        later: Whether keys count that nothing is made of yet.
    """
    homes: dict[type[SpecModel], tuple[Place, ...]] = {spec: ()}
    level = [spec]
    while level:
        found: dict[type[SpecModel], Place] = {}
        for place, child in (each for model in level for each in _children(model, later=later)):
            if child not in homes and (child not in found or found[child].many != "named" or place.many == "named"):
                found[child] = place
        homes |= {child: (*homes[place.holder], place) for child, place in found.items()}
        level = list(found)
    ordered: dict[type[SpecModel], tuple[Place, ...]] = {}

    def visit(model: type[SpecModel]) -> None:
        ordered[model] = homes[model]
        for place, child in _children(model, later=later):
            if homes[child][-1:] == (place,) and child not in ordered:
                visit(child)

    visit(spec)
    return ordered


def _children(model: type[SpecModel], *, later: bool) -> Iterator[tuple[Place, type[SpecModel]]]:
    """Yields the models that a model holds, with where they stand in it."""
    for key in keys_of(model):
        if key.later is None or later:
            for child, many in models_in(key.annotation, later=later):
                yield Place(model, key.name, many), child


def _places(model: type[SpecModel], holders: Iterable[type[SpecModel]], *, later: bool) -> tuple[Place, ...]:
    """Returns where a model stands in others; of keys that come later only where asked for."""
    return tuple(
        place
        for holder in holders
        if holder is not model
        for place, child in _children(holder, later=later)
        if child is model
    )


def keys_of(model: type[SpecModel]) -> tuple[Key, ...]:
    """Returns the keys of a model in the order in which it declares them."""
    found = []
    for name, attribute in model.keys().items():
        field = model.model_fields[attribute]
        annotation: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        found.append(
            Key(
                name,
                field.description or "",
                annotation,
                field.is_required(),
                None if field.default is PydanticUndefined else field.default,
                example_of(field),
                later_of(field),
            )
        )
    return tuple(found)


def title_of(model: type[SpecModel]) -> str:
    """Returns the heading of a model: what messages call it, without the article and with a capital letter."""
    noun = re.sub(r"^(an?|the) ", "", model.noun)
    return noun[0].upper() + noun[1:]


def models_in(annotation: Any, many: str = "one", *, later: bool) -> Iterator[tuple[type[SpecModel], str]]:
    """Yields the models that a type is made of, with how many of them a key holds.

    Args:
        annotation: The type.
        many: How many the key holds, as far as it is known.
        later: Whether forms count that nothing is made of yet.
    """
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        if later or not any(isinstance(each, Later) for each in arguments):
            yield from models_in(arguments[0], many, later=later)
    elif origin in (Union, UnionType):
        for each in arguments:
            yield from models_in(each, many, later=later)
    elif origin is dict:
        yield from models_in(arguments[1], "named", later=later)
    elif origin is list:
        yield from models_in(arguments[0], "listed", later=later)
    elif isinstance(annotation, type) and issubclass(annotation, SpecModel):
        yield annotation, many
