"""Panels of lines: a table, log lines, alerts."""

from __future__ import annotations

from typing import Any, ClassVar

import attr

from signalwright_targets.grafana.objects.visual import Visual


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class Table(Visual):
    """A table, whose cells grafanalib styles by a key that Grafana 10 dropped."""

    kind: ClassVar[str] = "table"

    def options(self) -> dict[str, Any]:
        """Returns the options of a table."""
        return {"showHeader": True, "cellHeight": "sm"}


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class Logs(Visual):
    """Log lines, the newest first."""

    kind: ClassVar[str] = "logs"

    def options(self) -> dict[str, Any]:
        """Returns the options of lines with their time, which open on a click."""
        return {
            "showTime": True,
            "showLabels": False,
            "showCommonLabels": False,
            "showLogContextToggle": True,
            "wrapLogMessage": True,
            "prettifyLogMessage": False,
            "enableLogDetails": True,
            "sortOrder": "Descending",
            "dedupStrategy": "none",
        }


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class AlertList(Visual):
    """Alerts of a Prometheus. grafanalib's is of Grafana's alerting before version 9, and no panel of its own.

    Attributes:
        source: The name of the data source whose rules are asked; Grafana takes no variable here.
        filter: What the alerts' labels match, as a selector; empty for all alerts.
    """

    kind: ClassVar[str] = "alertlist"
    source: str
    filter: str = ""

    def options(self) -> dict[str, Any]:
        """Returns the options of alerts that fire or are about to, the gravest first."""
        return {
            "viewMode": "list",
            "datasource": self.source,
            "alertInstanceLabelFilter": self.filter,
            "alertName": "",
            "dashboardAlerts": False,
            "groupMode": "default",
            "groupBy": [],
            "maxItems": 50,
            "showInactiveAlerts": False,
            "sortOrder": _BY_IMPORTANCE,
            "stateFilter": {"firing": True, "pending": True, "error": True, "noData": False, "normal": False},
        }


_BY_IMPORTANCE = 3
