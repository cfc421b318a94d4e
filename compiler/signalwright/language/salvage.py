"""Keeps what is sound of a spec with errors, so that the errors of later phases are told in the same run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import ValidationError

from signalwright.diagnostics.diagnostic import Diagnostic
from signalwright.diagnostics.span import Origin
from signalwright.language import shape
from signalwright.language.merge import copy_values
from signalwright.language.model import FORMS
from signalwright.language.models.stack import StackSpec
from signalwright.records import record

Path = tuple[str | int, ...]

# Whatever is wrong in a spec is wrong in one of these things; the things beside it are read as they stand.
_THINGS = frozenset(
    {"secrets", "receivers", "teams", "services", "metrics", "alerts", "slos", "records", "rows", "dashboards"}
)
_NEEDED = frozenset({"signalwright", "stack"})
_MOST_ROUNDS = 8


@record
class Salvaged:
    """The sound part of a spec.

    Attributes:
        spec: The spec without the things that have errors.
        lost: The names of those things.
    """

    spec: StackSpec
    lost: frozenset[str]

    def follows(self, diagnostic: Diagnostic) -> bool:
        """Returns whether a finding may only be there because a thing is lost, and so is better not told."""
        texts = [diagnostic.message, diagnostic.help or "", *(label.message for label in diagnostic.secondary)]
        place = diagnostic.primary.place
        within = isinstance(place, Origin) and any(step in self.lost for step in place.path)
        return within or any(f"`{name}{end}" in text for name in self.lost for end in "`_{" for text in texts)


def salvage(model: type[StackSpec], data: Any) -> Salvaged | None:
    """Takes the things with errors out of a spec until the rest is valid.

    Args:
        model: The surface model.
        data: The merged values, which the model refuses; they are left as they are.

    Returns:
        What is sound, or None when that isn't enough for a stack.
    """
    rest = copy_values(data)
    lost: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        try:
            return Salvaged(model.model_validate(rest), frozenset(lost))
        except ValidationError as error:
            things = {_thing(model, each["loc"]) for each in error.errors(include_url=False, include_context=False)}
        for thing in things:
            if not thing or thing[0] in _NEEDED:
                return None
            lost.add(str(thing[-1]))
            lost.update(_names(_remove(rest, thing), shape.at(model, thing)))
    return None


def _thing(model: type[StackSpec], location: Iterable[str | int]) -> Path:
    """Returns the path of the innermost named thing around a place; the top-level key when there is none."""
    path = tuple(step for step in location if step not in FORMS and step != "[key]")
    # A receiver may be called `teams`: only what the model knows as a mapping of names holds things.
    named = [
        index
        for index in range(1, len(path))
        if path[index - 1] in _THINGS and shape.model_at(shape.at(model, path[:index])) is None
    ]
    return path[: named[-1] + 1] if named else path[:1]


def _remove(data: Any, path: Path) -> Any:
    for step in path[:-1]:
        if not isinstance(data, dict) or step not in data:
            return None
        data = data[step]
    return data.pop(path[-1], None) if isinstance(data, dict) else None


def _names(value: Any, annotation: Any) -> Iterator[str]:
    """Yields every name that is given within a value: a key that isn't one of the language, or `name` in a list."""
    if isinstance(value, list):
        yield from (str(each["name"]) for each in value if isinstance(each, dict) and "name" in each)
    if not isinstance(value, dict):
        return
    for key, child in value.items():
        if shape.model_at(annotation) is None:
            yield str(key)
        yield from _names(child, shape.child(annotation, key) if annotation is not None else None)
