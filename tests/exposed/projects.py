"""Declarations that are compared with pages: those of a project, and blocks that stand alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.exposed.conformance import Outcome, conformance
from signalwright.exposed.declared import Declared, metrics_in
from signalwright.exposed.metrics import Exposed, exposed_metrics
from signalwright.importers.pages import read_families
from signalwright.language.source import Sources
from signalwright.language.source.values import read_values


def metrics_of(*pages: str) -> list[tuple[Exposed, ...]]:
    """Returns the metrics of pages, which can be read."""
    report, sources = Report(), Sources(Path())
    found = [
        tuple(exposed_metrics(read_families(f"{number}.txt", page, sources, report).values(), f"{number}.txt"))
        for number, page in enumerate(pages)
    ]
    assert not len(report), list(report)
    return found


def declared(block: str, **more: Any) -> Declared:
    """Returns what a block of metrics declares, as YAML, which has no mistake."""
    report, written = Report(), read_values(block)
    assert isinstance(written, Mapping)
    metrics = metrics_in(written, Origin("stack.yaml", ("metrics",)), report)
    assert not len(report), [each.message for each in report]
    return Declared(name="api", metrics=metrics, origin=Origin("stack.yaml", ("services", "api")), **more)


def compared(block: str, *pages: str, **more: Any) -> Outcome:
    """Returns what comes of comparing a block of metrics with pages."""
    return conformance(declared(block, **more), metrics_of(*pages))


def told(outcome: Outcome) -> list[tuple[str, str]]:
    """Returns the names and levels of what was found."""
    return [(each.name.removeprefix("conform/"), each.level.value) for each in outcome.found]


def names_on(pages: Sequence[Sequence[Exposed]]) -> set[str]:
    """Returns the names of the metrics of pages."""
    return {each.name for page in pages for each in page}
