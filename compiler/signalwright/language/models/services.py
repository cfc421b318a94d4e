"""Services: who owns them, where their metrics are, what they promise."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Tag

from signalwright.language.model import LIST_FORM, MAPPING_FORM, TEXT_FORM, SpecModel, forms, key
from signalwright.language.models.alerts import AlertSpec
from signalwright.language.models.dashboards import PanelSpec
from signalwright.language.models.kinds import SeriesText
from signalwright.language.models.metrics import MetricSpec
from signalwright.language.models.policy import Allowances
from signalwright.language.models.records import RecordSpec
from signalwright.language.models.slos import SLOSpec
from signalwright.language.prices import PriceText
from signalwright.language.scalars import (
    Address,
    AlertName,
    DurationText,
    Flag,
    LabelName,
    MetricName,
    Name,
    Percentage,
    PositiveCount,
    PositiveDuration,
    RecordName,
    Text,
    one_of,
)


class ScrapeSpec(SpecModel):
    """Where the metrics of a service are read: any of `targets`, `dns` and `files`."""

    noun: ClassVar[str] = "a scrape"
    short_form: ClassVar[str | None] = "targets"
    shown: ClassVar[str] = """
    services:
      api:
        scrape: {targets: ["api-0:8000", "api-1:8000"], every: 30s, labels: {zone: eu-1}}
      main-db:
        scrape: {dns: ["tasks.postgres-exporter:9187"]}
    """

    targets: list[Address] | None = key("Host and port of each target.", default=None, example='["api:8000"]')
    dns: list[Address] | None = key(
        "Names with ports: each address that a name has is a target; looked up anew all the time.",
        default=None,
        example='["tasks.api:8000"]',
    )
    files: list[Text] | None = key(
        "Files that list targets (`file_sd`), as the server sees them; read again when they change.",
        default=None,
        example='["targets/api-*.json"]',
    )
    path: Text = key("The path of the metrics page.", default="/metrics", example="/metrics")
    scheme: Annotated[str, one_of("http", "https")] = key("How the page is asked for.", default="http", example="https")
    every: PositiveDuration | None = key("How often, when not as often as the rest.", default=None, example="10s")
    timeout: PositiveDuration | None = key("How long a scrape may take.", default=None, example="5s")
    labels: dict[LabelName, Text] | None = key("Labels added to every series.", default=None, example="{zone: eu-1}")
    honor_labels: Flag = key(
        "Whether labels on the page win over those of the scrape; a Pushgateway needs it.",
        default=False,
        example="true",
    )


class PushSpec(SpecModel):
    """Where a service pushes its metrics to, because it is too short-lived to be scraped.

    The gateway keeps what was pushed for ever, so `every` is what tells that a push is missing.
    """

    noun: ClassVar[str] = "a push"
    short_form: ClassVar[str | None] = "via"
    shown: ClassVar[str] = """
    services:
      pushgateway:
        team: web
        scrape: {targets: ["pushgateway:9091"], honor_labels: true}
      backup:
        team: web
        push: {via: pushgateway, every: 1d}
        metrics: {backup_last_success_timestamp_seconds: gauge}
    """

    via: Name = key("The service that keeps what was pushed.", example="pushgateway", names="services")
    every: PositiveDuration = key("How often the service pushes.", default=..., example="60s")


class HealthSpec(SpecModel):
    """The health endpoints of a service."""

    noun: ClassVar[str] = "health"

    live: Text | None = key("The path that answers while the process works.", default=None, example="/health/live")
    ready: Text | None = key("The path that answers when requests are served.", default=None, example="/health/ready")
    startup: Text | None = key("The path that answers when the start is over.", default=None, example="/health/startup")
    status: MetricName | None = key(
        "A gauge with a label for each dependency that is 1 while it is healthy.",
        default=None,
        example="health_check_status",
        names="gauges",
    )


class DependencySpec(SpecModel):
    """How a service depends on another."""

    noun: ClassVar[str] = "a dependency"

    hard: Flag = key("Whether the service fails with the dependency.", default=True, example="true")
    sla: Percentage | None = key(
        "What the dependency promises, when it has no SLO here.", default=None, example="99.5%"
    )


Dependency = Annotated[
    Annotated[Annotated[str, one_of("hard", "soft")], Tag(TEXT_FORM)] | Annotated[DependencySpec, Tag(MAPPING_FORM)],
    forms(TEXT_FORM, MAPPING_FORM, what="a dependency", example="hard"),
]
Dependencies = Annotated[
    Annotated[list[Name], Tag(LIST_FORM)] | Annotated[dict[Name, Dependency], Tag(MAPPING_FORM)],
    forms(LIST_FORM, MAPPING_FORM, what="dependencies", example="{main-db: hard, cache: soft}"),
]


Uses = Annotated[
    Annotated[Name, Tag(TEXT_FORM)] | Annotated[list[Name], Tag(LIST_FORM)],
    forms(TEXT_FORM, LIST_FORM, what="the name of a template or library", example="postgres"),
]


class ServiceSpec(SpecModel):
    """A service, with everything that is observed of it.

    Each service is a job of Prometheus, a file of rules and a dashboard. Its conditions, SLOs and records read its own
    series: a metric is looked up among those that the service declares, and `job` is added by itself.
    """

    noun: ClassVar[str] = "a service"
    shown: ClassVar[str] = """
    services:
      api:
        team: web
        scrape: ["api:8000"]
        metrics:
          http_requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}}}
        alerts:
          ApiDown: {when: down, for: 1m, severity: critical}
        slos:
          availability:
            good: 'http_requests_total{status!~"5.."}'
            total: http_requests_total
            objective: 99.9%
            window: 30d
    """

    team: Name | None = key("The team that owns the service.", default=None, example="web", names="teams")
    job: Text | None = key(
        "The label `job` of its series; the service's name when left out.", default=None, example="api-gateway"
    )
    scrape: (
        Annotated[
            Annotated[list[Address], Tag(LIST_FORM)] | Annotated[ScrapeSpec, Tag(MAPPING_FORM)],
            forms(LIST_FORM, MAPPING_FORM, what="a scrape", example='["api:8000"]'),
        ]
        | None
    ) = key("Where its metrics are read.", default=None, example='["api:8000"]')
    push: PushSpec | None = key(
        "Where it pushes its metrics, instead of being scraped.", default=None, example="{via: pushgateway, every: 60s}"
    )
    metrics: dict[MetricName, MetricSpec] | None = key(
        "The metrics that it exposes.", default=None, example="{jobs_created_total: counter}"
    )
    series: PositiveCount | None = key(
        "The most series that its metrics may have together.", default=None, example="50000"
    )
    alerts: dict[AlertName, AlertSpec] | None = key(
        "Its alerts.", default=None, example="{ApiDown: {when: down, for: 1m, severity: critical}}"
    )
    slos: dict[Name, SLOSpec] | None = key(
        "Its service level objectives.",
        default=None,
        example="{latency: {histogram: request_duration_seconds, below: 500ms, objective: 99%, window: 30d}}",
    )
    records: dict[RecordName, RecordSpec] | None = key(
        "Values that are worth keeping.",
        default=None,
        example="{jobs_created: {rate: jobs_created_total, by: [kind], over: [5m, 1h]}}",
    )
    rows: dict[Text, list[PanelSpec]] | None = key(
        "Rows of panels on the service's own dashboard; dashboards `include` them.",
        default=None,
        example="{Connections: [{value: pg_connections}]}",
    )
    use: Uses | None = key(
        "The templates and libraries whose metrics, alerts and so on the service has; the last goes before.",
        default=None,
        example="[web, process]",
        names="templates libraries",
    )
    without: list[Text] | None = key(
        "What of theirs, and of the defaults, is left out: names, or `alerts`, `records`, `slos`, `rows` for all.",
        default=None,
        example="[ProcessFileDescriptorsNearLimit]",
        names="given",
    )
    health: HealthSpec | None = key(
        "Its health endpoints.",
        default=None,
        example="{live: /health/live, ready: /health/ready}",
        later="health checks",
    )
    depends_on: Dependencies | None = key(
        "What it depends on.",
        default=None,
        example="{main-db: hard, cache: soft}",
        later="dependencies",
        names="services",
        keyed_by="services",
    )
    prices: dict[SeriesText, PriceText] | None = key(
        "What the events of a counter cost: an amount, the three letters of a currency, and a number of events.",
        default=None,
        example="""{'llm_tokens_total{direction="input"}': 3 USD per 1e6}""",
        keyed_by="counters",
    )
    allow: Allowances | None = key(
        "Findings about the service that are right here, by name, each with the reason.",
        default=None,
        example="{metrics/unused: another team reads them}",
    )
    trace_points: list[Text] | None = key(
        "The operations that make spans.", default=None, example="[tool execution]", later="traces"
    )
    profile: DurationText | None = key(
        "Operations that take longer are profiled.", default=None, example="1s", later="profiling"
    )
