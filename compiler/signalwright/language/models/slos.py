"""Service level objectives."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Tag, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from signalwright.language.model import LIST_FORM, MAPPING_FORM, PARTIAL, TEXT_FORM, Later, SpecModel, forms, key
from signalwright.language.models.kinds import SeriesText
from signalwright.language.models.policy import Allowances
from signalwright.language.scalars import (
    LabelName,
    Name,
    PageName,
    Percentage,
    PositiveCount,
    PositiveDuration,
    QuantityText,
    Text,
    WindowText,
    one_of,
)


class CalendarWindow(SpecModel):
    """A window that starts anew with each calendar period."""

    noun: ClassVar[str] = "a calendar window"

    calendar: Annotated[str, one_of("week", "month", "quarter", "year")] = key("The calendar period.", example="month")
    zone: Text | None = key("The IANA time zone of the calendar.", default=None, example="Europe/Berlin")


class TierSpec(SpecModel):
    """A pair of windows and the share of the budget that may burn within the long one.

    `page-and-ticket` is four of these, those of the SRE workbook; a list says them all.
    """

    noun: ClassVar[str] = "a tier"
    shown: ClassVar[str] = """
    services:
      api:
        slos:
          availability:
            good: 'http_requests_total{status!~"5.."}'
            total: http_requests_total
            objective: 99.5%
            window: 30d
            tiers:
              - {budget: 2%, short: 5m, long: 1h, severity: critical}
              - {budget: 10%, short: 6h, long: 3d, severity: warning}
    """

    budget: Percentage = key(
        "The share of the error budget that is burnt within `long` when the alert fires.", example="2%"
    )
    short: PositiveDuration = key("The short window: the alert ends soon after the burning has.", example="5m")
    long: PositiveDuration = key("The long window.", example="1h")
    severity: Name = key("The severity of the alert.", example="critical", names="severities")


class Traffic(SpecModel):
    """The least traffic at which an SLO's alerts count."""

    noun: ClassVar[str] = "a traffic bound"

    events: PositiveCount = key("The least number of events.", example="100")
    per: PositiveDuration = key("The time in which they are counted.", example="1h")


Window = Annotated[
    Annotated[WindowText, Tag(TEXT_FORM)] | Annotated[CalendarWindow, Tag(MAPPING_FORM), Later("calendar windows")],
    forms(TEXT_FORM, MAPPING_FORM, what="a window", example="30d"),
]
Objective = Annotated[
    Annotated[Percentage, Tag(TEXT_FORM)]
    | Annotated[dict[str, Percentage], Tag(MAPPING_FORM), Later("an objective for each value of a label")],
    forms(TEXT_FORM, MAPPING_FORM, what="an objective", example="99.9%"),
]
TierForms = Annotated[
    Annotated[Annotated[str, one_of("page-and-ticket", "ticket-only", "none")], Tag(TEXT_FORM)]
    | Annotated[list[TierSpec], Tag(LIST_FORM)],
    forms(TEXT_FORM, LIST_FORM, what="tiers", example="page-and-ticket"),
]

_INDICATORS = {
    "good": ("total",),
    "bad": ("total",),
    "histogram": ("below",),
    "probe": (),
    "value": (),
    "age": ("below",),
    "of": (),
}


class SLOSpec(SpecModel):
    """A promise about the share of good events in a window.

    What is good is said in one of three ways: by a counter of `good` events and one of the `total`, by a counter of
    `bad` events and one of the `total`, or by a `histogram` and the bound `below` which an observation is good. From it
    follow recording rules, which are right under uneven traffic, alerts on burn rates, a dashboard and a runbook page.
    """

    noun: ClassVar[str] = "an SLO"
    kinds: ClassVar[tuple[str, ...]] = tuple(_INDICATORS)
    shown: ClassVar[str] = """
    services:
      api:
        slos:
          availability:
            good: 'http_requests_total{status!~"5.."}'
            total: http_requests_total
            objective: 99.9%
            window: 30d
          latency: {histogram: http_request_duration_seconds, below: 500ms, objective: 99%, window: 28d}
    """

    good: SeriesText | None = key(
        "The counter of good events, with matchers.",
        default=None,
        example="""'http_requests_total{status!~"5.."}'""",
        names="counters",
    )
    bad: SeriesText | None = key(
        "The counter of bad events, with matchers, instead of `good`.",
        default=None,
        example="""'http_requests_total{status=~"5.."}'""",
        names="counters",
    )
    total: SeriesText | None = key(
        "The counter of all events.", default=None, example="http_requests_total", names="counters"
    )
    histogram: SeriesText | None = key(
        "A histogram of which the observations under `below` are good.",
        default=None,
        example="request_duration_seconds",
        names="histograms",
    )
    probe: Text | None = key(
        "A gauge that is 1 when a probe succeeds.",
        default=None,
        example="probe_success",
        later="SLOs of probes",
        names="gauges",
    )
    value: Text | None = key(
        "A gauge that is good while it is on the right side of a bound.",
        default=None,
        example="queue_depth",
        later="SLOs of gauges",
        names="gauges",
    )
    age: Text | None = key(
        "A time that is good while it is not too long ago.",
        default=None,
        example="last_success",
        later="SLOs of ages",
        names="gauges",
    )
    of: list[Name] | None = key(
        "The SLOs of which this one is made up.",
        default=None,
        example="[availability, latency]",
        later="composite SLOs",
        names="slos",
    )
    below: QuantityText | None = key("The bound that good values stay below.", default=None, example="2s")
    above: QuantityText | None = key(
        "The bound that good values stay above.", default=None, example="1", later="SLOs of gauges"
    )
    objective: Objective = key(
        "The share of good events that is promised, with its percent sign, under 100 %.", example="99.9%"
    )
    window: Window | None = key(
        "The period that the promise is about, in whole days; 30 days when left out.", default=None, example="30d"
    )
    by: list[LabelName] | None = key(
        "Labels whose values each have the objective to themselves.",
        default=None,
        example="[tenant]",
        later="grouped SLOs",
        names="series-labels",
    )
    from_: Name | None = key(
        "The service whose metrics are read, when it isn't the SLO's own.",
        alias="from",
        default=None,
        example="main-db",
        names="services",
    )
    tiers: TierForms = key(
        "Which alerts are raised: `page-and-ticket`, `ticket-only`, `none`, or a list of tiers.",
        default="page-and-ticket",
        example="ticket-only",
    )
    at_least: Traffic | None = key(
        "The least traffic at which alerts are raised.",
        default=None,
        example="{events: 100, per: 1h}",
        later="alerts that need a least traffic",
    )
    except_: list[Name] | None = key(
        "Quiet times that don't count.",
        alias="except",
        default=None,
        example="[maintenance]",
        later="excluded times",
        names="quiet-times",
    )
    summary: Text | None = key(
        "One line for the alert; derived when left out.", default=None, example="Too many requests fail"
    )
    description: Text | None = key(
        "What the promise means and what to do when it breaks.", default=None, example="Look at the last deployment."
    )
    runbook: PageName | None = key(
        "The page in `runbooks/` beside the spec; when left out, the one that is called like its alert "
        "(`HighErrorRate`: `high-error-rate.md`), or one that is made.",
        default=None,
        example="availability.md",
        names="pages",
    )
    allow: Allowances | None = key(
        "Findings about the SLO that are right here, by name, each with the reason.",
        default=None,
        example="{slos/unreachable-tier: the objective rises next year}",
    )

    @model_validator(mode="before")
    @classmethod
    def _check_indicator(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, dict):
            return value
        kinds = [each for each in _INDICATORS if each in value]
        known = set(cls.keys())
        if len(kinds) > 1:
            raise PydanticCustomError(
                "conflicting-keys",
                "{message}",
                {
                    "message": f"an SLO has one indicator, this one has `{'` and `'.join(kinds)}`",
                    "help": "keep one of them: `good` and `total`, `bad` and `total`, or `histogram` and `below`",
                },
            )
        if info.context is not PARTIAL and all(isinstance(each, str) and each in known for each in value):
            lacking = [each for kind in kinds for each in _INDICATORS[kind] if each not in value]
            if not kinds or lacking:
                raise PydanticCustomError(
                    "missing-key",
                    "{message}",
                    {
                        "message": f"`{kinds[0]}` needs `{lacking[0]}`"
                        if lacking
                        else "the SLO doesn't say what is measured",
                        "help": "write `good` and `total`, `bad` and `total`, or `histogram` and `below`",
                    },
                )
        return value
