"""Which values the result of an expression can have."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from signalwright.promql.catalogue import Catalogue, Domain, Series, SeriesType
from signalwright.promql.parsing.parser import parse
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.facts import Facts

LABELS: Mapping[str, Domain] = {"job": Domain(("api",))}


def series(name: str, kind: SeriesType, low: float, high: float, unit: str | None = None) -> Series:
    return Series(
        name=name, metric=name, type=kind, unit=unit, labels=LABELS, maybe={}, owner="api", low=low, high=high
    )


KNOWN = Catalogue(
    series={
        "up": (series("up", SeriesType.GAUGE, 0, 1),),
        "asked_total": (series("asked_total", SeriesType.COUNTER, 0, math.inf),),
        "depth": (series("depth", SeriesType.GAUGE, -math.inf, math.inf),),
    },
    is_closed=True,
    external_labels={},
)


def facts(text: str) -> Facts:
    tree = parse(text).expression
    assert tree is not None
    return Analysis(KNOWN, tree).result


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("up", 0, 1),
        ("ceil(0.2 * up)", 0, 1),
        ("floor(0.5 + up / 3)", 0, 0),
        ("round(0.6 * up)", 0, 1),
        ("round(up, 5)", -math.inf, math.inf),
        ("ceil(depth)", -math.inf, math.inf),
        ("rate(asked_total[5m])", 0, math.inf),
        ("sum(up)", 0, math.inf),
        ("count(depth)", 1, math.inf),
        ('sum(rate(asked_total{a="b"}[5m])) / sum(rate(asked_total[5m]))', 0, 1),
        ("up + asked_total", 0, math.inf),
    ],
)
def test_a_result_lies_between_its_bounds(text: str, low: float, high: float) -> None:
    found = facts(text)
    assert (found.low, found.high) == (low, high)


def test_a_comparison_above_alternatives_may_leave_nothing() -> None:
    found = facts("(count(depth) or vector(0)) < 1")
    assert not found.always
    assert found.is_filtered


def test_a_comparison_of_a_constant_that_holds_leaves_it() -> None:
    assert facts("vector(0) < 1").always
    assert not facts("vector(0) > 1").always


def test_the_sources_of_two_sides_are_all_there_once() -> None:
    found = facts("up + asked_total * up")
    assert [each.name for each in found.branches[0].sources] == ["up", "asked_total"]
