"""Panels of costs: what a service costs per hour, apart by what its counters tell apart, and per day at this moment."""

from __future__ import annotations

from dataclasses import replace

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.dashboard import Measure, Panel
from signalwright.ir.rules import Written
from signalwright.ir.service import Service
from signalwright.passes.panels.base import drawn_as, size_of
from signalwright.passes.panels.words import by_words, legend_of
from signalwright.promql import build
from signalwright.promql.tree import Expression

_HOUR = 3_600
_DAY = 86_400


def cost_labels(service: Service) -> list[str]:
    """Returns the labels that a service's costs are kept apart by, the counter first."""
    own = {label.name for price in service.prices for label in price.read.metric.labels}
    return [names.METRIC, *sorted(own)]


def cost_panel(service: Service, by: tuple[str, ...] | None, place: Origin) -> Panel:
    """Shows what a service costs per hour.

    Args:
        service: A service with prices.
        by: The labels that are kept apart; None for the counters, where there are several.
        place: The part of the spec that asks for it.
    """
    counters = {each.read.name for each in service.prices}
    kept = by if by is not None else (names.METRIC,) if len(counters) > 1 else ()
    currency = service.prices[0].currency
    size = size_of("timeseries")
    prices = ", ".join(f"`{each}`" for each in sorted(counters))
    return Panel(
        key=":".join((f"cost:{service.name}", *kept)),
        title=f"Cost of {service.name} per hour{by_words(kept)}",
        description=f"What is counted by {prices}, at the prices that the spec says, in {currency}.",
        drawing="timeseries",
        measures=(Measure(query=Written(_cost(service, kept, _HOUR)), legend=legend_of(kept, "cost")),),
        unit=currency.lower(),
        no_value="Nothing counted",
        width=size.width,
        height=size.height,
        origin=place,
    )


def cost_now(service: Service, place: Origin) -> Panel:
    """Shows what a service would cost within a day when everything stays as it is at this moment."""
    panel = drawn_as(cost_panel(service, (), place), "stat")
    query = Written(_cost(service, (), _DAY))
    return replace(
        panel,
        key=f"cost-now:{service.name}",
        title="Cost per day, at this rate",
        measures=tuple(replace(each, query=query) for each in panel.measures),
    )


def _cost(service: Service, by: tuple[str, ...], seconds: int) -> Expression:
    name = names.cost(service.name, service.prices[0].currency)
    costs = build.series(name, [build.equal(names.SERVICE, service.name)])
    return build.multiply(build.total(costs, by=by), build.number(seconds))
