"""Lines of logs."""

from __future__ import annotations

from grafanalib import core

from signalwright.ir.dashboard import Panel
from signalwright_targets.grafana.drawing import Drawing, accept
from signalwright_targets.grafana.identity import ref_id
from signalwright_targets.grafana.objects.lists import Logs
from signalwright_targets.grafana.objects.targets import LokiTarget
from signalwright_targets.grafana.parts import frame


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws the lines that the searches find, the newest first."""
    accept(panel, searches=True)
    return Logs(
        **frame(panel, at),
        dataSource=at.loki,
        targets=[
            LokiTarget(refId=ref_id(index), datasource=at.loki, expr=search.text)
            for index, search in enumerate(panel.searches)
        ],
    )
