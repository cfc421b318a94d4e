"""Metrics: declared once, with type, unit, labels and buckets."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Tag

from signalwright.language.model import LIST_FORM, MAPPING_FORM, SpecModel, forms, key
from signalwright.language.scalars import LabelName, NumberText, PositiveCount, Text, one_of

MetricKind = Annotated[
    str,
    one_of("counter", "gauge", "histogram", "native-histogram", "summary", "info", what="the type of a metric, one of"),
]


class LabelBounds(SpecModel):
    """What is known of a label's values when they aren't listed: a pattern, or how many there can be."""

    noun: ClassVar[str] = "a label"
    shown: ClassVar[str] = """
    services:
      api:
        metrics:
          http_requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}, tenant: {max: 12}}}
    """

    like: Text | None = key(
        "A regular expression (RE2, fully anchored) that every value matches.", default=None, example='"[1-5][0-9]{2}"'
    )
    max: PositiveCount | None = key("The largest number of distinct values.", default=None, example="12")


LabelValues = Annotated[
    Annotated[list[Text], Tag(LIST_FORM)] | Annotated[LabelBounds, Tag(MAPPING_FORM)],
    forms(LIST_FORM, MAPPING_FORM, what="the values of a label", example="[input, output]"),
]
Labels = Annotated[
    Annotated[list[LabelName], Tag(LIST_FORM)] | Annotated[dict[LabelName, LabelValues], Tag(MAPPING_FORM)],
    forms(LIST_FORM, MAPPING_FORM, what="labels", example="[method, status]"),
]


class MetricSpec(SpecModel):
    """A metric that a service exposes.

    It is declared once, and every place that names it is checked against it: its labels, their values, its buckets and
    its unit. The unit follows from the end of the name, `_seconds` or `_bytes`, unless `unit` says another. `job` and
    `instance` are there without a word.
    """

    noun: ClassVar[str] = "a metric"
    short_form: ClassVar[str | None] = "type"
    shown: ClassVar[str] = """
    services:
      api:
        metrics:
          http_requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}, method: [GET, POST]}}
          http_request_duration_seconds: {type: histogram, labels: [endpoint], buckets: [0.1, 0.5, 1, 2, 5]}
          queue_depth: gauge
          llm_tokens_total: {type: counter, labels: {model: {max: 12}, direction: [input, output]}, unit: tokens}
    """

    type: MetricKind = key(
        "The metric's type; `info` is a gauge of constant 1 whose labels say something.", example="counter"
    )
    labels: Labels | None = key(
        "The labels beyond `job` and `instance`: their names, or each with its values, a pattern or a bound.",
        default=None,
        example="{status: {like: '[1-5][0-9]{2}'}, method: [GET, POST]}",
    )
    buckets: list[NumberText] | None = key(
        "The upper bounds of a classic histogram, ascending, in the metric's unit.",
        default=None,
        example="[0.1, 0.5, 1, 2, 5]",
    )
    unit: Text | None = key(
        "The unit of the values, where the name's suffix doesn't say it.", default=None, example="seconds"
    )
    help: Text | None = key("One line for a reader.", default=None, example="Time to finish a job")
    series: PositiveCount | None = key(
        "The most series that it has, where its labels depend on each other; else their values are multiplied.",
        default=None,
        example="5000",
    )
