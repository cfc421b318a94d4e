"""Reads the values that conditions compare with a bound and that records keep: of one metric, in PromQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Protocol

from signalwright import names
from signalwright.ir.metric import Metric, MetricType, Series
from signalwright.language.models.alerts import QUANTILES
from signalwright.passes.resolve.readings import (
    COUNTERS,
    GAUGES,
    HISTOGRAMS,
    ConditionScope,
    Reading,
    check_labels,
    has_rate,
    is_counted,
    is_whole,
    labels_of,
    read_series,
    selector_of,
)
from signalwright.passes.resolve.scope import Path
from signalwright.promql import build
from signalwright.promql.tree import Expression
from signalwright.records import record

_NOT_ADDITIVE = ("ratio", "percent", "celsius")


class ValueReading(Reading, Protocol):
    """What reads the value of a metric: a condition or a record."""

    @property
    def by(self) -> list[str] | None:
        """The labels that are kept apart."""
        ...


@record(kw_only=True)
class Value:
    """A value of a metric.

    Attributes:
        make: Makes its PromQL over a range, such as `5m`; where it isn't of a range, that says nothing.
        read: The series without which it is nothing.
        labels: The labels that its series keep.
        unit: Its unit, or None.
        operation: What is done to the metric, in the words of Prometheus's names for records: `rate`, `sum`.
        is_ranged: Whether it looks at a range.
    """

    make: Callable[[str], Expression]
    read: Series
    labels: frozenset[str]
    unit: str | None
    operation: str
    is_ranged: bool


def read_value(at: ConditionScope, spec: ValueReading, path: Path) -> Value | None:
    """Returns a value of one metric, or None when an error was reported.

    Args:
        at: Where it stands.
        spec: The condition or the record, of one of the kinds in `READERS`.
        path: Where that is written.
    """
    return READERS[spec.kind](at, spec, path)


def _named(at: ConditionScope, spec: ValueReading, path: Path, accepted: tuple[MetricType, ...]) -> Series | None:
    """Returns the series that is read, with labels that it has."""
    series = read_series(at, spec, getattr(spec, spec.kind), (*path, spec.kind), accepted)
    return series if series is not None and check_labels(at, spec.by, (*path, "by"), series) else None


def _gauge(at: ConditionScope, spec: ValueReading, path: Path) -> Value | None:
    series = _named(at, spec, path, GAUGES)
    if series is None:
        return None
    expression: Expression = selector_of(series)
    operation = "value"
    if spec.by is not None:
        expression = _combine(series.metric, expression, tuple(spec.by))
        operation = "avg" if series.metric.unit in _NOT_ADDITIVE else "sum"
    return Value(
        make=lambda _: expression,
        read=series,
        labels=_kept(at, spec, series),
        unit=series.metric.unit,
        operation=operation,
        is_ranged=False,
    )


def _rate(at: ConditionScope, spec: ValueReading, path: Path) -> Value | None:
    series = _named(at, spec, path, COUNTERS)
    if series is None or not has_rate(at, series, (*path, "rate")):
        return None
    by = tuple(spec.by or ())
    return Value(
        make=lambda over: build.total(build.rate(selector_of(series), over), by=by),
        read=series,
        labels=frozenset(by),
        unit=None,
        operation="rate",
        is_ranged=True,
    )


def _quantile(at: ConditionScope, spec: ValueReading, path: Path) -> Value | None:
    kind = spec.kind
    series = _named(at, spec, path, HISTOGRAMS)
    if series is None or not is_whole(at, spec, series, (*path, kind)):
        return None
    by = tuple(spec.by or ())
    read, grouping = series, by
    if series.metric.type is MetricType.HISTOGRAM:
        read = replace(series, name=f"{series.metric.name}_bucket")
        grouping = (*by, names.BUCKET_BOUND)
    share = Decimal(kind[1:]) / 100

    def make(over: str) -> Expression:
        return build.histogram_quantile(share, build.total(build.rate(selector_of(read), over), by=grouping))

    return Value(
        make=make,
        read=read,
        labels=frozenset(by),
        unit=series.metric.unit,
        operation=f"{kind}_rate",
        is_ranged=True,
    )


def _age(at: ConditionScope, spec: ValueReading, path: Path) -> Value | None:
    series = _named(at, spec, path, GAUGES)
    if series is None:
        return None
    since: Expression = selector_of(series)
    if spec.by is not None:
        since = build.maximum(since, spec.by)
    expression = build.subtract(build.time(), since)
    return Value(
        make=lambda _: expression,
        read=series,
        labels=_kept(at, spec, series),
        unit="seconds",
        operation="age",
        is_ranged=False,
    )


def _growth(at: ConditionScope, spec: ValueReading, path: Path) -> Value | None:
    series = _named(at, spec, path, (*COUNTERS, *GAUGES))
    if series is None:
        return None
    counted, by, unit = is_counted(series), spec.by, series.metric.unit
    if counted and not has_rate(at, series, (*path, "growth")):
        return None

    def make(over: str) -> Expression:
        if counted:
            return build.total(build.increase(selector_of(series), over), by=tuple(by or ()))
        expression = build.delta(selector_of(series), over)
        return expression if by is None else _combine(series.metric, expression, tuple(by))

    return Value(
        make=make,
        read=series,
        labels=frozenset(by or ()) if counted else _kept(at, spec, series),
        unit=unit,
        operation="increase" if counted else "delta",
        is_ranged=True,
    )


def _combine(metric: Metric, expression: Expression, by: tuple[str, ...]) -> Expression:
    return build.average(expression, by) if metric.unit in _NOT_ADDITIVE else build.total(expression, by)


def _kept(at: ConditionScope, spec: ValueReading, series: Series) -> frozenset[str]:
    return frozenset(spec.by) if spec.by is not None else labels_of(at, series)


READERS: dict[str, Callable[[ConditionScope, ValueReading, Path], Value | None]] = {
    "value": _gauge,
    "rate": _rate,
    **dict.fromkeys(QUANTILES, _quantile),
    "age": _age,
    "growth": _growth,
}
