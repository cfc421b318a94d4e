"""Alerts and their conditions."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import GetJsonSchemaHandler, Tag, ValidationInfo, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from signalwright.language.model import LIST_FORM, MAPPING_FORM, PARTIAL, TEXT_FORM, Scalar, SpecModel, forms, key
from signalwright.language.models.kinds import SeriesText, check_one_kind, percentile
from signalwright.language.models.policy import Allowances
from signalwright.language.scalars import (
    DurationText,
    LabelName,
    Name,
    PageName,
    PositiveDuration,
    QuantityText,
    Text,
    Url,
    describe,
    one_of,
    read_name,
    refuse,
)

QUANTILES = ("p50", "p75", "p80", "p90", "p95", "p98", "p99")
KINDS = (
    "down", "value", "rate", "ratio", *QUANTILES, "age", "growth", "predict", "budget", "during", "appears", "absent",
    "expr", "all", "any",
)  # fmt: skip

Thresholds = Annotated[
    Annotated[QuantityText, Tag(TEXT_FORM)] | Annotated[dict[Name, QuantityText], Tag(MAPPING_FORM)],
    forms(TEXT_FORM, MAPPING_FORM, what="a threshold", example="{warning: 5%, critical: 10%}"),
]


def _read_name_or_true(value: object) -> str | bool:
    return True if value is True else read_name(value)


# A name, or `true` for what the place itself says, or for all.
NameOrTrue = Annotated[str | bool, Scalar(_read_name_or_true, {"type": ["string", "boolean"]})]
Services = Annotated[
    Annotated[NameOrTrue, Tag(TEXT_FORM)] | Annotated[list[Name], Tag(LIST_FORM)],
    forms(TEXT_FORM, LIST_FORM, what="services", example="[hosts, main-db]"),
]


class RatioSpec(SpecModel):
    """A share of one metric in another, of two counters or of two gauges."""

    noun: ClassVar[str] = "a ratio"
    shown: ClassVar[str] = """
    services:
      api:
        alerts:
          HighErrorRate:
            when: {ratio: {of: 'http_requests_total{status=~"5.."}', to: http_requests_total, over: 5m}, above: 5%}
            severity: warning
          QueueNearlyFull: {when: {ratio: {of: queue_depth, to: queue_limit}, above: 90%}, severity: warning}
    """

    of: SeriesText = key(
        "The part: a metric with optional label matchers.",
        example="""'http_requests_total{status=~"5.."}'""",
        names="counters gauges",
    )
    to: SeriesText = key(
        "The whole: a metric with optional label matchers.", example="http_requests_total", names="counters gauges"
    )
    over: PositiveDuration | None = key(
        "The range that counters are counted over; five minutes when left out, and not for gauges.",
        default=None,
        example="5m",
    )


class ConditionSpec(SpecModel):
    """When an alert is raised: exactly one kind of condition, its threshold and its range.

    What is read is a metric with optional matchers of its labels, as in PromQL: `http_requests_total{status=~"5.."}`.
    Counters and histograms are added up to the whole service, or to the labels of `by`; gauges keep their series
    unless `by` is given.
    """

    noun: ClassVar[str] = "a condition"
    kinds: ClassVar[tuple[str, ...]] = KINDS
    shown: ClassVar[str] = """
    services:
      api:
        alerts:
          SlowRequests: {when: {p95: http_request_duration_seconds, over: 5m, above: 2s}, for: 5m, severity: warning}
          QueueFull: {when: {value: queue_depth, above: 1000}, for: 10m, severity: warning}
          QueueFills: {when: {predict: queue_depth, over: 1h, ahead: 4h, above: 1000}, severity: info}
          Deployed: {when: {appears: build_info, labels: [version], over: 10m}, severity: info}
          Stuck:
            when: {all: [{value: queue_depth, above: 100}, {rate: http_requests_total, over: 5m, below: 1}]}
            for: 10m
            severity: warning
            summary: The queue grows and nothing is answered
    """

    down: Services | None = key(
        "A target can't be scraped; `when: down` for the service itself, or the name of another service, or several.",
        default=None,
        example="[hosts, main-db]",
        names="services",
    )
    value: SeriesText | None = key("The value of a gauge.", default=None, example="queue_depth", names="gauges")
    rate: SeriesText | None = key(
        "The increase of a counter per second, within `over`.",
        default=None,
        example="http_requests_total",
        names="counters",
    )
    ratio: RatioSpec | None = key(
        "A share of one metric in another.",
        default=None,
        example="{of: 'http_requests_total{status=~\"5..\"}', to: http_requests_total, over: 5m}",
    )
    p50: SeriesText | None = key(
        "The median of a histogram within `over`.", default=None, example="job_duration_seconds", names="histograms"
    )
    p75: SeriesText | None = percentile(75, "job_duration_seconds")
    p80: SeriesText | None = percentile(80, "job_duration_seconds")
    p90: SeriesText | None = percentile(90, "job_duration_seconds")
    p95: SeriesText | None = percentile(95, "job_duration_seconds")
    p98: SeriesText | None = percentile(98, "job_duration_seconds")
    p99: SeriesText | None = percentile(99, "job_duration_seconds")
    age: SeriesText | None = key(
        "How long ago the time is that a gauge holds, in seconds since 1970.",
        default=None,
        example="backup_last_success_timestamp_seconds",
        names="gauges",
    )
    growth: SeriesText | None = key(
        "By how much a counter or gauge grew within `over`.",
        default=None,
        example="queue_depth",
        names="counters gauges",
    )
    predict: SeriesText | None = key(
        "The value that a gauge will have after `ahead`, by a straight line through `over`.",
        default=None,
        example="node_filesystem_avail_bytes",
        names="gauges",
    )
    budget: NameOrTrue | None = key(
        "What is left of the error budget of an SLO; with `true` of each SLO of the service, or of the whole stack.",
        default=None,
        example="availability",
        names="slos",
    )
    during: Name | None = key(
        "It is this quiet time of `routing`, or will be within `ahead`.",
        default=None,
        example="upkeep",
        names="quiet-times",
    )
    appears: SeriesText | None = key(
        "Series that were not there before `over`; `labels` says which labels tell them apart.",
        default=None,
        example="build_info",
        names="metrics",
    )
    absent: SeriesText | None = key(
        "No series of the metric exists.", default=None, example="heartbeat_total", names="metrics"
    )
    expr: Text | None = key("PromQL, verbatim, for what no short form says.", default=None, example="up == 0")
    all: list[ConditionSpec] | None = key(
        "Every one of these conditions holds.",
        default=None,
        example="[{value: queue_depth, above: 5}, {value: queue_limit, below: 10}]",
    )
    any: list[ConditionSpec] | None = key(
        "At least one of these conditions holds.",
        default=None,
        example="[{value: queue_depth, above: 5}, {value: queue_limit, below: 10}]",
    )
    unless: ConditionSpec | None = key(
        "The condition doesn't count while this one holds.", default=None, example="{value: queue_limit, above: 1000}"
    )

    above: Thresholds | None = key(
        "The bound that must be exceeded: one, or one for each severity.",
        default=None,
        example="{warning: 5%, critical: 10%}",
        keyed_by="severities",
    )
    below: Thresholds | None = key(
        "The bound that must be undercut: one, or one for each severity.",
        default=None,
        example="10%",
        keyed_by="severities",
    )
    over: PositiveDuration | None = key(
        "The range that is looked at; five minutes when left out, but for `growth`, `predict` and `appears`.",
        default=None,
        example="5m",
    )
    ahead: PositiveDuration | None = key(
        "How far `predict` looks ahead; how long before its time `during` begins to hold.", default=None, example="1d"
    )
    by: list[LabelName] | None = key(
        "The labels that are kept apart; all others are added up.",
        default=None,
        example="[method]",
        names="series-labels",
    )
    labels: list[LabelName] | None = key(
        "The labels that tell series apart, for `appears`.", default=None, example="[version]", names="series-labels"
    )
    from_: Name | None = key(
        "The service whose metric or SLO is read, when it isn't the alert's own.",
        alias="from",
        default=None,
        example="main-db",
        names="services",
    )
    missing: Annotated[str, one_of("fires", "silent")] | None = key(
        "What happens when the metric has no series; `fires` for `down` and `age`, `silent` otherwise.",
        default=None,
        example="fires",
    )

    @model_validator(mode="before")
    @classmethod
    def _expand_down(cls, value: Any, info: ValidationInfo) -> Any:
        if value == "down" and isinstance(value, str):
            return cls.written_out(value)
        if not isinstance(value, (dict, SpecModel)):
            promql = isinstance(value, str) and any(sign in value for sign in "([<>")
            refuse(
                f"expected a condition, found {describe(value)}",
                "write PromQL as `{expr: '…'}`, or say it in words: `{value: queue_depth, above: 100}`"
                if promql
                else "write `down`, or a mapping such as `{value: queue_depth, above: 100}`",
            )
        if isinstance(value, dict):
            check_one_kind(
                cls,
                value,
                KINDS,
                lacking="the condition says no kind",
                several="a condition has one kind",
                apart="combine conditions with `all` or `any`: `{all: [{…}, {…}]}`",
                context=info.context,
            )
        return value

    @classmethod
    def written_out(cls, value: Any) -> dict[str, Any] | None:
        """Returns what `down` stands for."""
        return {"down": True} if value == "down" else None

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Adds `down`, which stands for `{down: true}`."""
        return {"anyOf": [{"const": "down"}, handler(schema)]}

    @property
    def kind(self) -> str:
        """The key that says what kind of condition this is."""
        return next(name for name in KINDS if getattr(self, name) is not None)


BOUNDS = ("above", "below")
"""The keys of a condition that may stand beside it, where an alert changes one that is given."""


class AlertSpec(SpecModel):
    """An alert.

    One that has a bound for each severity makes an alert of the same name for each, and the graver one holds back the
    milder one. What it says to people is derived where the condition is a short form, and its page is made where none
    is written.
    """

    noun: ClassVar[str] = "an alert"
    lifted: ClassVar[tuple[str, tuple[str, ...]] | None] = ("when", BOUNDS)
    shown: ClassVar[str] = """
    services:
      api:
        alerts:
          ApiDown: {when: down, for: 1m, severity: critical}
          HighErrorRate:
            when:
              ratio: {of: 'http_requests_total{status=~"5.."}', to: http_requests_total, over: 5m}
              above: {warning: 5%, critical: 10%}
            for: 5m
            summary: "{{ $value | humanizePercentage }} of requests fail"
    """

    when: ConditionSpec | None = key(
        "When the alert is raised; only a change of an alert that is given leaves it out.",
        default=None,
        example="{value: queue_depth, above: 100}",
    )
    above: Thresholds | None = key(
        "Another bound for an alert that a template or a library gives.",
        default=None,
        example="85%",
        keyed_by="severities",
    )
    below: Thresholds | None = key(
        "Another bound for an alert that a template or a library gives.",
        default=None,
        example="10%",
        keyed_by="severities",
    )
    for_: DurationText | None = key(
        "How long the condition must hold before the alert fires; it fires at once when left out.",
        alias="for",
        default=None,
        example="5m",
    )
    keep: PositiveDuration | None = key(
        "How long the alert keeps firing after the condition has ended.", default=None, example="10m"
    )
    severity: Name | None = key(
        "How grave it is; left out where the thresholds say it.", default=None, example="critical", names="severities"
    )
    team: Name | None = key(
        "The team that owns the alert, when it isn't the service's.", default=None, example="web", names="teams"
    )
    group: Text | None = key("The rule group that the alert stands in.", default=None, example="shop_critical")
    labels: dict[LabelName, Text] | None = key(
        "The alert's own labels, which routes can match.",
        default=None,
        example="{compliance: hipaa}",
        keyed_by="alert-labels",
    )
    summary: Text | None = key(
        "One line that says what is wrong, a Prometheus template; derived where the condition is a short form.",
        default=None,
        example='"{{ $value | humanizePercentage }} of requests fail"',
    )
    description: Text | None = key(
        "What it means and what to do, a Prometheus template.", default=None, example="Look at the last deployment."
    )
    runbook: PageName | None = key(
        "The page in `runbooks/` beside the spec; when left out, the one that is called like the alert "
        "(`HighErrorRate`: `high-error-rate.md`), or one that is made.",
        default=None,
        example="high-error-rate.md",
        names="pages",
    )
    dashboard: Url | None = key(
        "The dashboard that helps with this alert.", default=None, example="https://grafana.example.com/d/api"
    )
    notify: list[Name] | None = key(
        "The receivers of this alert, instead of those of its team.",
        default=None,
        example="[oncall]",
        names="receivers",
    )
    allow: Allowances | None = key(
        "Findings about the alert that are right here, by name, each with the reason.",
        default=None,
        example="{alerts/label-overwritten: the label of the series is wrong}",
    )

    @model_validator(mode="before")
    @classmethod
    def _check_condition(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, dict) or info.context is PARTIAL:
            return value
        # Laying it over what is given has put the bound into `when`; what is left is over nothing.
        bound, known = next((each for each in BOUNDS if each in value), None), cls.keys()
        if bound is not None and all(isinstance(each, str) and each in known for each in value):
            raise PydanticCustomError(
                "nothing-given",
                "{message}",
                {
                    "message": f"`{bound}` changes an alert that is given, and no template or library gives this one",
                    "help": f"write it in `when`: `when: {{value: queue_depth, {bound}: 100}}`",
                    "path": (bound,),
                },
            )
        if "when" not in value:
            raise PydanticCustomError(
                "missing-key",
                "{message}",
                {"message": "an alert needs `when`", "help": "add `when: {value: queue_depth, above: 100}`"},
            )
        return value
