"""Each kind of record is kept under the name that says what it is, and its mistakes are told at their places.

Names and expressions are written out, because they are what people find in Prometheus and build upon.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.ir.rules import RecordingRule, RuleGroup
from signalwright.ir.stack import Stack
from signalwright.promql.printer import show
from tests.language.compiling import Outcome, compile_text

FRAME = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15"}
teams: {web: {}}
services:
  api:
    team: web
    job: api-gateway
    scrape: {targets: ["api:8000"], labels: {zone: eu-1}}
    metrics:
      requests_total: {type: counter, labels: [method, status]}
      latency_seconds: {type: histogram, labels: [endpoint], buckets: [0.1, 1, 2, 5]}
      native_seconds: {type: native-histogram, labels: [endpoint]}
      depth: {type: gauge, labels: [queue]}
      depth_limit: {type: gauge, labels: [queue]}
      disk_bytes: {type: gauge, labels: [device]}
      hit_ratio: {type: gauge, labels: [cache]}
      backup_timestamp_seconds: gauge
    records: {tested: RECORD}
  db:
    team: web
    scrape: ["db:9187"]
    metrics: {connections: {type: gauge, labels: [database]}}
"""
LINE = FRAME[: FRAME.index("RECORD")].count("\n") + 1
COLUMN = len("    records: {tested: ") + 1

API = 'job="api-gateway"'
KEPT = {
    # rates add up all targets, as those of alerts do; a window each, five minutes when nothing is said
    "{rate: requests_total}": {"api:tested:rate5m": f"sum(rate(requests_total{{{API}}}[5m]))"},
    "{rate: 'requests_total{status=\"500\"}', by: [method], over: [1m, 1h]}": {
        "api:tested:rate1m": f'sum by (method) (rate(requests_total{{{API}, status="500"}}[1m]))',
        "api:tested:rate1h": f'sum by (method) (rate(requests_total{{{API}, status="500"}}[1h]))',
    },
    "{rate: latency_seconds_count, over: 90s}": {
        "api:tested:rate1m30s": f"sum(rate(latency_seconds_count{{{API}}}[1m30s]))"
    },
    # what grows is counted; what goes up and down is compared
    "{growth: requests_total, over: 1d}": {"api:tested:increase1d": f"sum(increase(requests_total{{{API}}}[1d]))"},
    "{growth: depth, over: 1h}": {"api:tested:delta1h": f"delta(depth{{{API}}}[1h])"},
    "{growth: depth, over: 1h, by: [queue]}": {"api:tested:delta1h": f"sum by (queue) (delta(depth{{{API}}}[1h]))"},
    # a share of nothing isn't kept: its NaN would spoil every mean; what never happened is a share of 0
    "{ratio: {of: 'requests_total{status=\"500\"}', to: requests_total}, over: 5m}": {
        "api:tested:ratio_rate5m": (
            f'(sum(rate(requests_total{{{API}, status="500"}}[5m])) or sum(rate(requests_total{{{API}}}[5m])) * 0)'
            f" / (sum(rate(requests_total{{{API}}}[5m])) > 0)"
        )
    },
    "{ratio: {of: depth, to: depth_limit}}": {"api:tested:ratio": f"depth{{{API}}} / depth_limit{{{API}}}"},
    "{ratio: {of: depth, to: depth_limit}, by: [queue]}": {
        "api:tested:ratio": f"sum by (queue) (depth{{{API}}}) / sum by (queue) (depth_limit{{{API}}})"
    },
    # gauges stay as they are; taken together they are added up, and shares have a mean
    "{value: depth}": {"api:tested:value": f"depth{{{API}}}"},
    "{value: depth, by: []}": {"api:tested:sum": f"sum(depth{{{API}}})"},
    "{value: hit_ratio, by: [cache]}": {"api:tested:avg": f"avg by (cache) (hit_ratio{{{API}}})"},
    "{value: connections, from: db, by: [database]}": {
        "api:tested:sum": 'sum by (database) (connections{job="db"})'
    },
    "{p95: latency_seconds, by: [endpoint]}": {
        "api:tested:p95_rate5m": (
            f"histogram_quantile(0.95, sum by (endpoint, le) (rate(latency_seconds_bucket{{{API}}}[5m])))"
        )
    },
    "{p50: native_seconds, over: 1h}": {
        "api:tested:p50_rate1h": f"histogram_quantile(0.5, sum(rate(native_seconds{{{API}}}[1h])))"
    },
    "{age: backup_timestamp_seconds}": {"api:tested:age": f"time() - backup_timestamp_seconds{{{API}}}"},
    "{age: backup_timestamp_seconds, by: []}": {
        "api:tested:age": f"time() - max(backup_timestamp_seconds{{{API}}})"
    },
    "{expr: 'count(up)', unit: targets}": {"api:tested:expr": "count(up)"},
}  # fmt: skip


def compiled(folder: Path, written: str) -> Outcome:
    return compile_text(folder, FRAME.replace("RECORD", written))


def stack_of(folder: Path, text: str) -> Stack:
    outcome = compile_text(folder, text)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    return outcome.stacks["shop"].stack


def groups_of(stack: Stack) -> dict[str, list[RuleGroup]]:
    return {file.name: list(file.groups) for file in stack.rules}


def kept(group: RuleGroup) -> dict[str, str]:
    return {rule.record: show(rule.query.tree) for rule in group.rules if isinstance(rule, RecordingRule)}


@pytest.mark.parametrize("written", KEPT)
def test_a_value_is_kept_under_the_name_that_says_what_it_is(written: str, tmp_path: Path) -> None:
    (group,) = groups_of(stack_of(tmp_path, FRAME.replace("RECORD", written)))["api"]
    assert kept(group) == KEPT[written]


def test_records_say_their_service_and_stand_before_the_alerts_that_may_read_them(tmp_path: Path) -> None:
    text = FRAME.replace(
        "    records: {tested: RECORD}\n",
        "    alerts: {Busy: {when: {expr: 'api:busy:rate5m > 9'}, severity: warning, summary: Busy}}\n"
        "    slos: {fast: {histogram: latency_seconds, below: 2s, objective: 99%, window: 30d}}\n"
        "    records: {busy: {rate: requests_total}, calm: {value: depth}}\n",
    )
    groups = groups_of(stack_of(tmp_path, text))["api"]
    assert [group.name for group in groups] == ["api:records", "api:alerts", "api:slo:fast"]
    assert [dict(rule.labels) for rule in groups[0].rules] == [{"service": "api"}] * 2
    assert list(kept(groups[0])) == ["api:busy:rate5m", "api:calm:value"]


def test_a_record_of_the_stack_has_no_service(tmp_path: Path) -> None:
    text = FRAME.replace("    records: {tested: RECORD}\n", "") + "records: {busy: {rate: requests_total}}\n"
    (group,) = groups_of(stack_of(tmp_path, text))["_stack"]
    assert group.name == "shop:records"
    assert kept(group) == {"shop:busy:rate5m": f"sum(rate(requests_total{{{API}}}[5m]))"}
    assert [dict(rule.labels) for rule in group.rules] == [{}]


def test_a_name_that_no_metric_can_have_is_written_with_underscores(tmp_path: Path) -> None:
    text = FRAME.replace("  api:\n", "  api-gate.way:\n").replace("RECORD", "{value: depth}")
    (group,) = groups_of(stack_of(tmp_path, text))["api-gate.way"]
    assert list(kept(group)) == ["api_gate_way:tested:value"]
    assert [rule.labels["service"] for rule in group.rules] == ["api-gate.way"]


def test_many_records_are_divided_as_mimir_wants_them_unless_they_read_each_other(tmp_path: Path) -> None:
    many = ", ".join(f"r{number}: {{value: depth}}" for number in range(21))
    apart = stack_of(tmp_path / "apart", FRAME.replace("{tested: RECORD}", f"{{{many}}}"))
    assert [(group.name, len(group.rules)) for group in groups_of(apart)["api"]] == [
        ("api:records", 20),
        ("api:records:2", 1),
    ]
    reader = f"{{{many}, all: {{expr: 'sum(api:r3:value)'}}}}"
    together = stack_of(tmp_path / "together", FRAME.replace("{tested: RECORD}", reader))
    assert [(group.name, len(group.rules)) for group in groups_of(together)["api"]] == [("api:records", 22)]


def test_prometheus_keeps_enough_for_the_longest_window(tmp_path: Path) -> None:
    text = FRAME.replace("RECORD", "{rate: requests_total, over: [5m, 60d]}")
    outcome = compile_text(tmp_path, text, lower=True)
    (flags,) = (each for each in outcome.stacks["shop"].artifacts if each.path == "prometheus/prometheus.args")
    assert "--storage.tsdb.retention.time=61d" in flags.content.decode().splitlines()


# A record in which `»` stands before the place of the error (its name without one); the error, a word of the way out.
MISTAKES = {
    "{value: depth, »over: 5m}": ("language/useless-key", "leave it out"),
    "{ratio: {of: depth, to: depth_limit}, »over: 5m}": ("language/useless-key", "leave it out"),
    "{ratio: {of: requests_total, to: requests_total, »over: 5m}}": ("language/useless-key", "}, over: 5m}"),
    "{expr: 'count(up)', »by: [job]}": ("language/useless-key", "leave it out"),
    "{expr: 'count(up)', »from: db}": ("language/useless-key", "leave it out"),
    "{expr: 'count(up)', »over: 5m}": ("language/useless-key", "leave it out"),
    "{value: depth, »unit: jobs}": ("language/useless-key", "leave it out"),
    "{»growth: depth}": ("language/missing-key", "over: 1h"),
    "{rate: requests_total, over: »[]}": ("language/empty", "[5m, 1h]"),
    "{rate: requests_total, over: »5}": ("language/wrong-kind", "`5m`"),
    "{rate: requests_total, »over: {a: 5m}}": ("language/wrong-kind", "[5m, 1h]"),
    "{over: 5m}": ("language/missing-key", "add one of rate, growth"),
    "{rate: requests_total, value: depth}": ("language/conflicting-keys", "make a record of each"),
    "{value: »requests_total}": ("alerts/wrong-metric-type", "`rate`"),
    "{rate: »latency_seconds}": ("alerts/wrong-metric-type", "`latency_seconds_count`"),
    "{growth: »latency_seconds, over: 1h}": ("alerts/wrong-metric-type", "`latency_seconds_count`"),
    "{p95: »latency_seconds_sum}": ("alerts/wrong-metric-type", "`latency_seconds`"),
    "{»ratio: {of: depth, to: requests_total}}": ("alerts/wrong-metric-type", "same type"),
    "{»ratio: {of: depth, to: disk_bytes}}": ("alerts/labels-differ", "by: "),
    "{rate: »request_total}": ("promql/unknown-metric", "`requests_total`"),
    "{rate: requests_total, by: [»metod]}": ("promql/unknown-label", "`method`"),
    "{value: depth, from: »dbs}": ("language/unknown-reference", "`db`"),
    "{expr: 'sum»('}": ("promql/syntax", "where it ends"),
}


@pytest.mark.parametrize("marked", MISTAKES)
def test_a_mistake_is_told_once_at_its_place_with_a_way_out(marked: str, tmp_path: Path) -> None:
    name, way_out = MISTAKES[marked]
    (error,) = compiled(tmp_path, marked.replace("»", "")).errors
    assert error.name == name
    assert way_out in (error.help or "")
    assert error.place == (LINE, COLUMN + (marked.index("»") if "»" in marked else -len("tested: ")))


def test_a_record_that_is_called_like_a_kind_is_read_as_any_other(tmp_path: Path) -> None:
    text = FRAME.replace("tested: RECORD", "ratio: {value: connections, from: dbs}")
    (error,) = compile_text(tmp_path, text).errors
    assert error.place == (LINE, len("    records: {ratio: {value: connections, from: ") + 1)
