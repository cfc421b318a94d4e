"""Resolves declared metrics."""

from __future__ import annotations

import re
from itertools import pairwise

from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import LabelDomain, Metric, MetricType, SeriesBudget
from signalwright.language.models.metrics import LabelBounds, MetricSpec
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.promql.regex import regex_problem

_RESERVED = {"job", "instance", "service", "le", "quantile", "__name__"}
_UNIT_SUFFIXES = {
    "seconds": "seconds", "milliseconds": "milliseconds", "bytes": "bytes", "ratio": "ratio", "percent": "percent",
    "celsius": "celsius", "meters": "meters", "volts": "volts", "amperes": "amperes", "joules": "joules",
    "grams": "grams",
}  # fmt: skip


def resolve_metric(scope: Scope, name: str, spec: MetricSpec, path: Path) -> Metric:
    """Returns a metric; reports labels, buckets and types that don't go together.

    Args:
        scope: The spec.
        name: The metric's name.
        spec: What was written.
        path: Where.
    """
    kind = MetricType(spec.type)
    place = scope.locate(path)
    buckets = tuple(spec.buckets or ())
    if buckets and kind is not MetricType.HISTOGRAM:
        scope.report.error(
            "metrics/buckets-without-histogram",
            f"a {kind} has no buckets",
            scope.locate((*path, "buckets")).key(),
            help="make its type `histogram`, or leave the buckets out",
        )
    for index, (lower, upper) in enumerate(pairwise(buckets)):
        if not lower < upper:
            scope.report.error(
                "metrics/buckets-not-ascending",
                f"the bucket {upper} stands behind {lower}",
                scope.locate((*path, "buckets", index + 1)),
                help="write the bounds in ascending order, each once",
            )
    return Metric(
        name=name,
        type=kind,
        unit=spec.unit or unit_of_name(name),
        labels=_labels(scope, spec, (*path, "labels")),
        buckets=buckets,
        help=spec.help,
        origin=place,
        library=scope.expanded.library_of(path) if scope.expanded is not None else None,
        budget=series_budget(scope, spec.series, path),
    )


def series_budget(scope: Scope, most: int | None, path: Path) -> SeriesBudget | None:
    """Returns how many series there may be, or None when nothing is said.

    Args:
        scope: The spec.
        most: What was written, or None.
        path: Where the thing stands whose series they are.
    """
    return SeriesBudget(most, scope.locate((*path, "series"))) if most is not None else None


def unit_of_name(name: str) -> str | None:
    """Returns the unit that a metric's name says by its suffix (Prometheus naming practice), or None."""
    words = name.split("_")
    while words and words[-1] in ("total", "bucket", "sum", "count", "info"):
        words.pop()
    return _UNIT_SUFFIXES.get(words[-1]) if len(words) > 1 else None


def _labels(scope: Scope, spec: MetricSpec, path: Path) -> tuple[LabelDomain, ...]:
    if spec.labels is None:
        return ()
    labels: list[LabelDomain] = []
    written = spec.labels
    for index, name in enumerate(written):
        place = scope.locate((*path, index) if isinstance(written, list) else (*path, name))
        values = None if isinstance(written, list) else written[name]
        _check_name(scope, name, place if isinstance(written, list) else place.key())
        if any(each.name == name for each in labels):
            scope.report.error(
                "language/duplicate-name", f"the label `{name}` is declared twice", place, help="leave one of them out"
            )
            continue
        bounds = values if isinstance(values, LabelBounds) else LabelBounds()
        if bounds.like is not None and (problem := regex_problem(bounds.like)) is not None:
            scope.report.error(
                "metrics/bad-pattern",
                f"the pattern is no regular expression: {problem}",
                scope.locate((*path, name, "like")),
                help="write it in the syntax of RE2",
            )
        labels.append(
            LabelDomain(
                name=name,
                values=tuple(values) if isinstance(values, list) else None,
                like=bounds.like,
                max=len(values) if isinstance(values, list) else bounds.max,
                origin=place,
            )
        )
    return tuple(labels)


def _check_name(scope: Scope, name: str, place: Origin) -> None:
    if name in _RESERVED or name.startswith("__"):
        scope.report.error(
            "metrics/reserved-label",
            f"the label `{name}` is set by Prometheus or by the scrape",
            place,
            help="leave it out: every series has it already" if name != "le" else "leave it out: a histogram has it",
        )


def plausible_value(domain: LabelDomain, value: str) -> bool:
    """Returns whether a label can have a value, as far as its declaration tells."""
    if domain.values is not None:
        return value in domain.values
    if domain.like is not None:
        return re.fullmatch(domain.like, value) is not None
    return True
