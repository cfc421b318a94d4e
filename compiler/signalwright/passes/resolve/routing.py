"""Resolves the routing policy."""

from __future__ import annotations

from datetime import time

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.fix import spelling
from signalwright.ir.routes import Inhibition, LabelMatch, Notify, Quiet, Routing, TimeInterval, TimeSpan
from signalwright.ir.values import Duration
from signalwright.language.models.routing import InhibitSpec, QuietSpec, RoutingSpec
from signalwright.passes.resolve.backends import DECLARE_RECEIVER, resolve_notifications
from signalwright.passes.resolve.scope import Path, Scope

DEFAULT_SEVERITIES = ("critical", "warning", "info")
_DAYS = {
    "mon": "monday", "tue": "tuesday", "wed": "wednesday", "thu": "thursday", "fri": "friday", "sat": "saturday",
    "sun": "sunday",
}  # fmt: skip
WEEK_DAYS = list(_DAYS.values())

# The times that Alertmanager's own documentation recommends; `repeat` is longer than its default of 4 h, because an
# alert that nobody has closed within half a day is no news.
_GROUP_BY = ("alertname", "service")
_WAIT, _EVERY, _REPEAT = Duration.of_seconds(30), Duration.of_seconds(300), Duration.of_seconds(12 * 3_600)


def resolve_severities(scope: Scope) -> tuple[str, ...]:
    """Returns the declared severities, gravest first, or the default ones; reports duplicates."""
    written = scope.spec.severities
    if written is None:
        return DEFAULT_SEVERITIES
    severities: list[str] = []
    for index, name in enumerate(written):
        if name in severities:
            scope.report.error(
                "language/duplicate-name",
                f"the severity `{name}` is declared twice",
                scope.place("severities", index),
                help="leave one of them out",
            )
        else:
            severities.append(name)
    if not severities:
        scope.report.error(
            "language/empty",
            "there is no severity",
            scope.place("severities").key(),
            help="write `[critical, warning]`",
        )
        return DEFAULT_SEVERITIES
    return tuple(severities)


def resolve_routing(scope: Scope, severities: tuple[str, ...]) -> Routing:
    """Returns the routing policy with the defaults of what isn't said."""
    spec = scope.spec.routing or RoutingSpec()
    receivers = list(scope.spec.receivers or {})
    otherwise = spec.otherwise
    if otherwise is not None and not scope.refer(
        otherwise, receivers, "receiver", scope.place("routing", "otherwise"), declare=DECLARE_RECEIVER
    ):
        otherwise = None
    also = tuple(
        Notify(
            labels=each.labels,
            receivers=scope.refer_all(
                each.notify, receivers, "receiver", ("routing", "also", index, "notify"), declare=DECLARE_RECEIVER
            ),
            origin=scope.place("routing", "also", index),
        )
        for index, each in enumerate(spec.also or ())
    )
    inhibit = spec.inhibit
    return Routing(
        group_by=tuple(spec.group_by) if spec.group_by is not None else _GROUP_BY,
        wait=spec.wait or _WAIT,
        every=spec.every or _EVERY,
        repeat=spec.repeat or _REPEAT,
        notify=resolve_notifications(scope, spec.notify or {}, ("routing", "notify"), severities),
        otherwise=otherwise,
        also=also,
        quiet=tuple(
            _quiet(scope, each, ("routing", "quiet", i), severities) for i, each in enumerate(spec.quiet or ())
        ),
        inhibitions=None if inhibit == "derived" else _inhibitions(scope, inhibit),
        origin=scope.place("routing") if scope.spec.routing is not None else scope.place(),
        notify_origins={each: scope.place("routing", "notify", each) for each in spec.notify or {}},
    )


def _inhibitions(scope: Scope, written: str | list[InhibitSpec]) -> tuple[Inhibition, ...]:
    if isinstance(written, str):
        return ()
    return tuple(
        Inhibition(
            source=tuple(LabelMatch(label, "=", value) for label, value in each.when.items()),
            target=tuple(LabelMatch(label, "=", value) for label, value in each.mutes.items()),
            equal=tuple(each.same),
            origin=scope.place("routing", "inhibit", index),
        )
        for index, each in enumerate(written)
    )


def _quiet(scope: Scope, spec: QuietSpec, path: Path, severities: tuple[str, ...]) -> Quiet:
    if not is_zone(spec.zone):
        from zoneinfo import available_timezones

        near = closest(spec.zone, available_timezones())
        scope.report.error(
            "routing/unknown-zone",
            f"there is no time zone `{spec.zone}`",
            scope.locate((*path, "zone")),
            help=f"did you mean `{near}`?" if near else "write a name of the IANA database: `Europe/Berlin`",
            fix=spelling(scope.locate((*path, "zone")), spec.zone, available_timezones()),
        )
    mutes = scope.refer_all(spec.mutes, severities, "severity", (*path, "mutes"), declare="add it to `severities`")
    interval = TimeInterval(name=spec.name, spans=spans_of(spec), zone=spec.zone, origin=scope.locate(path))
    return Quiet(interval=interval, mutes=mutes)


def is_zone(name: str) -> bool:
    """Returns whether there is a time zone of this name."""
    if name == "UTC":
        return True
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def spans_of(spec: QuietSpec) -> tuple[TimeSpan, ...]:
    """Returns a quiet time as spans of days; one that crosses midnight is two, because a span of Alertmanager can't."""
    days = tuple(sorted((_DAYS[day] for day in spec.days or ()), key=WEEK_DAYS.index))
    first, last = _clock(spec.from_), _clock(spec.to)
    if last == time(0, 0):
        # Midnight is the end of the day, which Alertmanager calls 24:00.
        last = None
    if first is None or last is None or first < last:
        return (TimeSpan(days=days, start=first, end=last),)
    following = tuple(sorted((WEEK_DAYS[(WEEK_DAYS.index(day) + 1) % 7] for day in days), key=WEEK_DAYS.index))
    evening = TimeSpan(days=days, start=first, end=None)
    return (evening, TimeSpan(days=following, start=None, end=last))


def _clock(text: str | None) -> time | None:
    if text is None or text == "24:00":
        return None
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))
