"""Lowers the condition that a quiet time of the routing policy is near or has come, and says it in words."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.routes import TimeSpan
from signalwright.language.models.alerts import ConditionSpec
from signalwright.language.models.routing import QuietSpec
from signalwright.passes.resolve.joining import Lowered, lowered
from signalwright.passes.resolve.readings import ConditionScope
from signalwright.passes.resolve.routing import WEEK_DAYS, is_zone, spans_of
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.weekly import DAY, SECOND, within

# Clocks are looked at twice a month for as long as the 32-bit times of the zones' files go; what changed before was
# another law.
_FIRST_YEAR, _LAST_YEAR = 2025, 2037
_LONG_NAMES = {"sun": "Sunday", "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
               "fri": "Friday", "sat": "Saturday"}  # fmt: skip


def lower_during(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    """Returns the condition that it is a quiet time, or nearly, or None when an error was reported.

    Prometheus knows times in UTC alone. What a quiet time in another zone is in UTC is certain only where the clocks
    of that zone never change.

    Args:
        at: Where it stands.
        spec: What was written.
        path: Where.
    """
    assert spec.during is not None
    place = at.scope.locate((*path, "during"))
    known = quiet_times(at.scope)
    declare = "declare it under `routing`: `quiet: [{name: …, from: …, to: …, mutes: […]}]`"
    if not at.scope.refer(spec.during, [each.name for each in known], "quiet time", place, declare=declare):
        return None
    index, quiet = next((index, each) for index, each in enumerate(known) if each.name == spec.during)
    if not is_zone(quiet.zone):
        return None  # The policy tells of it.
    offset = _only_offset(quiet.zone)
    if offset is None:
        at.scope.report.error(
            "alerts/clocks-change",
            f"`{spec.during}` is in the zone `{quiet.zone}`, whose clocks change, and PromQL knows UTC alone",
            place,
            help="say the quiet time in UTC, with `zone: UTC`, or in a zone whose clocks never change",
            secondary=[Label(at.scope.place("routing", "quiet", index, "zone"), "the zone")],
        )
        return None
    ahead = spec.ahead.milliseconds if spec.ahead is not None else 0
    # Within `all`, `any` and `unless` the alert is about more than the quiet time.
    if not ahead and path[-1] == "when" and at.severity in quiet.mutes:
        at.scope.report.error(
            "alerts/never-told",
            f"the alert fires during `{quiet.name}`, which mutes the severity `{at.severity}`",
            place,
            help=f"choose a severity that `{quiet.name}` doesn't mute, or tell before it begins: `ahead: 1h`",
            secondary=[Label(at.scope.place("routing", "quiet", index, "mutes"), "muted here")],
        )
        return None
    spans = (span for each in spans_of(quiet) for span in _within_week(each))
    return lowered(within((start - offset - ahead, end - offset) for start, end in spans), frozenset())


def quiet_times(scope: Scope) -> list[QuietSpec]:
    """Returns the quiet times of the routing policy."""
    routing = scope.spec.routing
    return list(routing.quiet or ()) if routing is not None else []


def quiet_words(quiet: QuietSpec) -> str:
    """Returns when a quiet time is, in words: `on Sunday from 02:00 to 04:00 UTC`."""
    days = [_LONG_NAMES[each] for each in _LONG_NAMES if each in (quiet.days or ())]
    words = [f"on {', '.join(days[:-1])} and {days[-1]}" if len(days) > 1 else f"on {days[0]}" if days else "every day"]
    words += [f"from {quiet.from_}"] if quiet.from_ is not None else []
    words += [f"{'to' if quiet.from_ is not None else 'until'} {quiet.to}"] if quiet.to is not None else []
    return " ".join([*words, quiet.zone])


def _within_week(span: TimeSpan) -> list[tuple[int, int]]:
    """Returns start and end of a span on each of its days, in milliseconds since Sunday's midnight."""
    first = _since_midnight(span.start) if span.start is not None else 0
    last = _since_midnight(span.end) if span.end is not None else DAY
    days = [(WEEK_DAYS.index(day) + 1) % len(WEEK_DAYS) for day in span.days or WEEK_DAYS]
    return [(day * DAY + first, day * DAY + last) for day in days]


def _since_midnight(clock: time) -> int:
    return (clock.hour * 3_600 + clock.minute * 60) * SECOND


def _only_offset(zone: str) -> int | None:
    """Returns by how many milliseconds the clocks of a zone are ahead of UTC, or None when that changes."""
    if zone == "UTC":
        return 0
    there = ZoneInfo(zone)
    moments = (
        datetime(year, month, day, tzinfo=UTC)
        for year in range(_FIRST_YEAR, _LAST_YEAR)
        for month in range(1, 13)
        for day in (1, 15)
    )
    offsets = {each.astimezone(there).utcoffset() for each in moments}
    return int((offsets.pop() or timedelta()).total_seconds()) * SECOND if len(offsets) == 1 else None
