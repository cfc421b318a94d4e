"""Quiet times cover the minutes of the week that the spec names, however they cross midnight and the week."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalwright.ir.routes import TimeInterval
from signalwright.promql.printer import show
from tests.language.compiling import compile_text

SPEC = """
signalwright: 1
stack: shop
backends: {prometheus: "2.42", alertmanager: "0.25"}
receivers: {chat: {webhook: {url: "http://chat:80/"}}}
teams: {web: {}}
routing: {quiet: [%s]}
services: {api: {team: web, scrape: ["a:80"]}}
"""
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def asked(days: list[str], start: str | None, end: str | None) -> set[int]:
    """Returns the minutes of the week, by walking through them from the first of each day."""
    first = minutes(start) if start is not None else 0
    last = minutes(end) if end is not None else DAY
    length = last - first if last > first else last + DAY - first
    found = set()
    for day in days or WEEK:
        begin = WEEK.index(day) * DAY + first
        found |= {minute % (7 * DAY) for minute in range(begin, begin + length)}
    return found


def covered(interval: TimeInterval) -> set[int]:
    """Returns the minutes in which Alertmanager takes an interval for active: the end isn't part of it."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    found = set()
    for span in interval.spans:
        start = span.start.hour * 60 + span.start.minute if span.start is not None else 0
        end = span.end.hour * 60 + span.end.minute if span.end is not None else DAY
        assert start < end
        for day in span.days or names:
            found |= set(range(names.index(day) * DAY + start, names.index(day) * DAY + end))
    return found


clocks = st.none() | st.sampled_from(["00:00", "00:01", "06:00", "12:30", "22:00", "23:59"])


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WEEK), unique=True, max_size=4), clocks, clocks)
def test_the_minutes_of_the_week_are_those_of_the_spec(
    tmp_path: Path, days: list[str], start: str | None, end: str | None
) -> None:
    written = {"name": "nights", "mutes": ["warning"]}
    written |= {key: value for key, value in (("days", days), ("from", start), ("to", end)) if value}
    outcome = compile_text(tmp_path, SPEC % yaml.safe_dump(written, default_flow_style=True).strip())
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    (interval,) = outcome.stacks["shop"].stack.intervals
    assert covered(interval) == asked(days, start, end)


@pytest.mark.parametrize("end", ["00:00", "24:00"])
def test_midnight_is_the_end_of_the_day(tmp_path: Path, end: str) -> None:
    outcome = compile_text(tmp_path, SPEC % f'{{name: nights, to: "{end}", mutes: [warning]}}', lower=True)
    (file,) = (each for each in outcome.stacks["shop"].artifacts if each.path == "alertmanager/alertmanager.yml")
    (interval,) = yaml.safe_load(file.content)["time_intervals"]
    for span in interval["time_intervals"]:
        for each in span.get("times", ()):
            assert re.match(r"\d\d:\d\d", each["start_time"])
            assert each["start_time"] < each["end_time"]


ZONES = {"UTC": 0, "Asia/Tokyo": 9 * 60, "Asia/Kolkata": 5 * 60 + 30, "Etc/GMT+12": -12 * 60}
aheads = st.sampled_from(["1m", "30m", "1h", "150m", "26h", "6d", "7d"])


def holds(promql: CodeType, minute: int) -> bool:
    """Returns whether an expression of dates and times has a result; its words are those of Python.

    Args:
        promql: The expression, compiled as Python.
        minute: Of the week, from Monday's midnight in UTC.
    """
    monday = int(datetime(2026, 6, 1, tzinfo=UTC).timestamp())
    seconds = monday + minute * 60
    now = datetime.fromtimestamp(seconds, UTC)
    known = {
        "day_of_week": lambda: now.isoweekday() % 7,
        "hour": lambda: now.hour,
        "time": lambda: seconds,
        "vector": lambda value: value,
    }
    return bool(eval(promql, {"__builtins__": {}}, known))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(WEEK), unique=True, max_size=4),
    clocks,
    clocks,
    st.sampled_from(list(ZONES)),
    st.none() | aheads,
)
def test_an_alert_during_a_quiet_time_holds_in_just_its_minutes(
    tmp_path: Path, days: list[str], start: str | None, end: str | None, zone: str, ahead: str | None
) -> None:
    written = {"name": "nights", "mutes": ["warning"], "zone": zone}
    written |= {key: value for key, value in (("days", days), ("from", start), ("to", end)) if value}
    when = {"during": "nights", **({"ahead": ahead} if ahead is not None else {})}
    alert = yaml.safe_dump({"alerts": {"Quiet": {"when": when, "team": "web", "severity": "info"}}})
    text = SPEC % yaml.safe_dump(written, default_flow_style=True).strip() + alert
    outcome = compile_text(tmp_path, text)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    (found,) = outcome.stacks["shop"].stack.alerts
    promql = compile(show(found.thresholds[0].expression), "<promql>", "eval")
    unit = {"m": 1, "h": 60, "d": DAY}
    early = int(ahead[:-1]) * unit[ahead[-1]] if ahead is not None else 0
    quiet = {(minute - ZONES[zone]) % (7 * DAY) for minute in asked(days, start, end)}
    first = {minute for minute in quiet if minute - 1 not in quiet and (minute or 7 * DAY) - 1 not in quiet}
    wanted = quiet | {(minute - before) % (7 * DAY) for minute in first for before in range(1, early + 1)}
    assert {minute for minute in range(7 * DAY) if holds(promql, minute)} == wanted


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('days: [sun], from: "02:00", to: "04:00"', "on Sunday from 02:00 to 04:00 UTC"),
        ('days: [sat, sun, wed], from: "22:00"', "on Sunday, Wednesday and Saturday from 22:00 UTC"),
        ('to: "06:00", zone: Asia/Tokyo', "every day until 06:00 Asia/Tokyo"),
        ("days: [mon, tue]", "on Monday and Tuesday UTC"),
    ],
)
def test_the_summary_says_when_a_quiet_time_is(tmp_path: Path, written: str, words: str) -> None:
    text = SPEC % f"{{name: nights, {written}, mutes: [warning]}}"
    text += "alerts: {Quiet: {when: {during: nights}, team: web, severity: info}}\n"
    (found,) = compile_text(tmp_path, text).stacks["shop"].stack.alerts
    assert found.summary == f"nights is {words}"
