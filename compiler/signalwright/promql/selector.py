"""Reads what people write in short forms: a metric with optional label matchers.

`http_requests_total{status!~"5..", method="GET"}` is read; PromQL beyond that belongs into `expr`. What is wrong is
returned as data, several mistakes at once, each with its place and the way out.
"""

from __future__ import annotations

import re
from itertools import pairwise

from signalwright.promql.lexer import (
    LexicalProblem,
    Token,
    find_closing,
    is_mark,
    is_word,
    read_string,
    span_of,
    tokenize,
)
from signalwright.promql.regex import regex_problem
from signalwright.promql.spelling import KEYWORDS, is_legacy_metric, quote
from signalwright.promql.tree import Matcher, MatchOperator, Selector, Span
from signalwright.records import record

_OPERATORS: dict[str, MatchOperator] = {"=": "=", "!=": "!=", "=~": "=~", "!~": "!~"}
# What stands where a quoted value should, up to the next comma or brace.
_UNQUOTED = re.compile(r"(?:=~|!~|!=|(?<![=!])=)\s*([^\"'`\s,{}=~!<>][^\"'`,{}]*?)\s*(?=[,}]|$)")
USE_EXPR = "this key takes a metric with optional label matchers; use `expr` for PromQL"
"""The way out where a whole expression stands; it fits where there is an `expr`."""
_NAME_RULE = "a metric name has letters, digits and `_`, no digit first"


@record
class MatcherSpans:
    """Where the parts of a matcher stand in the text.

    Attributes:
        label: The label's name.
        operator: The operator.
        value: The value with its quotes.
    """

    label: Span
    operator: Span
    value: Span


@record
class ParsedSelector:
    """A selector that was read.

    Attributes:
        selector: The selector; its `metric` is never None.
        metric: Where the metric's name stands.
        matchers: Where the parts of each matcher stand, in the order of the selector's matchers.
    """

    selector: Selector
    metric: Span
    matchers: tuple[MatcherSpans, ...]


@record
class SelectorError:
    """A mistake in a selector.

    Attributes:
        message: What is wrong, a short phrase.
        start: The offset of its first character.
        end: The offset after its last character; equal to `start` where something is missing.
        help: The way out.
    """

    message: str
    start: int
    end: int
    help: str


def parse_selector(text: str) -> ParsedSelector | tuple[SelectorError, ...]:
    """Reads a metric with optional label matchers.

    Args:
        text: What was written.

    Returns:
        The selector with the places of its parts, or the mistakes in the order in which they stand.
    """
    tokens, problems = tokenize(text)
    return _explain(text, tokens, problems) if problems else _Reader(text, tokens).read()


def _explain(text: str, tokens: list[Token], problems: list[LexicalProblem]) -> tuple[SelectorError, ...]:
    """Returns the mistakes of a text that can't be cut into tokens; most often a value lacks its quotes: `a=5xx`."""
    strings = [(token.start, token.end) for token in tokens if token.kind == "string"]
    errors: list[SelectorError] = []
    for found in _UNQUOTED.finditer(text):
        start, end = found.span(1)
        if not any(first <= start < last for first, last in strings):
            errors.append(_unquoted(text[start:end], start))
    for problem in problems:
        if not any(error.start <= problem.start < error.end for error in errors):
            in_name = "{" not in text[: problem.start] and text[problem.start] in "./-"
            way_out = problem.help or (_NAME_RULE if in_name else USE_EXPR)
            errors.append(SelectorError(problem.message, problem.start, problem.end, way_out))
    return tuple(sorted(errors, key=lambda error: error.start))


def _unquoted(written: str, start: int) -> SelectorError:
    message = f"the value `{written}` isn't in quotes"
    return SelectorError(message, start, start + len(written), f"write `{quote(written)}`")


class _Reader:
    """Reads tokens from left to right and collects mistakes."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.place = 0
        self.errors: list[SelectorError] = []
        self.metric: str | None = None
        self.metric_span: Span = (0, 0)
        self.matchers: list[Matcher] = []
        self.spans: list[MatcherSpans] = []

    def peek(self, ahead: int = 0) -> Token | None:
        index = self.place + ahead
        return self.tokens[index] if index < len(self.tokens) else None

    def fail(self, message: str, span: Span, help_: str) -> None:
        self.errors.append(SelectorError(message, span[0], span[1], help_))

    def read(self) -> ParsedSelector | tuple[SelectorError, ...]:
        if not self.tokens:
            self.fail("expected a metric, found nothing", (0, len(self.text)), "write a metric: `http_requests_total`")
            return tuple(self.errors)
        first = self.tokens[0]
        if first.kind == "identifier" and not is_mark(self.peek(1), "("):
            self.metric, self.metric_span = first.text, (first.start, first.end)
            self.place = 1
        elif not is_mark(first, "{"):
            self.fail(f"expected a metric, found {_describe(self.tokens)}", span_of(self.tokens), USE_EXPR)
            return tuple(self.errors)
        if is_mark(self.peek(), "{"):
            self.braces()
        if not self.errors and self.metric is None:
            self.fail("the metric is missing", (first.start, first.end), "write its name before the `{`")
        if self.peek() is not None:
            self.rest()
        if self.errors or self.metric is None:
            return tuple(self.errors)
        whole = span_of(self.tokens)
        selector = Selector(self.metric, tuple(self.matchers), span=whole)
        return ParsedSelector(selector, self.metric_span, tuple(self.spans))

    def braces(self) -> None:
        self.place += 1
        while (token := self.peek()) is not None and not is_mark(token, "}"):
            if is_mark(token, "[", "(", ")", "]", "{"):
                break
            self.matcher()
            token = self.peek()
            if is_mark(token, ","):
                self.place += 1
            elif is_word(token, "or"):
                assert token is not None, "a missing token is no word"
                self.fail("matchers can't be joined by `or`", (token.start, token.end), _alternatives(self.matchers))
                self.place += 1
            elif token is not None and token.kind in ("identifier", "string"):
                self.fail("a comma is missing before this matcher", (token.start, token.end), "part matchers by commas")
        if is_mark(self.peek(), "}"):
            self.place += 1
        else:
            found = self.peek()
            at = found.start if found else self.tokens[-1].end
            self.fail("the `{` isn't closed", (at, found.end if found else at), "write `}` after the last matcher")

    def matcher(self) -> None:
        """Reads one matcher; after a mistake, goes on at the next comma."""
        begin = self.place
        name = self.peek()
        assert name is not None, "the caller saw a token"
        if name.kind == "string" and (self.peek(1) is None or is_mark(self.peek(1), ",", "}")):
            self.quoted_metric(name)
            self.place += 1
            return
        operator, value = self.peek(1), self.peek(2)
        if name.kind not in ("identifier", "string"):
            self.skip()
            bad = self.tokens[begin : self.place] or [name]
            self.fail(f"expected a label, found {_describe(bad)}", span_of(bad), 'write `label="value"`')
            return
        label = read_string(name)[0] if name.kind == "string" else name.text
        if operator is None or not is_mark(operator, *_OPERATORS, "=="):
            self.skip()
            bad = self.tokens[begin + 1 : self.place]
            span = span_of(bad) if bad else (name.end, name.end)
            found = _describe(bad) if bad else "nothing"
            self.fail(
                f"expected `=`, `!=`, `=~` or `!~` after the label `{label}`, found {found}",
                span,
                f'write `{label}="value"`',
            )
            return
        if is_mark(operator, "=="):
            self.fail("labels are compared with one `=`", (operator.start, operator.end), "write `=`")
        elif is_mark(value, "="):
            assert value is not None, "a missing token is no mark"
            self.fail(f"unexpected `=` after `{operator.text}`", (value.start, value.end), "remove it")
            self.skip()
            return
        if value is None or value.kind != "string":
            self.skip()
            self.unquoted(operator, self.tokens[begin + 2 : self.place])
            return
        self.place += 3
        self.accept(name, label, operator, value)

    def accept(self, name: Token, label: str, operator: Token, value: Token) -> None:
        """Keeps a matcher that is well-formed, after looking at what it says."""
        read = read_string(value)[0]
        span = (value.start, value.end)
        if operator.text in ("=~", "!~") and (problem := regex_problem(read)) is not None:
            self.fail(f"the regular expression can't be used: {problem}", span, "write it in the syntax of RE2")
        if not label:
            self.fail("the label's name is empty", (name.start, name.end), 'write `label="value"`')
        if label == "__name__":
            self.fail("the metric's name can't be matched here", (name.start, name.end), "write it before the `{`")
        self.matchers.append(Matcher(label, _OPERATORS.get(operator.text, "="), read, (name.start, value.end)))
        self.spans.append(MatcherSpans((name.start, name.end), (operator.start, operator.end), span))

    def quoted_metric(self, name: Token) -> None:
        if self.metric is not None:
            self.fail(f"expected a matcher, found {name.text}", (name.start, name.end), f"write `label={name.text}`")
            return
        self.metric, self.metric_span = read_string(name)[0], (name.start, name.end)
        if not self.metric:
            self.fail("the metric's name is empty", self.metric_span, _NAME_RULE)

    def unquoted(self, operator: Token, found: list[Token]) -> None:
        if not found:
            self.fail("the value is missing", (operator.end, operator.end), 'write it in quotes: `"value"`')
            return
        start, end = span_of(found)
        written = self.text[start:end]
        if found[-1].kind == "string":
            self.fail(f"expected a value in quotes, found `{written}`", (start, end), "write one text in quotes")
        else:
            self.errors.append(_unquoted(written, start))

    def skip(self) -> None:
        """Goes on to the next comma, closing brace or the end."""
        while (token := self.peek()) is not None and not is_mark(token, ",", "}", "{", "["):
            closing = find_closing(self.tokens, self.place) if is_mark(token, "(") else self.place
            self.place = len(self.tokens) if closing is None else closing + 1

    def rest(self) -> None:
        """Names what follows the selector, and why it can't."""
        rest = self.tokens[self.place :]
        span, first = span_of(rest), rest[0]
        glued = self.place == 1 and first.start == self.tokens[0].end and is_mark(first, "-", "/", "*", "%", "+")
        if self.errors and not is_mark(first, "["):
            return  # It may belong to what was already reported.
        if is_mark(first, "["):
            self.fail(f"unexpected range `{self.text[span[0] : span[1]]}`", span, USE_EXPR)
        elif glued and all(left.end == right.start for left, right in pairwise(rest)):
            self.fail(f"unexpected `{first.text}` in the metric's name", (first.start, first.end), _NAME_RULE)
        elif first.kind == "identifier" and first.text.lower() not in KEYWORDS and not self.matchers:
            self.fail(f"expected one metric, found also {_describe(rest)}", span, 'write matchers in braces: `{a="b"}`')
        else:
            self.fail(f"expected the end, found {_describe(rest)}", span, USE_EXPR)


def _describe(tokens: list[Token]) -> str:
    first = tokens[0]
    if (
        first.kind == "identifier"
        and first.text.lower() not in KEYWORDS
        and len(tokens) > 1
        and is_mark(tokens[1], "(")
    ):
        return f"the function `{first.text}`"
    what = {"number": "the number ", "duration": "the duration ", "string": "the string "}.get(first.kind, "")
    return f"{what}`{first.text}`"


def _alternatives(matchers: list[Matcher]) -> str:
    if matchers and is_legacy_metric(matchers[-1].label):
        return f'write the values as one regular expression: `{matchers[-1].label}=~"a|b"`'
    return "write one selector for each, and join them in `expr`"
