"""What is known of the values in a template while it is read."""

from __future__ import annotations

from collections.abc import Mapping

from signalwright.go_templates.functions import Kind
from signalwright.go_templates.reading import Query
from signalwright.go_templates.texts import Literal
from signalwright.records import record


@record
class Value:
    """A value.

    Attributes:
        kind: What it is.
        of: Whose it is: the query, `external`, `unknown` for a query that nobody can read, or None for the alert.
        start: Offset of the operand that it came from.
        end: Offset behind that.
        is_shown: Whether it is the value of the alert or of a series, on its way to a reader.
        functions: The functions that it went through.
        places: Where these stand.
        text: The text, when it is written in the template.
        format: The format of the `printf` that made it, when that is written in the template.
    """

    kind: Kind
    of: Query | str | None = None
    start: int = 0
    end: int = 0
    is_shown: bool = False
    functions: tuple[str, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    text: Literal | None = None
    format: Literal | None = None


UNKNOWN = Value(Kind.ANY, "unknown")
DATA = Value(Kind.ALERT)
_LABELS = Value(Kind.LABELS)
_EXTERNAL = Value(Kind.LABELS, "external")
_URL = Value(Kind.TEXT)
_NUMBER = Value(Kind.NUMBER, is_shown=True)

# `$labels` and the others are the fields of the alert under names that are easier to remember.
VARIABLES: Mapping[str, Value] = {
    "$": DATA,
    "$labels": _LABELS,
    "$externalLabels": _EXTERNAL,
    "$externalURL": _URL,
    "$value": _NUMBER,
}
FIELDS_OF_ALERT: Mapping[str, Value] = {
    "Labels": _LABELS,
    "ExternalLabels": _EXTERNAL,
    "ExternalURL": _URL,
    "Value": _NUMBER,
}


def fields_of_sample(of: Query | str | None) -> Mapping[str, Value]:
    """Returns the fields of a series in the result of a query."""
    return {"Labels": Value(Kind.LABELS, of), "Value": Value(Kind.NUMBER, of, is_shown=True)}


@record
class Scope:
    """What holds at one place of a template.

    Attributes:
        dot: What `.` is.
        variables: The variables and their values.
        guards: The labels that a block around asked for, with whose they are.
        is_condition: Whether the value is only asked whether it is there.
        is_repeated: Whether it stands in a `range`.
    """

    dot: Value
    variables: Mapping[str, Value]
    guards: frozenset[tuple[str, Query | str | None]]
    is_condition: bool = False
    is_repeated: bool = False
