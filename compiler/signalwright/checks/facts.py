"""What is known of each check without running it: its default level, and whether its findings may be allowed."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Iterable, Mapping
from types import ModuleType

from signalwright.checks import FUNCTIONS, check_name
from signalwright.diagnostics.diagnostic import Level
from signalwright.records import record

NEVER_ALLOWED = frozenset({"emit", "language", "policy", "verify"})
"""Areas about what can't be read or written, or that the policy itself is in."""


@record
class Facts:
    """What is known of a check.

    Attributes:
        name: `area/bad-state`.
        module: The full name of its module.
        documentation: Its page, in Markdown.
        level: How grave what it finds is, at most, unless a policy says otherwise: the constant `LEVEL` of its module,
            an error without one.
        is_examined: Whether it is found in the finished model, by a function `check`, `examine` or `relate`.
        can_allow: Whether what it finds may be allowed or given another level. What is found before the model is
            finished keeps something from being made, so only warnings may be; of the rest, what its module
            doesn't call `STRUCTURAL`.
        has_fix: Whether `check --fix` can put some of it right, which its module says with `HAS_FIX = True`.
    """

    name: str
    module: str
    documentation: str
    level: Level
    is_examined: bool
    can_allow: bool
    has_fix: bool

    @property
    def summary(self) -> str:
        """The first sentence of the documentation, which names the bad state."""
        return " ".join(self.documentation.partition("\n\n")[0].split())


def check_names(packages: Iterable[ModuleType]) -> Mapping[str, str]:
    """Returns the names of all checks with the full names of their modules; nothing is imported."""
    from signalwright.registry import modules

    return {check_name(area, name): name for package in packages for area, name in modules(package)}


def facts_of(name: str, module: str) -> Facts:
    """Returns what is known of a check, whose module is imported for it.

    Args:
        name: `area/bad-state`.
        module: The full name of its module.
    """
    imported = importlib.import_module(module)
    level: Level = getattr(imported, "LEVEL", Level.ERROR)
    is_examined = any(hasattr(imported, each) for each in FUNCTIONS)
    structural = getattr(imported, "STRUCTURAL", not is_examined and level is Level.ERROR)
    return Facts(
        name=name,
        module=module,
        documentation=inspect.getdoc(imported) or "",
        level=level,
        is_examined=is_examined,
        can_allow=not structural and name.partition("/")[0] not in NEVER_ALLOWED,
        has_fix=getattr(imported, "HAS_FIX", False),
    )


def all_facts(packages: Iterable[ModuleType]) -> list[Facts]:
    """Returns what is known of every check, ordered by name."""
    return [facts_of(name, module) for name, module in sorted(check_names(packages).items())]
