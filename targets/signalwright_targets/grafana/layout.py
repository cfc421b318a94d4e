"""Where panels stand: they flow from left to right in 24 columns, and a full line begins the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from signalwright.ir.dashboard import Panel, PanelRow
from signalwright.records import record

COLUMNS = 24
_HEADING_HEIGHT = 1


@record
class Place:
    """A rectangle in the grid of a dashboard.

    Attributes:
        x: The first column, from 0.
        y: The first line of the grid, from 0.
        width: In columns.
        height: In lines.
    """

    x: int
    y: int
    width: int
    height: int


@record
class PlacedRow:
    """A row with the places of what is in it.

    Attributes:
        row: The row.
        heading: The place of its heading, or None when it has none.
        panels: Its panels, each with its place.
    """

    row: PanelRow
    heading: Place | None
    panels: tuple[tuple[Panel, Place], ...]


def place_rows(rows: Sequence[PanelRow]) -> Iterator[PlacedRow]:
    """Yields the rows of a dashboard with the places of their panels, which follow from sizes and order only.

    A row that is collapsed is as high as its heading; its panels have the places that they take when it is opened.

    Args:
        rows: The rows in order.
    """
    top = 0
    for row in rows:
        heading = None
        if row.title is not None:
            heading = Place(0, top, COLUMNS, _HEADING_HEIGHT)
            top += _HEADING_HEIGHT
        panels, bottom = _flow(row.panels, top)
        yield PlacedRow(row, heading, tuple(panels))
        if heading is None or not row.collapsed:
            top = bottom


def _flow(panels: Sequence[Panel], top: int) -> tuple[list[tuple[Panel, Place]], int]:
    """Returns the panels with their places, and the line below the lowest of them."""
    placed = []
    x, y, bottom = 0, top, top
    for panel in panels:
        if x + panel.width > COLUMNS:
            x, y = 0, bottom
        placed.append((panel, Place(x, y, panel.width, panel.height)))
        x += panel.width
        bottom = max(bottom, y + panel.height)
    return placed, bottom
