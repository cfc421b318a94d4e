"""Lowers conditions to PromQL: each kind of LANGUAGE's short forms, with threshold, scoping and missing data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from signalwright import names
from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.metric import Metric, MetricType, Series
from signalwright.ir.values import Duration
from signalwright.language.models.alerts import QUANTILES, ConditionSpec
from signalwright.language.scalars import Quantity
from signalwright.passes.resolve.expressions import check_expression
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue, resolve_series
from signalwright.passes.resolve.units import in_unit_of
from signalwright.promql import build
from signalwright.promql.tree import Expression, Matcher, Matching, Selector, Verbatim

DEFAULT_RANGE = Duration.of_seconds(300)
_COUNTERS = (MetricType.COUNTER, MetricType.HISTOGRAM, MetricType.SUMMARY)
_GAUGES = (MetricType.GAUGE, MetricType.INFO)
_HISTOGRAMS = (MetricType.HISTOGRAM, MetricType.NATIVE_HISTOGRAM)
_ANY = tuple(MetricType)
_FIRES_WHEN_MISSING = ("down", "age")
_UNBOUNDED = ("down", "appears", "absent", "all", "any")
_NOT_ADDITIVE = ("ratio", "percent", "celsius")


@dataclass(frozen=True, slots=True)
class Lowered:
    """A condition in PromQL.

    Attributes:
        expression: Returns a series for everything that is wrong.
        labels: The labels of these series, or None when they aren't known.
    """

    expression: Expression
    labels: frozenset[str] | None


@dataclass(frozen=True, slots=True)
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


def lower_condition(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    """Returns a condition in PromQL.

    Args:
        at: Where it stands.
        spec: What was written.
        path: Where it is written.

    Returns:
        The lowered condition, or None when an error was reported.
    """
    if not _keys_fit(at, spec, path):
        return None
    lowered = _LOWERINGS[spec.kind](at, spec, path)
    if lowered is None or spec.unless is None:
        return lowered
    exception = lower_condition(at, spec.unless, (*path, "unless"))
    if exception is None:
        return None
    return Lowered(build.unless(lowered.expression, exception.expression, _common(lowered, exception)), lowered.labels)


def _keys_fit(at: ConditionScope, spec: ConditionSpec, path: Path) -> bool:
    """Reports keys that the kind needs and doesn't have, and the other way round."""
    scope, kind, fits = at.scope, spec.kind, True
    place = scope.locate(path)
    if kind not in _UNBOUNDED and kind != "expr" and spec.above is None and spec.below is None:
        scope.report.error(
            "language/missing-key",
            f"a condition with `{kind}` needs a bound",
            place.child(kind).key(),
            help="add `above:` or `below:`, for example `above: 5%`",
        )
        fits = False
    if spec.above is not None and spec.below is not None:
        scope.report.error(
            "language/conflicting-keys",
            "a condition has one bound",
            place.child("below").key(),
            help="combine two conditions: `{any: [{…, above: …}, {…, below: …}]}`",
            secondary=[Label(place.child("above").key(), "the other one")],
        )
        fits = False
    needed = {"growth": ("over",), "predict": ("over", "ahead"), "appears": ("over",)}.get(kind, ())
    for name in needed:
        if getattr(spec, name) is None:
            scope.report.error(
                "language/missing-key",
                f"a condition with `{kind}` needs `{name}`",
                place.child(kind).key(),
                help=f"add `{name}: 1h`",
            )
            fits = False
    for name in _useless_keys(spec):
        scope.report.error(
            "language/useless-key",
            f"`{name}` says nothing in a condition with `{kind}`",
            place.child(name).key(),
            help="leave it out",
        )
        fits = False
    return fits


def _useless_keys(spec: ConditionSpec) -> list[str]:
    kind = spec.kind
    ranged = ("rate", *QUANTILES, "growth", "predict", "appears")
    useful = {
        "over": ranged,
        "ahead": ("predict",),
        "by": ("value", "rate", "ratio", *QUANTILES, "age", "growth", "predict"),
        "labels": ("appears",),
        "from": tuple(each for each in _LOWERINGS if each not in ("down", "expr", "all", "any")),
        "above": tuple(each for each in _LOWERINGS if each not in _UNBOUNDED),
        "below": tuple(each for each in _LOWERINGS if each not in _UNBOUNDED),
        "missing": tuple(each for each in _LOWERINGS if each not in ("absent", "expr", "all", "any", "appears")),
    }
    attributes = {"from": "from_"}
    return [name for name, kinds in useful.items() if kind not in kinds and getattr(spec, attributes.get(name, name)) is not None]


def _down(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    service = at.service if spec.down is True else str(spec.down)
    place = at.scope.locate((*path, "down"))
    if service is None:
        at.scope.report.error(
            "language/missing-key",
            "an alert of the whole stack says whose targets are down",
            place,
            help="name the service: `{down: main-db}`",
        )
        return None
    known = at.scope.spec.services or {}
    if not at.scope.refer(service, known, "service", place, declare="declare it under `services`"):
        return None
    if known[service].scrape is None:
        at.scope.report.error(
            "alerts/never-scraped",
            f"`{service}` isn't scraped, so nothing says whether it is down",
            place,
            help="give it a `scrape`, or watch a metric with `absent`",
        )
        return None
    up = Selector(names.UP, (Matcher(names.JOB, "=", at.catalogue[service].job),))
    expression = build.compare(up, "==", 0)
    return _missing(spec, Lowered(expression, frozenset({names.JOB, names.INSTANCE, names.SERVICE})), up)


def _value(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = _series(at, spec, spec.value, (*path, "value"), _GAUGES)
    if series is None:
        return None
    selector = _selector(series)
    expression: Expression = selector
    if spec.by is not None:
        expression = _combine(series.metric, selector, tuple(spec.by))
    return _bounded(at, spec, path, series, expression, _kept(at, spec, series), selector)


def _rate(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = _series(at, spec, spec.rate, (*path, "rate"), _COUNTERS)
    if series is None or not _is_counter_series(at, series, (*path, "rate")):
        return None
    expression = build.total(build.rate(_selector(series), str(spec.over or DEFAULT_RANGE)), by=tuple(spec.by or ()))
    return _bounded(at, spec, path, None, expression, frozenset(spec.by or ()), _selector(series))


def _ratio(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    assert spec.ratio is not None
    part = _series(at, spec, spec.ratio.of, (*path, "ratio", "of"), _ANY)
    whole = _series(at, spec, spec.ratio.to, (*path, "ratio", "to"), _ANY)
    if part is None or whole is None:
        return None
    counted = [_is_counted(each) for each in (part, whole)]
    if counted[0] != counted[1]:
        at.scope.report.error(
            "alerts/wrong-metric-type",
            "a ratio is of two counters or of two gauges",
            at.scope.locate((*path, "ratio")).key(),
            help="take two metrics of the same type",
            secondary=[Label(part.metric.origin.key(), f"a {part.metric.type}"), Label(whole.metric.origin.key(), f"a {whole.metric.type}")],
        )
        return None
    by = tuple(spec.by or ())
    numerator: Expression
    denominator: Expression
    if counted[0]:
        over = str(spec.ratio.over or DEFAULT_RANGE)
        numerator = build.total(build.rate(_selector(part), over), by=by)
        denominator = build.total(build.rate(_selector(whole), over), by=by)
        if spec.below is not None:
            # Without a single series of the part there is no sample, and a ratio of 0 would go unnoticed.
            numerator = build.either(numerator, build.multiply(denominator, build.number(0)))
        expression = build.ratio(numerator, denominator)
        return _bounded(at, spec, path, None, expression, frozenset(by), _selector(whole), unit="ratio")
    if spec.ratio.over is not None:
        at.scope.report.error(
            "language/useless-key",
            "`over` says nothing in a ratio of gauges",
            at.scope.locate((*path, "ratio", "over")).key(),
            help="leave it out",
        )
        return None
    if spec.by is not None:
        expression = build.ratio(build.total(_selector(part), by=by), build.total(_selector(whole), by=by))
        return _bounded(at, spec, path, None, expression, frozenset(by), _selector(whole), unit="ratio")
    joined = _join(at, part, whole, path)
    return None if joined is None else _bounded(
        at, spec, path, None, joined, _labels_of(at, spec, part), _selector(whole), unit="ratio"
    )


def _join(at: ConditionScope, part: Series, whole: Series, path: Path) -> Expression | None:
    """Divides two gauges; labels that only one of them has are left out of the matching."""
    left, right = ({label.name for label in each.metric.labels} for each in (part, whole))
    only_left, only_right = left - right, right - left
    if not only_left and not only_right:
        return build.ratio(_selector(part), _selector(whole))
    many_left = bool(only_left - _pinned(part))
    many_right = bool(only_right - _pinned(whole))
    if many_left and many_right:
        at.scope.report.error(
            "alerts/labels-differ",
            f"`{part.name}` and `{whole.name}` have different labels, so their series don't find each other",
            at.scope.locate((*path, "ratio")).key(),
            help="say which labels are kept: `by: [instance]`",
        )
        return None
    return build.ratio(
        _selector(part),
        _selector(whole),
        build.ignoring(
            *sorted(only_left | only_right), group="left" if many_left else "right" if many_right else None
        ),
    )


def _quantile(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    kind = spec.kind
    series = _series(at, spec, getattr(spec, kind), (*path, kind), _HISTOGRAMS)
    if series is None:
        return None
    by = tuple(spec.by or ())
    over = str(spec.over or DEFAULT_RANGE)
    name, grouping = series.name, by
    if series.metric.type is MetricType.HISTOGRAM:
        name, grouping = f"{series.metric.name}_bucket", (*by, names.BUCKET_BOUND)
    selector = Selector(name, series.matchers)
    rates = build.total(build.rate(selector, over), by=grouping)
    expression = build.histogram_quantile(Decimal(kind[1:]) / 100, rates)
    return _bounded(at, spec, path, series, expression, frozenset(by), selector)


def _age(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = _series(at, spec, spec.age, (*path, "age"), _GAUGES)
    if series is None:
        return None
    selector = _selector(series)
    since: Expression = selector
    if spec.by is not None:
        since = build.maximum(selector, spec.by)
    expression = build.subtract(build.time(), since)
    return _bounded(at, spec, path, None, expression, _kept(at, spec, series), selector, unit="seconds")


def _growth(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = _series(at, spec, spec.growth, (*path, "growth"), (*_COUNTERS, *_GAUGES))
    if series is None:
        return None
    selector, over = _selector(series), str(spec.over)
    if _is_counted(series):
        expression: Expression = build.total(build.increase(selector, over), by=tuple(spec.by or ()))
        return _bounded(at, spec, path, series, expression, frozenset(spec.by or ()), selector)
    expression = build.delta(selector, over)
    if spec.by is not None:
        expression = build.total(expression, by=tuple(spec.by))
    return _bounded(at, spec, path, series, expression, _kept(at, spec, series), selector)


def _predict(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = _series(at, spec, spec.predict, (*path, "predict"), _GAUGES)
    if series is None or spec.ahead is None:
        return None
    selector = _selector(series)
    ahead = Decimal(spec.ahead.milliseconds) / 1_000
    expression: Expression = build.predict_linear(selector, str(spec.over), ahead)
    if spec.by is not None:
        expression = build.aggregate("min" if spec.below is not None else "max", expression, by=tuple(spec.by))
    return _bounded(at, spec, path, series, expression, _kept(at, spec, series), selector)


def _appears(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = _series(at, spec, spec.appears, (*path, "appears"), _ANY)
    if series is None:
        return None
    by, over = tuple(spec.labels or ()), str(spec.over)
    now = build.aggregate("group", _selector(series), by=by)
    # `changes()` never sees a new series. A range in the past, and not a moment, so that a target that could not be
    # scraped just then is not taken for new.
    before = build.over_time("last", build.shifted(build.over(_selector(series), over), over))
    expression = build.unless(now, build.aggregate("group", before, by=by))
    return Lowered(expression, frozenset(by))


def _absent(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = _series(at, spec, spec.absent, (*path, "absent"), _ANY)
    if series is None:
        return None
    pinned = frozenset(_pinned(series) | {names.JOB})
    return Lowered(build.absent(_selector(_with_buckets(series))), pinned)


def _expr(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    assert spec.expr is not None
    if not check_expression(at.scope, at.catalogue, at.service, spec.expr, (*path, "expr")):
        return None
    expression: Expression = Verbatim(spec.expr)
    if spec.above is None and spec.below is None:
        return Lowered(expression, None)
    bound = _bound(at, spec, path, None)
    return None if bound is None else Lowered(build.compare(expression, *bound), None)


def _combined(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    kind = spec.kind
    parts = spec.all if spec.all is not None else spec.any or []
    if not parts:
        at.scope.report.error(
            "language/empty", f"`{kind}` has no conditions", at.scope.locate((*path, kind)).key(), help="add two of them"
        )
        return None
    lowered = [lower_condition(at, each, (*path, kind, index)) for index, each in enumerate(parts)]
    if any(each is None for each in lowered):
        return None
    known = [each for each in lowered if each is not None]
    result = known[0]
    for each in known[1:]:
        if kind == "all":
            result = Lowered(build.both(result.expression, each.expression, _common(result, each)), result.labels)
        else:
            labels = result.labels & each.labels if result.labels is not None and each.labels is not None else None
            result = Lowered(build.either(result.expression, each.expression), labels)
    return result


def _common(left: Lowered, right: Lowered) -> Matching | None:
    """Returns the labels by which two conditions meet, or None when all their labels are the same."""
    if left.labels is not None and left.labels == right.labels:
        return None
    if left.labels is None or right.labels is None:
        return build.on()
    return build.on(*sorted(left.labels & right.labels))


def _bounded(
    at: ConditionScope,
    spec: ConditionSpec,
    path: Path,
    series: Series | None,
    expression: Expression,
    labels: frozenset[str],
    read: Selector,
    unit: str | None = None,
) -> Lowered | None:
    bound = _bound(at, spec, path, unit or (series.metric.unit if series is not None else None))
    if bound is None:
        return None
    return _missing(spec, Lowered(build.compare(expression, *bound), labels), read)


def _bound(at: ConditionScope, spec: ConditionSpec, path: Path, unit: str | None) -> tuple[build.Comparison, Decimal] | None:
    key, operator = _side(spec)
    written = spec.above if spec.above is not None else spec.below
    place = at.scope.locate((*path, key))
    if isinstance(written, dict):
        if at.severity not in written:
            at.scope.report.error(
                "language/missing-key",
                f"there is no bound for the severity `{at.severity}`",
                place.key(),
                help=f"add `{at.severity}:`, because another part of the condition has one",
            )
            return None
        quantity, place = written[at.severity], place.child(at.severity)
    else:
        quantity = written
    assert isinstance(quantity, Quantity)
    value = in_unit_of(at.scope, quantity, unit, place)
    return None if value is None else (operator, value)


def _side(spec: ConditionSpec) -> tuple[str, build.Comparison]:
    return ("above", ">") if spec.above is not None else ("below", "<")


def _missing(spec: ConditionSpec, lowered: Lowered, read: Selector) -> Lowered:
    fires = spec.missing == "fires" or (spec.missing is None and spec.kind in _FIRES_WHEN_MISSING)
    if not fires:
        return lowered
    return Lowered(build.either(lowered.expression, build.absent(read)), lowered.labels)


def _series(
    at: ConditionScope, spec: ConditionSpec, text: str | None, path: Path, accepted: tuple[MetricType, ...]
) -> Series | None:
    assert text is not None
    owner = at.service
    if spec.from_ is not None:
        known = list(at.catalogue)
        place = at.scope.locate((*path[: len(path) - (2 if "ratio" in path[-2:] else 1)], "from"))
        if not at.scope.refer(spec.from_, known, "service", place, declare="declare it under `services`"):
            return None
        owner = spec.from_
    series = resolve_series(at.scope, at.catalogue, owner, text, path)
    if series is None or series.metric.type in accepted:
        return series
    kinds = " or ".join(f"`{each}`" for each in accepted)
    at.scope.report.error(
        "alerts/wrong-metric-type",
        f"`{spec.kind}` reads a {kinds}, and `{series.metric.name}` is a `{series.metric.type}`",
        at.scope.locate(path),
        help=_other_kind(series.metric.type),
        secondary=[Label(series.metric.origin.key(), "declared here")],
    )
    return None


def _other_kind(kind: MetricType) -> str:
    match kind:
        case MetricType.COUNTER:
            return "a counter is read with `rate`, `growth` or `ratio`"
        case MetricType.HISTOGRAM | MetricType.NATIVE_HISTOGRAM:
            return "a histogram is read with `p50` to `p99`"
        case _:
            return "a gauge is read with `value`, `growth`, `predict`, `age` or `ratio`"


def _is_counted(series: Series) -> bool:
    return series.metric.type in _COUNTERS or series.metric.type is MetricType.NATIVE_HISTOGRAM


def _is_counter_series(at: ConditionScope, series: Series, path: Path) -> bool:
    if series.metric.type is MetricType.COUNTER or series.name != series.metric.name:
        return True
    at.scope.report.error(
        "alerts/wrong-metric-type",
        f"`{series.name}` is a `{series.metric.type}`, which has no series of this name",
        at.scope.locate(path),
        help=f"count its observations: `{series.name}_count`",
    )
    return False


def _with_buckets(series: Series) -> Series:
    """Returns a series that exists: a classic histogram has none under its own name."""
    if series.metric.type in (MetricType.HISTOGRAM, MetricType.SUMMARY) and series.name == series.metric.name:
        return Series(metric=series.metric, name=f"{series.name}_count", matchers=series.matchers, origin=series.origin)
    return series


def _selector(series: Series) -> Selector:
    return Selector(series.name, series.matchers)


def _combine(metric: Metric, selector: Selector, by: tuple[str, ...]) -> Expression:
    return build.average(selector, by) if metric.unit in _NOT_ADDITIVE else build.total(selector, by)


def _pinned(series: Series) -> set[str]:
    return {each.label for each in series.matchers if each.operator == "="}


def _kept(at: ConditionScope, spec: ConditionSpec, series: Series) -> frozenset[str]:
    return frozenset(spec.by) if spec.by is not None else _labels_of(at, spec, series)


def _labels_of(at: ConditionScope, spec: ConditionSpec, series: Series) -> frozenset[str]:
    owner = spec.from_ or at.service
    scraped = at.catalogue[owner].labels if owner in at.catalogue else ()
    return frozenset({names.JOB, names.INSTANCE, names.SERVICE, *scraped, *(each.name for each in series.metric.labels)})


_LOWERINGS: dict[str, Callable[[ConditionScope, ConditionSpec, Path], Lowered | None]] = {
    "down": _down,
    "value": _value,
    "rate": _rate,
    "ratio": _ratio,
    **dict.fromkeys(QUANTILES, _quantile),
    "age": _age,
    "growth": _growth,
    "predict": _predict,
    "appears": _appears,
    "absent": _absent,
    "expr": _expr,
    "all": _combined,
    "any": _combined,
}
