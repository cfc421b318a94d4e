"""Texts of alerts for somebody who reads them where no alert has filled them in."""

from __future__ import annotations

import re

_ACTION = r"\{\{-?\s*%s\s*-?\}\}"
_REST = r"(?:(?!\}\}).)*"
_PLAIN = r"((?:(?!\{\{-?\s*(?:if|with|range|else|end)\b).)*)"
_BLOCK = re.compile(
    _ACTION % rf"(?:if|with|range)\b({_REST})" + _PLAIN + f"(?:{_ACTION % 'else'}{_PLAIN})?" + _ACTION % "end",
    re.DOTALL,
)
_LABEL = re.compile(_ACTION % rf"(?:\$labels|\.Labels)\.(\w+){_REST}", re.DOTALL)
_VALUE = re.compile(_ACTION % rf"(?:\$value|\.Value)\b{_REST}", re.DOTALL)
_DOT = re.compile(_ACTION % r"\.")
_OTHER = re.compile(_ACTION % _REST, re.DOTALL)


def without_templates(text: str) -> str:
    """Returns a template of Prometheus as a sentence with names in the places of values.

    Args:
        text: Such as `{{ $value | humanize }} jobs wait{{ with $labels.queue }} in {{ . }}{{ end }}`.

    Returns:
        Such as `‹value› jobs wait in ‹queue›`; what differs from case to case is shown as `one / other`.
    """
    previous = None
    while text != previous:
        previous, text = text, _BLOCK.sub(_choose, text, count=1)
    text = _LABEL.sub(r"‹\1›", text)
    return _OTHER.sub("…", _VALUE.sub("‹value›", text))


def _choose(block: re.Match[str]) -> str:
    condition, first, second = block.group(1), block.group(2), block.group(3)
    label = re.fullmatch(r"\s*(?:\$labels|\.Labels)\.(\w+)\s*-?", condition)
    if label is not None:
        # A label is there nearly always; what is said without it only confuses.
        return _DOT.sub(f"‹{label.group(1)}›", first)
    return f"{first} / {second}" if second else first


def in_markdown(text: str) -> str:
    """Returns a text as one line of Markdown that shows its characters: nothing starts a tag or is set in bold."""
    return re.sub(r"([\\*<])", r"\\\1", " ".join(text.split()))
