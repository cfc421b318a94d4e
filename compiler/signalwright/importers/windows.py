"""The window that Sloth puts into queries."""

from __future__ import annotations

import re

from signalwright.promql.variables import stand_in

_WINDOW = re.compile(r"\{\{-?\s*\.window\s*-?\}\}")


def with_window(text: str) -> str:
    """Returns a query with five minutes, written as long as the placeholder, where Sloth puts in its windows."""
    return _WINDOW.sub(lambda found: stand_in(found[0]), text)
