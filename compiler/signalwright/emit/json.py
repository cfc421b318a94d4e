"""Prints plain trees as JSON in the one form that our artifacts have."""

from __future__ import annotations

import json
import re

import orjson

# Valid in JSON as they are, but no YAML reader takes them, some editors break lines at them, and nobody sees them.
_INVISIBLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# How each of them begins in UTF-8; looking for these is 20 times as fast.
_SIGNS_OF_INVISIBLE = (b"\x7f", b"\xc2", b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xef")
# Numbers that Python writes in another way than orjson, whose way also depends on its version: `1e-05`, `1e+16`.
_SMALL, _EXPONENT = b"0.0000", re.compile(rb"[0-9]e[-+]?[0-9]+,?\n")


def print_json(document: object) -> str:
    """Returns the JSON text of a plain tree: indented by 2, keys in the order given, other scripts as they are.

    Args:
        document: Mappings with text keys, lists or tuples, texts, integers, finite floats, booleans and None.

    Returns:
        The text, with a line end at the end.

    Raises:
        TypeError: The tree holds anything else, such as NaN, a lone surrogate or a key that is no text.
    """
    return print_and_read_json(document)[0]


def print_and_read_json(document: object) -> tuple[str, object]:
    """Prints like `print_json`, and reads the text back.

    orjson prints 20 times as fast as Python's own printer, and takes a few things that aren't JSON. So what it prints
    counts only when it reads back equal and has no number of which there are several spellings; everything else,
    tuples among them, is printed and judged by Python's own, which gives the same text for what both can print.

    Args:
        document: As `print_json` takes it.

    Returns:
        The text, and what a reader makes of it.

    Raises:
        TypeError: As `print_json` raises it.
    """
    try:
        printed = orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        back: object = orjson.loads(printed)
    except (orjson.JSONEncodeError, orjson.JSONDecodeError):
        return _print_and_read_slowly(document)
    if back != document or _SMALL in printed or _EXPONENT.search(printed) is not None:
        return _print_and_read_slowly(document)
    text = printed.decode()
    if any(sign in printed for sign in _SIGNS_OF_INVISIBLE) and (escaped := _escaped(text)) != text:
        return escaped, json.loads(escaped)
    return text, back


def _print_and_read_slowly(document: object) -> tuple[str, object]:
    _refuse_odd_keys(document)
    try:
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError as error:
        raise TypeError(f"a document holds what JSON can't: {error}") from error
    text = _escaped(text) + "\n"
    return text, json.loads(text)


def _escaped(text: str) -> str:
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _refuse_odd_keys(node: object) -> None:
    """Refuses keys that `json` would silently turn into text, after which two of them may be one."""
    if isinstance(node, dict):
        for key, value in node.items():
            if not isinstance(key, str):
                raise TypeError(f"a document has the key {key!r}, and keys are texts")
            _refuse_odd_keys(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            _refuse_odd_keys(value)
