"""A small world for tests, and what is known of expressions in it."""

from __future__ import annotations

from signalwright.promql.catalogue import Catalogue, Domain, Series, SeriesType
from signalwright.promql.parsing.parser import parse
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.facts import Facts

TARGET = {"job": Domain(("api",)), "instance": Domain(("a:80", "b:80"))}


def series(
    name: str,
    kind: SeriesType,
    unit: str | None = None,
    low: float = float("-inf"),
    high: float = float("inf"),
    **labels: Domain,
) -> Series:
    return Series(
        name=name,
        metric=name.removesuffix("_bucket"),
        type=kind,
        unit=unit,
        labels={**TARGET, **labels},
        maybe={},
        owner="the service `api`",
        every=15.0,
        low=low,
        high=high,
    )


ALL = (
    series("requests_total", SeriesType.COUNTER, low=0.0, method=Domain(("GET", "POST")), status=Domain()),
    series("sent_bytes_total", SeriesType.COUNTER, "bytes", low=0.0),
    series("busy_seconds_total", SeriesType.COUNTER, "seconds", low=0.0),
    series("wait_seconds", SeriesType.GAUGE, "seconds"),
    series("wait_milliseconds", SeriesType.GAUGE, "milliseconds"),
    series("used_ratio", SeriesType.GAUGE, "ratio"),
    series("depth", SeriesType.GAUGE, queue=Domain(most=5)),
    series("limit", SeriesType.GAUGE),
    series("took_seconds_bucket", SeriesType.BUCKET, "seconds", low=0.0, le=Domain(most=6)),
    series("size", SeriesType.HISTOGRAM, "bytes"),
    series("build_info", SeriesType.INFO, low=1.0, high=1.0, version=Domain()),
)
CLOSED = Catalogue(series={each.name: (each,) for each in ALL}, is_closed=True, external_labels={})
OPEN = Catalogue(series={}, is_closed=False, external_labels={})


def facts(text: str, catalogue: Catalogue = CLOSED) -> Facts:
    parsed = parse(text)
    assert parsed.expression is not None, parsed.mistakes
    return Analysis(catalogue, parsed.expression).result


def labels(text: str, catalogue: Catalogue = CLOSED) -> str:
    """Returns the labels of a result: `!` behind those that are certain, `…` when there may be others."""
    found = facts(text, catalogue).labels
    shown = [f"{name}{'!' if found.fact(name).state.name == 'GUARANTEED' else ''}" for name in sorted(found.possible)]
    return " ".join([*shown, *([] if found.is_closed else ["…"])])
