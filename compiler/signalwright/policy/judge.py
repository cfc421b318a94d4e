"""Decides what counts: findings that somebody allowed with a reason don't, and others have the level of the policy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from signalwright.checks.facts import Facts, check_names, facts_of
from signalwright.diagnostics.diagnostic import Allowed, Diagnostic, Level
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin, Place
from signalwright.language.source import Sources
from signalwright.language.variants import SpecVariant
from signalwright.policy.allowances import Allowance, allowances
from signalwright.policy.settings import Settings, report_unknown
from signalwright.records import record

if TYPE_CHECKING:
    from signalwright.policy.comments import Comment

OF_PAGES = "conform/"
"""How findings on pages of programs begin; without a page nobody can tell whether allowing one is for nothing."""

_SIGN = re.compile(r"#[ \t]*signalwright:[ \t]*[a-z]")
"""How a comment for the compiler begins; every spec begins with `signalwright: 1`."""


@record
class _Said:
    """One name that is allowed somewhere.

    Attributes:
        name: The finding.
        reason: Why it is right; empty when it isn't said.
        place: Where the name stands.
    """

    name: str
    reason: str
    place: Place


class Judge:
    """Judges the findings of a run, and knows afterwards which allowances were for nothing."""

    def __init__(self, sources: Sources, packages: tuple[ModuleType, ...], settings: Settings) -> None:
        """Starts with nothing used.

        Args:
            sources: The files of the run, all of which were read.
            packages: The packages that hold checks.
            settings: The policy of the project.
        """
        self.settings = settings
        self._sources = sources
        self._packages = packages
        self._said: dict[Place, _Said] = {}
        self._used: set[Place] = set()
        self._by_line: dict[str, dict[int, list[Comment]]] = {}
        self._garbled: list[Comment] = []
        self._facts: dict[str, Facts | None] = {}
        self._has_comments: bool | None = None

    @cached_property
    def _known(self) -> Mapping[str, str]:
        return check_names(self._packages)

    def _read_specs(self) -> bool:
        """Reads the comments of all specs, once; returns whether there are any.

        Most projects have none, and pay for no more than a search.
        """
        if self._has_comments is None:
            found = [self._read(file) for file in self._sources.mentioning(_SIGN)]
            self._has_comments = any(found)
        return self._has_comments

    def about(self, variant: SpecVariant) -> list[Allowance]:
        """Returns what a stack allows, and notes it, to know later what was for nothing."""
        found = list(allowances(variant))
        for each in found:
            place = _unused(each.origin)
            self._said.setdefault(place, _Said(each.name, each.reason, place))
        return found

    def judged(self, report: Report, allowed: list[Allowance], *, finished: bool) -> Report:
        """Returns a report with what counts.

        Args:
            report: The findings of one phase.
            allowed: What the stack allows.
            finished: Whether they are about the finished model. Before, and while artifacts are made, an error keeps
                something from being made, whoever allows it.
        """
        if not len(report):
            return report
        judged = Report()
        for each in report:
            if each.level is Level.ERROR and not finished:
                judged.add(each)
            else:
                judged.extend(self._judged(each, allowed))
        return judged

    def _judged(self, found: Diagnostic, allowed: list[Allowance]) -> Iterator[Diagnostic]:
        origin = found.primary.place
        reasons = [_Said(each.name, each.reason, _unused(each.origin)) for each in allowed if _is_about(each, found)]
        if self._read_specs() or self._sources.has_python:
            reasons += self._comments_about(found.name, origin)
        if reasons and self._can_allow(found.name):
            self._used.update(each.place for each in reasons)
            yield replace(found, allowed=Allowed(reasons[0].reason, reasons[0].place))
            return
        level = self.settings.levels.get(found.name, found.level)
        if level is not None:
            yield found if level is found.level else replace(found, level=level)

    def _comments_about(self, name: str, place: Place) -> list[_Said]:
        return [
            _Said(name, comment.reason, at)
            for file, line in self._lines(place)
            for comment in self._read(file).get(line, ())
            for each, at in comment.names
            if each == name
        ]

    def _lines(self, place: Place) -> Iterator[tuple[str, int]]:
        """Yields the lines on which a comment is about a place.

        These are its own, that of the key and of the text that it is in, that on which the list's entry begins that it
        is in, those of the calls in Python that said it, and that on which a service says that it uses what gives it.
        """
        places: list[Place] = [place]
        if isinstance(place, Origin):
            places += [place.key(), replace(place, span=None)]
            entry = next(
                (index for index in reversed(range(len(place.path))) if isinstance(place.path[index], int)), None
            )
            if entry is not None:
                places.append(Origin(place.file, place.path[: entry + 1]))
            said = self._sources.said_in_python(place)
            while said is not None:
                yield from ((said.file, line) for line in {said.line, said.end_line})
                said = said.caller
            if place.user is not None:
                places.append(place.user.place)
        for each in places:
            found = self._sources.locate(each)
            if found is not None:
                yield from ((found.file, line) for line in {found.line, found.end_line})

    def _read(self, file: str) -> Mapping[int, list[Comment]]:
        """Returns the comments of a file by the line that they are about, and notes what they allow."""
        if file not in self._by_line:
            lines = self._by_line[file] = {}
            from signalwright.policy.comments import read_comments

            document = self._sources.document(file)
            for comment in read_comments(document) if document is not None else ():
                if comment.verb != "allow" or not comment.names:
                    self._garbled.append(comment)
                    continue
                lines.setdefault(comment.line, []).append(comment)
                for name, place in comment.names:
                    self._said[place] = _Said(name, comment.reason, place)
        return self._by_line[file]

    def _can_allow(self, name: str) -> bool:
        if name not in self._facts:
            self._facts[name] = facts_of(name, self._known[name]) if name in self._known else None
        facts = self._facts[name]
        return facts is not None and facts.can_allow

    def finish(self, report: Report, *, complete: bool) -> None:
        """Reports what is wrong with allowances themselves.

        Args:
            report: Takes it; what was found by the run stands there.
            complete: Whether every environment was compiled, as it is declared. Otherwise, or when there are errors,
                nobody can tell whether an allowance is for nothing.
        """
        self._read_specs()
        for comment in self._garbled:
            report.error(
                "policy/garbled-comment",
                "the comment doesn't say what is allowed",
                comment.place,
                help="write `# signalwright: allow area/bad-state because …`",
            )
        sound = complete and not report.has_errors
        for each in self._said.values():
            self._report(each, sound, report)

    def _report(self, said: _Said, sound: bool, report: Report) -> None:
        name = said.name
        if name not in self._known:
            report_unknown(name, self._known, said.place, report)
        elif not self._can_allow(name):
            report.error(
                "policy/cannot-allow",
                f"`{name}` can't be allowed",
                said.place,
                help="put right what it is about; what is found by it keeps something from being made",
            )
        elif not said.reason:
            report.error(
                "policy/no-reason",
                f"nothing says why `{name}` is allowed",
                said.place,
                help=f"write why it is right here: `allow {name} because …`",
            )
        elif sound and said.place not in self._used and not name.startswith(OF_PAGES):
            report.warning(
                "policy/unused-allowance",
                f"nothing here is `{name}`",
                said.place,
                help="take it out, so that it doesn't hide what comes later",
            )


def _is_about(allowance: Allowance, found: Diagnostic) -> bool:
    place = found.primary.place
    if allowance.name != found.name:
        return False
    return not allowance.path or (isinstance(place, Origin) and allowance.covers(place))


def _unused(origin: Origin) -> Origin:
    """Returns a place without who uses it: what a template allows is written once."""
    return replace(origin, user=None)
