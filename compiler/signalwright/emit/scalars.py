"""Decides how a single value is spelled so that every YAML reader reads the same value back.

The readers differ: YAML 1.1 (https://yaml.org/type/, what PyYAML, Go's yaml.v2 and old Kubernetes read) takes `on`,
`1_000`, `12:30` and `2001-01-01` for something else than text; YAML 1.2 (https://yaml.org/spec/1.2.2/) takes `0o17`.
A text is therefore left plain only when no reader could see anything but that text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from math import isfinite

# Words of the YAML 1.1 and 1.2 schemas, and of number parsers that some readers fall back to; compared in lower case.
_WORDS = frozenset(
    {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "inf", "infinity", "nan", ".inf", ".nan"}
)

# Durations start with a digit and are no number anywhere.
_DURATION = re.compile(r"(?:[0-9]+(?:ms|[smhdwy]))+")

# Every integer, float, sexagesimal and date of any reader is made of these alone.
_NUMBER_LIKE = re.compile(r"[0-9a-fA-FxXoOpPtTzZ_.:+\- ]+")

# What a plain text may start with when its first character is no letter and no digit.
_PLAIN_START = re.compile(r"[A-Za-z0-9/(^;]|[^\x00-\xa0]|\$[^\n]|_[A-Za-z_]|-{1,2}[A-Za-z]|\.{1,2}/|\.[A-Za-z]")

# The same within brackets, where commas and braces end a text.
_FLOW_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")

_SHORT_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}

# Every reader in use holds integers of 64 bits; larger ones become floats in some.
_LEAST_INTEGER = -(2**63)
_GREATEST_INTEGER = 2**63 - 1

# Beyond so many digits before or behind the point, a float is written with an exponent.
_LONGEST_POSITIONAL = 20


def spell_text(text: str) -> str:
    """Returns a text on one line: plain when that is safe, else in single quotes, else in double quotes.

    Args:
        text: Any text without lone surrogates; line breaks become escapes.

    Raises:
        TypeError: The text holds a lone surrogate, which no file can.
    """
    if not _is_visible(text):
        return _double_quoted(text)
    return text if _is_plain(text) else _single_quoted(text)


def spell_flow_text(text: str) -> str:
    """Returns a text as it may stand within brackets; the arguments and errors are those of `spell_text`."""
    if (_FLOW_PLAIN.fullmatch(text) and text.lower() not in _WORDS) or _DURATION.fullmatch(text):
        return text
    return _single_quoted(text) if _is_visible(text) else _double_quoted(text)


def spell_integer(number: int) -> str:
    """Returns the digits of an integer.

    Raises:
        TypeError: The number needs more than 64 bits.
    """
    if not _LEAST_INTEGER <= number <= _GREATEST_INTEGER:
        raise TypeError(f"{number} needs more than 64 bits, which not every reader has")
    return int.__repr__(number)


def spell_float(number: float) -> str:
    """Returns a float exactly (the shortest digits that read back the same) and always with a point.

    YAML 1.1 reads `1e+16` as text and `1.0e+16` as a number; ordinary sizes are written out.

    Raises:
        TypeError: The number is infinite or not a number.
    """
    if not isfinite(number):
        raise TypeError(f"{number} is no number that a document can hold")
    digits = float.__repr__(number)
    if "e" not in digits:
        return digits
    mantissa, exponent = digits.split("e")
    if abs(int(exponent)) <= _LONGEST_POSITIONAL:
        positional = format(Decimal(digits), "f")
        return positional if "." in positional else positional + ".0"
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent}"


def is_blockable(text: str) -> bool:
    """Whether a text with line breaks can stand in a `|` or `|-` block and read back the same.

    A block can't hold characters that would need an escape, shows no space at the end of a line, and readers differ
    about tabs where indentation is expected and about more than one line break at the end.
    """
    body = text.removesuffix("\n")
    if not body or body.endswith("\n"):
        return False
    return all(
        not line.endswith((" ", "\t")) and not line.lstrip(" ").startswith("\t") and _is_visible(line.replace("\t", ""))
        for line in body.split("\n")
    )


@cache
def _invisible() -> re.Pattern[str]:
    """Characters that stand in no file as themselves.

    A reader refuses them, trims them or breaks the line there (controls, NEL, LS, PS, BOM, non-characters), or nobody
    sees them (soft hyphen, zero width, direction marks). Compiled when it is needed, which takes 4 ms.
    """
    return re.compile(
        r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u2fff\u3001-\ud7ff\ue000-\ufdcf"
        r"\ufdf0-\ufefe\uff00-\uffef\ufffd\U00010000-\U0010ffff]"
    )


def _is_visible(text: str) -> bool:
    """Whether every character of a text can stand in a file as itself."""
    return (text.isascii() and text.isprintable()) or _invisible().search(text) is None


def _is_plain(text: str) -> bool:
    """Whether no reader takes a text of visible characters for anything else, outside brackets."""
    if not text or text[-1] in ": " or ": " in text or " #" in text or _PLAIN_START.match(text) is None:
        return False
    if text[0] in "0123456789.-" and _NUMBER_LIKE.fullmatch(text):
        return _DURATION.fullmatch(text) is not None
    return len(text) > 8 or text.lower() not in _WORDS


def _single_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _double_quoted(text: str) -> str:
    return '"' + _invisible().sub(_escape, text.replace("\\", "\\\\").replace('"', '\\"')) + '"'


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    code = ord(character)
    if 0xD800 <= code <= 0xDFFF:
        raise TypeError(f"a text holds the lone surrogate U+{code:04X}, which no file can")
    short = _SHORT_ESCAPES.get(character)
    if short is not None:
        return short
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
