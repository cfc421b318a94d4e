"""Panels of records: what a team keeps, a line for each window."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from signalwright import names
from signalwright.ir.alert import Alert
from signalwright.ir.dashboard import Measure, Panel
from signalwright.ir.record import Record, RecordedSeries
from signalwright.ir.rules import Written
from signalwright.ir.stack import Stack
from signalwright.language.models.alerts import QUANTILES
from signalwright.passes.panels.base import alert_page, runbook_link, size_of
from signalwright.passes.panels.levels import steps_for
from signalwright.passes.panels.view import constant_labels
from signalwright.passes.panels.words import (
    bad_words,
    by_words,
    help_of,
    legend_of,
    metric_words,
    nothing_of,
    per_second,
)
from signalwright.promql import build
from signalwright.promql.tree import Selector


def record_panel(stack: Stack, kept: Record, alerts: Sequence[Alert]) -> Panel:
    """Shows a record over all of its windows, for the whole service: what is kept follows no reader's choice.

    Args:
        stack: The stack, resolved.
        kept: The record.
        alerts: The alerts that may say from where on its value is bad.
    """
    first = kept.series[0]
    steps, alert = steps_for(stack, alerts, kept.kind, kept.reads, kept.by, first.expression)
    unit = per_second(kept.reads[0]) if kept.kind == "rate" else kept.unit
    link = runbook_link(stack, alert_page(alert)) if alert is not None else None
    size = size_of("timeseries")
    about = " ".join(dict.fromkeys(help_of(each.metric) for each in kept.reads))
    stored = ", ".join(f"`{each.name}`" for each in kept.series)
    return Panel(
        key=f"record:{kept.service or ''}/{kept.name}",
        title=_title(kept),
        description=f"{about} Kept as {stored}.".strip()
        + (bad_words(alert, unit, link) if alert is not None and steps else ""),
        drawing="timeseries",
        measures=tuple(
            Measure(query=Written(_selector(kept, each)), legend=_legend(stack, kept, each)) for each in kept.series
        ),
        unit=unit,
        steps=steps,
        minimum=Decimal(0) if kept.kind == "ratio" or kept.kind in QUANTILES else None,
        no_value=nothing_of(kept.reads),
        links=(link,) if link is not None else (),
        width=size.width,
        height=size.height,
        origin=kept.origin,
    )


def _selector(kept: Record, series: RecordedSeries) -> Selector:
    return build.series(series.name, [build.equal(names.SERVICE, kept.service)] if kept.service is not None else ())


def _legend(stack: Stack, kept: Record, series: RecordedSeries) -> str:
    """Returns the labels that tell lines apart, with the window where there are several."""
    window = f"over {series.over}" if len(kept.series) > 1 else ""
    if kept.labels is None:
        return window
    service = stack.services.get(kept.service or "")
    pinned = {each.label for read in kept.reads for each in read.matchers if each.operator == "="}
    apart = legend_of(sorted(kept.labels - constant_labels(service) - pinned), "")
    return " ".join(each for each in (apart, window) if each) or metric_words(kept.name)


def _title(kept: Record) -> str:
    words = metric_words(kept.name)
    if kept.kind == "rate":
        words += " per second"
    elif kept.kind in QUANTILES:
        words += f", {kept.kind}"
    elif kept.kind == "growth" and len(kept.series) == 1:
        words += f" within {kept.series[0].over}"
    return words + by_words(kept.by)
