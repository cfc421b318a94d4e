"""Where the characters of a text stand that is written in a Python file, over several lines or in several literals."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Sequence


def places_in(source: str, value: str) -> Sequence[tuple[int, int]] | None:
    """Returns for each character of a text, and for its end, where it stands in the source.

    Args:
        source: The literals, from the first quote or prefix to the last quote.
        value: The text that they make together.

    Returns:
        Line and column, both from 0 and from the start of the source; None where escapes or replacement fields make
        the text differ from what is written.
    """
    # In parentheses, literals may stand on several lines.
    tokens = tokenize.generate_tokens(io.StringIO(f"({source})").readline)
    places: list[tuple[int, int]] = []
    written = []
    end = (0, 0)
    try:
        for token in tokens:
            if token.type != tokenize.STRING:
                continue
            bare = token.string.lstrip("rRuU")
            quotes = 3 if bare[:3] in ('"""', "'''") and len(bare) >= 6 else 1
            inside = bare[quotes : len(bare) - quotes]
            line, column = token.start[0] - 1, token.start[1] + len(token.string) - len(bare) + quotes
            written.append(inside)
            for character in inside:
                places.append((line, column - (line == 0)))
                line, column = (line + 1, 0) if character == "\n" else (line, column + 1)
            end = (line, column - (line == 0))
    except (tokenize.TokenError, SyntaxError):
        return None
    return [*places, end] if "".join(written) == value else None
