"""SLO specs of OpenSLO whose metrics are queries to Prometheus.

Both versions are read, `openslo/v1` with its indicator and `openslo/v1alpha` with metrics at each objective:
https://github.com/OpenSLO/OpenSLO. Sloth reads them with its window, `{{.window}}`, in the queries.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.report import Report
from signalwright.importers.parts import Part
from signalwright.importers.rules import texts_in, written
from signalwright.importers.windows import with_window
from signalwright.ir.rules import RecordingRule, RuleGroup

TITLE = "an SLO spec of OpenSLO"

_EVENTS = ("good", "bad", "total")


def reads(document: Part) -> bool:
    """Returns whether a document is an SLO of OpenSLO."""
    texts = texts_in(document.keys)
    return texts.get("apiVersion", "").startswith("openslo/") and texts.get("kind") == "SLO"


def groups(document: Part, _: Report) -> Iterator[RuleGroup]:
    """Yields one group with a rule for each query to Prometheus."""
    named = document.at("metadata", "name")
    name = (named.text if named is not None else None) or ""
    rules = tuple(
        RecordingRule(
            record=f"{name}/{what}",
            query=written(query, with_window(query.text or "")),
            labels={},
            origin=document.origin,
        )
        for what, query in _queries(document)
    )
    yield RuleGroup(name=name, interval=None, rules=rules, origin=document.origin)


def _queries(document: Part) -> Iterator[tuple[str, Part]]:
    objectives = document.at("spec", "objectives")
    for number, objective in enumerate(objectives.items if objectives is not None else ()):
        for event in _EVENTS:
            metric = objective.at("ratioMetrics", event)
            if metric is not None:
                yield from _prometheus(f"{number}/{event}", metric.at("source"), metric.at("query"))
    indicator = document.at("spec", "indicator", "spec")
    if indicator is None:
        return
    metrics = [(event, indicator.at("ratioMetric", event)) for event in _EVENTS]
    for what, metric in (*metrics, ("threshold", indicator.at("thresholdMetric"))):
        source = None if metric is None else metric.at("metricSource")
        if source is not None:
            yield from _prometheus(what, source.at("type"), source.at("spec", "query"))


def _prometheus(what: str, source: Part | None, query: Part | None) -> Iterator[tuple[str, Part]]:
    """Yields a query that is one to Prometheus."""
    if source is not None and (source.text or "").lower() == "prometheus" and query is not None and query.text:
        yield what, query
