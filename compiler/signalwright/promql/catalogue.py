"""What is known of the series that expressions read: their types, units, labels and the values of those.

A closed catalogue knows every series that there is: the stack declares its metrics, and what it doesn't declare doesn't
exist. An open one is for rules whose metrics nobody declared: what it doesn't know may exist, with any type and labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from signalwright.promql.matching import matches
from signalwright.promql.tree import Matcher, Selector
from signalwright.records import record


class SeriesType(StrEnum):
    """What the samples of a series mean."""

    COUNTER = "counter"
    GAUGE = "gauge"
    BUCKET = "bucket"
    HISTOGRAM = "native histogram"
    QUANTILE = "quantile"
    INFO = "info"
    UNKNOWN = "unknown"


@record
class Domain:
    """The values of a label.

    Attributes:
        values: Every value, or None when they aren't known.
        like: A regular expression (RE2, fully anchored) that every value matches, or None.
        most: The largest number of values, or None when that isn't known.
    """

    values: tuple[str, ...] | None = None
    like: str | None = None
    most: int | None = None

    @property
    def size(self) -> int | None:
        """The largest number of values, or None."""
        return len(self.values) if self.values is not None else self.most

    def has(self, value: str) -> bool:
        """Returns whether a value may be among them."""
        if self.values is not None:
            return value in self.values
        return self.like is None or matches(self.like, value) is not False


ANY_VALUE = Domain()
_MISSING = Domain(("",))


@record(kw_only=True, eq=False)
class Series:
    """The series of one name that one service exposes, or that one rule records; each is equal to itself only.

    Attributes:
        name: The name that expressions read, such as `request_seconds_bucket`.
        metric: The metric that it belongs to, such as `request_seconds`.
        type: What its samples mean.
        unit: The unit of its values (`seconds`, `bytes`, `ratio`), or None when nothing says it.
        labels: Label → values, target labels such as `job` among them; every series has them all.
        maybe: Labels that a series may have or not, such as those of an unknown source.
        owner: Who has it, as it stands in a sentence: "the service `api`", "the record `api:errors:rate5m`".
        every: How often it gets a sample, in seconds, or None when that isn't known.
        place: Where it is declared; an `Origin` for whoever reports it, nothing to this package.
        is_recorded: Whether a recording rule makes it.
        is_declared: Whether people declared it; scraping and rules make others.
        is_open: Whether it may have labels that nobody knows.
        low: The lowest value that a sample can have, in its unit.
        high: The highest value that a sample can have.
        most: How many series there are at most, where that is said, or None.
    """

    name: str
    metric: str
    type: SeriesType
    unit: str | None
    labels: Mapping[str, Domain]
    maybe: Mapping[str, Domain]
    owner: str
    every: float | None = None
    place: object | None = None
    is_recorded: bool = False
    is_declared: bool = False
    is_open: bool = False
    low: float = float("-inf")
    high: float = float("inf")
    most: int | None = None


@record(kw_only=True)
class Catalogue:
    """The series that expressions can read.

    Attributes:
        series: Name → the series of that name, one entry for each owner.
        is_closed: Whether there are no other series.
        is_seen: Whether the series are those that pages showed when somebody looked, and not those that are declared.
        others_record: Whether rules that nobody knows record series too, under names with a colon.
        release: Major and minor number of the Prometheus that reads the expressions, or None when it isn't known.
        retention: How long samples are kept, in seconds, or None when that isn't known.
        evaluate_every: How often rules are evaluated, in seconds, or None when that isn't known.
        scrape_every: How often targets are scraped whose series don't say it, in seconds, or None when nobody knows.
        target_labels: The labels that scraping adds to every series.
        external_labels: The labels that every alert and every series has outside of this Prometheus.
    """

    series: Mapping[str, tuple[Series, ...]]
    is_closed: bool
    is_seen: bool = False
    others_record: bool = False
    release: tuple[int, int] | None = None
    retention: float | None = None
    evaluate_every: float | None = None
    scrape_every: float | None = None
    target_labels: frozenset[str] = frozenset({"job", "instance"})
    external_labels: Mapping[str, str]
    _owned: dict[str, _Owned] = field(default_factory=dict, init=False, compare=False, repr=False)

    def knows(self, name: str) -> bool:
        """Returns whether a series of this name exists, or may exist for all that is known."""
        return name in self.series or not self.is_closed or (self.others_record and ":" in name)

    def selected(self, selector: Selector) -> tuple[Series, ...]:
        """Returns the known series that a selector can return; those of other owners than it asks for are left out.

        Where several may have the name, those are left out whose labels never have what a matcher asks for, unless no
        other is left. A selector without a name, or with a pattern for the name, selects among all.
        """
        name = selector.metric
        named = [each for each in selector.matchers if each.label == "__name__"]
        if name is None and len(named) == 1 and named[0].operator == "=":
            name = named[0].value
        conditions = tuple(each for each in selector.matchers if each not in named)
        if name is None:
            return _Owned(
                tuple(
                    each
                    for series_name, owned in self.series.items()
                    if all(_fits(Domain((series_name,)), matcher) for matcher in named)
                    for each in owned
                )
            ).selected(conditions)
        found = self.series.get(name, ())
        if len(found) < 2:
            return found
        owned = self._owned.get(name)
        if owned is None or owned.series is not found:
            owned = self._owned[name] = _Owned(found)
        return owned.selected(conditions)


class _Owned:
    """Series of several owners.

    A thousand services may have a metric of one name, and a thousand expressions read it: looking through all of them
    for each would take minutes. Those of a job are therefore looked up, and what was selected before is known.
    """

    def __init__(self, series: tuple[Series, ...]) -> None:
        self.series = series
        self._selected: dict[tuple[Matcher, ...], tuple[Series, ...]] = {}
        self._by_value: dict[str, tuple[Mapping[str, list[int]], list[int]]] = {}

    def selected(self, matchers: tuple[Matcher, ...]) -> tuple[Series, ...]:
        """Returns what conditions select, as `Catalogue.selected` says."""
        known = self._selected.get(matchers)
        if known is None:
            known = self._selected[matchers] = self._select(matchers)
        return known

    def _select(self, matchers: tuple[Matcher, ...]) -> tuple[Series, ...]:
        asked = [each for each in matchers if each.label in _OWNERS]
        others = [each for each in matchers if each.label not in _OWNERS]
        fixed = next((each for each in asked if each.operator == "=" and not is_variable(each.value)), None)
        among = self.series if fixed is None else self._with(fixed.label, fixed.value)
        fitting = tuple(each for each in among if all(_fits(each.labels.get(by.label, ANY_VALUE), by) for by in asked))
        closer = tuple(each for each in fitting if all(_fits(_values_of(each, by.label), by) for by in others))
        return closer or fitting

    def _with(self, label: str, value: str) -> tuple[Series, ...]:
        """Returns the series whose label may have a value, in their order."""
        if label not in self._by_value:
            values: dict[str, list[int]] = {}
            any_value = []
            for index, each in enumerate(self.series):
                known = each.labels.get(label, ANY_VALUE).values
                if known is None:
                    any_value.append(index)
                for one in known or ():
                    values.setdefault(one, []).append(index)
            self._by_value[label] = values, any_value
        values_of, always = self._by_value[label]
        return tuple(self.series[index] for index in sorted([*values_of.get(value, ()), *always]))


_OWNERS = ("job", "service")
"""The labels that say whose series they are."""


OPEN = Catalogue(series={}, is_closed=False, external_labels={})
"""Knows nothing."""


def _values_of(series: Series, label: str) -> Domain:
    """Returns the values of a label, which is empty where a series is known not to have it."""
    found = series.labels.get(label)
    if found is None:
        return ANY_VALUE if series.is_open or label in series.maybe else _MISSING
    return found


def _fits(domain: Domain, matcher: Matcher) -> bool:
    return domain.values is None or any(matcher_takes(matcher, value) is not False for value in domain.values)


def matcher_takes(matcher: Matcher, value: str) -> bool | None:
    """Returns whether a matcher takes a value of its label, empty for a missing label; None when it can't be told.

    A value with one of Grafana's variables in it may be anything.
    """
    if is_variable(matcher.value):
        return None
    if matcher.operator in ("=", "!="):
        return (matcher.value == value) is (matcher.operator == "=")
    found = matches(matcher.value, value)
    return None if found is None else found is (matcher.operator == "=~")


def is_variable(value: str) -> bool:
    """Returns whether a value holds one of Grafana's variables, such as `$job` or `${job:regex}`."""
    at = value.find("$")
    while at >= 0:
        following = value[at + 1 : at + 2]
        if following.isalpha() or following in ("_", "{"):
            return True
        at = value.find("$", at + 1)
    return "[[" in value and "]]" in value
