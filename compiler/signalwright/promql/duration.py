"""Durations as PromQL writes them: `1h30m`, `5m`, `500ms`, always whole milliseconds."""

from __future__ import annotations

import re
from functools import lru_cache

# Largest first, which is also the order in which they have to be written; a year is 365 days, a week 7 (Prometheus,
# querying/basics, "Float literals and time durations").
_UNITS = (
    ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000),
    ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1),
)  # fmt: skip
_SYNTAX = re.compile("".join(rf"(?:([0-9]+){unit}(?![a-z]))?" for unit, _ in _UNITS))
_LONGEST = (1 << 63) // 1_000_000  # Prometheus counts nanoseconds in 64 bits: 292 years.


class DurationError(ValueError):
    """A text that is no duration; its message says what to write."""


@lru_cache(maxsize=1_024)
def parse_duration(text: str) -> int:
    """Reads a duration.

    Args:
        text: The duration, such as `1h30m`; units from large to small, each at most once. `0` needs no unit.

    Returns:
        The length in milliseconds.

    Raises:
        DurationError: When it is none, or longer than Prometheus can count.
    """
    if text == "0":
        return 0
    found = _SYNTAX.fullmatch(text)
    if found is None or not text:
        raise DurationError(
            f"`{text}` is no duration: write whole numbers with units y, w, d, h, m, s, ms from large to small: `1h30m`"
        )
    milliseconds = sum(int(count or 0) * size for count, (_, size) in zip(found.groups(), _UNITS, strict=True))
    if milliseconds >= _LONGEST:
        raise DurationError(f"`{text}` is longer than the 292 years that Prometheus can count")
    return milliseconds


def parse_seconds(text: str) -> int:
    """Reads a duration of whole seconds.

    Args:
        text: The duration.

    Returns:
        The length in seconds.

    Raises:
        DurationError: When it is no duration, or has a part of a second.
    """
    seconds, rest = divmod(parse_duration(text), 1_000)
    if rest:
        raise DurationError(f"`{text}` isn't a whole number of seconds")
    return seconds


def show_duration(milliseconds: int) -> str:
    """Prints a duration with units from days to milliseconds: `1h30m`, `7d`, `30d`; nothing is `0s`.

    Weeks and years are left out, because a window is called `30d` and not `4w2d`.

    Args:
        milliseconds: The length, not negative.

    Returns:
        The duration.
    """
    text, rest = "", milliseconds
    for unit, size in _UNITS[2:]:
        count, rest = divmod(rest, size)
        if count:
            text += f"{count}{unit}"
    return text or "0s"
