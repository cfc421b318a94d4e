"""Rule files of Prometheus: `groups`, each with its rules.

Thanos, Cortex and Mimir read the same, with a `namespace` beside the groups. The format is that of
https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.report import Report
from signalwright.importers.labels import judge_labels
from signalwright.importers.parts import Part
from signalwright.importers.rules import alerting_rule, duration, recording_rule
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleGroup

TITLE = "a rule file of Prometheus"


def reads(document: Part) -> bool:
    """Returns whether a document has groups of rules, or a place for them that is still empty."""
    found = document.at("groups")
    if found is None:
        return False
    is_empty = not found.is_mapping and not found.is_list and found.text is None
    return is_empty or (found.is_list and all(each.at("services") is None for each in found.items))


def groups(document: Part, report: Report) -> Iterator[RuleGroup]:
    """Yields the groups of a document, and reports rules that Prometheus refuses."""
    found = document.at("groups")
    for group in found.items if found is not None else ():
        listed = group.at("rules")
        name = group.at("name")
        yield RuleGroup(
            name=(name.text if name is not None else None) or "",
            interval=duration(group.at("interval")),
            rules=tuple(
                rule
                for part in (listed.items if listed is not None else ())
                if (rule := _rule(part, report)) is not None
            ),
            origin=group.origin,
        )


def _rule(part: Part, report: Report) -> AlertingRule | RecordingRule | None:
    alert, record, expression = (part.at(key) for key in ("alert", "record", "expr"))
    name = alert or record
    if name is None or name.text is None or (alert is not None and record is not None):
        both = alert is not None and record is not None
        report.error(
            "files/broken-rule",
            "a rule either alerts or records, not both" if both else "a rule has a name: `alert` or `record`",
            part.origin,
            help="split it into two rules" if both else "write `alert: Name` or `record: name`",
        )
        return None
    if expression is None or not (expression.text or "").strip():
        report.error("files/broken-rule", f"`{name.text}` has no expression", name.origin, help="write it under `expr`")
        return None
    labels, annotations = part.at("labels"), part.at("annotations")
    added = labels.keys if labels is not None else {}
    judge_labels(added, report, of_alert=record is None)
    if record is not None:
        return recording_rule(part, name.text, expression, added)
    shown = annotations.keys if annotations is not None else {}
    return alerting_rule(part, name.text, expression, labels=added, annotations=shown)
