"""Dashboards are what the types of grafana-foundation-sdk say, and the judge sees mistakes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.targets.grafana.boards import document, whole_board
from tests.targets.grafana.sdk import problems

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("grafana", ["11.0", "11.6", "12.0", "12.2", "13.1"])
def test_a_dashboard_with_everything_has_no_unknown_key_and_no_wrong_type(grafana: str) -> None:
    assert problems(document(whole_board(), grafana=grafana)) == []


def lines(board: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = board["panels"][0]
    return found


MISTAKES: dict[str, tuple[Change, str]] = {
    "misspelt key": (lambda it: lines(it).update(tittle="x"), ".panels[0].tittle: unknown key"),
    "stale key": (lambda it: it.update(rows=[]), ".rows: unknown key"),
    "misspelt option": (
        lambda it: lines(it)["options"]["legend"].update(placemnt="bottom"),
        ".panels[0].options.legend.placemnt: unknown key",
    ),
    "misspelt field option": (
        lambda it: lines(it)["fieldConfig"]["defaults"]["custom"].update(drawStile="line"),
        ".panels[0].fieldConfig.defaults.custom.drawStile: unknown key",
    ),
    "misspelt key of a query": (
        lambda it: lines(it)["targets"][0].update(exprr="up"),
        ".panels[0].targets[0].exprr: unknown key",
    ),
    "number as title": (lambda it: lines(it).update(title=5), ".panels[0].title: 5 is no str"),
    "text as threshold": (
        lambda it: lines(it)["fieldConfig"]["defaults"]["thresholds"]["steps"][0].update(value="null"),
        ".panels[0].field_config.defaults.thresholds.steps[0].value: 'null' is no float",
    ),
    "odd enumeration": (lambda it: it.update(graphTooltip=99), ".graph_tooltip: 99 is no DashboardCursorSync"),
    "unknown data source": (
        lambda it: (
            lines(it)["datasource"].update(type="prometeus"),
            lines(it)["targets"][0]["datasource"].update(type="prometeus"),
        ),
        ".panels[0].targets[0]: a query of no known data source",
    ),
    "unknown panel": (
        lambda it: lines(it).update(type="timesries"),
        ".panels[0].options: of no known kind of panel",
    ),
    "misspelt key of a link": (
        lambda it: lines(it)["links"][0].update(targetBlanc=True),
        ".panels[0].links[0].targetBlanc: unknown key",
    ),
    "truth for a number": (lambda it: lines(it)["gridPos"].update(h=True), ".panels[0].grid_pos.h: True is no int"),
    "number for a list": (lambda it: it.update(tags=1), ".tags: 1 is no list"),
    "wrong word of few": (
        lambda it: lines(it).update(repeatDirection="x"),
        ".panels[0].repeat_direction: 'x' is none of ('h', 'v')",
    ),
}


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_the_judge_names_a_mistake_and_its_place(name: str) -> None:
    change, expected = MISTAKES[name]
    board = document(whole_board())
    change(board)
    assert expected in problems(board)
