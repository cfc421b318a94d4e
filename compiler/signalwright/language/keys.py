"""Finds keys that are unknown or have no value, wherever they stand in a spec that pydantic refused.

pydantic stops at the first thing that is wrong with a mapping as a whole, and would say of a misspelt key both that it
is unknown and that the right one is missing. Whoever reads the report made one mistake and shall see one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, get_args, get_origin

from signalwright.diagnostics.closest import closest
from signalwright.language import shape
from signalwright.language.model import SpecModel, later_of

Path = tuple[str | int, ...]

_CALLED_ELSEWHERE = {
    "annotations": ("summary",),
    "api_url": ("webhook", "url"),
    "default": ("otherwise",),
    "evaluation_interval": ("evaluate_every",),
    "group_interval": ("every",),
    "group_wait": ("wait",),
    "inhibit_rules": ("inhibit",),
    "interval": ("every", "scrape_every"),
    "keep_firing_for": ("keep",),
    "matchers": ("labels", "match", "when"),
    "metrics_path": ("path",),
    "mute_time_intervals": ("quiet",),
    "receiver": ("notify", "otherwise"),
    "repeat_interval": ("repeat",),
    "retention": ("keep",),
    "scrape_interval": ("every", "scrape_every"),
    "scrape_timeout": ("timeout",),
    "service_key": ("routing_key",),
    "static_configs": ("targets",),
    "target": ("objective",),
    "time_intervals": ("quiet",),
    "time_window": ("window",),
}
"""Words of Prometheus, Alertmanager and makers of SLOs → the keys that may say the same here."""


@dataclass(slots=True)
class Keys:
    """The keys of a spec that are wrong whatever their values are.

    Attributes:
        unknown: Key paths of keys that their mapping doesn't have.
        empty: Key paths of keys and list items without a value.
    """

    unknown: list[Path] = field(default_factory=list)
    empty: list[Path] = field(default_factory=list)

    def explain(self, path: Path, *, missing: bool) -> bool:
        """Returns whether an error is only a consequence of what was found.

        Args:
            path: The key path of the error.
            missing: Whether it says that the last key of the path is missing.
        """
        if any(path[: len(each)] == each for each in (*self.empty, *self.unknown)):
            return True
        if missing:
            written = [str(each[-1]) for each in self.unknown if each[:-1] == path[:-1]]
            meant = str(path[-1])
            return any(meant in _CALLED_ELSEWHERE.get(each, ()) or closest(each, [meant]) for each in written)
        return any(each[:-1] == path for each in (*self.empty, *self.unknown))


def find_keys(model: type[SpecModel], data: object) -> Keys:
    """Returns the keys that are unknown or empty.

    Args:
        model: The model of the whole file.
        data: The values.
    """
    keys = Keys()
    _find(model, data, (), keys)
    return keys


def _find(annotation: Any, value: object, path: Path, keys: Keys) -> None:
    model = shape.model_at(annotation)
    known = model.keys() if model is not None else None
    for step, child in _children(value):
        if isinstance(value, dict) and known is not None and step not in known:
            keys.unknown.append((*path, step))
            continue
        inner = shape.child(annotation, step)
        if inner is None:
            continue
        if child is None:
            keys.empty.append((*path, step))
        else:
            _find(inner, child, (*path, step), keys)


def _children(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def home_below(model: type[SpecModel], written: str) -> str | None:
    """Returns where a key belongs that was written one mapping too far out, or None when no single place has it.

    Args:
        model: The model of the mapping that doesn't have the key.
        written: The key, `expr` in an alert.

    Returns:
        The place as YAML, `when: {expr: …}`.
    """
    homes: dict[type[SpecModel], str] = {}
    for name, attribute in model.keys().items():
        if comes_later(model, name):
            continue
        form = shape.mapping_form(model.model_fields[attribute].annotation)
        named = get_origin(form) is dict
        inner = shape.model_at(get_args(form)[1] if named else form)
        known = inner.keys() if inner is not None else {}
        if inner is not None and written in known and not comes_later(inner, written):
            homes[inner] = f"{name}: {{…: {{{written}: …}}}}" if named else f"{name}: {{{written}: …}}"
    return homes.popitem()[1] if len(homes) == 1 else None


def called_here(model: type[SpecModel], written: str) -> str | None:
    """Returns the key of a model that says what a word of another tool says, or None: `wait` for `group_wait`."""
    known = model.keys()
    return next((each for each in _CALLED_ELSEWHERE.get(written, ()) if each in known), None)


def comes_later(model: type[SpecModel], written: str) -> bool:
    """Returns whether nothing is made of a key of a model yet."""
    return later_of(model.model_fields[model.keys()[written]]) is not None
