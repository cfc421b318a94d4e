"""A team raises alerts of a severity that nobody is told about.

Each severity that a team's alerts (those of its SLOs among them) can have needs a receiver: in the team's own `notify`,
in the stack's `routing.notify`, or as `routing.otherwise`. An alert whose own `notify` is empty reaches nobody, too.

Bad: `web` owns a critical alert, and says

```yaml
teams: {web: {notify: {critical: [], warning: [chat]}}}
```

Good:

```yaml
teams: {web: {notify: {critical: [oncall], warning: [chat]}}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.rules import AlertingRule
from signalwright.ir.stack import Stack
from signalwright.names import SEVERITY


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each team and severity that has alerts and no receiver."""
    if "alertmanager" not in stack.backends:
        return
    found: dict[tuple[str, str], AlertingRule] = {}
    receivers = sorted(stack.receivers)
    unheard: set[tuple[str | None, str]] = set()
    for rule in stack.alerting_rules:
        if rule.notify is None:
            found.setdefault((rule.team, rule.labels[SEVERITY]), rule)
        elif not rule.notify and (rule.service, rule.alert) not in unheard:
            unheard.add((rule.service, rule.alert))
            yield Diagnostic(
                "routing/nobody-told",
                f"nobody is told about `{rule.alert}`",
                Label(rule.origin.key()),
                help=f"name a receiver: `notify: [{receivers[0] if receivers else 'oncall'}]`, or leave `notify` out",
            )
    for (team, severity), rule in found.items():
        own = stack.teams[team].notify.get(severity)
        told = own if own is not None else stack.routing.notify.get(severity)
        if told or (told is None and stack.routing.otherwise is not None):
            continue
        yield Diagnostic(
            "routing/nobody-told",
            f"nobody is told about {severity} alerts of the team `{team}`",
            Label(stack.teams[team].origin.key()),
            (Label(rule.origin.key(), f"`{rule.alert}` is such an alert"),),
            f"add `notify: {{{severity}: [{receivers[0] if receivers else 'oncall'}]}}` to the team, or to `routing`",
        )
