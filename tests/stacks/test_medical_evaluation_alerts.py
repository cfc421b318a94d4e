"""Medical Evaluation's alerts and cost as promtool sees them: each fires for its cause and not just this side of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.servers.toolset import Toolset
from tests.stacks.emitted import TOOLS, call, compiled, groups
from tests.stacks.firing import Case, judge, metric

STACK = "medical-evaluation/production"
WATCHERS = ("hosts", "containers", "otel-collector")


def counted(name: str, each_minute: int) -> dict[str, str]:
    """Returns a counter of the worker."""
    return metric(name, f"0+{each_minute}x1600", job="celery-worker", instance="host.docker.internal:8006")


def evaluations(succeeded: int, failed: int, begun: int = 100) -> list[dict[str, str]]:
    """Returns evaluations a minute."""
    return [
        counted("evaluations_total", begun),
        counted("evaluations_success_total", succeeded),
        counted("evaluations_failed_total", failed),
    ]


def cpu(**seconds: int) -> list[dict[str, str]]:
    """Returns a CPU by its seconds of each minute in each mode."""
    labels = {"job": "hosts", "instance": "a:9100", "cpu": "0"}
    return [metric("node_cpu_seconds_total", f"0+{each}x120", mode=mode, **labels) for mode, each in seconds.items()]


def memory(free: int) -> list[dict[str, str]]:
    """Returns the memory of a machine that has 100 bytes."""
    labels = {"job": "hosts", "instance": "a:9100"}
    return [
        metric("node_memory_MemAvailable_bytes", f"{free}x120", **labels),
        metric("node_memory_MemTotal_bytes", "100x120", **labels),
    ]


def up(*jobs: str, answers: int = 1) -> list[dict[str, str]]:
    """Returns targets that answer, or don't."""
    return [metric("up", f"{answers}x120", job=job, instance=f"{job}:80") for job in jobs]


CASES: list[Case] = [
    ("LowSuccessRate", evaluations(79, 0), True),
    ("LowSuccessRate", evaluations(81, 0), False),
    ("LowSuccessRate", evaluations(0, 0, begun=0), False),
    ("LowSuccessRate", [counted("evaluations_total", 100)], True),
    ("LowSuccessRate", [], False),
    ("HighFailureRate", evaluations(79, 21), True),
    ("HighFailureRate", evaluations(81, 19), False),
    ("HighFailureRate", evaluations(10, 0), False),
    ("HighFailureRate", evaluations(0, 0, begun=0), False),
    ("HighCPUUsage", cpu(user=50, system=5, idle=5), True),
    ("HighCPUUsage", cpu(user=48, system=5, idle=7), False),
    ("HighCPUUsage", cpu(iowait=58, user=1, idle=1), False),
    ("HighMemoryUsage", memory(9), True),
    ("HighMemoryUsage", memory(11), False),
    ("ApiGatewayDown", up("api-gateway", answers=0), True),
    ("ApiGatewayDown", [], True),
    ("ApiGatewayDown", up("api-gateway"), False),
    ("CeleryWorkerDown", up("celery-worker", answers=0), True),
    ("CeleryWorkerDown", up("api-gateway"), True),
    ("CeleryWorkerDown", up("celery-worker"), False),
    ("MonitoringBlind", up(*WATCHERS), False),
    *[
        ("MonitoringBlind", [*up(gone, answers=0), *up(*(each for each in WATCHERS if each != gone))], True)
        for gone in WATCHERS
    ],
    *[("MonitoringBlind", up(*(each for each in WATCHERS if each != gone)), True) for gone in WATCHERS],
]


@pytest.mark.parametrize("tools", TOOLS)
def test_me_8_promtool_sees_every_alert_fire_for_its_cause_and_stay_silent_without_it(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    judge(STACK, CASES, tools, tmp_path)


@pytest.mark.parametrize("tools", TOOLS)
def test_me_11_a_million_tokens_read_cost_3_dollars_and_a_million_written_15(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset = tools()
    rules = groups(compiled(STACK, toolset.versions))["celery-worker:costs"]
    (tmp_path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "costs", "rules": rules}]}), "utf-8")
    # A million tokens of either kind a minute.
    expected = {
        "expr": "round(sum by (metric) (celery_worker:cost_usd:rate5m) * 60, 0.001)",
        "eval_time": "60m",
        "exp_samples": [
            {"labels": '{metric="tokens_input_total"}', "value": 3},
            {"labels": '{metric="tokens_output_total"}', "value": 15},
        ],
    }
    series = [counted("tokens_input_total", 1_000_000), counted("tokens_output_total", 1_000_000)]
    tests = [{"interval": "1m", "input_series": series, "promql_expr_test": [expected]}]
    content = {"rule_files": ["rules.yml"], "evaluation_interval": "1m", "tests": tests}
    (tmp_path / "test.yml").write_text(yaml.safe_dump(content), "utf-8")
    assert "SUCCESS" in call(toolset, "promtool", "test", "rules", str(tmp_path / "test.yml"))
