"""One expression that somebody wrote, where it stands and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.span import Origin
from signalwright.ir.rules import AlertingRule, RecordingRule
from signalwright.promql.catalogue import Catalogue, Series
from signalwright.promql.duration import DurationError, parse_duration
from signalwright.promql.parsing.parser import Parsed
from signalwright.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Parenthesis,
    Selector,
    Span,
    Subquery,
    children,
)
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.facts import Facts
from signalwright.records import record


class Role(StrEnum):
    """What an expression is for."""

    ALERT = "alert"
    RECORD = "record"
    PANEL = "panel"
    ANNOTATION = "annotation"


@record
class Finding:
    """What a check says about a part of an expression.

    Attributes:
        span: The part, as offsets in the expression's text.
        message: What is wrong, one short phrase without a full stop.
        help: The way out.
        level: How grave it is.
        secondary: Other parts that explain it, each with a short phrase.
        declared: Where it is declared what the finding is about, and a short phrase, or None.
        replacement: The text that is certain to be meant in place of `span`, or None.
    """

    span: Span
    message: str
    help: str
    level: Level = Level.ERROR
    secondary: tuple[tuple[Span, str], ...] = ()
    declared: tuple[Origin, str] | None = None
    replacement: str | None = None


class Use:
    """An expression in its place.

    Attributes:
        parsed: The expression as it was read; it has no mistakes.
        tree: Its tree.
        origin: Where its text stands.
        role: What it is for.
        rule: The rule that it is the condition or the value of, or a part of; None for panels and annotations.
        catalogue: The series that there are.
        evaluate_every: How often it is evaluated, in seconds, or None when that isn't known.
        is_part: Whether the rule's expression is made of more than this text.
        offsets: For each character of the text and for its end, the offset from the start of `origin`; None when these
            are the same, which they aren't where the text stands in another one with escapes.
        selectors: The selectors in it, in the order in which they stand; so are the other lists.
        calls: The function calls.
        aggregations: The aggregations.
        binaries: The binary operators.
        subqueries: The subqueries.
    """

    def __init__(
        self,
        parsed: Parsed,
        tree: Expression,
        *,
        origin: Origin,
        role: Role,
        catalogue: Catalogue,
        rule: AlertingRule | RecordingRule | None = None,
        evaluate_every: float | None = None,
        is_part: bool = False,
        offsets: tuple[int, ...] | None = None,
    ) -> None:
        """Looks at an expression; the arguments are the attributes of the same names."""
        self.parsed = parsed
        self.tree = tree
        self.origin = origin
        self.role = role
        self.catalogue = catalogue
        self.rule = rule
        self.evaluate_every = evaluate_every
        self.is_part = is_part
        self.offsets = offsets
        self.selectors: list[Selector] = []
        self.calls: list[Call] = []
        self.aggregations: list[Aggregation] = []
        self.binaries: list[Binary] = []
        self.subqueries: list[Subquery] = []
        self._parents: dict[int, Expression] = {}
        self._sort(tree)

    @property
    def text(self) -> str:
        """The text as it is written, Grafana's variables replaced by durations of the same length."""
        return self.parsed.text

    @property
    def is_closed(self) -> bool:
        """Whether what isn't declared doesn't exist."""
        return self.catalogue.is_closed

    @property
    def is_of_stack(self) -> bool:
        """Whether it stands in a spec: a rule of others is judged more mildly, with or without a page of metrics."""
        return self.catalogue.is_closed and not self.catalogue.is_seen

    @cached_property
    def analysis(self) -> Analysis:
        """What is known of every part."""
        return Analysis(self.catalogue, self.tree)

    @cached_property
    def whole(self) -> Facts:
        """What is known of the result of the whole rule, of which this text may be only a part."""
        if self.rule is None or not self.is_part:
            return self.analysis.result
        return Analysis(self.catalogue, self.rule.query.tree).result

    def of(self, part: Expression) -> Facts:
        """Returns what is known of a part of the tree."""
        return self.analysis.of(part)

    def parent(self, part: Expression) -> Expression | None:
        """Returns the part that another one stands in directly, parentheses left out; None for the whole."""
        found = self._parents.get(id(part))
        while isinstance(found, Parenthesis):
            found = self._parents.get(id(found))
        return found

    def span(self, part: Expression) -> Span:
        """Returns where a part stands."""
        assert part.span is not None, "parsed nodes have places"
        return part.span

    def place(self, start: int, end: int) -> Origin:
        """Returns where a part of the text stands in the spec."""
        if self.offsets is not None:
            start, end = self.offsets[start], self.offsets[end]
        return self.origin.within(start, end)

    def shown(self, part: Expression) -> str:
        """Returns the text of a part on one line, shortened in its middle when it is long."""
        start, end = self.span(part)
        text = " ".join(self.parsed.text[start:end].split())
        return text if len(text) <= 60 else f"{text[:38]} … {text[-18:]}"

    def series(self, selector: Selector) -> tuple[Series, ...]:
        """Returns the declared series that a selector selects among; empty when none is known."""
        return self.catalogue.selected(selector)

    def _sort(self, tree: Expression) -> None:
        pending = [tree]
        while pending:
            node = pending.pop()
            if isinstance(node, Selector):
                self.selectors.append(node)
            elif isinstance(node, Call):
                self.calls.append(node)
            elif isinstance(node, Binary):
                self.binaries.append(node)
            elif isinstance(node, Aggregation):
                self.aggregations.append(node)
            elif isinstance(node, Subquery):
                self.subqueries.append(node)
            inner = children(node)
            for each in inner:
                self._parents[id(each)] = node
            pending.extend(reversed(inner))


def seconds(duration: str | None) -> float | None:
    """Returns the length of a duration in seconds; None for none, and for arithmetic that only the server can do."""
    if duration is None:
        return None
    if duration.isdigit():
        # A plain number is one of seconds.
        return float(duration)
    try:
        return parse_duration(duration.removeprefix("-")) / 1_000
    except DurationError:
        return None


def unwrapped(expression: Expression) -> Expression:
    """Returns an expression without the parentheses around it."""
    while isinstance(expression, Parenthesis):
        expression = expression.expression
    return expression


def not_a_vector(use: Use, what: str) -> Iterator[Finding]:
    """Yields an error when an expression returns a range or a text, of which Prometheus makes no rule.

    Args:
        use: The expression.
        what: What is made of it, as it stands in a sentence: "an alert".
    """
    kind = use.of(use.tree).kind
    if kind == "range":
        over = "`max_over_time(…)` or `rate(…)`"
        yield Finding(use.span(use.tree), f"{what} can't be made of a range", f"reduce it to one value, with {over}")
    elif kind == "string":
        yield Finding(use.span(use.tree), f"{what} can't be made of a text", "write an expression that selects series")
