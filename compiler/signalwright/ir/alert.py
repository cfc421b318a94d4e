"""Alerts as people declare them, with their condition already lowered to PromQL."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import Series
from signalwright.ir.values import Duration
from signalwright.promql.tree import Expression
from signalwright.records import record


@record(kw_only=True)
class Measured:
    """What a condition compares with its bound, so that a reader can see it before it is too late.

    Attributes:
        kind: The kind of the condition, such as `ratio`.
        reads: The series that it reads, the part before the whole.
        by: The labels that it keeps apart; empty when it keeps none, or all of them.
        expression: The value that is compared.
        operator: `>` when high values are bad, `<` when low ones are.
        bound: What it is compared with, in `unit`.
        unit: The unit of the value, or None.
    """

    kind: str
    reads: tuple[Series, ...]
    by: tuple[str, ...]
    expression: Expression
    operator: Literal[">", "<"]
    bound: Decimal
    unit: str | None


@record(kw_only=True)
class Threshold:
    """The condition of an alert at one severity.

    Attributes:
        severity: The severity.
        expression: Returns a series for everything that is wrong, and nothing otherwise.
        labels: The labels of these series, or None when they aren't known.
        origin: Where the threshold is written.
        measured: The value that is compared with a bound; None for a condition that compares none, or several.
    """

    severity: str
    expression: Expression
    labels: frozenset[str] | None
    origin: Origin
    measured: Measured | None = None


@record(kw_only=True)
class Alert:
    """An alert; each threshold becomes a rule of this name.

    Attributes:
        name: The alert's name.
        team: The owning team's name.
        service: The owning service's name, or None for an alert of the whole stack.
        thresholds: One per severity, gravest first.
        hold: How long the condition must hold before the alert fires.
        keep: How long it keeps firing after the condition ended, or None.
        group: The rule group that the alert asks for, or None.
        labels: The alert's own labels, beyond those that are derived.
        kind: The kind of its condition, such as `down` or `ratio`.
        summary: One line, a Prometheus template.
        description: What it means and what to do, a Prometheus template, or None.
        text_origins: Where `summary` and `description` are written, if they are and have a template in them.
        runbook: The file name of the runbook page in the spec's `runbooks/`, or None to have one generated.
        dashboard: A URL of a dashboard, or None.
        notify: The receivers that this alert names itself instead of its team's, or None.
        origin: Where the alert is declared.
        runbook_origin: Where the runbook is named, or None.
        keep_origin: Where `keep` is written, or None.
    """

    name: str
    team: str
    service: str | None
    thresholds: tuple[Threshold, ...]
    hold: Duration
    keep: Duration | None
    group: str | None
    labels: Mapping[str, str]
    kind: str
    summary: str
    description: str | None
    text_origins: Mapping[str, Origin]
    runbook: str | None
    dashboard: str | None
    notify: tuple[str, ...] | None
    origin: Origin
    runbook_origin: Origin | None
    keep_origin: Origin | None
