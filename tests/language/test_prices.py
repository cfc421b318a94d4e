"""Prices become what a service costs per second, and their mistakes are told at their places."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from signalwright.ir.rules import RecordingRule
from signalwright.language.prices import read_price
from signalwright.promql.printer import show
from tests.language.compiling import compile_text
from tests.passes.dashboards import dashboards_of, lines_of, panels_of
from tests.passes.drills import evaluate
from tests.servers.toolset import Toolset

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "2.42", grafana: "12"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      tokens_total: {type: counter, labels: {model: {max: 12}, direction: [input, output]}}
      calls_total: counter
      depth: gauge
      wait_seconds: {type: histogram, buckets: [1, 5]}
    prices: PRICES
"""
LINE = SPEC[: SPEC.index("PRICES")].count("\n") + 1
COLUMN = len("    prices: ") + 1
PRICES = (
    "{'tokens_total{direction=\"input\"}': 3 USD per 1e6, 'tokens_total{direction=\"output\"}': 15 USD per 1e6, "
    "calls_total: 0.02 USD}"
)
WHOLE = SPEC.replace("PRICES", PRICES)


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [("3 USD per 1e6", "0.000003", "USD"), ("0.02 EUR", "0.02", "EUR"), ("1.50 CHF per 1000", "0.0015", "CHF")],
)
def test_a_price_is_read_as_what_one_event_costs(written: str, amount: str, currency: str) -> None:
    price = read_price(written)
    assert (price.amount, price.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "written",
    [
        3,
        None,
        "3",
        "3 usd",
        "3 USD per",
        "USD 3",
        "3 USD per 0",
        "0 USD",
        "-3 USD",
        "3 USD per 1e999",
        "3 EURO",
        "3 USD ",
    ],
)
def test_what_is_no_price_is_refused_with_a_way_out(written: object) -> None:
    with pytest.raises(PydanticCustomError, match="expected a price, found") as refused:
        read_price(written)
    assert refused.value.context is not None
    assert refused.value.context["help"]


def test_what_is_counted_costs_apart_by_all_that_the_counter_tells_apart(tmp_path: Path) -> None:
    outcome = compile_text(tmp_path, WHOLE)
    assert not outcome.found
    (file,) = outcome.stacks["shop"].stack.rules
    (group,) = file.groups
    assert (file.name, group.name) == ("api", "api:costs")
    tokens = 'sum by (model, direction) (rate(tokens_total{{job="api", direction="{}"}}[5m])) * {}'
    rules = [each for each in group.rules if isinstance(each, RecordingRule)]
    assert [(each.record, dict(each.labels), show(each.query.tree)) for each in rules] == [
        (
            "api:cost_usd:rate5m",
            {"service": "api", "metric": "tokens_total"},
            f"{tokens.format('input', '0.000003')} or {tokens.format('output', '0.000015')}",
        ),
        (
            "api:cost_usd:rate5m",
            {"service": "api", "metric": "calls_total"},
            'sum(rate(calls_total{job="api"}[5m])) * 0.02',
        ),
    ]


@pytest.mark.servers
def test_costs_are_what_was_counted_at_its_price(tmp_path: Path, debian_tools: Toolset) -> None:
    target = 'job="api", instance="api:8000", service="api"'
    series = {
        f'tokens_total{{{target}, model="a", direction="input"}}': "0+60000x30",
        f'tokens_total{{{target}, model="a", direction="output"}}': "0+6000x30",
        f"calls_total{{{target}}}": "0+60x30",
    }
    name = '{service="api", metric="%s"%s}'
    labels = ', model="a", direction="%s"'
    samples = {
        name % ("calls_total", ""): 20_000,
        name % ("tokens_total", labels % "input"): 3_000,
        name % ("tokens_total", labels % "output"): 1_500,
    }
    values = [
        {
            "expr": "round(api:cost_usd:rate5m * 1e6)",
            "eval_time": "20m",
            "exp_samples": [{"labels": each, "value": value} for each, value in samples.items()],
        }
    ]
    complaints = evaluate(tmp_path, str(debian_tools.find("promtool")), WHOLE, series, [], values=values)
    assert not complaints, complaints


COSTS = 'api:cost_usd:rate5m{service="api"}'


def test_a_service_shows_what_it_costs(tmp_path: Path) -> None:
    (row,) = (each for each in dashboards_of(tmp_path, WHOLE)["services/api"].rows if each.title == "Costs")
    day, hour = row.panels
    assert (day.drawing, day.unit, lines_of(day)) == ("stat", "usd", [(f"sum({COSTS}) * 86400", "cost")])
    assert (hour.title, hour.unit) == ("Cost of api per hour by metric", "usd")
    assert lines_of(hour) == [(f"sum by (metric) ({COSTS}) * 3600", "{{metric}}")]


def test_a_dashboard_shows_costs_as_it_is_asked_to(tmp_path: Path) -> None:
    board = WHOLE + "dashboards: {Costs: {panels: [{cost: api, by: [model], as: bar-gauge}, {cost: api, by: []}]}}\n"
    models, all_ = panels_of(dashboards_of(tmp_path, board)["costs"])
    assert (models.drawing, lines_of(models)) == ("bar-gauge", [(f"sum by (model) ({COSTS}) * 3600", "{{model}}")])
    assert lines_of(all_) == [(f"sum({COSTS}) * 3600", "cost")]


# Prices in which `»` stands before the place of the error; the error, and a word of the way out.
MISTAKES = {
    "{»token_total: 1 USD}": ("promql/unknown-metric", "`tokens_total`"),
    "{'tokens_total{»directon=\"input\"}': 1 USD}": ("promql/unknown-label", "`direction`"),
    "{»depth: 1 USD}": ("alerts/wrong-metric-type", "a counter"),
    "{»wait_seconds: 1 USD}": ("alerts/wrong-metric-type", "`wait_seconds_count`"),
    "{calls_total: »3 dollars}": ("language/wrong-kind", "`3 USD per 1e6`"),
}


@pytest.mark.parametrize("marked", MISTAKES)
def test_a_mistake_is_told_once_at_its_place_with_a_way_out(marked: str, tmp_path: Path) -> None:
    name, way_out = MISTAKES[marked]
    (error,) = compile_text(tmp_path, SPEC.replace("PRICES", marked.replace("»", ""))).errors
    assert error.name == name
    assert way_out in (error.help or "")
    assert error.place == (LINE, COLUMN + marked.index("»"))


@pytest.mark.parametrize(
    ("panel", "way_out"),
    [
        ("{cost: ap}", "did you mean `api`?"),
        ("{cost: api, by: [modl]}", "did you mean `model`?"),
        ("{cost: api, from: api}", "leave it out"),
    ],
)
def test_a_panel_of_costs_that_are_not_there_is_an_error(panel: str, way_out: str, tmp_path: Path) -> None:
    (error,) = compile_text(tmp_path, f"{WHOLE}dashboards: {{Costs: {{panels: [{panel}]}}}}\n").errors
    assert error.help == way_out
