"""PromQL queries of panels, taken apart by a parser that isn't ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import promql_parser

_INTERVAL = re.compile(r"\$\{?(__rate_interval|__interval|__range)\}?")
_CHILDREN = ("expr", "lhs", "rhs")


@dataclass(frozen=True, slots=True)
class Series:
    """A selector.

    Attributes:
        name: The metric's name, or an empty text.
        matchers: Its matchers as they are written: `job=~"$job"`.
    """

    name: str
    matchers: frozenset[str]


@dataclass(frozen=True)
class Query:
    """A PromQL query.

    Attributes:
        text: The text with Grafana's variables.
        target: The query as the panel has it.
    """

    text: str
    target: Any = None

    @cached_property
    def tree(self) -> Any:
        """The parsed query, or None when it isn't PromQL."""
        try:
            return promql_parser.parse(_INTERVAL.sub("5m", self.text))
        except ValueError:
            return None

    @cached_property
    def selectors(self) -> list[Series]:
        """All selectors, in order."""
        return [found for found, _ in _walk(self.tree, False)]

    @cached_property
    def bare(self) -> list[Series]:
        """The selectors that ask for the last value and not for a range."""
        return [found for found, ranged in _walk(self.tree, False) if not ranged]


def _walk(node: Any, ranged: bool) -> Iterator[tuple[Series, bool]]:
    if isinstance(node, promql_parser.VectorSelector):
        matchers = frozenset(f'{each.name}{_OPERATORS[str(each.op)]}"{each.value}"' for each in node.matchers.matchers)
        yield Series(node.name or "", matchers), ranged
    elif isinstance(node, promql_parser.MatrixSelector):
        yield from _walk(node.vector_selector, True)
    elif isinstance(node, promql_parser.Call):
        for each in node.args:
            yield from _walk(each, ranged)
    elif node is not None:
        for name in _CHILDREN:
            yield from _walk(getattr(node, name, None), ranged)


_OPERATORS = {
    "MatchOp.Equal": "=",
    "MatchOp.NotEqual": "!=",
    "MatchOp.Re": "=~",
    "MatchOp.NotRe": "!~",
}


def queries_of(panel: dict[str, Any]) -> list[Query]:
    """Returns the PromQL queries of a panel."""
    return [
        Query(each["expr"], each) for each in panel.get("targets", ()) if each["datasource"]["type"] == "prometheus"
    ]
