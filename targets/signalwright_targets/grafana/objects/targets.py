"""Queries of panels. grafanalib's own has keys of Graphite and of Grafana 4, and none of today's."""

from __future__ import annotations

from typing import Any

import attr
from grafanalib import core


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class PromTarget(core.Target):
    """A PromQL query.

    Attributes:
        format: How its answer is laid out: `time_series`, `table` or `heatmap`.
        exemplar: Whether exemplars are asked for too.
    """

    format: str = "time_series"
    exemplar: bool = False

    def to_json_data(self) -> dict[str, Any]:
        """Returns the query as Grafana 11 and later read it."""
        return {
            "refId": self.refId,
            "datasource": self.datasource,
            "editorMode": "code",
            "expr": self.expr,
            "legendFormat": self.legendFormat or "__auto",
            "instant" if self.instant else "range": True,
            "format": self.format,
            "exemplar": True if self.exemplar else None,
        }


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class LokiTarget(core.Target):
    """A LogQL query, which grafanalib has only in versions that weren't released."""

    def to_json_data(self) -> dict[str, Any]:
        """Returns the query as Grafana 11 and later read it."""
        return {
            "refId": self.refId,
            "datasource": self.datasource,
            "editorMode": "code",
            "expr": self.expr,
            "queryType": "range",
        }
