"""SLOs as text."""

from __future__ import annotations

from collections.abc import Sequence

from signalwright.reading.facts.slo import SLOFact
from signalwright.reading.text.page import Page
from signalwright.reading.text.words import percent, times


def show_slo(page: Page, slo: SLOFact) -> None:
    """Shows what is known of an SLO."""
    page.title(f"SLO `{slo.name}` of the service `{slo.service}`, team {slo.team}", slo.at)
    page.line(f"promise: {percent(slo.objective)} of events are good within {slo.window}")
    page.line(f"budget: {percent(slo.share)} of events, or {slo.outage} of outage in {slo.window}")
    page.line(f"good: {slo.good}" if slo.good is not None else f"bad: {slo.bad}")
    page.line(f"all: {slo.total}")
    if slo.tiers:
        page.section(f"the alert `{slo.alert}` fires when in a row both windows have more bad events")
        page.table(
            (
                "severity",
                "of the budget",
                "factor",
                "more bad than",
                "windows",
                "in an outage after",
                "at the factor after",
            ),
            [
                (
                    each.severity,
                    percent(each.budget),
                    times(each.factor),
                    percent(each.threshold),
                    f"{each.short} and {each.long}",
                    "never" if each.in_outage is None else f"about {each.in_outage}",
                    str(each.at_factor),
                )
                for each in slo.tiers
            ],
        )
        page.line(f"`signalwright show alert {slo.alert}` says who is told")
    else:
        page.section("no alert")
    labels = ", ".join(f'{name}="{value}"' for name, value in slo.labels.items())
    page.section(f"records in {slo.file}, group `{slo.group}`, with the labels {labels}")
    for each in slo.records:
        page.line(each.name)
        page.block(each.expression)


def show_slo_list(page: Page, slos: Sequence[SLOFact]) -> None:
    """Shows a list of SLOs."""
    page.table(
        ("service", "SLO", "promise", "outage", "alert", "where"),
        [
            (
                each.service,
                each.name,
                f"{percent(each.objective)} in {each.window}",
                str(each.outage),
                each.alert or "none",
                each.at,
            )
            for each in slos
        ],
    )
