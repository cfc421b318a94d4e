"""Reads raw PromQL from outside of its tree: which metrics it names, and whether a version of Prometheus reads it.

Names are found among the tokens, so that a text with mistakes tells them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from signalwright.promql.lexer import Token, find_closing, is_mark, is_word, read_string, tokenize
from signalwright.promql.spelling import AGGREGATIONS, KEYWORDS

if TYPE_CHECKING:
    from signalwright.promql.parsing.mistake import Mistake, Need, Release
    from signalwright.promql.parsing.parser import Parsed

_LABEL_LISTS = ("by", "without", "on", "ignoring", "group_left", "group_right")
_FILLS = ("fill", "fill_left", "fill_right")
_RANGE_MODIFIERS = ("anchored", "smoothed")
_WORD_OPERATORS = ("and", "or", "unless", "atan2")

# Words of the grammar that Prometheus also reads as metric names.
_WORDS_AS_NAMES = frozenset({*_RANGE_MODIFIERS, *_FILLS, "step", "range", "start", "end"})


def metric_names(text: str) -> tuple[tuple[str, int, int], ...]:
    """Finds the metrics that an expression reads.

    Args:
        text: The PromQL text; it needn't be valid.

    Returns:
        Each name with the offsets where it stands, in order: plain names, names quoted in braces, and values of
        `__name__=`. Functions, operators, labels and what stands in ranges are no metrics.
    """
    tokens = tokenize(text)[0]
    found: list[tuple[str, int, int]] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if is_mark(token, "["):
            index = _after(tokens, index)
        elif is_mark(token, "{"):
            end = _after(tokens, index)
            found.extend(_names_in_braces(tokens[index + 1 : end]))
            index = end
        elif is_word(token, *_LABEL_LISTS, *_FILLS) and is_mark(following, "("):
            index = _after(tokens, index + 1)
        else:
            if token.kind == "identifier" and _is_metric(tokens, index):
                found.append((token.text, token.start, token.end))
            index += 1
    return tuple(found)


def _after(tokens: list[Token], opening: int) -> int:
    closing = find_closing(tokens, opening)
    return len(tokens) if closing is None else closing + 1


def _names_in_braces(tokens: list[Token]) -> list[tuple[str, int, int]]:
    names: list[tuple[str, int, int]] = []
    for index, token in enumerate(tokens):
        if token.kind != "string":
            continue
        alone = index == 0 or is_mark(tokens[index - 1], ",")
        alone = alone and (index + 1 == len(tokens) or is_mark(tokens[index + 1], ",", "}"))
        named = index > 1 and is_mark(tokens[index - 1], "=") and is_word(tokens[index - 2], "__name__")
        if alone or named:
            names.append((read_string(token)[0], token.start, token.end))
    return names


def _is_metric(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    word = token.text.lower()
    if is_mark(following, "(") or word in ("inf", "nan"):
        return False
    if word in _RANGE_MODIFIERS:
        return index == 0 or not _ends_operand(tokens[index - 1])
    if word in AGGREGATIONS:
        return not is_word(following, "by", "without")
    return word not in KEYWORDS or word in _WORDS_AS_NAMES


def _ends_operand(token: Token) -> bool:
    if token.kind == "identifier":
        return token.text.lower() not in (*_WORD_OPERATORS, "bool")
    return token.kind in ("number", "duration", "string") or is_mark(token, ")", "]", "}")


def unread_by(parsed: Parsed, release: Release) -> tuple[Mistake, ...]:
    """Tells what of an expression a version of Prometheus doesn't read.

    Args:
        parsed: The expression.
        release: Major and minor number of the version.

    Returns:
        What is too new or gone, in the order in which it stands, each once. The features that a server has to be
        started with aren't judged.
    """
    from signalwright.promql.parsing.mistake import Mistake

    found = {
        Mistake(_message(each, release), each.start, each.end, _way_out(each)): None
        for each in parsed.needs
        if (each.since is not None and release < each.since) or (each.until is not None and release >= each.until)
    }
    return tuple(sorted(found, key=lambda each: (each.start, each.end)))


def _message(need: Need, release: Release) -> str:
    shown = _shown(release)
    if need.since is not None and release < need.since:
        return f"Prometheus {shown} doesn't read {need.what} yet: {_shown(need.since)} is the first version that does"
    assert need.until is not None, "a need is about the first or the last version"
    return f"Prometheus {shown} doesn't read {need.what} any more: {_shown(need.until)} is the first that doesn't"


def _way_out(need: Need) -> str:
    if need.instead is not None:
        return f"write {need.instead}"
    assert need.since is not None, "what is gone has something in its place"
    return f'write it without, or raise the version: `backends: {{prometheus: "{_shown(need.since)}"}}`'


def _shown(release: Release) -> str:
    return f"{release[0]}.{release[1]}"
