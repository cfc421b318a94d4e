"""Lowers conditions to PromQL: each kind of LANGUAGE's short forms, with threshold, scoping and missing data."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from signalwright import names
from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.metric import Series
from signalwright.language.models.alerts import QUANTILES, ConditionSpec
from signalwright.passes.resolve.bounds import bound_of, bounded, job_of, with_missing
from signalwright.passes.resolve.expressions import check_expression
from signalwright.passes.resolve.joining import Lowered, all_of, any_of, except_for, lowered
from signalwright.passes.resolve.ratios import lower_ratio
from signalwright.passes.resolve.readings import (
    ANY,
    DEFAULT_RANGE,
    GAUGES,
    ConditionScope,
    check_labels,
    existing,
    labels_of,
    pinned,
    read_series,
    selector_of,
)
from signalwright.passes.resolve.scope import Path
from signalwright.passes.resolve.scraped import scraped_services
from signalwright.passes.resolve.values import READERS, read_value
from signalwright.promql import build
from signalwright.promql.tree import Expression, Verbatim

_UNBOUNDED = ("down", "during", "appears", "absent", "all", "any")
# What has no series of somebody else's that could be missing, or is about just that.
_NEVER_MISSING = ("budget", "during", "absent", "expr", "all", "any", "appears")
_IN_RATIO = "write it in the ratio: `ratio: {of: …, to: …, over: 5m}`"


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
    condition = _LOWERINGS[spec.kind](at, spec, path)
    if condition is None or spec.unless is None:
        return condition
    exception = lower_condition(at, spec.unless, (*path, "unless"))
    return None if exception is None else except_for(condition, exception)


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
            help=_IN_RATIO if (kind, name) == ("ratio", "over") else "leave it out",
        )
        fits = False
    return fits


def _useless_keys(spec: ConditionSpec) -> list[str]:
    kind = spec.kind
    ranged = ("rate", *QUANTILES, "growth", "predict", "appears")
    useful = {
        "over": ranged,
        "ahead": ("predict", "during"),
        "by": ("value", "rate", "ratio", *QUANTILES, "age", "growth", "predict"),
        "labels": ("appears",),
        "from": tuple(each for each in _LOWERINGS if each not in ("down", "during", "expr", "all", "any")),
        "above": tuple(each for each in _LOWERINGS if each not in _UNBOUNDED),
        "below": tuple(each for each in _LOWERINGS if each not in _UNBOUNDED),
        "missing": tuple(each for each in _LOWERINGS if each not in _NEVER_MISSING),
    }
    attributes = {"from": "from_"}
    return [
        name
        for name, kinds in useful.items()
        if kind not in kinds and getattr(spec, attributes.get(name, name)) is not None
    ]


def _down(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    written = at.service if spec.down is True else spec.down
    if written is None or isinstance(written, bool):
        at.scope.report.error(
            "language/missing-key",
            "an alert of the whole stack says whose targets are down",
            at.scope.locate((*path, "down")),
            help="name the service: `{down: main-db}`",
        )
        return None
    services = scraped_services(
        at.scope,
        written,
        (*path, "down"),
        state="down",
        way_out="give it a `scrape`, or watch a metric with `absent`",
    )
    if not services:
        return None
    jobs = [at.catalogue[each].job for each in services]
    expression = build.compare(build.series(names.UP, [build.one_of(names.JOB, jobs)]), "==", 0)
    condition = lowered(
        expression, frozenset({names.JOB, names.INSTANCE, names.SERVICE}), jobs[0] if len(jobs) == 1 else None
    )
    # Each may be without any target while the others have theirs.
    return with_missing(spec, condition, *(build.series(names.UP, [build.equal(names.JOB, each)]) for each in jobs))


def _compared(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    found = read_value(at, spec, path)
    if found is None or (spec.kind in QUANTILES and not _is_reachable(at, spec, path, found.read)):
        return None
    expression = found.make(str(spec.over or DEFAULT_RANGE))
    return bounded(at, spec, path, expression, found.labels, found.read, found.unit)


def _is_reachable(at: ConditionScope, spec: ConditionSpec, path: Path, series: Series) -> bool:
    """Reports a bound that no quantile exceeds: beyond the last bucket, `histogram_quantile` returns its bound."""
    bound = bound_of(at, spec, path, series.metric.unit)
    buckets = series.metric.buckets
    if bound is None or spec.above is None or not buckets or bound[1] < buckets[-1]:
        return bound is not None
    place = at.scope.locate((*path, "above"))
    at.scope.report.error(
        "alerts/bound-beyond-buckets",
        f"a quantile of `{series.metric.name}` is never above {bound[1]:f}: its last bucket ends at {buckets[-1]:f}",
        place.child(at.severity) if isinstance(spec.above, dict) else place,
        help=f"write a bound below {buckets[-1]:f}, or add a bucket",
        secondary=[Label(series.metric.origin.key(), "its buckets are declared here")],
    )
    return False


def _predict(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = read_series(at, spec, spec.predict, (*path, "predict"), GAUGES)
    if series is None or spec.ahead is None or not check_labels(at, spec.by, (*path, "by"), series):
        return None
    ahead = Decimal(spec.ahead.milliseconds) / 1_000
    expression: Expression = build.predict_linear(selector_of(series), str(spec.over), ahead)
    if spec.by is not None:
        expression = build.aggregate("min" if spec.below is not None else "max", expression, by=tuple(spec.by))
    labels = frozenset(spec.by) if spec.by is not None else labels_of(at, series)
    return bounded(at, spec, path, expression, labels, series, series.metric.unit)


def _appears(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = read_series(at, spec, spec.appears, (*path, "appears"), ANY)
    if series is None or not check_labels(at, spec.labels, (*path, "labels"), series):
        return None
    by, over, selector = tuple(spec.labels or ()), str(spec.over), selector_of(existing(series))
    now = build.aggregate("group", selector, by=by)
    # `changes()` never sees a new series. A range in the past, and not a moment, so that a target that could not be
    # scraped just then is not taken for new.
    before = build.over_time("last", build.shifted(build.over(selector, over), over))
    expression = build.unless(now, build.aggregate("group", before, by=by))
    return lowered(expression, frozenset(by), job_of(series))


def _absent(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    series = read_series(at, spec, spec.absent, (*path, "absent"), ANY)
    if series is None:
        return None
    return lowered(build.absent(selector_of(existing(series))), frozenset(pinned(series)), job_of(series))


def _budget(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    # Few specs have alerts of this kind, or of the next.
    from signalwright.passes.resolve.budgets import lower_budget

    return lower_budget(at, spec, path)


def _during(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    from signalwright.passes.resolve.quiet_times import lower_during

    return lower_during(at, spec, path)


def _expr(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    assert spec.expr is not None
    if not check_expression(at.scope, spec.expr, (*path, "expr")):
        return None
    expression: Expression = Verbatim(spec.expr, origin=at.scope.locate((*path, "expr")))
    if spec.above is None and spec.below is None:
        return lowered(expression, None)
    bound = bound_of(at, spec, path, None)
    return None if bound is None else lowered(build.compare(expression, *bound), None)


def _combined(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    kind = spec.kind
    parts = spec.all if spec.all is not None else spec.any or []
    if not parts:
        at.scope.report.error(
            "language/empty",
            f"`{kind}` has no conditions",
            at.scope.locate((*path, kind)).key(),
            help="add two of them",
        )
        return None
    found = [lower_condition(at, each, (*path, kind, index)) for index, each in enumerate(parts)]
    known = [each for each in found if each is not None]
    if len(known) < len(found):
        return None
    return all_of(known) if kind == "all" else any_of(known)


_LOWERINGS: dict[str, Callable[[ConditionScope, ConditionSpec, Path], Lowered | None]] = {
    "down": _down,
    **dict.fromkeys(READERS, _compared),
    "ratio": lower_ratio,
    "predict": _predict,
    "budget": _budget,
    "during": _during,
    "appears": _appears,
    "absent": _absent,
    "expr": _expr,
    "all": _combined,
    "any": _combined,
}
