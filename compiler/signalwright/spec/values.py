"""What specs hand over: plain values, and values that know where they were said."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self, TypeAlias

from signalwright.spec.places import Path, Place, SpecError, misuse, wrong_kind

MAXIMUM_DEPTH = 100
# What a value has that is a data class, a member of an enumeration or a path → what to write instead.
_WAYS = {
    "__dataclass_fields__": "write `dataclasses.asdict(…)`",
    "_value_": "write its `.value`",
    "__fspath__": "write `str(…)`",
}
_LARGEST = 2**63


class Notes:
    """What is known of the values of a stack or part: the place of each call, and of each piece of a composed text.

    Attributes:
        places: Key path → place of what said it.
        pieces: Key path of a text → start, end and place of its pieces.
        service: The service in whose block the values stand; None outside of services.
        stack: The folder of the stack that they are of, where that isn't the one that is being run.
    """

    __slots__ = ("pieces", "places", "service", "stack")

    def __init__(self, service: str | None = None, stack: str | None = None) -> None:
        """Starts empty."""
        self.places: dict[Path, Place] = {}
        self.pieces: dict[Path, list[tuple[int, int, Place]]] = {}
        self.service = service
        self.stack = stack

    def plain(self, value: object, path: Path) -> object:
        """Returns a value as a YAML file would have it.

        Args:
            value: Text, number, truth value, list, tuple, mapping, or anything that this package makes.
            path: The key path that it is said at.

        Raises:
            SpecError: The value, or one within it, is none of these.
        """
        if isinstance(value, Value):
            return value.said(self, path)
        if value is None or isinstance(value, (str, bool, float)):
            return value
        if isinstance(value, int):
            if not -_LARGEST <= value < _LARGEST:
                raise SpecError(
                    "language/number-too-large", "the number has more than 64 bits", "write a smaller number", path
                )
            return int(value)
        if len(path) > MAXIMUM_DEPTH:
            raise SpecError(
                "language/too-deep",
                f"lists and mappings lie more than {MAXIMUM_DEPTH} deep in each other",
                "write it flatter; no part of a spec is that deep",
            )
        if isinstance(value, Mapping):
            return self.mapping(value, path)
        if isinstance(value, (list, tuple)):
            return [self.plain(each, (*path, index)) for index, each in enumerate(value)]
        raise wrong_kind(
            f"a spec can't hold a value of type `{type(value).__name__}`",
            _way_out(value),
            path,
        )

    def mapping(self, values: Mapping[Any, object], path: Path) -> dict[str, object]:
        """Returns a mapping as a YAML file would have it.

        One that reads another service's metric by its handle says so by itself, with the key `from`.

        Args:
            values: The keys and values.
            path: The key path of the mapping.

        Raises:
            SpecError: A key is no text, a value is none of the language's, or handles of two services are mixed.
        """
        result: dict[str, object] = {}
        for name, value in values.items():
            check_key(name, path)
            result[name] = self.plain(value, (*path, name))
        if path[-1:] != ("ratio",):
            ratio = values.get("ratio")
            read = [*values.values(), *(ratio.values() if isinstance(ratio, Mapping) else ())]
            for each in read:
                if isinstance(each, Owned) and isinstance(each.owner, Elsewhere) and each.owner.stack != self.stack:
                    raise misuse(
                        f"this reads a metric of the service `{each.owner}` of the stack `{each.owner.stack}`",
                        "a stack reads what its own services expose: declare the service in this one, too",
                        path,
                    )
            # What a template declares belongs to the service in whose block it is read.
            owners = {
                each.owner or self.service or "" for each in read if isinstance(each, Owned) and each.owner is not None
            }
            if len(owners) > 1 and "from" not in result:
                listed = " and ".join(
                    f"`{each}`" if each else "the template's"
                    for each in sorted(owners, key=lambda each: (not each, each))
                )
                raise misuse(
                    f"this reads metrics of the services {listed}",
                    "read the metrics of one service, or write PromQL: `expr(…)`",
                    path,
                )
            for owner in owners - {self.service, ""}:
                result.setdefault("from", owner)
        return result


class Value(ABC):
    """A value that turns itself into what a YAML file would have."""

    __slots__ = ()

    @abstractmethod
    def said(self, notes: Notes, path: Path) -> object:
        """Returns the plain value, and notes where its parts were said.

        Args:
            notes: Takes the places.
            path: The key path that it is said at.
        """


class Owned(Value):
    """A value that belongs to a service.

    Attributes:
        owner: The service's name; empty for whichever service uses a template; or None.
    """

    __slots__ = ("owner",)

    def __init__(self, owner: str | None) -> None:
        """Takes the service's name."""
        self.owner = owner


class Elsewhere(str):
    """The name of a service that another stack declares.

    Attributes:
        stack: The folder of that stack.
    """

    __slots__ = ("stack",)
    stack: str

    def __new__(cls, name: str, stack: str) -> Self:
        """Takes the service's name and the folder."""
        made = super().__new__(cls, name)
        made.stack = stack
        return made


class Named(Owned):
    """Something with a name, which is what other places refer to it by.

    Attributes:
        name: The name.
    """

    __slots__ = ("name",)

    def __init__(self, name: str, owner: str | None = None) -> None:
        """Takes the name, and the service that declares it."""
        super().__init__(owner)
        self.name = name

    def said(self, notes: Notes, path: Path) -> str:  # noqa: ARG002  # a name has no parts whose places could be noted
        """Returns the name."""
        return self.name

    def __str__(self) -> str:
        """Returns the name, so that texts can hold it."""
        return self.name


Say: TypeAlias = "str | int | float | bool | Value | Sequence[Say] | Mapping[str, Say] | None"
"""What a key may be given: plain values, and what this package makes. `None` leaves the key out."""


def check_key(name: object, path: Path) -> None:
    """Raises an error for a key that isn't text.

    Args:
        name: The key.
        path: The key path of its mapping.

    Raises:
        SpecError: It isn't text.
    """
    if not isinstance(name, str):
        message = f"a key is text, and this one is of type `{type(name).__name__}`"
        raise SpecError("language/key-not-text", message, "put it in quotes", path)


def _way_out(value: object) -> str:
    """Returns what to write instead of a value that is none of the language's."""
    kind = type(value).__name__
    if isinstance(value, (set, frozenset)):
        return "write `sorted(…)`, because a set has no order"
    if isinstance(value, (Iterator, range)) or kind in ("dict_keys", "dict_values", "deque"):
        return "write `list(…)`"
    if isinstance(value, (bytes, bytearray)):
        return "write text: `….decode()`"
    if kind == "timedelta":
        return 'write a duration as text: `"5m"`'
    if kind in ("Decimal", "Fraction"):
        return "write `float(…)`, or text with a unit"
    if callable(value):
        return "call it, with `()` behind its name"
    for mark, way in _WAYS.items():
        if hasattr(value, mark):
            return way
    return "write text, a number, a list, a mapping, or what a function of `signalwright.spec` returns"


def keys_of(given: Mapping[str, object]) -> dict[str, object]:
    """Returns keyword arguments as keys of the language: `for_` is `for`, and what is None wasn't said."""
    return {name.removesuffix("_"): value for name, value in given.items() if value is not None}
