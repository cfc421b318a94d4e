"""Makes rules of what formats find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from signalwright.diagnostics.report import Report
from signalwright.importers.parts import Part
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleGroup, Written
from signalwright.ir.values import Duration
from signalwright.promql.duration import DurationError, parse_duration
from signalwright.promql.tree import Verbatim


class Format(Protocol):
    """A module that reads the rules of one format."""

    TITLE: str
    """What a file of this format is called: "a rule file of Prometheus"."""

    def reads(self, document: Part, /) -> bool:
        """Returns whether a document is of this format."""
        ...

    def groups(self, document: Part, report: Report, /) -> Iterable[RuleGroup]:
        """Returns the rule groups of a document.

        Args:
            document: A document of this format.
            report: Takes what is wrong with it.
        """
        ...


def written(expression: Part, text: str | None = None) -> Written:
    """Returns a query as somebody wrote it.

    Args:
        expression: Where it stands.
        text: The PromQL when it isn't what stands there to the letter; as long as that, so that places stay.
    """
    return Written(Verbatim(expression.text or "" if text is None else text, origin=expression.origin))


def recording_rule(part: Part, name: str, expression: Part, labels: Mapping[str, Part]) -> RecordingRule:
    """Returns a rule that records.

    Args:
        part: The whole rule.
        name: The name of the record.
        expression: Where its expression stands.
        labels: The labels that it adds.
    """
    return RecordingRule(record=name, query=written(expression), labels=texts_in(labels), origin=part.origin)


def alerting_rule(
    part: Part,
    name: str,
    expression: Part,
    *,
    labels: Mapping[str, Part],
    annotations: Mapping[str, Part],
) -> AlertingRule:
    """Returns a rule that alerts.

    Args:
        part: The whole rule, which also says `for` and `keep_firing_for`.
        name: The name of the alert.
        expression: Where its expression stands.
        labels: The labels that it adds.
        annotations: The texts for people.
    """
    hold, keep = part.at("for"), part.at("keep_firing_for")
    texts = texts_in(annotations)
    return AlertingRule(
        alert=name,
        query=written(expression),
        hold=duration(hold) or Duration(0),
        keep=duration(keep),
        labels=texts_in(labels),
        annotations=texts,
        origin=part.origin,
        team="",
        service=None,
        text_origins={name: annotations[name].origin for name, text in texts.items() if "{{" in text},
    )


def texts_in(parts: Mapping[str, Part]) -> dict[str, str]:
    """Returns the texts among some parts."""
    return {name: part.text for name, part in parts.items() if part.text is not None}


def duration(part: Part | None) -> Duration | None:
    """Returns the duration that a text says, or None when there is none or it can't be read."""
    if part is None or part.text is None:
        return None
    try:
        return Duration(parse_duration(part.text.strip()))
    except DurationError:
        return None
