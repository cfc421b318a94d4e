"""Tells whether a label matcher's regular expression matches a value, and which values it lists.

Patterns are those of RE2, fully anchored as Prometheus does. Python's engine answers where the two agree; where they
may not, the answer is that nobody knows.
"""

from __future__ import annotations

import re
from functools import lru_cache

from signalwright.promql.regex import regex_problem

_DIFFERENT = re.compile(r"\\[pPQEzZAbBCx0-7]|\[\[|\[:|\(\?|\\$|\$|\^")
_META = re.compile(r"[\\.^$*+?()\[\]{}|]")


@lru_cache(maxsize=4_096)
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Returns the pattern for Python's engine, or None where the engines may differ or the pattern is invalid."""
    if _DIFFERENT.search(pattern) is not None and not _is_anchored_plainly(pattern):
        return None
    if regex_problem(pattern) is not None:
        return None
    inner = pattern.removeprefix("^").removesuffix("$") if _is_anchored_plainly(pattern) else pattern
    # RE2's classes are ASCII only; since Prometheus 3.0 a dot matches line breaks as well.
    return re.compile(inner, re.ASCII | re.DOTALL)


def _is_anchored_plainly(pattern: str) -> bool:
    """Returns whether only the first and the last character are anchors, which mean nothing where all is anchored."""
    inner = pattern.removeprefix("^").removesuffix("$")
    return inner != pattern and "|" not in inner and not pattern.endswith("\\$") and _DIFFERENT.search(inner) is None


@lru_cache(maxsize=16_384)
def matches(pattern: str, value: str) -> bool | None:
    """Returns whether a pattern matches a whole value, or None when that can't be told."""
    if not _META.search(pattern):
        return pattern == value
    compiled = _compiled(pattern)
    return None if compiled is None else compiled.fullmatch(value) is not None


@lru_cache(maxsize=4_096)
def listed(pattern: str) -> tuple[str, ...] | None:
    """Returns the values of a pattern that is a list of plain words, `GET|POST`, or None when it is more than that."""
    words = tuple(pattern.split("|"))
    return words if not any(_META.search(each) for each in words) else None
