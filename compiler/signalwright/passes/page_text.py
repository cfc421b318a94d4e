"""The text of a runbook page that is made from an alert: what it means, what to do, and who is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.routes import Inhibition, LabelMatch
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Stack
from signalwright.passes.derive_routes import receivers_of
from signalwright.passes.readable import in_markdown, without_templates
from signalwright.records import record


@record
class Facts:
    """What every page of a stack is written from, found once.

    Attributes:
        stack: The stack, with its rules and inhibitions derived.
        rules: Alert's name → its rules.
        labels: Alert's service and name → labels that its series may have beside those of its rules; None when they
            aren't known.
        inhibitions: The alertname and the service that an inhibition asks of its target, each empty when it asks for
            none → these inhibitions.
    """

    stack: Stack
    rules: Mapping[str, list[AlertingRule]]
    labels: Mapping[tuple[str | None, str], frozenset[str] | None]
    inhibitions: Mapping[tuple[str, str], list[Inhibition]]


def facts_of(stack: Stack) -> Facts:
    """Returns what the pages of a stack are written from."""
    rules: dict[str, list[AlertingRule]] = {}
    for rule in stack.alerting_rules:
        rules.setdefault(rule.alert, []).append(rule)
    labels: dict[tuple[str | None, str], frozenset[str] | None] = {}
    for alert in stack.all_alerts:
        found = [threshold.labels for threshold in alert.thresholds]
        known = [each for each in found if each is not None]
        labels[alert.service, alert.name] = frozenset().union(*known) if len(known) == len(found) else None
    inhibitions: dict[tuple[str, str], list[Inhibition]] = {}
    for inhibition in stack.inhibitions:
        asked = {each.label: each.value for each in inhibition.target if each.operator == "="}
        key = asked.get(names.ALERT_NAME, ""), asked.get(names.SERVICE, "")
        inhibitions.setdefault(key, []).append(inhibition)
    return Facts(stack, rules, labels, inhibitions)


def page_text(facts: Facts, rules: list[AlertingRule]) -> tuple[str, tuple[tuple[int, Origin], ...]]:
    """Returns the Markdown text of a page, and where its parts come from; see `Page.parts`.

    Args:
        facts: What is known of the stack.
        rules: The rules of one name, gravest first; several services may have such alerts.
    """
    first, stack = rules[0], facts.stack
    services: dict[str | None, list[AlertingRule]] = {}
    for rule in rules:
        services.setdefault(rule.service, []).append(rule)
    lines = [f"# {first.alert}", ""]
    if len(services) == 1:
        owner = f"service `{first.service}`" if first.service is not None else f"stack `{stack.name}`"
        lines += [*_summary(first), f"An alert of the {owner}, for the team `{first.team}`.", ""]
        lines += [*_what_to_do(first, "##"), *_section(facts, rules, "##")]
        return "\n".join(lines) + "\n", ()
    parts: list[tuple[int, Origin]] = []
    lines += [f"An alert of the services {_listed(services)}; the label `service` says which one it is about.", ""]
    alike = len({rule.annotations.get(names.DESCRIPTION) for rule in rules}) == 1
    lines += _what_to_do(first, "##") if alike else []
    for service, own in services.items():
        parts.append((sum(line.count("\n") + 1 for line in lines), own[0].origin))
        lines += [f"## {service}", "", *_summary(own[0]), f"For the team `{own[0].team}`.", ""]
        lines += [*([] if alike else _what_to_do(own[0], "###")), *_section(facts, own, "###"), ""]
    return "\n".join(lines[:-1]) + "\n", tuple(parts)


def _listed(services: Iterable[str | None]) -> str:
    *others, last = (f"`{each}`" for each in services)
    return f"{', '.join(others)} and {last}"


def _summary(rule: AlertingRule) -> list[str]:
    return [f"> {in_markdown(without_templates(rule.annotations[names.SUMMARY]))}", ""]


def _what_to_do(rule: AlertingRule, heading: str) -> list[str]:
    description = rule.annotations.get(names.DESCRIPTION)
    return [f"{heading} What to do", "", without_templates(description).strip(), ""] if description else []


def _section(facts: Facts, rules: list[AlertingRule], heading: str) -> list[str]:
    """Returns what holds of the alert of one service: its queries, who is told, and where to look."""
    lines = [f"{heading} What it means", ""]
    for rule in rules:
        lasting = f" for {rule.hold} without a break" if rule.hold.milliseconds else ""
        about = f"the query below has had a result{lasting}. Each series is an alert."
        lines += [f"**{rule.labels[names.SEVERITY]}**: {about}", "", "```promql", rule.query.text, "```", ""]
    lines += [f"{heading} Who is told", "", "| severity | receivers | not during |", "|---|---|---|"]
    for rule in rules:
        severity = rule.labels[names.SEVERITY]
        quiet = ", ".join(each.interval.name for each in facts.stack.routing.quiet if severity in each.mutes)
        lines.append(f"| {severity} | {', '.join(_told(facts, rule)) or 'nobody'} | {quiet or '-'} |")
    for graver, severities in _held_back_by(facts, rules).items():
        noun = "severity" if len(severities) == 1 else "severities"
        which = f" of the {noun} {' and '.join(severities)}" if len(severities) < len(rules) else ""
        lines += ["", f"While {graver} fires for the same thing, nobody is told{which}."]
    if dashboard := rules[0].annotations.get(names.DASHBOARD_URL):
        lines += ["", f"{heading} Where to look", "", f"- [dashboard]({dashboard})"]
    return lines


def _told(facts: Facts, rule: AlertingRule) -> list[str]:
    """Returns who is told about the alerts of a rule; who is told about some of them only, with the condition."""
    receivers = rule.notify or receivers_of(facts.stack, rule.team, rule.labels[names.SEVERITY])
    told = dict.fromkeys(receivers, "")
    fixed, possible = _fixed(facts.stack, rule), facts.labels.get((rule.service, rule.alert), frozenset())
    for each in facts.stack.routing.also:
        open_ = {label: value for label, value in each.labels.items() if label not in fixed}
        if any(fixed[label] != value for label, value in each.labels.items() if label in fixed):
            continue
        if possible is not None and not open_.keys() <= possible:
            continue
        when = " and ".join(f"`{label}` is `{value}`" for label, value in open_.items()).replace("|", "\\|")
        for receiver in each.receivers:
            if not when or receiver not in told:
                told[receiver] = f" (where {when})" if when else ""
    return [receiver + condition for receiver, condition in told.items()]


def _held_back_by(facts: Facts, rules: list[AlertingRule]) -> dict[str, list[str]]:
    """Returns the other alerts that hold back an alert, by the labels that rules set, each with the severities.

    What an inhibition that names no alert holds back is not said: it would be every graver alert.
    """
    first = rules[0]
    milder = [_fixed(facts.stack, rule) for rule in rules]
    found: dict[str, list[str]] = {}
    own = first.service, first.alert
    for key in dict.fromkeys((name, service) for name in (first.alert, "") for service in (first.service or "", "")):
        for inhibition in facts.inhibitions.get(key, ()):
            named = next((each.value for each in inhibition.source if each.label == names.ALERT_NAME), None)
            targets = [each for each in milder if all(_fits(match, each) for match in inhibition.target)]
            for rule in facts.rules.get(named or "", ()):
                if (rule.service, rule.alert) == own:
                    continue
                source = _fixed(facts.stack, rule)
                # A label that is set on one of them alone never agrees; those that are set on none come from series.
                same = [each for each in targets if all(source.get(i) == each.get(i) for i in inhibition.equal)]
                if same and all(_fits(match, source) for match in inhibition.source):
                    graver = f"`{named}`" if named != first.alert else f"`{named}` of `{rule.service}`"
                    found[graver] = [each[names.SEVERITY] for each in same]
    return found


def _fixed(stack: Stack, rule: AlertingRule) -> dict[str, str]:
    """Returns the labels that every alert of a rule has."""
    place = {names.STACK: stack.name}
    if stack.environment is not None:
        place[names.ENVIRONMENT] = stack.environment
    return {names.ALERT_NAME: rule.alert, **place, **rule.labels}


def _fits(match: LabelMatch, labels: Mapping[str, str]) -> bool:
    value = labels.get(match.label, "")
    equal = value == match.value if match.operator in ("=", "!=") else re.fullmatch(match.value, value) is not None
    return equal is (match.operator in ("=", "=~"))
