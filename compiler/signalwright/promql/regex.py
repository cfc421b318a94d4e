"""Tells whether a regular expression is one of RE2, as Prometheus reads it with Go's engine.

Python's own engine judges the form; what the two understand differently is translated or refused first. The syntax is
that of https://pkg.go.dev/regexp/syntax.
"""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

_GROUPS = {
    "(?=": "a lookahead",
    "(?!": "a lookahead",
    "(?<=": "a lookbehind",
    "(?<!": "a lookbehind",
    "(?>": "an atomic group",
    "(?P=": "a backreference",
    "(?(": "a conditional group",
    "(?#": "a comment",
}
_MOST_REPEATS = 1_000
_FLAGS = re.compile(r"\(\?([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])")
_NAMED = re.compile(r"\(\?P?<([A-Za-z_][A-Za-z0-9_]*)>")
_PROPERTY = re.compile(r"\\[pP](?:\{\^?[A-Za-z_]+\}|[A-Z])")
_LONG_HEX = re.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_OCTAL = re.compile(r"\\(?:0[0-7]{0,2}|[1-7][0-7]{1,2})")  # `\1` alone would be a backreference.
_REPEAT = re.compile(r"\{([0-9]+)(,?)([0-9]*)\}")
_POSIX_CLASS = re.compile(
    r"\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]"
)
_REFERENCE = re.compile(r"\$\$|\$(?:(\w+)|\{(\w+)\})")
_SINGLE_ESCAPES = frozenset("afnrtvdDsSwW")
_ASSERTIONS = frozenset("bBAz")


class _PatternError(Exception):
    """Part of a pattern that RE2 doesn't read; its text is the message."""


@lru_cache(maxsize=4_096)
def regex_problem(pattern: str) -> str | None:
    """Returns what is wrong with a regular expression.

    Args:
        pattern: The pattern, with the escapes of the PromQL string already resolved.

    Returns:
        A short phrase, or None when RE2 reads the pattern as far as can be told.
    """
    try:
        translated = _translate(pattern)
        with warnings.catch_warnings():
            # Python warns that `[[` and `&&` in classes may mean set operations one day; RE2 takes them as they are.
            warnings.simplefilter("ignore", FutureWarning)
            re.compile(translated)
    except _PatternError as error:
        return str(error)
    except (re.error, OverflowError) as error:
        return f"it is no regular expression: {error.msg if isinstance(error, re.error) else 'a number is too large'}"
    except RecursionError:
        return "its groups are nested too deeply"
    return None


def _refuse(what: str, part: str) -> _PatternError:
    return _PatternError(f"{what} `{part}` isn't known to RE2, the regular expressions of Prometheus")


def _translate(pattern: str) -> str:
    """Returns a pattern for Python's engine that is well-formed where the RE2 pattern is; it needn't match the same."""
    pieces: list[str] = []
    place = 0
    while place < len(pattern):
        character = pattern[place]
        if character == "\\":
            piece, place = _escape(pattern, place, in_class=False)
        elif character == "[":
            piece, place = _character_class(pattern, place)
        elif pattern.startswith("(?", place):
            piece, place = _group(pattern, place)
        elif character in "*+?" or _REPEAT.match(pattern, place):
            piece, place = _repetition(pattern, place)
        else:
            piece, place = ("\\{" if character == "{" else character), place + 1
        pieces.append(piece)
    return "".join(pieces)


def _escape(pattern: str, place: int, *, in_class: bool) -> tuple[str, int]:
    following = pattern[place + 1 : place + 2]
    if not following:
        raise _PatternError("it ends with a backslash")
    if following == "Q" and not in_class:
        end = pattern.find("\\E", place)
        literal = pattern[place + 2 :] if end < 0 else pattern[place + 2 : end]
        return re.escape(literal), len(pattern) if end < 0 else end + 2
    if following in "pP":
        found = _PROPERTY.match(pattern, place)
        if found is None:
            raise _refuse("the character class", pattern[place : place + 2])
        return "\\w", found.end()
    if long := _LONG_HEX.match(pattern, place):
        if int(long[1], 16) > 0x10FFFF:
            raise _refuse("the character", long[0])
        return "x", long.end()
    if following == "x":
        if not re.match(r"[0-9A-Fa-f]{2}", pattern[place + 2 : place + 4]):
            raise _refuse("the escape", pattern[place : place + 4])
        return "x", place + 4
    if octal := _OCTAL.match(pattern, place):
        return "x", octal.end()
    if following.isdigit():
        raise _refuse("a backreference", pattern[place : place + 2])
    if following in _ASSERTIONS and not in_class:
        return "\\b" if following in "bB" else "\\A", place + 2
    if following in _SINGLE_ESCAPES:
        return f"\\{following}", place + 2
    if following.isascii() and not following.isalnum():
        return f"\\{following}", place + 2
    raise _refuse("the escape", f"\\{following}")


def _character_class(pattern: str, place: int) -> tuple[str, int]:
    pieces = ["["]
    place += 1
    if pattern.startswith("^", place):
        pieces.append("^")
        place += 1
    first = place
    while place < len(pattern) and (pattern[place] != "]" or place == first):
        if pattern[place] == "\\":
            piece, place = _escape(pattern, place, in_class=True)
        elif pattern.startswith("[:", place) and ":]" in pattern[place:]:
            posix = _POSIX_CLASS.match(pattern, place)
            if posix is None:
                raise _refuse("the character class", pattern[place : pattern.index(":]", place) + 2])
            piece, place = "\\w", posix.end()
        else:
            piece, place = pattern[place], place + 1
        pieces.append(piece)
    if place >= len(pattern):
        raise _PatternError("a `[` isn't closed")
    return "".join(pieces) + "]", place + 1


def _group(pattern: str, place: int) -> tuple[str, int]:
    for opening, what in _GROUPS.items():
        if pattern.startswith(opening, place):
            raise _refuse(what, opening)
    if named := _NAMED.match(pattern, place):
        return f"(?P<{named[1]}>", named.end()
    flags = _FLAGS.match(pattern, place)
    if flags is None or not set(flags[1] + (flags[2] or "")) <= set("imsU"):
        raise _refuse("the group", pattern[place : place + 3])
    # Flags that Python would read only at the start of a pattern; they change no form.
    return ("(?:" if flags[3] == ":" else "(?:)"), flags.end()


def _repetition(pattern: str, place: int) -> tuple[str, int]:
    found = _REPEAT.match(pattern, place)
    end = found.end() if found else place + 1
    if found and max(int(found[1]), int(found[3] or 0)) > _MOST_REPEATS:
        raise _PatternError(f"`{found[0]}` repeats more than {_MOST_REPEATS} times, the most that RE2 does")
    if pattern.startswith("+", end):
        raise _refuse("a possessive repetition", pattern[place : end + 1])
    if pattern.startswith("?", end):
        end += 1
    return pattern[place:end], end


def matches_nothing(pattern: str) -> bool:
    """Tells whether a regular expression matches the empty text, as that of a label that isn't there.

    Args:
        pattern: The pattern; one that can't be used matches no text.
    """
    if regex_problem(pattern) is not None:
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        return re.fullmatch(_translate(pattern), "") is not None


@lru_cache(maxsize=1_024)
def groups_of(pattern: str) -> frozenset[str] | None:
    """Returns the numbers and the names of a pattern's groups, `0` for all of it, or None when it can't be used."""
    if regex_problem(pattern) is not None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        compiled = re.compile(_translate(pattern))
    return frozenset((*map(str, range(compiled.groups + 1)), *compiled.groupindex))


def references_in(text: str) -> tuple[str, ...]:
    """Returns the groups that a text refers to as `$1`, `$name` or `${name}`; `$$` is a dollar sign.

    A name is the longest run of letters, digits and `_` (https://pkg.go.dev/regexp#Regexp.Expand).
    """
    return tuple(each[1] or each[2] for each in _REFERENCE.finditer(text) if each[1] or each[2])
