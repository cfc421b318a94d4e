"""Dashboards made by hand, and what becomes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact
from signalwright.ir.dashboard import (
    Annotation,
    Dashboard,
    LabelColumn,
    Level,
    LogSearch,
    Measure,
    Panel,
    PanelLink,
    PanelRow,
    Step,
    ValueText,
    Variable,
)
from signalwright.ir.routes import Routing
from signalwright.ir.rules import Written
from signalwright.ir.stack import Links, Stack
from signalwright.ir.values import Duration, Version
from signalwright.promql import build
from signalwright.promql.tree import Expression
from signalwright.target import Gate, drawings_in
from signalwright_targets.grafana import panels
from signalwright_targets.grafana.dashboards import dashboard_artifacts
from signalwright_targets.grafana.sources import DatasourceNames

PLACE = Origin("spec/shop/stack.yaml", ("dashboards", "Shop"))
SOURCES = DatasourceNames("shop-prometheus", "Prometheus", "shop-loki", "Loki")
DRAWINGS = drawings_in("signalwright_targets.grafana.panels", [str(Path(panels.__file__).parent)])
LEVELS = (Step(value=Decimal("0.5"), level=Level.WARNING), Step(value=Decimal(2), level=Level.CRITICAL))
WORDS = (
    ValueText(value=Decimal(1), text="up", level=Level.FINE),
    ValueText(value=Decimal(0), text="down", level=Level.CRITICAL),
)
ROUTING = Routing(
    group_by=(), wait=Duration(0), every=Duration(0), repeat=Duration(0), notify={}, otherwise=None, also=(), quiet=(),
    inhibitions=None, origin=PLACE,
)  # fmt: skip
_SCOPE = (build.like("job", "$job"), build.like("instance", "$instance"))


def requests(by: tuple[str, ...] = ("code",)) -> Expression:
    """Returns the rate of requests."""
    return build.total(build.rate(build.series("http_requests_total", _SCOPE), "$__rate_interval"), by=by)


def measure(expression: Expression | None = None, legend: str = "{{code}}", **said: Any) -> Measure:
    """Returns a query of a panel."""
    return Measure(query=Written(expression or requests()), legend=legend, **said)


def gauge(metric: str = "queue_length", legend: str = "", **said: Any) -> Measure:
    """Returns a query for the last value of a gauge."""
    return measure(build.series(metric, _SCOPE), legend, instant=True, **said)


def panel(key: str = "requests", drawing: str = "timeseries", **said: Any) -> Panel:
    """Returns a panel with one query, unless something else is said."""
    defaults: dict[str, Any] = {
        "title": key.capitalize(), "description": f"What {key} is.", "measures": (measure(),),
        "unit": "requests/second", "width": 8, "height": 8, "origin": PLACE.child("panels", key),
    }  # fmt: skip
    return Panel(key=key, drawing=drawing, **{**defaults, **said})


def row(key: str = "red", *inside: Panel, title: str | None = "Traffic", collapsed: bool = False) -> PanelRow:
    """Returns a row."""
    return PanelRow(key=key, title=title, collapsed=collapsed, panels=inside, origin=PLACE.child("rows", key))


def board(*rows: PanelRow, **said: Any) -> Dashboard:
    """Returns a dashboard with the variables that dashboard-linter asks for."""
    defaults: dict[str, Any] = {
        "uid": "shop-api", "file": "services/api", "title": "API", "description": "How the API does.",
        "tags": ("signalwright", "stack:shop"),
        "period": Duration.of_seconds(21_600), "refresh": Duration.of_seconds(60),
        "variables": (
            Variable(name="job", title="Job", label="job", selector=build.series("up"), chosen=("api",)),
            Variable(
                name="instance", title="Instance", label="instance",
                selector=build.series("up", (build.like("job", "$job"),)),
            ),
        ),
        "annotations": (), "links": (), "origin": PLACE,
    }  # fmt: skip
    return Dashboard(rows=rows, **{**defaults, **said})


def every_panel() -> tuple[Panel, ...]:
    """Returns a panel of each drawing, with as much in it as it can show."""
    latency = build.rate(build.series("http_request_duration_seconds_bucket", _SCOPE), "$__rate_interval")
    buckets = build.total(latency, by=("le",))
    link = PanelLink(title="Runbook", url="https://runbooks.example.com/slow")
    return (
        panel("requests", measures=(measure(),), stacked=True, steps=LEVELS, links=(link,), decimals=1,
              minimum=Decimal(0), maximum=Decimal("7.5")),
        panel("latency", unit="seconds", measures=(
            measure(build.histogram_quantile("0.5", buckets), "p50", exemplars=True),
            measure(build.histogram_quantile("0.99", buckets), "p99", exemplars=True),
        )),
        panel("state", "stat", unit=None, measures=(gauge("up", "{{instance}}"),), values=WORDS),
        panel("queue", "gauge", unit="ratio", measures=(gauge("queue_fill_ratio", "fill"),), steps=LEVELS),
        panel("volumes", "bar-gauge", unit="ratio", measures=(gauge("disk_used_ratio", "{{device}}"),), steps=LEVELS),
        panel("services", "table", unit="requests/second",
              measures=(
                  measure(requests(("service",)), "Requests", instant=True),
                  measure(requests(("service",)), "Errors", instant=True, unit="ratio", steps=LEVELS),
              ),
              columns=(LabelColumn(label="service", title="Service",
                                   link=PanelLink(title="Open", url="/d/shop-${__value.text}")),)),
        panel("durations", "heatmap", unit="seconds", measures=(measure(buckets, "{{le}}", exemplars=True),)),
        panel("health", "state-timeline", unit=None, measures=(
            measure(build.series("up", _SCOPE), "{{instance}}"),), values=WORDS),
        panel("lines", "logs", unit=None, measures=(), searches=(LogSearch(text='{service="api"} |= "error"'),)),
        panel("firing", "alert-list", unit=None, measures=(), firing={"service": "api"}),
        panel("notes", "text", unit=None, measures=(), text="Read the **runbook**."),
    )  # fmt: skip


def whole_board() -> Dashboard:
    """Returns a dashboard that has everything."""
    shown = every_panel()
    return board(
        row("top", *shown[:3], title=None),
        row("red", *shown[3:7]),
        row("logs", *shown[7:], title="Logs", collapsed=True),
        annotations=(
            Annotation(
                name="Alerts", query=Written(build.series("ALERTS", (build.equal("alertstate", "firing"),))),
                title="{{alertname}}", text="{{severity}}",
                labels=("service", "instance"), level=Level.CRITICAL, shown=True,
            ),
        ),
        links=(PanelLink(title="Overview", url="/d/shop"), PanelLink(title="Wiki", url="https://wiki.example.com")),
    )  # fmt: skip


def stack_of(*boards: Dashboard) -> Stack:
    """Returns a stack that has only dashboards."""
    return Stack(
        name="shop", environment=None, backends={}, severities=(), secrets={}, receivers={}, teams={},
        links=Links(runbooks=None, dashboards=None), services={}, alerts=(), routing=ROUTING, written_pages={},
        origin=PLACE, dashboards=boards,
    )  # fmt: skip


def made(
    *boards: Dashboard,
    grafana: str = "12.2",
    sources: DatasourceNames = SOURCES,
    drawings: Mapping[str, str] = DRAWINGS,
    report: Report | None = None,
) -> list[Artifact]:
    """Returns the files of dashboards; an error is one of the test, unless it brings a report."""
    own = Report() if report is None else report
    gate = Gate("Grafana", Version(grafana), own, drawings)
    files = list(dashboard_artifacts(stack_of(*boards), gate, sources))
    assert report is not None or [each.message for each in own] == []
    return files


def document(*boards: Dashboard, **said: Any) -> dict[str, Any]:
    """Returns the first dashboard as Grafana reads it."""
    read: dict[str, Any] = json.loads(made(*boards, **said)[0].content)
    return read


def drawn(shown: Panel, **said: Any) -> dict[str, Any]:
    """Returns a panel as Grafana reads it, alone in its dashboard."""
    (only,) = document(board(row("top", shown, title=None)), **said)["panels"]
    read: dict[str, Any] = only
    return read


def refused(shown: Panel, **said: Any) -> str:
    """Returns the error that a panel is, which stands at the panel and has a way out."""
    report = Report()
    made(board(row("top", shown, title=None)), report=report, **said)
    (found,) = report
    assert found.name == "dashboards/cannot-draw"
    assert found.primary.place == shown.origin
    assert found.help
    return found.message


def all_panels(read: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields all panels of a dashboard, those in collapsed rows too, and the headings."""
    for each in read["panels"]:
        yield each
        yield from each.get("panels", ())
