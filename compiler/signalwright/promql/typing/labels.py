"""Which labels the series of a result have: each is there for certain, may be there, or can't be, for a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum

from signalwright.promql.catalogue import ANY_VALUE, Domain
from signalwright.promql.tree import Span
from signalwright.records import record


class State(IntEnum):
    """Whether a label is there."""

    IMPOSSIBLE = 0
    POSSIBLE = 1
    GUARANTEED = 2


@record
class Reason:
    """Why a label is there, or isn't.

    Attributes:
        text: What makes it so, as it stands behind the label: "isn't kept by `sum by (job)`".
        span: Where that stands in the expression, or None when it isn't in the text.
    """

    text: str
    span: Span | None = None


@record
class LabelFact:
    """What is known of one label.

    Attributes:
        state: Whether it is there.
        reason: Why.
        domain: Its values, when it is there.
    """

    state: State
    reason: Reason
    domain: Domain = ANY_VALUE

    @property
    def value(self) -> str | None:
        """The only value that it has when it is there, or None."""
        values = self.domain.values
        return values[0] if values is not None and len(values) == 1 else None


UNKNOWN = LabelFact(State.POSSIBLE, Reason("may be a label of these series"))


@record
class Labels:
    """The labels of the series of a result; the metric's name is none of them.

    Attributes:
        known: What is known of single labels.
        rest: What holds for all others.
    """

    known: Mapping[str, LabelFact]
    rest: LabelFact

    def fact(self, label: str) -> LabelFact:
        """Returns what is known of a label."""
        return self.known.get(label, self.rest)

    def can_have(self, label: str) -> bool:
        """Returns whether a series may have a label."""
        return self.known.get(label, self.rest).state is not State.IMPOSSIBLE

    @property
    def is_closed(self) -> bool:
        """Whether all labels that a series can have are known."""
        return self.rest.state is State.IMPOSSIBLE

    @property
    def possible(self) -> tuple[str, ...]:
        """The known labels that a series can have, in no particular order."""
        return tuple(name for name, fact in self.known.items() if fact.state is not State.IMPOSSIBLE)

    def kept(self, labels: Iterable[str], reason: Reason) -> Labels:
        """Returns only these labels as they are; all others are impossible for a reason."""
        kept = {each: self.fact(each) for each in labels if each != "__name__"}
        return Labels(kept, LabelFact(State.IMPOSSIBLE, reason))

    def dropped(self, labels: Iterable[str], reason: Reason) -> Labels:
        """Returns the labels without some, which are impossible for a reason."""
        gone = LabelFact(State.IMPOSSIBLE, reason)
        return Labels({**self.known, **dict.fromkeys(labels, gone)}, self.rest)

    def doubted(self, labels: Iterable[str]) -> Labels:
        """Returns the labels when it is a mistake that some are asked for: they or any others may have been meant."""
        gone = frozenset(labels)
        return Labels({name: fact for name, fact in self.known.items() if name not in gone}, UNKNOWN)

    def changed(self, label: str, fact: LabelFact) -> Labels:
        """Returns the labels with another fact about one."""
        return Labels({**self.known, label: fact}, self.rest)


def united(first: Labels, second: Labels) -> Labels:
    """Returns what holds for the series of two results: certain is what is so in both."""
    if first is second:
        return first
    names = {**first.known, **second.known}
    return Labels(
        {name: _either(first.fact(name), second.fact(name)) for name in names}, _either(first.rest, second.rest)
    )


def _either(first: LabelFact, second: LabelFact) -> LabelFact:
    if first is second:
        return first
    if first.state is second.state is State.IMPOSSIBLE:
        return first
    if first.state is State.IMPOSSIBLE or second.state is State.IMPOSSIBLE:
        present = second if first.state is State.IMPOSSIBLE else first
        return LabelFact(State.POSSIBLE, present.reason, present.domain)
    return LabelFact(min(first.state, second.state), first.reason, union_of(first.domain, second.domain))


def union_of(first: Domain, second: Domain) -> Domain:
    """Returns the values that are in one of two domains."""
    if first == second:
        return first
    if first.values is not None and second.values is not None:
        return Domain(tuple(dict.fromkeys((*first.values, *second.values))))
    most = first.size + second.size if first.size is not None and second.size is not None else None
    return Domain(None, None, most)


NONE_AT_ALL = Labels({}, LabelFact(State.IMPOSSIBLE, Reason("isn't there: the result has no labels")))
"""The labels of what has none."""

ANYTHING = Labels({}, UNKNOWN)
"""The labels of what nothing is known of."""


def scalar_labels(what: str, span: Span | None) -> Labels:
    """Returns the labels of something that has none.

    Args:
        what: What has none, such as "`vector(1)`".
        span: Where it stands.
    """
    return Labels({}, LabelFact(State.IMPOSSIBLE, Reason(f"isn't a label of {what}, which has none", span)))
