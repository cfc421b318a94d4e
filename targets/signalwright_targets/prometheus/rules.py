"""Rule files: the rules of one service, printed as Prometheus reads them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from typing import Any

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, KeyPath, yaml_artifact
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleFile
from signalwright.ir.values import Version
from signalwright.names import rule_file
from signalwright.target import Emitted, Gate
from signalwright_targets.prometheus.model import AlertingEntry, GroupEntry, RecordingEntry

Rule = RecordingRule | AlertingRule


def lower_rules(file: RuleFile, owner: Origin, gate: Gate) -> Artifact:
    """Makes a rule file.

    A large stack has a hundred thousand rules and a version that reads every key of a rule has nothing to refuse, so
    there the rules are made directly; otherwise each goes through the gate, which names the key and the place.

    Args:
        file: The rules.
        owner: Where the service, or the stack, is declared that the file belongs to.
        gate: Knows the declared version.

    Returns:
        The artifact `prometheus/rules/<owner>.yml`.
    """
    gated = not (_reads_all(RecordingEntry, gate.version) and _reads_all(AlertingEntry, gate.version))
    groups = []
    for group in file.groups:
        entry = gate.document(GroupEntry(origin=group.origin, name=group.name, interval=group.interval, rules=()))
        if gated:
            entry["rules"] = [gate.document(rule_entry(rule)) for rule in group.rules]
        else:
            entry["rules"] = [plain_rule(rule) for rule in group.rules]
        groups.append(entry)
    return yaml_artifact(rule_file(file.name), {"groups": groups}, partial(_origins, file, owner))


def plain_rule(rule: Rule) -> dict[str, Any]:
    """Returns a rule as a plain mapping, with the same keys in the same order as its output model has."""
    if isinstance(rule, RecordingRule):
        entry: dict[str, Any] = {"record": rule.record, "expr": rule.query.text}
        if rule.labels:
            entry["labels"] = dict(rule.labels)
        return entry
    entry = {"alert": rule.alert, "expr": rule.query.text}
    if rule.hold.milliseconds:
        entry["for"] = str(rule.hold)
    if rule.keep is not None and rule.keep.milliseconds:
        entry["keep_firing_for"] = str(rule.keep)
    if rule.labels:
        entry["labels"] = dict(rule.labels)
    if rule.annotations:
        entry["annotations"] = dict(rule.annotations)
    return entry


def rule_entry(rule: Rule) -> RecordingEntry | AlertingEntry:
    """Returns a rule as its output model."""
    if isinstance(rule, RecordingRule):
        return RecordingEntry(origin=rule.origin, record=rule.record, expr=rule.query.text, labels=rule.labels or None)
    return AlertingEntry(
        origin=rule.origin,
        places={} if rule.keep_origin is None else {"keep_firing_for": rule.keep_origin},
        alert=rule.alert,
        expr=rule.query.text,
        hold=str(rule.hold) if rule.hold.milliseconds else None,
        keep_firing_for=str(rule.keep) if rule.keep is not None and rule.keep.milliseconds else None,
        labels=rule.labels or None,
        annotations=rule.annotations or None,
    )


def _reads_all(model: type[Emitted], version: Version) -> bool:
    """Returns whether a version reads every field of an output model."""
    versions = [each.metadata for each in dataclasses.fields(model) if "since" in each.metadata]
    return all(not version < each["since"] and (each["until"] is None or version < each["until"]) for each in versions)


def _origins(file: RuleFile, owner: Origin) -> Mapping[KeyPath, Origin]:
    """Returns the places in the spec of the file's groups and rules, by their key paths in the document."""
    places: dict[KeyPath, Origin] = {(): owner}
    for position, group in enumerate(file.groups):
        places["groups", position] = group.origin
        for index, rule in enumerate(group.rules):
            path: KeyPath = ("groups", position, "rules", index)
            places[path] = rule.origin
            if isinstance(rule, AlertingRule) and rule.keep_origin is not None:
                places[*path, "keep_firing_for"] = rule.keep_origin
    return places
