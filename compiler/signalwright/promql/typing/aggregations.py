"""What aggregations make of series (Prometheus, querying/operators, "Aggregation operators")."""

from __future__ import annotations

from dataclasses import replace

from signalwright.promql.catalogue import SeriesType
from signalwright.promql.tree import Aggregation, Number, String
from signalwright.promql.typing.facts import INFINITY, Branch, Facts
from signalwright.promql.typing.labels import LabelFact, Labels, Reason, State

CHOOSING = frozenset({"topk", "bottomk", "limitk", "limit_ratio"})
"""Aggregations that return some of the series as they are."""

_OF_SAME_VALUES = frozenset({"max", "min", "avg", "quantile"})


def facts_of_aggregation(node: Aggregation, inner: Facts) -> Facts:
    """Returns what an aggregation returns.

    Args:
        node: The aggregation.
        inner: What is known of what is aggregated.
    """
    if node.operator in CHOOSING:
        return Facts("instant", tuple(_chosen(node, each) for each in inner.branches))
    missing = _missing(node, inner)
    return Facts("instant", tuple(_aggregated(node, each, missing) for each in inner.branches))


def _chosen(node: Aggregation, inner: Branch) -> Branch:
    """Returns what is left when some series of each group are chosen; of one, the group's labels tell them apart."""
    grouping = node.grouping
    one = isinstance(node.parameter, Number) and node.parameter.text == "1"
    if one and node.operator != "limit_ratio" and (grouping is None or grouping.kind == "by"):
        return replace(inner, key=frozenset(grouping.labels if grouping is not None else ()), node=node)
    return replace(inner, is_filtered=True, node=node)


def _missing(node: Aggregation, inner: Facts) -> tuple[str, ...]:
    """Returns the labels by which is grouped although no series can have them."""
    if node.grouping is None or node.grouping.kind != "by":
        return ()
    return tuple(
        each for each in node.grouping.labels if not any(branch.labels.can_have(each) for branch in inner.branches)
    )


def _aggregated(node: Aggregation, inner: Branch, missing: tuple[str, ...]) -> Branch:
    labels = _labels(node, inner.labels)
    if missing:
        # Which label was meant nobody knows, so nothing shall follow from what `promql/grouped-by-missing-label` tells.
        labels = labels.doubted(missing)
    kind, unit, low, high = inner.type, inner.unit, inner.low, inner.high
    operator = node.operator
    if operator == "sum":
        low, high = (low if low >= 0 else -INFINITY), (high if high <= 0 else INFINITY)
    elif operator in ("count", "count_values"):
        kind, unit, low, high = SeriesType.GAUGE, None, 1.0, INFINITY
    elif operator == "group":
        kind, unit, low, high = SeriesType.GAUGE, None, 1.0, 1.0
    elif operator not in _OF_SAME_VALUES:
        kind, low, high = SeriesType.GAUGE, 0.0, INFINITY
    if operator == "count_values" and isinstance(node.parameter, String):
        fact = LabelFact(State.GUARANTEED, Reason("is set by `count_values`", node.span))
        labels = labels.changed(node.parameter.value, fact)
    if operator == "stdvar":
        unit = None
    if kind is SeriesType.INFO:
        kind = SeriesType.GAUGE
    return Branch(
        labels=labels,
        type=kind,
        unit=unit,
        low=low,
        high=high,
        is_rated=inner.is_rated,
        always=inner.always,
        is_filtered=inner.is_filtered,
        sources=inner.sources,
        node=node,
    )


def _labels(node: Aggregation, inner: Labels) -> Labels:
    grouping = node.grouping
    if grouping is None:
        return inner.kept((), Reason(f"isn't kept by `{node.operator}()`, which adds up all series", node.span))
    listed = ", ".join(grouping.labels)
    shown = f"`{node.operator} {grouping.kind} ({listed})`"
    if grouping.kind == "by":
        return inner.kept(grouping.labels, Reason(f"isn't kept by {shown}", grouping.span))
    return inner.dropped(grouping.labels, Reason(f"is dropped by {shown}", grouping.span))
