"""What promtool says of a stack's alerts: whether each fires for its cause, and stays silent without it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from signalwright.compile import CompiledStack
from tests.servers.toolset import Toolset
from tests.stacks.emitted import alerts, call, compiled, groups, of_libraries

Case = tuple[str, list[dict[str, str]], bool]
"""An alert, what is there, and whether it fires after 100 minutes."""


def metric(name: str, values: str, /, **labels: str) -> dict[str, str]:
    """Returns a series of a promtool test: one sample a minute."""
    inside = ", ".join(f'{label}="{value}"' for label, value in labels.items())
    return {"series": f"{name}{{{inside}}}", "values": values}


def judge(name: str, cases: Sequence[Case], tools: Callable[[], Toolset], folder: Path) -> None:
    """Has promtool run the cases against the emitted rules; each alert of the spec has one for either answer.

    Args:
        name: The stack, with its environment where it has some.
        cases: What is there, and what fires then.
        tools: Finds promtool; the stack is compiled for its version.
        folder: Takes the rules and tests that promtool reads.
    """
    toolset = tools()
    stack = compiled(name, toolset.versions)
    judge_stack(stack, cases, toolset, folder, proved=of_libraries(stack))


def judge_stack(
    stack: CompiledStack, cases: Sequence[Case], toolset: Toolset, folder: Path, *, proved: frozenset[str] = frozenset()
) -> None:
    """Has promtool run the cases against the rules of a stack; each alert has one that fires and one that doesn't.

    Args:
        stack: The stack, compiled for the version of the tools.
        cases: What is there, and what fires then.
        toolset: Has promtool.
        folder: Takes the rules and tests that promtool reads.
        proved: Alerts that need no cases, because others prove them.
    """
    files = []
    for number, (group, rules) in enumerate(groups(stack).items()):
        # Each group by itself, because the sums of an SLO over 30 days take longer than everything else.
        content: dict[str, Any] = {"groups": [{"name": group, "rules": rules}]}
        (folder / f"rules{number}.yml").write_text(yaml.safe_dump(content), "utf-8")
        raised = {str(rule["alert"]) for rule in rules if "alert" in rule}
        tests = [_proof(alert, series, fires=fires) for alert, series, fires in cases if alert in raised]
        files.append(folder / f"test{number}.yml")
        content = {"rule_files": [f"rules{number}.yml"], "evaluation_interval": "1m", "tests": tests}
        files[-1].write_text(yaml.safe_dump(content), "utf-8")
    answer = call(toolset, "promtool", "test", "rules", *map(str, files))
    assert answer.count("SUCCESS") == len(files)
    for fires in (True, False):
        judged = {alert for alert, _, expected in cases if expected is fires}
        assert judged | proved == {rule["alert"] for rule in alerts(stack)}


def _proof(name: str, series: list[dict[str, str]], *, fires: bool) -> dict[str, Any]:
    expected = {
        "expr": f'group(ALERTS{{alertname="{name}", alertstate="firing"}})',
        "eval_time": "100m",
        "exp_samples": [{"labels": "{}", "value": 1}] if fires else [],
    }
    shown = ", ".join(each["values"] for each in series) or "nothing"
    return {"name": f"{name}: {shown}", "interval": "1m", "input_series": series, "promql_expr_test": [expected]}
