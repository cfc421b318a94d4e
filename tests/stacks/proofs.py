"""Proofs that alerts fire for their cause and stay silent without it, by promtool's unit tests of rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from signalwright.compile import CompiledStack
from tests.servers.toolset import Toolset
from tests.stacks.emitted import call, groups

# Alert, what is there, whether it fires after 100 minutes. Labels of series that an alert doesn't look at are left out.
Case = tuple[str, list[dict[str, str]], bool]


def metric(name: str, values: str, **labels: str) -> dict[str, str]:
    """Returns a series of a promtool test: one sample a minute."""
    inside = ", ".join(f'{label}="{value}"' for label, value in labels.items())
    return {"series": f"{name}{{{inside}}}", "values": values}


def prove(stack: CompiledStack, cases: Sequence[Case], toolset: Toolset, folder: Path) -> None:
    """Has promtool look at every case, and asserts that each alert has one of both kinds.

    Args:
        stack: The stack as emitted.
        cases: What is tried.
        toolset: Where promtool is.
        folder: An empty folder for rules and tests.
    """
    files = []
    for number, (name, rules) in enumerate(groups(stack).items()):
        # Each group by itself, because the sums of an SLO over 30 days take longer than everything else.
        group = {"groups": [{"name": name, "rules": rules}]}
        (folder / f"rules{number}.yml").write_text(yaml.safe_dump(group), "utf-8")
        names = {str(rule["alert"]) for rule in rules if "alert" in rule}
        tests = [_proof(name, series, fires=fires) for name, series, fires in cases if name in names]
        files.append(folder / f"test{number}.yml")
        content = {"rule_files": [f"rules{number}.yml"], "evaluation_interval": "1m", "tests": tests}
        files[-1].write_text(yaml.safe_dump(content), "utf-8")
    answer = call(toolset, "promtool", "test", "rules", *map(str, files))
    assert answer.count("SUCCESS") == len(files)
    emitted = {rule["alert"] for rules in groups(stack).values() for rule in rules if "alert" in rule}
    for fires in (True, False):
        assert {name for name, _, expected in cases if expected is fires} == emitted


def _proof(name: str, series: list[dict[str, str]], *, fires: bool) -> dict[str, Any]:
    """Returns a promtool test of an alert."""
    expected = {
        "expr": f'group(ALERTS{{alertname="{name}", alertstate="firing"}})',
        "eval_time": "100m",
        "exp_samples": [{"labels": "{}", "value": 1}] if fires else [],
    }
    shown = ", ".join(each["values"] for each in series) or "nothing"
    return {"name": f"{name}: {shown}", "interval": "1m", "input_series": series, "promql_expr_test": [expected]}
