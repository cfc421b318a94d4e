"""Which values, units and types the result of an expression has."""

from __future__ import annotations

import pytest

from signalwright.promql.catalogue import SeriesType
from tests.promql.typing.facts import OPEN, facts

INFINITY = float("inf")

BOUNDS = {
    "5": (5, 5),
    "2 * 3 - 1": (5, 5),
    "-5": (-5, -5),
    "0x10": (16, 16),
    "010": (8, 8),
    "1_000": (1000, 1000),
    "1h30m": (5400, 5400),
    "-5m * 2": (-600, -600),
    "depth": (-INFINITY, INFINITY),
    "requests_total": (0, INFINITY),
    "rate(requests_total[5m])": (0, INFINITY),
    "-rate(requests_total[5m])": (-INFINITY, 0),
    "count(depth)": (1, INFINITY),
    "group(depth)": (1, 1),
    "sum(requests_total)": (0, INFINITY),
    "sum(depth)": (-INFINITY, INFINITY),
    "stddev(depth)": (0, INFINITY),
    "build_info": (1, 1),
    "absent(depth)": (1, 1),
    "hour()": (0, 23),
    "day_of_week(depth)": (0, 6),
    "count_over_time(depth[5m])": (1, INFINITY),
    "abs(depth)": (0, INFINITY),
    "clamp(depth, 2, 7)": (2, 7),
    "clamp_min(depth, 2)": (2, INFINITY),
    "clamp_max(build_info, 0)": (0, 0),
    "depth > bool 5": (0, 1),
    "requests_total + 5": (5, INFINITY),
    "10 - build_info": (9, 9),
    "build_info * 3": (3, 3),
    "build_info * depth": (-INFINITY, INFINITY),
    "(depth >= 2) <= 5": (2, 5),
    "5 >= (depth >= 2)": (2, 5),
    "depth == 3": (3, 3),
    'rate(requests_total{status="500"}[5m]) / rate(requests_total[5m])': (0, 1),
    'sum(rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m]))': (0, 1),
    'sum(rate(requests_total[5m])) / sum(rate(requests_total{status="500"}[5m]))': (0, INFINITY),
    'sum(rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[1h]))': (0, INFINITY),
    '1 - sum(rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m]))': (0, 1),
    '100 * sum(rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m]))': (0, 100),
    '(0x2 * rate(requests_total{status="500"}[5m])) / rate(requests_total[5m])': (0, 2),
    "ceil(0.2 * build_info)": (1, 1),
    "floor(0.2 * clamp(depth, 0, 6))": (0, 1),
    "round(0.2 * clamp(depth, 0, 6))": (0, 2),
    "round(build_info, 5)": (-INFINITY, INFINITY),
    "ceil(depth)": (-INFINITY, INFINITY),
    "depth or vector(7)": (-INFINITY, INFINITY),
    "group(depth) or vector(7)": (1, 7),
}  # fmt: skip


@pytest.mark.parametrize("text", BOUNDS)
def test_a_result_lies_between_these_bounds(text: str) -> None:
    found = facts(text)
    assert (found.low, found.high) == BOUNDS[text]


UNITS = {
    "wait_seconds": "seconds",
    "rate(sent_bytes_total[5m])": "bytes per second",
    "increase(sent_bytes_total[5m])": "bytes",
    "rate(busy_seconds_total[5m])": "ratio",
    "rate(requests_total[5m])": None,
    "wait_seconds / wait_seconds": "ratio",
    "wait_seconds * 1000": None,
    "used_ratio * 100": "percent",
    "wait_seconds - 5": "seconds",
    "5 + wait_seconds": "seconds",
    "wait_seconds + wait_milliseconds": None,
    "sum(wait_seconds)": "seconds",
    "count(wait_seconds)": None,
    "time() - wait_seconds": "seconds",
    "histogram_quantile(0.9, rate(took_seconds_bucket[5m]))": "seconds",
    "histogram_quantile(0.9, rate(size[5m]))": "bytes",
    "deriv(wait_seconds[5m])": "ratio",
    "sqrt(wait_seconds)": None,
    "timestamp(depth)": "seconds",
    'sum(rate(requests_total{status="500"}[5m])) / sum(rate(requests_total[5m]))': "ratio",
    "wait_seconds > 5": "seconds",
    "wait_seconds > bool 5": None,
    "sent_bytes_total / busy_seconds_total": "bytes per second",
}  # fmt: skip


@pytest.mark.parametrize("text", UNITS)
def test_a_result_is_in_this_unit(text: str) -> None:
    unit = facts(text).unit
    assert (None if unit is None else str(unit)) == UNITS[text]


TYPES = {
    "requests_total": SeriesType.COUNTER,
    "sum(requests_total)": SeriesType.COUNTER,
    "requests_total * 60": SeriesType.COUNTER,
    "rate(requests_total[5m])": SeriesType.GAUGE,
    "count(requests_total)": SeriesType.GAUGE,
    "sum by (le) (rate(took_seconds_bucket[5m]))": SeriesType.BUCKET,
    "histogram_quantile(0.9, took_seconds_bucket)": SeriesType.GAUGE,
    "rate(size[5m])": SeriesType.HISTOGRAM,
    "depth * on (instance) group_left (version) build_info": SeriesType.GAUGE,
    "requests_total * on (instance) group_left (version) build_info": SeriesType.COUNTER,
    "max_over_time(requests_total[5m])": SeriesType.COUNTER,
    "requests_total or depth": SeriesType.UNKNOWN,
}  # fmt: skip


@pytest.mark.parametrize("text", TYPES)
def test_a_result_has_this_type(text: str) -> None:
    assert facts(text).type is TYPES[text]


@pytest.mark.parametrize(
    ("text", "always", "is_filtered"),
    [
        ("depth", False, False),
        ("vector(1)", True, False),
        ("vector(1) > 0", True, False),
        ("vector(1) > 2", False, True),
        ("depth > 5", False, True),
        ("depth > bool 5", False, False),
        ("depth or vector(0)", True, False),
        ("depth > 5 or limit > 5", False, True),
        ("depth > 5 or limit", False, False),
        ("depth and limit", False, True),
        ("depth unless limit", False, True),
        ("absent(depth)", False, True),
        ("sum(depth > 5)", False, True),
        ("(count(depth) or vector(0)) < 1", False, True),
        ("(count(depth) or vector(0)) < bool 1", True, False),
        ("time()", True, False),
    ],
)
def test_it_is_known_whether_something_or_nothing_is_returned(text: str, always: bool, is_filtered: bool) -> None:
    found = facts(text)
    assert (found.always, found.is_filtered) == (always, is_filtered)


def test_a_number_is_calculated_as_the_server_does() -> None:
    for text, number in {
        "1 / 0": INFINITY,
        "-1 / 0": -INFINITY,
        "7 % 4": 3.0,
        "2 ^ 3 ^ 2": 512.0,
        "5 > bool 3": 1.0,
    }.items():
        assert facts(text).number == number
    assert facts("0 / 0").number != facts("0 / 0").number
    assert facts("10 ^ 400").number is None


def test_nothing_is_known_of_what_is_not_declared() -> None:
    found = facts("x * y", OPEN)
    assert (found.type, found.unit, found.low, found.high) == (SeriesType.UNKNOWN, None, -INFINITY, INFINITY)
