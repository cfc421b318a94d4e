"""The templates of alerts: what their texts show, and the PromQL that they evaluate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from signalwright.diagnostics.span import Origin
from signalwright.expressions.rulebook import Rulebook
from signalwright.expressions.use import Role, Use
from signalwright.go_templates.reading import Query, Reading, read_template
from signalwright.ir.rules import AlertingRule
from signalwright.promql.catalogue import Catalogue
from signalwright.promql.parsing.parser import parse
from signalwright.promql.tree import Expression, Parenthesis, Verbatim, walk
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.facts import Facts
from signalwright.promql.variables import without_variables
from signalwright.records import record


@record
class Text:
    """A text with a template, of an alert.

    Attributes:
        rule: The rule.
        origin: Where the text stands.
        reading: What its template does.
    """

    rule: AlertingRule
    origin: Origin
    reading: Reading


def texts_of(rule: AlertingRule) -> Iterator[Text]:
    """Yields the texts of a rule that people wrote and that have a template in them."""
    for name, origin in rule.text_origins.items():
        yield Text(rule, origin, read_template(rule.annotations[name]))


def raw_texts(rulebook: Rulebook) -> Iterator[Text]:
    """Yields the texts of the alerts whose expression people wrote; those of short forms are looked at before."""
    for entry in rulebook.entries:
        rule = entry.rule
        if isinstance(rule, AlertingRule) and rule.text_origins and is_raw(rule):
            yield from texts_of(rule)


def is_raw(rule: AlertingRule) -> bool:
    """Returns whether people wrote the expression of a rule, or a part of it."""
    return any(isinstance(each, Verbatim) for each in walk(rule.query.tree))


def written_tree(rule: AlertingRule) -> Expression:
    """Returns the expression of a rule with its parts and without parentheses around it, even when it is all raw."""
    tree = rule.query.tree
    if isinstance(tree, Verbatim):
        tree = parse(without_variables(tree.text)).expression or tree
    while isinstance(tree, Parenthesis):
        tree = tree.expression
    return tree


def query_facts(query: Query, catalogue: Catalogue) -> Facts | None:
    """Returns what is known of the result of a query in a template, or None when it has mistakes."""
    tree = parse(query.text.text).expression
    return None if tree is None else Analysis(catalogue, tree).result


def uses_in_texts(rules: Iterable[AlertingRule], catalogue: Catalogue) -> Iterator[Use]:
    """Yields the expressions that templates evaluate; those with mistakes are left out.

    Args:
        rules: The alerts.
        catalogue: The series that they can read.

    Yields:
        Each once, although an alert may have several severities.
    """
    seen: set[Origin] = set()
    for rule in rules:
        for text in texts_of(rule):
            if text.origin in seen:
                continue
            seen.add(text.origin)
            for query in text.reading.queries:
                parsed = parse(query.text.text)
                if parsed.expression is not None:
                    yield Use(
                        parsed,
                        parsed.expression,
                        origin=text.origin,
                        role=Role.ANNOTATION,
                        catalogue=catalogue,
                        offsets=query.text.offsets,
                    )
