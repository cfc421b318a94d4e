"""Checks of keys that exclude or need one another, made before pydantic reads them one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic_core import PydanticCustomError


def check_login(value: object, *, noun: str, required: bool) -> None:
    """Checks `username`, `password` and `token` of a mapping.

    Alertmanager refuses two ways of logging in at once, and goes on without any where one half is missing.

    Args:
        value: What was written; anything but a mapping is left to others.
        noun: What the mapping is, for the message: `a webhook`.
        required: Whether there must be a login.

    Raises:
        PydanticCustomError: `conflicting-keys` or `missing-key`, with message and help.
    """
    if not isinstance(value, dict):
        return
    pair = [name for name in ("username", "password") if name in value]
    if "token" in value and pair:
        _refuse("conflicting-keys", f"{noun} has a `token` and a `{pair[0]}`", "leave one of them out")
    if len(pair) == 1:
        missing = "password" if pair == ["username"] else "username"
        _refuse("missing-key", f"{noun} has a `{pair[0]}` and no `{missing}`", f"add the `{missing}`")
    if required and not pair and "token" not in value:
        _refuse("missing-key", f"{noun} doesn't say how to log in", "write `username` and `password`, or a `token`")


def check_one(value: object, names: Sequence[str], *, message: str, way_out: str) -> None:
    """Checks that a mapping has exactly one of several keys.

    Args:
        value: What was written; anything but a mapping is left to others.
        names: The keys.
        message: What holds, for the error.
        way_out: The help.

    Raises:
        PydanticCustomError: `conflicting-keys` or `missing-key`, with message and help.
    """
    if isinstance(value, dict) and (written := sum(name in value for name in names)) != 1:
        _refuse("conflicting-keys" if written else "missing-key", message, way_out)


def _refuse(kind: Literal["conflicting-keys", "missing-key"], message: str, way_out: str) -> None:
    raise PydanticCustomError(kind, "{message}", {"message": message, "help": way_out})
