"""What a drawing is given, and how it says that it can't draw a panel."""

from __future__ import annotations

from signalwright.ir.dashboard import Panel
from signalwright.ir.values import Version
from signalwright.records import record
from signalwright_targets.grafana.layout import Place
from signalwright_targets.grafana.sources import DatasourceNames

PROMETHEUS_VARIABLE = "prometheus_datasource"
LOKI_VARIABLE = "loki_datasource"


class CannotDraw(Exception):  # noqa: N818  # It is said of a panel that somebody wrote; nothing of ours is in error.
    """A drawing has no way to show what a panel holds; becomes an error at the panel.

    Attributes:
        message: What doesn't fit, one phrase.
        help: The way out.
    """

    def __init__(self, message: str, help: str) -> None:
        """Takes what is told to whoever wrote the panel."""
        super().__init__(message)
        self.message = message
        self.help = help


@record(kw_only=True)
class Drawing:
    """All that a drawing may know beside the panel itself.

    Attributes:
        version: The declared version of Grafana.
        sources: The provisioned data sources.
        id: The panel's number in its dashboard.
        place: Where the panel stands.
    """

    version: Version
    sources: DatasourceNames
    id: int
    place: Place

    @property
    def prometheus(self) -> dict[str, str]:
        """The reference to the Prometheus that the reader chose."""
        return {"type": "prometheus", "uid": f"${{{PROMETHEUS_VARIABLE}}}"}

    @property
    def loki(self) -> dict[str, str]:
        """The reference to the Loki that the reader chose.

        Raises:
            CannotDraw: The stack has no Loki.
        """
        if self.sources.loki_uid is None:
            raise CannotDraw("Grafana has no Loki to ask", "say where one is: `backends.loki.at`")
        return {"type": "loki", "uid": f"${{{LOKI_VARIABLE}}}"}


def accept(
    panel: Panel, *, measures: int | None = 0, searches: bool = False, only: frozenset[str] = frozenset()
) -> None:
    """Makes sure that a panel holds what its drawing shows, and nothing that it would keep from readers.

    Args:
        panel: The panel.
        measures: How many PromQL queries the drawing shows: none, exactly one, or None for one or more.
        searches: Whether it shows LogQL queries, of which there must be one then.
        only: Which of `columns`, `firing` and `text` it shows beside.

    Raises:
        CannotDraw: It doesn't.
    """
    word = f"`{panel.drawing}`"
    if measures == 0 and panel.measures:
        raise CannotDraw(f"{word} shows no metrics", "draw it otherwise, such as `timeseries`")
    if measures != 0 and not panel.measures:
        raise CannotDraw(f"{word} needs a metric to show", "say what is measured, or draw the panel otherwise")
    if measures == 1 and len(panel.measures) > 1:
        raise CannotDraw(
            f"{word} shows one query and not {len(panel.measures)}", "make a panel of each, or draw them otherwise"
        )
    if searches and not panel.searches:
        raise CannotDraw(f"{word} needs a search in logs", "say which lines are shown, or draw the panel otherwise")
    if panel.searches and not searches:
        raise CannotDraw(f"{word} shows no lines of logs", "draw it as `logs`")
    for name in ("columns", "firing", "text"):
        if getattr(panel, name) and name not in only:
            raise CannotDraw(f"{word} doesn't show {_SHOWN[name]}", f"draw it as `{_DRAWN_AS[name]}`")


_SHOWN = {"columns": "columns of labels", "firing": "alerts", "text": "a text"}
_DRAWN_AS = {"columns": "table", "firing": "alert-list", "text": "text"}
