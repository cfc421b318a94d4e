"""What differs between the metrics that a library declares and the page of its exporter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from signalwright.importers.exposition import Family, read_page
from signalwright.ir.metric import LabelDomain, Metric, MetricType

_OF_SERIES = ("le", "quantile")


@dataclass(frozen=True)
class Difference:
    """What a page says otherwise than a library.

    Attributes:
        place: What is different: `name` for a metric's type, buckets or absence, `name{label}` for a label.
        text: A sentence that says how.
    """

    place: str
    text: str


def unexplained(
    differences: Iterable[Difference], reasons: Mapping[str, str], perhaps: Iterable[str] = ()
) -> list[str]:
    """Returns the sentences of differences without a reason, and the reasons that no difference has.

    Args:
        differences: What differs.
        reasons: A place, with `*` for any text, to the reason.
        perhaps: More such places, where it depends on the machine whether there is a difference.
    """
    found = list(differences)
    places = [*reasons, *perhaps]
    without = [each.text for each in found if not any(fnmatchcase(each.place, place) for place in places)]
    idle = [place for place in reasons if not any(fnmatchcase(each.place, place) for each in found)]
    return [*without, *(f"the reason for `{place}` is of no use" for place in idle)]


def read_families(pages: Iterable[str]) -> dict[str, Family]:
    """Returns what pages show together, by the names that a spec has for it.

    OpenMetrics names a counter without `_total` and an info metric without `_info`; Prometheus stores both with it.
    """
    together: dict[str, Family] = {}
    for page in pages:
        for family in read_page(page).values():
            suffix = {"counter": "_total", "info": "_info"}.get(family.type, "") if family.is_open_metrics else ""
            name = family.name + suffix
            known = together.setdefault(name, Family(name, family.line, family.type))
            known.samples.extend(family.samples)
            known.type = family.type if known.type == "unknown" else known.type
    return together


def differences(metrics: Mapping[str, Metric], families: Mapping[str, Family]) -> Iterator[Difference]:
    """Yields how the metrics of a library differ from what is on the page.

    What the page calls untyped may have any type. A type without samples shows no labels.
    """
    for name, metric in metrics.items():
        if name not in families:
            yield Difference(name, f"`{name}` isn't there")
            continue
        family = families[name]
        shown = _type_of(family)
        if shown not in (metric.type.value, "unknown"):
            yield Difference(name, f"`{name}` is a {shown} and not a {metric.type.value}")
        bounds = {float(each.labels["le"]) for each in family.samples if each.name.endswith("_bucket")} - {float("inf")}
        if metric.type is MetricType.HISTOGRAM and bounds and bounds != set(map(float, metric.buckets)):
            yield Difference(name, f"`{name}` has the buckets {', '.join(f'{each:g}' for each in sorted(bounds))}")
        for label, text in _labels(metric, family):
            yield Difference(f"{name}{{{label}}}", f"`{name}` {text}")


def _labels(metric: Metric, family: Family) -> Iterator[tuple[str, str]]:
    declared = {label.name: label for label in metric.labels}
    there = values_of(family)
    for label in sorted(there.keys() - declared.keys()):
        yield label, f"has the label `{label}`, which isn't declared"
    for label, domain in sorted(declared.items()):
        if label in there:
            yield from ((label, text) for text in _values(domain, there[label]))
        elif family.samples:
            yield label, f"has no label `{label}`"


def values_of(family: Family) -> dict[str, set[str]]:
    """Returns the labels of a family's samples with the values that are seen."""
    values: dict[str, set[str]] = {}
    for sample in family.samples:
        for name, value in sample.labels.items():
            if name not in _OF_SERIES:
                values.setdefault(name, set()).add(value)
    return values


def sketch(families: Mapping[str, Family], declared: Iterable[str]) -> Iterator[str]:
    """Yields a line in the spec language for each metric of the page that isn't declared, to begin a library with."""
    known = set(declared)
    for name, family in sorted(families.items()):
        if name not in known:
            labels = ", ".join(f"{label}: {_domain(seen)}" for label, seen in sorted(values_of(family).items()))
            yield f"{name}: {{type: {_type_of(family)}{f', labels: {{{labels}}}' if labels else ''}}}"


def _type_of(family: Family) -> str:
    is_info = family.type == "gauge" and family.name.endswith("_info")
    return "info" if is_info and {each.value for each in family.samples} <= {1.0} else family.type


def _values(label: LabelDomain, seen: set[str]) -> Iterator[str]:
    if label.values is not None and (others := sorted(seen - set(label.values))):
        yield f"has `{label.name}` = {', '.join(others)}, which isn't declared"
    if label.like is not None and (others := sorted(each for each in seen if not re.fullmatch(label.like, each))):
        yield f"has `{label.name}` = {', '.join(others)}, which doesn't match `{label.like}`"
    if label.max is not None and len(seen) > label.max:
        yield f"has {len(seen)} values of `{label.name}`, and {label.max} are declared"


def _domain(seen: Sequence[str] | set[str]) -> str:
    return f"[{', '.join(sorted(seen))}]" if len(seen) <= 6 else f"{{max: {len(seen)}}}"
