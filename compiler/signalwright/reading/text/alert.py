"""Alerts as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from signalwright.reading.facts.alert import AlertFact, DeliveryFact, HeldFact, SeverityFact
from signalwright.reading.facts.stack import AlertLine
from signalwright.reading.text.page import Page
from signalwright.reading.text.words import joined, quiet_words


def show_alert(page: Page, alert: AlertFact) -> None:
    """Shows what is known of an alert."""
    owner = f" of the service `{alert.service}`" if alert.service is not None else " of the whole stack"
    page.title(f"alert `{alert.name}`{owner}, team {alert.team}", alert.at)
    if alert.slo is not None:
        page.line(f"derived from the SLO `{alert.slo}`: `signalwright show slo {alert.slo}`")
    elif alert.kind is not None:
        page.line(f"condition: {alert.kind}")
    page.line(f"rule in {alert.file}, group `{alert.group}`")
    if alert.runbook is not None:
        made = "" if alert.runbook_written else ", made from the alert"
        page.line(f"runbook: runbooks/{alert.runbook}{made}")
    for each in alert.severities:
        _show_severity(page, each)


def show_alert_list(page: Page, alerts: Sequence[AlertLine]) -> None:
    """Shows a list of alerts."""
    page.table(
        ("alert", "service", "team", "severities", "where"),
        [(each.name, each.service or "(stack)", each.team, ", ".join(each.severities), each.at) for each in alerts],
    )


def _show_severity(page: Page, fact: SeverityFact) -> None:
    page.gap()
    page.line(f"{fact.severity}{_rhythm(fact)}", fact.at)
    page.block(fact.expression, indent=6)
    _show_texts(page, "labels", fact.labels)
    _show_texts(page, "annotations", fact.annotations)
    page.line("who is told" if fact.deliveries else "nobody is told: the spec has no routing for this", indent=4)
    for each in fact.deliveries:
        _show_delivery(page, each)
    _show_held(page, "held back while these fire", fact.held_back_by)
    _show_held(page, "while it fires, these are held back", fact.holds_back)


def _rhythm(fact: SeverityFact) -> str:
    evaluated = f", evaluated every {fact.evaluated}" if fact.evaluated is not None else ""
    hold = f", fires when it had a result for {fact.hold}" if fact.hold.milliseconds else ", fires at once"
    keep = f", and for {fact.keep} longer" if fact.keep is not None else ""
    return f"{evaluated}{hold}{keep}"


def _show_texts(page: Page, what: str, texts: Mapping[str, str]) -> None:
    page.line(what, indent=4)
    for name, text in texts.items():
        page.line(f"{name}: {text}", indent=6)


def _show_delivery(page: Page, fact: DeliveryFact) -> None:
    where = f" where {' and '.join(fact.where)}" if fact.where else ""
    kinds = f" ({', '.join(fact.kinds)})" if fact.kinds else ""
    page.line(f"{fact.receiver or 'nobody'}{kinds}{where}", fact.at, indent=6)
    page.line(f"by {' > '.join(fact.route) or 'the root of the tree'}", indent=8)
    if fact.timing is not None:
        page.line(
            f"first message {fact.timing.earliest} to {fact.timing.latest} after the query has a result, at most "
            f"{fact.timing.joining} in a group that was told of before; again every {fact.repeat}",
            indent=8,
        )
    if fact.quiet:
        page.line(f"not during {quiet_words(fact.quiet)}", indent=8)


def _show_held(page: Page, what: str, facts: Sequence[HeldFact]) -> None:
    if not facts:
        return
    page.line(what, indent=4)
    for each in facts:
        same = f", for the same {joined(each.equal)}" if each.equal else ""
        where = f", where {' and '.join(each.where)}" if each.where else ""
        owner = f" of {each.service}" if each.service is not None else ""
        page.line(f"{each.alert} {each.severity}{owner}{same}{where}", each.at, indent=6)
