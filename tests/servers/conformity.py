"""What differs between the metrics that a library declares and the page of its exporter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from signalwright.importers.exposition import Family, read_page
from signalwright.ir.metric import LabelDomain, Metric, MetricType

_OF_SERIES = ("le", "quantile")


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


def differences(metric: Metric, family: Family) -> Iterator[str]:
    """Yields how a metric differs from what is on the page, one sentence each.

    What the page calls untyped may have any type. A type without samples shows no labels.
    """
    shown = _type_of(family)
    if shown not in (metric.type.value, "unknown"):
        yield f"`{metric.name}` is a {shown} and not a {metric.type.value}"
    declared = {label.name: label for label in metric.labels}
    there = values_of(family)
    for name in sorted(there.keys() - declared.keys()):
        yield f"`{metric.name}` has the label `{name}`, which isn't declared"
    if family.samples:
        for name in sorted(declared.keys() - there.keys()):
            yield f"`{metric.name}` has no label `{name}`"
    for name in sorted(declared.keys() & there.keys()):
        yield from _values(metric.name, declared[name], there[name])
    bounds = {float(each.labels["le"]) for each in family.samples if each.name.endswith("_bucket")} - {float("inf")}
    if metric.type is MetricType.HISTOGRAM and bounds and bounds != set(map(float, metric.buckets)):
        yield f"`{metric.name}` has the buckets {', '.join(f'{each:g}' for each in sorted(bounds))}"


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


def _values(metric: str, label: LabelDomain, seen: set[str]) -> Iterator[str]:
    if label.values is not None and (others := sorted(seen - set(label.values))):
        yield f"`{metric}` has `{label.name}` = {', '.join(others)}, which isn't declared"
    if label.like is not None and (others := sorted(each for each in seen if not re.fullmatch(label.like, each))):
        yield f"`{metric}` has `{label.name}` = {', '.join(others)}, which doesn't match `{label.like}`"
    if label.max is not None and len(seen) > label.max:
        yield f"`{metric}` has {len(seen)} values of `{label.name}`, and {label.max} are declared"


def _domain(seen: Sequence[str] | set[str]) -> str:
    return f"[{', '.join(sorted(seen))}]" if len(seen) <= 6 else f"{{max: {len(seen)}}}"
