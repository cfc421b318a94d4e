"""Makes a rulebook of rule files that nobody declared metrics for, as tests write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signalwright.diagnostics.span import Origin
from signalwright.expressions.rulebook import Rulebook
from signalwright.expressions.use import Role, Use
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleFile, RuleGroup, Written
from signalwright.ir.values import Duration
from signalwright.promql.catalogue import OPEN, Catalogue
from signalwright.promql.parsing.parser import parse
from signalwright.promql.tree import Verbatim

Rule = tuple[str, str] | tuple[str, str, Mapping[str, str]]
"""A name, an expression, and labels; a name with a colon is that of a record, any other one that of an alert."""


def rulebook(
    groups: Mapping[str, Sequence[Rule]], *, interval: int | None = None, catalogue: Catalogue = OPEN
) -> Rulebook:
    """Returns the rules of one file.

    Args:
        groups: Name → rules.
        interval: How often each group is evaluated, in seconds.
        catalogue: The series that there are.
    """
    uses = []
    made = []
    for index, (name, rules) in enumerate(groups.items()):
        place = Origin("rules.yml", ("groups", index))
        found: list[AlertingRule | RecordingRule] = []
        for number, rule in enumerate(rules):
            origin = place.child("rules", number)
            found.append(_rule(rule, origin))
            parsed = parse(rule[1])
            assert parsed.expression is not None, rule
            place_of_text = origin.child("expr")
            role = Role.RECORD if ":" in rule[0] else Role.ALERT
            tree, made_of = parsed.expression, found[-1]
            uses.append(Use(parsed, tree, origin=place_of_text, role=role, catalogue=catalogue, rule=made_of))
        every = Duration.of_seconds(interval) if interval is not None else None
        made.append(RuleGroup(name=name, interval=every, rules=tuple(found), origin=place))
    return Rulebook((RuleFile(name="rules.yml", groups=tuple(made)),), tuple(uses), catalogue)


def _rule(rule: Rule, origin: Origin) -> AlertingRule | RecordingRule:
    query = Written(Verbatim(rule[1], origin=origin.child("expr")))
    labels = rule[2] if len(rule) == 3 else {}
    if ":" in rule[0]:
        return RecordingRule(record=rule[0], query=query, labels=labels, origin=origin)
    return AlertingRule(
        alert=rule[0], query=query, hold=Duration(0), keep=None, labels=labels, annotations={}, origin=origin, team="",
        service=None,
    )  # fmt: skip
