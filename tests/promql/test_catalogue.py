"""What a selector selects among the series that several owners have under one name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from signalwright.promql.catalogue import Catalogue, Domain, Series, SeriesType
from signalwright.promql.parsing.parser import parse
from signalwright.promql.tree import Selector


def series(owner: str, name: str = "hits", **labels: str | None) -> Series:
    """Returns a series whose labels have one value each, or one that isn't known."""
    domains = {label: Domain((value,) if value is not None else None) for label, value in labels.items()}
    return Series(
        name=name, metric=name, type=SeriesType.COUNTER, unit=None, labels=domains, maybe={}, owner=owner
    )  # fmt: skip


A = series("a", job="a", zone="north")
B = series("b", job="b", zone="south")
ANY = series("any", job=None, zone="north")
NONE = series("none", zone="south")


def catalogue(owned: Mapping[str, tuple[Series, ...]]) -> Catalogue:
    return Catalogue(series=owned, is_closed=True, external_labels={})


def selected(text: str, known: Catalogue) -> str:
    tree = parse(text).expression
    assert isinstance(tree, Selector)
    return " ".join(each.owner for each in known.selected(tree))


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("hits", "a any b none"),
        ('hits{job="a"}', "a any none"),
        ('hits{job!="a"}', "any b none"),
        ('hits{job=~"a|b"}', "a any b none"),
        ('hits{job="$job"}', "a any b none"),
        ('hits{job="c"}', "any none"),
        ('hits{job="b", zone="south"}', "b none"),
        ('hits{job="a", job="b"}', "any none"),
        ('hits{zone="north"}', "a any"),
        ('hits{zone="west"}', "a any b none"),
        ('hits{job="a", zone="west"}', "a any none"),
        ('{__name__="hits", job="b"}', "any b none"),
        ('{__name__=~"hits|misses", job="b"}', "any b none m"),
        ('{job="b"}', "any b none m"),
        ('misses{job="a"}', "m"),
        ('lost{job="a"}', ""),
    ],
)
def test_a_selector_selects_the_series_of_those_that_it_asks_for(text: str, owners: str) -> None:
    known = catalogue({"hits": (A, ANY, B, NONE), "misses": (series("m", "misses", job="b"),)})
    assert selected(text, known) == owners
    assert selected(text, known) == owners, "the second time, too"


def test_series_that_are_found_later_are_selected_as_well() -> None:
    """While records are worked out, what is known of their names grows."""
    owned: dict[str, tuple[Series, ...]] = {"hits": (A, B)}
    known = catalogue(owned)
    assert selected('hits{job="b"}', known) == "b"
    owned["hits"] = (A, B, NONE)
    assert selected('hits{job="b"}', known) == "b none"
    assert selected('hits{job="b"}', replace(known, series={"hits": (A, NONE)})) == "none"
