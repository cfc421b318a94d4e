"""The PromQL that people wrote, wherever it stands in a stack."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.ir.rules import Query, Written
from signalwright.ir.stack import Stack
from signalwright.promql.tree import Verbatim, walk


def written_in(stack: Stack) -> tuple[Verbatim, ...]:
    """Returns the raw PromQL of a stack's rules and panels.

    Args:
        stack: The stack with everything derived.

    Returns:
        Each text once, although several severities or windows may be made of it.
    """
    return tuple({id(each): each for query in _queries(stack) for each in _verbatim(query)}.values())


def _queries(stack: Stack) -> Iterator[Query]:
    yield from (rule.query for rule in stack.all_rules)
    for dashboard in stack.dashboards:
        for panel in dashboard.panels:
            yield from (measure.query for measure in panel.measures)


def _verbatim(query: Query) -> Iterator[Verbatim]:
    if isinstance(query, Written):
        yield from (each for each in walk(query.tree) if isinstance(each, Verbatim))
