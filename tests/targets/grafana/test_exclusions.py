"""What dashboard-linter is told to pass over: what breaks its rules, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, json_artifact
from signalwright.emit.source_map import origin_at
from signalwright_targets.grafana.exclusions import exclusion_artifacts, has_bare_counter, has_fixed_rate, selectors

CHOSEN = 'job=~"$job", instance=~"$instance"'
GOOD = f"sum by (le) (rate(a_total{{{CHOSEN}}}[$__rate_interval]))"
WHOLE = Origin("spec.yaml", ("backends", "grafana"))
PANEL = Origin("spec.yaml", ("services", "api"))


def dashboard(*panels: Any, path: str = "services/api", variables: tuple[str, ...] = ("job", "instance")) -> Artifact:
    """Makes a dashboard as it is printed."""
    document = {
        "title": "API",
        "templating": {"list": [{"name": each} for each in variables]},
        "panels": list(panels),
    }
    return json_artifact(f"grafana/dashboards/{path}.json", document, lambda: {("panels", 0): PANEL})


def panel(*queries: str, drawing: str = "timeseries", source: str = "prometheus") -> dict[str, Any]:
    """Makes a panel."""
    targets = [{"expr": each, "datasource": {"type": source, "uid": "x"}} for each in queries]
    return {"title": "Requests", "type": drawing, "targets": targets}


def excluded(*dashboards: Artifact) -> dict[str, list[Any]]:
    """Returns the entries of each rule."""
    made = list(exclusion_artifacts(dashboards, WHOLE))
    assert len(made) <= 1
    rules = yaml.safe_load(made[0].content)["exclusions"] if made else {}
    assert all(each["reason"] for each in rules.values())
    return {rule: each["entries"] for rule, each in rules.items()}


def test_a_dashboard_that_breaks_no_rule_needs_no_file() -> None:
    assert not list(exclusion_artifacts([dashboard(panel(GOOD))], WHOLE))


def test_each_query_that_breaks_a_rule_is_named() -> None:
    found = excluded(dashboard(panel(GOOD, 'slo:bad:rate5m{service="api"}')))
    entry = {"dashboard": "API", "panel": "Requests", "targetIdx": "1"}
    assert found == {"target-instance-rule": [entry], "target-job-rule": [entry]}


def test_a_panel_whose_queries_all_break_a_rule_is_named_once() -> None:
    found = excluded(dashboard(panel("up", "down")))
    assert found["target-job-rule"] == [{"dashboard": "API", "panel": "Requests"}]


def test_one_selector_without_the_choice_is_enough() -> None:
    assert set(excluded(dashboard(panel(f'{GOOD} / sum(b{{job=~"$job"}})')))) == {"target-instance-rule"}


def test_panels_within_rows_are_looked_at() -> None:
    row = {"title": "More", "type": "row", "panels": [panel("up")]}
    assert set(excluded(dashboard(row))) == {"target-instance-rule", "target-job-rule"}


def test_a_dashboard_without_a_choice_of_job_says_so() -> None:
    found = excluded(dashboard(panel(GOOD), variables=("instance",)))
    assert found == {"template-job-rule": [{"dashboard": "API"}]}


@pytest.mark.parametrize(
    ("drawing", "told"), [("timeseries", True), ("table", True), ("logs", False), ("heatmap", False)]
)
def test_a_query_for_loki_is_no_promql_where_the_linter_reads_it(drawing: str, told: bool) -> None:
    found = excluded(dashboard(panel('{service="api"} |= "error"', drawing=drawing, source="loki")))
    assert set(found) == ({"target-promql-rule"} if told else set())


def test_each_folder_has_its_own_file() -> None:
    made = exclusion_artifacts([dashboard(panel("up")), dashboard(panel("up"), path="_stack")], WHOLE)
    assert [each.path for each in made] == ["grafana/dashboards/.lint", "grafana/dashboards/services/.lint"]


def test_an_entry_comes_from_where_the_panel_does() -> None:
    (made,) = exclusion_artifacts([dashboard(panel("up"))], WHOLE)
    assert made.origins()["exclusions", "target-job-rule", "entries", 0] == PANEL
    assert origin_at(made, 1) == WHOLE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("up", ["up"]),
        ("sum by (job, le) (a{b='}'}) > bool 1.5e3", ["a{b='}'}"]),
        ('{__name__=~"a.*"}[5m] offset 1h30m', ['{__name__=~"a.*"}']),
        ("a:b:c5m / on (x) group_left (y) d unless vector(1)", ["a:b:c5m", "d"]),
        ("topk (5, avg_over_time(a[30d:5m])) @ end()", ["a"]),
        ('label_replace(up, "x", "$1", "y", "(.*)") == Inf', ["up"]),
        ("sum without (x) (a) + time() - nan", ["a"]),
        ("rate(a[$__rate_interval])", ["a"]),
        ("avg\n  by (x) (\n  a{}\n)", ["a{}"]),
    ],
)
def test_selectors_are_told_from_everything_else(text: str, found: list[str]) -> None:
    assert list(selectors(text)) == found


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("rate(a[5m])", True),
        ("irate(a{b=~'[0-9]'}[1h])", True),
        ("rate(a{b=~'[0-9]'}[$__rate_interval])", False),
        ("increase(a[30d])", False),
        ("rate(a[$__rate_interval]) / rate(b[5m])", True),
    ],
)
def test_a_rate_over_a_range_of_its_own_is_noticed(text: str, fixed: bool) -> None:
    assert has_fixed_rate(text) is fixed


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("a_total", True),
        ("sum(a_total) / 2", True),
        ('a_total{b="c"}', False),
        ("rate(a_total[5m])", False),
        ("sum(increase( a_total [5m]))", False),
        ("a_totals", False),
    ],
)
def test_a_counter_without_a_rate_is_noticed_as_the_linter_does(text: str, bare: bool) -> None:
    assert has_bare_counter(text) is bare
