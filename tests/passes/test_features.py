"""What Prometheus must be started with follows from the PromQL that people wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.ir.values import Version
from signalwright_targets.prometheus import TARGET
from tests.language.compiling import compile_files
from tests.targets.prometheus.tools import run, tool

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "%s", grafana: "12"}
teams: {web: {}}
services:
  api:
    scrape: ["api:80"]
    metrics: {depth: gauge, limit: gauge, sent_total: counter}
    records:
      level: {expr: '%s', unit: jobs}
dashboards: {Depth: {panels: [{expr: '%s'}]}}
"""


def flags(root: Path, version: str, expression: str, panel: str = "depth") -> list[str]:
    outcome = compile_files(root, {"shop/stack.yaml": SPEC % (version, expression, panel)}, lower=True)
    assert [str(each) for each in outcome.errors] == []
    (arguments,) = (each for each in outcome.stacks["shop"].artifacts if each.path == "prometheus/prometheus.args")
    return [line for line in arguments.content.decode().splitlines() if "feature" in line]


@pytest.mark.parametrize(
    ("version", "expression", "features"),
    [
        ("3.15", "depth", []),
        ("3.15", "mad_over_time(depth[1h])", ["promql-experimental-functions"]),
        ("2.49", "mad_over_time(depth[1h])", ["promql-experimental-functions"]),
        ("3.15", "limitk(1, depth)", ["promql-experimental-functions"]),
        ("3.15", "sum(rate(sent_total[5m] anchored))", ["promql-extended-range-selectors"]),
        ("3.15", "depth + fill(0) limit", ["promql-binop-fill-modifiers"]),
        (
            "3.15",
            "mad_over_time(depth[1h]) + fill(0) limit",
            ["promql-binop-fill-modifiers,promql-experimental-functions"],
        ),
    ],
)
def test_a_feature_of_promql_is_asked_for_when_somebody_uses_it(
    version: str, expression: str, features: list[str], tmp_path: Path
) -> None:
    assert flags(tmp_path, version, expression) == [f"--enable-feature={each}" for each in features]


def test_a_panel_needs_the_server_to_know_its_functions_too(tmp_path: Path) -> None:
    assert flags(tmp_path, "3.15", "depth", "mad_over_time(depth[$__rate_interval])") == [
        "--enable-feature=promql-experimental-functions"
    ]


@pytest.mark.current
@pytest.mark.parametrize(
    "expression",
    ["mad_over_time(depth[1h])", "sum(rate(sent_total[5m] anchored))", "depth + fill(0) limit"],
)
def test_promtool_reads_the_rules_with_these_features_and_only_so(expression: str, tmp_path: Path) -> None:
    text = SPEC % ("3.15", expression, "depth")
    artifacts = compile_files(tmp_path, {"shop/stack.yaml": text}, lower=True).stacks["shop"].artifacts
    for each in artifacts:
        (tmp_path / each.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / each.path).write_bytes(each.content)
    calls = [each for each in TARGET.verify(list(artifacts), Version("3.15")) if "rules" in each.arguments]
    promtool = tool("current", "promtool")
    assert [run(promtool, each.arguments, tmp_path).code for each in calls] == [0]
    without = [tuple(word for word in each.arguments if "feature" not in word) for each in calls]
    assert [run(promtool, each, tmp_path).code for each in without] == [1]
