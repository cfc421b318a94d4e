"""Texts in templates: their escapes, the places of `printf`, and the PromQL that `query` reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalwright.go_templates.functions import Kind
from signalwright.records import record

_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))", re.DOTALL)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_VERB = re.compile(r"%[-+# 0]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?(?:\[\d+\])?(?P<verb>[A-Za-z%])")
# The verbs of Go's `fmt` that print a value of a kind; others print an error in its place.
_VERBS = {
    Kind.NUMBER: "befgxvEFGXT",
    Kind.INTEGER: "bcdoOqxXUvT",
    Kind.TEXT: "sqxXvT",
    Kind.BOOLEAN: "tvT",
}


@record
class Literal:
    """A text in an action.

    Attributes:
        text: What it stands for.
        offsets: For each of its characters, and for its end, the offset in the template.
    """

    text: str
    offsets: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Returns where a part of it stands in the template."""
        return self.offsets[start], self.offsets[end]


@record
class Verb:
    """A place in the format of `printf`.

    Attributes:
        letter: The verb, such as `f` of `%.2f`.
        start: Offset of its `%` in the format.
        end: Offset behind the letter.
    """

    letter: str
    start: int
    end: int

    def prints(self, kind: Kind) -> bool:
        """Returns whether it can print a value of a kind, for all that is known."""
        return self.letter in _VERBS.get(kind, self.letter)


def literal(written: str, start: int) -> Literal:
    """Returns what a text in an action stands for.

    Args:
        written: The text in its quotes.
        start: Its offset in the template.
    """
    inner = written[1:-1]
    if written[0] == "`" or "\\" not in inner:
        return Literal(inner, tuple(range(start + 1, start + 2 + len(inner))))
    text: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(inner):
        offsets.append(start + 1 + at)
        found = _ESCAPE.match(inner, at)
        if found is None:
            text.append(inner[at])
            at += 1
            continue
        digits = found[1] or found[2] or found[3]
        code = int(digits, 16) if digits else int(found[4], 8) if found[4] else None
        text.append(_SIMPLE.get(found[5], found[5]) if code is None else chr(min(code, 0x10FFFF)))
        at = found.end()
    return Literal("".join(text), (*offsets, start + 1 + len(inner)))


def verbs(format: str) -> list[Verb] | None:
    """Returns the places in a format, one for each argument; None when it takes them in another order."""
    found = []
    for each in _VERB.finditer(format):
        if "*" in each[0] or "[" in each[0]:
            return None
        if each["verb"] != "%":
            found.append(Verb(each["verb"], each.start(), each.end()))
    return found


def filled(format: Literal) -> Literal | None:
    """Returns the PromQL that a format makes, with something that stands for any value in each of its places.

    Args:
        format: The format of `printf`.

    Returns:
        The text, or None where it can't be told what would stand there, such as a metric's name.
    """
    places = verbs(format.text)
    if places is None:
        return None
    text: list[str] = []
    offsets: list[int] = []
    at = 0
    quote = ""
    for verb, (start, end) in [*((each, (each.start, each.end)) for each in places), (None, (len(format.text),) * 2)]:
        for character, offset in _unescaped(format, at, start):
            text.append(character)
            offsets.append(offset)
        quote = _quote_behind(format.text[at:start], quote)
        at = end
        if verb is None:
            break
        put = _standing_for(verb.letter, "".join(text), quote)
        if put is None:
            return None
        text.append(put)
        offsets.extend([format.offsets[start]] * len(put))
    return Literal("".join(text), (*offsets, format.offsets[-1]))


def _unescaped(format: Literal, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Yields the characters of a format between two places; `%%` is one percent sign."""
    at = start
    while at < end:
        yield format.text[at], format.offsets[at]
        at += 2 if format.text.startswith("%%", at) else 1


def _quote_behind(text: str, quote: str) -> str:
    """Returns the quote of the PromQL text that is still open behind a part, or an empty text."""
    at = 0
    while at < len(text):
        if quote and text[at] == "\\" and quote != "`":
            at += 1
        elif text[at] == quote:
            quote = ""
        elif not quote and text[at] in "\"'`":
            quote = text[at]
        at += 1
    return quote


def _standing_for(letter: str, before: str, quote: str) -> str | None:
    if quote:
        return "$value" if letter != "q" else None
    if letter == "q":
        return '"$value"'
    if letter in "dfeg":
        return "1"
    return "5m" if before.endswith("[") else None
