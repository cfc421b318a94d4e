"""Durations are read and printed exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signalwright.promql.duration import DurationError, parse_duration, parse_seconds, show_duration


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("0", 0),
        ("0s", 0),
        ("500ms", 500),
        ("90s", 90_000),
        ("5m", 300_000),
        ("1h30m", 5_400_000),
        ("1d", 86_400_000),
        ("1w", 604_800_000),
        ("1y", 31_536_000_000),
        ("1y2w3d4h5m6s7ms", 31_536_000_000 + 1_209_600_000 + 259_200_000 + 14_706_007),
    ],
)
def test_durations_are_read(text: str, milliseconds: int) -> None:
    assert parse_duration(text) == milliseconds


@pytest.mark.parametrize("text", ["", "5", "m", "5x", "1m1m", "1s1m", "1ms1s", "5 m", "-5m", "1.5h", "5M", "٥m", "5m "])
def test_what_is_no_duration_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(DurationError, match="1h30m"):
        parse_duration(text)


def test_a_duration_that_prometheus_cannot_count_is_refused() -> None:
    assert parse_duration("291y")
    with pytest.raises(DurationError, match="292 years"):
        parse_duration("293y")


def test_seconds_are_whole() -> None:
    assert parse_seconds("1m") == 60
    with pytest.raises(DurationError, match="whole number of seconds"):
        parse_seconds("1500ms")


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (0, "0s"),
        (5_400_000, "1h30m"),
        (604_800_000, "7d"),
        (2_592_000_000, "30d"),
        (31_536_000_000, "365d"),
        (1_500, "1s500ms"),
    ],
)
def test_durations_are_printed_in_days_and_less(milliseconds: int, text: str) -> None:
    assert show_duration(milliseconds) == text


@given(st.integers(0, 10**12))
def test_a_printed_duration_reads_back(milliseconds: int) -> None:
    assert parse_duration(show_duration(milliseconds)) == milliseconds
