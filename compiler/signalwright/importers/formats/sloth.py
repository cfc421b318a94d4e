"""SLO specs of Sloth: queries of bad and of all events, with the window left open.

Both of its shapes are read, `version: prometheus/v1` and the manifest `PrometheusServiceLevel`:
https://sloth.dev/specs/default/ and https://sloth.dev/specs/kubernetes/. Each query is a rule of its own here; the
rules that Sloth makes of it are Sloth's affair. What is checked has five minutes where Sloth puts in its windows.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.report import Report
from signalwright.importers.parts import Part
from signalwright.importers.rules import written
from signalwright.importers.windows import with_window
from signalwright.ir.rules import RecordingRule, RuleGroup

TITLE = "an SLO spec of Sloth"

_QUERIES = (
    ("events", "error_query"), ("events", "total_query"), ("raw", "error_ratio_query"),
    ("events", "errorQuery"), ("events", "totalQuery"), ("raw", "errorRatioQuery"),
)  # fmt: skip


def reads(document: Part) -> bool:
    """Returns whether a document has SLOs with queries of events, or a ratio."""
    return any(True for _ in _queries(document))


def groups(document: Part, _: Report) -> Iterator[RuleGroup]:
    """Yields one group for all SLOs of a document."""
    rules = []
    for slo, name, query in _queries(document):
        text = with_window(query.text or "")
        rules.append(RecordingRule(record=name, query=written(query, text), labels={}, origin=slo.origin))
    yield RuleGroup(
        name=_service(document),
        interval=None,
        rules=tuple(rules),
        origin=document.origin,
    )


def _queries(document: Part) -> Iterator[tuple[Part, str, Part]]:
    """Yields each SLO with the name and the place of each of its queries."""
    slos = (document.at("spec") or document).at("slos")
    service = _service(document)
    for slo in slos.items if slos is not None else ():
        name = slo.at("name")
        for path in _QUERIES:
            query = slo.at("sli", *path)
            if query is not None and query.text is not None:
                yield slo, f"{service}/{name.text if name is not None else ''}/{path[-1]}", query


def _service(document: Part) -> str:
    service = (document.at("spec") or document).at("service")
    return (service.text if service is not None else None) or ""
