"""The checks: one file for each bad state, found by walking this package.

A check's name is its path: `alerts/missing-runbook` stands in `checks/alerts/missing_runbook.py`. Its docstring is its
documentation; `check(stack)` yields a diagnostic for each place that is in the bad state. A state that is found while
a spec is read (an unknown key) has only the docstring here, because no stack exists yet.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
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
    for _, module in check_modules(packages):
        check: Check | None = getattr(module, "check", None)
        if check is not None:
            report.extend(check(stack))


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
