"""The values that the texts of alerts show, with what is known of them."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.span import Origin
from signalwright.expressions.rulebook import Rulebook
from signalwright.expressions.texts import is_raw, query_facts, texts_of, written_tree
from signalwright.go_templates.reading import Query, Reading, ValueShown, read_template
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Stack
from signalwright.promql.parsing.parser import parse
from signalwright.promql.tree import Aggregation, Binary, Call, Expression, Number, Parenthesis, Unary, Verbatim, walk
from signalwright.promql.typing.operators import COMPARISONS
from signalwright.promql.typing.units import Unit, unit_of
from signalwright.records import record

_FRACTIONS = frozenset(
    {"rate", "irate", "deriv", "predict_linear", "avg_over_time", "stddev_over_time", "stdvar_over_time", "exp", "ln"}
    | {"quantile_over_time", "histogram_quantile", "histogram_avg", "sqrt", "log2", "log10"}
)
_WHOLE = frozenset({"round", "floor", "ceil", "sgn", "changes", "resets", "count_over_time", "timestamp", "absent"})
_AVERAGES = frozenset({"avg", "stddev", "stdvar", "quantile"})


@record
class Shown:
    """A value that a text shows.

    Attributes:
        text: Where the text stands.
        value: How it is shown.
        unit: Its unit, or None when that isn't known.
        tree: The expression that makes it, or None for a short form.
    """

    text: Origin
    value: ValueShown
    unit: Unit | None
    tree: Expression | None

    @property
    def place(self) -> Origin:
        """Where the value stands in the text."""
        return self.text.within(self.value.start, self.value.end)


def shown_of_expressions(rulebook: Rulebook) -> Iterator[Shown]:
    """Yields the values of raw expressions, and those of queries in any text."""
    for entry in rulebook.entries:
        rule = entry.rule
        if not isinstance(rule, AlertingRule) or not rule.text_origins:
            continue
        own = is_raw(rule)
        for text in texts_of(rule):
            for value in text.reading.values:
                if isinstance(value.of, Query):
                    facts = query_facts(value.of, rulebook.catalogue)
                    if facts is not None:
                        tree = parse(value.of.text.text).expression
                        yield Shown(text.origin, value, facts.unit, tree)
                elif own:
                    yield Shown(text.origin, value, rulebook.facts(rule).unit, written_tree(rule))


def shown_of_short_forms(stack: Stack) -> Iterator[Shown]:
    """Yields the values of the alerts whose condition is a short form."""
    for alert in stack.all_alerts:
        if not alert.text_origins:
            continue
        first = alert.thresholds[0]
        if first.measured is None or any(isinstance(each, Verbatim) for each in walk(first.expression)):
            continue
        texts = {"summary": alert.summary, "description": alert.description or ""}
        for name, origin in alert.text_origins.items():
            reading: Reading = read_template(texts[name])
            for value in reading.values:
                if value.of is None:
                    yield Shown(origin, value, unit_of(first.measured.unit), None)


def has_fractions(tree: Expression) -> bool:
    """Returns whether the value of an expression has digits behind the point as a rule: a quotient, a rate, a mean."""
    tree = _value(tree)
    match tree:
        case Binary(operator="/"):
            return True
        case Binary(operator="*" | "+" | "-"):
            return has_fractions(tree.left) or has_fractions(tree.right)
        case Call():
            if tree.function in _WHOLE:
                return False
            return tree.function in _FRACTIONS or any(has_fractions(each) for each in tree.arguments)
        case Aggregation():
            return tree.operator in _AVERAGES or (tree.operator != "count" and has_fractions(tree.expression))
        case Unary():
            return has_fractions(tree.expression)
    return False


def is_times_hundred(tree: Expression) -> bool:
    """Returns whether an expression is a quotient times 100, as percentages are written."""
    tree = _value(tree)
    if not isinstance(tree, Binary) or tree.operator != "*":
        return False
    sides = (_value(tree.left), _value(tree.right))
    for number, other in (sides, sides[::-1]):
        if isinstance(number, Number) and number.text in ("100", "100.0"):
            return isinstance(other, Binary) and other.operator in ("/", "-")
    return False


def _value(tree: Expression) -> Expression:
    """Returns what an expression gives its value: the left side of a comparison and of `and`."""
    while True:
        if isinstance(tree, Parenthesis):
            tree = tree.expression
        elif isinstance(tree, Binary) and tree.operator in COMPARISONS and not tree.bool_:
            tree = tree.right if isinstance(_bare(tree.left), Number) else tree.left
        elif isinstance(tree, Binary) and tree.operator in ("and", "unless"):
            tree = tree.left
        else:
            return tree


def _bare(tree: Expression) -> Expression:
    while isinstance(tree, Parenthesis):
        tree = tree.expression
    return tree
