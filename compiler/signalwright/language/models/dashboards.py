"""Dashboards, from things that exist; their lowering comes with the Grafana target."""

from __future__ import annotations

from typing import Annotated, ClassVar

from signalwright.language.model import SpecModel, key
from signalwright.language.scalars import AlertName, LabelName, Name, PositiveCount, PositiveDuration, Text, one_of


class PanelSpec(SpecModel):
    """A panel that shows one thing."""

    noun: ClassVar[str] = "a panel"

    rate: Text | None = key("The rate of a counter.", default=None, example="http_requests_total")
    value: Text | None = key("The value of a gauge.", default=None, example="active_connections")
    p50: Text | None = key("The median of a histogram.", default=None, example="request_duration_seconds")
    p95: Text | None = key("The 95th percentile of a histogram.", default=None, example="request_duration_seconds")
    p99: Text | None = key("The 99th percentile of a histogram.", default=None, example="request_duration_seconds")
    alert: AlertName | None = key("An alert, with its thresholds.", default=None, example="HighErrorRate")
    slo: Name | None = key("An SLO, with its budget.", default=None, example="availability")
    text: Text | None = key("Words for the reader.", default=None, example="Start here.")
    expr: Text | None = key("PromQL, verbatim.", default=None, example="sum(up)")
    by: list[LabelName] | None = key("The labels that are kept apart.", default=None, example="[endpoint]")
    over: PositiveDuration | None = key("The range that is looked at.", default=None, example="5m")
    from_: Name | None = key("The service whose metric is read.", alias="from", default=None, example="api")
    title: Text | None = key("The title, when the derived one won't do.", default=None, example="Requests")
    as_: (
        Annotated[
            str,
            one_of(
                "timeseries",
                "stat",
                "gauge",
                "table",
                "heatmap",
                "bar-gauge",
                "state-timeline",
                "logs",
                "alert-list",
                "text",
            ),
        ]
        | None
    ) = key("How it is drawn.", alias="as", default=None, example="gauge")
    width: PositiveCount | None = key("The width in 24ths of the page.", default=None, example="6")


class DashboardSpec(SpecModel):
    """A dashboard."""

    noun: ClassVar[str] = "a dashboard"

    audience: list[Name] | None = key("Who it is for.", default=None, example="[ops, admin]")
    panels: list[PanelSpec] = key("The panels in reading order.", example="[{rate: http_requests_total}]")
