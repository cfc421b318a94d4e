"""The checks: one file for each bad state, found by walking this package.

A check's name is its path: `alerts/missing-runbook` stands in `checks/alerts/missing_runbook.py`. Its docstring is its
documentation. A function says what it looks at: `check(stack)` at everything, `examine(use)` at one expression that
people wrote, `relate(rulebook)` at all rules together. A state that is found while a spec is read (an unknown key) has
only the docstring here, because no stack exists yet.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from signalwright.diagnostics.report import Report
from signalwright.ir.alert import Alert
from signalwright.ir.rules import RuleFile
from signalwright.ir.stack import Stack
from signalwright.ir.written import written_in

if TYPE_CHECKING:
    from signalwright.expressions.use import Use
    from signalwright.promql.catalogue import Catalogue


def run_checks(stack: Stack, packages: Iterable[ModuleType], report: Report) -> None:
    """Runs every check on a stack.

    Args:
        stack: The stack with everything derived.
        packages: The packages that hold checks, as the registry found them.
        report: Takes what they find.
    """
    packages = tuple(packages)
    for _, check in _functions(packages, "check"):
        report.extend(check(stack))
    if written_in(stack) or any("query" in text for each in stack.all_alerts for text in _texts(each)):
        # Most stacks say everything in short forms, and what looks at expressions takes a while to import.
        from signalwright.expressions.declared import catalogue_of
        from signalwright.expressions.written import uses_of

        catalogue = catalogue_of(stack)
        run_expression_checks(stack.rules, tuple(uses_of(stack, catalogue)), catalogue, packages, report)


def _texts(alert: Alert) -> tuple[str, ...]:
    return alert.summary, alert.description or ""


def run_expression_checks(
    files: tuple[RuleFile, ...],
    uses: tuple[Use, ...],
    catalogue: Catalogue,
    packages: Iterable[ModuleType],
    report: Report,
) -> None:
    """Runs the checks of expressions, and those of rules together.

    Args:
        files: The rules.
        uses: The expressions that people wrote.
        catalogue: The series that there are.
        packages: The packages that hold checks.
        report: Takes what they find.
    """
    from signalwright.expressions.examine import examined
    from signalwright.expressions.rulebook import Rulebook

    packages = tuple(packages)
    examine = _functions(packages, "examine")
    for use in uses:
        report.extend(examined(use, examine))
    rulebook = Rulebook(files, uses, catalogue)
    for _, relate in _functions(packages, "relate"):
        report.extend(relate(rulebook))


@lru_cache(maxsize=16)
def _functions(packages: tuple[ModuleType, ...], function: str) -> tuple[tuple[str, Callable[..., Any]], ...]:
    """Returns the checks that have a function, with their names; a module without it isn't imported."""
    from signalwright.registry import modules

    found = []
    for package in packages:
        for area, name in modules(package):
            if _defines(package, name, function):
                called = getattr(importlib.import_module(name), function, None)
                if called is not None:
                    found.append((check_name(area, name), called))
    return tuple(found)


def _defines(package: ModuleType, name: str, function: str) -> bool:
    """Returns whether a module may define a function, by a look at its text; importing all of them takes 10 ms."""
    parts = name.removeprefix(f"{package.__name__}.").split(".")
    files = [Path(folder, *parts).with_suffix(".py") for folder in package.__path__]
    readable = [file for file in files if file.is_file()]
    return not readable or any(f"def {function}(" in _text(file) for file in readable)


@lru_cache(maxsize=1_024)
def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


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
