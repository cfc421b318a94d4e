"""The way out of a mistake as Python spells it: the models write keys and values as YAML has them."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Mapping
from typing import Any

from signalwright.language.source.values import read_values

_QUOTED = re.compile(r"`([^`]+)`")
_KEY = re.compile(r"[a-z][\w-]*:( .+)?", re.DOTALL)
_COLLECTION = re.compile(r"\{[\w…-]+[:,] .*\}|\[.*\]", re.DOTALL)
_AMOUNT = re.compile(r"\d[\d.]*(?:%|[a-zA-Z][a-zA-Z\d]*)")
_BOUNDS = {"above": ">", "below": "<"}
_READINGS = ("value", "rate", "growth", "age", "predict", "p50", "p75", "p80", "p90", "p95", "p98", "p99")
_PHRASES = {"because YAML reads 3.10 as 3.1": "because the number 3.10 is 3.1"}


def in_python(help: str, *, mapping: bool, words: bool) -> str:
    """Returns a way out whose examples are Python: `for: 5m` becomes `for_="5m"`.

    Args:
        help: The way out, with examples in backticks.
        mapping: Whether keys are said there by a mapping that is written out, and not by keywords.
        words: Whether words that stand alone are keys, so that Python's own get their underscore.
    """
    said = help
    for phrase, ours in _PHRASES.items():
        said = said.replace(phrase, ours)
    return _QUOTED.sub(lambda found: f"`{_example(found[1], mapping, words)}`", said)


def _example(text: str, mapping: bool, words: bool) -> str:
    """Returns an example as Python spells it; what is none of YAML's stays."""
    if keyword.iskeyword(text):
        return f"{text}_" if words and not mapping else text
    if _AMOUNT.fullmatch(text):
        return f'"{text}"'
    if not (_KEY.fullmatch(text) or _COLLECTION.fullmatch(text)):
        return text
    try:
        values: Any = read_values(text)
    except ValueError:
        return text
    if not _KEY.fullmatch(text):
        return _value(values)
    if not all(isinstance(name, str) for name in values):
        return text
    return ", ".join(_pair(name, value, mapping) for name, value in values.items())


def _pair(name: str, value: Any, mapping: bool) -> str:
    """Returns a key with its value, or without one where only the key is named."""
    if mapping:
        return f'"{name}": {_value(value)}' if value is not None else f'"{name}"'
    if name in _BOUNDS:
        return _BOUNDS[name] + (f" {_value(value)}" if value is not None else "")
    if not name.isidentifier():
        return f'**{{"{name}": {_value(value)}}}'
    said = f"{name}_" if keyword.iskeyword(name) else name
    return f"{said}={_value(value)}" if value is not None else said


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_value(name)}: {_value(inner)}" for name, inner in value.items())
        return _condition(value) or f"{{{pairs}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _condition(said: Mapping[str, Any]) -> str | None:
    """Returns what is read, and compared with a bound where there is one, as calls; None for other mappings."""
    kind = next(iter(said), "")
    rest = {name: value for name, value in said.items() if name != kind and name not in _BOUNDS}
    keys = [_pair(name, value, mapping=False) for name, value in rest.items()]
    if kind == "…":
        read = "…"
    elif kind in ("any", "all"):
        read = (" | " if kind == "any" else " & ").join(f"({_value(each)})" for each in said[kind])
    elif kind == "expr":
        read = f"expr({', '.join((_value(said[kind]), *keys))})"
    elif kind == "ratio":
        read = f"{said[kind].get('of')}.ratio({', '.join((str(said[kind].get('to')), *keys))})"
    elif kind in _READINGS:
        read = f"{said[kind]}.{kind}({', '.join(keys)})"
    else:
        return None
    bounds = [
        f" {sign} {'…' if said[name] == '…' else _value(said[name])}" for name, sign in _BOUNDS.items() if name in said
    ]
    return read + "".join(bounds)
