"""What all parts of the parser share: where it stands, and how it says what is wrong."""

from __future__ import annotations

from typing import NoReturn

from signalwright.promql.lexer import read_literal
from signalwright.promql.parsing.mistake import Kind, LostError, Mistake, Need, Release
from signalwright.promql.parsing.scanner import END, Tokens

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ARTICLES = {"number": "the number ", "duration": "the duration ", "string": "the string "}


class Cursor:
    """A place among the tokens of a text.

    Attributes:
        text: The PromQL text.
        at: The index of the token that is read next.
        result: The kind of the expression that was read last; None when it had a mistake.
        mistakes: The mistakes up to here.
        needs: What not every version reads.
    """

    def __init__(self, text: str, tokens: Tokens) -> None:
        """Begins at the first token.

        Args:
            text: The PromQL text.
            tokens: Its tokens.
        """
        self.text = text
        self.kinds = tokens.kinds
        self.texts = tokens.texts
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.at = 0
        self.result: Kind | None = None
        self.mistakes: list[Mistake] = []
        self.needs: list[Need] = []

    def report(self, message: str, start: int, end: int, help_: str | None = None) -> None:
        """Notes a mistake and goes on."""
        self.mistakes.append(Mistake(message, start, end, help_))

    def give_up(self, message: str, start: int, end: int, help_: str | None = None) -> NoReturn:
        """Notes a mistake after which the operand can't be read further.

        Raises:
            LostError: Always.
        """
        self.mistakes.append(Mistake(message, start, end, help_))
        raise LostError

    def need(
        self, what: str, start: int, end: int, since: Release, flag: str | None = None, instead: str | None = None
    ) -> None:
        """Notes something that only versions from `since` on read."""
        self.needs.append(Need(what, since, None, start, end, flag, instead))

    def found(self) -> str:
        """Returns the next token as a message names it."""
        kind = self.kinds[self.at]
        if kind == END:
            return "the end"
        return f"{_ARTICLES.get(kind, '')}`{self.texts[self.at]}`"

    def unexpected(self, wanted: str | None, help_: str | None = None) -> NoReturn:
        """Notes that the next token can't stand here.

        Args:
            wanted: What could, or None when that is too much to say.
            help_: The way out.

        Raises:
            LostError: Always.
        """
        if self.kinds[self.at] == END and self.at:
            # The end is no character that could be marked; what needs something after it is.
            start, end = self.starts[self.at - 1], self.ends[self.at - 1]
            message = "the expression ends too early" + (f": expected {wanted}" if wanted else "")
            self.give_up(message, start, end, help_)
        message = f"unexpected {self.found()}" if wanted is None else f"expected {wanted}, found {self.found()}"
        self.give_up(message, self.starts[self.at], self.ends[self.at], help_)

    def close(self, opening: int, help_: str | None = None) -> int:
        """Reads the bracket that closes an earlier one.

        Args:
            opening: The index of the opening bracket.
            help_: The way out when something else is there.

        Returns:
            The offset after the closing bracket.

        Raises:
            LostError: When it isn't there.
        """
        bracket = self.kinds[opening]
        closing = _CLOSING[bracket]
        at = self.at
        if self.kinds[at] == closing:
            self.at = at + 1
            return self.ends[at]
        if self.kinds[at] == END:
            where = self.starts[opening], self.ends[opening]
            self.give_up(f"`{bracket}` isn't closed", *where, help_ or f"write `{closing}` where it ends")
        return self.unexpected(f"`{closing}`", help_ or f"close the `{bracket}` with `{closing}`")

    def string(self) -> str:
        """Reads the string that is the next token; bad escapes in it are noted."""
        at = self.at
        self.at = at + 1
        literal = self.texts[at]
        if "\\" in literal or "\ufffd" in literal:
            value, problems = read_literal(literal, self.starts[at])
            self.mistakes += [Mistake(each.message, each.start, each.end, each.help) for each in problems]
            return value
        return literal[1:-1]

    def skip(self, *stops: str) -> None:
        """Goes on to the next of some tokens that isn't inside brackets opened on the way, or to the end."""
        depth = 0
        kinds = self.kinds
        while (kind := kinds[self.at]) != END:
            if depth == 0 and kind in stops:
                return
            if kind in _CLOSING:
                depth += 1
            elif kind in (")", "]", "}"):
                if depth == 0 and kind == ")":
                    return
                depth = max(depth - 1, 0)
            self.at += 1
