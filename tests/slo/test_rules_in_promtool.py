"""The emitted SLO rules, evaluated by promtool over made-up traffic: uneven, quiet, never failing, burning."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from signalwright.compile import compile_project
from tests.servers.toolset import Toolset

SPEC = """
signalwright: 1
stack: shop
backends: {prometheus: "2.42"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      http_requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}}}
      answered_total: counter
      asked_total: counter
      duration_seconds: {type: histogram, buckets: [0.5, 1, 2]}
    slos: {%s}
"""
SLOS = {
    "availability": """
      {good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99%, window: 2d}""",
    "answers": "{good: answered_total, total: asked_total, objective: 99%, window: 2d}",
    "latency": "{histogram: duration_seconds, below: 1s, objective: 90%, window: 2d}",
}
LABELS = '{service="api", slo="%s"}'
BAD = 'http_requests_total{job="api", status="500"}'
GOOD = 'http_requests_total{job="api", status="200"}'


def evaluate(
    tmp_path: Path, promtool: str, series: dict[str, str], checks: list[dict[str, Any]], slo: str = "availability"
) -> str:
    """Runs the SLO rules over series that step every five minutes; returns promtool's words."""
    (tmp_path / "spec" / "shop").mkdir(parents=True)
    (tmp_path / "spec" / "shop" / "stack.yaml").write_text(SPEC % f"{slo}: {SLOS[slo]}")
    compilation = compile_project(tmp_path)
    assert not compilation.report.has_errors, list(compilation.report)
    rules = next(each for each in compilation.stacks[0].artifacts if each.path == "prometheus/rules/api.yml")
    (tmp_path / "rules.yml").write_bytes(rules.content)
    test = {
        "rule_files": ["rules.yml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": values} for name, values in series.items()],
                "promql_expr_test": [each for each in checks if "expr" in each],
                "alert_rule_test": [each for each in checks if "alertname" in each],
            }
        ],
    }
    (tmp_path / "test.yml").write_text(yaml.safe_dump(test))
    done = subprocess.run(
        [promtool, "test", "rules", "test.yml"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def value(expression: str, at: str, expected: float | None) -> dict[str, Any]:
    if expected is None:
        return {"expr": expression, "eval_time": at, "exp_samples": []}
    samples = [{"labels": "{}", "value": expected}]
    return {"expr": f"round(sum({expression}), 0.0001)", "eval_time": at, "exp_samples": samples}


@pytest.fixture
def promtool(debian_tools: Toolset) -> str:
    return str(debian_tools.find("promtool"))


def test_every_event_counts_once_however_uneven_the_traffic(tmp_path: Path, promtool: str) -> None:
    # One busy hour has 9 of 10 requests and all failures; a mean of ratios would show a tenth of the truth.
    series = {
        GOOD: "0+60x60 3600+5400x60 327600+60x120",
        BAD: "0+0x60 0+600x60 36000+0x120",
    }
    record = LABELS % "availability"
    # 36,000 bad of about 371,000 events: nearly ten times the budget of 1 %.
    low = f"slo:budget_remaining:ratio2d{record} < bool -8.5"
    high = f"slo:budget_remaining:ratio2d{record} > bool -8.9"
    assert evaluate(tmp_path, promtool, series, [value(low, "4h", 1), value(high, "4h", 1)]) == ""


def test_a_service_that_never_failed_has_its_whole_budget(tmp_path: Path, promtool: str) -> None:
    record = LABELS % "availability"
    checks = [
        value(f"slo:budget_remaining:ratio2d{record}", "2h", 1),
        value(f"slo:bad:rate5m{record}", "2h", 0),
        value(f"slo:bad_ratio:rate1h{record}", "2h", 0),
    ]
    assert evaluate(tmp_path, promtool, {GOOD: "0+60x150"}, checks) == ""


def test_a_quiet_spell_leaves_no_nan_behind(tmp_path: Path, promtool: str) -> None:
    # An hour of traffic with 2 % failures, then hours without a request.
    series = {GOOD: "0+98x60 5880+0x240", BAD: "0+2x60 120+0x240"}
    record = LABELS % "availability"
    checks = [
        value(f"slo:bad_ratio:rate5m{record}", "3h", None),
        value(f"slo:budget_remaining:ratio2d{record} < bool 0", "4h", 1),
        value(f"slo:bad_ratio:rate6h{record} > bool 0.019", "3h", 1),
    ]
    assert evaluate(tmp_path, promtool, series, checks) == ""


def test_no_events_at_all_leave_the_whole_budget(tmp_path: Path, promtool: str) -> None:
    checks = [value(f"slo:budget_remaining:ratio2d{LABELS % 'availability'}", "2h", 1)]
    assert evaluate(tmp_path, promtool, {GOOD: "0+0x150"}, checks) == ""


def test_a_service_that_is_not_there_has_no_budget_to_show(tmp_path: Path, promtool: str) -> None:
    checks = [value(f"slo:budget_remaining:ratio2d{LABELS % 'availability'}", "2h", None)]
    assert evaluate(tmp_path, promtool, {"other": "0+0x150"}, checks) == ""


def test_two_counters_count_what_was_not_answered(tmp_path: Path, promtool: str) -> None:
    series = {'asked_total{job="api"}': "0+100x150", 'answered_total{job="api"}': "0+75x150"}
    record = LABELS % "answers"
    checks = [
        value(f"slo:bad_ratio:rate5m{record}", "2h", 0.25),
        value(f"slo:bad:increase5m{record}", "2h", 125),
    ]
    assert evaluate(tmp_path, promtool, series, checks, "answers") == ""


@pytest.mark.parametrize("bound", ["1", "1.0"])
def test_a_histogram_bound_is_found_as_either_version_stores_it(tmp_path: Path, promtool: str, bound: str) -> None:
    series = {
        f'duration_seconds_bucket{{job="api", le="{bound}"}}': "0+80x150",
        'duration_seconds_bucket{job="api", le="+Inf"}': "0+100x150",
        'duration_seconds_count{job="api"}': "0+100x150",
    }
    checks = [value(f"slo:bad_ratio:rate5m{LABELS % 'latency'}", "2h", 0.2)]
    assert evaluate(tmp_path, promtool, series, checks, "latency") == ""


def alert(at: str, *severities: str) -> dict[str, Any]:
    shares = {"critical": "2.08% of the budget within 1h or 12.5% within 6h", "warning": "50% of the budget within 1d"}
    return {
        "alertname": "ApiAvailabilityBudgetBurn",
        "eval_time": at,
        "exp_alerts": [
            {
                "exp_labels": {"severity": each, "team": "web", "service": "api", "slo": "availability"},
                "exp_annotations": {
                    "summary": "availability of api burns its error budget (99% over 2d): 10% of events are bad, "
                    f"which uses up more than {shares[each]}"
                },
            }
            for each in severities
        ],
    }


def test_the_alert_fires_while_the_budget_burns_and_stays_silent_while_it_lasts(tmp_path: Path, promtool: str) -> None:
    # 10 % failures against 1 % allowed for hours, then none.
    series = {GOOD: "0+90x240 21600+100x240", BAD: "0+10x240 2400+0x240"}
    checks = [alert("4h", "critical", "warning"), alert("7h")]
    assert evaluate(tmp_path, promtool, series, checks) == ""


def test_failures_within_the_budget_raise_nothing(tmp_path: Path, promtool: str) -> None:
    series = {GOOD: "0+995x240", BAD: "0+5x240"}
    assert evaluate(tmp_path, promtool, series, [alert("3h")]) == ""
