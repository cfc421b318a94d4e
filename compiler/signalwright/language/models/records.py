"""Records: values that are worth keeping, so that they are quick to ask for and there under a name of their own."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Tag, ValidationInfo, model_validator

from signalwright.language.model import LIST_FORM, TEXT_FORM, SpecModel, forms, key
from signalwright.language.models.alerts import QUANTILES, RatioSpec
from signalwright.language.models.kinds import SeriesText, check_one_kind, percentile
from signalwright.language.models.policy import Allowances
from signalwright.language.scalars import LabelName, Name, PositiveDuration, Text

KINDS = ("rate", "growth", "ratio", "value", *QUANTILES, "age", "expr")

Windows = Annotated[
    Annotated[PositiveDuration, Tag(TEXT_FORM)] | Annotated[list[PositiveDuration], Tag(LIST_FORM)],
    forms(TEXT_FORM, LIST_FORM, what="windows", example="[5m, 1h]"),
]


class RecordSpec(SpecModel):
    """A value that is kept: exactly one kind of value, and the windows that it is made over.

    Prometheus works it out all the time, so that it is quick to ask for and has a name of its own: of the service, of
    the record and of what it is, `api:requests:rate5m`. Each window reads the metric itself, because a mean of means
    isn't the mean.
    """

    noun: ClassVar[str] = "a record"
    kinds: ClassVar[tuple[str, ...]] = KINDS
    shown: ClassVar[str] = """
    services:
      api:
        records:
          requests: {rate: http_requests_total, by: [status], over: [1m, 5m, 1h]}
          failures: {ratio: {of: 'http_requests_total{status=~"5.."}', to: http_requests_total}, over: 1h}
          slow: {p95: http_request_duration_seconds}
    """

    rate: SeriesText | None = key(
        "The increase of a counter per second.", default=None, example="jobs_created_total", names="counters"
    )
    growth: SeriesText | None = key(
        "By how much a counter or gauge grew.", default=None, example="jobs_created_total", names="counters gauges"
    )
    ratio: RatioSpec | None = key(
        "A share of one metric in another; its windows stand in the record's own `over`.",
        default=None,
        example="""{of: 'jobs_total{result="failed"}', to: jobs_total}""",
    )
    value: SeriesText | None = key(
        "The value of a gauge, added up to the labels of `by`; of shares and temperatures, their mean.",
        default=None,
        example="active_connections",
        names="gauges",
    )
    p50: SeriesText | None = key(
        "The median of a histogram.", default=None, example="job_duration_seconds", names="histograms"
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
    expr: Text | None = key(
        "PromQL, verbatim, for what no short form says.",
        default=None,
        example="sum(rate(jobs_created_total[5m])) / sum(rate(http_requests_total[5m]))",
    )
    over: Windows | None = key(
        "The window that it is made over, or several: a record of each; five minutes when left out.",
        default=None,
        example="[5m, 1h]",
    )
    by: list[LabelName] | None = key(
        "The labels that are kept apart; all others are added up.",
        default=None,
        example="[method]",
        names="series-labels",
    )
    from_: Name | None = key(
        "The service whose metric is read, when it isn't the record's own.",
        alias="from",
        default=None,
        example="main-db",
        names="services",
    )
    unit: Text | None = key("The unit of what `expr` returns.", default=None, example="seconds")
    allow: Allowances | None = key(
        "Findings about the record that are right here, by name, each with the reason.",
        default=None,
        example="{records/range-too-short: the exporter is slow}",
    )

    @model_validator(mode="before")
    @classmethod
    def _has_one_kind(cls, value: Any, info: ValidationInfo) -> Any:
        if isinstance(value, dict):
            check_one_kind(
                cls,
                value,
                KINDS,
                lacking="the record keeps nothing",
                several="a record keeps one value",
                apart="make a record of each",
                context=info.context,
            )
        return value

    @property
    def kind(self) -> str:
        """The key that says what is kept."""
        return next(name for name in KINDS if getattr(self, name) is not None)
