"""What all panels share: sizes, and how a panel changes when it is drawn in another way."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from signalwright import names
from signalwright.ir.alert import Alert
from signalwright.ir.dashboard import LabelColumn, Panel, PanelLink
from signalwright.ir.stack import Stack
from signalwright.passes.panels.words import label_words
from signalwright.records import record

# A page with more open panels than this is slow, and nobody reads it to its end.
MOST_OPEN = 20
# Width in 24ths of the page and height in rows of the grid (30 pixels in Grafana), by drawing.
_SIZES = {
    "stat": (4, 4),
    "gauge": (6, 8),
    "table": (24, 10),
    "state-timeline": (12, 6),
    "logs": (24, 10),
    "text": (24, 3),
}
_ORDINARY_SIZE = (8, 8)
# What a share is a share of: the end of its scale.
_WHOLES = {"ratio": Decimal(1), "percent": Decimal(100)}
# A label in a legend.
_LABEL = re.compile(r"\{\{(\w+)\}\}")
_SINGLE_MOMENT = frozenset({"stat", "gauge", "bar-gauge", "table"})


@record
class Size:
    """The size of a panel.

    Attributes:
        width: In 24ths of the page.
        height: In rows of the grid.
    """

    width: int
    height: int


def size_of(drawing: str) -> Size:
    """Returns the size that a drawing has when nothing is said."""
    return Size(*_SIZES.get(drawing, _ORDINARY_SIZE))


def is_instant(drawing: str) -> bool:
    """Returns whether a drawing shows the last moment only."""
    return drawing in _SINGLE_MOMENT


def drawn_as(panel: Panel, drawing: str) -> Panel:
    """Returns a panel in another drawing, with that one's size, and with queries of the kind that it needs."""
    if drawing == panel.drawing:
        return panel
    size = size_of(drawing)
    measures = tuple(replace(each, instant=is_instant(drawing)) for each in panel.measures)
    columns = panel.columns
    if drawing == "table":
        columns = tuple(LabelColumn(label=each, title=label_words(each)) for each in _labels_shown(panel))
        measures = tuple(replace(each, legend=" ".join(_LABEL.sub("", each.legend).split())) for each in measures)
    whole = _WHOLES.get(panel.unit or "") if drawing in ("gauge", "bar-gauge") else None
    return replace(
        panel,
        drawing=drawing,
        measures=measures,
        columns=columns,
        minimum=panel.minimum if whole is None or panel.minimum is not None else Decimal(0),
        maximum=panel.maximum if whole is None or panel.maximum is not None else whole,
        period=panel.period if not is_instant(drawing) else None,
        width=size.width,
        height=size.height,
    )


def _labels_shown(panel: Panel) -> dict[str, None]:
    """Returns the labels that the legends of a panel show, in their order; in a table each is a column."""
    return dict.fromkeys(label for each in panel.measures for label in _LABEL.findall(each.legend))


def resized(panel: Panel, width: int, height: int | None = None) -> Panel:
    """Returns a panel in another size; a height that isn't given stays."""
    return replace(panel, width=width, height=height or panel.height)


def told_apart(panel: Panel, drawing: str | None, taken: dict[str, int]) -> Panel:
    """Returns a panel with a key that no other has.

    Of panels that show the same, those in a drawing that was asked for are told by it, so that it doesn't matter which
    stands first; the second of two alike is numbered.

    Args:
        panel: The panel.
        drawing: The drawing that tells it from others, or None.
        taken: The keys of the dashboard's other panels with the number of the last of each; takes this one's.
    """
    own = panel.key if drawing is None else f"{panel.key} as {drawing}"
    key = own
    while key in taken:
        taken[own] += 1
        key = f"{own}#{taken[own]}"
    taken[key] = 1
    return panel if key == panel.key else replace(panel, key=key)


def runbook_link(stack: Stack, page: str) -> PanelLink | None:
    """Returns the link to a runbook page, or None when the stack doesn't say where they are found."""
    if stack.links.runbooks is None:
        return None
    return PanelLink(title="Runbook", url=f"{stack.links.runbooks.rstrip('/')}/{page.removesuffix('.md')}")


def alert_page(alert: Alert) -> str:
    """Returns the file name of an alert's runbook page."""
    return alert.runbook or names.runbook_page(alert.name)
