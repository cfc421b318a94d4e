"""What a dashboard has around its panels."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from signalwright.diagnostics.report import Report
from signalwright.ir.dashboard import LogSearch
from signalwright.ir.values import Duration
from signalwright_targets.grafana.sources import DatasourceNames
from tests.targets.grafana.boards import PLACE, all_panels, board, document, made, panel, row, whole_board

PROMETHEUS = {"type": "prometheus", "uid": "${prometheus_datasource}"}


def variables(read: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in read["templating"]["list"]}


def test_a_dashboard_is_a_file_that_nobody_edits() -> None:
    (file,) = made(board(row("red", panel())))
    assert file.path == "grafana/dashboards/services/api.json"
    read = json.loads(file.content)
    assert {key: read[key] for key in ("uid", "title", "description", "tags", "editable", "graphTooltip")} == {
        "uid": "shop-api", "title": "API", "description": "How the API does.",
        "tags": ["signalwright", "stack:shop"], "editable": False, "graphTooltip": 1,
    }  # fmt: skip
    assert (read["timezone"], read["refresh"], read["time"]) == ("browser", "1m", {"from": "now-6h", "to": "now"})


def test_nothing_stands_in_a_dashboard_that_its_reader_needs_not() -> None:
    assert list(document(whole_board())) == [
        "uid", "title", "description", "tags", "editable", "graphTooltip", "timezone", "time", "refresh", "links",
        "annotations", "templating", "panels", "schemaVersion",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("milliseconds", "printed"),
    [(5_400_000, "90m"), (86_400_000, "1d"), (172_800_000, "2d"), (61_000, "61s"), (1_500, "2s"), (90_000_000, "25h")],
)
def test_a_time_is_printed_in_one_unit(milliseconds: int, printed: str) -> None:
    read = document(board(row("red", panel()), period=Duration(milliseconds), refresh=Duration(milliseconds)))
    assert (read["time"]["from"], read["refresh"]) == (f"now-{printed}", printed)


def test_the_data_source_is_the_first_choice_of_a_reader() -> None:
    found = variables(document(board(row("red", panel()))))
    assert list(found) == ["prometheus_datasource", "job", "instance"]
    source = found["prometheus_datasource"]
    assert (source["type"], source["query"], source["label"]) == ("datasource", "prometheus", "Prometheus data source")
    assert source["current"] == {"selected": True, "text": "Prometheus", "value": "shop-prometheus"}


def test_a_dashboard_with_logs_offers_a_loki() -> None:
    lines = panel("lines", "logs", measures=(), searches=(LogSearch(text="{}"),))
    found = variables(document(board(row("logs", lines, collapsed=True))))
    assert list(found)[:2] == ["prometheus_datasource", "loki_datasource"]
    assert (found["loki_datasource"]["query"], found["loki_datasource"]["label"]) == ("loki", "Loki data source")
    assert found["loki_datasource"]["current"]["value"] == "shop-loki"
    report = Report()
    (alone,) = made(board(row("logs", lines)), sources=DatasourceNames("p", "P"), report=report)
    assert "loki_datasource" not in variables(json.loads(alone.content))


def test_all_values_of_a_label_are_chosen_at_first_and_asked_for_anew_with_the_time() -> None:
    instance = variables(document(board(row("red", panel()))))["instance"]
    assert instance["query"]["query"] == instance["definition"] == 'label_values(up{job=~"$job"}, instance)'
    assert (instance["datasource"], instance["refresh"], instance["multi"]) == (PROMETHEUS, 2, True)
    assert (instance["includeAll"], instance["allValue"]) == (True, ".+")
    assert instance["current"] == {"selected": True, "text": ["All"], "value": ["$__all"]}


def test_where_values_are_chosen_there_is_no_choice_of_all() -> None:
    job = variables(document(board(row("red", panel()))))["job"]
    assert job["current"] == {"selected": True, "text": ["api"], "value": ["api"]}
    assert job["includeAll"] is False
    assert "allValue" not in job
    assert job["multi"] is True


def test_alerts_are_marked_in_every_panel() -> None:
    own, alerts = document(whole_board())["annotations"]["list"]
    assert (own["builtIn"], own["datasource"]["uid"], own["hide"]) == (1, "-- Grafana --", True)
    assert (alerts["name"], alerts["enable"], alerts["iconColor"]) == ("Alerts", True, "#D55E00")
    assert (alerts["titleFormat"], alerts["textFormat"]) == ("{{alertname}}", "{{severity}}")
    assert alerts["tagKeys"] == "service,instance"
    assert alerts["datasource"] == alerts["target"]["datasource"] == PROMETHEUS
    assert alerts["target"]["expr"] == 'ALERTS{alertstate="firing"}'
    hidden = replace(whole_board().annotations[0], shown=False)
    assert document(board(annotations=(hidden,)))["annotations"]["list"][1]["enable"] is False


def test_a_link_to_another_dashboard_keeps_the_time_and_one_to_elsewhere_opens_beside() -> None:
    own, wiki = document(whole_board())["links"]
    assert (own["title"], own["url"], own["keepTime"], own["targetBlank"]) == ("Overview", "/d/shop", True, False)
    assert (wiki["url"], wiki["keepTime"], wiki["targetBlank"]) == ("https://wiki.example.com", False, True)
    assert {own["type"], wiki["type"]} == {"link"}


def test_dashboards_of_a_stack_offer_each_other_by_the_tags_that_they_share() -> None:
    other = board(uid="shop", file="overview", tags=("overview", "stack:shop"))
    (offer,) = document(board(), other)["links"]
    assert (offer["type"], offer["tags"], offer["asDropdown"]) == ("dashboards", ["stack:shop"], True)
    assert offer["keepTime"] is True
    assert offer["includeVars"] is False
    assert document(board())["links"] == []
    assert document(board(), board(uid="shop", file="overview", tags=()))["links"] == []


@pytest.mark.parametrize(
    ("grafana", "schema"),
    [("11.0", 39), ("11.5", 39), ("11.6", 41), ("12.0", 41), ("12.1", 42), ("12.2", 42), ("13.0", 42), ("13.2", 42)],
)
def test_the_schema_is_that_of_the_declared_grafana(grafana: str, schema: int) -> None:
    assert document(board(), grafana=grafana)["schemaVersion"] == schema


def test_everything_in_a_file_leads_back_to_its_part_of_the_spec() -> None:
    below = row("below", panel("below"), title="Below what is collapsed")
    whole = replace(whole_board(), rows=(*whole_board().rows, below))
    (file,) = made(whole)
    origins = file.origins()
    read = json.loads(file.content)
    assert origins[()] == PLACE
    expected: dict[str, Any] = {each.title: each.origin for each in whole.rows if each.title is not None}
    expected |= {each.title: each.origin for one in whole.rows for each in one.panels}
    found = {}
    for path, origin in origins.items():
        part = read
        for step in path:
            part = part[step]
        found[part["title"]] = origin
    assert found == {**expected, "API": PLACE}
    assert len(origins) == 1 + len(list(all_panels(read)))


def test_the_same_dashboards_give_the_same_bytes() -> None:
    code = (
        "from tests.targets.grafana.boards import made, whole_board; import sys;"
        "sys.stdout.buffer.write(made(whole_board())[0].content)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
            env={"PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert outputs == {made(whole_board())[0].content}


def test_grafanalib_is_imported_only_for_dashboards() -> None:
    code = (
        "from tests.targets.grafana import boards; assert 'grafanalib' not in sys.modules;"
        "boards.made(); assert 'grafanalib' not in sys.modules;"
        "boards.made(boards.board()); assert 'grafanalib' in sys.modules;"
        "assert 'signalwright_targets.grafana.panels.stat' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"], check=True)
