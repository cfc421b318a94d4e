"""The pass from what grafanalib prints to what Grafana reads."""

from __future__ import annotations

import copy
from enum import StrEnum
from typing import Any

import pytest
from grafanalib import core

from signalwright.ir.values import Version
from signalwright_targets.grafana.schema import modernize
from tests.targets.grafana.sdk import problems

TWELVE = Version("12.2")


def modern(*panels: core.Panel) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = modernize(core.Dashboard(title="x", panels=list(panels)).to_json_data(), TWELVE)[
        "panels"
    ]
    return found


def test_what_grafanalib_prints_as_it_is_becomes_what_the_sdk_knows() -> None:
    grid = core.GridPos(x=0, y=0, w=1, h=1)
    source = {"type": "prometheus", "uid": "x"}
    raw = core.Dashboard(
        title="Raw",
        uid="raw",
        panels=[
            core.TimeSeries(
                id=1, title="Lines", gridPos=grid, dataSource=source, unit="s",
                thresholds=[core.Threshold(color="green", index=0, value=0.0)],
                targets=[core.Target(expr="up", refId="A", datasource=source)],
            ),
            core.Stat(id=2, title="Number", gridPos=grid, dataSource=source),
            core.RowPanel(id=3, title="Row", gridPos=grid, collapsed=True, panels=[core.Text(id=4, content="Hello")]),
        ],
    )  # fmt: skip
    document = modernize(raw.to_json_data(), TWELVE)
    assert problems(document) == []
    assert document["panels"][1]["fieldConfig"]["defaults"]["thresholds"]["steps"] == [{"color": "text", "value": None}]


def test_a_first_threshold_without_value_is_null_and_the_rest_is_gone() -> None:
    steps = [core.Threshold(color="green", index=0, value=0.0), core.Threshold(color="red", index=1, value=80.0)]
    (made,) = modern(core.TimeSeries(thresholds=steps))
    assert made["fieldConfig"]["defaults"]["thresholds"]["steps"] == [
        {"color": "green", "value": None}, {"color": "red", "value": 80.0},
    ]  # fmt: skip


def test_what_somebody_asked_for_stays_though_it_looks_like_a_default() -> None:
    (made,) = modern(core.TimeSeries(maxDataPoints=500, extraJson={"fieldConfig": {"defaults": {"min": 0}}}))
    assert made["maxDataPoints"] == 500
    assert made["fieldConfig"]["defaults"]["min"] == 0
    assert made["fieldConfig"]["overrides"] == []
    (made,) = modern(core.TimeSeries(extraJson={"transparent": True, "timeFrom": "30d"}))
    assert (made["transparent"], made["timeFrom"]) == (True, "30d")


def test_the_document_that_is_given_stays_as_it_is() -> None:
    document = {
        "title": "x",
        "panels": [
            {"type": "row", "panels": [{"type": "text", "span": 4, "fieldConfig": {"defaults": {}}}], "span": 2},
        ],
    }  # fmt: skip
    before = copy.deepcopy(document)
    made = modernize(document, TWELVE)
    assert made["panels"] == [{"type": "row", "panels": [{"type": "text"}]}]
    assert document == before


class Word(StrEnum):
    CLASSIC = "classic"


def test_a_word_of_an_enumeration_is_a_plain_text() -> None:
    (made,) = modern(core.Text(title=Word.CLASSIC))
    assert type(made["title"]) is str


def test_what_no_dashboard_can_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="a dashboard holds a set"):
        modern(core.Text(extraJson={"options": {"words": {1, 2}}}))
