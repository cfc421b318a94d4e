"""PromQL reads a record that nothing makes.

Names that begin with `slo:`, with a service of the stack or with the stack itself are those of recording rules, which
the spec makes. One that it doesn't make has no series: the alert never fires, the panel stays empty. Stacks whose
Prometheus reads rule files of other tools aren't judged, because those may record whatever they like.

Bad: all SLOs have a window of 30 days, and an alert reads

```yaml
when: {expr: 'slo:budget_remaining:ratio14d{slo="availability"} < 0'}
```

Good: `when: {budget: availability, below: 0%}`, or the name that exists:

```yaml
when: {expr: 'slo:budget_remaining:ratio30d{slo="availability"} < 0'}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.rules import RecordingRule
from signalwright.ir.stack import Stack
from signalwright.ir.written import written_in
from signalwright.passes.resolve.expressions import without_variables
from signalwright.passes.resolve.series import metric_of_series
from signalwright.promql.gate import metric_names


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each name in PromQL that only a record of the stack could have, and none has."""
    prometheus = stack.backends.get("prometheus")
    if prometheus is None or getattr(prometheus.settings, "rule_files", None):
        return
    written = written_in(stack)
    if not written:
        return
    made = {rule.record for rule in stack.all_rules if isinstance(rule, RecordingRule)}
    ours = tuple(names.record_level(each) for each in (names.SLO, stack.name, *stack.services))
    for each in written:
        for name, start, end in metric_names(without_variables(each.text)):
            if name in made or not name.startswith(ours) or _is_declared(stack, name) or each.origin is None:
                continue
            near = closest(name, made)
            yield Diagnostic(
                "promql/unknown-record",
                f"nothing is recorded as `{name}`",
                Label(each.origin.within(start, end)),
                help=f"did you mean `{near}`?" if near else _way_out(made),
            )


def _way_out(made: set[str]) -> str:
    if not made:
        return "declare it under `records`"
    return f"declare it under `records`, or read one of {', '.join(f'`{each}`' for each in sorted(made)[:8])}"


def _is_declared(stack: Stack, name: str) -> bool:
    """Returns whether a service exposes a metric of this name, for instance one that another Prometheus recorded."""
    return any(metric_of_series(service.metrics, name) is not None for service in stack.services.values())
