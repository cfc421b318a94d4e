"""Quiet times cover the minutes of the week that the spec names, however they cross midnight and the week."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalwright.ir.routes import TimeInterval
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
