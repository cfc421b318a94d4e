"""Resolves service level objectives."""

from __future__ import annotations

from decimal import Decimal

from signalwright import names
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import MetricType, Series
from signalwright.ir.slo import SLI, SLO, EventRatio, HistogramThreshold, Tier
from signalwright.ir.values import Duration
from signalwright.language.models.slos import CalendarWindow, SLOSpec, TierSpec
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue, resolve_series
from signalwright.passes.resolve.summaries import check_texts
from signalwright.passes.resolve.units import in_unit_of
from signalwright.slo.tiers import standard_tiers

_DAY = 86_400_000
DEFAULT_WINDOW = Duration(30 * _DAY)
"""The window of an SLO that says none."""


def resolve_slo(
    scope: Scope, catalogue: Catalogue, service: str, severities: tuple[str, ...], name: str, spec: SLOSpec, path: Path
) -> SLO | None:
    """Returns an SLO, or None when an error was reported.

    Args:
        scope: The spec.
        catalogue: The metrics of every service.
        service: The service in whose block the SLO stands.
        severities: The severities, gravest first.
        name: The SLO's name.
        spec: What was written.
        path: Where.
    """
    objective = _objective(scope, spec, path)
    window = _window(scope, spec, path)
    owner = service
    if spec.from_ is not None:
        place = scope.locate((*path, "from"))
        if not scope.refer(spec.from_, list(catalogue), "service", place, declare="declare it under `services`"):
            return None
        owner = spec.from_
    sli = _indicator(scope, catalogue, owner, spec, path)
    check_texts(
        scope, path, lambda: frozenset((names.SERVICE, names.SLO)), summary=spec.summary, description=spec.description
    )
    if objective is None or window is None or sli is None:
        return None
    tiers = _tiers(scope, spec, severities, window, path)
    if tiers is None:
        return None
    return SLO(
        name=name,
        sli=sli,
        objective=objective,
        window=window,
        tiers=tiers,
        summary=spec.summary,
        description=spec.description,
        runbook=spec.runbook,
        origin=scope.locate(path),
        window_origin=scope.locate((*path, "window")),
        runbook_origin=scope.locate((*path, "runbook")) if spec.runbook is not None else None,
    )


def _objective(scope: Scope, spec: SLOSpec, path: Path) -> Decimal | None:
    place = scope.locate((*path, "objective"))
    if isinstance(spec.objective, dict):
        scope.report.error(
            "language/not-yet-supported",
            "an objective for each value of a label is part of the language, but this version makes nothing of it",
            place.key(),
            help="write one objective until a version that supports grouped SLOs",
        )
        return None
    if 0 < spec.objective < 1:
        return spec.objective
    percent = f"{(spec.objective * 100).normalize():f}%"
    way_out = "a service that never fails can't be promised: write `99.9%`" if spec.objective >= 1 else "write `99.9%`"
    scope.report.error("slos/objective-out-of-range", f"an objective of {percent} is no promise", place, help=way_out)
    return None


def _window(scope: Scope, spec: SLOSpec, path: Path) -> Duration | None:
    if spec.window is None:
        return DEFAULT_WINDOW
    place = scope.locate((*path, "window"))
    if isinstance(spec.window, CalendarWindow):
        scope.report.error(
            "language/not-yet-supported",
            "a calendar window is part of the language, but this version makes nothing of it",
            place.key(),
            help="write a rolling window such as `30d` until a version that supports calendars",
        )
        return None
    if spec.window.milliseconds % _DAY:
        scope.report.error(
            "slos/window-not-in-days",
            f"a window has whole days, found {spec.window}",
            place,
            help="write `7d`, `28d` or `30d`",
        )
        return None
    return spec.window


def _indicator(scope: Scope, catalogue: Catalogue, owner: str, spec: SLOSpec, path: Path) -> SLI | None:
    if spec.histogram is not None:
        return _histogram(scope, catalogue, owner, spec, path)
    key = "good" if spec.good is not None else "bad"
    text = spec.good if spec.good is not None else spec.bad
    if text is None or spec.total is None:
        return None
    part = _counter(scope, catalogue, owner, text, (*path, key))
    total = _counter(scope, catalogue, owner, spec.total, (*path, "total"))
    if part is None or total is None:
        return None
    if (part.name, part.matchers) == (total.name, total.matchers):
        scope.report.error(
            "slos/same-events",
            f"`{key}` counts the same events as `total`",
            part.origin,
            help='tell them apart by a matcher: `http_requests_total{status!~"5.."}`',
            secondary=[Label(total.origin, "the same events")],
        )
        return None
    return EventRatio(good=part if key == "good" else None, bad=part if key == "bad" else None, total=total)


def _counter(scope: Scope, catalogue: Catalogue, owner: str, text: str, path: Path) -> Series | None:
    series = resolve_series(scope, catalogue, owner, text, path)
    if series is None:
        return None
    is_part = series.name != series.metric.name and not series.name.endswith("_sum")
    if series.metric.type is MetricType.COUNTER or is_part:
        return series
    scope.report.error(
        "slos/not-a-counter",
        f"events are counted by a counter, and `{series.name}` is a `{series.metric.type}`",
        scope.locate(path),
        help="use a counter, or `histogram` and `below` for durations",
        secondary=[Label(series.metric.origin.key(), "declared here")],
    )
    return None


def _histogram(scope: Scope, catalogue: Catalogue, owner: str, spec: SLOSpec, path: Path) -> SLI | None:
    assert spec.histogram is not None
    assert spec.below is not None
    series = resolve_series(scope, catalogue, owner, spec.histogram, (*path, "histogram"))
    if series is None:
        return None
    if series.metric.type is not MetricType.HISTOGRAM or series.name != series.metric.name:
        scope.report.error(
            "slos/not-a-histogram",
            f"`{series.name}` is no histogram with buckets",
            scope.locate((*path, "histogram")),
            help="name a metric that is declared as `histogram`, without `_bucket`",
            secondary=[Label(series.metric.origin.key(), "declared here")],
        )
        return None
    place = scope.locate((*path, "below"))
    bound = in_unit_of(scope, spec.below, series.metric.unit, place)
    if bound is None or not _is_bucket(scope, series, bound, place, bare=spec.below.unit is None):
        return None
    return HistogramThreshold(histogram=series, below=bound)


def _is_bucket(scope: Scope, series: Series, bound: Decimal, place: Origin, *, bare: bool) -> bool:
    buckets = series.metric.buckets
    if not buckets:
        scope.report.error(
            "slos/unknown-buckets",
            f"`{series.metric.name}` declares no buckets, so nothing says that one ends at {bound:f}",
            place,
            help=f"declare them: `buckets: [{bound:f}, …]`",
            secondary=[Label(series.metric.origin.key(), "declared here")],
        )
        return False
    if bound in buckets:
        return True
    nearest = min(buckets, key=lambda each: abs(each - bound))
    milliseconds = bare and series.metric.unit == "seconds" and bound / 1000 in buckets
    scope.report.error(
        "slos/no-such-bucket",
        f"no bucket of `{series.metric.name}` ends at {bound:f}",
        place,
        help=f"say the unit: `{bound:f}ms`" if milliseconds else f"the nearest one ends at {nearest:f}",
        secondary=[Label(series.metric.origin.key(), "its buckets are declared here")],
    )
    return False


def _tiers(
    scope: Scope, spec: SLOSpec, severities: tuple[str, ...], window: Duration, path: Path
) -> tuple[Tier, ...] | None:
    if isinstance(spec.tiers, str):
        page = () if spec.tiers != "page-and-ticket" else (severities[0],)
        ticket = () if spec.tiers == "none" else (severities[min(1, len(severities) - 1)],)
        return standard_tiers(window, *page, *ticket) if page else standard_tiers(window, None, *ticket)
    tiers = []
    for index, each in enumerate(spec.tiers):
        tier = _tier(scope, each, severities, window, (*path, "tiers", index))
        if tier is None:
            return None
        tiers.append(tier)
    return tuple(tiers)


def _tier(scope: Scope, spec: TierSpec, severities: tuple[str, ...], window: Duration, path: Path) -> Tier | None:
    if not scope.refer(
        spec.severity, severities, "severity", scope.locate((*path, "severity")), declare="add it to `severities`"
    ):
        return None
    if not spec.short < spec.long < window:
        scope.report.error(
            "slos/windows-out-of-order",
            f"the windows {spec.short}, {spec.long} and {window} don't grow",
            scope.locate((*path, "long")),
            help="the short window is shorter than the long one, and that is shorter than the SLO's",
        )
        return None
    if not 0 < spec.budget < 1:
        scope.report.error(
            "slos/objective-out-of-range",
            f"a tier can't burn {spec.budget * 100:f}% of the budget",
            scope.locate((*path, "budget")),
            help="write a share between 0% and 100%: `2%`",
        )
        return None
    return Tier(budget=spec.budget, short=spec.short, long=spec.long, severity=spec.severity)
