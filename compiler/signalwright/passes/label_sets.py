"""Sets of alerts, told by their labels: what is in one and not in another can be said in matchers again.

A set allows some values of a label, or all but some, for each of a few labels; a missing label counts as empty, as it
does in Alertmanager. Other sets than these never come up: routes are derived from names and values, not from patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field

from signalwright.ir.routes import LabelMatch
from signalwright.records import record


@record
class Values:
    """Values of a label.

    Attributes:
        listed: The values.
        all_but: Whether all other values are meant instead.
    """

    listed: frozenset[str]
    all_but: bool = False

    @classmethod
    def of(cls, *values: str) -> Values:
        """Returns the set of these values."""
        return cls(frozenset(values))

    @property
    def is_empty(self) -> bool:
        """Whether there is no such value."""
        return not self.listed and not self.all_but

    def __contains__(self, value: str) -> bool:
        """Returns whether a value is among them."""
        return (value in self.listed) is not self.all_but

    def __invert__(self) -> Values:
        """Returns all other values."""
        return Values(self.listed, not self.all_but)

    def __and__(self, other: Values) -> Values:
        """Returns the values that are in both."""
        if self.all_but and other.all_but:
            return Values(self.listed | other.listed, all_but=True)
        if self.all_but:
            return Values(other.listed - self.listed)
        return Values(self.listed - other.listed if other.all_but else self.listed & other.listed)

    def match(self, label: str) -> LabelMatch | None:
        """Returns these values of a label as a matcher, or None when every value is allowed."""
        if not self.listed:
            return None
        if len(self.listed) == 1:
            return LabelMatch(label, "!=" if self.all_but else "=", *self.listed)
        # `re.escape` escapes hyphens, which mean nothing outside of a class.
        pattern = "|".join(re.escape(each).replace("\\-", "-") for each in sorted(self.listed))
        return LabelMatch(label, "!~" if self.all_but else "=~", pattern)


EVERY = Values(frozenset(), all_but=True)


@record
class LabelSet:
    """The alerts whose labels all have one of the allowed values.

    Attributes:
        allowed: Label → its values; a label that isn't named may have any.
    """

    allowed: Mapping[str, Values] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Mapping[str, str]) -> LabelSet:
        """Returns the alerts that have certain labels."""
        return cls({label: Values.of(value) for label, value in labels.items()})

    def values(self, label: str) -> Values:
        """Returns the values that a label may have."""
        return self.allowed.get(label, EVERY)

    def matches(self) -> tuple[LabelMatch, ...]:
        """Returns the set as matchers."""
        found = (values.match(label) for label, values in self.allowed.items())
        return tuple(each for each in found if each is not None)

    def without(self, others: Iterable[LabelSet]) -> list[LabelSet]:
        """Returns what is in this set and in none of the others, as sets that have nothing in common."""
        rest: list[LabelSet] = [self]
        for other in others:
            rest = [piece for each in rest for piece in _difference(each, other)]
        return rest

    def narrowed(self, label: str, values: Values) -> LabelSet:
        """Returns the set with other values allowed for a label."""
        return LabelSet({**self.allowed, label: values})


def _difference(whole: LabelSet, part: LabelSet) -> list[LabelSet]:
    """Returns what is in one set and not in another: a piece for each label that the other one restricts."""
    if any((whole.values(label) & values).is_empty for label, values in part.allowed.items()):
        return [whole]
    pieces, inside = [], whole
    for label, values in part.allowed.items():
        outside = inside.values(label) & ~values
        if not outside.is_empty:
            pieces.append(inside.narrowed(label, outside))
        inside = inside.narrowed(label, inside.values(label) & values)
    return pieces
