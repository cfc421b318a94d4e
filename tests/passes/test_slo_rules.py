"""The numbers in the rules of SLOs, for other windows and objectives than the usual ones, worked out a second time."""

from __future__ import annotations

import re
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.language.compiling import compile_text
from tests.servers.toolset import Toolset

SPEC = """
signalwright: 1
stack: shop
backends: {prometheus: "%s"}
teams: {web: {}}
severities: %s
services:
  api:
    team: web
    scrape: ["a:80"]
    metrics: {good_total: counter, bad_total: counter, all_total: counter}
    slos: {answers: {%s, total: all_total, objective: %s%%, window: %s, tiers: %s}}
"""
HOURS = {"m": Fraction(1, 60), "h": Fraction(1), "d": Fraction(24)}
STANDARD = {
    ("5m", "1h"): Fraction(2, 100),
    ("30m", "6h"): Fraction(5, 100),
    ("2h", "1d"): Fraction(10, 100),
    ("6h", "3d"): Fraction(10, 100),
}


def hours(text: str) -> Fraction:
    return sum((int(number) * HOURS[unit] for number, unit in re.findall(r"(\d+)([mhd])", text)), Fraction(0))


def rules_of(
    folder: Path,
    *,
    objective: str = "99.9",
    window: str = "30d",
    part: str = "good: good_total",
    tiers: str = "page-and-ticket",
    severities: str = "[critical, warning]",
    version: str = "3.15",
) -> tuple[list[dict[str, Any]], bytes]:
    text = SPEC % (version, severities, part, objective, window, tiers)
    outcome = compile_text(folder, text, lower=True)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    (file,) = (each for each in outcome.stacks["shop"].artifacts if each.path == "prometheus/rules/api.yml")
    (group,) = yaml.safe_load(file.content)["groups"]
    return group["rules"], file.content


def pairs(rules: list[dict[str, Any]]) -> dict[tuple[str, str], tuple[Fraction, str]]:
    """Returns the short and the long window of each pair that an alert compares, its threshold and its severity."""
    found = {}
    for rule in rules:
        if "alert" in rule:
            compared = re.findall(r"slo:bad_ratio:rate(\w+)\{[^}]*\} > ([\d.]+)", rule["expr"])
            assert len(compared) % 2 == 0
            for (short, left), (long, right) in zip(compared[::2], compared[1::2], strict=True):
                assert left == right
                found[short, long] = Fraction(left), rule["labels"]["severity"]
    return found


@pytest.mark.parametrize("objective", ["50", "90", "99", "99.9", "99.95", "99.999", "99.99999"])
@pytest.mark.parametrize("window", ["7d", "14d", "28d", "30d", "90d"])
def test_thresholds_are_exact(tmp_path: Path, objective: str, window: str) -> None:
    rules, _ = rules_of(tmp_path, objective=objective, window=window)
    found = pairs(rules)
    assert found.keys() == STANDARD.keys()
    allowed = 1 - Fraction(objective) / 100
    for (short, long), (threshold, severity) in found.items():
        factor = max(STANDARD[short, long] * hours(window) / hours(long), Fraction(1))
        assert threshold == factor * allowed, (short, long)
        assert severity == ("critical" if long in ("1h", "6h") else "warning")


def test_the_budget_in_the_rules_is_what_the_objective_leaves(tmp_path: Path) -> None:
    rules, _ = rules_of(tmp_path, objective="99.999", window="28d")
    texts = {rule["record"]: " ".join(rule["expr"].split()) for rule in rules if "record" in rule}
    assert texts["slo:objective:ratio"] == "vector(0.99999)"
    assert "> 0) * 0.00001 )" in texts["slo:budget_remaining:ratio28d"]
    assert texts["slo:events:increase28d"].endswith("[28d:5m])")


@pytest.mark.parametrize(
    ("window", "page"),
    [
        ("30d", "2% of the budget within 1h or 5% within 6h"),
        ("2d", "2.08% of the budget within 1h or 12.5% within 6h"),
        ("1d", "4.17% of the budget within 1h or 25% within 6h"),
    ],
)
def test_a_summary_says_how_much_of_the_budget_burns(tmp_path: Path, window: str, page: str) -> None:
    rules, _ = rules_of(tmp_path, window=window)
    summary = next(rule["annotations"]["summary"] for rule in rules if "alert" in rule)
    assert summary == (
        f"answers of api burns its error budget (99.9% over {window}): "
        f"{{{{ $value | humanizePercentage }}}} of events are bad, which uses up more than {page}"
    )


def test_a_small_share_is_not_said_to_be_nothing(tmp_path: Path) -> None:
    rules, _ = rules_of(tmp_path, window="90d", tiers="[{budget: 0.047%, short: 5m, long: 1h, severity: critical}]")
    assert "more than 0.047% of the budget within 1h" in rules[-1]["annotations"]["summary"]


@pytest.mark.parametrize(
    ("tiers", "expected"),
    [("none", []), ("ticket-only", [("2h", "1d"), ("6h", "3d")]), ("page-and-ticket", list(STANDARD))],
)
def test_tiers_are_those_that_are_asked_for(tmp_path: Path, tiers: str, expected: list[tuple[str, str]]) -> None:
    rules, _ = rules_of(tmp_path, tiers=tiers)
    assert list(pairs(rules)) == expected


def test_a_single_severity_gets_all_tiers_in_one_alert(tmp_path: Path) -> None:
    rules, _ = rules_of(tmp_path, severities="[critical]")
    assert [rule["labels"]["severity"] for rule in rules if "alert" in rule] == ["critical"]
    assert list(pairs(rules)) == list(STANDARD)


def test_tiers_of_one_s_own_are_computed_alike(tmp_path: Path) -> None:
    tiers = (
        "[{budget: 8%, short: 5m, long: 1h, severity: critical}, {budget: 20%, short: 2h, long: 1d, severity: warning}]"
    )
    rules, _ = rules_of(tmp_path, window="7d", objective="99", tiers=tiers)
    assert pairs(rules) == {
        ("5m", "1h"): (Fraction("0.1344"), "critical"),
        ("2h", "1d"): (Fraction("0.014"), "warning"),
    }


@pytest.mark.parametrize("window", ["1d", "7d", "30d", "365d"])
def test_a_group_has_no_more_rules_than_mimir_takes(tmp_path: Path, window: str) -> None:
    rules, _ = rules_of(tmp_path, window=window)
    assert len(rules) <= 20


def test_no_record_reads_what_stands_behind_it(tmp_path: Path) -> None:
    rules, _ = rules_of(tmp_path)
    known: set[str] = set()
    for rule in rules:
        assert set(re.findall(r"slo:[\w:]+", rule["expr"])) <= known
        known.add(rule.get("record", ""))


def bad_events_are_counted(folder: Path, promtool: Path, version: str) -> None:
    """A service whose failures are counted apart, restarts once, and fails a tenth of the time at the end."""
    _, content = rules_of(folder, part="bad: bad_total", objective="99", version=version)
    (folder / "rules.yml").write_bytes(content)
    record = '{service="api", slo="answers"}'
    state = 'count by (severity) (ALERTS{alertname="ApiAnswersBudgetBurn", alertstate="firing"})'
    both = [{"labels": f'{{severity="{each}"}}', "value": 1} for each in ("critical", "warning")]
    test = {
        "rule_files": ["rules.yml"],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [
                    {"series": 'all_total{job="api"}', "values": "0+100x120 0+100x480"},
                    {"series": 'bad_total{job="api"}', "values": "0+0x240 0+40x360"},
                ],
                "promql_expr_test": [
                    {"expr": state, "eval_time": "2h10m", "exp_samples": []},
                    {"expr": state, "eval_time": "9h", "exp_samples": both},
                    {
                        "expr": f"round(sum(slo:bad_ratio:rate1h{record}), 0.001)",
                        "eval_time": "9h",
                        "exp_samples": [{"labels": "{}", "value": 0.4}],
                    },
                ],
            }
        ],
    }
    (folder / "test.yml").write_text(yaml.safe_dump(test), encoding="utf-8")
    command = [str(promtool), "test", "rules", "test.yml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.servers
def test_the_oldest_promtool_counts_bad_events(tmp_path: Path, debian_tools: Toolset) -> None:
    bad_events_are_counted(tmp_path, debian_tools.find("promtool"), "2.42")


@pytest.mark.current
def test_todays_promtool_counts_bad_events(tmp_path: Path, current_tools: Toolset) -> None:
    bad_events_are_counted(tmp_path, current_tools.find("promtool"), "3.15")
