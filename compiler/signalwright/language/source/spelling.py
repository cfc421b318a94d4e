"""How a text or value is written into YAML: in the style that stands there, and quoted where it must be."""

from __future__ import annotations

import json
from collections.abc import Iterator

from signalwright.diagnostics.fix import Value


def in_style(text: str, style: str, indentation: int, line_break: str) -> str | None:
    """Returns a part of a scalar as its style writes it, or None where the style can't.

    Args:
        text: The decoded part.
        style: `'`, `"`, `|`, `>`, or empty for a plain scalar.
        indentation: How many spaces stand before the lines of a block scalar.
        line_break: How lines of the file end.
    """
    if style == '"':
        return _escaped(text)
    if style == "|":
        return text.replace("\n", line_break + " " * indentation)
    if "\n" in text:
        return None
    return text.replace("'", "''") if style == "'" else text


def quoted(text: str) -> Iterator[str]:
    """Yields ways to write a whole text in quotes, the nicest first: single ones, then double ones with escapes."""
    if text.isprintable():
        yield "'" + text.replace("'", "''") + "'"
    yield f'"{_escaped(text)}"'


def spelled(value: Value, style: str = "") -> Iterator[str]:
    """Yields ways to write a value on one line, the nicest first.

    Args:
        value: The value.
        style: The quotes of the text that stood there; empty for none.
    """
    if isinstance(value, tuple):
        yield f"[{', '.join(map(_item, value))}]"
    elif isinstance(value, str):
        if style == '"':
            yield f'"{_escaped(value)}"'
        elif not style and value and value.isprintable():
            yield value
        yield from quoted(value)
    else:
        yield _plain(value)


def _item(value: str | float) -> str:
    return f'"{_escaped(value)}"' if isinstance(value, str) else _plain(value)


def _plain(value: float) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _escaped(text: str) -> str:
    """Returns a text as it stands between double quotes; the escapes of JSON are YAML's as well (YAML 1.2.2, 1.3)."""
    return json.dumps(text, ensure_ascii=False)[1:-1].replace("\x7f", "\\x7f")
