"""Reads selectors and what stands behind them: matchers in braces, ranges and subqueries, `offset`, `@`, `anchored`."""

from __future__ import annotations

from dataclasses import replace

from signalwright.promql.parsing.durations import DurationReader, number_value
from signalwright.promql.parsing.mistake import KIND_NAMES, Release
from signalwright.promql.parsing.scanner import END
from signalwright.promql.regex import matches_nothing, regex_problem
from signalwright.promql.spelling import is_plain_label, quote
from signalwright.promql.tree import Expression, Matcher, MatchOperator, Selector, Span, Subquery

_OPERATORS: dict[str, MatchOperator] = {"=": "=", "!=": "!=", "=~": "=~", "!~": "!~"}
_EXTENDED_RANGES: tuple[Release, str] = (3, 7), "promql-extended-range-selectors"
_QUOTED_NAMES: Release = (3, 0)
_ZERO_OFFSETS: Release = (2, 54)
_LATEST = float(1 << 63)
METRIC_NAME = "__name__"


def _mend(words: str) -> str:
    return f'write `{words}="value"`'


class SelectorReader(DurationReader):
    """Reads selectors and modifiers."""

    def selector(self, metric: str | None, span: Span) -> Selector:
        """Reads the matchers of a selector, which may have none.

        Args:
            metric: The name before the braces, which was read already, or None.
            span: Where the name stands, or where the brace does.

        Returns:
            The selector, not yet with what stands behind it.
        """
        self.result = "instant"
        if self.kinds[self.at] != "{":
            return Selector(metric, (), None, None, None, None, span)
        opening = self.at
        self.at += 1
        matchers: list[Matcher] = []
        named = metric
        while (kind := self.kinds[self.at]) != "}":
            if kind == "string" and self.kinds[self.at + 1] not in _OPERATORS:
                named = self.quoted_metric(named, matchers, outside=metric is not None)
            else:
                self.matcher(matchers)
            if self.kinds[self.at] == ",":
                self.at += 1
            elif self.kinds[self.at] != "}":
                self.after_matcher(opening, matchers)
        self.at += 1
        if metric is not None:
            self.refuse_second_name(metric, matchers)
        return Selector(named, tuple(matchers), None, None, None, None, (span[0], self.ends[self.at - 1]))

    def quoted_metric(self, named: str | None, matchers: list[Matcher], *, outside: bool) -> str | None:
        """Reads a metric's name in quotes; a second one is a matcher."""
        at = self.at
        start, end = self.starts[at], self.ends[at]
        name = self.string()
        self.need("a metric's name in quotes", start, end, _QUOTED_NAMES, instead="a name of letters, digits and `_`")
        if outside:
            self.report("the metric is named twice", start, end, f"remove one, or write `label={self.texts[at]}`")
            return named
        if named is None and name:
            return name
        matchers.append(Matcher(METRIC_NAME, "=", name, (start, end)))
        return named

    def matcher(self, matchers: list[Matcher]) -> None:
        """Reads `label="value"`; after a mistake, goes on before the next comma or brace."""
        kinds, at = self.kinds, self.at
        kind = kinds[at]
        start, end = self.starts[at], self.ends[at]
        if kind == "string":
            label = self.string()
            if not is_plain_label(label):
                self.need("a label's name in quotes", start, end, _QUOTED_NAMES)
        elif kind == "name:" or not (self.texts[at][:1].isalpha() or self.texts[at][:1] == "_"):
            if kind == END:
                return  # The brace isn't closed, which the caller says.
            self.report(f"expected a label, found {self.found()}", start, end, _mend("label"))
            self.skip(",", "}")
            return
        else:
            label = self.texts[at]
            self.at = at + 1
        operator = _OPERATORS.get(kinds[self.at])
        if operator is None:
            self.bad_operator(label)
            return
        self.at += 1
        if kinds[self.at] != "string":
            self.unquoted_value(label, operator)
            return
        value_start, value_end = self.starts[self.at], self.ends[self.at]
        value = self.string()
        if operator in ("=~", "!~") and (problem := regex_problem(value)) is not None:
            message = f"the regular expression can't be used: {problem}"
            self.report(message, value_start, value_end, "write it in the syntax of RE2")
        matchers.append(Matcher(label, operator, value, (start, value_end)))

    def bad_operator(self, label: str) -> None:
        """Says that after a label no operator stands that labels are compared with."""
        at = self.at
        if self.kinds[at] == END:
            return
        if self.kinds[at] == "==":
            self.report("labels are compared with one `=`", self.starts[at], self.ends[at], "write `=`")
        else:
            message = f"expected `=`, `!=`, `=~` or `!~` after the label `{label}`, found {self.found()}"
            self.report(message, self.starts[at], self.ends[at], _mend(label))
        self.skip(",", "}")

    def unquoted_value(self, label: str, operator: str) -> None:
        """Says that a value isn't in quotes."""
        first = self.at
        if self.kinds[first] == END:
            return
        if self.kinds[first] == "=":
            message = f"unexpected `=` after `{operator}`"
            self.report(message, self.starts[first], self.ends[first], "remove it")
        self.skip(",", "}")
        if self.kinds[first] == "=":
            return
        start, end = self.starts[first], self.ends[self.at - 1]
        if first == self.at:
            self.report("the value is missing", self.ends[first - 1], self.ends[first - 1], _mend(label))
        else:
            written = self.text[start:end]
            message = f"expected a string, found `{written}`"
            self.report(message, start, end, f"write `{label}{operator}{quote(written)}`")

    def after_matcher(self, opening: int, matchers: list[Matcher]) -> None:
        """Says why what follows a matcher can't, and goes on behind it.

        Raises:
            LostError: When the braces aren't closed.
        """
        kind = self.kinds[self.at]
        start, end = self.starts[self.at], self.ends[self.at]
        if kind in (END, ")", "(", "[", "]", "{"):
            self.close(opening, "write `}` after the last matcher")
        if kind == "or":
            label = matchers[-1].label if matchers else "label"
            way_out = f'write one regular expression, `{label}=~"a|b"`, or join two selectors by `or`'
            self.report("matchers can't be joined by `or`", start, end, way_out)
            self.at += 1
        elif kind in ("string", "identifier") or kind.isalpha():
            self.report("a comma is missing before this matcher", start, end, "part matchers by commas")
        else:
            self.report(f"expected `,` or `}}`, found {self.found()}", start, end)
            self.skip(",", "}")

    def refuse_second_name(self, metric: str, matchers: list[Matcher]) -> None:
        """Notes matchers on the name of a metric that is named before the braces."""
        for each in matchers:
            if each.label == METRIC_NAME and each.span is not None:
                way_out = "remove the matcher, or the name before the `{`"
                self.report(f"the metric is named already: `{metric}`", *each.span, way_out)

    def judge_selector(self, selector: Selector) -> None:
        """Notes that a selector without a name would select every series."""
        if selector.metric is None and selector.span is not None and all(map(_may_be_absent, selector.matchers)):
            message = "the selector could read every metric: no matcher needs a label to be there"
            self.report(message, *selector.span, 'name a metric, or add a matcher such as `job="web"`')

    def bracket(self, node: Expression | None, start: int) -> Expression | None:
        """Reads a range or the range and step of a subquery, behind what it belongs to."""
        opening, before = self.at, self.result
        self.at += 1
        self.refuse_comment(opening)
        range_ = self.bracket_duration(opening)
        if self.kinds[self.at] == ":":
            return self.subquery(node, start, opening, range_)
        if self.kinds[self.at] != "]":
            self.close(opening, "close the `[` behind the duration: `[5m]`")
        self.at += 1
        span = self.starts[opening], self.ends[self.at - 1]
        written = self.text[span[0] : span[1]]
        self.result = "range" if before is not None else None
        if node is None:
            return None
        if not isinstance(node, Selector) or before == "range":
            way_out = f"make it a subquery: `{written[:-1]}:]`" if before == "instant" else None
            self.report("only a metric's selector can have a range", *span, way_out)
        elif node.offset is not None or node.at is not None:
            what = "offset" if node.offset is not None else "@"
            self.report(f"the range stands before `{what}`", *span, f"write `metric{written} {what} …`")
        else:
            return Selector(
                node.metric, node.matchers, range_, None, None, node.bounds, (start, self.ends[self.at - 1])
            )
        self.result = None
        return None

    def refuse_comment(self, opening: int) -> None:
        """Notes a comment between a bracket and the first number in it, where Prometheus' lexer knows none."""
        index = opening + 1
        while self.kinds[index] not in ("number", "duration", "]", END):
            index += 1
        between = self.text[self.ends[opening] : self.starts[index]]
        if "#" in between:
            start = self.ends[opening] + between.index("#")
            message = "a comment can't stand before the number in brackets"
            self.report(message, start, self.starts[index], "move it behind the number")

    def subquery(self, node: Expression | None, start: int, opening: int, range_: str) -> Expression | None:
        """Reads the step of a subquery."""
        before, colon = self.result, self.at
        if not self.number_in_brackets(colon):
            span = self.starts[opening], self.ends[colon]
            way_out = f"write `({range_}) + 0s` before the `:`"
            self.report("Prometheus reads no `:` here before the first number in brackets", *span, way_out)
        self.at += 1
        step = None if self.kinds[self.at] == "]" else self.bracket_duration(opening)
        if self.kinds[self.at] == ":":
            self.unexpected("`]`", "write the range and the step: `[30d:5m]`")
        self.close(opening, "close the `[` behind the step: `[30d:5m]`")
        end = self.ends[self.at - 1]
        self.result = None if before is None else "range"
        if node is None:
            return None
        if before is not None and before != "instant":
            message = f"a subquery is made of an instant vector, not of {KIND_NAMES[before]}"
            help_ = "wrap it in `vector(…)`" if before == "scalar" else None
            self.report(message, start, self.ends[opening - 1], help_)
        return Subquery(node, range_, step, None, None, (start, end))

    def number_in_brackets(self, end: int) -> bool:
        """Tells whether a number stands in brackets before a token; Prometheus' lexer never forgets that one did."""
        inside = False
        for index in range(end):
            kind = self.kinds[index]
            if kind == "[":
                inside = True
            elif kind == "]":
                inside = False
            elif inside and kind in ("number", "duration"):
                return True
        return False

    def offset(self, node: Expression | None, start: int) -> Expression | None:
        """Reads `offset 5m` behind what it belongs to."""
        where = self.at
        self.at += 1
        if self.kinds[self.at] == END:
            self.unexpected("a duration", "write how far back: `offset 5m`")
        text = self.offset_duration()
        end = self.ends[self.at - 1]
        if _is_zero(text):
            self.need("an offset of nothing", self.starts[where], end, _ZERO_OFFSETS)
        if node is None:
            return None
        if not isinstance(node, Selector | Subquery):
            self.misplaced("offset", where)
            return node
        if node.offset is not None and not _is_zero(node.offset):
            self.report("`offset` is given twice", self.starts[where], end, "write one `offset`")
        return replace(node, offset=text, span=(start, end))

    def moment(self, node: Expression | None, start: int) -> Expression | None:
        """Reads `@ 1609746000`, `@ start()` or `@ end()` behind what it belongs to."""
        where = self.at
        self.at += 1
        kind = self.kinds[self.at]
        if kind in ("start", "end") and self.texts[self.at] and self.kinds[self.at + 1] == "(":
            self.at += 2
            self.close(self.at - 1)
            text = f"{kind}()"
        else:
            text = self.timestamp()
        end = self.ends[self.at - 1]
        if node is None:
            return None
        if not isinstance(node, Selector | Subquery):
            self.misplaced("@", where)
            return node
        if node.at is not None:
            self.report("`@` is given twice", self.starts[where], end, "write one `@`")
        return replace(node, at=text, span=(start, end))

    def timestamp(self) -> str:
        """Reads a time in seconds since 1970, or a duration since then."""
        sign = ""
        first = self.at
        if self.kinds[self.at] in ("+", "-"):
            sign = "-" if self.kinds[self.at] == "-" else ""
            self.at += 1
        kind = self.kinds[self.at]
        if kind not in ("number", "duration"):
            self.unexpected("a time", "write seconds since 1970, `start()` or `end()`")
        at = self.at
        self.at += 1
        seconds = number_value(self.texts[at]) if kind == "number" else self.seconds(at)
        if kind == "duration":
            self.need("a duration as a time", self.starts[at], self.ends[at], (2, 54))
        if seconds is not None and not abs(seconds) < _LATEST:
            self.report(f"`{self.texts[at]}` is no time", self.starts[first], self.ends[at], "write seconds since 1970")
        return sign + self.texts[at]

    def bounds(self, node: Expression | None, start: int) -> Expression | None:
        """Reads `anchored` or `smoothed` behind what it belongs to."""
        at = self.at
        word = self.kinds[at]
        where = self.starts[at], self.ends[at]
        self.at += 1
        self.need(f"`{word}`", *where, *_EXTENDED_RANGES)
        if node is None:
            return None
        if not isinstance(node, Selector):
            self.report(f"only a metric's selector can be `{word}`", *where, "move it behind the selector or its range")
            return node
        if node.bounds is not None and node.bounds != word:
            self.report("a selector can't be `anchored` and `smoothed`", *where, "write one of them")
        return replace(node, bounds="anchored" if word == "anchored" else "smoothed", span=(start, where[1]))

    def misplaced(self, what: str, at: int) -> None:
        """Notes a modifier behind something that reads no series itself."""
        message = f"`{what}` has to stand behind a metric's selector or a subquery"
        self.report(
            message, self.starts[at], self.ends[self.at - 1], "move it behind each selector that it is meant for"
        )


def _is_zero(offset: str) -> bool:
    return offset.strip("+-0._yhdwms") == ""


def _may_be_absent(matcher: Matcher) -> bool:
    """Tells whether a matcher also matches series that lack the label."""
    match matcher.operator:
        case "=":
            return matcher.value == ""
        case "!=":
            return matcher.value != ""
        case "=~":
            return matches_nothing(matcher.value)
        case "!~":
            return not matches_nothing(matcher.value)
