"""Times in which nothing is sent, in words."""

from __future__ import annotations

from signalwright.ir.routes import TimeInterval, TimeSpan
from signalwright.reading.view import View
from signalwright.records import record


@record(kw_only=True)
class QuietFact:
    """A time in which nothing is sent.

    Attributes:
        name: What the spec calls it.
        when: Its spans of time in words, such as `sunday 02:00-04:00`.
        zone: The time zone in which they are read.
        at: Where it is declared.
    """

    name: str
    when: tuple[str, ...]
    zone: str
    at: str


def quiet_fact(view: View, interval: TimeInterval) -> QuietFact:
    """Returns what is known of an interval."""
    return QuietFact(
        name=interval.name,
        when=tuple(map(_words, interval.spans)),
        zone=interval.zone,
        at=view.at(interval.origin),
    )


def _words(span: TimeSpan) -> str:
    days = ", ".join(span.days) or "every day"
    if span.start is None and span.end is None:
        return days
    start = "00:00" if span.start is None else span.start.strftime("%H:%M")
    end = "24:00" if span.end is None else span.end.strftime("%H:%M")
    return f"{days} {start}-{end}"
