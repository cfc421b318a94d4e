"""Parses PromQL."""

from __future__ import annotations

from functools import lru_cache

from signalwright.promql.parsing.expressions import PRECEDENCE, ExpressionReader
from signalwright.promql.parsing.mistake import LostError, Mistake, Need
from signalwright.promql.parsing.scanner import END, Tokens
from signalwright.promql.tree import Expression
from signalwright.records import record

MOST_TOKENS = 4_000
"""Longer expressions are refused: nobody writes them, and walking their trees would exhaust the stack."""


@record
class Parsed:
    """What the parser read.

    Attributes:
        text: The text.
        tokens: Its tokens, which know the places of all parts; see `places`.
        expression: The tree, every node with its span; None exactly when there are mistakes.
        mistakes: What Prometheus would refuse, in the order in which it stands.
        needs: What not every version of Prometheus reads, in the order in which it was read.
    """

    text: str
    tokens: Tokens
    expression: Expression | None
    mistakes: tuple[Mistake, ...]
    needs: tuple[Need, ...]


@lru_cache(maxsize=16_384)
def parse(text: str) -> Parsed:
    """Parses an expression as today's Prometheus (3.15) does with all its features enabled.

    What was read is kept: several phases ask for the same text. An expression of the field takes 13 KB.

    Args:
        text: The PromQL text.

    Returns:
        The tree, or the mistakes; what only some versions read is told in both cases.
    """
    tokens = Tokens(text)
    if tokens.mistakes:
        return Parsed(text, tokens, None, tuple(tokens.mistakes), ())
    if len(tokens.kinds) == 1:
        missing = Mistake("the expression is empty", 0, len(text), "write a metric: `up`")
        return Parsed(text, tokens, None, (missing,), ())
    if len(tokens.kinds) > MOST_TOKENS + 1:
        message = f"the expression is too long: it has more than {MOST_TOKENS:,} words and signs"
        return Parsed(text, tokens, None, (Mistake(message, 0, len(text), "part it by recording rules"),), ())
    reader = ExpressionReader(text, tokens)
    expression = _read(reader)
    for selector in reader.nameless:
        reader.judge_selector(selector)
    mistakes = tuple(sorted(reader.mistakes, key=lambda each: (each.start, each.end)))
    return Parsed(text, tokens, None if mistakes else expression, mistakes, tuple(reader.needs))


def _read(reader: ExpressionReader) -> Expression | None:
    """Reads the whole text; after a mistake outside of all parentheses, goes on behind the next operator there."""
    while True:
        begin = reader.at
        try:
            reader.depth = 0
            expression = reader.expression()
            if reader.kinds[reader.at] == END:
                return expression
            if reader.kinds[reader.at] == ")":
                reader.unexpected_closing()
            reader.misplaced_operand()
        except LostError:
            reader.at = max(reader.at, begin + 1) if reader.kinds[reader.at] != END else reader.at
            reader.skip(*PRECEDENCE)
            if reader.kinds[reader.at] in (END, ")"):
                return None
            reader.at += 1
