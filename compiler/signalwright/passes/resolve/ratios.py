"""Lowers ratios: of two counters over a range, or of two gauges."""

from __future__ import annotations

from typing import Literal, Protocol

from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.metric import Series
from signalwright.language.models.alerts import ConditionSpec, RatioSpec
from signalwright.passes.resolve.bounds import bounded
from signalwright.passes.resolve.joining import Lowered
from signalwright.passes.resolve.readings import (
    ANY,
    DEFAULT_RANGE,
    ConditionScope,
    Reading,
    check_labels,
    has_rate,
    is_counted,
    labels_of,
    pinned,
    read_series,
    selector_of,
)
from signalwright.passes.resolve.scope import Path
from signalwright.promql import build
from signalwright.promql.tree import Binary, Expression


class RatioReading(Reading, Protocol):
    """What reads a share: a condition or a panel."""

    @property
    def ratio(self) -> RatioSpec | None:
        """The share."""
        ...

    @property
    def by(self) -> list[str] | None:
        """The labels that are kept apart."""
        ...


def read_ratio(at: ConditionScope, spec: RatioReading, path: Path) -> tuple[Series, Series] | None:
    """Returns the two metrics of a share, the part before the whole, or None when an error was reported.

    Args:
        at: Where it stands.
        spec: The condition or the panel.
        path: Where that is written.
    """
    assert spec.ratio is not None
    part = read_series(at, spec, spec.ratio.of, (*path, "ratio", "of"), ANY)
    whole = read_series(at, spec, spec.ratio.to, (*path, "ratio", "to"), ANY)
    if part is None or whole is None or not check_labels(at, spec.by, (*path, "by"), part, whole):
        return None
    if is_counted(part) != is_counted(whole):
        at.scope.report.error(
            "alerts/wrong-metric-type",
            "a ratio is of two counters or of two gauges",
            at.scope.locate((*path, "ratio")).key(),
            help="take two metrics of the same type",
            secondary=[
                Label(part.metric.origin.key(), f"a {part.metric.type}"),
                Label(whole.metric.origin.key(), f"a {whole.metric.type}"),
            ],
        )
        return None
    if is_counted(part):
        counted = has_rate(at, part, (*path, "ratio", "of")) and has_rate(at, whole, (*path, "ratio", "to"))
        return (part, whole) if counted else None
    if spec.ratio.over is not None:
        at.scope.report.error(
            "language/useless-key",
            "`over` says nothing in a ratio of gauges",
            at.scope.locate((*path, "ratio", "over")).key(),
            help="leave it out",
        )
        return None
    return part, whole


def lower_ratio(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    """Lowers a share of one metric in another; the arguments are those of every kind of condition."""
    found = read_ratio(at, spec, path)
    if found is None:
        return None
    return (_ratio_of_counters if is_counted(found[0]) else _ratio_of_gauges)(at, spec, path, *found)


def _ratio_of_counters(
    at: ConditionScope, spec: ConditionSpec, path: Path, part: Series, whole: Series
) -> Lowered | None:
    assert spec.ratio is not None
    by, over = tuple(spec.by or ()), str(spec.ratio.over or DEFAULT_RANGE)
    numerator, filled, denominator = rates_of(part, whole, over, by)
    shown = build.ratio(filled, denominator)
    expression = shown if spec.below is not None else build.ratio(numerator, denominator)
    return bounded(at, spec, path, expression, frozenset(by), whole, "ratio", part=part, shown=shown)


def rates_of(part: Series, whole: Series, over: str, by: tuple[str, ...]) -> tuple[Expression, Expression, Expression]:
    """Returns what a share of counters is made of: the rate of the part, the same filled with 0, that of the whole.

    Without a single series of the part it has no sample, and a share of 0 would go unnoticed.
    """
    numerator = build.total(build.rate(selector_of(part), over), by=by)
    denominator = build.total(build.rate(selector_of(whole), over), by=by)
    return numerator, build.either(numerator, build.multiply(denominator, build.number(0))), denominator


def _ratio_of_gauges(
    at: ConditionScope, spec: ConditionSpec, path: Path, part: Series, whole: Series
) -> Lowered | None:
    share = share_of_gauges(at, spec, path, part, whole)
    return None if share is None else bounded(at, spec, path, share[0], share[1], whole, "ratio", part)


def share_of_gauges(
    at: ConditionScope, spec: RatioReading, path: Path, part: Series, whole: Series
) -> tuple[Expression, frozenset[str]] | None:
    """Returns the share of one gauge in another with the labels of its series, or None when an error was reported.

    Args:
        at: Where it stands.
        spec: The condition or the record.
        path: Where that is written.
        part: The part.
        whole: The whole.
    """
    if spec.by is not None:
        by = tuple(spec.by)
        expression = build.ratio(build.total(selector_of(part), by=by), build.total(selector_of(whole), by=by))
        return expression, frozenset(by)
    joined = _join(at, part, whole, path)
    if joined is None:
        return None
    matching = joined.matching
    # Of one to one, the labels that aren't compared are dropped; of many to one, all those of the many are kept.
    ignored = frozenset(matching.labels) if matching is not None and matching.group is None else frozenset()
    many = whole if matching is not None and matching.group == "right" else part
    return joined, labels_of(at, many) - ignored


def _join(at: ConditionScope, part: Series, whole: Series, path: Path) -> Binary | None:
    """Divides two gauges; labels that only one of them has, or that matchers fix differently, don't need to agree."""
    left, right = ({label.name for label in each.metric.labels} for each in (part, whole))
    fixed_left, fixed_right = pinned(part), pinned(whole)
    differing = {name for name in left & right if fixed_left.get(name) != fixed_right.get(name)}
    ignored = (left ^ right) | differing
    if not ignored:
        return build.ratio(selector_of(part), selector_of(whole))
    # On the side that has a label which no matcher fixes, several series can meet one of the other side.
    many_left = bool((ignored & left) - fixed_left.keys())
    many_right = bool((ignored & right) - fixed_right.keys())
    if (many_left and many_right) or (differing and (many_left or many_right)):
        at.scope.report.error(
            "alerts/labels-differ",
            f"`{part.name}` and `{whole.name}` have different labels, so their series don't find each other",
            at.scope.locate((*path, "ratio")).key(),
            help="say which labels are kept: `by: [instance]`",
        )
        return None
    group: Literal["left", "right"] | None = "left" if many_left else "right" if many_right else None
    return build.ratio(selector_of(part), selector_of(whole), build.ignoring(*sorted(ignored), group=group))
