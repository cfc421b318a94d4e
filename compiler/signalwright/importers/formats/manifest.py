"""Manifests of Kubernetes with rules: `PrometheusRule`, what other operators made of it, and lists of them.

The rules stand under `spec` as they stand in a rule file:
https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.report import Report
from signalwright.importers.formats import prometheus
from signalwright.importers.parts import Part
from signalwright.ir.rules import RuleGroup

TITLE = "a PrometheusRule manifest"


def reads(document: Part) -> bool:
    """Returns whether a document is a manifest with groups of rules, or a list that has one."""
    return any(True for _ in _specs(document))


def groups(document: Part, report: Report) -> Iterator[RuleGroup]:
    """Yields the groups of all manifests of a document, and reports rules that Prometheus refuses."""
    for spec in _specs(document):
        yield from prometheus.groups(spec, report)


def _specs(document: Part) -> Iterator[Part]:
    listed = document.at("items")
    for each in listed.items if listed is not None and document.at("spec") is None else (document,):
        spec = each.at("spec")
        if spec is not None and prometheus.reads(spec):
            yield spec
