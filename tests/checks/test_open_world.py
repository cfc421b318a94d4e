"""Checks of expressions whose metrics nobody declared: they say only what the expression alone proves."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signalwright import checks
from signalwright.checks import check_modules
from signalwright.diagnostics.span import Origin
from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.catalogue import OPEN, Catalogue
from signalwright.promql.parsing.parser import parse

EXAMINE = {name: module.examine for name, module in check_modules([checks]) if hasattr(module, "examine")}
ORIGIN = Origin("rules.yml", ())


def findings(name: str, text: str, role: Role = Role.RECORD, catalogue: Catalogue = OPEN) -> list[Finding]:
    parsed = parse(text)
    assert parsed.expression is not None, parsed.mistakes
    use = Use(parsed, parsed.expression, origin=ORIGIN, role=role, catalogue=catalogue)
    return list(EXAMINE[name](use))


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("promql/joins-nothing", 'hits{status="hit"} / hits{status="miss"}', "/"),
        ("promql/joins-nothing", 'sum by (job) (up{job="api"}) > sum(limit)', ">"),
        ("promql/joins-nothing", "sum by (instance) (busy) / (count(busy) * 0.9)", "/"),
        ("promql/joins-nothing", "sum(busy) > ignoring (job) max by (job, node) (limit)", ">"),
        ("promql/joins-nothing", "up == 1 and (sum by (node) (busy) unless count(idle))", "unless"),
        ("promql/join-label-missing", "sum by (job) (up) * on (cluster) info", "cluster"),
        ("promql/many-to-many", "depth * on (job) sum by (job, queue) (limit)", "*"),
        ("promql/group-label-missing", "depth * on (job) group_left (team) sum by (job) (owner)", "team"),
        ("promql/matches-nothing", 'up{job!~".*"}', 'job!~".*"'),
        ("promql/bad-target-label", 'label_replace(up, "a-b", "$1", "job", "(.*)")', '"a-b"'),
        ("promql/nan-in-sum", "avg(rate(a[5m]) / rate(b[5m]))", "/"),
        ("promql/repeated-matcher", 'up{job="a",job="a"}', 'job="a",'),
        ("promql/unknown-group", 'label_replace(up, "a", "$2", "job", "(.*)")', '"$2"'),
        ("promql/source-label-missing", 'label_replace(sum(up), "a", "$1", "job", "(.*)")', '"job"'),
        ("promql/or-never-reached", "vector(0) or sum(up)", "or"),
        ("promql/bool-without-use", "up == 0 and depth > bool 5", "> bool"),
        ("promql/step-longer-than-range", "max_over_time(up[1m:5m])", "5m"),
        ("promql/label-replace-does-nothing", 'label_replace(up{job="a"}, "b", "c", "job", "d")', '"d"'),
        ("promql/reads-the-future", "up offset -5m", "offset -5m"),
    ],
)
def test_what_may_be_meant_somewhere_is_a_warning(name: str, text: str, part: str) -> None:
    (found,) = findings(name, text)
    assert text[slice(*found.span)] == part
    assert found.level.value == "warning"


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("promql/contradictory-matchers", 'up{job="a",job="b"}', 'job="b"'),
        ("promql/contradictory-matchers", 'up{job=~"a.*",job!~"a.*"}', 'job!~"a.*"'),
        ("promql/contradictory-matchers", 'up{job!~"a.*",job=~"ab|ac"}', 'job=~"ab|ac"'),
        ("promql/bad-regex", 'label_replace(up, "a", "$1", "job", "(")', '"("'),
        ("promql/absent-of-constant", "absent(up or vector(1))", "absent"),
        ("promql/self-comparison", "up > up", ">"),
    ],
)
def test_what_is_wrong_for_every_reader_is_an_error(name: str, text: str, part: str) -> None:
    (found,) = findings(name, text)
    assert text[slice(*found.span)] == part
    assert found.level.value == "error"


@pytest.mark.parametrize(
    "text",
    [
        "sum by (cluster) (up or vector(0)) / sum by (cluster) (up)",
        "used / on (cluster, node) group_left (zone) labels",
        "used / ignoring (reason) total",
        "used * on (namespace, pod) group_left (node) topk by (namespace, pod) (1, max by (namespace, pod, node) (a))",
        "count by (version) (build) / on () group_left () count(build)",
        'up{job=~"a.*",job!~"b.*",job!="ab"}',
        'label_replace(vector(1), "kind", "none", "", "")',
        'label_replace(up, "host", "${1}_x", "instance", "(.+):[0-9]+")',
        'up * on (host) group_left () sum by (host, node) (label_replace(x, "host", "$1", "node", "(.+):.*"))',
        "absent(up) or absent(down)",
        "sum by (instance) (busy) / on () group_left () count(busy)",
        "sum by (instance) (busy) / ignoring (instance) group_left () count(busy)",
        "sum by (instance) (busy) > scalar(count(busy))",
        "topk by (job) (1, up) / sum(up)",
        "sum(rate(a[5m])) / sum(rate(b[5m])) > 0.1",
        "sum(size / total)",
        "up == up",
    ],
)
def test_what_is_usual_is_said_nothing_about(text: str) -> None:
    told = [f"{name}: {found.message}" for name in EXAMINE for found in findings(name, text)]
    assert told == []


def test_a_choice_of_series_matters_to_alerts_only() -> None:
    text = "topk(3, depth) > 5"
    assert findings("promql/fragile-choice", text) == []
    (found,) = findings("promql/fragile-choice", text, Role.ALERT)
    assert text[slice(*found.span)] == "topk"


@pytest.mark.parametrize(
    ("name", "text", "mended"),
    [
        ("promql/plain-regex", 'up{job=~"a"}', 'up{job="a"}'),
        ("promql/plain-regex", "up{job!~'it\\'s'}", "up{job!='it\\'s'}"),
        ("promql/plain-regex", r"up{job=~`a\.b`}", 'up{job="a.b"}'),
        ("promql/anchored-regex", 'up{job=~"^a.*$"}', 'up{job=~"a.*"}'),
        ("promql/anchored-regex", "up{job!~`.*a$`}", "up{job!~`.*a`}"),
        ("promql/repeated-matcher", 'up{job="a", x="b", job="a"}', 'up{x="b", job="a"}'),
    ],
)
def test_a_certain_fix_says_the_same(name: str, text: str, mended: str) -> None:
    (found,) = findings(name, text)
    assert found.replacement is not None
    start, end = found.span
    assert text[:start] + found.replacement + text[end:] == mended


def test_a_metric_between_repeated_matchers_is_not_removed() -> None:
    (found,) = findings("promql/repeated-matcher", '{job="a", "up", job="a"}')
    assert found.replacement is None


def test_variables_of_grafana_are_no_plain_patterns() -> None:
    text = 'sum(up{job=~"$job", instance=~"[[instance]]", zone=~"${zone}", job="a"})'
    for name in ("promql/plain-regex", "promql/anchored-regex", "promql/contradictory-matchers"):
        assert findings(name, text, Role.PANEL) == []


def test_a_label_that_only_newer_servers_take_is_an_error_for_an_older_one() -> None:
    text = 'label_replace(up, "a-b", "$1", "job", "(.*)")'
    (old,) = findings("promql/bad-target-label", text, catalogue=replace(OPEN, release=(2, 53)))
    (new,) = findings("promql/bad-target-label", text, catalogue=replace(OPEN, release=(3, 0)))
    assert (old.level.value, new.level.value) == ("error", "warning")
    assert "Prometheus 2.53" in old.message


def test_matchers_that_exclude_each_other_are_told_how_to_take_either() -> None:
    (either,) = findings("promql/contradictory-matchers", 'up{job="a",job=~"b|c"}')
    (one,) = findings("promql/contradictory-matchers", 'up{job="a",job!="a"}')
    assert '`job=~"a|b|c"`' in either.help
    assert one.help == "remove one of them"


def test_sides_without_common_labels_are_told_a_comparison_that_prometheus_evaluates() -> None:
    (left,) = findings("promql/joins-nothing", 'max by (a) (x{a="1"}) > sum(y)')
    assert left.help.endswith("`> on () group_left () …`")
    (right,) = findings("promql/joins-nothing", 'sum(x) > max by (a) (y{a="1"})')
    assert right.help.endswith("`> on () group_right () …`")
    (neither,) = findings("promql/joins-nothing", 'max by (a) (x{a="1"}) > max by (b) (y{b="1"})')
    assert neither.help == "aggregate both sides by the same labels"
    (filtered,) = findings("promql/joins-nothing", 'max by (a) (x{a="1"}) unless sum(y)')
    assert filtered.help.endswith("`unless on () …`")
