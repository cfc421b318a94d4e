"""What the formats for programs share: places that are always locations, and JSON that is safe to print."""

from __future__ import annotations

import json

from signalwright.diagnostics.diagnostic import Diagnostic
from signalwright.diagnostics.span import Location, Locator, Place


def located(place: Place, locator: Locator) -> Location:
    """Returns line and column of a place, or its file alone where they are not known."""
    found = locator.locate(place)
    return found if found is not None else Location(place.file)


def environment_words(diagnostic: Diagnostic) -> str | None:
    """Returns in which environments a diagnostic is, or None where it is in all of them or its place says it."""
    names = [f"`{each}`" for each in diagnostic.environments]
    if not names:
        return None
    listed = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    return f"in the environment{'s' if len(names) > 1 else ''} {listed}"


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
