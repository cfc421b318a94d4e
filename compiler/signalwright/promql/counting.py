"""Counts the texts that a simple regular expression matches."""

from __future__ import annotations

import re
from functools import lru_cache

MOST = 10**9
"""What is more than this is as good as unbounded."""

_REPEAT = re.compile(r"\{(\d+)(,?)(\d*)\}")
_ITEM = re.compile(r"\[:\w+:\]|\\.|[^\]\\]", re.DOTALL)
_CLASSES = {"d": 10, "w": 63, "s": 5}


class _UncountableError(Exception):
    """Raised at a part that matches any number of texts, or that isn't known here."""


@lru_cache(maxsize=1_024)
def count_of(pattern: str) -> int | None:
    """Returns the largest number of texts that a pattern matches.

    Args:
        pattern: The pattern (RE2), fully anchored.

    Returns:
        An upper bound: alternatives that match the same text are counted twice. None when the pattern matches any
        number of texts, or is more than classes, groups, alternatives and bounded repetitions.
    """
    reader = _Reader(pattern.removeprefix("^").removesuffix("$") if not pattern.endswith("\\$") else pattern)
    try:
        found = reader.alternatives()
    except _UncountableError:
        return None
    return found if reader.at == len(reader.text) else None


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def alternatives(self) -> int:
        total = self._sequence()
        while self._takes("|"):
            total += self._sequence()
        return _bounded(total)

    def _sequence(self) -> int:
        total = 1
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            total = _bounded(total * self._repeated(self._atom()))
        return total

    def _takes(self, sign: str) -> bool:
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def _atom(self) -> int:
        sign = self.text[self.at]
        if sign == "(":
            self.at += 1
            if not self._takes("?:") and self.text.startswith("?", self.at):
                raise _UncountableError
            inside = self.alternatives()
            if not self._takes(")"):
                raise _UncountableError
            return inside
        if sign == "[":
            return self._class()
        if sign == "\\":
            escaped = self.text[self.at + 1 : self.at + 2]
            self.at += 2
            if escaped.isalnum() and escaped not in _CLASSES:
                raise _UncountableError
            return _CLASSES.get(escaped, 1)
        if sign in ".*+?^$":
            raise _UncountableError
        self.at += 1
        return 1

    def _class(self) -> int:
        self.at += 1
        if self._takes("^"):
            raise _UncountableError
        total = 0
        while not self._takes("]"):
            start = self._item()
            if self.text.startswith("-", self.at) and self.text[self.at + 1 : self.at + 2] != "]":
                self.at += 1
                end = self._item()
                if len(start) > 1 or len(end) > 1:
                    raise _UncountableError
                total += max(0, ord(end) - ord(start) + 1)
            else:
                total += _CLASSES[start[1]] if len(start) > 1 else 1
        return total

    def _item(self) -> str:
        """Returns a character of a class, or a class in it with its backslash."""
        found = _ITEM.match(self.text, self.at)
        if found is None or found[0].startswith("[:"):
            raise _UncountableError
        self.at = found.end()
        if found[0][0] != "\\":
            return found[0]
        if found[0][1] in _CLASSES:
            return found[0]
        if found[0][1].isalnum():
            raise _UncountableError
        return found[0][1]

    def _repeated(self, each: int) -> int:
        if self._takes("?"):
            return each + 1
        if self.text[self.at : self.at + 1] in ("*", "+"):
            raise _UncountableError
        found = _REPEAT.match(self.text, self.at)
        if found is None:
            return each
        self.at = found.end()
        low = int(found[1])
        if found[2] and not found[3]:
            raise _UncountableError
        high = int(found[3]) if found[3] else low
        if high > 1_000:
            raise _UncountableError
        return _bounded(sum(_bounded(each**times) for times in range(low, high + 1)))


def _bounded(count: int) -> int:
    if count > MOST:
        raise _UncountableError
    return count
