"""Judges the labels that rules of others add."""

from __future__ import annotations

from collections.abc import Mapping

from signalwright import names
from signalwright.diagnostics.report import Report
from signalwright.go_templates.reading import read_template
from signalwright.importers.parts import Part


def judge_labels(labels: Mapping[str, Part], report: Report, *, of_alert: bool) -> None:
    """Reports labels that don't do what they seem to.

    Args:
        labels: The labels of a rule, with their values.
        report: Takes what is found.
        of_alert: Whether the rule alerts; only then values are templates.
    """
    for name, part in labels.items():
        text = part.text or ""
        if not text and not part.is_mapping and not part.is_list:
            report.warning(
                "files/empty-label",
                f"the label `{name}` has no value, which removes it from the result",
                part.origin.key(),
                help=f"give it a value; to remove a label on purpose, aggregate it away: `sum without ({name}) (…)`",
            )
        if not of_alert:
            continue
        if name == names.ALERT_NAME:
            report.error(
                "files/reserved-label",
                f"Prometheus writes the name of the alert into `{name}`, so this value is lost",
                part.origin.within(0, len(text)),
                help="rename the alert, or call the label something else",
            )
        for problem in read_template(text).problems:
            place = part.origin.within(problem.start, problem.end)
            report.error("alerts/broken-template", problem.message, place, help=problem.help)
