"""Which series of two sides find each other."""

from __future__ import annotations

import pytest

from signalwright.promql.parsing.parser import parse
from signalwright.promql.tree import Binary
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.joins import Clash, Crowd, clash_of_sides, crowd_of
from tests.promql.typing.facts import CLOSED


def sides(text: str) -> tuple[Binary, Analysis]:
    tree = parse(text).expression
    assert isinstance(tree, Binary)
    return tree, Analysis(CLOSED, tree)


def clash(text: str) -> Clash | None:
    tree, analysis = sides(text)
    return clash_of_sides(tree, analysis.of(tree.left), analysis.of(tree.right))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("depth / limit", "queue"),
        ("sum by (queue) (depth) / limit", "queue"),
        ("sum by (queue) (depth) / on (job) limit", "job"),
        ('depth{queue="a"} and on (queue) depth{queue="b"}', "queue"),
    ],
)
def test_sides_that_differ_in_a_label_for_certain_never_match(text: str, label: str) -> None:
    found = clash(text)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    "text",
    [
        "limit / wait_seconds",
        "depth / ignoring (queue) limit",
        "depth / on (instance) group_left () limit",
        "sum(depth) / sum(limit)",
        'depth{queue="a"} and on (queue) depth{queue=~"a|b"}',
        "(depth or limit) / wait_seconds",
        "limit + (vector(1) or wait_seconds)",
    ],
)
def test_sides_that_may_match_are_left_alone(text: str) -> None:
    assert clash(text) is None


def crowds(text: str) -> list[Crowd | None]:
    tree, analysis = sides(text)
    return [
        crowd_of(tree.matching, "left", analysis.of(tree.left).branches[0]),
        crowd_of(tree.matching, "right", analysis.of(tree.right).branches[0]),
    ]


def test_a_side_has_several_series_where_a_label_with_several_values_is_not_compared() -> None:
    assert crowds("depth / on (instance) limit") == [Crowd("left", "queue", certain=False), None]
    assert crowds("limit / on (job) limit") == [
        Crowd("left", "instance", certain=True),
        Crowd("right", "instance", certain=True),
    ]
    assert crowds("sum by (instance, job) (requests_total) / ignoring (instance) sum by (job) (limit)") == [
        Crowd("left", "instance", certain=True),
        None,
    ]


def test_a_side_has_one_series_where_all_that_tells_them_apart_is_compared_or_fixed() -> None:
    assert crowds("limit / on (instance) limit") == [None, None]
    assert crowds('limit{instance="a:80"} / on (job) sum(limit)') == [None, None]
    assert crowds("depth / limit") == [None, None]


def test_an_info_metric_has_one_series_for_each_target() -> None:
    assert crowds("limit * on (instance) build_info") == [None, None]
    assert crowds("limit * on (version) build_info")[1] == Crowd("right", "instance", certain=True)
