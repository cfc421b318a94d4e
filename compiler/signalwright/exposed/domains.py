"""What a label may be, from the values that were seen: a list only where they are kinds that a program knows by itself.

What people name (users, hosts, queues, paths) says nothing of tomorrow and may be nobody's business, so it becomes a
number of values. Whether values are kinds follows from the label's name and from each value: words, without a digit.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from signalwright.records import record

MOST_LISTED = 10
"""More values than that are hardly kinds."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_KIND = re.compile(r"[A-Za-z]+(?:[_-][A-Za-z]+){0,3}")
_LONGEST_KIND = 30
_STATUS = re.compile(r"[1-5][0-9]{2}")
_STATUS_CLASS = re.compile(r"[1-5]xx")
_STATUS_LABELS = frozenset({"code", "status", "status_code", "http_status", "response_code", "http_status_code"})
_TRUTH = {"true", "false"}
_STEPS = (1, 2, 5)
_OF_KINDS = frozenset(
    {
        "action", "category", "cause", "class", "condition", "decision", "direction", "encoding", "error", "event",
        "family", "format", "kind", "level", "method", "mode", "op", "operation", "outcome", "phase", "policy",
        "priority", "proto", "protocol", "reason", "result", "role", "scheme", "severity", "side", "slice", "stage",
        "state", "status", "step", "strategy", "transport", "trigger", "type", "verb",
    }
)  # fmt: skip
"""The last words of labels whose values are kinds."""


@record
class Values:
    """What is declared of a label.

    Attributes:
        listed: Every value, or empty when they aren't listed.
        like: A regular expression that every value matches, or None.
        most: The largest number of values, or None when a list or the pattern says it.
    """

    listed: tuple[str, ...] = ()
    like: str | None = None
    most: int | None = None


def values_of(label: str, seen: Collection[str]) -> Values:
    """Returns what may be declared of a label.

    Args:
        label: Its name.
        seen: Its values; an empty one is none.
    """
    values = sorted(set(seen) - {""})
    if values and set(values) <= _TRUTH:
        return Values(listed=("false", "true"))
    # One value is no evidence: beside 200 there may be a word.
    if label in _STATUS_LABELS and len(values) > 1:
        if all(map(_STATUS.fullmatch, values)):
            return Values(like=_STATUS.pattern, most=bound_above(len(values)))
        if all(map(_STATUS_CLASS.fullmatch, values)):
            return Values(like=_STATUS_CLASS.pattern)
    if 2 <= len(values) <= MOST_LISTED and is_of_kinds(label) and all(map(_is_kind, values)):
        return Values(listed=tuple(values))
    return Values(most=bound_above(len(values)))


def is_of_kinds(label: str) -> bool:
    """Returns whether a label, by its name, holds kinds that a program knows, and no names that people give."""
    words = [each.lower() for each in _WORDS.findall(label)]
    return bool(words) and words[-1] in _OF_KINDS


def _is_kind(value: str) -> bool:
    return len(value) <= _LONGEST_KIND and _KIND.fullmatch(value) is not None


def bound_above(count: int) -> int:
    """Returns a round number with room for twice as many, and for at least five: 7 → 20, 30 → 100.

    Args:
        count: How many there are now.
    """
    wanted, power = max(2 * count, 5), 1
    while True:
        for step in _STEPS:
            if step * power >= wanted:
                return step * power
        power *= 10
