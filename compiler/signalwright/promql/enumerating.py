"""Lists the texts that a simple pattern matches, such as the five hundred of `[1-5][0-9]{2}`."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

MOST = 2_000
"""Of how many texts a list is made at most."""

_PLAIN = re.compile(r"[\w /:@%,;=~&!<>\"'#-]")
_COUNT = re.compile(r"\{(\d)(?:,(\d))?\}|\?")
_CLASS = re.compile(r"\[((?:\w-\w|[\w.: -])+)\]", re.ASCII)


class _NotSimpleError(Exception):
    """The pattern is no simple one, or matches too many texts."""


@lru_cache(maxsize=1_024)
def texts_of(pattern: str) -> frozenset[str] | None:
    """Returns all texts that a pattern matches, or None for a pattern that isn't simple or matches too many.

    Args:
        pattern: A fully anchored pattern of RE2.
    """
    try:
        found, end = _alternatives(pattern, 0)
    except _NotSimpleError:
        return None
    return frozenset(found) if end == len(pattern) else None


def _alternatives(pattern: str, at: int) -> tuple[list[str], int]:
    found: list[str] = []
    while True:
        texts, at = _sequence(pattern, at)
        found.extend(texts)
        if at >= len(pattern) or pattern[at] != "|":
            return found, at
        at += 1


def _sequence(pattern: str, at: int) -> tuple[list[str], int]:
    found = [""]
    while at < len(pattern) and pattern[at] not in "|)":
        texts, at = _atom(pattern, at)
        least, most = 1, 1
        count = _COUNT.match(pattern, at)
        if count is not None:
            at = count.end()
            least = int(count[1] or 0)
            most = int(count[2] or count[1] or 1)
        if sum(len(texts) ** each for each in range(least, most + 1)) * len(found) > MOST:
            raise _NotSimpleError
        repeated = ["".join(each) for times in range(least, most + 1) for each in product(texts, repeat=times)]
        found = [first + second for first in found for second in repeated]
    return found, at


def _atom(pattern: str, at: int) -> tuple[list[str], int]:
    """Returns what a character, a class or a group matches, and where what follows it begins."""
    if pattern[at] == "(":
        begin = at + 3 if pattern.startswith("(?:", at) else at + 1
        texts, end = _alternatives(pattern, begin)
        if pattern[end : end + 1] != ")":
            raise _NotSimpleError
        return texts, end + 1
    listed = _CLASS.match(pattern, at)
    if listed is not None:
        return _characters(listed[1]), listed.end()
    if pattern.startswith("\\d", at):
        return list("0123456789"), at + 2
    if pattern.startswith("\\.", at):
        return ["."], at + 2
    if _PLAIN.match(pattern[at]) is None or not pattern[at].isascii():
        raise _NotSimpleError
    return [pattern[at]], at + 1


def _characters(inside: str) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(inside):
        if inside[at + 1 : at + 2] == "-" and at + 2 < len(inside):
            found.extend(map(chr, range(ord(inside[at]), ord(inside[at + 2]) + 1)))
            at += 3
        else:
            found.append(inside[at])
            at += 1
    return list(dict.fromkeys(found))
