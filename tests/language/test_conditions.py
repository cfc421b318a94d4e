"""Each kind of condition lowers to the PromQL that does what it says.

The expressions are written out, because they are what people find in Prometheus; where a form was chosen among others,
the reason stands beside it.
"""

from __future__ import annotations

from pathlib import Path

import promql_parser
import pytest

from signalwright.ir.alert import Alert
from signalwright.promql.printer import show
from tests.language.compiling import Outcome, compile_files

FRAME = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15"}
teams: {web: {}}
routing:
  quiet:
    - {name: sundays, days: [sun], from: "02:00", to: "04:00", mutes: [info]}
    - {name: nights, from: "22:00", to: "06:00", mutes: [info]}
    - {name: weekends, days: [sat, sun], mutes: [info]}
    - {name: lunch, days: [mon, tue, wed, thu, fri], from: "11:30", to: "13:00", mutes: [info]}
    - {name: tokyo, days: [mon], to: "10:00", zone: Asia/Tokyo, mutes: [info]}
    - {name: berlin, from: "22:00", zone: Europe/Berlin, mutes: [info]}
    - {name: always, mutes: [info]}
services:
  api:
    team: web
    job: api-gateway
    scrape: {targets: ["api:8000"], labels: {zone: eu-1}}
    metrics:
      requests_total: {type: counter, labels: [method, status]}
      errors_total: {type: counter, labels: [method]}
      latency_seconds: {type: histogram, labels: [endpoint], buckets: [0.1, 1, 2, 5]}
      latency_milliseconds: {type: histogram, buckets: [100, 1000, 5000]}
      native_seconds: {type: native-histogram, labels: [endpoint]}
      size_bytes: {type: summary}
      depth: {type: gauge, labels: [queue]}
      depth_limit: {type: gauge, labels: [queue]}
      total_limit: gauge
      disk_free_bytes: {type: gauge, labels: [device]}
      disk_bytes: {type: gauge, labels: [device, kind]}
      hit_ratio: {type: gauge, labels: [cache]}
      cpu_percent: gauge
      run_minutes: {type: gauge, unit: minutes}
      backup_timestamp_seconds: {type: gauge, labels: [database]}
      build_info: {type: info, labels: [version]}
    alerts:
      Tested: {when: %s, severity: critical, summary: Something is wrong}
    slos:
      answers: {bad: errors_total, total: requests_total, objective: 99%%}
      writes: {bad: 'errors_total{method="PUT"}', total: requests_total, objective: 99%%, window: 14d}
  db:
    team: web
    scrape: ["db:9187"]
    metrics:
      connections: {type: gauge, labels: [database]}
      kept_total: counter
      rows_total: counter
    slos: {stored: {good: kept_total, total: rows_total, objective: 99%%, window: 7d}}
  idle: {team: web, scrape: ["idle:1"]}
"""

API = '{job="api-gateway"}'
EXPRESSIONS = {
    # down: a target that vanished is as dead as one that doesn't answer, unless it is said otherwise
    "down": f"up{API} == 0 or absent(up{API})",
    "{down: db}": 'up{job="db"} == 0 or absent(up{job="db"})',
    "{down: db, missing: silent}": 'up{job="db"} == 0',
    "{down: [db]}": 'up{job="db"} == 0 or absent(up{job="db"})',
    "{down: [db, api]}": ('up{job=~"api-gateway|db"} == 0 or (absent(up{job="db"}) or absent(up{job="api-gateway"}))'),
    "{down: [api, db], missing: silent}": 'up{job=~"api-gateway|db"} == 0',
    # budget: from the records of SLOs, each of which says its window by its name
    "{budget: answers, below: 0%}": 'slo:budget_remaining:ratio30d{service="api", slo="answers"} < 0',
    "{budget: stored, from: db, below: 10%}": 'slo:budget_remaining:ratio7d{service="db", slo="stored"} < 0.1',
    "{budget: true, below: 10%}": (
        '(slo:budget_remaining:ratio14d{service="api"} or slo:budget_remaining:ratio30d{service="api"}) < 0.1'
    ),
    "{budget: true, from: db, above: 50%}": 'slo:budget_remaining:ratio7d{service="db"} > 0.5',
    "{all: [{budget: answers, below: 0%}, {value: depth, above: 5}]}": (
        'slo:budget_remaining:ratio30d{service="api", slo="answers"} < 0 and on () depth{job="api-gateway"} > 5'
    ),
    # during: what PromQL has no zones for is brought into UTC
    "{during: sundays}": "day_of_week() == 0 and hour() >= 2 and hour() < 4",
    "{during: sundays, ahead: 1h}": "day_of_week() == 0 and hour() >= 1 and hour() < 4",
    "{during: sundays, ahead: 90m}": (
        "day_of_week() == 0 and vector(time() % 86400) >= 1800 and vector(time() % 86400) < 14400"
    ),
    "{during: sundays, ahead: 2h}": "day_of_week() == 0 and hour() < 4",
    "{during: sundays, ahead: 3h}": "day_of_week() == 0 and hour() < 4 or day_of_week() == 6 and hour() >= 23",
    "{during: nights}": "hour() < 6 or hour() >= 22",
    "{during: weekends}": "day_of_week() == 0 or day_of_week() == 6",
    "{during: lunch}": (
        "day_of_week() >= 1 and day_of_week() < 6 and "
        "vector(time() % 86400) >= 41400 and vector(time() % 86400) < 46800"
    ),
    "{during: tokyo}": "day_of_week() == 0 and hour() >= 15 or day_of_week() == 1 and hour() < 1",
    "{during: always}": "vector(1)",
    "{value: depth, above: 5, unless: {during: nights}}": (
        'depth{job="api-gateway"} > 5 unless on () (hour() < 6 or hour() >= 22)'
    ),
    # value: gauges keep their series, so that the alert says which one; `by` adds up, or takes the mean of shares
    "{value: depth, above: 5}": f"depth{API} > 5",
    "{value: depth, below: 5}": f"depth{API} < 5",
    "{value: 'depth{queue=\"a\"}', above: 0.5}": 'depth{job="api-gateway", queue="a"} > 0.5',
    "{value: depth, above: 5, missing: fires}": f"depth{API} > 5 or absent(depth{API})",
    "{value: depth, above: 5, by: []}": f"sum(depth{API}) > 5",
    "{value: depth, above: 5, by: [queue]}": f"sum by (queue) (depth{API}) > 5",
    "{value: hit_ratio, below: 80%, by: [instance]}": f"avg by (instance) (hit_ratio{API}) < 0.8",
    "{value: connections, from: db, above: 90}": 'connections{job="db"} > 90',
    # units: the bound is brought into the metric's own
    "{value: hit_ratio, below: 5%}": f"hit_ratio{API} < 0.05",
    "{value: cpu_percent, above: 85%}": f"cpu_percent{API} > 85",
    "{value: run_minutes, above: 2m}": f"run_minutes{API} > 2",
    "{value: run_minutes, above: 90s}": f"run_minutes{API} > 1.5",
    "{value: disk_free_bytes, below: 2GiB}": f"disk_free_bytes{API} < 2147483648",
    "{value: depth, above: 1e3}": f"depth{API} > 1000",
    "{value: depth, above: -0.5}": f"depth{API} > -0.5",
    # rate: counters are added up over the service, after the rate, so that restarts don't count
    "{rate: requests_total, above: 5}": f"sum(rate(requests_total{API}[5m])) > 5",
    "{rate: requests_total, over: 1h, by: [method], below: 1}": f"sum by (method) (rate(requests_total{API}[1h])) < 1",
    "{rate: latency_seconds_count, above: 5}": f"sum(rate(latency_seconds_count{API}[5m])) > 5",
    "{rate: size_bytes_sum, above: 1MiB}": f"sum(rate(size_bytes_sum{API}[5m])) > 1048576",
    # a bucket is found however the server spells its bound
    "{rate: 'latency_seconds_bucket{le=\"2\"}', below: 1}": (
        'sum(rate(latency_seconds_bucket{job="api-gateway", le=~"2(\\\\.0)?"}[5m])) < 1'
    ),
    "{rate: 'latency_seconds_bucket{le=\"0.1\"}', below: 1}": (
        'sum(rate(latency_seconds_bucket{job="api-gateway", le="0.1"}[5m])) < 1'
    ),
    # ratio of counters: rates first, both over the same range
    "{ratio: {of: errors_total, to: requests_total}, above: 5%}": (
        f"sum(rate(errors_total{API}[5m])) / sum(rate(requests_total{API}[5m])) > 0.05"
    ),
    "{ratio: {of: errors_total, to: requests_total, over: 10m}, by: [method], above: 5%}": (
        f"sum by (method) (rate(errors_total{API}[10m])) / sum by (method) (rate(requests_total{API}[10m])) > 0.05"
    ),
    # without a single series of the part the share is 0, and below every bound
    "{ratio: {of: errors_total, to: requests_total}, below: 5%}": (
        f"(sum(rate(errors_total{API}[5m])) or sum(rate(requests_total{API}[5m])) * 0)"
        f" / sum(rate(requests_total{API}[5m])) < 0.05"
    ),
    "{ratio: {of: errors_total, to: requests_total}, above: 5%, missing: fires}": (
        f"sum(rate(errors_total{API}[5m])) / sum(rate(requests_total{API}[5m])) > 0.05 or absent(requests_total{API})"
    ),
    # ratio of gauges: series meet by the labels that both have
    "{ratio: {of: depth, to: depth_limit}, above: 80%}": f"depth{API} / depth_limit{API} > 0.8",
    "{ratio: {of: depth, to: total_limit}, above: 80%}": (
        f"depth{API} / ignoring (queue) group_left total_limit{API} > 0.8"
    ),
    "{ratio: {of: disk_free_bytes, to: 'disk_bytes{kind=\"ext4\"}'}, below: 10%}": (
        f'disk_free_bytes{API} / ignoring (kind) disk_bytes{{job="api-gateway", kind="ext4"}} < 0.1'
    ),
    "{ratio: {of: 'disk_bytes{kind=\"a\"}', to: 'disk_bytes{kind=\"b\"}'}, above: 50%}": (
        'disk_bytes{job="api-gateway", kind="a"} / ignoring (kind) disk_bytes{job="api-gateway", kind="b"} > 0.5'
    ),
    "{ratio: {of: depth, to: total_limit}, by: [instance], above: 80%}": (
        f"sum by (instance) (depth{API}) / sum by (instance) (total_limit{API}) > 0.8"
    ),
    # quantiles: buckets are added up before, never quantiles after
    "{p95: latency_seconds, above: 2s}": (
        f"histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket{API}[5m]))) > 2"
    ),
    "{p50: latency_seconds, over: 1h, by: [endpoint], above: 500ms}": (
        f"histogram_quantile(0.5, sum by (endpoint, le) (rate(latency_seconds_bucket{API}[1h]))) > 0.5"
    ),
    "{p99: latency_milliseconds, above: 2s}": (
        f"histogram_quantile(0.99, sum by (le) (rate(latency_milliseconds_bucket{API}[5m]))) > 2000"
    ),
    "{p99: native_seconds, above: 2s}": f"histogram_quantile(0.99, sum(rate(native_seconds{API}[5m]))) > 2",
    # age: a time that never was is as old as a time can be
    "{age: backup_timestamp_seconds, above: 24h}": (
        f"time() - backup_timestamp_seconds{API} > 86400 or absent(backup_timestamp_seconds{API})"
    ),
    "{age: backup_timestamp_seconds, above: 24h, missing: silent}": f"time() - backup_timestamp_seconds{API} > 86400",
    "{age: backup_timestamp_seconds, by: [database], above: 1h, missing: silent}": (
        f"time() - max by (database) (backup_timestamp_seconds{API}) > 3600"
    ),
    # growth: a counter's is its increase, a gauge's the difference
    "{growth: requests_total, over: 1h, above: 100}": f"sum(increase(requests_total{API}[1h])) > 100",
    "{growth: depth, over: 1h, above: 100}": f"delta(depth{API}[1h]) > 100",
    "{growth: depth, over: 1h, by: [queue], above: 1}": f"sum by (queue) (delta(depth{API}[1h])) > 1",
    # predict: of several series the one that gets there first counts
    "{predict: disk_free_bytes, over: 6h, ahead: 1d, below: 0}": (
        f"predict_linear(disk_free_bytes{API}[6h], 86400) < 0"
    ),
    "{predict: disk_free_bytes, over: 6h, ahead: 1d, by: [instance], below: 0}": (
        f"min by (instance) (predict_linear(disk_free_bytes{API}[6h], 86400)) < 0"
    ),
    "{predict: depth, over: 6h, ahead: 1d, by: [queue], above: 9}": (
        f"max by (queue) (predict_linear(depth{API}[6h], 86400)) > 9"
    ),
    # appears: a range in the past, so that a missed scrape makes nothing new
    "{appears: build_info, labels: [version], over: 10m}": (
        f"group by (version) (build_info{API})"
        f" unless group by (version) (last_over_time(build_info{API}[10m] offset 10m))"
    ),
    "{appears: latency_seconds, labels: [endpoint], over: 10m}": (
        f"group by (endpoint) (latency_seconds_count{API})"
        f" unless group by (endpoint) (last_over_time(latency_seconds_count{API}[10m] offset 10m))"
    ),
    # absent: a histogram has no series of its own name
    "{absent: requests_total}": f"absent(requests_total{API})",
    "{absent: latency_seconds}": f"absent(latency_seconds_count{API})",
    "{absent: native_seconds}": f"absent(native_seconds{API})",
    # raw: verbatim, in brackets where something follows
    "{expr: 'up == 0'}": "up == 0",
    "{expr: 'depth or total_limit', above: 5}": "(depth or total_limit) > 5",
    # combined: by all labels where they are the same, by the common ones otherwise
    "{all: [{value: depth, above: 5}, {growth: depth, over: 1h, above: 1}]}": (
        f"depth{API} > 5 and delta(depth{API}[1h]) > 1"
    ),
    "{all: [{value: depth, above: 5}, {value: total_limit, below: 9}]}": (
        f"depth{API} > 5 and on (instance, job, service, zone) total_limit{API} < 9"
    ),
    "{all: [{rate: requests_total, by: [method], above: 1}, {rate: errors_total, above: 1}]}": (
        f"sum by (method) (rate(requests_total{API}[5m])) > 1 and on () sum(rate(errors_total{API}[5m])) > 1"
    ),
    # series of two services never have the same target
    "{all: [{value: depth, above: 5}, {value: connections, from: db, above: 90}]}": (
        f'depth{API} > 5 and on () connections{{job="db"}} > 90'
    ),
    "{value: depth, above: 5, unless: {down: db}}": (
        f'depth{API} > 5 unless on () up{{job="db"}} == 0 unless on () absent(up{{job="db"}})'
    ),
    "{any: [{value: depth, above: 5}, {absent: depth}]}": f"depth{API} > 5 or absent(depth{API})",
    "{all: [{expr: 'depth or total_limit'}, {value: depth, above: 5}]}": (
        f"(depth or total_limit) and on () depth{API} > 5"
    ),
}


def compiled(root: Path, condition: str) -> Outcome:
    text = FRAME % condition
    if "{warning:" in condition or "{critical:" in condition:
        text = text.replace(" severity: critical,", "")
    return compile_files(root, {"shop/stack.yaml": text})


def alert(outcome: Outcome) -> Alert:
    assert [str(each) for each in outcome.errors] == []
    return outcome.stacks["shop"].stack.services["api"].alerts[0]


@pytest.mark.parametrize("condition", EXPRESSIONS)
def test_a_condition_lowers_to_the_expression_that_says_it(condition: str, tmp_path: Path) -> None:
    text = show(alert(compiled(tmp_path, condition)).thresholds[0].expression)
    assert text == EXPRESSIONS[condition]
    promql_parser.parse(text)


def test_each_severity_gets_its_own_bound_gravest_first(tmp_path: Path) -> None:
    found = alert(compiled(tmp_path, "{value: depth, above: {warning: 5, critical: 10}}"))
    assert [(each.severity, show(each.expression)) for each in found.thresholds] == [
        ("critical", f"depth{API} > 10"),
        ("warning", f"depth{API} > 5"),
    ]


def test_bounds_of_severities_go_through_combinations(tmp_path: Path) -> None:
    condition = "{all: [{value: depth, above: {warning: 5, critical: 10}}, {value: depth_limit, above: 1}]}"
    found = alert(compiled(tmp_path, condition))
    assert [show(each.expression) for each in found.thresholds] == [
        f"depth{API} > 10 and depth_limit{API} > 1",
        f"depth{API} > 5 and depth_limit{API} > 1",
    ]


REFUSED = {
    "{value: requests_total, above: 5}": ("alerts/wrong-metric-type", "`rate`"),
    "{rate: depth, above: 5}": ("alerts/wrong-metric-type", "`value`, `growth`, `predict`, `age` or `ratio`"),
    "{rate: latency_seconds, above: 5}": ("alerts/wrong-metric-type", "`latency_seconds_count`"),
    "{rate: native_seconds, above: 5}": ("alerts/wrong-metric-type", "`p50`"),
    "{growth: latency_seconds, over: 1h, above: 5}": ("alerts/wrong-metric-type", "`latency_seconds_count`"),
    "{ratio: {of: latency_seconds, to: requests_total}, above: 5%}": (
        "alerts/wrong-metric-type",
        "`latency_seconds_count`",
    ),
    "{ratio: {of: native_seconds, to: requests_total}, above: 5%}": ("alerts/wrong-metric-type", "histogram_count"),
    "{ratio: {of: depth, to: requests_total}, above: 5%}": ("alerts/wrong-metric-type", "same type"),
    "{ratio: {of: depth, to: disk_free_bytes}, above: 5%}": ("alerts/labels-differ", "by: "),
    "{ratio: {of: 'disk_bytes{kind=\"a\"}', to: disk_bytes}, above: 5%}": ("alerts/labels-differ", "by: "),
    "{ratio: {of: depth, to: depth_limit, over: 5m}, above: 5%}": ("language/useless-key", "leave it out"),
    "{p95: latency_seconds_bucket, above: 1}": ("alerts/wrong-metric-type", "`latency_seconds`"),
    "{p95: latency_seconds, above: 5s}": ("alerts/bound-beyond-buckets", "below 5"),
    "{p95: latency_seconds, above: 5%}": ("alerts/unit-mismatch", "seconds"),
    "{rate: 'latency_seconds_bucket{le=\"3\"}', above: 1}": ("promql/unknown-label-value", "2"),
    "{value: depth}": ("language/missing-key", "above"),
    "{value: depth, above: 5, below: 1}": ("language/conflicting-keys", "any"),
    "{value: depth, above: 5, over: 5m}": ("language/useless-key", "leave it out"),
    "{growth: depth, above: 5}": ("language/missing-key", "over"),
    "{predict: depth, over: 1h, above: 5}": ("language/missing-key", "ahead"),
    "{value: depth, above: 5, by: [queu]}": ("promql/unknown-label", "`queue`"),
    "{appears: build_info, labels: [verson], over: 1h}": ("promql/unknown-label", "`version`"),
    "{all: []}": ("language/empty", "add two"),
    "{absent: depth, above: 1}": ("language/useless-key", "leave it out"),
    "{value: depth, rate: requests_total, above: 1}": ("language/conflicting-keys", "all"),
    "{above: 1}": ("language/missing-key", "add one of"),
    "{value: 'depth{job=\"x\"}', above: 1}": ("promql/job-in-short-form", "from"),
    "{expr: 'sum('}": ("promql/syntax", "where it ends"),
    "{budget: answers}": ("language/missing-key", "above"),
    "{budget: anwsers, below: 0%}": ("language/unknown-reference", "`answers`"),
    "{budget: stored, below: 0%}": ("language/unknown-reference", "from: db"),
    "{budget: true, from: idle, below: 0%}": ("language/unknown-reference", "slos"),
    "{budget: stored, from: bd, below: 0%}": ("language/unknown-reference", "`db`"),
    "{budget: true, from: bd, below: 0%}": ("language/unknown-reference", "`db`"),
    "{budget: answers, below: 5s}": ("alerts/unit-mismatch", "percentage"),
    "{budget: answers, below: 0%, over: 5m}": ("language/useless-key", "leave it out"),
    "{budget: answers, below: 0%, missing: fires}": ("language/useless-key", "leave it out"),
    "{during: sunday}": ("language/unknown-reference", "`sundays`"),
    "{during: berlin}": ("alerts/clocks-change", "zone: UTC"),
    "{during: nights, above: 1}": ("language/useless-key", "leave it out"),
    "{during: nights, missing: fires}": ("language/useless-key", "leave it out"),
    "{during: nights, over: 5m}": ("language/useless-key", "leave it out"),
    "{expr: 'slo:budget_remaining:ratio28d'}": ("promql/unknown-record", "`slo:budget_remaining:ratio14d`"),
    "{expr: 'api:depth:sum'}": ("promql/unknown-record", "records"),
    "{down: dbs}": ("language/unknown-reference", "`db`"),
    "{down: [api, dbs]}": ("language/unknown-reference", "`db`"),
    "{down: [api, api]}": ("language/duplicate-name", "once"),
    "{down: []}": ("language/empty", "[hosts, db]"),
    "{value: depth, above: {warning: 1}, unless: {value: depth_limit, above: {critical: 1}}}": (
        "language/missing-key",
        "add `",
    ),
}


@pytest.mark.parametrize("condition", REFUSED)
def test_a_condition_that_says_nothing_right_is_refused_with_a_way_out(condition: str, tmp_path: Path) -> None:
    errors = compiled(tmp_path, condition).errors
    name, way_out = REFUSED[condition]
    assert {each.name for each in errors} == {name}, [str(each) for each in errors]
    assert errors[0].help is not None
    assert way_out in errors[0].help
