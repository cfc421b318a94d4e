"""Derives recording rules from records: one for each window, in a group of their owner."""

from __future__ import annotations

from dataclasses import replace

from signalwright import names
from signalwright.ir.record import Record
from signalwright.ir.rules import RecordingRule, RuleFile, RuleGroup, Written
from signalwright.ir.stack import Stack


def derive_records(stack: Stack) -> Stack:
    """Adds the groups of records to the files of their services, before all others, which may read them."""
    kept = [(service.name, service.name, service.records) for service in stack.services.values() if service.records]
    if stack.records:
        kept.append((names.STACK_FILE, stack.name, stack.records))
    if not kept:
        return stack
    files = {file.name: file.groups for file in stack.rules}
    for file, owner, records in kept:
        files[file] = (_group(owner, records), *files.get(file, ()))
    return replace(stack, rules=tuple(RuleFile(name=name, groups=each) for name, each in sorted(files.items())))


def _group(owner: str, records: tuple[Record, ...]) -> RuleGroup:
    return RuleGroup(
        name=names.record_group(owner),
        interval=None,
        rules=tuple(rule for each in records for rule in _rules(each)),
        origin=records[0].origin,
    )


def _rules(kept: Record) -> list[RecordingRule]:
    labels = {names.SERVICE: kept.service} if kept.service is not None else {}
    return [
        RecordingRule(record=each.name, query=Written(each.expression), labels=labels, origin=each.origin)
        for each in kept.series
    ]
