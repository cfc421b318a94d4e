"""The collection of alerts by exporter that is known as awesome-prometheus-alerts, before its pages are made.

Groups have services, these exporters, and these rules with a `query`. The summary that its pages show is made by the
collection itself, and isn't in the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.report import Report
from signalwright.importers.parts import Part
from signalwright.importers.rules import alerting_rule
from signalwright.ir.rules import RuleGroup

TITLE = "a collection of alerts"


def reads(document: Part) -> bool:
    """Returns whether a document has groups of services."""
    return any(each.at("services") is not None for each in _items(document, "groups"))


def groups(document: Part, report: Report) -> Iterator[RuleGroup]:
    """Yields a group for each exporter; a rule without a query is reported."""
    for group in _items(document, "groups"):
        for service in _items(group, "services"):
            for exporter in _items(service, "exporters"):
                name = exporter.at("slug") or service.at("name")
                rules = []
                for part in _items(exporter, "rules"):
                    query = part.at("query")
                    if query is None or query.text is None:
                        report.error(
                            "files/broken-rule", "a rule has no query", part.origin, help="write it under `query`"
                        )
                        continue
                    keys = part.keys
                    name_of_rule = keys["name"].text if "name" in keys else None
                    rules.append(
                        alerting_rule(
                            part,
                            name_of_rule or "",
                            query,
                            labels={key: keys[key] for key in ("severity",) if key in keys},
                            annotations={key: keys[key] for key in ("description",) if key in keys},
                        )
                    )
                yield RuleGroup(
                    name=(name.text if name is not None else None) or "",
                    interval=None,
                    rules=tuple(rules),
                    origin=exporter.origin,
                )


def _items(part: Part, key: str) -> tuple[Part, ...]:
    found = part.at(key)
    return () if found is None else found.items
