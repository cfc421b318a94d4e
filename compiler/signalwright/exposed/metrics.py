"""Metrics as a program exposes them, named and typed as the spec language does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from signalwright.importers.exposition import Family, Sample
from signalwright.ir.metric import MetricType
from signalwright.promql.bucket import bound_of

METRIC_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
LABEL_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
OF_SCRAPE = ("job", "instance", "service")
"""Labels that a scrape sets: a page's own of these names are stored as `exported_…` (Prometheus, `honor_labels`)."""

_TYPES = {
    "counter": MetricType.COUNTER,
    "gauge": MetricType.GAUGE,
    "stateset": MetricType.GAUGE,
    "histogram": MetricType.HISTOGRAM,
    "summary": MetricType.SUMMARY,
    "info": MetricType.INFO,
}
_OWN_LABEL = {MetricType.HISTOGRAM: "le", MetricType.SUMMARY: "quantile"}
_CREATED = "_created"


class Exposed:
    """A metric of a page.

    Attributes:
        name: Its name in a spec: that of the series, and of a histogram or summary without the suffixes.
        type: Its type, or None when the page doesn't say it.
        unit: Its unit as the page says it, or None.
        help: What the page says that it is, or None.
        samples: Its samples, without those that say when a series began.
        file: What the page is called in places.
        line: The number of the line that says its type, or of the first that names it, from 1.
        has_values: Whether the values of the samples are known; a server's list of series has none.
    """

    def __init__(
        self,
        name: str,
        type: MetricType | None,
        *,
        samples: tuple[Sample, ...],
        unit: str | None = None,
        help: str | None = None,
        file: str = "",
        line: int = 1,
        has_values: bool = True,
    ) -> None:
        """Takes what is known of the metric; the arguments are the attributes."""
        self.name = name
        self.type = type
        self.unit = unit
        self.help = help
        self.samples = samples
        self.file = file
        self.line = line
        self.has_values = has_values

    @cached_property
    def labels(self) -> Mapping[str, Mapping[str, int]]:
        """Label → its values, each with the first line that has it; without what every series of its type has."""
        own = None if self.type is None else _OWN_LABEL.get(self.type)
        found: dict[str, dict[str, int]] = {}
        for sample in self.samples:
            for name, value in sample.labels.items():
                if name != own:
                    found.setdefault(name, {}).setdefault(value, sample.line)
        return found

    @cached_property
    def bounds(self) -> tuple[Decimal, ...]:
        """The upper bounds of a classic histogram's buckets without the infinite one, ascending."""
        if self.type is not MetricType.HISTOGRAM:
            return ()
        found = {bound_of(each.labels.get("le", "")) for each in self.samples if each.name.endswith("_bucket")}
        return tuple(sorted(each for each in found if each is not None))

    @property
    def is_constant(self) -> bool:
        """Whether it may be a metric whose labels say something: every value that is known is 1."""
        return not self.has_values or all(each.value == 1.0 for each in self.samples)


def exposed_metrics(families: Iterable[Family], file: str) -> Iterator[Exposed]:
    """Yields the metrics of a page.

    Histograms of gauges are passed over, because the language has no type for them, and so are the times at which
    series began (`…_created`), which belong to other metrics.

    Args:
        families: The metrics as the page has them.
        file: What the page is called in places.
    """
    families = list(families)
    names = {each.name for each in families}
    for family in families:
        if family.type == "gaugehistogram" or _is_of_creation(family, names):
            continue
        by_name: dict[str, list[Sample]] = {}
        for sample in family.samples:
            if not (sample.name != family.name and sample.name.endswith(_CREATED)):
                by_name.setdefault(_metric_of(family, sample.name), []).append(sample)
        for name, samples in by_name.items() or ((_name_without_samples(family), []),):
            yield Exposed(
                name,
                _type_of(family, name, samples),
                samples=tuple(samples),
                unit=family.unit,
                help=family.help,
                file=file,
                line=family.line,
            )


def _is_of_creation(family: Family, names: set[str]) -> bool:
    """Returns whether a family holds the times at which series of another one began, as older libraries write them."""
    base = family.name.removesuffix(_CREATED)
    return base != family.name and bool(names & {base, f"{base}_total"})


def _metric_of(family: Family, series: str) -> str:
    return family.name if family.type in ("histogram", "summary") else series


def _name_without_samples(family: Family) -> str:
    if family.is_open_metrics and family.type in ("counter", "info"):
        suffix = "_total" if family.type == "counter" else "_info"
        return family.name if family.name.endswith(suffix) else family.name + suffix
    return family.name


def _type_of(family: Family, name: str, samples: list[Sample]) -> MetricType | None:
    kind = _TYPES.get(family.type)
    if kind is MetricType.GAUGE and name.endswith("_info") and samples and all(each.value == 1.0 for each in samples):
        return MetricType.INFO
    return kind


def is_sayable(name: str) -> bool:
    """Returns whether a metric of this name can be declared."""
    return METRIC_NAME.fullmatch(name) is not None


def stored_label(name: str, *, honors: bool, added: Iterable[str] = ()) -> str | None:
    """Returns the label under which Prometheus stores a label of a page, or None for one that no metric declares.

    Args:
        name: The label on the page.
        honors: Whether the page's labels win over those of the scrape.
        added: Labels that the scrape adds to every series.
    """
    if LABEL_NAME.fullmatch(name) is None:
        return None
    if name in OF_SCRAPE or name in added:
        return None if honors else f"exported_{name}"
    return None if name.startswith("__") or name in _OWN_LABEL.values() else name
