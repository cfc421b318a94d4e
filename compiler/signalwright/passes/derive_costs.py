"""Derives recording rules from prices: what a service costs per second, apart by all that its counters tell apart."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from signalwright import names
from signalwright.ir.price import Price
from signalwright.ir.rules import RecordingRule, RuleFile, RuleGroup, Written
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.promql import build


def derive_costs(stack: Stack) -> Stack:
    """Adds the group of each service's costs to its file, before all others, which may read them."""
    priced = [service for service in stack.services.values() if service.prices]
    if not priced:
        return stack
    files = {file.name: file.groups for file in stack.rules}
    for service in priced:
        files[service.name] = (_group(service), *files.get(service.name, ()))
    return replace(stack, rules=tuple(RuleFile(name=name, groups=each) for name, each in sorted(files.items())))


def _group(service: Service) -> RuleGroup:
    # Prices of one counter are kept apart by its labels, so they make one rule; promtool takes two of one name and the
    # same labels for a mistake.
    counted: dict[str, list[Price]] = {}
    for each in service.prices:
        counted.setdefault(each.read.name, []).append(each)
    rules = tuple(
        RecordingRule(
            record=names.cost(service.name, prices[0].currency),
            query=Written(reduce(build.either, (each.expression for each in prices))),
            # Two counters may have the same labels; without this, what they cost would be the same series.
            labels={names.SERVICE: service.name, names.METRIC: counter},
            origin=prices[0].origin,
        )
        for counter, prices in counted.items()
    )
    return RuleGroup(name=names.cost_group(service.name), interval=None, rules=rules, origin=rules[0].origin)
