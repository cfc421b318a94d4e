"""What operators make of their sides."""

from __future__ import annotations

from signalwright.promql.catalogue import Catalogue, Domain, Series, SeriesType
from signalwright.promql.parsing.parser import parse
from signalwright.promql.typing.analysis import Analysis


def series(name: str) -> Series:
    return Series(
        name=name,
        metric=name,
        type=SeriesType.GAUGE,
        unit=None,
        labels={"job": Domain(("api",))},
        maybe={},
        owner="api",
    )


CATALOGUE = Catalogue(
    series={name: (series(name),) for name in ("used", "limit")}, is_closed=True, external_labels={}
)  # fmt: skip


def test_a_quotient_is_made_of_the_series_of_both_sides_each_once() -> None:
    tree = parse("used / (limit - used)").expression
    assert tree is not None
    found = Analysis(CATALOGUE, tree).result.branches[0].sources
    assert [each.name for each in found] == ["used", "limit"]
