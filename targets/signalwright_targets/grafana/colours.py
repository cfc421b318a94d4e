"""Levels as colours, and steps of levels as Grafana's thresholds.

The colours are those of Okabe and Ito (Color Universal Design, 2008), which readers with any kind of colour vision tell
apart. They differ in brightness too, for a printed page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from signalwright.ir.dashboard import Level, Step, ValueText
from signalwright_targets.grafana.units import number

COLOURS = {
    Level.FINE: "#009E73",
    Level.WARNING: "#E69F00",
    Level.CRITICAL: "#D55E00",
    Level.UNKNOWN: "#999999",
}
# Grafana's word for the colour of its text, for values of which nothing says how bad they are.
NEUTRAL = "text"
_CLEAR = "transparent"


def thresholds(steps: Sequence[Step], scale: int = 1, *, areas: bool = False) -> dict[str, Any]:
    """Returns the thresholds of a field.

    They are never left out, because Grafana then has its own, which paint everything from 80 on red.

    Args:
        steps: The levels, ascending; below a first step that has a value, everything is fine.
        scale: By what the values of the steps are multiplied.
        areas: Whether they are drawn as areas behind lines, where what is fine at the bottom stays clear.

    Returns:
        Mode and steps; the first step has the value None, which is `null` in JSON.
    """
    if not steps:
        return {"mode": "absolute", "steps": [{"color": NEUTRAL, "value": None}]}
    made = [{"color": COLOURS[each.level], "value": _scaled(each, scale)} for each in steps]
    if steps[0].value is not None:
        made.insert(0, {"color": COLOURS[Level.FINE], "value": None})
    if areas and made[0]["color"] == COLOURS[Level.FINE]:
        made[0]["color"] = _CLEAR
    return {"mode": "absolute", "steps": made}


def _scaled(step: Step, scale: int) -> int | float | None:
    return None if step.value is None else number(step.value * scale)


def mappings(values: Sequence[ValueText]) -> list[dict[str, Any]]:
    """Returns the mappings that show values as words: one of Grafana's kind `value`, or none."""
    if not values:
        return []
    options = {
        str(number(each.value)): {"text": each.text, "color": COLOURS[each.level], "index": index}
        for index, each in enumerate(values)
    }
    return [{"type": "value", "options": options}]
