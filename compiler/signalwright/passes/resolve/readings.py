"""What a condition reads: the metric that it names, whether its type fits, and the labels that its series have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from signalwright import names
from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.fix import spelling
from signalwright.ir.metric import MetricType, Series
from signalwright.ir.values import Duration
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue, ServiceMetrics, resolve_series
from signalwright.promql.tree import Selector
from signalwright.records import record

COUNTERS = (MetricType.COUNTER, MetricType.HISTOGRAM, MetricType.SUMMARY)
GAUGES = (MetricType.GAUGE, MetricType.INFO)
HISTOGRAMS = (MetricType.HISTOGRAM, MetricType.NATIVE_HISTOGRAM)
# How far back counters are counted when nothing is said.
DEFAULT_RANGE = Duration.of_seconds(300)
ANY = tuple(MetricType)


class Reading(Protocol):
    """What reads a metric: a condition or a panel."""

    @property
    def kind(self) -> str:
        """The key that says how it is read."""
        ...

    @property
    def from_(self) -> str | None:
        """The service whose metric is read, where that is said."""
        ...

    @classmethod
    def keys(cls) -> Mapping[str, str]:
        """Returns each key that it knows as people write it."""
        ...


@record
class ConditionScope:
    """Where a condition stands.

    Attributes:
        scope: The spec.
        catalogue: The metrics of every service.
        service: The service in whose block it stands, or None.
        severity: The severity whose thresholds are taken.
    """

    scope: Scope
    catalogue: Catalogue
    service: str | None
    severity: str


def read_series(
    at: ConditionScope, spec: Reading, text: str | None, path: Path, accepted: tuple[MetricType, ...]
) -> Series | None:
    """Returns the series that a condition or a panel names, or None when an error was reported.

    Args:
        at: Where it stands.
        spec: The condition or the panel.
        text: The metric with its matchers, as written.
        path: Where that is written.
        accepted: The types that its kind can read.
    """
    assert text is not None
    owner = at.service
    if spec.from_ is not None:
        known = list(at.catalogue)
        place = at.scope.locate((*path[: len(path) - (2 if path[-1] in ("of", "to") else 1)], "from"))
        if not at.scope.refer(spec.from_, known, "service", place, declare="declare it under `services`"):
            return None
        owner = spec.from_
    series = resolve_series(at.scope, at.catalogue, owner, text, path)
    if series is None or series.metric.type in accepted:
        return series
    *others, last = (f"`{each}`" for each in accepted)
    kinds = f"{', '.join(others)} or {last}" if others else last
    at.scope.report.error(
        "alerts/wrong-metric-type",
        f"`{spec.kind}` reads a {kinds}, and `{series.metric.name}` is a `{series.metric.type}`",
        at.scope.locate(path),
        help=_other_kind(series.metric.type, spec),
        secondary=[Label(series.metric.origin.key(), "declared here")],
    )
    return None


def _other_kind(kind: MetricType, spec: Reading) -> str:
    match kind:
        case MetricType.COUNTER:
            return "a counter is read with `rate`, `growth` or `ratio`"
        case MetricType.HISTOGRAM | MetricType.NATIVE_HISTOGRAM:
            return "a histogram is read with `p50` to `p99`"
        case MetricType.SUMMARY:
            return "a summary is counted with `rate` of its `_count`"
        case _:
            keys = spec.keys()
            known = ", ".join(f"`{each}`" for each in ("value", "growth", "predict", "age") if each in keys)
            return f"a gauge is read with {known} or `ratio`"


def check_labels(at: ConditionScope, written: Sequence[str] | None, path: Path, *read: Series) -> bool:
    """Reports labels that the series don't have.

    Args:
        at: Where the condition stands.
        written: The labels, or None when none are named.
        path: Where the list is written.
        read: The series; each must have the labels.

    Returns:
        Whether all of them exist.
    """
    fits = True
    for index, label in enumerate(written or ()):
        lacking = next((series for series in read if label not in labels_of(at, series)), None)
        if lacking is None:
            continue
        known = sorted(frozenset.intersection(*(labels_of(at, series) for series in read)))
        near = closest(label, known)
        at.scope.report.error(
            "promql/unknown-label",
            f"`{lacking.metric.name}` has no label `{label}`",
            at.scope.locate((*path, index)),
            help=f"did you mean `{near}`?" if near else f"its labels are {', '.join(f'`{each}`' for each in known)}",
            secondary=[Label(lacking.metric.origin.key(), "declared here")],
            fix=spelling(at.scope.locate((*path, index)), label, known),
        )
        fits = False
    return fits


def is_counted(series: Series) -> bool:
    """Returns whether a series only ever grows, so that its rate is what tells something."""
    return series.metric.type in COUNTERS or series.metric.type is MetricType.NATIVE_HISTOGRAM


def has_rate(at: ConditionScope, series: Series, path: Path) -> bool:
    """Returns whether series of this very name exist and have a rate that is a number; reports it when they don't.

    Args:
        at: Where the condition stands.
        series: A series that is counted.
        path: Where it is written.
    """
    if series.metric.type is MetricType.COUNTER or series.name != series.metric.name:
        return True
    native = series.metric.type is MetricType.NATIVE_HISTOGRAM
    at.scope.report.error(
        "alerts/wrong-metric-type",
        f"`{series.name}` is a `{series.metric.type}`, "
        + ("whose rate is no number" if native else "which has no series of this name"),
        at.scope.locate(path),
        help="write PromQL: `{expr: 'sum(histogram_count(rate(…[5m]))) > 1'}`"
        if native
        else f"count its observations: `{series.name}_count`",
        secondary=[Label(series.metric.origin.key(), "declared here")],
    )
    return False


def is_whole(at: ConditionScope, spec: Reading, series: Series, path: Path) -> bool:
    """Returns whether a histogram is named as a whole and not by one of its series; reports it when it isn't."""
    if series.name == series.metric.name:
        return True
    at.scope.report.error(
        "alerts/wrong-metric-type",
        f"`{spec.kind}` reads a histogram as a whole, and `{series.name}` is a part of one",
        at.scope.locate(path),
        help=f"write `{series.metric.name}`",
    )
    return False


def existing(series: Series) -> Series:
    """Returns a series that exists: a classic histogram and a summary have none under their own name."""
    if series.metric.type in (MetricType.HISTOGRAM, MetricType.SUMMARY) and series.name == series.metric.name:
        return Series(metric=series.metric, name=f"{series.name}_count", matchers=series.matchers, origin=series.origin)
    return series


def selector_of(series: Series) -> Selector:
    """Returns the series as PromQL."""
    return Selector(series.name, series.matchers)


def pinned(series: Series) -> dict[str, str]:
    """Returns the labels that matchers fix to one value, the job among them."""
    return {each.label: each.value for each in series.matchers if each.operator == "="}


def labels_of(at: ConditionScope, series: Series) -> frozenset[str]:
    """Returns the labels of a series: those of its metric and those that its scrape adds."""
    return identity_labels(at, series) | {label.name for label in series.metric.labels}


def identity_labels(at: ConditionScope, series: Series) -> frozenset[str]:
    """Returns the labels that say which target a series comes from."""
    owner = _owner(at, series)
    return frozenset({names.JOB, names.INSTANCE, names.SERVICE, *(owner.labels if owner is not None else ())})


def _owner(at: ConditionScope, series: Series) -> ServiceMetrics | None:
    job = pinned(series).get(names.JOB)
    return next((each for each in at.catalogue.values() if each.job == job), None)
