"""An inhibition asks for a label to be the same that can't be the same.

Alertmanager compares the labels of `same` in the alert that fires and in the one that it would hold back; a label that
both lack counts as the same. Where one always has it and the other never does, or both have other values, nothing is
ever held back. Stacks whose Prometheus reads rule files of other tools aren't judged.

Bad: the alerts are about the whole service, and have no `instance`,

```yaml
alerts:
  ApiDown: {team: web, severity: critical, for: 1m, when: {expr: 'up{job="api"} == 0'}, summary: Down}
  Slow: {team: web, severity: warning, when: {expr: 'sum(queue_depth) > 5'}, summary: Slow}
routing:
  inhibit: [{when: {alertname: ApiDown}, mutes: {alertname: Slow}, same: [instance]}]
```

Good:

```yaml
alerts:
  ApiDown: {team: web, severity: critical, for: 1m, when: {expr: 'up{job="api"} == 0'}, summary: Down}
  Slow: {team: web, severity: warning, when: {expr: 'sum(queue_depth) > 5'}, summary: Slow}
routing:
  inhibit: [{when: {alertname: ApiDown}, mutes: {alertname: Slow}, same: [team]}]
```
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.routes import LabelMatch
from signalwright.ir.stack import Stack

if TYPE_CHECKING:
    from signalwright.promql.typing.labels import Labels


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each label that keeps a declared inhibition from ever holding anything back."""
    declared = [each for each in stack.routing.inhibitions or () if each.equal]
    prometheus = stack.backends.get("prometheus")
    if not declared or prometheus is None or getattr(prometheus.settings, "rule_files", None):
        return
    # Few stacks say by themselves what holds back what.
    from signalwright.expressions.alerted import labels_of_alerts
    from signalwright.expressions.declared import catalogue_of

    catalogue = catalogue_of(stack)
    alerts = [labels_of_alerts(catalogue, rule) for rule in stack.alerting_rules]
    for inhibition in declared:
        sources = [each for each in alerts if _may_match(each, inhibition.source)]
        targets = [each for each in alerts if _may_match(each, inhibition.target)]
        for index, label in enumerate(inhibition.equal):
            reasons = {_difference(label, source, target) for source in sources for target in targets}
            if reasons and None not in reasons:
                yield Diagnostic(
                    "routing/inhibits-nothing",
                    f"`{label}` is never the same in an alert of `when` and one of `mutes`",
                    Label(inhibition.origin.child("same", index), min(each for each in reasons if each)),
                    help="name a label that both have, or keep it in the expressions of both",
                )
                break


def _may_match(labels: Labels, matches: tuple[LabelMatch, ...]) -> bool:
    """Returns whether alerts may have the labels that one side of an inhibition names."""
    for each in matches:
        fact = labels.fact(each.label)
        if not labels.can_have(each.label) or (fact.domain.values is not None and each.value not in fact.domain.values):
            return False
    return True


def _difference(label: str, source: Labels, target: Labels) -> str | None:
    """Returns why a label is never the same in two alerts, or None when it may be."""
    from signalwright.promql.typing.labels import State

    first, second = source.fact(label), target.fact(label)
    if first.state is State.GUARANTEED and second.state is State.IMPOSSIBLE:
        return f"in those of `mutes` it {second.reason.text}"
    if first.state is State.IMPOSSIBLE and second.state is State.GUARANTEED:
        return f"in those of `when` it {first.reason.text}"
    if first.state is second.state is State.GUARANTEED:
        ours, theirs = first.domain.values, second.domain.values
        if ours is not None and theirs is not None and not set(ours) & set(theirs):
            return "its values differ"
    return None
