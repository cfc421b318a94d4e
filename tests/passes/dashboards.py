"""Compiles specs with dashboards, and says what stands on them in words that a test can compare."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from signalwright.ir.dashboard import Dashboard, Measure, Panel
from signalwright.promql.printer import show
from tests.language.compiling import compile_text


def dashboards_of(folder: Path, spec: str) -> dict[str, Dashboard]:
    """Returns the dashboards of a spec by their files.

    Args:
        folder: An empty folder.
        spec: The text of the spec, of one stack without environments.
    """
    outcome = compile_text(folder, spec)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    (compiled,) = outcome.stacks.values()
    return {each.file: each for each in compiled.stack.dashboards}


def panels_of(dashboard: Dashboard) -> Iterator[Panel]:
    """Yields the panels of a dashboard in reading order."""
    for row in dashboard.rows:
        yield from row.panels


def lines_of(panel: Panel) -> list[tuple[str, str]]:
    """Returns each query of a panel, on one line, with its legend."""
    return [(text_of(each), each.legend) for each in panel.measures]


def text_of(measure: Measure) -> str:
    """Returns a query on one line."""
    return show(measure.query.tree)


def steps_of(panel: Panel) -> list[tuple[str, str]]:
    """Returns from where on values are how bad: each first value, or `-`, with the level."""
    return [("-" if each.value is None else f"{each.value:f}", str(each.level)) for each in panel.steps]
