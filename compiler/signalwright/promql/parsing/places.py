"""Finds where the parts of parsed nodes stand: functions, operators, labels, values, ranges.

Nodes know their own span only. Their parts are looked up among the tokens when something is reported about them, so
that neither the trees nor the parser carry what is hardly ever asked for.
"""

from __future__ import annotations

from bisect import bisect_left

from signalwright.promql.parsing.parser import Parsed
from signalwright.promql.selector import MatcherSpans
from signalwright.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Grouping,
    Matcher,
    Matching,
    Selector,
    Span,
    Subquery,
)
from signalwright.records import record

_CLOSING = {"{": "}", "[": "]", "(": ")"}
_MODIFIERS = ("[", "offset", "@", "anchored", "smoothed")
_OPERATORS = ("=", "!=", "=~", "!~")

Node = Aggregation | Binary | Call | Grouping | Matcher | Matching | Selector | Subquery


@record
class ModifierPlaces:
    """Where stands what follows a selector or the expression of a subquery.

    Attributes:
        range_: The duration in brackets, or None.
        step: The step of a subquery, or None.
        offset: The word `offset` with its duration, or None.
        at: The sign `@` with its time, or None.
        bounds: The word `anchored` or `smoothed`, or None.
    """

    range_: Span | None = None
    step: Span | None = None
    offset: Span | None = None
    at: Span | None = None
    bounds: Span | None = None


def place_of_function(parsed: Parsed, node: Call | Aggregation) -> Span:
    """Returns where the name of a function or of an aggregation operator stands."""
    return _token(parsed, _first(parsed, node))


def place_of_operator(parsed: Parsed, node: Binary) -> Span:
    """Returns where a binary operator stands, without its modifiers."""
    assert node.left.span is not None, "parsed nodes have places"
    return _token(parsed, bisect_left(parsed.tokens.starts, node.left.span[1]))


def place_of_metric(parsed: Parsed, node: Selector) -> Span | None:
    """Returns where the name of a selector's metric stands, or None when it has none."""
    if node.metric is None:
        return None
    kinds = parsed.tokens.kinds
    index = _first(parsed, node)
    if kinds[index] != "{":
        return _token(parsed, index)
    while True:
        index += 1
        if kinds[index] == "string" and kinds[index - 1] in ("{", ",") and kinds[index + 1] not in _OPERATORS:
            return _token(parsed, index)


def places_of_matcher(parsed: Parsed, node: Matcher) -> MatcherSpans:
    """Returns where the parts of a matcher stand; of a metric's name in quotes, that name for label and value."""
    index = _first(parsed, node)
    label = _token(parsed, index)
    if parsed.tokens.kinds[index + 1] not in _OPERATORS:
        return MatcherSpans(label, (label[0], label[0]), label)
    return MatcherSpans(label, _token(parsed, index + 1), _token(parsed, index + 2))


def places_of_labels(parsed: Parsed, node: Grouping | Matching) -> tuple[Span, ...]:
    """Returns where the labels of `by`, `without`, `on` or `ignoring` stand, in their order."""
    index = _first(parsed, node)
    if parsed.tokens.kinds[index] not in ("by", "without", "on", "ignoring"):
        return ()
    return _listed(parsed, index + 1)


def places_of_included(parsed: Parsed, node: Matching) -> tuple[Span, ...]:
    """Returns where the labels of `group_left` or `group_right` stand, in their order."""
    if not node.include:
        return ()
    index = _first(parsed, node)
    while parsed.tokens.kinds[index] not in ("group_left", "group_right") or parsed.tokens.kinds[index + 1] != "(":
        index = _after(parsed, index + 1)
    return _listed(parsed, index + 1)


def places_of_modifiers(parsed: Parsed, node: Selector | Subquery) -> ModifierPlaces:
    """Returns where range, step, `offset` and `@` stand."""
    assert node.span is not None, "parsed nodes have places"
    kinds, starts, ends = parsed.tokens.kinds, parsed.tokens.starts, parsed.tokens.ends
    if isinstance(node, Subquery):
        assert node.expression.span is not None, "parsed nodes have places"
        index = bisect_left(starts, node.expression.span[1])
    else:
        index = _first(parsed, node)
        index = _after(parsed, index) if kinds[index] == "{" else index + 1
        index = _after(parsed, index) if kinds[index] == "{" else index
    found: dict[str, Span] = {}
    while starts[index] < node.span[1]:
        kind, begin = kinds[index], index
        if kind == "[":
            index = _after(parsed, index)
            colon = next((each for each in range(begin, index) if kinds[each] == ":"), index - 1)
            found["range_"] = starts[begin + 1], ends[colon - 1]
            if colon + 1 < index - 1:
                found["step"] = starts[colon + 1], ends[index - 2]
            continue
        index += 1
        while starts[index] < node.span[1] and kinds[index] not in _MODIFIERS:
            index += 1
        name = {"offset": "offset", "@": "at"}.get(kind, "bounds")
        found[name] = starts[begin], ends[index - 1]
    return ModifierPlaces(**found)


def _first(parsed: Parsed, node: Node) -> int:
    assert node.span is not None, "parsed nodes have places"
    return bisect_left(parsed.tokens.starts, node.span[0])


def _token(parsed: Parsed, index: int) -> Span:
    return parsed.tokens.starts[index], parsed.tokens.ends[index]


def _after(parsed: Parsed, index: int) -> int:
    """Returns the index after the bracket that closes the one at `index`, or after the token when it is none."""
    kinds = parsed.tokens.kinds
    closing = _CLOSING.get(kinds[index])
    if closing is None:
        return index + 1
    depth = 0
    while True:
        depth += (kinds[index] in _CLOSING) - (kinds[index] in _CLOSING.values())
        index += 1
        if depth == 0:
            return index


def _listed(parsed: Parsed, opening: int) -> tuple[Span, ...]:
    return tuple(
        _token(parsed, index)
        for index in range(opening + 1, _after(parsed, opening) - 1)
        if parsed.tokens.kinds[index] != ","
    )
