"""What the compiler builds is examined as if people had written it: the checks are right about what is right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from signalwright import checks
from signalwright.checks import runnable
from signalwright.compile import CompiledStack, compile_project
from signalwright.expressions.declared import catalogue_of
from signalwright.expressions.use import Role, Use
from signalwright.ir.rules import RecordingRule
from signalwright.promql.parsing.parser import parse
from signalwright.promql.variables import without_variables
from tests.checkout import ROOT


@cache
def stacks() -> tuple[CompiledStack, ...]:
    return tuple(compile_project(ROOT, lower=False).stacks)


def uses(compiled: CompiledStack) -> Iterator[Use]:
    stack, catalogue = compiled.stack, catalogue_of(compiled.stack)
    for rule in stack.all_rules:
        parsed = parse(rule.query.text)
        assert parsed.expression is not None, rule.query.text
        role = Role.RECORD if isinstance(rule, RecordingRule) else Role.ALERT
        yield Use(
            parsed,
            parsed.expression,
            origin=rule.origin,
            role=role,
            catalogue=catalogue,
            rule=rule,
            evaluate_every=catalogue.evaluate_every,
        )
    for dashboard in stack.dashboards:
        for panel in dashboard.panels:
            for measure in panel.measures:
                parsed = parse(without_variables(measure.query.text))
                assert parsed.expression is not None, measure.query.text
                yield Use(parsed, parsed.expression, origin=panel.origin, role=Role.PANEL, catalogue=catalogue)


@pytest.mark.parametrize("folder", [each.folder for each in stacks()])
def test_no_check_finds_anything_in_what_is_built(folder: str) -> None:
    compiled = next(each for each in stacks() if each.folder == folder)
    found = [
        f"{name}: {finding.message}: {use.text}"
        for use in uses(compiled)
        for name, examine in runnable((checks,), "examine", None)
        for finding in examine(use)
    ]
    assert found == []


@pytest.mark.parametrize("folder", [each.folder for each in stacks()])
def test_everything_that_is_built_reads_what_is_known(folder: str) -> None:
    compiled = next(each for each in stacks() if each.folder == folder)
    for use in uses(compiled):
        for selector in use.selectors:
            if selector.metric is not None:
                assert use.catalogue.selected(selector), use.text


@pytest.mark.parametrize("folder", [each.folder for each in stacks()])
def test_the_labels_of_what_is_built_are_known(folder: str) -> None:
    compiled = next(each for each in stacks() if each.folder == folder)
    stack = compiled.stack
    catalogue = catalogue_of(stack)
    alerts = {(alert.name, each.severity): each for alert in stack.all_alerts for each in alert.thresholds}
    for use in uses(compiled):
        if use.role is not Role.ALERT or use.rule is None:
            continue
        threshold = alerts.get((getattr(use.rule, "alert", ""), use.rule.labels["severity"]))
        if threshold is None or threshold.labels is None:
            continue
        found = use.whole.labels
        assert found.is_closed, use.text
        assert set(found.possible) <= threshold.labels | catalogue.target_labels | {"service"}, use.text
