"""Declarations of what programs expose, as it was seen, with questions where a page leaves something open."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from signalwright.checks.metrics.sensitive_label import judged_label
from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.span import Origin
from signalwright.exposed.domains import Values, values_of
from signalwright.exposed.metrics import Exposed, is_sayable, stored_label
from signalwright.exposed.units import unit_of_exposed
from signalwright.ir.metric import LabelDomain, MetricType
from signalwright.records import record

_UNSEEN = re.compile(r"[^\x20-\x7e\xa1-\U0010ffff]+")
_SENTENCE = re.compile(r"(.+?)\.(?:\s+[A-Z(].*)?")
_LONGEST_HELP = 200


@record(kw_only=True)
class Proposal:
    """A metric as it may be declared.

    Attributes:
        name: Its name.
        type: Its type.
        unit: Its unit where the name doesn't say it, or None.
        labels: Label → what is declared of it.
        bounds: The bounds of a classic histogram's buckets, ascending.
        help: One line for a reader, or None.
        questions: What a person has to decide, one line each.
    """

    name: str
    type: MetricType
    unit: str | None
    labels: dict[str, Values]
    bounds: tuple[Decimal, ...]
    help: str | None
    questions: tuple[str, ...]


def proposals(pages: Sequence[Sequence[Exposed]], *, honors: bool, added: Sequence[str] = ()) -> list[Proposal]:
    """Returns the declarations of everything that pages expose, in the order in which they name it.

    Args:
        pages: The metrics of each page; pages of one service, whose metrics of one name are one.
        honors: Whether labels on the page win over those of the scrape.
        added: Labels that the scrape adds to every series.
    """
    by_name: dict[str, list[Exposed]] = {}
    for page in pages:
        for metric in page:
            if is_sayable(metric.name):
                by_name.setdefault(metric.name, []).append(metric)
    return [_proposal(same, honors=honors, added=added) for same in by_name.values()]


def unsayable(pages: Iterable[Iterable[Exposed]]) -> list[str]:
    """Returns the names of exposed metrics that no spec can declare."""
    return sorted({each.name for page in pages for each in page if not is_sayable(each.name)})


def _proposal(same: Sequence[Exposed], *, honors: bool, added: Sequence[str]) -> Proposal:
    questions: list[str] = []
    kind = _type(same, questions)
    units = [unit_of_exposed(each) for each in same]
    unit = next((each.written for each in units if each.written is not None), None)
    if unit is None:
        questions += dict.fromkeys(each.question for each in units if each.question is not None)
    return Proposal(
        name=same[0].name,
        type=kind,
        unit=unit,
        labels=dict(_labels(same, honors, added, questions)),
        bounds=_bounds(same, questions) if kind is MetricType.HISTOGRAM else (),
        help=next((text for each in same if (text := _readable(each.help))), None),
        questions=tuple(questions),
    )


def _type(same: Sequence[Exposed], questions: list[str]) -> MetricType:
    name = same[0].name
    said = list(dict.fromkeys(each.type for each in same if each.type is not None))
    if {*said} == {MetricType.INFO, MetricType.GAUGE}:
        return MetricType.GAUGE
    if len(said) > 1:
        questions.append(f"type: {' or '.join(said)}? The pages don't agree")
    if said:
        return said[0]
    is_counter = name.endswith("_total")
    other = "gauge" if is_counter else "counter"
    questions.append(f"type: or {other}? The page doesn't say it")
    return MetricType.COUNTER if is_counter else MetricType.GAUGE


def _labels(
    same: Sequence[Exposed], honors: bool, added: Sequence[str], questions: list[str]
) -> Iterator[tuple[str, Values]]:
    seen: dict[str, set[str]] = {}
    for metric in same:
        for name, values in metric.labels.items():
            stored = stored_label(name, honors=honors, added=added)
            if stored is not None:
                seen.setdefault(stored, set()).update(values)
    for name in sorted(seen):
        found = values_of(name, seen[name])
        refused = _refusal(name, found)
        if refused is None:
            yield name, found
        else:
            questions.append(f"{refused}; it isn't declared, so that the program is changed")


def _refusal(name: str, found: Values) -> str | None:
    """Returns why a label can't stand in a spec, or None."""
    domain = LabelDomain(name=name, values=found.listed or None, like=found.like, max=found.most, origin=Origin(""))
    return next((each.message for each in judged_label(domain) if each.level is Level.ERROR), None)


def _bounds(same: Sequence[Exposed], questions: list[str]) -> tuple[Decimal, ...]:
    found = list(dict.fromkeys(each.bounds for each in same if each.samples))
    if len(found) > 1:
        questions.append("buckets: the pages have different ones")
        return ()
    if found == [()]:
        questions.append("type: native-histogram? There are no bounds of buckets")
    return found[0] if found else ()


def _readable(text: str | None) -> str | None:
    """Returns the first sentence of a text on one line and without its full stop, or None where there is none."""
    line = unicodedata.normalize("NFC", " ".join(_UNSEEN.sub(" ", text or "").split()))
    sentence = _SENTENCE.fullmatch(line)
    line = sentence[1] if sentence is not None else line
    if not line:
        return None
    return line if len(line) <= _LONGEST_HELP else line[: _LONGEST_HELP - 1].rstrip() + "…"
