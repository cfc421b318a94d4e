"""Analyses an expression from the inside out: what each part of it returns."""

from __future__ import annotations

from dataclasses import replace

from signalwright.promql.catalogue import Catalogue
from signalwright.promql.parsing.durations import literal_value
from signalwright.promql.tree import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Hole,
    Number,
    Parenthesis,
    Selector,
    String,
    Subquery,
    Unary,
    Verbatim,
)
from signalwright.promql.typing.aggregations import facts_of_aggregation
from signalwright.promql.typing.facts import NOTHING_KNOWN, Branch, Facts
from signalwright.promql.typing.functions import facts_of_call
from signalwright.promql.typing.labels import NONE_AT_ALL
from signalwright.promql.typing.operators import facts_of_operator
from signalwright.promql.typing.selectors import branch_of
from signalwright.promql.variables import without_variables


class Analysis:
    """What is known of every part of an expression, asked for by the part.

    Parts are told apart as objects: the tree must be kept as long as the analysis is.
    """

    def __init__(self, catalogue: Catalogue, expression: Expression) -> None:
        """Analyses an expression.

        Args:
            catalogue: The series that there are.
            expression: The expression, with or without places; raw PromQL in it is parsed.
        """
        self.catalogue = catalogue
        self.expression = expression
        self._facts: dict[int, Facts] = {}
        self.result = self._analysed(expression)

    def of(self, part: Expression) -> Facts:
        """Returns what is known of a part of the expression."""
        return self._facts[id(part)]

    def _analysed(self, node: Expression) -> Facts:
        facts = self._facts_of(node)
        self._facts[id(node)] = facts
        return facts

    def _facts_of(self, node: Expression) -> Facts:
        match node:
            case Selector():
                return Facts("instant" if node.range_ is None else "range", (branch_of(self.catalogue, node),))
            case Binary():
                return facts_of_operator(node, self._analysed(node.left), self._analysed(node.right))
            case Call():
                return facts_of_call(node, tuple(self._analysed(each) for each in node.arguments))
            case Aggregation():
                if node.parameter is not None:
                    self._analysed(node.parameter)
                return facts_of_aggregation(node, self._analysed(node.expression))
            case Number():
                return _number(literal_value(node.text))
            case Parenthesis():
                return self._analysed(node.expression)
            case Unary():
                return _signed(node, self._analysed(node.expression))
            case Subquery():
                return Facts("range", self._analysed(node.expression).branches)
            case String():
                return Facts("string", (Branch(labels=NONE_AT_ALL, always=True),))
            case Verbatim():
                return self._of_text(node.text)
            case Hole():
                return NOTHING_KNOWN

    def _of_text(self, text: str) -> Facts:
        from signalwright.promql.parsing.parser import parse

        tree = parse(without_variables(text)).expression
        return NOTHING_KNOWN if tree is None else self._analysed(tree)


def _number(value: float) -> Facts:
    return Facts("scalar", (Branch(labels=NONE_AT_ALL, low=value, high=value, always=True),), value)


def _signed(node: Unary, inner: Facts) -> Facts:
    if node.operator == "+":
        return inner
    branches = tuple(replace(each, low=-each.high, high=-each.low, node=node) for each in inner.branches)
    return Facts(inner.kind, branches, None if inner.number is None else -inner.number)
