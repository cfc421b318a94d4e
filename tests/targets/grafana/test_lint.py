"""A dashboard of every drawing breaks no rule, and the judge sees each rule broken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.targets.grafana.boards import document, whole_board
from tests.targets.grafana.findings import Finding, rows_and_panels
from tests.targets.grafana.lint import problems

Json = dict[str, Any]


def test_a_dashboard_with_everything_breaks_no_rule() -> None:
    assert problems(document(whole_board())) == []


def shown(board: Json, title: str) -> Json:
    return next(each for each in rows_and_panels(board) if each.get("title") == title)


def ask(board: Json, title: str, expr: str) -> None:
    shown(board, title)["targets"][0]["expr"] = expr


def variable(board: Json, name: str) -> Json:
    return next(each for each in board["templating"]["list"] if each["name"] == name)


def drop(board: Json, *names: str) -> None:
    for name in names:
        board["templating"]["list"].remove(variable(board, name))


def defaults(board: Json, title: str) -> Json:
    found: Json = shown(board, title)["fieldConfig"]["defaults"]
    return found


MISTAKES: dict[str, tuple[Callable[[Json], object], str, str | None, str]] = {
    "source misnamed": (
        lambda it: variable(it, "prometheus_datasource").update(name="source"),
        "template-datasource-rule", None, "the variable is called `source`",
    ),
    "source mislabelled": (
        lambda it: variable(it, "loki_datasource").update(label="Loki"),
        "template-datasource-rule", None, "the variable has the label `Loki`",
    ),
    "no source": (
        lambda it: drop(it, "prometheus_datasource", "loki_datasource"),
        "template-datasource-rule", None, "no variable chooses the data source",
    ),
    "no job": (lambda it: drop(it, "job"), "template-job-rule", None, "no variable `job`"),
    "one instance": (
        lambda it: variable(it, "instance").update(multi=False),
        "template-instance-rule", None, "of `instance` only one can be chosen",
    ),
    "all instances otherwise": (
        lambda it: variable(it, "instance").update(allValue=".*"),
        "template-instance-rule", None, "all of `instance` is `.*`",
    ),
    "odd values": (
        lambda it: variable(it, "job")["query"].update(query="label_values(up{, job)"),
        "template-label-promql-rule", None, "`label_values(up{, job)` asks for no values of a label",
    ),
    "never asked anew": (
        lambda it: variable(it, "job").update(refresh=1),
        "template-on-time-change-reload-rule", None, "`job` isn't asked for anew",
    ),
    "editable": (lambda it: it.pop("editable"), "uneditable-dashboard", None, "it can be edited"),
    "own source": (
        lambda it: shown(it, "Requests").update(datasource={"type": "prometheus", "uid": "p"}),
        "panel-datasource-rule", "Requests", "it has a data source of its own",
    ),
    "no description": (
        lambda it: shown(it, "Queue").pop("description"),
        "panel-title-description-rule", "Queue", "it has no title or description",
    ),
    "odd unit": (
        lambda it: defaults(it, "Latency").update(unit="sec"),
        "panel-units-rule", "Latency", "Grafana has no unit `sec`",
    ),
    "no unit": (
        lambda it: defaults(it, "State").pop("unit"),
        "panel-units-rule", "State", "Grafana has no unit `None`",
    ),
    "no targets": (lambda it: shown(it, "State").pop("targets"), "panel-no-targets-rule", "State", "it asks nothing"),
    "no PromQL": (lambda it: ask(it, "Health", "up{"), "target-promql-rule", "Health", "`up{` is no PromQL"),
    "fixed range": (
        lambda it: ask(it, "Requests", 'irate(a{job=~"$job",instance=~"$instance"}[5m])'),
        "target-rate-interval-rule", "Requests", "irate over 5m",
    ),
    "bare counter": (
        lambda it: ask(it, "Requests", 'sum(a_total{job=~"$job",instance=~"$instance"})'),
        "target-counter-agg-rule", "Requests", "`a_total` is a bare counter",
    ),
    "two of a number": (
        lambda it: shown(it, "Lines").update(id=shown(it, "Traffic")["id"]),
        "duplicate-panel-id", "Lines", "another panel has the number 1613682798",
    ),
    "two of a letter": (
        lambda it: shown(it, "Latency")["targets"][1].update(refId="A"),
        "duplicate-query", "Latency", "2 queries are called `A`",
    ),
    "too wide": (
        lambda it: shown(it, "Latency")["gridPos"].update(w=17),
        "off-the-page", "Latency", "it leaves the page",
    ),
    "on another": (
        lambda it: shown(it, "Latency")["gridPos"].update(x=7),
        "overlap", "Latency", "it lies on `Requests`",
    ),
    "undefined variable": (
        lambda it: ask(it, "Requests", 'a{job=~"$job",instance=~"$instance",zone="${zone:regex}"}'),
        "undefined-variable", "Requests", "nobody defines `$zone`",
    ),
    "no lowest step": (
        lambda it: defaults(it, "State")["thresholds"]["steps"][0].update(value="null"),
        "thresholds", "State", "the steps are ['null']",
    ),
    "no steps at all": (
        lambda it: defaults(it, "State").pop("thresholds"), "thresholds", "State", "the steps are []",
    ),
    "steps that fall": (
        lambda it: defaults(it, "Queue")["thresholds"]["steps"][1].update(value=9),
        "thresholds", "Queue", "the steps are [None, 9, 2]",
    ),
    "shares in bytes": (
        lambda it: defaults(it, "Queue").update(unit="bytes"),
        "unit-of-metric", "Queue", "`queue_fill_ratio` in `bytes`",
    ),
    "a table of ranges": (
        lambda it: shown(it, "Services")["targets"][0].pop("instant"),
        "range-in-table", "Services", "a table of every moment",
    ),
    "a line of one point": (
        lambda it: shown(it, "Requests")["targets"][0].pop("range"),
        "instant-over-time", "Requests", "a line of one point",
    ),
    "no exemplars": (
        lambda it: shown(it, "Durations")["targets"][0].pop("exemplar"),
        "no-exemplars", "Durations", "a histogram without exemplars",
    ),
    "a range of a record": (
        lambda it: ask(it, "Volumes", "sum_over_time(a:b:rate5m[1h])"),
        "range-of-record", "Volumes", "a range of the recorded `a:b:rate5m`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_the_judge_names_a_broken_rule_and_its_panel(name: str) -> None:
    change, rule, panel, message = MISTAKES[name]
    board = document(whole_board())
    change(board)
    assert Finding(rule, panel, message) in problems(board)


def test_the_judge_asks_for_the_choices_of_a_reader_in_every_selector() -> None:
    board = document(whole_board())
    ask(board, "State", 'up{job=~"$job"} * on (a) up{instance=~"$instance"}')
    assert [(each.rule, each.panel) for each in problems(board)] == [
        ("target-job-rule", "State"), ("target-instance-rule", "State"),
    ]  # fmt: skip
