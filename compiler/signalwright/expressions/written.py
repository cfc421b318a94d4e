"""Finds the expressions that people wrote in a stack: in conditions, records and panels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from signalwright import names
from signalwright.expressions.texts import uses_in_texts
from signalwright.expressions.use import Role, Use
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleFile, Written
from signalwright.ir.stack import Stack
from signalwright.promql.catalogue import Catalogue
from signalwright.promql.parsing.parser import parse
from signalwright.promql.tree import Verbatim, walk
from signalwright.promql.variables import without_variables


def uses_of(stack: Stack, catalogue: Catalogue) -> Iterator[Use]:
    """Yields every expression that people wrote.

    Args:
        stack: The stack with everything derived.
        catalogue: The series that its expressions can read.

    Yields:
        Each text once, with the first rule that it stands in, although several severities may be made of it.
    """
    seen: set[int] = set()
    yield from uses_of_rules(stack.rules, catalogue, seen)
    yield from uses_in_texts(stack.alerting_rules, catalogue)
    if names.GRAFANA not in stack.backends:
        return
    for dashboard in stack.dashboards:
        for panel in dashboard.panels:
            for measure in panel.measures:
                if isinstance(measure.query, Written):
                    for each in _verbatim(measure.query, seen):
                        yield from _use(each, Role.PANEL, catalogue)


def uses_of_rules(files: Iterable[RuleFile], catalogue: Catalogue, seen: set[int] | None = None) -> Iterator[Use]:
    """Yields every expression that people wrote in rules.

    Args:
        files: The rules.
        catalogue: The series that their expressions can read.
        seen: The texts that were yielded before, by their identity; takes those that are yielded.
    """
    seen = set() if seen is None else seen
    for file in files:
        for group in file.groups:
            every = group.interval.seconds if group.interval is not None else catalogue.evaluate_every
            for rule in group.rules:
                if isinstance(rule.query, Written):
                    for each in _verbatim(rule.query, seen):
                        yield from _of_rule(each, rule, catalogue, every)


def _verbatim(query: Written, seen: set[int]) -> Iterator[Verbatim]:
    for each in walk(query.tree):
        if isinstance(each, Verbatim) and id(each) not in seen:
            seen.add(id(each))
            yield each


def _of_rule(
    text: Verbatim, rule: AlertingRule | RecordingRule, catalogue: Catalogue, every: float | None
) -> Iterator[Use]:
    role = Role.ALERT if isinstance(rule, AlertingRule) else Role.RECORD
    yield from _use(text, role, catalogue, rule=rule, every=every)


def _use(
    text: Verbatim,
    role: Role,
    catalogue: Catalogue,
    *,
    rule: AlertingRule | RecordingRule | None = None,
    every: float | None = None,
) -> Iterator[Use]:
    parsed = parse(without_variables(text.text))
    if parsed.expression is None or text.origin is None:
        return
    yield Use(
        parsed,
        parsed.expression,
        origin=text.origin,
        role=role,
        catalogue=catalogue,
        rule=rule,
        evaluate_every=every,
        is_part=rule is not None and rule.query.tree is not text,
    )
