"""Readings of metrics, and the conditions that comparing them makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from signalwright.spec.places import BOUND, Path, Place, here, misuse
from signalwright.spec.refusals import NotCalculated, unjoined
from signalwright.spec.values import Notes, Say, Value, keys_of

Bound = str | int | float | Mapping[str, str | int | float]
"""A threshold, or one for each severity."""


class Reading(Value, NotCalculated):
    """What is read of a metric; compared with a bound it is a condition, and as it is, a panel of a dashboard.

    Attributes:
        keys: The keys and values of the mapping that says it.
        place: The call.
        places: Key path below the mapping → place, of what isn't said by a keyword of that call.
    """

    __slots__ = ("keys", "place", "places")

    def __init__(self, keys: Mapping[str, object], place: Place, places: Mapping[Path, Place] | None = None) -> None:
        """Takes the attributes; keys that are None weren't said."""
        self.keys = keys_of(keys)
        self.place = place
        self.places = dict(places or {})

    def __gt__(self, bound: Bound) -> Condition:
        """Holds while the value is above the bound."""
        return self._compare("above", bound)

    def __lt__(self, bound: Bound) -> Condition:
        """Holds while the value is below the bound."""
        return self._compare("below", bound)

    def __bool__(self) -> NoReturn:
        """Refuses: only a server knows values."""
        raise misuse(
            "a reading has no truth value while the spec is compiled", 'compare it with a bound: `reading > "5%"`'
        )

    def _compare(self, key: str, bound: Bound) -> Condition:
        shown = next((each for each in ("latency", "distribution") if each in self.keys), None)
        if shown is not None:
            raise misuse(f"`{shown}` is for panels, and has no single value", 'write `durations.p95(over="5m") > "2s"`')
        return Condition({**self.keys, key: bound}, self.place, {**self.places, (key,): here().of(BOUND)})

    def __repr__(self) -> str:
        """Returns the kind and the keys, the same on every run."""
        return f"<{type(self).__name__} {self.keys!r}>"

    def said(self, notes: Notes, path: Path) -> object:
        """Returns the mapping."""
        result = notes.mapping(self.keys, path)
        notes.places[path] = self.place
        for inner, place in self.places.items():
            notes.places.setdefault((*path, *inner), place)
        return result


class Condition(Reading):
    """When an alert is raised."""

    __slots__ = ()

    def __and__(self, other: Condition) -> Condition:
        """Holds while both hold."""
        return self._joined("all", other)

    def __or__(self, other: Condition) -> Condition:
        """Holds while one of them does."""
        return self._joined("any", other)

    def __bool__(self) -> NoReturn:
        """Refuses: `and`, `or`, `not` and `if` ask for an answer that only a server has."""
        raise misuse(
            "a condition has no truth value while the spec is compiled",
            "combine conditions with `&` and `|`, or with `all_of`, `any_of` and `unless`",
        )

    def unless(self, other: Condition | Mapping[str, Say]) -> Condition:
        """Holds while this one does and the other doesn't."""
        return Condition({**self.keys, "unless": other}, self.place, {**self.places, ("unless",): here().of(0)})

    def _joined(self, key: str, other: object) -> Condition:
        if not isinstance(other, Condition):
            raise unjoined()
        return Condition({key: (*self.parts(key), *other.parts(key))}, here())

    def parts(self, key: str) -> tuple[object, ...]:
        """Returns the conditions that this one joins with `all` or `any`, or itself."""
        found = self.keys.get(key)
        return found if isinstance(found, tuple) and len(self.keys) == 1 else (self,)


def all_of(*conditions: Condition | Mapping[str, Say]) -> Condition:
    """Holds while every one of the conditions does."""
    return _join("all", conditions)


def any_of(*conditions: Condition | Mapping[str, Say]) -> Condition:
    """Holds while at least one of the conditions does."""
    return _join("any", conditions)


def expr(promql: str, **keys: Say) -> Condition:
    """Holds while a PromQL expression has a result, for what no short form says."""
    place = here()
    return Condition({"expr": promql, **keys}, place, {("expr",): place.of(0)})


def during(quiet_time: str, **keys: Say) -> Condition:
    """Holds during a quiet time of `routing`, and with `ahead="1h"` from an hour before it."""
    place = here()
    return Condition({"during": quiet_time, **keys}, place, {("during",): place.of(0)})


def _join(key: str, conditions: tuple[object, ...]) -> Condition:
    place = here()
    return Condition({key: conditions}, place, {(key, index): place.of(index) for index in range(len(conditions))})
