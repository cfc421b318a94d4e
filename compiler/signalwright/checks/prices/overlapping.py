"""Two prices of a service are about the same events, or may be.

An event has one price. Two prices of one counter are kept apart by a label: each names another value, or a pattern that
has no value in common with the other's. Where one pattern is compared with another one, the declaration has to list the
values of the label.

Bad: `prices: {'tokens_total{direction="input"}': 3 USD per 1e6, tokens_total: 5 USD per 1e6}`.

Good: `prices: {'tokens_total{direction="input"}': 3 USD per 1e6, 'tokens_total{direction="output"}': 15 USD per 1e6}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.price import Price
from signalwright.ir.stack import Stack
from signalwright.promql.tree import Matcher


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for the second of each pair of prices that isn't kept apart."""
    for service in stack.services.values():
        for first, second in combinations(service.prices, 2):
            if first.read.name == second.read.name and not _are_apart(first, second):
                yield Diagnostic(
                    "prices/overlapping",
                    f"this price and another one are both about events of `{second.read.name}`",
                    Label(second.origin.key()),
                    (Label(first.origin.key(), "the other one"),),
                    'keep them apart by a label: `{direction="input"}` and `{direction="output"}`',
                )


def _are_apart(first: Price, second: Price) -> bool:
    """Returns whether no value of some label goes with both prices."""
    # The first matcher is on the job, which is the same for both.
    matchers = (*first.read.matchers[1:], *second.read.matchers[1:])
    for label in {each.label for each in first.read.matchers[1:]} & {each.label for each in second.read.matchers[1:]}:
        own = [each for each in matchers if each.label == label]
        if any(
            (each.operator, other.operator) == ("=~", "!~") and each.value == other.value
            for each in own
            for other in own
        ):
            return True
        domain = next((each for each in first.read.metric.labels if each.name == label), None)
        values = {each.value for each in own if each.operator == "="} or set(
            domain.values if domain is not None and domain.values is not None else ()
        )
        if values and not any(all(_matches(each, value) for each in own) for value in values):
            return True
    return False


def _matches(matcher: Matcher, value: str) -> bool:
    if matcher.operator in ("=", "!="):
        return (matcher.value == value) == (matcher.operator == "=")
    return (re.fullmatch(matcher.value, value) is not None) == (matcher.operator == "=~")
