"""Cuts a text for the parser: the tokens of `lexer`, as lists side by side, because making objects takes longer."""

from __future__ import annotations

from signalwright.promql.lexer import TOKEN, malformed, unknown
from signalwright.promql.parsing.mistake import Mistake
from signalwright.promql.spelling import AGGREGATIONS, KEYWORDS

END = "end_of_text"
"""The kind of the last token, which isn't the word `end`."""

NUMBER_WORDS = frozenset({"inf", "nan"})

_WORDS: dict[str, str] = {
    **{each: each for each in AGGREGATIONS | KEYWORDS | {"min_of", "max_of"}},
    **dict.fromkeys(NUMBER_WORDS, "number"),
}
_FILLS = frozenset({"fill", "fill_left", "fill_right"})


class Tokens:
    """The tokens of a text, the end among them.

    Attributes:
        kinds: What each is: a word of the grammar in small letters, an operator or a bracket as itself, `identifier`,
            `name:` for a name with a colon, `number`, `duration`, `string`; the last is `END`.
        texts: The text of each.
        starts: The offset of the first character of each.
        ends: The offset after the last character of each.
        mistakes: What couldn't be read as a token.
    """

    __slots__ = ("ends", "kinds", "mistakes", "starts", "texts")

    def __init__(self, text: str) -> None:
        """Cuts a text.

        Args:
            text: The PromQL text.
        """
        self.kinds: list[str] = []
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.mistakes: list[Mistake] = []
        kinds, texts, starts, ends = self.kinds, self.texts, self.starts, self.ends
        match, words = TOKEN.match, _WORDS
        place, in_brackets = 0, False
        while True:
            found = match(text, place)
            assert found is not None, "every character matches the last alternative"
            kind = str(found.lastgroup)
            start, place = found.span(kind)
            piece = text[start:place]
            if kind == "identifier":
                if in_brackets and piece[0] == ":":
                    kind = piece = ":"
                    place = start + 1
                else:
                    kind = words.get(piece.lower()) or ("name:" if ":" in piece else kind)
                    if kind in _FILLS and not text[place:].lstrip(" \t\r\n").startswith("("):
                        kind = "identifier"  # Only what looks like a modifier is one, so that old metrics are read.
            elif kind in ("punctuation", "operator"):
                kind = piece
                if piece == "[":
                    in_brackets = True
                elif piece == "]":
                    in_brackets = False
            elif kind in ("malformed", "unknown"):
                problem = malformed(piece, start) if kind == "malformed" else unknown(text, start)
                self.mistakes.append(Mistake(problem.message, problem.start, problem.end, problem.help))
                place = problem.end
                continue
            kinds.append(kind)
            texts.append(piece)
            starts.append(start)
            ends.append(place)
            if kind == END:
                return
