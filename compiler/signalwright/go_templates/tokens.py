"""Splits a template into actions, and those into tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalwright.go_templates.tree import Problem
from signalwright.records import record

_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/)|(?P<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?P<char>'(?:[^'\\\n]|\\.)+')"""
    r"""|(?P<close>-?\}\})|(?P<space>\s+)|(?P<variable>\$\w*)|(?P<number>[-+]?\.?\d(?:[\w.]|(?<=[eE])[-+])*)"""
    r"""|(?P<field>\.[^\W\d]\w*)|(?P<dot>\.)|(?P<word>\w+)|(?P<declare>:=)|(?P<sign>[|(),=])|(?P<wrong>.)""",
    re.DOTALL,
)


class BrokenTemplateError(Exception):
    """Raised when a template can't be read any further.

    Attributes:
        problem: What is wrong.
    """

    def __init__(self, problem: Problem) -> None:
        """Takes what is wrong."""
        super().__init__(problem.message)
        self.problem = problem


@record
class Token:
    """A word or a sign in an action.

    Attributes:
        kind: The name of its group in the grammar: `text`, `variable`, `number`, `field`, `dot`, `word`, `sign`, ….
        text: As it is written.
        start: Offset of its first character.
        end: Offset behind its last one.
        is_apart: Whether a space stands before it.
    """

    kind: str
    text: str
    start: int
    end: int
    is_apart: bool


@record
class RawAction:
    """An action before it is parsed.

    Attributes:
        tokens: Its tokens without comments; empty for a comment.
        start: Offset of its `{{`.
        end: Offset behind its `}}`.
    """

    tokens: tuple[Token, ...]
    start: int
    end: int


def raw_actions(text: str) -> Iterator[RawAction]:
    """Yields the actions of a template.

    Args:
        text: The template.

    Raises:
        BrokenTemplateError: An action is empty, is never closed, or has a sign that no action can have.
    """
    at = 0
    while (start := text.find("{{", at)) >= 0:
        at = start + 2
        if text[at : at + 1] == "-" and text[at + 1 : at + 2].isspace():
            at += 1
        tokens: list[Token] = []
        is_comment = is_apart = False
        while True:
            token = _TOKEN.match(text, at)
            if token is None:
                raise _broken(start, start + 2, "`{{` is never closed", "close it with `}}`")
            kind, at = token.lastgroup or "wrong", token.end()
            if kind == "close":
                break
            if kind == "wrong":
                sign = token[0]
                way_out = "close the action with `}}`" if sign in "{}" else "leave it out"
                if sign in "\"`'":
                    way_out = f"close the text with `{sign}`"
                raise _broken(token.start(), at, f"`{sign}` can't stand in a template's action", way_out)
            if kind == "comment":
                is_comment = True
            elif kind != "space":
                tokens.append(Token(kind, token[0], token.start(), at, is_apart))
            is_apart = kind == "space"
        if not tokens and not is_comment:
            raise _broken(start, at, "the action is empty", "write `{{ $value }}`, or leave it out")
        yield RawAction(tuple(tokens), start, at)


def _broken(start: int, end: int, message: str, way_out: str) -> BrokenTemplateError:
    return BrokenTemplateError(Problem(start, end, message, way_out))
