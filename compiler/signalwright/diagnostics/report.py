"""Collects diagnostics, so that one run tells everything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.diagnostics.span import Locator, Origin, Place

if TYPE_CHECKING:
    from signalwright.diagnostics.fix import Fix


class Report:
    """The diagnostics of a run; equal ones are kept once, because each environment compiles the same sources."""

    def __init__(self) -> None:
        """Starts empty."""
        self._diagnostics: dict[Diagnostic, None] = {}

    def add(self, diagnostic: Diagnostic) -> None:
        """Takes a diagnostic, unless an equal one is there."""
        self._diagnostics.setdefault(diagnostic)

    def error(
        self,
        name: str,
        message: str,
        place: Place,
        *,
        help: str | None = None,
        secondary: Iterable[Label] = (),
        fix: Fix | None = None,
    ) -> None:
        """Takes an error.

        Args:
            name: `area/bad-state`.
            message: What is wrong, one short phrase.
            place: Where.
            help: The way out.
            secondary: Other places that explain it.
            fix: The change that certainly puts it right, or None.
        """
        self.add(Diagnostic(name, message, Label(place), tuple(secondary), help, fix=fix))

    def warning(
        self,
        name: str,
        message: str,
        place: Place,
        *,
        help: str | None = None,
        secondary: Iterable[Label] = (),
        fix: Fix | None = None,
    ) -> None:
        """Takes a warning; the arguments are those of `error`."""
        self.add(Diagnostic(name, message, Label(place), tuple(secondary), help, Level.WARNING, fix=fix))

    def note(
        self, name: str, message: str, place: Place, *, help: str | None = None, secondary: Iterable[Label] = ()
    ) -> None:
        """Takes a note; the arguments are those of `error`."""
        self.add(Diagnostic(name, message, Label(place), tuple(secondary), help, Level.NOTE))

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Takes several diagnostics."""
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def gather(self, found: Mapping[str | None, Report]) -> None:
        """Takes what was found in the environments of a stack; what isn't in all of them says in which it is.

        Errors end the work on an environment. What is no error and missing there may only not have been looked for, so
        it is compared with the other environments alone.

        Args:
            found: Environment to its diagnostics; None for the stack without an environment.
        """
        where: dict[Diagnostic, list[str | None]] = {}
        for environment, report in found.items():
            for each in report:
                where.setdefault(each, []).append(environment)
        for diagnostic, environments in where.items():
            is_error = diagnostic.level is Level.ERROR and diagnostic.allowed is None
            lacking = [each for each in found if each not in environments and (is_error or not found[each].has_errors)]
            named = tuple(each for each in environments if each is not None)
            if not lacking or diagnostic in self._diagnostics or _is_said(diagnostic, named):
                self.add(diagnostic)
            else:
                self.add(replace(diagnostic, environments=named))

    def sorted(self, locator: Locator) -> list[Diagnostic]:
        """Returns the diagnostics in the order of file, line, column, name and message.

        Args:
            locator: Turns places into lines and columns.
        """

        def order(diagnostic: Diagnostic) -> tuple[str, int, int, str, str]:
            place = diagnostic.primary.place
            found = locator.locate(place)
            line, column = (0, 0) if found is None else (found.line, found.column)
            return place.file, line, column, diagnostic.name, diagnostic.message

        return sorted(self._diagnostics, key=order)

    def count(self, level: Level) -> int:
        """Returns how many diagnostics of a level there are; what is allowed isn't counted."""
        return sum(each.level is level and each.allowed is None for each in self._diagnostics)

    @property
    def allowed(self) -> int:
        """The number of diagnostics that are allowed."""
        return sum(each.allowed is not None for each in self._diagnostics)

    @property
    def errors(self) -> int:
        """The number of errors."""
        return self.count(Level.ERROR)

    @property
    def has_errors(self) -> bool:
        """Whether there is an error."""
        return self.reaches(Level.ERROR)

    def reaches(self, level: Level) -> bool:
        """Returns whether there is a diagnostic of a level or a graver one; what is allowed isn't counted."""
        levels = list(Level)
        grave = levels[: levels.index(level) + 1]
        return any(each.level in grave and each.allowed is None for each in self._diagnostics)

    def __iter__(self) -> Iterator[Diagnostic]:
        """Goes through the diagnostics in the order in which they came."""
        return iter(self._diagnostics)

    def __len__(self) -> int:
        """Returns the number of diagnostics."""
        return len(self._diagnostics)


def _is_said(diagnostic: Diagnostic, environments: tuple[str, ...]) -> bool:
    """Returns whether the place of a diagnostic is in the block of the only environment that has it."""
    place = diagnostic.primary.place
    return isinstance(place, Origin) and len(environments) == 1 and place.path[:2] == ("environments", *environments)
