"""Diagnostics of what templates and libraries say: each once, with a service that uses it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin, User

# Stands for the name of whichever service uses the thing.
_ANY = "`‹service›`"


def settle_users(report: Report) -> Report:
    """Returns a report in which a mistake of a template, a library or a default is told once.

    One line is to be corrected, however many services use it. The first service is named, and how many others there
    are.

    Args:
        report: The findings.
    """
    settled = Report()
    groups: dict[Hashable, list[Diagnostic]] = {}
    for each in report:
        groups.setdefault(_key(each), []).append(each)
    for group in groups.values():
        first = next((each for each in group if _user(each) is not None), group[0])
        user = _user(first)
        if user is None:
            settled.extend(group)
            continue
        others = len({found.name for each in group if (found := _user(each)) is not None}) - 1
        words = f"{user.how} `{user.name}` here" + (f", and by {others} more" if others else "")
        settled.add(replace(first, secondary=(*first.secondary, Label(user.place, words))))
    return settled


def _user(diagnostic: Diagnostic) -> User | None:
    place = diagnostic.primary.place
    return place.user if isinstance(place, Origin) else None


def _key(diagnostic: Diagnostic) -> Hashable:
    """Returns what is equal for findings that are the same mistake."""
    place, user = diagnostic.primary.place, _user(diagnostic)
    name = f"`{user.name}`" if user is not None else None
    texts = (
        text.replace(name, _ANY) if text and name is not None else text
        for text in (diagnostic.message, diagnostic.help)
    )
    where = (place.file, place.path, place.part, place.span) if isinstance(place, Origin) else place
    return diagnostic.name, diagnostic.level, diagnostic.allowed is None, where, *texts
