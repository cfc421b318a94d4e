"""What records keep, worked out by the real promtool over series as servers have them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.passes.drills import Expected, evaluate
from tests.servers.toolset import Toolset

SPEC = """
signalwright: 1
stack: shop
backends: {prometheus: "2.42"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["a:80", "b:80"]
    metrics:
      jobs_total: {type: counter, labels: {result: [done, failed]}}
      seconds: {type: histogram, buckets: [1, 2, 4]}
      depth: {type: gauge, labels: [queue]}
      share: {type: gauge, unit: ratio}
      done_timestamp_seconds: gauge
    alerts:
      Slow: {when: {expr: 'api:jobs:rate10m < 1'}, severity: warning, summary: Slow}
    records:
      jobs: {rate: jobs_total, over: [10m, 1h]}
      failures: {ratio: {of: 'jobs_total{result="failed"}', to: jobs_total}, over: 10m}
      slow: {p50: seconds, over: 10m}
      depth: {value: depth, by: [queue]}
      share: {value: share, by: []}
      since: {age: done_timestamp_seconds}
      done: {growth: 'jobs_total{result="done"}', over: 1h}
      all: {expr: 'sum(api:depth:sum)'}
"""
A, B = ('job="api", instance="a:80", service="api"', 'job="api", instance="b:80", service="api"')
SERIES = {
    # 60 a minute on the one target, which starts anew after an hour; 30 on the other one, half of them failed
    f'jobs_total{{{A}, result="done"}}': "0+60x60 0+60x60",
    f'jobs_total{{{B}, result="done"}}': "0+15x120",
    f'jobs_total{{{B}, result="failed"}}': "0+15x120",
    f'seconds_bucket{{{A}, le="1.0"}}': "0x120",
    f'seconds_bucket{{{A}, le="2.0"}}': "0+10x120",
    f'seconds_bucket{{{A}, le="4.0"}}': "0+10x120",
    f'seconds_bucket{{{A}, le="+Inf"}}': "0+10x120",
    f'depth{{{A}, queue="in"}}': "3x120",
    f'depth{{{B}, queue="in"}}': "4x120",
    f'depth{{{B}, queue="out"}}': "5x120",
    f"share{{{A}}}": "0.25x120",
    f"share{{{B}}}": "0.75x120",
    f"done_timestamp_seconds{{{A}}}": "60x120",
}


def value(at: str, metric: str, *found: float, **by_queue: float) -> dict[str, Any]:
    """Returns promtool's test of what a metric has: one sample of the service, or one of each queue, or none."""
    labels = {f'{metric}{{service="api"}}': each for each in found}
    labels |= {f'{metric}{{service="api", queue="{queue}"}}': each for queue, each in by_queue.items()}
    samples = [{"labels": name, "value": each} for name, each in labels.items()]
    return {"expr": metric, "eval_time": at, "exp_samples": samples}


@pytest.mark.servers
def test_records_keep_what_they_say(tmp_path: Path, debian_tools: Toolset) -> None:
    values = [
        value("50m", "api:jobs:rate10m", 1.5),
        # a restart is no loss, in any window: each reads the counter itself
        value("90m", "api:jobs:rate10m", 1.5),
        value("50m", "api:failures:ratio_rate10m", 1 / 6),
        value("50m", "api:slow:p50_rate10m", 1.5),
        value("50m", "api:depth:sum", **{"in": 7, "out": 5}),
        value("50m", "api:share:avg", 0.5),
        # what was counted in the minute of the restart is lost with the process
        value("100m", "api:done:increase1h", 15 * 60 + 60 * 59),
        value("50m", "api:all:expr", 12),
    ]
    complaints = evaluate(tmp_path, str(debian_tools.find("promtool")), SPEC, SERIES, [], values=values)
    assert not complaints, complaints


@pytest.mark.servers
def test_a_share_of_nothing_is_not_kept_and_one_without_failures_is_nothing(
    tmp_path: Path, debian_tools: Toolset
) -> None:
    series = {f'jobs_total{{{A}, result="done"}}': "5x30 5+10x30"}
    values = [
        value("20m", "api:failures:ratio_rate10m"),
        value("50m", "api:failures:ratio_rate10m", 0),
    ]
    complaints = evaluate(tmp_path, str(debian_tools.find("promtool")), SPEC, series, [], values=values)
    assert not complaints, complaints


@pytest.mark.servers
def test_an_alert_may_read_a_record_of_its_service(tmp_path: Path, debian_tools: Toolset) -> None:
    series = {f'jobs_total{{{A}, result="done"}}': "0+600x30 18000+1x30"}
    expected = [
        Expected("20m", "Slow"),
        Expected("50m", "Slow", ({"severity": "warning", "team": "web", "service": "api"},)),
    ]
    complaints = evaluate(tmp_path, str(debian_tools.find("promtool")), SPEC, series, expected)
    assert not complaints, complaints
