"""Logs, sensitive data and traces; their lowering comes with the log and trace targets."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Tag

from signalwright.language.model import MAPPING_FORM, TEXT_FORM, SpecModel, forms, key
from signalwright.language.scalars import Name, Percentage, PositiveDuration, Text, one_of

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


class LogsSpec(SpecModel):
    """What logs look like, how long they are kept and what is hidden in them."""

    noun: ClassVar[str] = "logs"

    fields: dict[Name | str, FieldKind] | None = key(
        "The fields of a log line and what they hold.", default=None, example="{timestamp: time, level: label}"
    )
    keep: dict[Name, PositiveDuration] | None = key(
        "How long each class of lines is kept.", default=None, example="{default: 30d, error: 90d}"
    )
    redact: list[Redaction] | None = key(
        "What is hidden before lines are stored.", default=None, example="[email, ssn]"
    )


class TracesSpec(SpecModel):
    """How traces are sampled and kept."""

    noun: ClassVar[str] = "traces"

    sample: Percentage | None = key("The share of ordinary traces that is kept.", default=None, example="10%")
    errors: Percentage | None = key("The share of traces with errors that is kept.", default=None, example="100%")
    keep: PositiveDuration | None = key("How long traces are kept.", default=None, example="7d")
