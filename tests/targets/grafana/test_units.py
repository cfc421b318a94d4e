"""Units and levels as Grafana has them."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from grafana_foundation_sdk.models import units as sdk

from signalwright.ir.dashboard import Level, Step, ValueText
from signalwright_targets.grafana import units
from signalwright_targets.grafana.colours import COLOURS, mappings, thresholds
from signalwright_targets.grafana.units import grafana_unit, number, scale

# Every format that Grafana offers; its makers' SDK lists them as constants.
KNOWN = set(re.findall(r'\["([^"]+)"\]', Path(sdk.__file__).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("seconds", "s"), ("milliseconds", "ms"), ("bytes", "bytes"), ("ratio", "percentunit"), ("percent", "percent"),
        ("date", "dateTimeAsIso"), ("celsius", "celsius"), ("requests/second", "reqps"), ("bytes/second", "binBps"),
        ("jobs/second", "cps"), ("/second", "cps"), ("seconds/second", "percentunit"), ("tokens", "short"),
        (None, "short"), ("USD", "currencyUSD"), ("eur", "currencyEUR"), ("gbp", "currencyGBP"),
        ("microseconds", "µs"), ("nanoseconds", "ns"), ("minutes", "m"), ("hours", "h"), ("days", "d"),
        ("kilobytes", "deckbytes"), ("megabytes", "decmbytes"), ("gigabytes", "decgbytes"), ("bits", "decbits"),
        ("kelvin", "kelvin"), ("meters", "lengthm"), ("volts", "volt"), ("amperes", "amp"), ("joules", "joule"),
        ("watts", "watt"), ("grams", "massg"), ("hertz", "hertz"), ("kilobytes/second", "KBs"),
        ("megabytes/second", "MBs"), ("gigabytes/second", "GBs"), ("bits/second", "bps"), ("packets/second", "pps"),
        ("reads/second", "rps"), ("writes/second", "wps"), ("operations/second", "ops"), ("joules/second", "watt"),
    ],
)  # fmt: skip
def test_a_unit_has_the_name_that_grafana_has_for_it(unit: str | None, expected: str) -> None:
    assert grafana_unit(unit) == expected


def test_every_name_is_one_that_grafana_knows() -> None:
    mine = {*units._UNITS.values(), *units._RATES.values(), units.PLAIN}
    assert mine - KNOWN == set()


def test_only_dates_are_multiplied() -> None:
    assert (scale("date"), scale("seconds"), scale(None)) == (1_000, 1, 1)


def test_a_whole_number_has_no_point() -> None:
    assert [repr(number(Decimal(each))) for each in ("5.0", "0.1", "1E+3", "0")] == ["5", "0.1", "1000", "0"]


def test_below_the_first_step_everything_is_fine() -> None:
    made = thresholds((Step(value=Decimal(3), level=Level.CRITICAL),))
    assert made == {
        "mode": "absolute",
        "steps": [{"color": COLOURS[Level.FINE], "value": None}, {"color": COLOURS[Level.CRITICAL], "value": 3}],
    }


def test_where_little_is_bad_the_bottom_is_bad_and_drawn() -> None:
    steps = (Step(value=None, level=Level.CRITICAL), Step(value=Decimal("0.1"), level=Level.FINE))
    made = thresholds(steps, areas=True)["steps"]
    assert [(each["color"], each["value"]) for each in made] == [("#D55E00", None), ("#009E73", 0.1)]


def test_no_words_are_no_mappings() -> None:
    assert mappings(()) == []
    (made,) = mappings((ValueText(value=Decimal("0.5"), text="half", level=Level.UNKNOWN),))
    assert made["options"] == {"0.5": {"text": "half", "color": "#999999", "index": 0}}


# How colours of light (linear red, green, blue) look without one kind of cone: Machado, Oliveira and Fernandes, 2009,
# at full severity.
DEFICIENCIES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


@pytest.mark.parametrize("name", DEFICIENCIES)
def test_levels_differ_for_readers_with_a_colour_vision_deficiency(name: str) -> None:
    seen = {}
    for level, colour in COLOURS.items():
        light = [(int(colour[start : start + 2], 16) / 255) ** 2.2 for start in (1, 3, 5)]
        seen[level] = [
            max(0.0, sum(weight * part for weight, part in zip(row, light, strict=True))) ** (1 / 2.2)
            for row in DEFICIENCIES[name]
        ]
    for one, other in combinations(seen, 2):
        distance = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
        assert distance > 0.1, f"{one} and {other} look alike"
