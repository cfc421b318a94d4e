"""What the formats for programs share: places that are always locations, and JSON that is safe to print."""

from __future__ import annotations

import json

from signalwright.diagnostics.span import Location, Locator, Place


def located(place: Place, locator: Locator) -> Location:
    """Returns line and column of a place, or its file alone where they are not known."""
    found = locator.locate(place)
    return found if found is not None else Location(place.file)


def print_json(document: object) -> str:
    """Returns JSON, indented by 2, keys in the order given, other scripts as they are.

    What can't be seen is escaped, so that no spec steers the terminal on which the text is shown. Half of a surrogate
    pair becomes U+FFFD, because no strict reader of JSON takes it (RFC 8259, section 8.2).

    Args:
        document: Mappings with text keys, lists, texts, integers and None.

    Returns:
        The text, with a line end at the end.
    """
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return "".join(letter if letter.isprintable() or letter == "\n" else _escaped(letter) for letter in text) + "\n"


def _escaped(letter: str) -> str:
    return "\\ufffd" if "\ud800" <= letter <= "\udfff" else json.dumps(letter)[1:-1]
