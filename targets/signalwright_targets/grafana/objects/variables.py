"""Variables and annotations of dashboards, which grafanalib knows as Grafana 4 had them, or not at all."""

from __future__ import annotations

from typing import Any

import attr
from grafanalib import core

from signalwright_targets.grafana.objects.targets import PromTarget

_SHOWN = 0
_ON_LOAD, _ON_TIME_CHANGE = 1, 2
_BY_NAME = 1
_LABEL_VALUES = 1


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class SourceVariable(core.Template):
    """The choice of a data source.

    Attributes:
        query: The type of the data source, such as `prometheus`.
        current_name: The name of the data source that is chosen at first.
        current_uid: Its identity.
    """

    current_name: str
    current_uid: str

    def to_json_data(self) -> dict[str, Any]:
        """Returns the variable."""
        return {
            "type": "datasource",
            "name": self.name,
            "label": self.label,
            "query": self.query,
            "current": {"selected": True, "text": self.current_name, "value": self.current_uid},
            "hide": _SHOWN,
            "includeAll": False,
            "multi": False,
            "options": [],
            "refresh": _ON_LOAD,
            "regex": "",
        }


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class LabelVariable(core.Template):
    """The choice among the values of a label.

    Attributes:
        query: What asks for the values: `label_values(up, job)`.
        chosen: The values that are chosen at first; empty for all.
    """

    chosen: tuple[str, ...] = ()

    def to_json_data(self) -> dict[str, Any]:
        """Returns the variable.

        Where all values are chosen, they are one pattern that no empty label matches; where some are, there is no
        choice of all, so that a link can't leave what the dashboard is about.
        """
        some = list(self.chosen)
        return {
            "type": "query",
            "name": self.name,
            "label": self.label,
            "datasource": self.dataSource,
            "query": {
                "qryType": _LABEL_VALUES,
                "query": self.query,
                "refId": "PrometheusVariableQueryEditor-VariableQuery",
            },
            "definition": self.query,
            "current": {"selected": True, "text": some or ["All"], "value": some or ["$__all"]},
            "hide": _SHOWN,
            "includeAll": not some,
            "allValue": None if some else ".+",
            "multi": True,
            "options": [],
            "refresh": _ON_TIME_CHANGE,
            "regex": "",
            "sort": _BY_NAME,
        }


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class PromAnnotation:
    """Moments at which a PromQL query has series.

    Attributes:
        name: What the moments are.
        datasource: Which data source is asked.
        expr: The query.
        colour: The colour of the marks.
        title: What is shown at a moment, with `{{label}}` for a label's value.
        text: More words, likewise.
        labels: The labels whose values are shown beside, where a series has them.
        enable: Whether they are marked before a reader asks for it.
    """

    name: str
    datasource: dict[str, str]
    expr: str
    colour: str
    title: str
    text: str
    labels: tuple[str, ...]
    enable: bool

    def to_json_data(self) -> dict[str, Any]:
        """Returns the annotation."""
        return {
            "name": self.name,
            "datasource": self.datasource,
            "enable": self.enable,
            "hide": False,
            "iconColor": self.colour,
            "target": PromTarget(expr=self.expr, refId="Anno", datasource=self.datasource),
            "titleFormat": self.title,
            "textFormat": self.text,
            "tagKeys": ",".join(self.labels) or None,
        }


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class OwnAnnotations:
    """What people mark in Grafana itself; every dashboard has it."""

    def to_json_data(self) -> dict[str, Any]:
        """Returns the annotation as Grafana makes it for each new dashboard."""
        return {
            "builtIn": 1,
            "name": "Annotations & Alerts",
            "type": "dashboard",
            "datasource": {"type": "grafana", "uid": "-- Grafana --"},
            "enable": True,
            "hide": True,
            "iconColor": "rgba(0, 211, 255, 1)",
        }
