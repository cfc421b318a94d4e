"""A text."""

from __future__ import annotations

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import CannotDraw, Drawing, accept
from signalwright_targets.grafana.parts import frame


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws a text in Markdown."""
    accept(panel, only=frozenset({"text"}))
    if panel.text is None:
        raise CannotDraw("`text` needs a text to show", "write the text, or draw the panel otherwise")
    return core.Text(**frame(panel, at), content=panel.text, mode="markdown")
