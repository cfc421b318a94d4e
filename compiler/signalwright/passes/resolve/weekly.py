"""Times that come again each week, as PromQL. Its functions of dates and times are in UTC, and so is all of this.

Times are milliseconds since the start of a week, which is Sunday's midnight because `day_of_week()` is 0 then.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from itertools import groupby

from signalwright.promql import build
from signalwright.promql.tree import Expression

SECOND = 1_000
HOUR = 3_600 * SECOND
DAY = 24 * HOUR
_DAYS = 7
WEEK = _DAYS * DAY

Span = tuple[int, int]


def within(spans: Iterable[Span]) -> Expression:
    """Returns an expression with a result, without labels, in each moment of the week that is in one of some spans.

    Args:
        spans: Start and end (exclusive) of each, at least one; either may be in another week.
    """
    merged = spans_within_week(spans)
    alike: dict[tuple[Span, ...], list[int]] = {}
    for day in range(_DAYS):
        if times := _on_day(merged, day):
            alike.setdefault(times, []).append(day)
    found = []
    for times, days in alike.items():
        conditions = [*_among_days(days), *_among_times(times)]
        found.append(reduce(build.both, conditions) if conditions else build.vector(build.number(1)))
    return reduce(build.either, found)


def spans_within_week(spans: Iterable[Span]) -> list[Span]:
    """Returns the same times as spans between 0 and the length of a week: ordered, with no two that touch."""
    pieces: list[Span] = []
    for start, end in spans:
        if end - start >= WEEK:
            return [(0, WEEK)]
        first = start % WEEK
        last = first + end - start
        pieces += [(first, last)] if last <= WEEK else [(first, WEEK), (0, last - WEEK)]
    merged: list[Span] = []
    for start, end in sorted(pieces):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _on_day(spans: Iterable[Span], day: int) -> tuple[Span, ...]:
    """Returns the parts of spans that are on a day of the week, in milliseconds of that day."""
    start = day * DAY
    cut = ((max(first - start, 0), min(last - start, DAY)) for first, last in spans)
    return tuple((first, last) for first, last in cut if first < last)


def _among_days(days: list[int]) -> list[Expression]:
    """Returns the conditions, all of which hold, that it is one of some days; none when every day is."""
    runs = [[day for _, day in run] for _, run in groupby(enumerate(days), lambda each: each[1] - each[0])]
    today = build.call("day_of_week")
    return _one_of(
        [
            [build.compare(today, "==", run[0])] if len(run) == 1 else _between(today, run[0], run[-1] + 1, _DAYS)
            for run in runs
        ]
    )


def _among_times(times: tuple[Span, ...]) -> list[Expression]:
    """Returns the conditions, all of which hold, that it is one of some times of the day; none when all day is."""
    if all(edge % HOUR == 0 for span in times for edge in span):
        return _one_of([_between(build.call("hour"), start // HOUR, end // HOUR, DAY // HOUR) for start, end in times])
    # Seconds of the day: a day of Unix time is never longer or shorter.
    now = build.vector(build.operate("%", build.time(), build.number(DAY // SECOND)))
    return _one_of(
        [_between(now, Decimal(start) / SECOND, Decimal(end) / SECOND, DAY // SECOND) for start, end in times]
    )


def _between(value: Expression, start: Decimal | int, end: Decimal | int, most: int) -> list[Expression]:
    """Returns the conditions that a value from 0 to below `most` is at least `start` and less than `end`."""
    found: list[Expression] = []
    if start > 0:
        found.append(build.compare(value, ">=", start))
    if end < most:
        found.append(build.compare(value, "<", end))
    return found


def _one_of(choices: list[list[Expression]]) -> list[Expression]:
    """Returns the conditions, all of which hold, that those of one choice do; none where a choice asks for nothing."""
    if len(choices) == 1:
        return choices[0]
    return [reduce(build.either, [reduce(build.both, each) for each in choices])]
