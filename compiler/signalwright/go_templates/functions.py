"""The functions that templates can call: how many arguments of which kinds, and what they return.

From Prometheus 3.15 (`template/template.go`) and Go's `text/template`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from signalwright.records import record


class Kind(StrEnum):
    """What a value is; the text is what people call it."""

    ANY = "value"
    ALERT = "alert"
    LABELS = "labels"
    SAMPLES = "result of a query"
    SAMPLE = "series"
    NUMBER = "number"
    INTEGER = "integer"
    TEXT = "text"
    BOOLEAN = "yes or no"


@record
class Function:
    """A function.

    Attributes:
        takes: The kinds of its arguments.
        returns: The kind of its result.
        repeats: Whether the last argument may be given any number of times, or left out.
    """

    takes: tuple[Kind, ...]
    returns: Kind
    repeats: bool = False

    @property
    def fewest(self) -> int:
        """The number of arguments that it needs."""
        return len(self.takes) - self.repeats

    def takes_of(self, index: int) -> Kind:
        """Returns the kind of an argument by its place from 0."""
        return self.takes[min(index, len(self.takes) - 1)]


_NUMBER_TO_TEXT = Function((Kind.ANY,), Kind.TEXT)
_TEXT_TO_TEXT = Function((Kind.TEXT,), Kind.TEXT)
_ANY_TO_TEXT = Function((Kind.ANY,), Kind.TEXT, repeats=True)
_COMPARES = Function((Kind.ANY, Kind.ANY), Kind.BOOLEAN)

COMPARISONS = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
HUMANIZERS = ("humanize", "humanize1024", "humanizeDuration", "humanizePercentage", "humanizeTimestamp")

FUNCTIONS: Mapping[str, Function] = {
    **dict.fromkeys(HUMANIZERS, _NUMBER_TO_TEXT),
    **dict.fromkeys(("title", "toUpper", "toLower", "stripPort", "stripDomain"), _TEXT_TO_TEXT),
    **dict.fromkeys(("graphLink", "tableLink", "safeHtml", "urlQueryEscape"), _TEXT_TO_TEXT),
    **dict.fromkeys(("print", "println", "html", "js", "urlquery"), _ANY_TO_TEXT),
    **dict.fromkeys(("ne", "lt", "le", "gt", "ge"), _COMPARES),
    "eq": Function((Kind.ANY, Kind.ANY, Kind.ANY), Kind.BOOLEAN, repeats=True),
    "query": Function((Kind.TEXT,), Kind.SAMPLES),
    "first": Function((Kind.SAMPLES,), Kind.SAMPLE),
    "label": Function((Kind.TEXT, Kind.SAMPLE), Kind.TEXT),
    "value": Function((Kind.SAMPLE,), Kind.NUMBER),
    "strvalue": Function((Kind.SAMPLE,), Kind.TEXT),
    "sortByLabel": Function((Kind.TEXT, Kind.SAMPLES), Kind.SAMPLES),
    "args": Function((Kind.ANY,), Kind.ANY, repeats=True),
    "match": Function((Kind.TEXT, Kind.TEXT), Kind.BOOLEAN),
    "reReplaceAll": Function((Kind.TEXT, Kind.TEXT, Kind.TEXT), Kind.TEXT),
    "toTime": Function((Kind.ANY,), Kind.ANY),
    "toDuration": Function((Kind.ANY,), Kind.ANY),
    "parseDuration": Function((Kind.TEXT,), Kind.NUMBER),
    "now": Function((), Kind.NUMBER),
    "pathPrefix": Function((), Kind.TEXT),
    "externalURL": Function((), Kind.TEXT),
    "printf": Function((Kind.TEXT, Kind.ANY), Kind.TEXT, repeats=True),
    "and": Function((Kind.ANY, Kind.ANY), Kind.ANY, repeats=True),
    "or": Function((Kind.ANY, Kind.ANY), Kind.ANY, repeats=True),
    "not": Function((Kind.ANY,), Kind.BOOLEAN),
    "len": Function((Kind.ANY,), Kind.INTEGER),
    "index": Function((Kind.ANY, Kind.ANY), Kind.ANY, repeats=True),
    "slice": Function((Kind.ANY, Kind.ANY), Kind.ANY, repeats=True),
    "call": Function((Kind.ANY, Kind.ANY), Kind.ANY, repeats=True),
}
