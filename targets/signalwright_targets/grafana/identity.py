"""Numbers and letters by which Grafana tells panels and queries apart."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from string import ascii_uppercase

_LARGEST = 2**31 - 1


def panel_ids(keys: Iterable[str]) -> dict[str, int]:
    """Returns the number of each panel of a dashboard.

    It follows from the panel's key alone, so that links to panels outlive every change around them. Should two keys
    have the same number, the first of them by name keeps it, and the other gets one that nobody else wants.

    Args:
        keys: The keys of the panels and rows, each once.

    Returns:
        Key → number, from 1 to 2³¹-1.
    """
    ordered = sorted(keys)
    wanted = {key: _hash(key) for key in ordered}
    taken: dict[int, str] = {}
    for key in ordered:
        taken.setdefault(wanted[key], key)
    for key in ordered:
        attempt = 0
        while taken.setdefault(wanted[key], key) != key:
            attempt += 1
            wanted[key] = _hash(f"{key}\n{attempt}")
    return wanted


def _hash(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % _LARGEST + 1


def ref_id(index: int) -> str:
    """Returns the letters of a panel's query by its index from 0: A, B, … Z, AA, AB."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return letters
