"""The order of what has a name where nothing else asks for one."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any, TypeVar

Thing = TypeVar("Thing")
_NAME: Any = attrgetter("name")


def by_name(things: Iterable[Thing]) -> list[Thing]:
    """Returns alerts or SLOs by their names, so that one can move into a template without moving any other.

    Args:
        things: What has a `name`.
    """
    return sorted(things, key=_NAME)
