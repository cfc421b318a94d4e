"""Splits rule groups that are too large, and gives the parts names of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from signalwright.ir.rules import RecordingRule, RuleFile, RuleGroup
from signalwright.ir.stack import Stack

MOST_RULES = 20  # Mimir's default limit for the rules of a group (limits.ruler_max_rules_per_rule_group).


def name_groups(stack: Stack) -> Stack:
    """Splits groups after every 20 rules; one whose rules read each other stays whole."""
    return replace(
        stack,
        rules=tuple(RuleFile(name=file.name, groups=tuple(_parts(file.groups))) for file in stack.rules if file.groups),
    )


def _parts(groups: tuple[RuleGroup, ...]) -> Iterator[RuleGroup]:
    for group in groups:
        if len(group.rules) <= MOST_RULES or _reads_itself(group):
            yield group
            continue
        for number, start in enumerate(range(0, len(group.rules), MOST_RULES), 1):
            name = group.name if number == 1 else f"{group.name}:{number}"
            rules = group.rules[start : start + MOST_RULES]
            yield replace(group, name=name, rules=rules, origin=rules[0].origin)


def _reads_itself(group: RuleGroup) -> bool:
    """Returns whether a rule of a group may read what another one records."""
    recorded = {rule.record for rule in group.rules if isinstance(rule, RecordingRule)}
    return any(name in rule.query.text for rule in group.rules for name in recorded)
