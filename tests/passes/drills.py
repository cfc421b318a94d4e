"""Evaluates the alerting rules that a spec is compiled to over made-up series, with the real promtool."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.language.compiling import compile_text

STATE = 'ALERTS{{alertname="{alert}", alertstate="firing"}}'


@dataclass(frozen=True)
class Expected:
    """The alerts of one name that fire at one moment.

    Attributes:
        at: The moment since the start, such as `10m`.
        alert: The alert's name.
        firing: The labels of each alert that fires, beyond its name; none when it must be silent.
    """

    at: str
    alert: str
    firing: tuple[Mapping[str, str], ...] = ()

    def as_test(self) -> dict[str, Any]:
        """Returns promtool's form; it reads the state, so that the texts needn't be repeated."""
        samples = [
            {"labels": "ALERTS{" + ", ".join(f'{name}="{value}"' for name, value in labels.items()) + "}", "value": 1}
            for labels in ({"alertname": self.alert, "alertstate": "firing", **each} for each in self.firing)
        ]
        return {"expr": STATE.format(alert=self.alert), "eval_time": self.at, "exp_samples": samples}


def evaluate(
    folder: Path,
    promtool: str,
    spec: str,
    series: Mapping[str, str],
    expected: Sequence[Expected],
    *,
    texts: Iterable[Mapping[str, Any]] = (),
    values: Iterable[Mapping[str, Any]] = (),
) -> str:
    """Compiles a spec and evaluates its rules every minute.

    Args:
        folder: An empty folder.
        promtool: The program.
        spec: The text of the spec.
        series: Series in promtool's notation, a sample each minute.
        expected: Which alerts fire, and when.
        texts: Promtool's own tests of alerts with their annotations.
        values: Promtool's own tests of expressions.

    Returns:
        What promtool complains about; empty when everything is as expected.
    """
    outcome = compile_text(folder, spec, lower=True)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    (stack,) = outcome.stacks.values()
    files = [each for each in stack.artifacts if each.path.startswith("prometheus/rules/")]
    for each in files:
        (folder / Path(each.path).name).write_bytes(each.content)
    test = {
        "rule_files": [Path(each.path).name for each in files],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": written} for name, written in series.items()],
                "promql_expr_test": [*(each.as_test() for each in expected), *map(dict, values)],
                "alert_rule_test": [*map(dict, texts)],
            }
        ],
    }
    (folder / "test.yml").write_text(yaml.safe_dump(test, sort_keys=False), encoding="utf-8")
    done = subprocess.run(
        [promtool, "test", "rules", "test.yml"], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr
