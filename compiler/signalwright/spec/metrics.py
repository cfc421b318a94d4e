"""Metrics as handles: what a spec reads is what it declared, with its labels known to the editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, Literal, Self, TypeVar

from signalwright.spec.conditions import Condition, Reading
from signalwright.spec.places import RECEIVER, Path, Place, here, wrong_kind
from signalwright.spec.refusals import NotCompared
from signalwright.spec.values import Notes, Owned, Say, Value

Label = TypeVar("Label", bound=str)
"""The names of a metric's labels."""
Always = Literal["instance"]
"""The label that every series has."""


class Match(Value):
    """What the value of a label is compared with, and how.

    Attributes:
        operator: `=`, `!=`, `=~` or `!~`.
        value: The text or pattern.
        place: The call that made it, or None for plain text.
    """

    __slots__ = ("operator", "place", "value")

    def __init__(self, operator: str, value: str, place: Place | None = None) -> None:
        """Takes the parts."""
        self.operator = operator
        self.value = value
        self.place = place

    def said(self, notes: Notes, path: Path) -> object:
        """Returns what says of a label that its values look like this."""
        if self.operator != "=~":
            raise wrong_kind("a label's values can only be said with `like`", "write `like(…)` or a list", path)
        if self.place is not None:
            notes.places[path] = notes.places[(*path, "like")] = self.place.of(0)
        return {"like": self.value}


def like(pattern: str) -> Match:
    """Matches values by a regular expression (RE2, fully anchored), in a selector or as the values of a label."""
    return Match("=~", pattern, here())


def not_like(pattern: str) -> Match:
    """Matches values that a regular expression (RE2, fully anchored) doesn't match."""
    return Match("!~", pattern, here())


def not_equal(value: str) -> Match:
    """Matches every other value."""
    return Match("!=", value, here())


class Series(Owned, NotCompared, Generic[Label]):
    """Series of a metric: all of them, or those that `where` has left.

    Attributes:
        name: The metric's name, or that of one of its series: `job_duration_seconds_count`.
    """

    __slots__ = ("_matches", "name")

    def __init__(self, name: str, owner: str, matches: tuple[tuple[str, Match, Place], ...] = ()) -> None:
        """Takes the name, the service that exposes the metric, and label, match and place of each `where`."""
        super().__init__(owner)
        self.name = name
        self._matches = matches

    def where(self, label: Label | Always, value: str | Match) -> Self:
        """Returns the series whose label has a value: `requests.where("status", like("5.."))`.

        Args:
            label: One of the metric's labels, or `instance`.
            value: The value, or `like(…)`, `not_like(…)`, `not_equal(…)`.
        """
        match = value if isinstance(value, Match) else Match("=", value)
        said: tuple[object, ...] = (label, match.value)
        for argument, text in enumerate(said):
            if not isinstance(text, str):
                raise wrong_kind(
                    f"a selector can't hold a value of type `{type(text).__name__}`",
                    'write text, as in `requests.where("status", like("5.."))`',
                    (argument,),
                )
        assert self.owner is not None
        return type(self)(self.name, self.owner, (*self._matches, (label, match, here())))

    def appears(self, *, labels: Iterable[Label] | None = None, over: str | None = None, **keys: Say) -> Condition:
        """Holds for series that were not there before `over`; `labels` says which labels tell them apart."""
        place = here()
        said = {"appears": self, "labels": _listed(labels), "over": over, **keys}
        return Condition(said, place, {("appears",): place.of(RECEIVER)})

    def absent(self, **keys: Say) -> Condition:
        """Holds while there is no such series."""
        place = here()
        return Condition({"absent": self, **keys}, place, {("absent",): place.of(RECEIVER)})

    def said(self, notes: Notes, path: Path) -> object:
        """Returns the series as text: `http_requests_total{status!~"5.."}`."""
        if not self._matches:
            return self.name
        pieces = [(0, len(self.name), self._matches[0][2].of(RECEIVER))]
        text = f"{self.name}{{"
        for index, (label, match, place) in enumerate(self._matches):
            start = len(text) + (2 if index else 0)
            text += f"{', ' if index else ''}{label}{match.operator}"
            pieces.append((start, start + len(label), place.of(0)))
            value = match.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            said_by = place.of(1) if match.place is None else match.place.of(0)
            pieces.append((len(text) + 1, len(text) + 1 + len(value), said_by))
            text += f'"{value}"'
        notes.pieces[path] = pieces
        notes.places[path] = self._matches[-1][2]
        return text + "}"

    def __str__(self) -> str:
        """Returns the selector, so that PromQL can hold it: `expr(f"rate({requests}[5m]) > 5")`."""
        return str(self.said(Notes(), ()))

    def __repr__(self) -> str:
        """Returns the kind and the selector, the same on every run."""
        return f"<{type(self).__name__} {self}>"


class Counter(Series[Label]):
    """Series that only ever grow."""

    __slots__ = ()

    example = 'requests.rate(over="5m") > 5'

    def rate(self, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads the increase per second, within `over`."""
        return _reading("rate", self, {"over": over, "by": _listed(by), **keys})

    def growth(self, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads by how much it grew within `over`."""
        return _reading("growth", self, {"over": over, "by": _listed(by), **keys})

    def ratio(
        self,
        to: Counter[Any] | str,
        *,
        over: str | None = None,
        by: Iterable[Label | Always] | None = None,
        **keys: Say,
    ) -> Reading:
        """Reads the share in another counter: `failed.ratio(requests, over="5m") > "5%"`."""
        return _ratio(self, to, over, {"by": _listed(by), **keys})


class Gauge(Series[Label]):
    """Series that go up and down."""

    __slots__ = ()

    def value(self, *, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads the value; without `by` each series is kept."""
        return _reading("value", self, {"by": _listed(by), **keys})

    def growth(self, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads by how much it grew within `over`."""
        return _reading("growth", self, {"over": over, "by": _listed(by), **keys})

    def predict(
        self,
        *,
        over: str | None = None,
        ahead: str | None = None,
        by: Iterable[Label | Always] | None = None,
        **keys: Say,
    ) -> Reading:
        """Reads the value that it will have after `ahead`, by a straight line through `over`."""
        return _reading("predict", self, {"over": over, "ahead": ahead, "by": _listed(by), **keys})

    def age(self, *, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads how long ago the time is that it holds, in seconds since 1970."""
        return _reading("age", self, {"by": _listed(by), **keys})

    def ratio(self, to: Gauge[Any] | str, *, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads the share in another gauge: `free.ratio(size) < "10%"`."""
        return _ratio(self, to, None, {"by": _listed(by), **keys})


class Histogram(Series[Label]):
    """Observations in buckets, classic or native."""

    __slots__ = ()

    example = 'durations.p95(over="5m") > "2s"'

    @property
    def count(self) -> Counter[Label]:
        """The number of observations, as series of a classic histogram."""
        assert self.owner is not None
        return Counter(f"{self.name}_count", self.owner, self._matches)

    def quantile(
        self, percent: int, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say
    ) -> Reading:
        """Reads a percentile: `durations.quantile(95, over="5m") > "2s"`; 50, 75, 80, 90, 95, 98 or 99."""
        return _reading(f"p{percent}", self, {"over": over, "by": _listed(by), **keys})

    def p50(self, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads the median."""
        return self.quantile(50, over=over, by=by, **keys)

    def p90(self, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads the 90th percentile."""
        return self.quantile(90, over=over, by=by, **keys)

    def p95(self, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads the 95th percentile."""
        return self.quantile(95, over=over, by=by, **keys)

    def p99(self, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads the 99th percentile."""
        return self.quantile(99, over=over, by=by, **keys)

    def latency(self, *, over: str | None = None, by: Iterable[Label | Always] | None = None, **keys: Say) -> Reading:
        """Reads the median and the 90th and 99th percentile, or those of `quantiles=["p50", "p95"]`, for a panel."""
        return _reading("latency", self, {"over": over, "by": _listed(by), **keys})

    def distribution(self, *, over: str | None = None, **keys: Say) -> Reading:
        """Reads how many observations fall into which bucket, for a panel."""
        return _reading("distribution", self, {"over": over, **keys})


class Summary(Series[Label]):
    """Quantiles that the application worked out by itself."""

    __slots__ = ()

    example = 'durations.count.rate(over="5m") > 5'

    @property
    def count(self) -> Counter[Label]:
        """The number of observations."""
        assert self.owner is not None
        return Counter(f"{self.name}_count", self.owner, self._matches)


class Metric(Counter[str], Gauge[str], Histogram[str], Summary[str]):
    """Series of a metric that a library or a template declares, so that their type isn't known here."""

    __slots__ = ()

    example = "connections.value() > 5"

    def ratio(
        self,
        to: Series[Any] | str,
        *,
        over: Say = None,
        by: Iterable[str] | None = None,
        **keys: Say,
    ) -> Reading:
        """Reads the share in another metric; of counters, within `over`."""
        return _ratio(self, to, over, {"by": _listed(by), **keys})


def _reading(kind: str, series: Series[Any], keys: dict[str, Say]) -> Reading:
    place = here()
    return Reading({kind: series, **keys}, place, {(kind,): place.of(RECEIVER)})


def _ratio(of: Series[Any], to: Series[Any] | str, over: Say, keys: dict[str, Say]) -> Reading:
    place = here()
    parts = {"of": of, "to": to} if over is None else {"of": of, "to": to, "over": over}
    places: dict[Path, Place] = {("ratio",): place, ("ratio", "of"): place.of(RECEIVER), ("ratio", "to"): place.of(0)}
    return Reading({"ratio": parts, **keys}, place, places)


def _listed(labels: Iterable[str] | None) -> Say:
    """Returns labels as a list; one text is no list of its letters."""
    if labels is None or isinstance(labels, str):
        return labels
    return list(labels)
