"""Dashboards, from things that exist: metrics, alerts and SLOs."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import model_validator

from signalwright.language.model import Scalar, SpecModel, key
from signalwright.language.models.alerts import QUANTILES, NameOrTrue, RatioSpec, Services
from signalwright.language.models.kinds import SeriesText, check_one_kind, percentile
from signalwright.language.models.policy import Allowances
from signalwright.language.scalars import (
    AlertName,
    Flag,
    LabelName,
    Name,
    NumberText,
    PositiveCount,
    PositiveDuration,
    RecordName,
    Text,
    one_of,
    refuse,
)

KINDS = (
    "rate", "value", "ratio", *QUANTILES, "latency", "distribution", "age", "growth", "up", "alert", "firing", "slo",
    "record", "cost", "logs", "text", "expr",
)  # fmt: skip
_GRID_WIDTH = 24


def _read_width(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _GRID_WIDTH:
        refuse(f"a width is a number of 24ths of the page, from 1 to {_GRID_WIDTH}", "write for example `width: 8`")
    return value


Quantile = Annotated[str, one_of(*QUANTILES)]
Width = Annotated[int, Scalar(_read_width, {"type": "integer", "minimum": 1, "maximum": _GRID_WIDTH})]


class PanelSpec(SpecModel):
    """A panel: exactly one thing that it shows, and how.

    Units come from metrics, and the levels of a panel from the alert that compares just this value, so a number stands
    in a spec once. Title, description and size follow from the rest unless they are said.
    """

    noun: ClassVar[str] = "a panel"
    kinds: ClassVar[tuple[str, ...]] = KINDS
    shown: ClassVar[str] = """
    dashboards:
      Queue:
        panels:
          - {value: queue_depth, title: Requests that wait, description: Above 100 the workers are too few.}
          - {up: api, width: 8}
          - {text: Ask the web team before you restart anything.}
    """

    rate: SeriesText | None = key(
        "The increase of a counter per second.", default=None, example="http_requests_total", names="counters"
    )
    value: SeriesText | None = key("The value of a gauge.", default=None, example="active_connections", names="gauges")
    ratio: RatioSpec | None = key(
        "The share of one metric in another.",
        default=None,
        example="""{of: 'http_requests_total{status=~"5.."}', to: http_requests_total}""",
    )
    p50: SeriesText | None = key(
        "The median of a histogram.", default=None, example="request_duration_seconds", names="histograms"
    )
    p75: SeriesText | None = percentile(75, "request_duration_seconds")
    p80: SeriesText | None = percentile(80, "request_duration_seconds")
    p90: SeriesText | None = percentile(90, "request_duration_seconds")
    p95: SeriesText | None = percentile(95, "request_duration_seconds")
    p98: SeriesText | None = percentile(98, "request_duration_seconds")
    p99: SeriesText | None = percentile(99, "request_duration_seconds")
    latency: SeriesText | None = key(
        "Several quantiles of a histogram, in one picture: those of `quantiles`.",
        default=None,
        example="request_duration_seconds",
        names="histograms",
    )
    distribution: SeriesText | None = key(
        "How many observations of a histogram fall into which bucket.",
        default=None,
        example="request_duration_seconds",
        names="histograms",
    )
    age: SeriesText | None = key(
        "The time since the moment that a gauge holds as Unix time.",
        default=None,
        example="backup_last_success_timestamp_seconds",
        names="gauges",
    )
    growth: SeriesText | None = key(
        "By how much a metric grew within `over`, which is a day when left out.",
        default=None,
        example="jobs_created_total",
        names="counters gauges",
    )
    up: Services | None = key(
        "Which targets answer, over time: of a service, of several, or with `true` of all.",
        default=None,
        example="api",
        names="services",
    )
    alert: AlertName | None = key(
        "What an alert measures, with its bounds.", default=None, example="HighErrorRate", names="alerts"
    )
    firing: NameOrTrue | None = key(
        "The alerts that fire: of a service, or with `true` of the whole stack.",
        default=None,
        example="true",
        names="services",
    )
    slo: Name | None = key(
        "What is left of the error budget of an SLO.", default=None, example="availability", names="slos"
    )
    record: RecordName | None = key(
        "What a record keeps, over each of its windows.", default=None, example="requests", names="records"
    )
    cost: Name | None = key(
        "What a service costs per hour, by its prices.", default=None, example="api", names="services"
    )
    logs: Text | None = key("Lines of logs, found by LogQL.", default=None, example="""'{service="api"} |= "error"'""")
    text: Text | None = key("Words for the reader, as Markdown.", default=None, example="Start here.")
    expr: Text | None = key(
        "PromQL, verbatim; `$__rate_interval`, `$job` and `$instance` may stand in it.",
        default=None,
        example="sum(rate(process_cpu_seconds_total[$__rate_interval]))",
    )
    by: list[LabelName] | None = key(
        "The labels that are kept apart; all others are added up.",
        default=None,
        example="[endpoint]",
        names="series-labels",
    )
    over: PositiveDuration | None = key(
        "The range that is looked at; what fits the picture when left out.", default=None, example="5m"
    )
    quantiles: list[Quantile] | None = key(
        "The quantiles of `latency`; the median, 90th and 99th percentile when left out.",
        default=None,
        example="[p50, p95]",
    )
    from_: Name | None = key(
        "The service whose metric, alert, SLO or record is shown, where several have one of that name.",
        alias="from",
        default=None,
        example="api",
        names="services",
    )
    title: Text | None = key("The title, when the derived one won't do.", default=None, example="Requests")
    description: Text | None = key(
        "What it shows, when that is bad and what to do then, as Markdown; derived when left out.",
        default=None,
        example="Above 100 the workers are too few.",
    )
    unit: Text | None = key("The unit of what `expr` returns.", default=None, example="seconds")
    states: dict[Text, NumberText] | None = key(
        "What values mean, the best first: words that are shown instead of numbers.",
        default=None,
        example="{healthy: 1, unhealthy: 0}",
    )
    as_: Name | None = key("How it is drawn.", alias="as", default=None, example="gauge")
    stacked: Flag | None = key(
        "Whether lines are drawn on top of each other, so that the uppermost is their sum; rates by a label of few "
        "values are when it is left out.",
        default=None,
        example="true",
    )
    width: Width | None = key("The width in 24ths of the page.", default=None, example="6")
    height: PositiveCount | None = key("The height in rows of 30 pixels.", default=None, example="8")

    @model_validator(mode="before")
    @classmethod
    def _has_one_kind(cls, value: Any) -> Any:
        if isinstance(value, dict):
            check_one_kind(
                cls,
                value,
                KINDS,
                lacking="the panel shows nothing",
                several="a panel shows one thing",
                apart="make a panel of each",
            )
        return value

    @property
    def kind(self) -> str:
        """The key that says what the panel shows."""
        return next(name for name in KINDS if getattr(self, name) is not None)


class DashboardSpec(SpecModel):
    """A dashboard, of things that exist.

    Each service has one without being asked, and so have the stack and its SLOs; this is for what else people want to
    see.
    """

    noun: ClassVar[str] = "a dashboard"
    shown: ClassVar[str] = """
    dashboards:
      Shop Overview:
        description: What the people on call look at first
        panels:
          - {rate: http_requests_total, by: [status]}
          - {value: queue_depth, as: gauge}
        rows:
          Latency:
            - {latency: http_request_duration_seconds}
            - {distribution: http_request_duration_seconds, width: 16}
    """

    description: Text | None = key(
        "One line for lists of dashboards.", default=None, example="What the people on call look at first"
    )
    audience: list[Name] | None = key("Who it is for; its tags say so.", default=None, example="[ops, admin]")
    period: PositiveDuration | None = key(
        "How far back it looks at first; six hours when left out.", default=None, example="6h"
    )
    refresh: PositiveDuration | None = key(
        "How often it is drawn anew; every minute when left out.", default=None, example="1m"
    )
    panels: list[PanelSpec] | None = key(
        "The panels in reading order.", default=None, example="[{rate: http_requests_total}]"
    )
    rows: dict[Text, list[PanelSpec]] | None = key(
        "Panels under headings, in reading order; after those of `panels`.",
        default=None,
        example="{Requests: [{rate: http_requests_total}]}",
    )  # fmt: skip
    include: list[Name] | None = key(
        "Services whose `rows` come in after its own, in this order.",
        default=None,
        example="[main-db]",
        names="services",
    )
    allow: Allowances | None = key(
        "Findings about the dashboard that are right here, by name, each with the reason.",
        default=None,
        example="{dashboards/no-grafana: it comes next month}",
    )
