"""The reference says what the compiler does: it is that of the models, and each of its examples compiles.

A part of a spec is laid over `shop.yaml`, which declares what it names. The example of a key takes the place of the
value that this key has in `rich.yaml`; where a key holds several things by name, it is added to them.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from signalwright.language.model import Scalar, SpecModel
from signalwright.language.reference.blocks import Block, Key, blocks
from signalwright.language.reference.page import print_reference
from signalwright.language.reference.samples import sample
from signalwright.language.reference.values import KINDS
from signalwright.language.reference.words import anchor
from signalwright.language.source.values import read_values
from tests.checkout import ROOT
from tests.language.compiling import compile_files, installed
from tests.language.mutations import KeyPath, in_overlay, owner, written
from tests.language.test_mistakes import PAGES

HERE = Path(__file__).parent
WHOLE = ("alerts", "dashboards", "environments", "metrics", "receivers", "records", "secrets", "slos", "datasources")
"""Keys whose entries an example says as a whole."""


def every_block() -> tuple[Block, ...]:
    return blocks(installed()[1])


def now() -> list[Block]:
    """Returns the blocks that something is made of."""
    return [each for each in every_block() if not each.later]


def named(block: Block, key: Key) -> str:
    return f"{block.model.__name__}.{key.name}"


def read(text: str) -> Any:
    return read_values(text)


@cache
def shop() -> Any:
    return read((HERE / "shop.yaml").read_text(encoding="utf-8"))


@cache
def rich() -> tuple[str, Any]:
    """Returns the text and the values of the spec that has every key, with what examples name beside them."""
    text = (HERE / "rich.yaml").read_text(encoding="utf-8")
    return text, laid_over(shop(), read(text))


def laid_over(base: Any, part: Any, key: str = "") -> Any:
    """Returns values with a part of a spec laid over them: mappings merge, everything else is replaced."""
    if not isinstance(base, dict) or not isinstance(part, dict):
        return copy.deepcopy(part)
    merged = dict(base)
    for name, value in part.items():
        merged[name] = copy.deepcopy(value) if key in WHOLE else laid_over(base.get(name), value, name)
    return merged


def errors(folder: Path, spec: Any) -> list[str]:
    text = yaml.dump(spec, sort_keys=False, allow_unicode=True)
    outcome = compile_files(
        folder, {"shop/stack.yaml": text, **PAGES}, environment="production" if "environments" in spec else None
    )
    assert outcome.stacks or outcome.errors
    return [str(each) for each in outcome.errors]


def test_the_committed_reference_is_that_of_the_compiler() -> None:
    committed = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    assert committed == print_reference(installed()[1]), "run `make schema`"


def test_each_block_has_a_heading_of_its_own() -> None:
    page = print_reference(installed()[1])
    anchors = [anchor(each) for each in re.findall(r"^#+ (.+)$", page, re.MULTILINE)]
    assert sorted(anchors) == sorted(set(anchors))


@pytest.mark.parametrize("block", now(), ids=lambda each: each.title)
def test_what_shows_a_block_compiles(block: Block, tmp_path: Path) -> None:
    part = read(sample(block))
    assert set(part) & set(installed()[1].keys()), "it shows nothing"
    assert errors(tmp_path, laid_over(shop(), part)) == []


def test_every_key_has_a_description_and_an_example() -> None:
    keys = [(named(block, key), key) for block in every_block() for key in block.keys]
    assert [name for name, key in keys if not key.example] == []
    assert [name for name, key in keys if not re.fullmatch(r"[A-Z`].*[.!]", key.description)] == []


def examples() -> Iterator[Any]:
    for block in now():
        for key in block.keys:
            if key.later is None:
                yield pytest.param(block.model, key, id=named(block, key))


@pytest.mark.parametrize(("model", "key"), list(examples()))
def test_the_example_of_a_key_compiles_in_its_place(model: type[SpecModel], key: Key, tmp_path: Path) -> None:
    text, spec = rich()
    found: list[str] = []
    for path in places(model, key.name, text):
        for changed in with_example(spec, path, key):
            found = errors(tmp_path, changed)
            if not found:
                return
    assert found == []
    check_alone(key)


def places(model: type[SpecModel], key: str, text: str) -> Iterator[KeyPath]:
    """Yields the places where the rich spec has a key of a model, outside of what environments change."""
    for each in written(text):
        here = bool(each.path) and each.path[-1] == key and not in_overlay(each.path)
        if here and owner(installed()[1], each.path) is model:
            yield each.path


def with_example(spec: Any, path: KeyPath, key: Key) -> Iterator[Any]:
    """Yields copies of a spec in which the example of a key stands at a place: alone, and added to what is there."""
    holder = spec
    for step in path[:-1]:
        holder = holder[step]
    example, present = alone(key), holder[path[-1]]
    both = isinstance(example, dict) and isinstance(present, dict)
    values = [laid_over(present, example, str(path[-1])), example] if both else [example]
    for value in values:
        changed = target = copy.deepcopy(spec)
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = value
        yield changed


def alone(key: Key) -> Any:
    """Returns the value that the example of a key stands for."""
    return read(f"{key.name}: {key.example}")[key.name]


def check_alone(key: Key) -> None:
    """Reads the example of a key that the rich spec has nowhere: a kind of receiver, or one key instead of another."""
    TypeAdapter(key.annotation).validate_python(alone(key))


def test_the_example_of_a_key_that_comes_later_is_a_right_value() -> None:
    wrong = []
    for block in every_block():
        for key in block.keys:
            if key.later is not None or block.later:
                try:
                    check_alone(key)
                except ValidationError as error:
                    wrong.append(f"{named(block, key)}: {error}")
    assert wrong == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda each: each.name)
def test_values_are_read_and_refused_as_the_reference_says(kind: Any) -> None:
    for annotated in kind.types:
        adapter = TypeAdapter(annotated)
        for spelling in kind.reads:
            adapter.validate_python(read(f"value: {spelling}")["value"])
        for spelling in kind.refuses:
            with pytest.raises(ValidationError):
                adapter.validate_python(read(f"value: {spelling}")["value"])


def test_each_scalar_of_the_language_is_of_a_kind_that_the_reference_describes() -> None:
    from signalwright.language import scalars

    described = {id(mark) for kind in KINDS for each in kind.types for mark in get_args(each)}
    lacking = [
        name
        for name, value in vars(scalars).items()
        if any(isinstance(mark, Scalar) and id(mark) not in described for mark in get_args(value))
    ]
    assert lacking == []


def test_what_comes_later_stands_in_one_section_and_nowhere_else() -> None:
    before, _, after = print_reference(installed()[1]).partition("## Not yet made")
    later = {key.name for block in every_block() for key in block.keys if key.later is not None}
    assert later
    for block in every_block():
        for key in block.keys:
            if key.later is not None or block.later:
                assert f"**`{key.name}`**" in after
    assert "**`trace_points`**" not in before
    assert "#health" not in before
