"""Finds the word that was meant: `objctive` → `objective`."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SEPARATORS = re.compile(r"[-_.:/ ]")


def closest(word: str, candidates: Iterable[str]) -> str | None:
    """Returns the candidate that a misspelt word most likely stands for.

    Words are compared by the optimal string alignment distance (an insertion, deletion, substitution or swap of two
    neighbours costs 1) after case has been made alike and the separators `-`, `_`, `.` and space have been taken out.
    A word of two letters or more may differ in a third of them, rounded down, and at least in one, so that short names
    are not mistaken for each other. A word that is the beginning of just one candidate, or the other way
    round, counts too.

    Args:
        word: What was written.
        candidates: What could have been meant; their order decides nothing.

    Returns:
        The closest candidate, or None when nothing is near.
    """
    folded = _fold(word)
    allowed = max(1, len(folded) // 3) if len(folded) > 1 else 0
    best: tuple[int, int, str] | None = None
    prefixed: set[str] = set()
    for candidate in candidates:
        if candidate == word:
            continue
        other = _fold(candidate)
        if abs(len(other) - len(folded)) <= allowed:
            distance = _distance(folded, other, allowed)
            if distance <= allowed and distance < max(len(folded), len(other)):
                rank = (distance, abs(len(candidate) - len(word)), candidate)
                best = rank if best is None else min(best, rank)
        if min(len(other), len(folded)) >= 3 and (other.startswith(folded) or folded.startswith(other)):
            prefixed.add(candidate)
    if best is not None:
        return best[2]
    return prefixed.pop() if len(prefixed) == 1 else None


def certain(word: str, candidates: Iterable[str], *, shortest: int = 5) -> str | None:
    """Returns the candidate that a misspelt word can only stand for, so that a program may correct it.

    It is one typing mistake away, or differs in case and separators alone, and no other candidate is within two. The
    mistake stands in a part (between separators) of four letters or more and not at its begin, and both words have the
    same digits: `rx` and `tx`, `sync` and `async`, `v1` and `v2` are different things.

    Args:
        word: What was written.
        candidates: What could have been meant.
        shortest: How many letters and digits the longer of the two words must have.

    Returns:
        The candidate, or None when nothing is near enough, or another word as well.
    """
    folded = _fold(word)
    near = {each for each in candidates if abs(len(each) - len(word)) <= 4 and _distance(folded, _fold(each), 2) <= 2}
    if len(near) != 1 or word in near:
        return None
    meant = near.pop()
    other = _fold(meant)
    if folded == other:
        return meant
    parts = [_SEPARATORS.split(each.casefold()) for each in (word, meant)]
    differing = [pair for pair in zip(*parts, strict=False) if pair[0] != pair[1]]
    if len(parts[0]) != len(parts[1]) or len(differing) != 1 or max(len(folded), len(other)) < shortest:
        return None
    mine, theirs = differing[0]
    likely = mine[:1] == theirs[:1] and max(len(mine), len(theirs)) >= 4 and _digits(mine) == _digits(theirs)
    return meant if likely and _distance(mine, theirs, 1) <= 1 else None


def _digits(word: str) -> list[str]:
    return [letter for letter in word if letter.isdigit()]


def _fold(word: str) -> str:
    return word.casefold().translate({ord(mark): None for mark in "-_. "})


def _distance(left: str, right: str, limit: int) -> int:
    """Returns the optimal string alignment distance, or a number above the limit when it is greater."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, letter in enumerate(left, 1):
        current = [row]
        for column, other in enumerate(right, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == right[column - 2] and left[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, above = above, current
    return above[-1]
