"""Prints plain trees as JSON in the one form that our artifacts have."""

from __future__ import annotations

import json
import re

# Valid in JSON as they are, but no YAML reader takes them, some editors break lines at them, and nobody sees them.
_INVISIBLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def print_json(document: object) -> str:
    """Returns the JSON text of a plain tree: indented by 2, keys in the order given, other scripts as they are.

    Args:
        document: Mappings with text keys, lists or tuples, texts, integers, finite floats, booleans and None.

    Returns:
        The text, with a line end at the end.

    Raises:
        TypeError: The tree holds anything else, such as NaN, a lone surrogate or a key that is no text.
    """
    _refuse_odd_keys(document)
    try:
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
        text.encode()
    except ValueError as error:
        raise TypeError(f"a document holds what JSON can't: {error}") from error
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


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
