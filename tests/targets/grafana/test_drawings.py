"""Each drawing shows what a panel holds, and refuses what it can't."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from signalwright.ir.dashboard import LabelColumn, Level, LogSearch, Panel, PanelLink, Step
from signalwright.ir.values import Duration
from signalwright.promql import build
from signalwright.target import drawings_in
from signalwright_targets.grafana.sources import DatasourceNames
from tests.targets.grafana.boards import (
    DRAWINGS,
    LEVELS,
    WORDS,
    drawn,
    every_panel,
    gauge,
    measure,
    panel,
    refused,
    requests,
)

PROMETHEUS = {"type": "prometheus", "uid": "${prometheus_datasource}"}
LOKI = {"type": "loki", "uid": "${loki_datasource}"}


def defaults(made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = made["fieldConfig"]["defaults"]
    return found


def overrides(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Returns the properties of each exception by what it is an exception for."""
    return {
        each["matcher"]["options"]: {one["id"]: one["value"] for one in each["properties"]}
        for each in made["fieldConfig"]["overrides"]
    }


def test_every_drawing_is_tried_here() -> None:
    assert {each.drawing for each in every_panel()} == set(DRAWINGS)


@pytest.mark.parametrize("shown", every_panel(), ids=lambda each: each.drawing)
def test_every_panel_says_what_it_is(shown: Panel) -> None:
    made = drawn(shown)
    assert (made["title"], made["description"]) == (shown.title, shown.description)
    assert made["gridPos"] == {"x": 0, "y": 0, "w": 8, "h": 8}
    assert "maxDataPoints" not in made
    if shown.measures:
        assert made["datasource"] == PROMETHEUS
        assert [each["datasource"] for each in made["targets"]] == [PROMETHEUS] * len(shown.measures)
        assert defaults(made)["noValue"] == "No data"


def test_lines_have_levels_behind_them_and_a_legend_with_numbers() -> None:
    made = drawn(every_panel()[0])
    assert made["type"] == "timeseries"
    assert defaults(made)["custom"]["thresholdsStyle"] == {"mode": "dashed+area"}
    assert defaults(made)["custom"]["stacking"] == {"mode": "normal", "group": "A"}
    assert [(each["value"], each["color"]) for each in defaults(made)["thresholds"]["steps"]] == [
        (None, "transparent"), (0.5, "#E69F00"), (2, "#D55E00"),
    ]  # fmt: skip
    assert (defaults(made)["min"], defaults(made)["max"], defaults(made)["decimals"]) == (0, 7.5, 1)
    assert defaults(made)["unit"] == "reqps"
    legend = made["options"]["legend"]
    assert (legend["displayMode"], legend["calcs"]) == ("table", ["lastNotNull", "max"])
    assert made["options"]["tooltip"] == {"mode": "multi", "sort": "desc"}
    assert made["links"] == [{"title": "Runbook", "url": "https://runbooks.example.com/slow", "targetBlank": True}]


def test_a_line_that_is_alone_has_only_its_name_beside_it() -> None:
    alone = drawn(panel(measures=(measure(legend="All"),)))
    assert alone["options"]["legend"] == {
        "displayMode": "list", "placement": "bottom", "showLegend": True, "calcs": [],
    }  # fmt: skip
    assert drawn(panel(measures=(measure(legend="A"), measure(legend="B"))))["options"]["legend"]["showLegend"]
    unnamed = drawn(panel(measures=(measure(legend=""),)))
    assert unnamed["options"]["legend"]["displayMode"] == "table"
    assert unnamed["targets"][0]["legendFormat"] == "__auto"


def test_lines_that_lack_levels_have_no_levels_of_grafana_either() -> None:
    made = drawn(panel())
    assert defaults(made)["thresholds"] == {"mode": "absolute", "steps": [{"color": "text", "value": None}]}
    assert defaults(made)["custom"]["thresholdsStyle"] == {"mode": "off"}
    assert defaults(made)["custom"]["stacking"] == {"mode": "none"}
    assert "mappings" not in defaults(made)


def test_exemplars_are_asked_for_where_the_query_says_so() -> None:
    made = drawn(panel(measures=(measure(exemplars=True), measure())))
    assert [each.get("exemplar") for each in made["targets"]] == [True, None]
    assert [each["refId"] for each in made["targets"]] == ["A", "B"]
    assert all(each["range"] and "instant" not in each for each in made["targets"])


@pytest.mark.parametrize("drawing", ["bar-gauge", "gauge", "stat", "state-timeline", "table"])
def test_what_has_no_place_for_exemplars_does_not_show_them_as_values(drawing: str) -> None:
    made = drawn(panel("latency", drawing, measures=(measure(exemplars=True),)))
    assert "exemplar" not in made["targets"][0]


@pytest.mark.parametrize(("days", "shown"), [(30, "30d"), (None, None)])
def test_a_panel_looks_back_as_far_as_it_says_whatever_its_dashboard_does(days: int | None, shown: str | None) -> None:
    period = None if days is None else Duration.of_seconds(days * 86_400)
    assert drawn(panel(period=period)).get("timeFrom") == shown


def test_a_query_with_its_own_unit_and_levels_is_an_exception() -> None:
    made = drawn(panel(measures=(measure(), measure(unit="bytes", decimals=0, steps=LEVELS))))
    (found,) = made["fieldConfig"]["overrides"]
    assert found["matcher"] == {"id": "byFrameRefID", "options": "B"}
    assert (overrides(made)["B"]["unit"], overrides(made)["B"]["decimals"]) == ("bytes", 0)
    assert overrides(made)["B"]["thresholds"]["steps"][1] == {"color": "#E69F00", "value": 0.5}


def test_a_stat_shows_the_last_value_as_a_word_in_its_colour() -> None:
    made = drawn(panel("up", "stat", unit=None, measures=(gauge("up"),), values=WORDS))
    assert made["type"] == "stat"
    assert made["options"]["reduceOptions"] == {"calcs": ["lastNotNull"], "fields": "", "values": False}
    assert (made["options"]["colorMode"], made["options"]["graphMode"]) == ("background", "none")
    assert defaults(made)["color"] == {"mode": "thresholds"}
    assert defaults(made)["unit"] == "short"
    assert defaults(made)["mappings"] == [
        {
            "type": "value",
            "options": {
                "1": {"text": "up", "color": "#009E73", "index": 0},
                "0": {"text": "down", "color": "#D55E00", "index": 1},
            },
        }
    ]
    assert made["targets"][0]["instant"] is True
    assert "range" not in made["targets"][0]


def test_a_stat_over_time_has_a_small_graph_and_no_colour_of_its_own() -> None:
    made = drawn(panel("rate", "stat"))
    assert (made["options"]["colorMode"], made["options"]["graphMode"]) == ("value", "area")
    assert defaults(made)["thresholds"]["steps"] == [{"color": "text", "value": None}]


def test_a_date_is_in_milliseconds_and_shown_as_the_time_since() -> None:
    steps = (Step(value=Decimal(100), level=Level.CRITICAL),)
    stat = drawn(panel("backup", "stat", unit="date", measures=(gauge("backup_timestamp_seconds"),), steps=steps))
    assert defaults(stat)["unit"] == "dateTimeFromNow"
    assert stat["targets"][0]["expr"] == 'backup_timestamp_seconds{job=~"$job", instance=~"$instance"} * 1000'
    assert defaults(stat)["thresholds"]["steps"][1]["value"] == 100_000
    line = drawn(panel("backup", unit="date", minimum=Decimal(5), measures=(gauge("backup_timestamp_seconds"),)))
    assert (defaults(line)["unit"], defaults(line)["min"]) == ("dateTimeAsIso", 5_000)
    table = drawn(panel("backup", "table", unit=None, measures=(gauge(legend="Last", unit="date"),)))
    assert overrides(table)["Last"]["unit"] == "dateTimeFromNow"
    assert table["targets"][0]["expr"].endswith("* 1000")


def test_the_ends_of_a_scale_of_dates_are_in_milliseconds_too() -> None:
    found = defaults(drawn(panel(unit="date", minimum=Decimal(1), maximum=Decimal(2))))
    assert (found["min"], found["max"]) == (1_000, 2_000)


def test_a_scale_of_shares_reaches_from_nothing_to_the_whole() -> None:
    for drawing, kind in (("gauge", "gauge"), ("bar-gauge", "bargauge")):
        made = drawn(panel("fill", drawing, unit="ratio", measures=(gauge("fill_ratio"),), steps=LEVELS))
        assert made["type"] == kind
        assert (defaults(made)["min"], defaults(made)["max"]) == (0, 1)
        assert made["options"]["reduceOptions"]["calcs"] == ["lastNotNull"]
        assert defaults(made)["thresholds"]["steps"][0] == {"color": "#009E73", "value": None}
        assert defaults(made)["color"] == {"mode": "thresholds"}
    percent = drawn(panel("fill", "gauge", unit="percent", minimum=Decimal(50), measures=(gauge(),)))
    assert (defaults(percent)["min"], defaults(percent)["max"]) == (50, 100)
    assert "max" not in defaults(drawn(panel("length", "gauge", unit=None, measures=(gauge(),))))


@pytest.mark.parametrize(
    ("bounds", "scale"), [(("0.5", "2"), (0, 4)), (("10",), (0, 20)), (("-5", "5"), (None, None)), ((), (None, None))]
)
@pytest.mark.parametrize("drawing", ["gauge", "bar-gauge"])
def test_where_values_are_bad_stands_in_the_middle_of_a_scale(
    drawing: str, bounds: tuple[str, ...], scale: tuple[int | None, int | None]
) -> None:
    steps = tuple(Step(value=Decimal(each), level=Level.WARNING) for each in bounds)
    found = defaults(drawn(panel("queue", drawing, unit=None, measures=(gauge(),), steps=steps)))
    assert (found.get("min"), found.get("max")) == scale


def test_a_heatmap_shows_buckets_by_their_bounds() -> None:
    made = drawn(
        panel("durations", "heatmap", unit="seconds", decimals=2, measures=(measure(legend="{{le}}", exemplars=True),))
    )
    assert made["type"] == "heatmap"
    assert made["targets"][0]["format"] == "heatmap"
    assert made["targets"][0]["exemplar"] is True
    assert made["options"]["calculate"] is False
    assert made["options"]["yAxis"] == {"axisPlacement": "left", "reverse": False, "unit": "s", "decimals": 2}


def test_states_are_bands_over_time_even_where_the_last_value_was_asked_for() -> None:
    made = drawn(panel("health", "state-timeline", unit=None, measures=(gauge("up"),), values=WORDS))
    assert made["type"] == "state-timeline"
    assert made["targets"][0]["range"] is True
    assert defaults(made)["mappings"][0]["options"]["0"]["text"] == "down"
    assert defaults(made)["color"] == {"mode": "thresholds"}
    assert made["options"]["mergeValues"] is True


def test_logs_ask_loki() -> None:
    searches = (LogSearch(text='{service="api"}'), LogSearch(text='{service="web"}'))
    made = drawn(panel("lines", "logs", unit=None, measures=(), searches=searches))
    assert made["type"] == "logs"
    assert made["datasource"] == LOKI
    assert made["targets"][1] == {
        "refId": "B", "datasource": LOKI, "editorMode": "code", "expr": '{service="web"}', "queryType": "range",
    }  # fmt: skip
    assert "fieldConfig" not in made
    assert made["options"]["sortOrder"] == "Descending"


def test_an_alert_list_asks_the_rules_of_prometheus_by_its_name() -> None:
    firing = {"slo": 'a"b', "service": "api"}
    options = drawn(panel("firing", "alert-list", unit=None, measures=(), firing=firing))["options"]
    assert options["alertInstanceLabelFilter"] == '{service="api", slo="a\\"b"}'
    assert options["datasource"] == "Prometheus"
    assert [name for name, shown in options["stateFilter"].items() if shown] == ["firing", "pending", "error"]
    everything = drawn(panel("firing", "alert-list", unit=None, measures=(), firing={}))["options"]
    assert everything["alertInstanceLabelFilter"] == ""


def test_a_text_is_markdown_and_nothing_else() -> None:
    made = drawn(panel("notes", "text", unit=None, measures=(), text="# Read"))
    assert made["options"] == {"content": "# Read", "mode": "markdown"}
    assert not {"datasource", "targets", "fieldConfig", "error"} & made.keys()


def test_a_table_joins_its_queries_by_the_columns_and_hides_the_rest() -> None:
    made = drawn(every_panel()[5])
    assert made["type"] == "table"
    assert all(each["instant"] and each["format"] == "table" for each in made["targets"])
    keep, merge, organize = made["transformations"]
    assert keep == {
        "id": "filterFieldsByName", "options": {"include": {"names": ["service", "Value #A", "Value #B"]}},
    }  # fmt: skip
    assert merge["id"] == "merge"
    assert organize["options"]["renameByName"] == {"service": "Service", "Value #A": "Requests", "Value #B": "Errors"}
    assert organize["options"]["indexByName"] == {"service": 0, "Value #A": 1, "Value #B": 2}
    columns = overrides(made)
    assert columns["Service"]["links"] == [
        {"title": "Open", "url": "/d/shop-${__value.text}", "targetBlank": False},
    ]  # fmt: skip
    assert columns["Requests"] == {"unit": "reqps"}
    assert columns["Errors"]["unit"] == "percentunit"
    assert columns["Errors"]["thresholds"]["steps"][-1]["value"] == 2
    assert columns["Errors"]["custom.cellOptions"] == {"type": "color-background", "mode": "basic"}


def test_a_table_of_one_query_has_nothing_to_join() -> None:
    columns = (LabelColumn(label="job", title="Job"),)
    made = drawn(panel("jobs", "table", unit=None, measures=(gauge("up", ""),), columns=columns, values=WORDS))
    assert [each["id"] for each in made["transformations"]] == ["filterFieldsByName", "organize"]
    assert made["transformations"][1]["options"]["renameByName"] == {"job": "Job", "Value": "Jobs"}
    assert overrides(made)["Jobs"]["mappings"][0]["options"]["1"]["text"] == "up"
    assert "mappings" not in defaults(made)
    assert "Job" not in overrides(made)


def test_a_table_of_an_expression_shows_every_label_that_it_has() -> None:
    made = drawn(panel("up", "table", unit=None, measures=(gauge("up"),)))
    assert made["transformations"] == [
        {
            "id": "organize",
            "options": {
                "excludeByName": {"Time": True, "__name__": True}, "indexByName": {}, "renameByName": {"Value": "Up"},
            },
        },
    ]  # fmt: skip


def test_a_column_has_as_many_digits_as_its_query_says() -> None:
    two = (gauge("a", "A", unit="ratio", decimals=2), gauge("b", "B"))
    found = overrides(drawn(panel("jobs", "table", unit=None, measures=two)))
    assert (found["A"]["decimals"], "decimals" in found["B"]) == (2, False)


def test_values_of_a_table_have_the_levels_of_the_panel_where_the_query_has_none() -> None:
    made = drawn(panel("jobs", "table", unit="seconds", measures=(gauge("a", "A"), gauge("b", "B")), steps=LEVELS))
    assert {name: each["unit"] for name, each in overrides(made).items()} == {"A": "s", "B": "s"}
    assert all(each["thresholds"]["steps"][1]["value"] == 0.5 for each in overrides(made).values())


TWO = (measure(), measure(requests(("path",))))
REFUSED: dict[str, tuple[Panel, str]] = {
    "a gauge of several": (panel("x", "gauge", measures=TWO), "`gauge` shows one query and not 2"),
    "a heatmap of no buckets": (panel("x", "heatmap"), "`heatmap` shows the buckets of a histogram"),
    "a heatmap of several": (panel("x", "heatmap", measures=TWO), "`heatmap` shows one query and not 2"),
    "a text with queries": (panel("x", "text", text="Hello"), "`text` shows no metrics"),
    "a text of nothing": (panel("x", "text", measures=()), "`text` needs a text to show"),
    "logs of metrics": (panel("x", "logs", searches=(LogSearch(text="{}"),)), "`logs` shows no metrics"),
    "logs of nothing": (panel("x", "logs", measures=()), "`logs` needs a search in logs"),
    "an alert list of metrics": (panel("x", "alert-list", firing={}), "`alert-list` shows no metrics"),
    "lines of nothing": (panel("x", measures=()), "`timeseries` needs a metric to show"),
    "lines of logs": (panel("x", searches=(LogSearch(text="{}"),)), "`timeseries` shows no lines of logs"),
    "lines with a text": (panel("x", text="Hello"), "`timeseries` doesn't show a text"),
    "a stat of alerts": (panel("x", "stat", firing={"a": "b"}), "`stat` doesn't show alerts"),
    "bars with columns": (
        panel("x", "bar-gauge", columns=(LabelColumn(label="a", title="A"),)),
        "`bar-gauge` doesn't show columns of labels",
    ),
    "a timeline of nothing": (panel("x", "state-timeline", measures=()), "`state-timeline` needs a metric to show"),
    "two columns of one name": (
        panel("x", "table", measures=(gauge("a", "A"), gauge("b", "A"))),
        "two columns are called `A`",
    ),
    "a drawing that nobody has": (panel("x", "pie"), "there is no drawing `pie`"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_a_drawing_cannot_show_is_an_error_at_the_panel(name: str) -> None:
    shown, message = REFUSED[name]
    assert refused(shown) == message


def test_logs_need_a_loki() -> None:
    lines = panel("lines", "logs", measures=(), searches=(LogSearch(text='{service="api"}'),))
    assert refused(lines, sources=DatasourceNames("shop-prometheus", "Prometheus")) == "Grafana has no Loki to ask"


def test_a_link_within_grafana_opens_in_place() -> None:
    made = drawn(panel(links=(PanelLink(title="All", url="/d/shop"),)))
    assert made["links"][0]["targetBlank"] is False


THEIRS = '''
"""A drawing of a third party, with a class of grafanalib as it is."""

from grafanalib import core


def draw(panel, at):
    return core.TimeSeries(
        id=at.id, title=panel.title, dataSource=at.prometheus, gridPos=core.GridPos(x=0, y=0, w=1, h=1),
        thresholds=[core.Threshold("green", 0, 0.0), core.Threshold("red", 1, 80.0)],
        targets=[core.Target(expr=panel.measures[0].query.text, refId="A", datasource=at.prometheus)],
    )
'''


def test_an_extension_draws_its_own_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "their_panels"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "thermometer.py").write_text(THEIRS)
    monkeypatch.syspath_prepend(str(tmp_path))
    theirs = drawings_in("their_panels", [str(folder)])
    shown = panel("heat", "thermometer", measures=(measure(build.series("heat"), ""),))
    made = drawn(shown, drawings={**DRAWINGS, **theirs})
    assert (made["type"], made["title"]) == ("timeseries", "Heat")
    assert defaults(made)["thresholds"]["steps"] == [
        {"color": "green", "value": None}, {"color": "red", "value": 80.0},
    ]  # fmt: skip
    assert not {"mappings", "unit"} & defaults(made).keys()
    assert made["targets"] == [
        {"expr": "heat", "format": "time_series", "refId": "A", "datasource": PROMETHEUS},
    ]  # fmt: skip
    assert not {"maxDataPoints", "span", "editable", "error"} & made.keys()
    assert refused(shown) == "there is no drawing `thermometer`"
