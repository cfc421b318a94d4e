"""What a judge of dashboards finds, and the panels that it looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a dashboard.

    Attributes:
        rule: What it is called.
        panel: The panel's title, or None for the dashboard itself.
        message: What is wrong.
    """

    rule: str
    panel: str | None
    message: str


def rows_and_panels(dashboard: Json) -> Iterator[Json]:
    """Yields the headings and panels of a dashboard, those in collapsed rows too."""
    for each in dashboard["panels"]:
        yield each
        yield from each.get("panels", ())


def panels_of(dashboard: Json) -> Iterator[Json]:
    """Yields the panels of a dashboard without the headings."""
    return (each for each in rows_and_panels(dashboard) if each["type"] != "row")
