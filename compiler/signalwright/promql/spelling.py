"""How names and strings are spelt in PromQL: escapes, words that can't be names, names that need quotes."""

from __future__ import annotations

import re

_LEGACY_METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_LEGACY_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")

AGGREGATIONS = frozenset({
    "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar",
    "topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio",
})  # fmt: skip
"""The aggregation operators of Prometheus 3.15 (querying/operators)."""

KEYWORDS = frozenset({
    "and", "or", "unless", "atan2", "by", "without", "on", "ignoring", "group_left", "group_right",
    "bool", "offset", "start", "end", "step", "range", "anchored", "smoothed", "fill", "fill_left", "fill_right",
})  # fmt: skip
"""The words of the grammar (Prometheus 3.15, promql/parser/lex.go). They are read in any case of letters."""

_NUMBER_WORDS = frozenset({"inf", "nan"})
_RESERVED = AGGREGATIONS | KEYWORDS | _NUMBER_WORDS

# Escaped although they could stand in a string: line ends and the byte order mark, which editors and YAML readers
# treat in their own ways, U+FFFD, which Prometheus' lexer takes for a
# decoding error, and the two after it, which YAML can't hold.
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffd-\uffff]')
_SHORT_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return _SHORT_ESCAPES.get(character) or f"\\u{ord(character):04x}"


def escape(value: str) -> str:
    r"""Returns a text as it stands between double quotes: `a"b\c` → `a\"b\\c`. Other UTF-8 is kept."""
    return _ESCAPED.sub(_escape, value)


def quote(value: str) -> str:
    r"""Returns a text as a double-quoted PromQL string: `5..` → `"5.."`."""
    return f'"{escape(value)}"'


def is_plain_metric(name: str) -> bool:
    """Tells whether a metric name can be written without quotes in every version of Prometheus.

    Words of the grammar can't: `sum` is an operator, `inf` a number.
    """
    return _LEGACY_METRIC.fullmatch(name) is not None and name.lower() not in _RESERVED


def is_legacy_metric(name: str) -> bool:
    """Tells whether a metric name has only the characters that every version of Prometheus knows."""
    return _LEGACY_METRIC.fullmatch(name) is not None


def is_plain_label(name: str) -> bool:
    """Tells whether a label name can be written without quotes; keywords can, number words can't."""
    return _LEGACY_LABEL.fullmatch(name) is not None and name.lower() not in _NUMBER_WORDS


def is_legacy_label(name: str) -> bool:
    """Tells whether a label name has only the characters that every version of Prometheus knows."""
    return _LEGACY_LABEL.fullmatch(name) is not None


def label(name: str) -> str:
    """Returns a label name as it is written; one that is UTF-8 (Prometheus 3.0) in quotes."""
    return name if is_plain_label(name) else quote(name)
