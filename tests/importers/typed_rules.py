"""Counts how many rules of the corpora read only what the libraries know, with its type."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from signalwright.diagnostics.report import Report
from signalwright.expressions.declared import OF_SCRAPES, catalogue_of, with_records
from signalwright.expressions.use import Use
from signalwright.expressions.written import uses_of_rules
from signalwright.importers.judging import read_rules
from signalwright.ir.rules import RecordingRule, RuleFile
from signalwright.language.source import Sources
from signalwright.promql.catalogue import OPEN, Catalogue, Series, SeriesType
from tests.importers.real_rules import MADE
from tests.library.installed import compiled_with_all

COLLECTIONS: Mapping[str, tuple[str, str]] = {
    "kube-prometheus: hosts": ("kube-prometheus", "nodeExporter-*.yaml"),
    "kube-prometheus: Alertmanager": ("kube-prometheus", "alertmanager-*.yaml"),
    "kube-prometheus: control plane": ("kube-prometheus", "kubernetesControlPlane-*.yaml"),
    "alert collection": ("awesome-prometheus-alerts", "*.yml"),
    "SLO specs of Sloth": ("sloth", "*.yml"),
    "rules made by Sloth": ("sloth", "*.generated.yml"),
}
"""Title → folder and files; what a generator made is meant only where the pattern says so."""
_OF_TARGETS = {"job", "instance", "service"}


@cache
def known_series() -> Catalogue:
    """Returns what all libraries know, of any job; what they don't know may exist, and any target may add labels."""
    with tempfile.TemporaryDirectory() as folder:
        stack = compiled_with_all(Path(folder)).stack
    declared = {name: owned for name, owned in catalogue_of(stack).series.items() if name not in OF_SCRAPES}
    found = {name: tuple(map(_anywhere, owned)) for name, owned in declared.items() if not owned[0].is_recorded}
    for name, (unit, high) in OF_SCRAPES.items():
        found[name] = (
            Series(
                name=name,
                metric=name,
                type=SeriesType.GAUGE,
                unit=unit,
                labels={},
                maybe={},
                owner="a target",
                low=0.0,
                high=high,
                is_open=True,
            ),
        )
    return replace(OPEN, series=found)


def _anywhere(series: Series) -> Series:
    """Returns a series of whoever has it, whose target may have any labels."""
    return replace(series, labels={k: v for k, v in series.labels.items() if k not in _OF_TARGETS}, is_open=True)


def unknown_names(use: Use) -> set[str]:
    """Returns what an expression reads that nobody knows, or of which nobody knows the type."""
    return {
        selector.metric or "a selector without a name"
        for selector in use.selectors
        if not (found := use.series(selector)) or any(each.type is SeriesType.UNKNOWN for each in found)
    }


def uses_of(title: str, root: Path) -> tuple[Use, ...]:
    """Returns the expressions of a collection; each file stands alone, with what it records.

    Args:
        title: The name of the collection.
        root: The folder of the corpora.
    """
    folder, pattern = COLLECTIONS[title]
    found: list[Use] = []
    for path in sorted((root / folder).glob(pattern)):
        if path.name.endswith(MADE) and MADE not in pattern:
            continue
        files: tuple[RuleFile, ...] = tuple(read_rules([path.relative_to(root)], Sources(root), Report()))
        rules = [rule for file in files for group in file.groups for rule in group.rules]
        catalogue = with_records(known_series(), (each for each in rules if isinstance(each, RecordingRule)))
        found.extend(uses_of_rules(files, catalogue))
    return tuple(found)


def typed_table(root: Path) -> str:
    """Returns the table: a row for each collection, with its expressions and those that are fully typed."""
    lines = ["| | expressions | fully typed | |", "|---|---:|---:|---:|"]
    for title in COLLECTIONS:
        uses = uses_of(title, root)
        typed = sum(not unknown_names(each) for each in uses)
        lines.append(f"| {title} | {len(uses)} | {typed} | {typed / len(uses):.0%} |")
    return "\n".join(lines) + "\n"
