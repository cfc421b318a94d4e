"""Logs, sensitive data and traces. Retention of logs is lowered; the rest comes with what ships logs and traces."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Tag

from signalwright.language.model import MAPPING_FORM, TEXT_FORM, SpecModel, forms, key
from signalwright.language.scalars import LabelName, Name, Percentage, PositiveDuration, Text, one_of

FieldKind = Annotated[
    str,
    one_of(
        "time",
        "label",
        "text",
        "personal",
        "number",
        "seconds",
        "milliseconds",
        "bytes",
        what="the kind of a log field, one of",
    ),
]


class RedactionSpec(SpecModel):
    """A pattern whose matches are hidden in every backend."""

    noun: ClassVar[str] = "a redaction"

    name: Name = key("The name of what is hidden.", example="mrn")
    pattern: Text = key("A regular expression (RE2); the whole match is hidden.", example=r"'MRN[- ]?\d{6,10}'")
    hides: list[Text] = key("Samples that must be hidden.", example='["MRN-12345678"]')
    leaves: list[Text] = key("Samples that must stay.", example='["MRNA vaccine"]')


Redaction = Annotated[
    Annotated[
        Annotated[
            str,
            one_of("email", "ssn", "phone", "mrn", "birth-date", "ip", "credit-card", "address", "name", what="one of"),
        ],
        Tag(TEXT_FORM),
    ]
    | Annotated[RedactionSpec, Tag(MAPPING_FORM)],
    forms(TEXT_FORM, MAPPING_FORM, what="a redaction", example="email"),
]


class KeepSpec(SpecModel):
    """How long a class of lines is kept, and what tells them.

    A class is told by labels of its streams. A line of several classes is kept for the longest of their times.
    """

    noun: ClassVar[str] = "a class of lines"
    short_form: ClassVar[str | None] = "keep"
    shown: ClassVar[str] = """
    logs:
      keep:
        default: 30d
        error: 90d
        audit: {match: {stream: audit}, keep: 90d}
    """

    keep: PositiveDuration = key("How long lines of the class are kept.", example="90d")
    match: dict[LabelName, Text] | None = key(
        "The labels that streams of the class have, with their values; by default `level` for a class that is called "
        "like a level (`error`), and `class` for every other.",
        default=None,
        example="{stream: audit}",
    )


class LogsSpec(SpecModel):
    """What logs look like, how long they are kept and what is hidden in them."""

    noun: ClassVar[str] = "logs"
    shown: ClassVar[str] = """
    logs:
      keep: {default: 30d, error: 90d}
    """

    fields: dict[Name | str, FieldKind] | None = key(
        "The fields of a log line and what they hold.",
        default=None,
        example="{timestamp: time, level: label}",
        later="fields of logs",
    )
    keep: dict[Name, KeepSpec] | None = key(
        "How long each class of lines is kept; `default` is all others. Of several classes that a line has, the "
        "longest time counts.",
        default=None,
        example="{default: 30d, error: 90d}",
    )
    redact: list[Redaction] | None = key(
        "What is hidden before lines are stored.", default=None, example="[email, ssn]", later="redaction"
    )


class TracesSpec(SpecModel):
    """How traces are sampled and kept."""

    noun: ClassVar[str] = "traces"

    sample: Percentage | None = key("The share of ordinary traces that is kept.", default=None, example="10%")
    errors: Percentage | None = key("The share of traces with errors that is kept.", default=None, example="100%")
    keep: PositiveDuration | None = key("How long traces are kept.", default=None, example="7d")
