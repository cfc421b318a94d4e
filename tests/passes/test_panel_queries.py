"""Each kind of panel asks the query that shows what it says, and tells its lines apart.

The expressions are written out, because they are what people find in Grafana; where a form was chosen among others,
the reason stands beside it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.passes.dashboards import dashboards_of, lines_of, panels_of

FRAME = """\
signalwright: 1
stack: shop
backends: {prometheus: {version: "3.15", scrape_every: 15s}, grafana: "12", loki: "3.7"}
teams: {web: {}}
services:
  api:
    team: web
    job: api-gateway
    scrape: {targets: ["api:8000"], labels: {zone: eu-1}}
    metrics:
      requests_total: {type: counter, labels: [method, status]}
      waited_seconds_total: counter
      latency_seconds: {type: histogram, labels: [endpoint], buckets: [0.1, 1, 2, 5]}
      native_seconds: {type: native-histogram, labels: [endpoint]}
      size_bytes: summary
      depth: {type: gauge, labels: [queue, kind]}
      depth_limit: {type: gauge, labels: [queue]}
      hit_ratio: {type: gauge, labels: [cache]}
      backup_timestamp_seconds: {type: gauge, labels: [database]}
      build_info: {type: info, labels: [version]}
    alerts:
      ApiDown: {when: down, severity: critical}
      ManyErrors:
        when: {ratio: {of: 'requests_total{status=~"5.."}', to: requests_total}, above: 5%, by: [method]}
        severity: critical
      DeepQueue: {when: {value: 'depth{kind="in"}', above: 5}, severity: critical}
      OldBackup: {when: {age: backup_timestamp_seconds, above: 1d}, severity: critical}
      Odd: {when: {all: [{value: depth_limit, below: 1}, {value: hit_ratio, below: 10%}]}, severity: critical,
            summary: Odd}
      Verbatim: {when: {expr: 'sum(rate(requests_total[5m])) > 9'}, severity: critical, summary: Many}
      NotRead: {when: {absent: requests_total}, severity: critical}
    slos:
      answers: {good: 'requests_total{status!~"5.."}', total: requests_total, objective: 99.9%, window: 30d}
  gateway: {team: web, scrape: {targets: ["gateway:9091"], honor_labels: true}, metrics: {pushes: gauge}}
  nightly:
    team: web
    push: {via: gateway, every: 1d}
    metrics: {rows: {type: gauge, labels: [table]}, rows_limit: {type: gauge, labels: [table]}, scored_total: counter}
    alerts: {FewRows: {when: {value: rows, below: 5}, severity: critical}}
dashboards:
  Tested: {panels: [PANEL]}
"""
API = 'job=~"$job", instance=~"$instance"'
JOB = 'job="api-gateway"'
RATE = "[$__rate_interval]"
BUCKETS = f"(rate(latency_seconds_bucket{{{API}}}{RATE}))"

PANELS: dict[str, list[tuple[str, str]]] = {
    # rate: counters are added up to what is kept apart
    "{rate: requests_total}": [(f"sum(rate(requests_total{{{API}}}{RATE}))", "all")],
    "{rate: requests_total, by: [method, status]}": [
        (f"sum by (method, status) (rate(requests_total{{{API}}}{RATE}))", "{{method}} {{status}}"),
    ],
    """{rate: 'requests_total{status=~"5.."}', over: 10m}""": [
        (f'sum(rate(requests_total{{{API}, status=~"5.."}}[10m]))', "all"),
    ],
    "{rate: latency_seconds_count}": [(f"sum(rate(latency_seconds_count{{{API}}}{RATE}))", "all")],
    # value: gauges keep their series; a label that the scrape adds is the same on all of them
    "{value: depth}": [(f"depth{{{API}}}", "{{instance}} {{queue}} {{kind}}")],
    """{value: 'depth{kind="in"}'}""": [(f'depth{{{API}, kind="in"}}', "{{instance}} {{queue}}")],
    "{value: depth, by: [queue]}": [(f"sum by (queue) (depth{{{API}}})", "{{queue}}")],
    "{value: depth, by: []}": [(f"sum(depth{{{API}}})", "all")],
    # shares aren't added up
    "{value: hit_ratio, by: [cache]}": [(f"avg by (cache) (hit_ratio{{{API}}})", "{{cache}}")],
    "{value: build_info}": [(f"build_info{{{API}}}", "{{instance}} {{version}}")],
    # what is pushed has no target, and a page whose labels win may say another
    "{value: rows}": [('rows{job=~"$job"}', "{{table}}")],
    "{value: pushes}": [('pushes{job=~"$job"}', "{{instance}}")],
    # ratio: without failures there is no series of failures, and the share is 0; without requests there is no share
    """{ratio: {of: 'requests_total{status=~"5.."}', to: requests_total}}""": [
        (
            (f'(sum(rate(requests_total{{{API}, status=~"5.."}}{RATE}))'
            f" or sum(rate(requests_total{{{API}}}{RATE})) * 0)"
            f" / (sum(rate(requests_total{{{API}}}{RATE})) > 0)"),
            "share",
        ),
    ],
    "{ratio: {of: latency_seconds_count, to: requests_total, over: 1h}, by: [instance]}": [
        (
            (f"(sum by (instance) (rate(latency_seconds_count{{{API}}}[1h]))"
            f" or sum by (instance) (rate(requests_total{{{API}}}[1h])) * 0)"
            f" / (sum by (instance) (rate(requests_total{{{API}}}[1h])) > 0)"),
            "{{instance}}",
        ),
    ],
    # gauges are compared target by target, by the labels that both have
    "{ratio: {of: depth, to: depth_limit}}": [
        (
            f"sum by (instance, queue) (depth{{{API}}}) / (sum by (instance, queue) (depth_limit{{{API}}}) > 0)",
            "{{instance}} {{queue}}",
        ),
    ],
    "{ratio: {of: rows, to: rows_limit}}": [
        ('sum by (table) (rows{job=~"$job"}) / (sum by (table) (rows_limit{job=~"$job"}) > 0)', "{{table}}"),
    ],
    # two jobs never have a target in common
    "{ratio: {of: depth, to: rows}}": [
        (
            ('sum(depth{job="api-gateway", job=~"$job", instance=~"$instance"})'
            ' / (sum(rows{job="nightly", job=~"$job"}) > 0)'),
            "share",
        ),
    ],
    # histograms
    "{p50: latency_seconds}": [(f"histogram_quantile(0.5, sum by (le) {BUCKETS})", "p50")],
    "{p75: latency_seconds}": [(f"histogram_quantile(0.75, sum by (le) {BUCKETS})", "p75")],
    "{p80: latency_seconds}": [(f"histogram_quantile(0.8, sum by (le) {BUCKETS})", "p80")],
    "{p90: latency_seconds}": [(f"histogram_quantile(0.9, sum by (le) {BUCKETS})", "p90")],
    "{p95: latency_seconds, by: [endpoint]}": [
        (f"histogram_quantile(0.95, sum by (endpoint, le) {BUCKETS})", "{{endpoint}}"),
    ],
    "{p98: latency_seconds}": [(f"histogram_quantile(0.98, sum by (le) {BUCKETS})", "p98")],
    "{p99: latency_seconds, over: 1h}": [
        (f"histogram_quantile(0.99, sum by (le) (rate(latency_seconds_bucket{{{API}}}[1h])))", "p99"),
    ],
    "{latency: latency_seconds, by: [endpoint]}": [
        (f"histogram_quantile({share}, sum by (endpoint, le) {BUCKETS})", f"{name} {{{{endpoint}}}}")
        for share, name in (("0.5", "p50"), ("0.9", "p90"), ("0.99", "p99"))
    ],
    "{p95: native_seconds}": [(f"histogram_quantile(0.95, sum(rate(native_seconds{{{API}}}{RATE})))", "p95")],
    "{distribution: latency_seconds}": [(f"sum by (le) {BUCKETS}", "{{le}}")],
    "{distribution: native_seconds}": [(f"sum(rate(native_seconds{{{API}}}{RATE}))", "{{le}}")],
    # age and growth
    "{age: backup_timestamp_seconds}": [
        (f"time() - backup_timestamp_seconds{{{API}}}", "{{instance}} {{database}}"),
    ],
    "{age: backup_timestamp_seconds, by: [database]}": [
        (f"time() - max by (database) (backup_timestamp_seconds{{{API}}})", "{{database}}"),
    ],
    "{growth: requests_total}": [(f"sum(increase(requests_total{{{API}}}[1d]))", "all")],
    "{growth: depth, over: 1h}": [(f"delta(depth{{{API}}}[1h])", "{{instance}} {{queue}} {{kind}}")],
    "{growth: depth, over: 1h, by: [queue]}": [(f"sum by (queue) (delta(depth{{{API}}}[1h]))", "{{queue}}")],
    # targets
    "{up: api}": [(f"up{{{API}}}", "{{instance}}")],
    # alerts: what they compare with their bound, over their own range, and 0 where nothing ever failed
    "{alert: ManyErrors}": [
        (
            (f'(sum by (method) (rate(requests_total{{{JOB}, status=~"5.."}}[5m]))'
            f" or sum by (method) (rate(requests_total{{{JOB}}}[5m])) * 0)"
            f" / sum by (method) (rate(requests_total{{{JOB}}}[5m]))"),
            "{{method}}",
        ),
    ],
    "{alert: DeepQueue}": [(f'depth{{{JOB}, kind="in"}}', "{{instance}} {{queue}}")],
    "{alert: OldBackup}": [(f"time() - backup_timestamp_seconds{{{JOB}}}", "{{database}} {{instance}}")],
    "{alert: FewRows}": [('rows{job="nightly"}', "{{table}}")],
    # what compares nothing, or several things, is shown by whether it fires
    **{
        f"{{alert: {name}}}": [
            (
                f'count(ALERTS{{alertstate="firing", alertname="{name}", service="api"}}) or vector(0)',
                name,
            ),
        ]
        for name in ("ApiDown", "Odd", "Verbatim", "NotRead")
    },
    # SLOs: their records and nothing else
    "{slo: answers}": [('slo:budget_remaining:ratio30d{service="api", slo="answers"}', "budget left")],
    "{slo: answers, as: gauge}": [('slo:budget_remaining:ratio30d{service="api", slo="answers"}', "Budget left")],
    # PromQL is left as it is
    "{expr: 'rate(requests_total{job=~\"$job\"}[$__rate_interval])'}": [
        ('rate(requests_total{job=~"$job"}[$__rate_interval])', ""),
    ],
    # and nothing is asked for lists, logs and words
    "{firing: true}": [],
    """{logs: '{service="api"} |= "error"'}""": [],
    "{text: Hello}": [],
}  # fmt: skip


@pytest.mark.parametrize("panel", PANELS)
def test_a_panel_asks_for_what_it_shows(panel: str, tmp_path: Path) -> None:
    (found,) = panels_of(dashboards_of(tmp_path, FRAME.replace("PANEL", panel))["tested"])
    assert lines_of(found) == PANELS[panel]


@pytest.mark.parametrize(
    ("every", "range_"), [("15s", "$__rate_interval"), ("5s", "$__rate_interval"), ("1m", "4m"), ("2m", "8m")]
)
def test_what_is_read_seldom_is_looked_at_over_four_scrapes(every: str, range_: str, tmp_path: Path) -> None:
    # Grafana takes a minute when Prometheus usually scrapes every 15 seconds: too short for two samples of these.
    frame = FRAME.replace("labels: {zone: eu-1}", f"labels: {{zone: eu-1}}, every: {every}")
    (found,) = panels_of(dashboards_of(tmp_path, frame.replace("PANEL", "{rate: requests_total}"))["tested"])
    assert lines_of(found) == [(f"sum(rate(requests_total{{{API}}}[{range_}]))", "all")]


def test_what_is_pushed_is_read_as_often_as_its_gateway(tmp_path: Path) -> None:
    frame = FRAME.replace("honor_labels: true", "honor_labels: true, every: 2m")
    (found,) = panels_of(dashboards_of(tmp_path, frame.replace("PANEL", "{rate: scored_total}"))["tested"])
    assert lines_of(found) == [('sum(rate(scored_total{job=~"$job"}[8m]))', "all")]
