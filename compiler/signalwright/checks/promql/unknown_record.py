"""PromQL reads a record that nothing makes.

Names with a colon are those of recording rules, which the spec makes. One that it doesn't make has no series: the alert
never fires, the panel stays empty. Stacks whose Prometheus reads rule files of other tools aren't judged, because those
may record whatever they like.

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

from signalwright.diagnostics.closest import certain, closest
from signalwright.expressions.use import Finding, Use
from signalwright.promql.parsing.places import place_of_metric

HAS_FIX = True


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each name that only a record of the stack could have, and none has."""
    for selector in use.selectors:
        name = selector.metric
        if name is None or ":" not in name or use.catalogue.knows(name):
            continue
        span = place_of_metric(use.parsed, selector)
        assert span is not None, "the selector has a name"
        made = [each for each, owned in use.catalogue.series.items() if owned[0].is_recorded and ":" in each]
        near = closest(name, made)
        yield Finding(
            span,
            f"nothing is recorded as `{name}`",
            f"did you mean `{near}`?" if near else _way_out(made),
            replacement=certain(name, made),
        )


def _way_out(made: list[str]) -> str:
    if not made:
        return "declare it under `records`"
    return f"declare it under `records`, or read one of {', '.join(f'`{each}`' for each in sorted(made)[:8])}"
