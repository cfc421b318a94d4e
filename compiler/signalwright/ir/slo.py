"""Service level objectives, resolved."""

from __future__ import annotations

from decimal import Decimal

from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import Series
from signalwright.ir.values import Duration
from signalwright.records import record


@record(kw_only=True)
class EventRatio:
    """An SLI that counts good (or bad) events among all events.

    Attributes:
        good: The counter of good events, or None when bad ones are counted.
        bad: The counter of bad events, or None when good ones are counted.
        total: The counter of all events.
    """

    good: Series | None
    bad: Series | None
    total: Series

    @property
    def reads(self) -> tuple[Series, ...]:
        """The series that it is made of, the whole first."""
        return (self.total, *(each for each in (self.good, self.bad) if each is not None))


@record(kw_only=True)
class HistogramThreshold:
    """An SLI that counts the observations of a histogram that stay below a bound.

    Attributes:
        histogram: The histogram, without suffix.
        below: The bound in the metric's unit; one of the declared buckets.
    """

    histogram: Series
    below: Decimal

    @property
    def reads(self) -> tuple[Series, ...]:
        """The histogram."""
        return (self.histogram,)


SLI = EventRatio | HistogramThreshold


@record(kw_only=True)
class Tier:
    """A pair of windows that must both burn faster than a factor (SRE workbook, chapter 5, "Alerting on SLOs").

    Attributes:
        budget: The share of the period's error budget that is burnt within `long` when the alert fires, ratio 0 to 1.
        short: The short window, by which the alert stops soon after the burning has stopped.
        long: The long window.
        severity: The severity of the alert.
    """

    budget: Decimal
    short: Duration
    long: Duration
    severity: str


@record(kw_only=True)
class SLO:
    """A service level objective.

    Attributes:
        name: The objective's name; value of the label `slo`.
        sli: What is measured.
        objective: The share of good events that is promised, ratio between 0 and 1, exclusive.
        window: The period that the promise is about, in whole days.
        tiers: When alerts are raised, gravest first; empty for none.
        summary: One line for the alert, or None to derive it.
        description: What to do, or None.
        runbook: The file name of the runbook page in the spec's `runbooks/`, or None to have one generated.
        origin: Where the SLO is declared.
        window_origin: Where the window is written.
        runbook_origin: Where the runbook is named, or None.
    """

    name: str
    sli: SLI
    objective: Decimal
    window: Duration
    tiers: tuple[Tier, ...]
    summary: str | None
    description: str | None
    runbook: str | None
    origin: Origin
    window_origin: Origin
    runbook_origin: Origin | None
