"""Judges dashboards by the types of grafana-foundation-sdk: no key that it doesn't know, no value of another type.

Its `from_json` validates nothing and drops what it doesn't know. So a dashboard is read and printed again; what is
missing then was unknown, and what was read is compared with the type hints of the classes.
"""

from __future__ import annotations

import enum
import json
import types
import typing
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Literal, Union

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # The classic schema is old news to the SDK.
    from grafana_foundation_sdk.cog.encoder import JSONEncoder
    from grafana_foundation_sdk.cog.plugins import register_default_plugins
    from grafana_foundation_sdk.cog.runtime import UnknownDataquery
    from grafana_foundation_sdk.models.dashboard import Dashboard

register_default_plugins()
_hints_of = cache(typing.get_type_hints)

# Panels of which the SDK knows no options.
_UNTYPED = ("alertlist",)


def problems(dashboard: dict[str, Any]) -> list[str]:
    """Returns what is wrong with a dashboard, each with its path; nothing when the SDK knows all of it."""
    source = _without_nulls(dashboard)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        read = Dashboard.from_json(source)
        return [*_unknown(source, _printed(read), ""), *_wrong(read, Dashboard, "")]


def _printed(read: Any) -> Any:
    return json.loads(json.dumps(read, cls=JSONEncoder))


def _without_nulls(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_nulls(value) for key, value in node.items() if value is not None}
    return [_without_nulls(each) for each in node] if isinstance(node, list) else node


def _unknown(source: Any, printed: Any, path: str) -> Iterator[str]:
    if isinstance(source, dict) and isinstance(printed, dict):
        for key, value in source.items():
            if key not in printed:
                yield f"{path}.{key}: unknown key"
            else:
                yield from _unknown(value, printed[key], f"{path}.{key}")
    elif isinstance(source, list) and isinstance(printed, list):
        for index, (before, after) in enumerate(zip(source, printed, strict=True)):
            yield from _unknown(before, after, f"{path}[{index}]")


def _wrong(value: Any, hint: Any, path: str) -> Iterator[str]:
    origin = typing.get_origin(hint)
    if isinstance(value, UnknownDataquery):
        yield f"{path}: a query of no known data source"
    elif origin in (Union, types.UnionType):
        found = [list(_wrong(value, each, path)) for each in typing.get_args(hint)]
        if all(found):
            yield max(found, key=len)[0]
    elif origin is Literal:
        if value not in typing.get_args(hint):
            yield f"{path}: {value!r} is none of {typing.get_args(hint)}"
    elif origin in (list, dict):
        yield from _wrong_inside(value, hint, origin, path)
    elif hint in (object, Any):
        if hasattr(value, "to_json"):
            yield from _wrong_fields(value, path)
    elif isinstance(value, dict) and hasattr(hint, "from_json"):
        # Some lists are left as they are.
        read = hint.from_json(value)
        yield from _unknown(value, _printed(read), path)
        yield from _wrong_fields(read, path)
    elif issubclass(hint, enum.Enum):
        if value not in {each.value for each in hint}:
            yield f"{path}: {value!r} is no {hint.__name__}"
    elif not _fits(value, hint):
        yield f"{path}: {value!r} is no {hint.__name__}"
    elif hasattr(value, "to_json"):
        yield from _wrong_fields(value, path)


def _fits(value: Any, hint: Any) -> bool:
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, hint) and not (hint is int and isinstance(value, bool))


def _wrong_inside(value: Any, hint: Any, origin: Any, path: str) -> Iterator[str]:
    if not isinstance(value, origin):
        yield f"{path}: {value!r} is no {origin.__name__}"
        return
    inner = typing.get_args(hint)[-1]
    inside: Iterable[tuple[Any, Any]] = value.items() if isinstance(value, dict) else enumerate(value)
    for key, each in inside:
        yield from _wrong(each, inner, f"{path}[{key}]")


def _wrong_fields(read: Any, path: str) -> Iterator[str]:
    for name, hint in _hints_of(read.__class__).items():
        value = getattr(read, name)
        if (
            name in ("options", "custom")
            and getattr(read, "type_val", None) not in _UNTYPED
            and isinstance(value, dict)
        ):
            yield from () if _may_be_free(read) else (f"{path}.{name}: of no known kind of panel",)
        yield from _wrong(value, hint, f"{path}.{name}")


def _may_be_free(read: Any) -> bool:
    """Returns whether the options of an object have no type on purpose: those of matchers and transformations."""
    return type(read).__name__ != "Panel"
