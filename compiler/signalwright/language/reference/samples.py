"""A part of a spec for each block of the reference, that shows it in use."""

from __future__ import annotations

import inspect
import re

from signalwright.language.reference.blocks import Block, Key, Place, keys_of


def sample(block: Block) -> str:
    """Returns a part of a spec that shows a block: the model's own, or one that is made of the examples of its keys.

    Args:
        block: The block.

    Returns:
        YAML, from the top of a spec on.
    """
    if block.model.shown:
        return inspect.cleandoc(block.model.shown)
    usable = [each for each in block.keys if each.later is None and each.example]
    lines = [_written(each) for each in usable if each.required] or [_written(each) for each in usable]
    for index in reversed(range(len(block.path))):
        lines = _nested(block.path[index], lines, is_top=index == 0)
    return "\n".join(lines)


def _nested(place: Place, lines: list[str], *, is_top: bool) -> list[str]:
    """Returns lines put where they belong in the block above, beside the keys that this block can't do without."""
    if place.many == "named":
        lines = [f"{_name(place)}:", *_indented(lines)]
    elif place.many == "listed":
        lines = [f"- {lines[0]}", *_indented(lines[1:])]
    needed = [] if is_top else [_written(each) for each in keys_of(place.holder) if each.required]
    return [*(each for each in needed if not each.startswith(f"{place.key}:")), f"{place.key}:", *_indented(lines)]


def _name(place: Place) -> str:
    """Returns the name that the example of the key gives to an entry."""
    example = next(each.example for each in keys_of(place.holder) if each.name == place.key)
    found = re.match(r"\{([^:{}]+):", example)
    return found[1] if found is not None else place.key


def _written(key: Key) -> str:
    return f"{key.name}: {key.example}"


def _indented(lines: list[str]) -> list[str]:
    return [f"  {each}" for each in lines]
