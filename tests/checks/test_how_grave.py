"""How grave a finding is where nobody declared the metrics: an error only what no declaration could make right."""

from __future__ import annotations

import pytest

from signalwright.checks.alerts import value_in_label
from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Role
from tests.checks.test_open_world import findings
from tests.expressions.rules import rulebook


@pytest.mark.parametrize(
    ("name", "text", "level"),
    [
        ("promql/constant-condition", "abs(x) < 0", "error"),
        ("promql/constant-condition", "abs(rate(x[5m])) < 0", "warning"),
        ("promql/constant-condition", "rate(x[5m]) < 0", "warning"),
        ("promql/constant-condition", "count(x) >= 0", "warning"),
        ("alerts/no-condition", "rate(x[5m])", "warning"),
        ("alerts/no-condition", "vector(1)", "warning"),
        ("alerts/no-condition", "x > 5 or y", "warning"),
        ("alerts/no-condition", "x > bool 5", "error"),
        ("alerts/no-condition", "vector(1) > bool 0", "error"),
        ("promql/many-to-many", 'sum by (job, a) (x{job="b"}) / on (job) sum by (job) (y)', "warning"),
        ("promql/bad-target-label", 'label_replace(x, "1a", "$1", "job", "(.*)")', "warning"),
    ],
)
def test_a_finding_is_as_grave_as_it_is_certain(name: str, text: str, level: str) -> None:
    (found,) = findings(name, text, Role.ALERT)
    assert found.level.value == level


def test_a_comparison_of_numbers_may_be_a_sign_of_life() -> None:
    (found,) = findings("alerts/no-condition", "1 > bool 0", Role.ALERT)
    assert (found.level, found.replacement) == (Level.WARNING, None)
    (made,) = findings("alerts/no-condition", "x > bool 0", Role.ALERT)
    assert (made.level, made.replacement) == (Level.ERROR, ">")


def test_a_value_in_a_label_is_an_error_only_of_an_alert_that_waits() -> None:
    (found,) = value_in_label.relate(rulebook({"a": [("Slow", "x > 5", {"value": "{{ $value }}"})]}))
    assert found.level is Level.WARNING
    assert list(value_in_label.relate(rulebook({"a": [("Slow", "x == 5", {"value": "{{ $value }}"})]}))) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("promql/bad-regex", 'label_replace(x, "a", "$1", "b", "$job(")'),
        ("promql/bad-target-label", 'label_replace(x, "${label}", "$1", "b", "(.*)")'),
    ],
)
def test_a_variable_of_grafana_is_one_in_panels_only(name: str, text: str) -> None:
    assert findings(name, text, Role.PANEL) == []
    assert [each.level for each in findings(name, text, Role.ALERT)] != []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("promql/constant-condition", "x - 1 < 0"),
        ("promql/constant-condition", "count(x) < 1"),
        ("alerts/no-condition", "shop:slow:count"),
        ("alerts/no-condition", 'ALERTS{alertname="Slow"}'),
        ("promql/count-misses-none", "count(x == 1) > 3"),
        ("promql/count-misses-none", "count by (job) (x == 1) < 3"),
        ("promql/count-misses-none", "count(x == bool 1) < 3"),
        ("promql/absent-by-label", "round(sum by (job) (x))"),
        ("promql/absent-by-label", "absent(sum(x))"),
        ("promql/absent-of-constant", "absent(x)"),
        ("promql/absent-of-constant", "round(vector(1))"),
        ("promql/anchored-regex", 'x{job="^a$"}'),
        ("promql/contradictory-matchers", 'x{job!="a",job!="b"}'),
        ("promql/many-to-many", 'sum by (job, a) (x{job="b"}) > 5 and on (job) sum by (job) (y)'),
    ],
)
def test_what_looks_like_a_mistake_and_may_be_right_is_silent(name: str, text: str) -> None:
    assert findings(name, text, Role.ALERT) == []
