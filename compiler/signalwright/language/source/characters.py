"""Where each character of a scalar's value stands: YAML's folding, escapes and indentation with their offsets."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.records import record

CONTROL_CHARACTER = r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""What can't stand in a spec, as a regular expression: what YAML 1.2.2, 5.1 does not allow, what ends a line for some
readers and not for others, and byte order marks within text."""

ODD_SPACE = r"[\xa0\u1680\u2000-\u200b\u202f\u205f\u3000]"
"""Spaces that YAML takes for letters and people for spaces, as a regular expression."""

CONTROL_OR_ODD_SPACE = (
    r"[^\t\n\r\x20-\x7e\xa1-\u167f\u1681-\u1fff\u200c-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff"
    r"\u3001-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""Both of these in one class, which `re` searches three times as fast as an alternative."""

_DEEPEST_INDENTATION = 256
_BREAKS = "\r\n"
_BLANKS = " \t"
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEXADECIMAL = {"x": 2, "u": 4, "U": 8}

Cell = tuple[str, int, int]


def place_characters(text: str, start: int, end: int, style: str, value: str) -> list[tuple[int, int]] | None:
    """Places the characters of a scalar.

    The text is decoded once more with offsets; the result counts only when it equals what the parser decoded, so a
    surprise of the format can't lead to a wrong place.

    Args:
        text: The text of the file.
        start: Offset of the scalar, behind anchor and tag.
        end: Offset behind the scalar.
        style: `'`, `"`, `|`, `>`, or empty for a plain scalar.
        value: The decoded value.

    Returns:
        Start and end offset in the file for each character of the value, or None when they can't be told.
    """
    if style in ("|", ">"):
        candidates = _block(text, start, end, folded=style == ">")
    elif style:
        candidates = iter([_flow(text, start + 1, end - 1, style)])
    else:
        candidates = iter([_flow(text, start, end, style)])
    for cells in candidates:
        if len(cells) == len(value) and "".join(cell[0] for cell in cells) == value:
            return [(cell[1], cell[2]) for cell in cells]
    return None


def _break_end(text: str, at: int) -> int:
    return at + 2 if text.startswith("\r\n", at) else at + 1


def _flow(text: str, at: int, end: int, style: str) -> list[Cell]:
    """Reads a plain or quoted scalar (YAML 1.2.2, 7.3: line folding; 5.7: escapes)."""
    cells: list[Cell] = []
    while at < end:
        letter = text[at]
        if letter in _BLANKS or letter in _BREAKS:
            at = _fold(text, at, end, cells, escaped=False)
        elif style == "'" and letter == "'":
            cells.append(("'", at, at + 2))
            at += 2
        elif style == '"' and letter == "\\":
            following = text[at + 1 : at + 2]
            if following and following in _BREAKS:
                at = _fold(text, _break_end(text, at + 1), end, cells, escaped=True)
            else:
                at = _unescape(text, at, cells)
        else:
            cells.append((letter, at, at + 1))
            at += 1
    return cells


def _fold(text: str, at: int, end: int, cells: list[Cell], *, escaped: bool) -> int:
    """Reads white space between words; returns the offset of what follows."""
    blanks: list[Cell] = []
    breaks: list[Cell] = []
    while at < end and (text[at] in _BLANKS or text[at] in _BREAKS):
        if text[at] in _BREAKS:
            breaks.append(("\n", at, _break_end(text, at)))
            at = breaks[-1][2]
        else:
            blanks.append((text[at], at, at + 1))
            at += 1
    if escaped:
        cells.extend(breaks)
    elif not breaks:
        cells.extend(blanks)
    elif len(breaks) == 1:
        cells.append((" ", *breaks[0][1:]))
    else:
        cells.extend(breaks[1:])
    return at


def _unescape(text: str, at: int, cells: list[Cell]) -> int:
    sign = text[at + 1 : at + 2]
    length = _HEXADECIMAL.get(sign, 0)
    stop = at + 2 + length
    letter = chr(int(text[at + 2 : stop], 16)) if length else _ESCAPES.get(sign, sign)
    cells.append((letter, at, stop))
    return stop


def _block(text: str, start: int, end: int, *, folded: bool) -> Iterator[list[Cell]]:
    """Reads a block scalar (YAML 1.2.2, 8.1) under each indentation that it may have, the likeliest first.

    An indentation indicator counts from the parent, which isn't known here; trying is simpler than knowing.
    """
    at = start
    while at < end and text[at] not in _BREAKS:
        at += 1
    header = text[start + 1 : at].partition("#")[0]
    lines: list[_Line] = []
    if at < end:
        at = _break_end(text, at)
    while at < end:
        stop = at
        while stop < end and text[stop] not in _BREAKS:
            stop += 1
        after = _break_end(text, stop) if stop < end else stop
        width = 0
        while at + width < stop and text[at + width] == " ":
            width += 1
        lines.append(_Line(at, stop, after, width))
        at = after
    block = _Block(text, lines, folded, next((sign for sign in header if sign in "+-"), ""))
    likely = next((line.width for line in lines if line.start + line.width < line.stop), 1)
    widest = max((line.width for line in lines), default=0)
    for indentation in dict.fromkeys([likely, *range(min(widest, _DEEPEST_INDENTATION) + 1)]):
        yield block.cells(indentation)


@record
class _Line:
    """A line of a block scalar: its offsets, without and with its break, and how many spaces it begins with."""

    start: int
    stop: int
    after: int
    width: int


@record
class _Block:
    """A block scalar without its indentation."""

    text: str
    lines: list[_Line]
    folded: bool
    chomping: str

    def cells(self, indentation: int) -> list[Cell]:
        """Reads the text as if it were indented by that many spaces."""
        cells: list[Cell] = []
        line_break: list[Cell] = []
        empty: list[Cell] = []
        deeper = False
        for line in self.lines:
            broken = [("\n", line.stop, line.after)] if line.after > line.stop else []
            begin = line.start + indentation
            if line.start + line.width >= line.stop and line.width <= indentation:
                empty += broken
                continue
            if line.width < indentation:
                break
            begins_deeper = self.text[begin] in _BLANKS
            if self.folded and line_break and not deeper and not begins_deeper:
                cells += empty or [(" ", *line_break[0][1:])]
            else:
                cells += line_break + empty
            cells += [(self.text[each], each, each + 1) for each in range(begin, line.stop)]
            line_break, empty, deeper = broken, [], begins_deeper
        if self.chomping != "-":
            cells += line_break
        if self.chomping == "+":
            cells += empty
        return cells
