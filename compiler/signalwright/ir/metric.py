"""Metrics as services declare them, and references to their series."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from signalwright.diagnostics.span import Origin
from signalwright.promql.tree import Matcher
from signalwright.records import record


class MetricType(StrEnum):
    """The metric types of the Prometheus data model."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"
    NATIVE_HISTOGRAM = "native-histogram"
    SUMMARY = "summary"
    INFO = "info"


@record(kw_only=True)
class LabelDomain:
    """A label of a metric and the values it can take.

    Attributes:
        name: The label's name.
        values: Every value the label takes, or None when they aren't listed.
        like: A regular expression (RE2, fully anchored) that every value matches, or None.
        max: The largest number of distinct values, or None when unknown.
        origin: Where the label is declared.
    """

    name: str
    values: tuple[str, ...] | None
    like: str | None
    max: int | None
    origin: Origin


@record
class SeriesBudget:
    """How many series there may be.

    Attributes:
        most: Their largest number.
        origin: Where that is written.
    """

    most: int
    origin: Origin


@record(kw_only=True)
class Metric:
    """A metric of one service; its identity is (service, name).

    Attributes:
        name: The metric's name, without the suffixes of a histogram's series.
        type: What kind of metric it is.
        unit: The base unit (`seconds`, `bytes`, `ratio`), or None.
        labels: The labels beyond `job` and `instance`, in declared order.
        buckets: The upper bounds of a classic histogram in the metric's unit, ascending; empty otherwise.
        help: One line for a reader, or None.
        origin: Where the metric is declared.
        library: The library that declares it, or None.
        budget: How many series it may have, or None when nothing is said.
    """

    name: str
    type: MetricType
    unit: str | None
    labels: tuple[LabelDomain, ...]
    buckets: tuple[Decimal, ...]
    help: str | None
    origin: Origin
    library: str | None = None
    budget: SeriesBudget | None = None


@record(kw_only=True)
class Series:
    """A reference to series of a declared metric, already scoped to its service.

    Attributes:
        metric: The metric that is read.
        name: The name of the series read; differs from `metric.name` for `_bucket`, `_sum` and `_count`.
        matchers: What people wrote, in their order, after the matcher on `job` that scopes to the service.
        origin: Where the reference is written.
    """

    metric: Metric
    name: str
    matchers: tuple[Matcher, ...]
    origin: Origin
