"""What stands in the place of functions and classes that ask the world; part of the child process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Self

Refuse = Callable[[str, str], None]
"""Raises an error when a spec asks: takes what it asks for, and by which function."""


def replace(owner: object, name: str, value: object) -> None:
    """Puts another function or class in the place of one that a module has."""
    setattr(owner, name, value)


class Entries:
    """The entries of a folder, ordered by name."""

    def __init__(self, entries: Any) -> None:
        """Reads a folder to its end."""
        with entries:
            self._entries = iter(sorted(entries, key=lambda each: each.name))

    def __iter__(self) -> Iterator[Any]:
        return self._entries

    def __next__(self) -> Any:
        return next(self._entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Does nothing, because the folder has been read to its end."""


class Environment:
    """Stands in the place of `os.environ`."""

    def __init__(self, real: Any, refuse: Refuse) -> None:
        """Takes the true one, and what refuses."""
        self._real = real
        self._refuse = refuse

    def __getattr__(self, name: str) -> Any:
        self._refuse("read or change the environment", "os.environ")
        return getattr(self._real, name)

    def __getitem__(self, key: str) -> Any:
        self._refuse("read or change the environment", f"os.environ[{key!r}]")
        return self._real[key]

    def __setitem__(self, key: str, value: str) -> None:
        self._refuse("read or change the environment", f"os.environ[{key!r}]")
        self._real[key] = value

    def __delitem__(self, key: str) -> None:
        self._refuse("read or change the environment", f"os.environ[{key!r}]")
        del self._real[key]

    def __contains__(self, key: object) -> bool:
        self._refuse("read or change the environment", "os.environ")
        return key in self._real

    def __iter__(self) -> Iterator[Any]:
        self._refuse("read or change the environment", "os.environ")
        return iter(self._real)

    def __len__(self) -> int:
        self._refuse("read or change the environment", "os.environ")
        return len(self._real)


def guard_generator(module: ModuleType, refuse: Refuse) -> None:
    """Refuses generators of random numbers that begin anywhere; one that begins with a given number may be used."""
    original: Any = module.Random

    def seed(self: Any, a: Any = None, version: int = 2) -> None:
        if a is None:
            refuse("draw random numbers", "random.Random()")
        original.seed(self, a, version)

    replace(module, "Random", type("Random", (original,), {"seed": seed}))


def guard_dates(module: ModuleType, refuse: Refuse) -> None:
    """Refuses the dates and times of now; dates that are given are as ever, and instances of both classes."""
    originals: dict[str, Any] = {"date": module.date, "datetime": module.datetime}

    def stand_in(name: str, *asking: str) -> Any:
        original = originals[name]

        class Meta(type):
            def __instancecheck__(cls, each: object) -> bool:
                return isinstance(each, original)

        def method(asked: str) -> Any:
            def ask(cls: Any, *args: Any) -> Any:
                refuse("ask the clock", f"{name}.{asked}")
                return getattr(super(guarded, cls), asked)(*args)

            return classmethod(ask)

        guarded: Any = Meta(name, (original,), {asked: method(asked) for asked in asking})
        return guarded

    replace(module, "date", stand_in("date", "today"))
    replace(module, "datetime", stand_in("datetime", "now", "utcnow", "today"))
