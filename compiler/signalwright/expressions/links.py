"""Finds which rules read what other rules record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from signalwright.diagnostics.diagnostic import Label
from signalwright.expressions.rulebook import Entry, Rulebook
from signalwright.expressions.use import Use
from signalwright.ir.rules import RecordingRule
from signalwright.promql.catalogue import Domain, Series, matcher_takes
from signalwright.promql.parsing.places import place_of_metric
from signalwright.promql.tree import Matcher, Selector
from signalwright.records import record

_MISSING = Domain(("",))


@record
class Link:
    """A rule that reads what a rule records.

    Attributes:
        reader: The rule that reads.
        maker: The rule that records.
        use: The reader's expression.
        selector: The part of it that reads.
    """

    reader: Entry
    maker: Entry
    use: Use
    selector: Selector

    def label(self, message: str = "") -> Label:
        """Returns the place of the record's name in the reader's expression."""
        span = place_of_metric(self.use.parsed, self.selector)
        assert span is not None, "what reads a record names it"
        return Label(self.use.origin.within(*span), message)


def links(rulebook: Rulebook) -> Iterator[Link]:
    """Yields every reading of a record in an expression that somebody wrote, in the order in which they stand."""
    makers: dict[str, list[Entry]] = {}
    for entry in rulebook.entries:
        if isinstance(entry.rule, RecordingRule):
            makers.setdefault(entry.rule.record, []).append(entry)
    if not makers:
        return
    readers = {id(entry.rule): entry for entry in rulebook.entries}
    for use in rulebook.uses:
        reader = readers.get(id(use.rule))
        if reader is None:
            continue
        for selector in use.selectors:
            for maker in makers.get(selector.metric or "", ()):
                if _may_read(rulebook, selector, maker):
                    yield Link(reader, maker, use, selector)


def way(reads: Mapping[int, Sequence[Link]], start: int, end: int) -> list[Link]:
    """Returns the shortest way on which one rule reads another, or nothing when there is none.

    Args:
        reads: The identity of a rule → what it reads.
        start: The identity of the rule that reads.
        end: That of the rule that is read.
    """
    ways = [[link] for link in reads.get(start, ())]
    seen: set[int] = set()
    for found in ways:
        at = id(found[-1].maker.rule)
        if at == end:
            return found
        if at not in seen:
            seen.add(at)
            ways.extend([*found, link] for link in reads.get(at, ()))
    return []


def _may_read(rulebook: Rulebook, selector: Selector, maker: Entry) -> bool:
    """Returns whether the labels of a rule's series let a selector take them."""
    rule = maker.rule
    assert isinstance(rule, RecordingRule), "only these record"
    owned = rulebook.catalogue.series.get(rule.record, ())
    series = next((each for each in owned if each.place == rule.origin), None)
    return all(_may_take(each, _domains(each.label, rule, series)) for each in selector.matchers)


def _domains(label: str, rule: RecordingRule, series: Series | None) -> tuple[Domain, ...] | None:
    """Returns the values that a label may have, the empty one when it may be missing; None when nobody knows."""
    if label == "__name__":
        return (Domain((rule.record,)),)
    if label in rule.labels:
        return (Domain((rule.labels[label],)),)
    if series is None:
        return None
    if label in series.labels:
        return (series.labels[label],)
    if label in series.maybe:
        return series.maybe[label], _MISSING
    return None if series.is_open else (_MISSING,)


def _may_take(matcher: Matcher, domains: tuple[Domain, ...] | None) -> bool:
    if domains is None:
        return True
    return any(
        domain.values is None or any(matcher_takes(matcher, value) is not False for value in domain.values)
        for domain in domains
    )
