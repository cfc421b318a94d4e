"""Cuts PromQL into tokens with their places, and reads string literals.

The token rules are those of Prometheus 3.15 (promql/parser/lex.go); `1_000`, `[5m + 1m]` and `</` among them, which
older servers don't read.
"""

from __future__ import annotations

import re
from typing import Literal

from signalwright.promql.tree import Span
from signalwright.records import record

TokenKind = Literal["identifier", "number", "duration", "string", "operator", "punctuation"]


@record
class Token:
    """A piece of PromQL that means something by itself.

    Attributes:
        kind: What it is; keywords are identifiers.
        text: The text as it is written.
        start: The offset of its first character.
        end: The offset after its last character.
    """

    kind: TokenKind
    text: str
    start: int
    end: int


@record
class LexicalProblem:
    """A place where no token is.

    Attributes:
        message: What is wrong, a short phrase.
        start: The offset of its first character.
        end: The offset after its last character.
        help: The way out, or None when the message says it.
    """

    message: str
    start: int
    end: int
    help: str | None = None


# White space and comments before a token belong to its match, which halves the number of matches. Every other
# character is some token or unknown, so no match is ever tried twice. A colon begins a name outside of brackets, and
# parts range and step inside of them.
_DIGITS = r"[0-9]+(?:_[0-9]+)*"
TOKEN = re.compile(
    rf"""
    (?:[ \t\r\n]+|\#[^\r\n]*)*
    (?:
      (?P<identifier>[a-zA-Z_:][a-zA-Z0-9_:]*)
    | (?P<punctuation>[(){{}}\[\],])
    | (?P<operator>=~|!~|!=|==|>=|<=|</|>/|[-+*/%^=<>@])
    | (?P<string>"(?:[^"\\\n]|\\[^\n])*"|'(?:[^'\\\n]|\\[^\n])*'|`[^`]*`)
    | (?P<duration>(?:[0-9]+(?:ms|[smhdwy]))+(?![a-zA-Z0-9_.]))
    | (?P<number>(?:0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*
        |(?:{_DIGITS}(?:\.(?:{_DIGITS})?)?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?)(?![a-zA-Z0-9_.]))
    | (?P<malformed>\.?[0-9][a-zA-Z0-9_.]*)
    | (?P<end_of_text>\Z)
    | (?P<unknown>.)
    )
    """,
    re.VERBOSE | re.DOTALL,
)
"""Matches the next token of a text with what stands before it; the name of the last group is what it is."""

_NAME_IN_BRACKETS = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")

_OTHER_LANGUAGES = {"&": "and", "|": "or", "!": "!="}
# Prometheus' lexer takes it for bytes that are no UTF-8.
_UNREADABLE = "\ufffd"
_ESCAPES = re.compile(r"\\(?:[abfnrtv\\'\"]|[0-7]{3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})?", re.DOTALL)
_CONTROL = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}


def tokenize(text: str) -> tuple[list[Token], list[LexicalProblem]]:
    """Cuts a text into tokens.

    Args:
        text: The PromQL text.

    Returns:
        The tokens without white space and comments, and what couldn't be read; string literals are read in whole, so
        that a bad escape is among the problems.
    """
    tokens: list[Token] = []
    problems: list[LexicalProblem] = []
    place, in_brackets = 0, False
    while True:
        found = TOKEN.match(text, place)
        assert found is not None, "every character matches the last alternative"
        kind = str(found.lastgroup)
        start, place = found.span(kind)
        if in_brackets and kind == "identifier":
            name = _NAME_IN_BRACKETS.match(text, start)
            kind, place = ("identifier", name.end()) if name else ("punctuation", start + 1)
        piece = text[start:place]
        match kind:
            case "end_of_text":
                return tokens, problems
            case "malformed":
                problems.append(malformed(piece, start))
            case "unknown":
                problem = unknown(text, start)
                problems.append(problem)
                place = problem.end if piece in "\"'`" else place
            case "identifier" | "number" | "duration" | "string" | "operator" | "punctuation":
                tokens.append(Token(kind, piece, start, place))
                in_brackets = piece == "[" or (in_brackets and piece != "]")
                if kind == "string":
                    problems.extend(read_string(tokens[-1])[1])
            case _:
                raise AssertionError(kind)


def read_string(token: Token) -> tuple[str, list[LexicalProblem]]:
    """Reads a string token: see `read_literal`."""
    return read_literal(token.text, token.start)


def read_literal(literal: str, literal_start: int) -> tuple[str, list[LexicalProblem]]:
    """Reads a string literal: double or single quotes with escapes, or backticks without.

    Args:
        literal: The text with its quotes.
        literal_start: The offset of the opening quote.

    Returns:
        What the string says, its bad escapes, and characters that no string can hold.
    """
    quote, body = literal[0], literal[1:-1]
    problems: list[LexicalProblem] = []
    if _UNREADABLE in body:
        at = literal_start + 1 + body.index(_UNREADABLE)
        problems.append(LexicalProblem("a string can't hold U+FFFD", at, at + 1, r"write `\\ufffd` in double quotes"))
    if quote == "`" or "\\" not in body:
        return body, problems

    def resolve(found: re.Match[str]) -> str:
        sequence = found[0]
        code = sequence[1:]
        if code in _CONTROL:
            return chr(_CONTROL[code])
        if code in ("\\", quote):
            return code
        if code[:1] in ("x", "u", "U") or code.isdigit():
            value = int(code, 8) if code.isdigit() else int(code[1:], 16)
            if value < 0x110000 and not 0xD800 <= value < 0xE000 and not (code.isdigit() and value > 0xFF):
                # A byte escape stands for a byte, kept as a surrogate until the bytes are put together.
                is_byte = (code.isdigit() or code[0] == "x") and value > 0x7F
                return chr(0xDC00 + value) if is_byte else chr(value)
        start = literal_start + 1 + found.start()
        shown = literal[found.start() + 1 : found.start() + 3]
        problems.append(LexicalProblem(f"unknown escape `{shown}`", start, start + len(shown), _escape_help(shown)))
        return ""

    value = _ESCAPES.sub(resolve, body)
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), problems


def _escape_help(shown: str) -> str:
    return f"write the backslash twice, or put the text in backticks: `\\{shown}`"


def malformed(piece: str, start: int) -> LexicalProblem:
    """Names what is wrong with something that begins like a number."""
    end = start + len(piece)
    if re.fullmatch(r"(?:[0-9]+[a-zA-Z]*)+", piece) and not piece.lower().startswith("0x"):
        return LexicalProblem(f"`{piece}` is no duration", start, end, "write numbers with units: `1h30m`, `5m`, `90s`")
    return LexicalProblem(f"`{piece}` is no number", start, end, None)


def unknown(text: str, start: int) -> LexicalProblem:
    """Names what is wrong where no token begins."""
    character = text[start]
    if character in "\"'":
        line_end = text.find("\n", start)
        end = len(text) if line_end < 0 else line_end
        return LexicalProblem(f"the string that begins with `{character}` doesn't end", start, end, "close it")
    if character == "`":
        return LexicalProblem("the string that begins with a backtick doesn't end", start, len(text), "close it")
    if character in _OTHER_LANGUAGES:
        end = start + (2 if text.startswith(character * 2, start) else 1)
        return LexicalProblem(f"unexpected `{text[start:end]}`", start, end, f"write `{_OTHER_LANGUAGES[character]}`")
    shown = f"`{character}`" if character.isprintable() else f"character U+{ord(character):04X}"
    help_ = (
        "only panels have variables: `$__rate_interval` as a range, `$job` in a matcher" if character == "$" else None
    )
    return LexicalProblem(f"unexpected {shown}", start, start + 1, help_)


def is_word(token: Token | None, *words: str) -> bool:
    """Tells whether a token is one of these keywords, in any case of letters."""
    return token is not None and token.kind == "identifier" and token.text.lower() in words


def is_mark(token: Token | None, *marks: str) -> bool:
    """Tells whether a token is one of these operators or punctuation marks."""
    return token is not None and token.kind in ("operator", "punctuation") and token.text in marks


def find_closing(tokens: list[Token], opening: int) -> int | None:
    """Returns the index of the bracket that closes the one at `opening`, or None when there is none."""
    depth = 0
    for index in range(opening, len(tokens)):
        if is_mark(tokens[index], "(", "[", "{"):
            depth += 1
        elif is_mark(tokens[index], ")", "]", "}"):
            depth -= 1
            if depth == 0:
                return index
    return None


def span_of(tokens: list[Token]) -> Span:
    """Returns the span from the first of some tokens to the last."""
    return tokens[0].start, tokens[-1].end
