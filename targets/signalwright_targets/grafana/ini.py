"""Prints `grafana.ini`, and the settings that stand in it.

Grafana reads the file with the Go package ini (gopkg.in/ini.v1) in its default settings, of which four matter: `#` and
`;` begin a comment anywhere in a line, a backslash at its end continues it, one pair of quotes around a value is taken
off, and `%(name)s` is replaced by another value. Between backquotes the first three don't hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import KeyPath

Value = str | bool | int

_SECTION = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_KEY = re.compile(r"[A-Za-z0-9_]+")
# What reads back as it stands: no comment, no quotes, no continuation, no white space at an end.
_BARE = re.compile(r"""[^\s#;"'`\\](?:[^#;]*[^\s#;"'\\])?""")
# Line breaks of any kind would end the value, and other control characters are taken for white space by some readers.
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]|%\([^)]+\)s")


def print_ini(sections: Mapping[str, Mapping[str, Value]]) -> str:
    """Returns the text of sections of keys and values, in the order given.

    Args:
        sections: Section → key → value; truth values are printed as `true` and `false`.

    Returns:
        The text, with an empty line between sections; sections without keys are left out.

    Raises:
        TypeError: A name or a value is such that the format can't say it: a line break, a control character, or
            `%(name)s`, which a reader would replace.
    """
    return "\n".join(f"{_heading(name)}\n{''.join(_lines(keys))}" for name, keys in sections.items() if keys)


def places(
    sections: Mapping[str, Mapping[str, Value]], table: Mapping[KeyPath, Origin], whole: Origin
) -> dict[KeyPath, Origin]:
    """Returns the place in the spec of each line of what `print_ini` makes.

    Args:
        sections: The sections that were printed.
        table: Section and key → place.
        whole: The place of everything else.

    Returns:
        The index of each line, from 0, with its place.
    """
    found: dict[KeyPath, Origin] = {(): whole}
    line = 0
    for name, keys in sections.items():
        if not keys:
            continue
        found[line,] = table.get((name,), whole)
        for offset, key in enumerate(keys, start=1):
            found[line + offset,] = table.get((name, key), found[line,])
        line += len(keys) + 2
    return found


def _heading(name: str) -> str:
    if not _SECTION.fullmatch(name):
        raise TypeError(f"a section can't be called {name!r}")
    return f"[{name}]"


def _lines(keys: Mapping[str, Value]) -> list[str]:
    for key in keys:
        if not _KEY.fullmatch(key):
            raise TypeError(f"a key can't be called {key!r}")
    return [f"{key} = {_spelt(value)}".rstrip() + "\n" for key, value in keys.items()]


def _spelt(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if _UNSPEAKABLE.search(text):
        raise TypeError(f"no setting can hold {text!r}")
    return text if not text or _BARE.fullmatch(text) else f"`{text}`"
