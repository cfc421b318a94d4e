"""Rule files."""

from __future__ import annotations

from typing import Any

import pytest

from signalwright.diagnostics.report import Report
from signalwright.ir.rules import AlertingRule, RecordingRule
from signalwright.ir.values import Duration, Version
from signalwright.target import Gate
from signalwright_targets.prometheus.rules import plain_rule, rule_entry
from tests.targets.prometheus.stacks import SPEC, alert, file, group, lower, record, seconds, service, stack

KEPT = alert("Kept", "up == 0", 60, keep=seconds(300), keep_origin=SPEC.child("alerts", "Kept", "keep"))
RULES: list[RecordingRule | AlertingRule] = [
    record("a:b", "up"),
    record("a:b", "sum(up)", service="api", slo="availability"),
    alert("Bare", "up == 0", labels={}, annotations={}),
    alert("Held", "up == 0", 90, keep=Duration(0)),
    KEPT,
]


def document(*rules: RecordingRule | AlertingRule, version: str = "3.15") -> Any:
    """Returns the rule file of a group of rules."""
    artifacts, report = lower(stack(version=version, rules=[file("api", group("api:alerts", *rules))]))
    assert not list(report), list(report)
    return artifacts["prometheus/rules/api.yml"].document


def test_a_recording_rule_has_its_record_its_expression_and_its_labels() -> None:
    assert document(record("a:b", "sum(up)", service="api"), record("a:c", "up")) == {
        "groups": [
            {
                "name": "api:alerts",
                "rules": [
                    {"record": "a:b", "expr": "sum(up)", "labels": {"service": "api"}},
                    {"record": "a:c", "expr": "up"},
                ],
            }
        ]
    }


def test_an_alerting_rule_has_its_times_labels_and_annotations() -> None:
    assert document(KEPT)["groups"][0]["rules"] == [
        {
            "alert": "Kept",
            "expr": "up == 0",
            "for": "1m",
            "keep_firing_for": "5m",
            "labels": {"severity": "warning"},
            "annotations": {"summary": "Kept is there"},
        }
    ]


def test_what_says_nothing_is_left_out() -> None:
    assert document(alert("Bare", "up == 0", labels={}, annotations={}, keep=Duration(0)))["groups"][0]["rules"] == [
        {"alert": "Bare", "expr": "up == 0"}
    ]


def test_labels_and_annotations_keep_their_order() -> None:
    labels = {"severity": "critical", "team": "web", "compliance": "hipaa"}
    (rule,) = document(alert("A", "up", labels=labels, annotations={"summary": "s", "description": "d"}))["groups"][0][
        "rules"
    ]
    assert list(rule["labels"]) == ["severity", "team", "compliance"]
    assert list(rule["annotations"]) == ["summary", "description"]


def test_a_group_says_its_interval_only_when_it_has_its_own() -> None:
    made = stack(rules=[file("api", group("a", *RULES, interval=seconds(60)), group("b", *RULES))])
    groups: Any = lower(made)[0]["prometheus/rules/api.yml"].document
    assert [each.get("interval") for each in groups["groups"]] == ["1m", None]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_made_directly_is_the_one_that_the_gate_makes(rule: RecordingRule | AlertingRule) -> None:
    gated = Gate("Prometheus", Version("3.15"), Report()).document(rule_entry(rule))
    assert list(plain_rule(rule).items()) == list(gated.items())


def test_a_key_that_the_version_lacks_is_an_error_where_it_is_written() -> None:
    made = stack(version="2.41", rules=[file("api", group("g", *RULES))])
    found = [(each.name, each.primary.place) for each in lower(made)[1]]
    assert found == [("backends/field-too-new", KEPT.keep_origin)]


def test_groups_and_rules_know_where_in_the_spec_they_come_from() -> None:
    owner = service("api")
    made = stack(owner, rules=[file("_stack", group("s", RULES[0])), file("api", group("g", RULES[0], KEPT))])
    artifacts, _ = lower(made)
    origins = artifacts["prometheus/rules/api.yml"].origins()
    assert origins == {
        (): owner.origin,
        ("groups", 0): SPEC.child("groups", "g"),
        ("groups", 0, "rules", 0): RULES[0].origin,
        ("groups", 0, "rules", 1): KEPT.origin,
        ("groups", 0, "rules", 1, "keep_firing_for"): KEPT.keep_origin,
    }
    assert artifacts["prometheus/rules/_stack.yml"].origins()[()] == SPEC
