"""What is known of an alert: its queries, who is told and when, what keeps it quiet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from signalwright import names
from signalwright.ir.rules import AlertingRule
from signalwright.ir.values import Duration
from signalwright.reading.delivery import End, Timing, condition, ends, timing
from signalwright.reading.facts.quiet import QuietFact, quiet_fact
from signalwright.reading.inhibitions import Held, held_back
from signalwright.reading.view import Raised, View
from signalwright.records import record


@record(kw_only=True)
class DeliveryFact:
    """A message that goes out.

    Attributes:
        receiver: Who is told, or None when the tree names nobody.
        kinds: How the receiver is told, such as `slack`.
        where: What the labels of the series must be for it, such as `tenant="acme"`; empty when it is always told.
        route: The conditions of the routes that lead there, one text for each below the root.
        wait: How long a new group waits.
        every: How long after a message changes of its group are sent.
        repeat: After which time it is sent again.
        group_by: The labels by which alerts are put into one message.
        timing: When the first message goes out, from when the query has a result; None without a Prometheus.
        quiet: The times in which it isn't sent.
        at: Where the last of the routes comes from.
    """

    receiver: str | None
    kinds: tuple[str, ...]
    where: tuple[str, ...]
    route: tuple[str, ...]
    wait: Duration
    every: Duration
    repeat: Duration
    group_by: tuple[str, ...]
    timing: Timing | None
    quiet: tuple[QuietFact, ...]
    at: str


@record(kw_only=True)
class HeldFact:
    """Another alert that holds this one back, or is held back by it.

    Attributes:
        alert: The other alert.
        severity: Its severity.
        service: Its service, or None.
        equal: The labels of series that must be the same on both.
        where: What labels of series must be; empty when nothing is asked.
        at: Where the inhibition comes from.
    """

    alert: str
    severity: str
    service: str | None
    equal: tuple[str, ...]
    where: tuple[str, ...]
    at: str


@record(kw_only=True)
class SeverityFact:
    """The rule of an alert at one severity.

    Attributes:
        severity: The severity.
        expression: The query in PromQL, as it is emitted.
        evaluated: How often it is evaluated, or None without a Prometheus.
        hold: How long it must have a result.
        keep: How long the alert keeps firing afterwards, or None.
        labels: The labels that the rule sets.
        annotations: The texts that the rule sets, templates of Prometheus.
        deliveries: The messages that go out.
        held_back_by: What holds it back.
        holds_back: What it holds back.
        at: Where it is written.
    """

    severity: str
    expression: str
    evaluated: Duration | None
    hold: Duration
    keep: Duration | None
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    deliveries: tuple[DeliveryFact, ...]
    held_back_by: tuple[HeldFact, ...]
    holds_back: tuple[HeldFact, ...]
    at: str


@record(kw_only=True)
class AlertFact:
    """An alert.

    Attributes:
        name: Its name.
        service: The service that it belongs to, or None.
        slo: The SLO that it is derived from, or None.
        team: The team that owns it.
        kind: The kind of its condition, or None for an SLO's.
        file: The rule file in which it stands, below the stack's folder.
        group: The rule group.
        runbook: The file of its runbook page, or None when there is none.
        runbook_written: Whether a person wrote that page.
        severities: Its rules, gravest first.
        at: Where it is declared.
    """

    name: str
    service: str | None
    slo: str | None
    team: str
    kind: str | None
    file: str
    group: str
    runbook: str | None
    runbook_written: bool
    severities: tuple[SeverityFact, ...]
    at: str


def alert_names(view: View) -> list[str]:
    """Returns the names of all alerts, those of SLOs among them, each once in the order of rule files."""
    return list(dict.fromkeys(each.rule.alert for each in view.raised))


def alert_facts(view: View, name: str | None = None, service: str | None = None) -> list[AlertFact]:
    """Returns what is known of alerts.

    Args:
        view: The stack.
        name: Only alerts of this name; None for all.
        service: Only those of this service; None for all.
    """
    held = held_back(view)
    by_owner: dict[tuple[str, str | None], list[Raised]] = {}
    for each in view.raised:
        if name in (None, each.rule.alert) and service in (None, each.rule.service):
            by_owner.setdefault((each.rule.alert, each.rule.service), []).append(each)
    return [_alert(view, raised, held) for raised in by_owner.values()]


def _alert(view: View, raised: Sequence[Raised], held: Sequence[Held]) -> AlertFact:
    first = raised[0]
    declared = view.alerts.get((first.rule.alert, first.rule.service))
    slo = first.rule.labels.get(names.SLO) if declared is None else None
    page = _page(view, first.rule)
    return AlertFact(
        name=first.rule.alert,
        service=first.rule.service,
        slo=slo,
        team=first.rule.team,
        kind=None if declared is None else declared.kind,
        file=names.rule_file(first.file.name),
        group=first.group.name,
        runbook=page,
        runbook_written=page in view.stack.written_pages,
        severities=tuple(_severity(view, each, held) for each in raised),
        at=view.at((first.rule if declared is None else declared).origin.key()),
    )


def _page(view: View, rule: AlertingRule) -> str | None:
    """Returns the runbook page of a rule: the one that its link leads to, else the one that is called after it."""
    url = rule.annotations.get(names.RUNBOOK_URL)
    page = f"{url.rpartition('/')[2]}.md" if url is not None else names.runbook_page(rule.alert)
    return page if any(each.path == page for each in view.stack.pages) else None


def _severity(view: View, raised: Raised, held: Sequence[Held]) -> SeverityFact:
    rule = raised.rule
    return SeverityFact(
        severity=rule.labels[names.SEVERITY],
        expression=rule.query.text,
        evaluated=view.evaluated(raised.group),
        hold=rule.hold,
        keep=rule.keep,
        labels=rule.labels,
        annotations=rule.annotations,
        deliveries=tuple(_deliveries(view, raised)),
        held_back_by=tuple(_held(view, each, each.source) for each in held if each.target is rule),
        holds_back=tuple(_held(view, each, each.target) for each in held if each.source is rule),
        at=view.at(rule.origin.key()),
    )


def _held(view: View, held: Held, other: AlertingRule) -> HeldFact:
    return HeldFact(
        alert=other.alert,
        severity=other.labels[names.SEVERITY],
        service=other.service,
        equal=held.equal,
        where=held.where,
        at=view.at(held.inhibition.origin),
    )


def _deliveries(view: View, raised: Raised) -> Iterator[DeliveryFact]:
    """Yields who is told about every alert of a rule, then who is told about those with certain labels of series."""
    root, fixed = view.stack.route, view.fixed_labels(raised.rule)
    if root is None:
        return
    always = ends(root, fixed)
    for end in always:
        yield _delivery(view, raised, end, {})
    known = view.open_labels(raised.rule)
    for addition in view.stack.routing.also:
        asked = {label: value for label, value in addition.labels.items() if label not in fixed}
        if asked and (known is None or asked.keys() <= known):
            for end in ends(root, {**fixed, **asked}):
                if end not in always:
                    yield _delivery(view, raised, end, asked)


def _delivery(view: View, raised: Raised, end: End, asked: Mapping[str, str]) -> DeliveryFact:
    interval = view.evaluated(raised.group)
    receiver = view.stack.receivers.get(end.receiver) if end.receiver is not None else None
    return DeliveryFact(
        receiver=end.receiver,
        kinds=tuple(each.kind for each in receiver.integrations) if receiver is not None else (),
        where=tuple(f'{label}="{value}"' for label, value in asked.items()),
        route=tuple(", ".join(map(condition, route.matches)) for route in end.way[1:]),
        wait=end.wait,
        every=end.every,
        repeat=end.repeat,
        group_by=end.group_by,
        timing=timing(raised.rule.hold, interval, end) if interval is not None else None,
        quiet=tuple(quiet_fact(view, each) for each in view.stack.intervals if each.name in end.mute),
        at=view.at(end.way[-1].origin),
    )
