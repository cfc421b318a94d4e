"""Diagnostics of what Python files say: who called, each mistake once, the way out as Python spells it."""

from __future__ import annotations

import re
from dataclasses import replace

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin
from signalwright.language.python.document import Aim
from signalwright.language.python.runner import Said
from signalwright.language.source.sources import Sources

_NEEDED = re.compile(r"\bneeds (?:a |an )?`(\w+)`$")


def settle(report: Report, sources: Sources) -> Report:
    """Returns a report as people read it, where Python files said something.

    What a function of the spec says is told with the call of the function. A loop says a mistake as often as it runs;
    that is told once, since one line is to be corrected.

    Args:
        report: The findings.
        sources: The files.
    """
    settled, seen = Report(), set[object]()
    for found in report:
        each, place = found, found.primary.place
        said = sources.said_in_python(place) if isinstance(place, Origin) else None
        if said is None:
            settled.add(each)
            continue
        each = _in_python(each, said, sources)
        calls: list[Location] = []
        while said.caller is not None:
            said = said.caller
            calls.append(sources.python(said.file).place(said, Aim()))
        what = (each.name, each.message, each.help, each.level, each.allowed is None)
        told = (*what, sources.locate(each.primary.place), *calls)
        if told not in seen:
            seen.add(told)
            settled.add(
                replace(each, secondary=(*each.secondary, *(Label(call, "called from here") for call in calls)))
            )
    return settled


def _in_python(found: Diagnostic, said: Said, sources: Sources) -> Diagnostic:
    """Returns a finding as one in Python, at the argument that is None where a key is missing for that."""
    document = sources.python(said.file)
    needed = _NEEDED.search(found.message)
    if needed is not None and document.says(said, needed[1]):
        at = document.place(replace(said, steps=(*(said.steps or ()), needed[1])), Aim())
        return replace(
            found,
            primary=Label(at),
            help="this is None here, which leaves the key out: does the function that it comes from return something?",
        )
    if found.help is None:
        return found
    from signalwright.language.python.spelling import in_python

    return replace(
        found, help=in_python(found.help, mapping=document.in_mapping(said), words=found.name == "language/unknown-key")
    )
