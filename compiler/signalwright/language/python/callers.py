"""Diagnostics of what helper functions and loops say: who called, and each once."""

from __future__ import annotations

from dataclasses import replace

from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin
from signalwright.language.python.document import Aim
from signalwright.language.source.sources import Sources


def settle(report: Report, sources: Sources) -> Report:
    """Returns a report as people read it, where Python files said something.

    What a function of the spec says is told with the call of the function. A loop says a mistake as often as it runs;
    that is told once, since one line is to be corrected.

    Args:
        report: The findings.
        sources: The files.
    """
    settled, seen = Report(), set[object]()
    for each in report:
        place = each.primary.place
        said = sources.said_in_python(place) if isinstance(place, Origin) else None
        if said is None:
            settled.add(each)
            continue
        calls: list[Location] = []
        while said.caller is not None:
            said = said.caller
            calls.append(sources.python(said.file).place(said, Aim()))
        told = (each.name, each.message, each.help, each.level, sources.locate(place), *calls)
        if told not in seen:
            seen.add(told)
            settled.add(
                replace(each, secondary=(*each.secondary, *(Label(call, "called from here") for call in calls)))
            )
    return settled
