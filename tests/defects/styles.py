"""The ways in which YAML writes a text, with marks around a part of it whose place is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import yaml

BEGIN, END = "«", "»"
_WHERE_IT_STANDS = "@"
_ANCHOR = "text"


@dataclass(frozen=True)
class Marked:
    """A file, and where the marked part of it stands.

    Attributes:
        text: The file without the marks.
        start: Line and column of the part, from 1.
        end: Line and column behind it.
    """

    text: str
    start: tuple[int, int]
    end: tuple[int, int]


@dataclass(frozen=True)
class Style:
    """A way to write a text.

    Attributes:
        write: The text, its indentation → the scalar as it is written, or None where this style can't hold the text.
        anchored: Whether the text stands elsewhere in the file, and an alias of it in its place.
    """

    write: Callable[[str, int], str | None]
    anchored: bool = False


def _plain(text: str, _: int) -> str | None:
    return text


def _single(text: str, _: int) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double(text: str, _: int) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str, _: int) -> str:
    """Writes the first letter of the part as its number, and each line break and quote by an escape."""
    quoted = re.sub("\n", r"\\n", _double(_parted(text), 0))
    at = quoted.find(BEGIN) + 1
    return quoted if at == 0 or quoted[at] == "\\" else f"{quoted[:at]}\\u{ord(quoted[at]):04x}{quoted[at + 1 :]}"


def _literal(text: str, indentation: int) -> str:
    return "|\n" + _indented(_parted(text), indentation)


def _folded(text: str, indentation: int) -> str:
    return ">-\n" + _indented(_parted(text), indentation)


def _over_lines(quotes: Callable[[str, int], str | None]) -> Callable[[str, int], str | None]:
    def write(text: str, indentation: int) -> str | None:
        written = quotes(_parted(text), indentation)
        return None if written is None else _indented(written, indentation).strip()

    return write


def _indented(text: str, indentation: int) -> str:
    return "\n".join(" " * indentation + line for line in text.splitlines())


def _parted(text: str) -> str:
    """Returns a text with line breaks where it has spaces, outside of its quotes and its templates' actions."""
    return re.sub(r"\"[^\"]*\"|'[^']*'|\{\{.*?\}\}|( )", lambda found: "\n" if found[1] else found[0], text)


STYLES: Mapping[str, Style] = {
    "plain": Style(_plain),
    "plain over lines": Style(_over_lines(_plain)),
    "single-quoted": Style(_single),
    "single-quoted over lines": Style(_over_lines(_single)),
    "double-quoted": Style(_double),
    "double-quoted with escapes": Style(_escaped),
    "double-quoted over lines": Style(_over_lines(_double)),
    "literal": Style(_literal),
    "folded": Style(_folded),
    "behind an anchor": Style(_single, anchored=True),
    "escaped behind an anchor": Style(_escaped, anchored=True),
    "literal behind an anchor": Style(_literal, anchored=True),
}


def place(file: str, text: str, style: Style, holder: str) -> Marked | None:
    """Puts a text into a file.

    Args:
        file: The file, with `@` where the text belongs.
        text: The text, with marks around the part whose place is wanted; without any it is the scalar, or the alias.
        style: How it is written.
        holder: The line that holds an anchored text, with `@` where it belongs; it takes the place of the line `#`.

    Returns:
        The file, or None where the style can't hold the text.
    """
    target = holder if style.anchored else file
    line = next(line for line in target.splitlines() if _WHERE_IT_STANDS in line)
    indentation = len(line) - len(line.lstrip(" -")) + 2
    written = style.write(text, indentation)
    if written is None or not _reads_back(f"- {written}", text):
        return None
    marked = BEGIN in text + file
    if not marked and not style.anchored:
        written = f"{BEGIN}{written}{END}"
    if style.anchored:
        alias = f"*{_ANCHOR}" if marked else f"{BEGIN}*{_ANCHOR}{END}"
        held = holder.replace(_WHERE_IT_STANDS, f"&{_ANCHOR} {written}")
        before, _, after = file.replace(_WHERE_IT_STANDS, alias).partition(next(_free_lines(file)))
        whole = f"{before}{held}\n{after}"
    else:
        whole = file.replace(next(_free_lines(file)), "").replace(_WHERE_IT_STANDS, written)
    start = _position(whole, whole.index(BEGIN))
    whole = whole.replace(BEGIN, "")
    end = _position(whole, whole.index(END))
    return Marked(whole.replace(END, ""), start, end)


def _free_lines(file: str) -> Iterator[str]:
    return (line for line in file.splitlines(keepends=True) if line.strip() == "#")


def _reads_back(document: str, text: str) -> bool:
    try:
        found = yaml.load(document, yaml.CBaseLoader)
    except yaml.YAMLError:
        return False
    (value,) = found
    return isinstance(value, str) and value.split() == text.split()


def _position(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].splitlines() if not text[:offset].endswith("\n") else [*text[:offset].splitlines(), ""]
    return len(before), len(before[-1]) + 1
