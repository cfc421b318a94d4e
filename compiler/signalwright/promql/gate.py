"""Lets raw PromQL through, or says what is wrong with it and where.

The syntax and types are judged by promql-parser. It gives no places and refuses some valid input, so that our own lexer
looks first, respells what it would refuse, and finds the place of what it reports.
"""

from __future__ import annotations

import re

from signalwright.promql.lexer import Token, find_closing, is_mark, is_word, read_string, tokenize
from signalwright.promql.regex import regex_problem
from signalwright.promql.spelling import AGGREGATIONS, KEYWORDS, quote
from signalwright.records import record

_LABEL_LISTS = ("by", "without", "on", "ignoring", "group_left", "group_right")
_FILLS = ("fill", "fill_left", "fill_right")
_RANGE_MODIFIERS = ("anchored", "smoothed")
_DURATION_FUNCTIONS = ("step", "range", "min", "max", "min_of", "max_of")
_WORD_OPERATORS = ("and", "or", "unless", "atan2")

# Words that Prometheus also reads as metric names and promql-parser doesn't, or not in every place.
_WORDS_AS_NAMES = frozenset({*_RANGE_MODIFIERS, *_FILLS, "step", "range"})

# The parser is recursive where it checks types and frees its tree: its stack of
# 8 MiB is used up by 6,000 signs or 3,000 subqueries inside each other, and the process with it.
_MOST_TOKENS = 4_000


@record
class Problem:
    """Why an expression can't be used.

    Attributes:
        message: What is wrong, a short phrase.
        start: The offset of its first character, or None when the place is unknown.
        end: The offset after its last character, or None when the place is unknown.
    """

    message: str
    start: int | None = None
    end: int | None = None


def syntax_problem(text: str) -> Problem | None:
    """Judges an expression.

    Args:
        text: The PromQL text as a person wrote it.

    Returns:
        The first problem, or None when the expression is valid for today's Prometheus. Which version has which function
        is not judged here.
    """
    tokens, problems = tokenize(text)
    if problems:
        first = problems[0]
        message = first.message if first.help is None else f"{first.message}: {first.help}"
        return Problem(message, first.start, first.end)
    if not tokens:
        return Problem("the expression is empty")
    if len(tokens) > _MOST_TOKENS:
        return Problem(f"the expression is too long: it has more than {_MOST_TOKENS:,} words and signs")
    own = _unbalanced(tokens) or _bad_matcher(tokens) or _bad_range(tokens)
    if own is not None:
        return own
    refusal = _judge(_respell(tokens))
    return None if refusal is None else _locate(refusal, tokens)


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
    return word not in KEYWORDS or word in _WORDS_AS_NAMES or word in ("start", "end")


def _ends_operand(token: Token) -> bool:
    if token.kind == "identifier":
        return token.text.lower() not in (*_WORD_OPERATORS, "bool")
    return token.kind in ("number", "duration", "string") or is_mark(token, ")", "]", "}")


def _unbalanced(tokens: list[Token]) -> Problem | None:
    closing = {"(": ")", "[": "]", "{": "}"}
    opened: list[Token] = []
    for token in tokens:
        if is_mark(token, *closing):
            opened.append(token)
        elif is_mark(token, *closing.values()):
            if not opened:
                return Problem(f"`{token.text}` closes nothing", token.start, token.end)
            if closing[opened[-1].text] != token.text:
                wanted = closing[opened[-1].text]
                return Problem(f"expected `{wanted}`, found `{token.text}`", token.start, token.end)
            opened.pop()
    if opened:
        return Problem(f"`{opened[-1].text}` isn't closed", opened[-1].start, opened[-1].end)
    return None


def _bad_matcher(tokens: list[Token]) -> Problem | None:
    """Finds what promql-parser lets through in braces: `or`, and regular expressions that only Rust knows."""
    depth = 0
    for index, token in enumerate(tokens):
        depth += is_mark(token, "{") - is_mark(token, "}")
        if not depth or index + 1 == len(tokens):
            continue
        if is_word(token, "or") and not is_mark(tokens[index + 1], "=", "!=", "=~", "!~"):
            return Problem("matchers can't be joined by `or`", token.start, token.end)
        value = tokens[index + 1]
        if is_mark(token, "=~", "!~") and value.kind == "string":
            problem = regex_problem(read_string(value)[0])
            if problem is not None:
                return Problem(f"the regular expression can't be used: {problem}", value.start, value.end)
    return None


def _bad_range(tokens: list[Token]) -> Problem | None:
    """Finds brackets that hold something else than durations and their arithmetic."""
    for index, token in enumerate(tokens):
        if not is_mark(token, "["):
            continue
        inside = tokens[index + 1 : _after(tokens, index) - 1]
        if not inside:
            return Problem("the range is empty", token.start, tokens[index + 1].end)
        for part in inside:
            fits = part.kind in ("number", "duration") or is_word(part, *_DURATION_FUNCTIONS)
            if not fits and not is_mark(part, "(", ")", "+", "-", "*", "/", "%", "^", ",", ":"):
                return Problem(f"expected a duration, found `{part.text}`", part.start, part.end)
    return None


def _respell(tokens: list[Token]) -> str:
    """Returns the expression in a spelling that promql-parser knows and that means the same to its checks."""
    pieces: list[str] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        previous = tokens[index - 1] if index else None
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        piece, after = token.text, index + 1
        if token.kind == "string":
            value = read_string(token)[0]
            # Patterns were judged already; Rust's engine lacks `\Q`.
            piece = quote("x" if is_mark(previous, "=~", "!~") and "\\Q" in value else value)
        elif token.kind == "number":
            piece = token.text.replace("_", "")
        elif is_mark(token, "["):
            after = _after(tokens, index)
            piece = _respell_range(tokens[index + 1 : after - 1])
        elif is_word(token, "or") and is_mark(following, "=", "!=", "=~", "!~"):
            piece = quote(token.text)
        elif is_mark(token, "</", ">/"):
            piece = token.text[0]
        elif is_word(token, "offset") and previous is not None and _ends_operand(previous):
            after = _after_offset(tokens, index + 1)
            if after > index + 1:
                piece = "offset 5m"
        elif is_word(token, *_RANGE_MODIFIERS) and previous is not None and _ends_operand(previous):
            piece = ""
        elif token.text == "holt_winters" and is_mark(following, "("):
            piece = "double_exponential_smoothing"
        elif token.text.lower() in _WORDS_AS_NAMES and not is_mark(following, "("):
            piece = f"{token.text}_"
        pieces.append(piece)
        index = after
    return " ".join(pieces)


def _respell_range(inside: list[Token]) -> str:
    """Returns brackets with plain durations; arithmetic that is no single duration is replaced by some duration."""
    depth = 0
    parts: list[list[Token]] = [[]]
    for token in inside:
        depth += is_mark(token, "(") - is_mark(token, ")")
        if is_mark(token, ":") and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return f"[{':'.join(map(_respell_duration, parts))}]"


def _respell_duration(part: list[Token]) -> str:
    if len(part) == 1 and part[0].kind in ("number", "duration"):
        return part[0].text.replace("_", "")
    return "5m" if part else ""


def _after_offset(tokens: list[Token], index: int) -> int:
    """Returns the index after an offset that is arithmetic, or `index` itself when it is a plain duration."""
    start = index
    while index < len(tokens) and is_mark(tokens[index], "-", "+"):
        index += 1
    if index < len(tokens) and is_mark(tokens[index], "("):
        return _after(tokens, index)
    if index + 1 < len(tokens) and is_word(tokens[index], *_DURATION_FUNCTIONS) and is_mark(tokens[index + 1], "("):
        return _after(tokens, index + 1)
    return start


def _judge(text: str) -> str | None:
    """Returns what promql-parser has against a text, or None."""
    import promql_parser

    try:
        promql_parser.parse(text)
    except ValueError as error:
        return str(error) or "invalid promql query"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # noqa: BLE001  # A panic of the Rust library is no Exception.
        return "invalid promql query"
    return None


def _locate(message: str, tokens: list[Token]) -> Problem:
    """Puts a message of promql-parser into place, by the names that it mentions or by what stands where it can't."""
    named = re.search(r"'([^']+)'", message)
    if named is not None:
        places = [token for token in tokens if token.text == named[1]]
        if len(places) == 1:
            return Problem(_reword(message), places[0].start, places[0].end)
    if message != "invalid promql query":
        return Problem(_reword(message))
    misplaced = _misplaced(tokens)
    if misplaced is None:
        return Problem("it is no PromQL expression")
    if misplaced == len(tokens):
        return Problem("the expression ends too early", tokens[-1].start, tokens[-1].end)
    token = tokens[misplaced]
    return Problem(f"unexpected `{token.text}`", token.start, token.end)


def _reword(message: str) -> str:
    unknown = re.fullmatch(r"unknown function with name '(.+)'", message)
    return f"there is no function `{unknown[1]}`" if unknown else message.replace("'", "`")


def _misplaced(tokens: list[Token]) -> int | None:
    """Returns the index of the first token that follows what it can't: an operand after an operand, and the like."""
    index, wants_operand = 0, True
    while index < len(tokens):
        token = tokens[index]
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        after = index + 1
        if is_mark(token, "["):
            after = _after(tokens, index)
        elif is_mark(token, "{"):
            after, wants_operand = _after(tokens, index), False
        elif is_word(token, *_LABEL_LISTS, *_FILLS) and is_mark(following, "("):
            after = _after(tokens, index + 1)
            if is_word(token, "by", "without"):
                if not wants_operand and not is_mark(tokens[index - 1], ")"):
                    return index
                wants_operand = not is_mark(tokens[index - 1], ")")
                if wants_operand and after < len(tokens) and not is_mark(tokens[after], "("):
                    return after
        elif is_word(token, *_WORD_OPERATORS) and not wants_operand:
            wants_operand = True
        elif is_word(token, "offset") or is_mark(token, "@"):
            if wants_operand:
                return index
            wants_operand = True
        elif is_word(token, *AGGREGATIONS) and is_word(following, "by", "without") and not wants_operand:
            return index
        elif is_word(token, "bool", *_LABEL_LISTS):
            pass
        elif token.kind == "operator":
            is_sign = is_mark(token, "-", "+")
            if is_mark(token, "=", "=~", "!~") or (wants_operand and not is_sign):
                return index
            wants_operand = True
        elif is_mark(token, ","):
            if wants_operand:
                return index
            wants_operand = True
        elif is_mark(token, "("):
            called = index > 0 and tokens[index - 1].kind == "identifier"
            if not wants_operand and not called:
                return index
            wants_operand = not is_mark(following, ")")
        elif is_mark(token, ")"):
            if wants_operand:
                return index
        elif not wants_operand:
            return index
        else:
            wants_operand = is_word(token, *AGGREGATIONS) and is_word(following, "by", "without")
        index = after
    return len(tokens) if wants_operand else None
