"""The routing policy names a label, or a value of one, that no alert of the stack can have.

A receiver that is told in addition, an inhibition or a grouping by a label that doesn't exist is silent about it:
Alertmanager loads it and nothing ever matches. Stacks whose Prometheus reads rule files of other tools aren't judged,
because nobody here knows the labels of those alerts.

Bad: alerts have `labels: {compliance: hipaa}`, and the policy says

```yaml
routing: {also: [{labels: {compliance: hippa}, notify: [auditors]}]}
```

Good:

```yaml
routing: {also: [{labels: {compliance: hipaa}, notify: [auditors]}]}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from signalwright import names
from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.fix import spelling
from signalwright.diagnostics.span import Origin
from signalwright.ir.stack import Stack
from signalwright.promql.tree import Expression

HAS_FIX = True

if TYPE_CHECKING:
    from signalwright.promql.catalogue import Catalogue

# Label → its values; None when any value is possible.
_Known = dict[str, set[str] | None]


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each label of the policy that no alert has."""
    prometheus = stack.backends.get("prometheus")
    settings = prometheus.settings if prometheus is not None else None
    if settings is None or getattr(settings, "rule_files", None):
        return
    known = _known(stack, getattr(settings, "external_labels", None) or {})
    if not known[names.ALERT_NAME]:
        return
    routing = stack.routing
    for each in routing.also:
        yield from _pairs(known, each.labels, each.origin.child("labels"))
    for inhibition in routing.inhibitions or ():
        yield from _pairs(known, {m.label: m.value for m in inhibition.source}, inhibition.origin.child("when"))
        yield from _pairs(known, {m.label: m.value for m in inhibition.target}, inhibition.origin.child("mutes"))
        yield from _labels(known, inhibition.equal, inhibition.origin.child("same"))
    yield from _labels(known, routing.group_by, routing.origin.child("group_by"))


def _pairs(known: _Known, labels: Mapping[str, str], place: Origin) -> Iterator[Diagnostic]:
    for label, value in labels.items():
        if label not in known:
            yield _unknown(label, known, place.child(label).key())
            continue
        values = known[label]
        if values is not None and value not in values:
            near = closest(value, values)
            yield Diagnostic(
                "routing/matches-nothing",
                f"no alert has the label `{label}` with the value `{value}`",
                Label(place.child(label)),
                help=f"did you mean `{near}`?" if near else f"its values are {_listed(values)}",
                fix=spelling(place.child(label), value, values),
            )


def _labels(known: _Known, labels: tuple[str, ...], place: Origin) -> Iterator[Diagnostic]:
    for index, label in enumerate(labels):
        if label not in known:
            yield _unknown(label, known, place.child(index))


def _unknown(label: str, known: _Known, place: Origin) -> Diagnostic:
    near = closest(label, known)
    return Diagnostic(
        "routing/matches-nothing",
        f"no alert has a label `{label}`",
        Label(place),
        help=f"did you mean `{near}`?" if near else f"the labels of alerts are {_listed(known)}",
    )


def _listed(words: Mapping[str, object] | set[str]) -> str:
    return ", ".join(f"`{each}`" for each in sorted(words)[:12])


def _known(stack: Stack, external: Mapping[str, str]) -> _Known:
    """Returns the labels that alerts of the stack can have when they reach Alertmanager."""
    known: _Known = {label: set() for label in names.RESERVED_ALERT_LABELS - {names.METRIC_NAME}}
    # A policy for one environment stands in the others as well.
    known[names.ENVIRONMENT] = None

    def add(label: str, value: str | None) -> None:
        values = known.setdefault(label, set())
        if value is None or values is None:
            known[label] = None
        else:
            values.add(value)

    for rule in stack.alerting_rules:
        add(names.ALERT_NAME, rule.alert)
        add(names.STACK, stack.name)
        for label, value in (*external.items(), *rule.labels.items()):
            add(label, value)
    catalogue: Catalogue | None = None
    # What is declared and has no alerts yet may get some.
    for severity in stack.severities:
        add(names.SEVERITY, severity)
    for team in stack.teams:
        add(names.TEAM, team)
    for service in stack.services:
        add(names.SERVICE, service)
    for alert in stack.all_alerts:
        fixed = {names.SEVERITY, names.TEAM, names.SERVICE if alert.service is not None else names.TEAM, *alert.labels}
        for threshold in alert.thresholds:
            found = threshold.labels
            if found is None:
                catalogue = catalogue or _catalogue(stack)
                found = _of_expression(stack, catalogue, threshold.expression)
            for label in found - fixed:
                add(label, None)
    return known


def _catalogue(stack: Stack) -> Catalogue:
    # Most stacks say everything in short forms, whose labels are known.
    from signalwright.expressions.declared import catalogue_of

    return catalogue_of(stack)


def _of_expression(stack: Stack, catalogue: Catalogue, expression: Expression) -> frozenset[str]:
    """Returns the labels that series of a raw expression can have; of one that hides them, all that there might be."""
    from signalwright.promql.typing.analysis import Analysis

    labels = Analysis(catalogue, expression).result.labels
    if labels.is_closed:
        return frozenset(labels.possible)
    return frozenset(re.findall(r"[A-Za-z_][A-Za-z0-9_]*", str(expression))) | _declared(stack)


def _declared(stack: Stack) -> set[str]:
    """Returns every label that a series of the stack is declared to have."""
    labels = {names.JOB, names.INSTANCE}
    for service in stack.services.values():
        labels.update(service.scrape.labels if service.scrape is not None else ())
        labels.update(label.name for metric in service.metrics.values() for label in metric.labels)
    return labels
