"""Metrics pages made from a spec's own declarations, in the text format 0.0.4 that both ends of the versions read."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from signalwright.ir.metric import LabelDomain, Metric, MetricType
from signalwright.passes.resolve.metrics import plausible_value

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_TYPES = {
    MetricType.COUNTER: "counter",
    MetricType.GAUGE: "gauge",
    MetricType.INFO: "gauge",
    MetricType.HISTOGRAM: "histogram",
}
_SAMPLES = ("200", "404", "503")
# What selectors ask for of labels whose values aren't declared.
_USUAL = {"backend_type": ("client backend", "walwriter"), "fstype": ("ext4", "tmpfs")}

Labels = Mapping[str, str]


@dataclass(frozen=True)
class Observed:
    """What happens to a histogram.

    Attributes:
        per_second: Observations a second.
        value: What is observed each time, in the metric's unit.
    """

    per_second: float
    value: float


# What a gauge shows, how much a counter grows a second, what a histogram observes; None for a series that isn't there.
Behaviour = Callable[[Metric, Labels], float | Observed | None]


@dataclass
class Page:
    """The metrics page of one target; what it counts goes on when the behaviour changes.

    Attributes:
        metrics: The metrics, each with labels that its series carry beside those of its declaration.
        behaviour: What they do.
    """

    metrics: Sequence[tuple[Metric, Labels]]
    behaviour: Behaviour
    _totals: dict[str, float] = field(default_factory=dict)
    _read: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def render(self) -> str:
        """Returns the page as it is now."""
        with self._lock:
            now = time.monotonic()
            passed, self._read = now - self._read, now
            return "".join(
                f"{line}\n" for metric, extra in self.metrics for line in self._metric(metric, extra, passed)
            )

    def _metric(self, metric: Metric, extra: Labels, passed: float) -> Iterator[str]:
        yield f"# HELP {metric.name} {metric.help or metric.name}"
        yield f"# TYPE {metric.name} {_TYPES[metric.type]}"
        for chosen in itertools.product(*(_values(label) for label in metric.labels)):
            labels = {**dict(zip((label.name for label in metric.labels), chosen, strict=True)), **extra}
            happening = self.behaviour(metric, labels)
            if isinstance(happening, Observed):
                yield from self._histogram(metric, labels, happening, passed)
            elif happening is not None and metric.type is MetricType.COUNTER:
                yield self._counted(metric.name, labels, happening * passed)
            elif happening is not None:
                yield _sample(metric.name, labels, happening)

    def _histogram(self, metric: Metric, labels: Labels, observed: Observed, passed: float) -> Iterator[str]:
        count = observed.per_second * passed
        for bound in (*map(float, metric.buckets), float("inf")):
            shown = "+Inf" if bound == float("inf") else str(bound)  # `2.0`, as the Python client library prints it
            yield self._counted(
                f"{metric.name}_bucket", {**labels, "le": shown}, count if observed.value <= bound else 0
            )
        yield self._counted(f"{metric.name}_sum", labels, count * observed.value)
        yield self._counted(f"{metric.name}_count", labels, count)

    def _counted(self, name: str, labels: Labels, more: float) -> str:
        key = _series(name, labels)
        self._totals[key] = self._totals.get(key, 0) + more
        return f"{key} {self._totals[key]!r}"


def _sample(name: str, labels: Labels, value: float) -> str:
    return f"{_series(name, labels)} {float(value)!r}"


def _series(name: str, labels: Labels) -> str:
    inside = ",".join(f'{label}="{value}"' for label, value in labels.items())
    return f"{name}{{{inside}}}" if inside else name


def _values(label: LabelDomain) -> Sequence[str]:
    """Returns values that a label can have: listed ones, samples of its pattern, usual ones, or two made up."""
    if label.values is not None:
        return label.values
    if label.like is not None:
        fitting = [each for each in _SAMPLES if plausible_value(label, each)]
        assert fitting, f"no sample fits the pattern of `{label.name}`: {label.like}"
        return fitting
    if label.name in _USUAL:
        return _USUAL[label.name]
    return [f"{label.name}-{number}" for number in range(1, min(label.max or 2, 2) + 1)]
