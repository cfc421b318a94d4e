"""Services: their metrics, alerts and SLOs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, LiteralString, Never, TypeAlias, TypedDict, TypeVar, overload

from signalwright.spec.conditions import Condition, Reading
from signalwright.spec.metrics import Counter, Gauge, Histogram, Match, Metric, Series, Summary
from signalwright.spec.places import CALLEE, RECEIVER, Path, Place, here, misuse
from signalwright.spec.values import Elsewhere, Named, Notes, Owned, Say, Value

if TYPE_CHECKING:
    from signalwright.spec.stack import Part


class LabelBounds(TypedDict, total=False):
    """What is known of a label's values when they aren't listed: a pattern, or the largest number of them."""

    like: str
    max: int


Domain: TypeAlias = "Sequence[str] | LabelBounds | Match"
When: TypeAlias = "Condition | str | Mapping[str, Say]"
Kept: TypeAlias = "Reading | Mapping[str, Say]"
Written = TypeVar("Written", bound=LiteralString)
"""Label names that are written out. Bound to literal text, because only then type checkers keep them apart."""


class Alert(Named):
    """An alert, to be named elsewhere or shown on a dashboard."""

    __slots__ = ()

    def panel(self, **keys: Say) -> Reading:
        """Returns a panel that shows the alert, for a dashboard."""
        return Reading({"alert": self, **keys}, here())


class SLO(Named):
    """An SLO, to be named elsewhere or shown on a dashboard."""

    __slots__ = ()

    def panel(self, **keys: Say) -> Reading:
        """Returns a panel that shows the SLO, for a dashboard."""
        return Reading({"slo": self, **keys}, here())

    def budget(self, **keys: Say) -> Reading:
        """Reads what is left of the SLO's error budget: `availability.budget() < "10%"`."""
        return Reading({"budget": self, **keys}, here())


class Record(Named):
    """A value that is kept, to be shown on a dashboard."""

    __slots__ = ()

    def panel(self, **keys: Say) -> Reading:
        """Returns a panel that shows the record, for a dashboard."""
        return Reading({"record": self, **keys}, here())


class Service(Named):
    """A service; what it exposes, promises and is woken up for is said with its methods."""

    __slots__ = ("_owner", "_part", "_path")

    def __init__(self, part: Part, name: str, block: str = "services", owner: str | None = None) -> None:
        """Takes the part of a stack that declares the service.

        Args:
            part: The part.
            name: The service's name.
            block: The key under which it is declared.
            owner: What its metrics say that they belong to, when that isn't the name.
        """
        super().__init__(name)
        self._part = part
        self._path = (block, name)
        stack = part.place.elsewhere
        self._owner = owner if owner is not None else name if stack is None else Elsewhere(name, stack)

    if not TYPE_CHECKING:  # Editors know the attributes, and refuse others by themselves.

        def __setattr__(self, name: str, value: object) -> None:
            """Refuses to lose what is meant as a key."""
            if not hasattr(type(self), name):
                raise misuse(
                    f"a key isn't said by an assignment to `{name}`",
                    f'say it where the service is made: `stack.service("api", {name}=…)`',
                    (CALLEE,),
                )
            super().__setattr__(name, value)

    @overload
    def counter(
        self, name: str, *, labels: tuple[Written, ...] | Mapping[Written, Domain], **keys: Say
    ) -> Counter[Written]: ...
    @overload
    def counter(self, name: str, *, labels: list[str] | dict[str, Any], **keys: Say) -> Counter[str]: ...
    @overload
    def counter(self, name: str, *, labels: None = None, **keys: Say) -> Counter[Never]: ...
    def counter(self, name: str, *, labels: Any = None, **keys: Say) -> Counter[Any]:
        """Declares a counter.

        Args:
            name: The metric's name.
            labels: The labels beyond `job` and `instance`: a tuple of names, or each with its values, `like(…)` or
                `{"max": 12}`. Editors and type checkers know labels that are written out.
            keys: `help`, `unit` and so on.
        """
        self._metric(name, "counter", labels, keys)
        return Counter(name, self._owner)

    @overload
    def gauge(
        self, name: str, *, labels: tuple[Written, ...] | Mapping[Written, Domain], **keys: Say
    ) -> Gauge[Written]: ...
    @overload
    def gauge(self, name: str, *, labels: list[str] | dict[str, Any], **keys: Say) -> Gauge[str]: ...
    @overload
    def gauge(self, name: str, *, labels: None = None, **keys: Say) -> Gauge[Never]: ...
    def gauge(self, name: str, *, labels: Any = None, **keys: Say) -> Gauge[Any]:
        """Declares a gauge; the arguments are those of `counter`."""
        self._metric(name, "gauge", labels, keys)
        return Gauge(name, self._owner)

    @overload
    def histogram(
        self,
        name: str,
        *,
        buckets: Sequence[float] | None = None,
        labels: tuple[Written, ...] | Mapping[Written, Domain],
        **keys: Say,
    ) -> Histogram[Written]: ...
    @overload
    def histogram(
        self, name: str, *, buckets: Sequence[float] | None = None, labels: list[str] | dict[str, Any], **keys: Say
    ) -> Histogram[str]: ...
    @overload
    def histogram(
        self, name: str, *, buckets: Sequence[float] | None = None, labels: None = None, **keys: Say
    ) -> Histogram[Never]: ...
    def histogram(
        self, name: str, *, buckets: Sequence[float] | None = None, labels: Any = None, **keys: Say
    ) -> Histogram[Any]:
        """Declares a classic histogram with the upper bounds of its buckets; see `counter` for the rest."""
        self._metric(name, "histogram", labels, {"buckets": buckets, **keys})
        return Histogram(name, self._owner)

    @overload
    def native_histogram(
        self, name: str, *, labels: tuple[Written, ...] | Mapping[Written, Domain], **keys: Say
    ) -> Histogram[Written]: ...
    @overload
    def native_histogram(self, name: str, *, labels: list[str] | dict[str, Any], **keys: Say) -> Histogram[str]: ...
    @overload
    def native_histogram(self, name: str, *, labels: None = None, **keys: Say) -> Histogram[Never]: ...
    def native_histogram(self, name: str, *, labels: Any = None, **keys: Say) -> Histogram[Any]:
        """Declares a native histogram; the arguments are those of `counter`."""
        self._metric(name, "native-histogram", labels, keys)
        return Histogram(name, self._owner)

    @overload
    def summary(
        self, name: str, *, labels: tuple[Written, ...] | Mapping[Written, Domain], **keys: Say
    ) -> Summary[Written]: ...
    @overload
    def summary(self, name: str, *, labels: list[str] | dict[str, Any], **keys: Say) -> Summary[str]: ...
    @overload
    def summary(self, name: str, *, labels: None = None, **keys: Say) -> Summary[Never]: ...
    def summary(self, name: str, *, labels: Any = None, **keys: Say) -> Summary[Any]:
        """Declares a summary; the arguments are those of `counter`."""
        self._metric(name, "summary", labels, keys)
        return Summary(name, self._owner)

    @overload
    def info(
        self, name: str, *, labels: tuple[Written, ...] | Mapping[Written, Domain], **keys: Say
    ) -> Gauge[Written]: ...
    @overload
    def info(self, name: str, *, labels: list[str] | dict[str, Any], **keys: Say) -> Gauge[str]: ...
    @overload
    def info(self, name: str, *, labels: None = None, **keys: Say) -> Gauge[Never]: ...
    def info(self, name: str, *, labels: Any = None, **keys: Say) -> Gauge[Any]:
        """Declares an info metric, which is 1 and tells by its labels; the arguments are those of `counter`."""
        self._metric(name, "info", labels, keys)
        return Gauge(name, self._owner)

    def metric(self, name: str) -> Metric:
        """Returns a metric that a library or template gives, to be read in any way; its name is checked later."""
        return Metric(name, self._owner)

    def _metric(self, name: str, type: str, labels: object, keys: Mapping[str, object]) -> None:
        path = (*self._path, "metrics", name)
        self._part.put_keys(path, {"type": type, "labels": labels, **keys}, self._owner)
        self._part.notes.places[(*path, "type")] = here().of(CALLEE)

    def alert(self, name: str, *, when: When | None = None, **keys: Say) -> Alert:
        """Declares an alert of the service.

        Args:
            name: The alert's name.
            when: The condition: `requests.rate(over="5m") > 100`, `"down"`, or a mapping as YAML has it.
            keys: `for_`, `severity`, `summary`, `runbook` and so on.
        """
        self._part.put_keys((*self._path, "alerts", name), {"when": when, **keys}, self._owner)
        return Alert(name, self._owner)

    def slo(
        self,
        name: str,
        *,
        good: Series[Any] | str | None = None,
        bad: Series[Any] | str | None = None,
        total: Series[Any] | str | None = None,
        histogram: Histogram[Any] | str | None = None,
        objective: str | Mapping[str, str] | None = None,
        window: str | Mapping[str, str] | None = None,
        **keys: Say,
    ) -> SLO:
        """Declares an SLO: `good` or `bad` with `total`, or `histogram` with `below`.

        Args:
            name: The SLO's name.
            good: The counter of good events.
            bad: The counter of bad events, instead of `good`.
            total: The counter of all events.
            histogram: A histogram of which the observations under `below` are good.
            objective: The share of good events that is promised: `"99.9%"`.
            window: The period that the promise is about: `"30d"`.
            keys: `below`, `tiers`, `summary` and so on.
        """
        said = {"good": good, "bad": bad, "total": total, "histogram": histogram}
        path = (*self._path, "slos", name)
        self._part.put_keys(path, {**said, "objective": objective, "window": window, **keys}, self._owner)
        return SLO(name, self._owner)

    def record(self, name: str, kept: Kept | None = None, **keys: Say) -> Record:
        """Declares a value that is worth keeping: `api.record("jobs", jobs.rate(by=["kind"]), over=["5m", "1h"])`.

        Args:
            name: What it is called.
            kept: What is read, or a mapping as YAML has it.
            keys: `over` and so on, beside what the reading says.
        """
        self._part.put_read((*self._path, "records", name), kept, keys, self._owner)
        return Record(name, self._owner)

    def row(self, title: str, panels: Sequence[Say]) -> None:
        """Adds a row to the service's own dashboard; `include=[service]` of another dashboard shows it there, too.

        Args:
            title: What stands above it.
            panels: Readings of metrics, `panel()` of alerts, SLOs and records, or mappings as YAML has them.
        """
        self._part.put_row((*self._path, "rows", title), panels, self._owner)

    def down(self, **keys: Say) -> Condition:
        """Holds while a target of the service can't be scraped."""
        place = here()
        return Condition({"down": _Down(self._owner, place.of(RECEIVER)), **keys}, place)

    def budgets(self, **keys: Say) -> Reading:
        """Reads what is left of the error budget of each SLO of the service: `api.budgets() < "10%"`."""
        return Reading({"budget": _All(self._owner), **keys}, here())


class Template(Service):
    """What services that are alike have in common; its metrics belong to whichever service uses it."""

    __slots__ = ()

    def __init__(self, part: Part, name: str) -> None:
        """Takes the part of a stack that declares the template."""
        super().__init__(part, name, "templates", "")


class _All(Owned):
    """All that a service has of something."""

    __slots__ = ()

    def said(self, notes: Notes, path: Path) -> bool:  # noqa: ARG002  # it has no parts whose places could be noted
        """Returns true; whose is meant, the mapping says with `from`."""
        return True


class _Down(Value):
    """The service that is down: in its own block, nothing more has to be said."""

    __slots__ = ("_name", "_place")

    def __init__(self, name: str, place: Place) -> None:
        self._name = name
        self._place = place

    def said(self, notes: Notes, path: Path) -> object:
        """Returns true for the service in whose block the condition stands, or the service's name."""
        notes.places[path] = self._place
        return True if self._name in ("", notes.service) else self._name
