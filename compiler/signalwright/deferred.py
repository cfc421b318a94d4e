"""Functions whose modules are imported when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any


def imported_when_called(module: str, name: str) -> Callable[..., Any]:
    """Stands for a function whose module is imported when it is first called.

    A target's `lower` and `verify` are declared so, because a run needs those of few targets, if any, and each brings
    models and patterns that take milliseconds to make.

    Args:
        module: The module's full name.
        name: The function's name.

    Returns:
        A function that imports the other one and calls it.
    """

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*arguments, **named)

    return call
