"""Durations as the Go programs read them that know no days."""

from __future__ import annotations

from signalwright.ir.values import Duration

_UNITS = (("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1))


def go_duration(duration: Duration) -> str:
    """Prints a duration for Go's `time.ParseDuration`, whose largest unit is the hour: 5 days are `120h`.

    Alertmanager reads its flags and a few fields of receivers that way, and the rest of its file as Prometheus does.

    Args:
        duration: The duration.

    Returns:
        Its text; nothing is `0s`.
    """
    rest, text = duration.milliseconds, ""
    for unit, size in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            text += f"{count}{unit}"
    return text or "0s"
