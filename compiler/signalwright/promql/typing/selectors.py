"""What a selector returns: the declared series that fit, narrowed by its matchers."""

from __future__ import annotations

from functools import lru_cache

from signalwright.promql.catalogue import (
    ANY_VALUE,
    Catalogue,
    Domain,
    Series,
    SeriesType,
    is_variable,
    matcher_takes,
)
from signalwright.promql.matching import listed
from signalwright.promql.tree import Matcher, Selector
from signalwright.promql.typing.facts import Branch
from signalwright.promql.typing.labels import ANYTHING, UNKNOWN, LabelFact, Labels, Reason, State, united
from signalwright.promql.typing.units import unit_of

_TARGET = frozenset({"job", "instance"})
_MOST_OWNERS = 8


def branch_of(catalogue: Catalogue, selector: Selector) -> Branch:
    """Returns what a selector returns.

    Args:
        catalogue: The series that there are.
        selector: The selector.
    """
    series = catalogue.selected(selector)
    if not series or len(series) > _MOST_OWNERS:
        return Branch(labels=narrowed(ANYTHING, selector.matchers), node=selector)
    labels = labels_of(series[0])
    for each in series[1:]:
        labels = united(labels, labels_of(each))
    first = series[0]
    kind = first.type if all(each.type is first.type for each in series) else SeriesType.UNKNOWN
    return Branch(
        labels=narrowed(labels, selector.matchers) if selector.matchers else labels,
        type=kind,
        unit=unit_of(first.unit) if all(each.unit == first.unit for each in series) else None,
        low=min(each.low for each in series),
        high=max(each.high for each in series),
        sources=series,
        key=_TARGET if kind is SeriesType.INFO else None,
        node=selector,
    )


@lru_cache(maxsize=4_096)
def labels_of(series: Series) -> Labels:
    """Returns the labels of declared series."""
    reason = Reason(f"is a label of {series.owner}" if series.is_recorded else f"is a label of `{series.metric}`")
    known = {name: LabelFact(State.GUARANTEED, reason, domain) for name, domain in series.labels.items()}
    known.update((name, LabelFact(State.POSSIBLE, reason, domain)) for name, domain in series.maybe.items())
    if series.is_open:
        return Labels(known, UNKNOWN)
    missing = f"isn't a label of {series.owner}" if series.is_recorded else f"isn't a label of `{series.metric}`"
    return Labels(known, LabelFact(State.IMPOSSIBLE, Reason(missing)))


def narrowed(labels: Labels, matchers: tuple[Matcher, ...]) -> Labels:
    """Returns the labels of the series that matchers leave.

    Args:
        labels: The labels of all series.
        matchers: The conditions.
    """
    known = dict(labels.known)
    for matcher in matchers:
        if matcher.label == "__name__":
            continue
        fact = known.get(matcher.label, labels.rest)
        if fact.state is State.IMPOSSIBLE or is_variable(matcher.value):
            continue
        if matcher.operator == "=" and matcher.value == "" and _is_asked_for(matcher.label, matchers):
            # No series has it and lacks it, and nothing shall follow from that but what tells so.
            continue
        known[matcher.label] = _narrowed(fact, matcher)
    return Labels(known, labels.rest)


def _is_asked_for(label: str, matchers: tuple[Matcher, ...]) -> bool:
    return any(each.label == label and matcher_takes(each, "") is False for each in matchers)


def _narrowed(fact: LabelFact, matcher: Matcher) -> LabelFact:
    takes_none = matcher_takes(matcher, "")
    if matcher.operator == "=" and matcher.value == "":
        return LabelFact(State.IMPOSSIBLE, Reason(f'is asked to be missing by `{matcher.label}=""`', matcher.span))
    values = fact.domain.values
    if matcher.operator == "=":
        values = (matcher.value,) if values is None or matcher.value in values else ()
    elif values is not None:
        values = tuple(each for each in values if matcher_takes(matcher, each) is not False)
    elif matcher.operator == "=~":
        values = listed(matcher.value)
        if values is not None:
            values = tuple(each for each in values if each)
    if values is not fact.domain.values:
        domain = Domain(values, fact.domain.like, fact.domain.most) if values is not None else ANY_VALUE
    else:
        domain = fact.domain
    if takes_none is False and fact.state is not State.GUARANTEED:
        reason = Reason(f"is asked for by a matcher on `{matcher.label}`", matcher.span)
        return LabelFact(State.GUARANTEED, reason, domain)
    return fact if domain is fact.domain else LabelFact(fact.state, fact.reason, domain)
