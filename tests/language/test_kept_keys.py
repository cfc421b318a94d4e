"""The names of keys are settled: what teams have written goes on to be read.

`keys.txt` lists every key by the way that leads to it, a block once. A key that is added comes into the list; one that
has to go leaves it together with a new version of the language, a line in the changelog and a way to rewrite specs.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from signalwright.language.json_schema import json_schema
from signalwright.registry import find

KEPT = Path(__file__).parent / "keys.txt"


def keys() -> set[str]:
    """Returns the way to each key: names of keys, and `*` for the names of things and places in lists."""
    schema: Mapping[str, Any] = json.loads(json_schema(find().targets))
    found: set[str] = set()
    seen = {"#/$defs/PartSpec"}  # An environment has the keys of a spec, which are listed where they stand in one.
    waiting = deque([("", schema)])
    while waiting:
        way, node = waiting.popleft()
        for name, inner in node.get("properties", {}).items():
            found.add(f"{way}{name}")
            waiting += blocks(f"{way}{name}.", inner, schema, seen)
        waiting += blocks(way, {key: each for key, each in node.items() if key != "properties"}, schema, seen)
    return found


def blocks(
    way: str, node: Mapping[str, Any], schema: Mapping[str, Any], seen: set[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yields what has keys below a node, each block that has a name once."""
    reference = node.get("$ref")
    if reference is not None and reference not in seen:
        seen.add(reference)
        yield way, schema["$defs"][reference.rpartition("/")[2]]
    if "properties" in node:
        yield way, node
    for key in ("anyOf", "oneOf", "allOf"):
        for each in node.get(key, ()):
            yield from blocks(way, each, schema, seen)
    things = [node.get("items"), node.get("additionalProperties"), *node.get("patternProperties", {}).values()]
    for each in things:
        if isinstance(each, dict):
            yield from blocks(f"{way}*.", each, schema, seen)


def test_every_key_that_specs_may_have_goes_on_to_be_one() -> None:
    gone = set(KEPT.read_text(encoding="utf-8").split()) - keys()
    assert gone == set(), "specs with these keys would no longer be read"


def test_every_key_is_kept_from_its_first_day() -> None:
    kept = KEPT.read_text(encoding="utf-8").split()
    assert sorted(keys() - set(kept)) == [], "add them to keys.txt"
    assert kept == sorted(kept)
