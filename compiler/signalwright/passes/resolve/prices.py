"""Resolves prices: what the events of a counter cost per second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from signalwright import names
from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.metric import Series
from signalwright.ir.price import Price
from signalwright.language.prices import PriceQuantity
from signalwright.passes.resolve.readings import ANY, COUNTERS, ConditionScope, has_rate, read_series, selector_of
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue
from signalwright.promql import build
from signalwright.records import record


@record
class _Reading:
    """What reads a metric, for the messages; without a `from`, since a service has prices of its own events only."""

    kind: str = "prices"
    from_: str | None = None

    @classmethod
    def keys(cls) -> Mapping[str, str]:
        """Returns no key."""
        return {}


def resolve_prices(
    scope: Scope, catalogue: Catalogue, service: str, written: Mapping[str, PriceQuantity], path: Path
) -> tuple[Price, ...]:
    """Returns the prices of a service that have no errors, in declared order; reports the errors of the others.

    Args:
        scope: The spec.
        catalogue: The metrics of every service.
        service: The service.
        written: The price of each reference to a counter.
        path: Where they are written.
    """
    # The reference is a key, and not a value as everywhere else.
    keys = replace(scope, locate=lambda each: scope.locate(each).key())
    at = ConditionScope(keys, catalogue, service, "")
    prices: list[Price] = []
    for text, price in written.items():
        where = (*path, text)
        series = read_series(at, _Reading(), text, where, ANY)
        if series is None or not _is_counted(at, series, where):
            continue
        if prices and prices[0].currency != price.currency:
            scope.report.error(
                "prices/several-currencies",
                f"a price in {price.currency}, and another one in {prices[0].currency}",
                scope.locate(where),
                help="write all prices of a service in one currency",
                secondary=[Label(prices[0].origin, "the other one")],
            )
            continue
        by = tuple(label.name for label in series.metric.labels)
        rates = build.total(build.rate(selector_of(series), str(names.COST_RANGE)), by=by)
        prices.append(
            Price(
                read=series,
                amount=price.amount,
                currency=price.currency,
                expression=build.multiply(rates, build.number(price.amount)),
                origin=scope.locate(where),
            )
        )
    return tuple(prices)


def _is_counted(at: ConditionScope, series: Series, path: Path) -> bool:
    if series.metric.type in COUNTERS:
        return has_rate(at, series, path)
    at.scope.report.error(
        "alerts/wrong-metric-type",
        f"only what is counted has a price, and `{series.metric.name}` is a `{series.metric.type}`",
        at.scope.locate(path),
        help="name a counter",
        secondary=[Label(series.metric.origin.key(), "declared here")],
    )
    return False
