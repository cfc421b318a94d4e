"""Where several series of one side have the same labels, and which sides never meet, in a stack of two services."""

from __future__ import annotations

from signalwright.promql.catalogue import ANY_VALUE, Catalogue, Domain, Series, SeriesType
from signalwright.promql.parsing.parser import parse
from signalwright.promql.tree import Binary
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.joins import Clash, Crowd, clash_of_sides, crowd_of


def series(name: str, job: str, kind: SeriesType = SeriesType.GAUGE, **labels: Domain) -> Series:
    own = {"job": Domain((job,)), "instance": Domain((f"{job}:80", f"{job}2:80")), **labels}
    return Series(name=name, metric=name, type=kind, unit=None, labels=own, maybe={}, owner=job)


CATALOGUE = Catalogue(
    series={
        "limit": (series("limit", "api"), series("limit", "web")),
        "depth": (series("depth", "api", queue=ANY_VALUE), series("depth", "web", queue=ANY_VALUE)),
        "asked": (series("asked", "api", method=Domain(("GET", "POST"))),),
        "build": (series("build", "api", SeriesType.INFO, version=ANY_VALUE),),
    },
    is_closed=True,
    external_labels={},
)


def sides(text: str) -> tuple[Binary, Analysis]:
    tree = parse(text).expression
    assert isinstance(tree, Binary)
    return tree, Analysis(CATALOGUE, tree)


def crowd(text: str) -> Crowd | None:
    """Returns the crowd of the right side."""
    node, analysis = sides(text)
    return crowd_of(node.matching, "right", analysis.of(node.right).branches[0])


def clash(text: str) -> Clash | None:
    node, analysis = sides(text)
    return clash_of_sides(node, analysis.of(node.left), analysis.of(node.right))


def test_series_that_differ_in_a_label_that_is_not_compared_are_a_crowd() -> None:
    assert crowd("limit / on (job, instance) asked") == Crowd("right", "method", certain=True)
    assert crowd("limit / on (job, instance) depth") == Crowd("right", "queue", certain=False)
    assert crowd("limit / ignoring (queue) depth") == Crowd("right", "queue", certain=False)


def test_series_that_differ_in_compared_labels_only_are_no_crowd() -> None:
    assert crowd("depth / on (job, instance, method) asked") is None
    assert crowd("depth / ignoring (queue) limit") is None
    assert crowd('limit / on (job, instance) depth{queue="mail"}') is None


def test_the_job_of_a_series_is_known_from_its_instance() -> None:
    assert crowd("limit / on (instance) limit") is None
    assert crowd("limit / on (job) limit") == Crowd("right", "instance", certain=True)
    assert crowd("limit / on () limit") == Crowd("right", "job", certain=True)


def test_an_info_has_one_series_a_target() -> None:
    assert crowd("limit * on (instance) build") is None
    assert crowd("limit * on (job) build") is not None


def test_one_chosen_series_a_group_is_no_crowd() -> None:
    assert crowd("limit / on (instance) topk by (instance) (1, depth)") is None
    assert crowd("limit / on () bottomk(1, depth)") is None
    assert crowd("limit / on (instance) topk by (instance) (2, depth)") is not None
    assert crowd("limit / on (instance) topk by (queue) (1, depth)") is not None


def test_sides_with_different_values_never_meet() -> None:
    found = clash('asked{method="GET"} / asked{method="POST"}')
    assert found is not None
    assert found.label == "method"
    assert clash('asked{method="GET"} / ignoring (method) asked{method="POST"}') is None


def test_a_label_of_one_side_only_keeps_them_apart_in_every_branch() -> None:
    assert clash("depth / limit") is not None
    assert clash("depth / (limit or depth)") is None
    assert clash("sum by (job) (depth) / (sum by (job) (limit) or vector(0))") is None


def test_an_address_belongs_to_one_job_whatever_it_is_called() -> None:
    own = {"job": ANY_VALUE, "instance": ANY_VALUE, "node": ANY_VALUE}
    seen = Series(name="node_info", metric="node_info", type=SeriesType.INFO, unit=None, labels=own, maybe={}, owner="")
    catalogue = Catalogue(series={"node_info": (seen,)}, is_closed=True, external_labels={}, is_seen=True)
    for matching, met in (("on (instance, node)", None), ("on (job, node)", "instance"), ("ignoring (job)", None)):
        tree = parse(f"depth * {matching} group_left () node_info").expression
        assert isinstance(tree, Binary)
        found = crowd_of(tree.matching, "right", Analysis(catalogue, tree).of(tree.right).branches[0])
        assert (found.label if found is not None else None) == met, matching
