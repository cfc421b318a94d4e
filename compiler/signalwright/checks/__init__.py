"""The checks: one file for each bad state, found by walking this package.

A check's name is its path: `alerts/missing-runbook` stands in `checks/alerts/missing_runbook.py`. Its docstring is its
documentation. A function says what it looks at: `check(stack)` at everything, `examine(use)` at one expression that
people wrote, `relate(rulebook)` at all rules together. A state that is found while a spec is read (an unknown key) has
only the docstring here, because no stack exists yet.

A module may have a class `Options`, a `SpecModel`. Its function is then called with what the project's policy says,
`check(stack, options)`. `LEVEL` says how grave its findings are where they are no errors, and `STRUCTURAL = True` that
nothing right can be made while one stands.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from signalwright.checks.memory import WORTH_REMEMBERING, Keys, Memory
from signalwright.diagnostics.report import Report
from signalwright.ir.alert import Alert
from signalwright.ir.rules import RuleFile
from signalwright.ir.stack import Stack
from signalwright.ir.written import written_in
from signalwright.language.model import SpecModel
from signalwright.records import record

if TYPE_CHECKING:
    from signalwright.expressions.use import Use
    from signalwright.promql.catalogue import Catalogue


FUNCTIONS = ("check", "examine", "relate")
"""What a module calls its function, by what it looks at."""


@record
class Check:
    """A check that is run on finished stacks.

    Attributes:
        name: `area/bad-state`.
        run: The function of its module.
        options: The model of what it is told, or None for one that is told nothing.
        is_own: Whether it is ours; a mistake in another is none of this program.
    """

    name: str
    run: Callable[..., Iterable[Any]]
    options: type[SpecModel] | None
    is_own: bool


def run_checks(
    stack: Stack,
    packages: Iterable[ModuleType],
    report: Report,
    options: Mapping[str, SpecModel] | None = None,
    memory: Memory | None = None,
) -> None:
    """Runs every check on a stack.

    Args:
        stack: The stack with everything derived.
        packages: The packages that hold checks, as the registry found them.
        report: Takes what they find.
        options: Check to what it is told; one that can be told something and isn't is passed over.
        memory: The expressions that needn't be examined again, or None to examine all.
    """
    packages = tuple(packages)
    for _, check in runnable(packages, "check", options):
        report.extend(check(stack))
    if written_in(stack) or any("query" in text for each in stack.all_alerts for text in _texts(each)):
        # Most stacks say everything in short forms, and what looks at expressions takes a while to import.
        from signalwright.expressions.declared import catalogue_of
        from signalwright.expressions.written import uses_of

        catalogue = catalogue_of(stack)
        uses = tuple(uses_of(stack, catalogue))
        run_expression_checks(stack.rules, uses, catalogue, packages, report, options, memory)


def check_options(packages: Iterable[ModuleType]) -> dict[str, type[SpecModel]]:
    """Returns the models of what checks can be told, by the name of the check."""
    from signalwright.registry import modules

    return {
        check_name(area, name): importlib.import_module(name).Options
        for package in packages
        for area, name in modules(package)
        if _holds(package, name, "class Options(")
    }


def _texts(alert: Alert) -> tuple[str, ...]:
    return alert.summary, alert.description or ""


def run_expression_checks(
    files: tuple[RuleFile, ...],
    uses: tuple[Use, ...],
    catalogue: Catalogue,
    packages: Iterable[ModuleType],
    report: Report,
    options: Mapping[str, SpecModel] | None = None,
    memory: Memory | None = None,
) -> None:
    """Runs the checks of expressions, and those of rules together.

    Args:
        files: The rules.
        uses: The expressions that people wrote.
        catalogue: The series that there are.
        packages: The packages that hold checks.
        report: Takes what they find.
        options: Check to what it is told, as in `run_checks`.
        memory: The expressions that needn't be examined again, as in `run_checks`.
    """
    from signalwright.expressions.examine import examined
    from signalwright.expressions.rulebook import Rulebook

    packages = tuple(packages)
    examine = runnable(packages, "examine", options)
    if memory is not None and len(uses) >= WORTH_REMEMBERING:
        keys = Keys(catalogue, packages, options or {})
        for use in uses:
            key = keys.of(use)
            if not memory.is_clean(key):
                found = list(examined(use, examine))
                report.extend(found)
                if not found:
                    memory.add(key)
    else:
        for use in uses:
            report.extend(examined(use, examine))
    rulebook = Rulebook(files, uses, catalogue)
    for _, relate in runnable(packages, "relate", options):
        report.extend(relate(rulebook))


def runnable(
    packages: tuple[ModuleType, ...], function: str, options: Mapping[str, SpecModel] | None
) -> tuple[tuple[str, Callable[[Any], Iterable[Any]]], ...]:
    """Returns the checks that have a function and are told what they need, as functions of one argument, by name."""
    found = []
    for check in _functions(packages, function):
        told = (options or {}).get(check.name)
        if check.options is None or told is not None:
            found.append((check.name, check.run if check.is_own and told is None else partial(_call, check, told)))
    return tuple(found)


def _call(check: Check, told: SpecModel | None, subject: object) -> list[Any]:
    """Returns what a check finds; one of an extension that fails is named, because the mistake is none of ours."""
    try:
        return list(check.run(subject) if told is None else check.run(subject, told))
    except Exception as error:
        if check.is_own:
            raise
        from signalwright.registry import ExtensionError

        reason = f"{type(error).__name__}: {error}"
        raise ExtensionError(f"the check `{check.name}` of an extension failed: {reason}") from error


@lru_cache(maxsize=16)
def _functions(packages: tuple[ModuleType, ...], function: str) -> tuple[Check, ...]:
    """Returns the checks that have a function; a module without it isn't imported."""
    from signalwright.registry import modules

    found = []
    for package in packages:
        for area, name in modules(package):
            if _holds(package, name, f"def {function}("):
                module: Any = importlib.import_module(name)
                if hasattr(module, function):
                    options = getattr(module, "Options", None)
                    own = package.__name__ == __name__
                    found.append(Check(check_name(area, name), getattr(module, function), options, own))
    return tuple(found)


def _holds(package: ModuleType, name: str, definition: str) -> bool:
    """Returns whether a module may define something, by a look at its text; importing all of them takes 10 ms."""
    parts = name.removeprefix(f"{package.__name__}.").split(".")
    files = [Path(folder, *parts).with_suffix(".py") for folder in package.__path__]
    readable = [file for file in files if file.is_file()]
    return not readable or any(definition in _text(file) for file in readable)


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
