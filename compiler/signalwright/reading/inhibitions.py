"""Which alerts hold back which, as far as the labels that rules set and series have can tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from signalwright.ir.routes import Inhibition, LabelMatch
from signalwright.ir.rules import AlertingRule
from signalwright.reading.delivery import condition, fits
from signalwright.reading.view import View
from signalwright.records import record


@record
class Held:
    """An alert that holds back another one.

    Attributes:
        source: The alert that holds back.
        target: The alert that isn't sent meanwhile.
        equal: The labels that must be the same on both, without those that always are.
        where: Conditions on labels of their series that must hold as well; empty when there are none.
        inhibition: The inhibition that says so.
    """

    source: AlertingRule
    target: AlertingRule
    equal: tuple[str, ...]
    where: tuple[str, ...]
    inhibition: Inhibition


def held_back(view: View) -> list[Held]:
    """Returns every pair of alerting rules of which the first holds back the second, in the order of inhibitions."""
    rules = [each.rule for each in view.raised]
    found = []
    for inhibition in view.stack.inhibitions:
        sources = list(_fitting(view, rules, inhibition.source))
        targets = list(_fitting(view, rules, inhibition.target))
        for source, asked_of_source in sources:
            for target, asked_of_target in targets:
                equal = _equal(view, inhibition.equal, source, target)
                if source is not target and equal is not None:
                    where = tuple(dict.fromkeys((*asked_of_source, *asked_of_target)))
                    found.append(Held(source, target, equal, where, inhibition))
    return found


def _fitting(
    view: View, rules: Sequence[AlertingRule], matches: Sequence[LabelMatch]
) -> Iterator[tuple[AlertingRule, tuple[str, ...]]]:
    """Yields the rules whose alerts can meet conditions, each with what their series must be for it."""
    for rule in rules:
        fixed = view.fixed_labels(rule)
        open_ = [each for each in matches if each.label not in fixed and _may_have(view, rule, each.label)]
        if all(fits(each, fixed) for each in matches if each not in open_):
            yield rule, tuple(condition(each) for each in open_)


def _equal(view: View, labels: Sequence[str], source: AlertingRule, target: AlertingRule) -> tuple[str, ...] | None:
    """Returns the labels whose values series decide, or None when two alerts never agree on all labels."""
    left, right = view.fixed_labels(source), view.fixed_labels(target)
    undecided = []
    for label in labels:
        if label in left and label in right:
            if left[label] != right[label]:
                return None
            continue
        possible = [_can(view, rule, fixed, label) for rule, fixed in ((source, left), (target, right))]
        if all(possible):
            undecided.append(label)
        elif any(possible) and (label in left or label in right):
            # A label that is set on one of them and never there on the other is never the same.
            return None
    return tuple(undecided)


def _can(view: View, rule: AlertingRule, fixed: Mapping[str, str], label: str) -> bool:
    return label in fixed or _may_have(view, rule, label)


def _may_have(view: View, rule: AlertingRule, label: str) -> bool:
    known = view.open_labels(rule)
    return known is None or label in known
