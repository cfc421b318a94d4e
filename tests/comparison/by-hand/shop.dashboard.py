"""The dashboard of the shop: `generate-dashboard -o shop.json shop.dashboard.py`."""

from grafanalib.core import Dashboard, GridPos, Target, Template, Templating, TimeSeries
from grafanalib.formatunits import OPS_PER_SEC, PERCENT_UNIT, SECONDS, SHORT

HTTP = 'http_requests_total{job="api", instance=~"$instance"}'
FAILED = 'http_requests_total{job="api", instance=~"$instance", status=~"5.."}'
BUCKETS = 'http_request_duration_seconds_bucket{job="api", instance=~"$instance"}'


def levels(warning: float, critical: float | None = None) -> list[dict[str, object]]:
    """Returns the colours of a panel, from the bounds in rules.yml."""
    steps: list[dict[str, object]] = [{"color": "green", "value": None}, {"color": "orange", "value": warning}]
    if critical is not None:
        steps.append({"color": "red", "value": critical})
    return steps


def panel(title: str, unit: str, column: int, row: int, targets: list[Target], **more: object) -> TimeSeries:
    """Returns a panel at its place."""
    place = GridPos(h=8, w=8, x=8 * column, y=8 * row)
    return TimeSeries(title=title, dataSource="Prometheus", unit=unit, gridPos=place, targets=targets, **more)


def query(expr: str, legend: str, ref: str = "A") -> Target:
    """Returns a query."""
    return Target(expr=expr, legendFormat=legend, refId=ref)


def percentile(share: float, ref: str) -> Target:
    """Returns the query of a percentile of the time of requests."""
    expr = f"histogram_quantile({share}, sum by (le) (rate({BUCKETS}[$__rate_interval])))"
    return query(expr, f"P{share * 100:.0f}", ref)


dashboard = Dashboard(
    title="Shop",
    uid="shop",
    tags=["shop"],
    timezone="browser",
    templating=Templating(
        list=[
            Template(
                name="instance",
                query='label_values(up{job="api"}, instance)',
                dataSource="Prometheus",
                includeAll=True,
                multi=True,
                default="$__all",
            )
        ]
    ),
    panels=[
        panel(
            "Requests",
            OPS_PER_SEC,
            0,
            0,
            [query(f"sum by (status) (rate({HTTP}[$__rate_interval]))", "{{status}}")],
        ),
        panel(
            "Requests that fail",
            PERCENT_UNIT,
            1,
            0,
            [query(f"sum(rate({FAILED}[5m])) / sum(rate({HTTP}[5m]))", "failed")],
            thresholds=levels(0.05, 0.1),
        ),
        panel(
            "Time of requests",
            SECONDS,
            2,
            0,
            [percentile(0.5, "A"), percentile(0.95, "B"), percentile(0.99, "C")],
        ),
        panel(
            "Error budget of availability that is left",
            PERCENT_UNIT,
            0,
            1,
            [query('slo:period_error_budget_remaining:ratio{sloth_service="api", sloth_slo="availability"}', "left")],
        ),
        panel(
            "Rows that wait",
            SHORT,
            1,
            1,
            [query('import_queue_rows{job="importer"}', "{{instance}}")],
            thresholds=levels(1000),
        ),
        panel(
            "Time since the last import",
            SECONDS,
            2,
            1,
            [query('time() - import_last_success_timestamp_seconds{job="importer"}', "{{instance}}")],
            thresholds=levels(86400),
        ),
    ],
).auto_panel_ids()
