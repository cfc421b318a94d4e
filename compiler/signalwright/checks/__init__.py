"""The checks: one file for each bad state, found by walking this package.

A check's name is its path: `alerts/missing-runbook` stands in `checks/alerts/missing_runbook.py`. Its docstring is its
documentation; `check(stack)` yields a diagnostic for each place that is in the bad state. A state that is found while
a spec is read (an unknown key) has only the docstring here, because no stack exists yet.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from signalwright.diagnostics.diagnostic import Diagnostic
from signalwright.diagnostics.report import Report
from signalwright.ir.stack import Stack

Check = Callable[[Stack], Iterable[Diagnostic]]


def run_checks(stack: Stack, packages: Iterable[ModuleType], report: Report) -> None:
    """Runs every check on a stack.

    Args:
        stack: The stack with everything derived.
        packages: The packages that hold checks, as the registry found them.
        report: Takes what they find.
    """
    for check in _checks(tuple(packages)):
        report.extend(check(stack))


@lru_cache(maxsize=8)
def _checks(packages: tuple[ModuleType, ...]) -> tuple[Check, ...]:
    """Returns the functions of all checks; a module that has only documentation isn't imported."""
    from signalwright.registry import modules

    found = []
    for package in packages:
        for _, name in modules(package):
            if _has_check(package, name):
                check: Check | None = getattr(importlib.import_module(name), "check", None)
                if check is not None:
                    found.append(check)
    return tuple(found)


def _has_check(package: ModuleType, name: str) -> bool:
    """Returns whether a module may define a check, by a look at its text; importing all of them costs 10 ms a run."""
    parts = name.removeprefix(f"{package.__name__}.").split(".")
    files = [Path(folder, *parts).with_suffix(".py") for folder in package.__path__]
    readable = [file for file in files if file.is_file()]
    return not readable or any(b"def check(" in file.read_bytes() for file in readable)


def check_modules(packages: Iterable[ModuleType]) -> Iterator[tuple[str, ModuleType]]:
    """Yields the name and the module of every check, ordered by name within each package."""
    from signalwright.registry import modules

    for package in packages:
        for area, name in modules(package):
            module = importlib.import_module(name)
            yield check_name(area, name), module


def check_name(area: str, module: str) -> str:
    """Returns the name of a check: area `alerts`, module `….missing_runbook` → `alerts/missing-runbook`."""
    return f"{area}/{module.rpartition('.')[2]}".replace("_", "-")


def documentation(name: str, packages: Iterable[ModuleType]) -> str | None:
    """Returns the documentation of a check, or None when there is none of that name."""
    import inspect

    for each, module in check_modules(packages):
        if each == name:
            return inspect.getdoc(module)
    return None
