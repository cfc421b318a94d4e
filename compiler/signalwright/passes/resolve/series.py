"""Resolves the metric references of short forms: `http_requests_total{status!~"5.."}`, scoped to its service."""

from __future__ import annotations

from collections.abc import Mapping

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.fix import Fix, spelling
from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import Metric, MetricType, Series
from signalwright.names import BUCKET_BOUND
from signalwright.passes.resolve.metrics import plausible_value
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.promql.bucket import bound_of, bucket_matcher
from signalwright.promql.selector import USE_EXPR, ParsedSelector, parse_selector
from signalwright.promql.tree import Matcher
from signalwright.records import record

HISTOGRAM_SUFFIXES = ("_bucket", "_sum", "_count")
SCRAPE_LABELS = ("job", "instance", "service")


@record
class ServiceMetrics:
    """What a reference needs to know of a service.

    Attributes:
        job: The value of the label `job`, or None when the service exposes nothing.
        metrics: The metrics by name.
        labels: Labels that the scrape adds to every series.
    """

    job: str
    metrics: Mapping[str, Metric]
    labels: tuple[str, ...]


Catalogue = Mapping[str, ServiceMetrics]
# An SLO has no `expr`, and makes rates and sums itself.
_NAME_THE_METRIC = "name the metric itself, with its label matchers; what is worked out of it follows"


def resolve_series(scope: Scope, catalogue: Catalogue, service: str | None, text: str, path: Path) -> Series | None:
    """Returns the series that a short form reads.

    Args:
        scope: The spec.
        catalogue: The metrics of every service.
        service: The service whose metric is meant; None for a stack-level alert, where the name must be unambiguous.
        text: The reference as written.
        path: Where.

    Returns:
        The series, with a matcher on the service's job before the written ones; None when an error was reported.
    """
    place = scope.locate(path)
    parsed = parse_selector(text)
    if isinstance(parsed, tuple):
        for problem in parsed:
            where = place.within(problem.start, problem.end)
            way_out = (
                _NAME_THE_METRIC if problem.help == USE_EXPR and path[2:3] in (("slos",), ("prices",)) else problem.help
            )
            scope.report.error("promql/bad-selector", problem.message, where, help=way_out)
        return None
    name = parsed.selector.metric or ""
    start, end = parsed.metric
    owner = service if service is not None else _only_owner(scope, catalogue, name, place.within(start, end))
    if owner is None:
        return None
    metrics = catalogue[owner]
    metric = metric_of_series(metrics.metrics, name)
    if metric is None:
        _report_unknown(scope, catalogue, owner, name, place.within(start, end))
        return None
    _check_matchers(scope, metrics, metric, name, parsed, path)
    own = tuple(_as_stored(metric, each) for each in parsed.selector.matchers)
    return Series(metric=metric, name=name, matchers=(Matcher("job", "=", metrics.job), *own), origin=place)


def _as_stored(metric: Metric, matcher: Matcher) -> Matcher:
    """Returns a matcher that finds a bucket however a version of Prometheus spells its bound."""
    if metric.type is MetricType.HISTOGRAM and matcher.label == BUCKET_BOUND and matcher.operator == "=":
        bound = bound_of(matcher.value)
        if bound is not None:
            return bucket_matcher(bound)
    return Matcher(matcher.label, matcher.operator, matcher.value)


def metric_of_series(metrics: Mapping[str, Metric], name: str) -> Metric | None:
    """Returns the metric that a series belongs to: a histogram for its `_bucket`, `_sum` and `_count`."""
    if name in metrics:
        return metrics[name]
    for suffix in HISTOGRAM_SUFFIXES:
        metric = metrics.get(name.removesuffix(suffix)) if name.endswith(suffix) else None
        if metric is not None and (
            metric.type is MetricType.HISTOGRAM or (metric.type is MetricType.SUMMARY and suffix != "_bucket")
        ):
            return metric
    return None


def _only_owner(scope: Scope, catalogue: Catalogue, name: str, place: Origin) -> str | None:
    owners = [service for service, known in catalogue.items() if metric_of_series(known.metrics, name) is not None]
    if len(owners) == 1:
        return owners[0]
    if owners:
        listed = ", ".join(f"`{each}`" for each in sorted(owners))
        scope.report.error(
            "promql/ambiguous-metric",
            f"several services declare `{name}`: {listed}",
            place,
            help=f"say whose it is: `from: {min(owners)}`",
        )
    else:
        known = {each for service in catalogue.values() for each in service.metrics}
        near = closest(name, known)
        scope.report.error(
            "promql/unknown-metric",
            f"no service declares a metric `{name}`",
            place,
            help=f"did you mean `{near}`?" if near else "declare it under the `metrics` of the service that exposes it",
            fix=spelling(place, name, known),
        )
    return None


def _report_unknown(scope: Scope, catalogue: Catalogue, owner: str, name: str, place: Origin) -> None:
    near = closest(name, list(catalogue[owner].metrics))
    elsewhere = [each for each, known in catalogue.items() if metric_of_series(known.metrics, name) is not None]
    fix = None
    if elsewhere:
        way_out = f"`{min(elsewhere)}` has it: add `from: {min(elsewhere)}`"
    elif near:
        way_out = f"did you mean `{near}`?"
        fix = spelling(place, name, catalogue[owner].metrics)
    else:
        way_out = f"declare it: `services: {{{owner}: {{metrics: {{{name}: counter}}}}}}`"
    scope.report.error(
        "promql/unknown-metric", f"the service `{owner}` declares no metric `{name}`", place, help=way_out, fix=fix
    )


def _check_matchers(
    scope: Scope, metrics: ServiceMetrics, metric: Metric, name: str, parsed: ParsedSelector, path: Path
) -> None:
    place = scope.locate(path)
    known = [each.name for each in metric.labels] + [*SCRAPE_LABELS, *metrics.labels]
    if metric.type is MetricType.HISTOGRAM and name.endswith("_bucket"):
        known.append(BUCKET_BOUND)
    if metric.type is MetricType.SUMMARY:
        known.append("quantile")
    for index, (matcher, spans) in enumerate(zip(parsed.selector.matchers, parsed.matchers, strict=True)):
        if matcher.label == "job":
            scope.report.error(
                "promql/job-in-short-form",
                "a short form has the service's job already",
                place.within(*spans.label),
                help="leave the matcher out; `from` reads another service",
                fix=_without(parsed, index, place, metrics.job),
            )
            continue
        if matcher.label not in known:
            near = closest(matcher.label, known)
            scope.report.error(
                "promql/unknown-label",
                f"`{metric.name}` has no label `{matcher.label}`",
                place.within(*spans.label),
                help=f"did you mean `{near}`?"
                if near
                else "its labels are " + ", ".join(f"`{each}`" for each in known),
                secondary=[Label(metric.origin.key(), "declared here")],
                fix=spelling(place.within(*spans.label), matcher.label, known),
            )
            continue
        if matcher.label == BUCKET_BOUND and matcher.operator == "=":
            _check_bound(scope, metric, matcher.value, place.within(*spans.value))
            continue
        domain = next((each for each in metric.labels if each.name == matcher.label), None)
        if domain is not None and matcher.operator == "=" and not plausible_value(domain, matcher.value):
            near = closest(matcher.value, domain.values or ())
            scope.report.error(
                "promql/unknown-label-value",
                f"the label `{matcher.label}` of `{metric.name}` never is `{matcher.value}`",
                place.within(*spans.value),
                help=f"did you mean `{near}`?" if near else "write a value that the declaration allows",
                secondary=[Label(domain.origin, "declared here")],
                fix=spelling(
                    place.within(spans.value[0] + 1, spans.value[1] - 1), matcher.value, domain.values or (), shortest=4
                ),
            )


def _without(parsed: ParsedSelector, index: int, place: Origin, job: str) -> Fix | None:
    """Returns the fix that leaves a matcher of the job out, with its comma, and the braces with the last matcher.

    Where it asks for another job than the service's, something else was meant.
    """
    matcher, spans = parsed.selector.matchers[index], parsed.matchers
    if matcher.operator != "=" or matcher.value != job:
        return None
    if len(spans) == 1:
        # Braces may stand before or behind a name, which is read alike in both places only when it stands alone.
        return Fix.replace(place, parsed.selector.metric or "")
    if index + 1 < len(spans):
        return Fix.replace(place.within(spans[index].label[0], spans[index + 1].label[0]), "")
    return Fix.replace(place.within(spans[index - 1].value[1], spans[index].value[1]), "")


def _check_bound(scope: Scope, metric: Metric, value: str, place: Origin) -> None:
    bound = bound_of(value)
    if value == "+Inf" or (bound is not None and (not metric.buckets or bound in metric.buckets)):
        return
    nearest = min(metric.buckets, key=lambda each: abs(each - bound)) if bound is not None and metric.buckets else None
    scope.report.error(
        "promql/unknown-label-value",
        f"no bucket of `{metric.name}` ends at `{value}`",
        place,
        help="write a number that is the bound of a bucket, or `+Inf`"
        if nearest is None
        else f"the nearest one ends at {nearest:f}",
        secondary=[Label(metric.origin.key(), "its buckets are declared here")],
    )
