"""What makes the alerts of `python-runtime` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def uncollectable(values: str) -> Series:
    """Returns objects of the oldest generation that can't be removed."""
    return [seen("python_gc_objects_uncollectable_total", values, generation="2")]


def collections(a_minute: int, generation: str = "2") -> Series:
    """Returns collections of a generation."""
    return [seen("python_gc_collections_total", f"0+{a_minute}x120", generation=generation)]


CASES: list[Case] = [
    ("PythonRuntimeUncollectable", uncollectable("0+1x120"), True),
    ("PythonRuntimeUncollectable", uncollectable("7x120"), False),
    ("PythonRuntimeUncollectable", uncollectable("0x80 1x40"), False),
    ("PythonRuntimeCollectsConstantly", collections(61), True),
    ("PythonRuntimeCollectsConstantly", collections(59), False),
    ("PythonRuntimeCollectsConstantly", collections(600, "0"), False),
]
