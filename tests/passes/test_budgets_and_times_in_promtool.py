"""Conditions on error budgets, and on times that come again each week, evaluated at their edges."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.passes.test_conditions_in_promtool import OF_A, A, Drill, check
from tests.servers.toolset import Toolset

LEFT = '{service="%s", slo="%s"}'
DRILLS = {
    "an error budget that is used up": Drill(
        "{budget: answers, below: 0%}",
        {f"slo:budget_remaining:ratio30d{LEFT % ('api', 'answers')}": "0x10 -0.01x20"},
        {"5m": [], "25m": [{"slo": "answers"}]},
    ),
    "the budget of another SLO, and of another service": Drill(
        "{budget: answers, below: 0%}",
        {
            f"slo:budget_remaining:ratio30d{LEFT % ('api', 'others')}": "-1x30",
            f"slo:budget_remaining:ratio30d{LEFT % ('main-db', 'answers')}": "-1x30",
        },
        {"5m": []},
    ),
    "error budgets of several windows": Drill(
        "{budget: true, below: 10%}",
        {
            f"slo:budget_remaining:ratio30d{LEFT % ('api', 'answers')}": "0.05x30",
            f"slo:budget_remaining:ratio14d{LEFT % ('api', 'writes')}": "0.2x10 0.02x20",
            f"slo:budget_remaining:ratio30d{LEFT % ('main-db', 'stored')}": "-1x30",
        },
        {"5m": [{"slo": "answers"}], "25m": [{"slo": "answers"}, {"slo": "writes"}]},
    ),
    "a budget while the service is busy": Drill(
        "{all: [{budget: answers, below: 0%}, {value: limit, above: 5}]}",
        {f"slo:budget_remaining:ratio30d{LEFT % ('api', 'answers')}": "-1x30", f"limit{A}": "1x10 9x20"},
        {"5m": [], "25m": [{"slo": "answers"}]},
    ),
    # The first of January 1970, with which promtool begins, was a Thursday.
    "a quiet time on some days": Drill(
        "{during: fridays}",
        {"other": "1x9"},
        {"25h59m": [], "26h": [{}], "28h14m": [{}], "28h15m": [], "50h30m": []},
    ),
    "a while before a quiet time": Drill(
        "{during: fridays, ahead: 1h}",
        {"other": "1x9"},
        {"24h59m": [], "25h": [{}], "28h14m": [{}], "28h15m": [], "1h30m": []},
    ),
    "a while before a quiet time that is longer than its day": Drill(
        "{during: fridays, ahead: 3h}",
        {"other": "1x9"},
        {"22h59m": [], "23h": [{}], "24h": [{}], "28h14m": [{}], "28h15m": []},
    ),
    "a quiet time across midnight and the week": Drill(
        "{during: saturdays}",
        {"other": "1x9"},
        {"69h59m": [], "70h": [{}], "71h59m": [{}], "72h": [{}], "77h59m": [{}], "78h": [], "46h": []},
    ),
    "a quiet time of each day, elsewhere": Drill(
        "{during: kolkata}",
        {"other": "1x9"},
        {"16h29m": [], "16h30m": [{}], "23h59m": [{}], "24h29m": [{}], "24h30m": [], "40h29m": [], "40h30m": [{}]},
    ),
    "an exception for a quiet time": Drill(
        "{value: limit, above: 5, unless: {during: nights}}",
        {f"limit{A}": "9x1500"},
        {"5h59m": [], "6h": [OF_A], "21h59m": [OF_A], "22h": []},
    ),
}


@pytest.mark.servers
@pytest.mark.parametrize("name", DRILLS)
def test_with_the_oldest_prometheus(tmp_path: Path, debian_tools: Toolset, name: str) -> None:
    check(tmp_path, debian_tools.find("promtool"), DRILLS[name])


@pytest.mark.current
@pytest.mark.parametrize("name", DRILLS)
def test_with_todays_prometheus(tmp_path: Path, current_tools: Toolset, name: str) -> None:
    check(tmp_path, current_tools.find("promtool"), DRILLS[name])
