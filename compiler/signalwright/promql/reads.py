"""Tells which metrics an expression reads, whether it was built or written by people."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.promql.gate import metric_names
from signalwright.promql.lexer import find_closing, is_mark, tokenize
from signalwright.promql.tree import Expression, Selector, Verbatim, walk
from signalwright.promql.variables import without_variables
from signalwright.records import record


@record
class Read:
    """What one selector reads.

    Attributes:
        metric: The name of the series, or None when it isn't said, so that it may be any.
        job: The job whose series are read, or None when it isn't known.
    """

    metric: str | None
    job: str | None


def reads_of(expression: Expression) -> Iterator[Read]:
    """Yields what each selector of an expression reads.

    Args:
        expression: The expression. Of a text that people wrote, names are found whether or not it can be parsed; the
            jobs there aren't looked for.
    """
    for node in walk(expression):
        if isinstance(node, Selector):
            pinned = (each.value for each in node.matchers if (each.label, each.operator) == ("job", "="))
            yield Read(node.metric, next(pinned, None))
        elif isinstance(node, Verbatim):
            yield from _reads_of_text(node.text)


def _reads_of_text(text: str) -> Iterator[Read]:
    from signalwright.promql.parsing.parser import parse

    tree = parse(without_variables(text)).expression
    if tree is None:
        yield from _reads_of_tokens(text)
        return
    for node in walk(tree):
        if isinstance(node, Selector):
            named = [each.value for each in node.matchers if (each.label, each.operator) == ("__name__", "=")]
            yield Read(node.metric or (named[0] if named else None), None)


def _reads_of_tokens(text: str) -> Iterator[Read]:
    named = metric_names(text)
    for name, _, _ in named:
        yield Read(name, None)
    tokens = tokenize(text)[0]
    for index, token in enumerate(tokens):
        if not is_mark(token, "{"):
            continue
        closing = find_closing(tokens, index)
        end = len(text) if closing is None else tokens[closing].end
        before = tokens[index - 1].end if index else -1
        if not any(stop == before or token.start < start < end for _, start, stop in named):
            yield Read(None, None)
