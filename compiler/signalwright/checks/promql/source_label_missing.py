"""A label is read by `label_replace` or `label_join` that the series never have.

An inner aggregation dropped it, or the metric doesn't have it. Its text is empty then, so the new label lacks it, or
isn't made at all.

Bad:

```yaml
alerts:
  Long:
    team: web
    severity: info
    when: {expr: 'label_replace(sum by (job) (queue_depth), "kind", "$1", "queue", "([a-z]+)-.*") > 5'}
    summary: Long
```

Good:

```yaml
alerts:
  Long:
    team: web
    severity: info
    when: {expr: 'label_replace(sum by (job, queue) (queue_depth), "kind", "$1", "queue", "([a-z]+)-.*") > 5'}
    summary: Long
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.matching import matches
from signalwright.promql.spelling import is_legacy_label
from signalwright.promql.tree import Call, String


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each source label that no series has, in rules of others a warning."""
    for call in use.calls:
        if call.function not in ("label_replace", "label_join") or not call.arguments:
            continue
        sources = call.arguments[3:4] if call.function == "label_replace" else call.arguments[3:]
        for source in sources:
            if not isinstance(source, String) or source.value == "__name__" or not is_legacy_label(source.value):
                continue
            facts = use.of(call.arguments[0])
            if any(each.labels.can_have(source.value) for each in facts.branches) or _takes_none(call):
                continue
            reason = facts.branches[0].labels.fact(source.value).reason
            # A suggestion is of use only where all labels are known.
            near = closest(source.value, facts.branches[0].labels.possible)
            yield Finding(
                use.span(source),
                f"`{source.value}` is always empty here: it {reason.text}",
                f"did you mean `{near}`?" if near else "keep the label inside, or read one that is there",
                Level.ERROR if use.is_of_stack else Level.WARNING,
                secondary=((reason.span, "here"),) if reason.span is not None else (),
            )


def _takes_none(call: Call) -> bool:
    """Returns whether a text is written that needs nothing of the label, where it is missing."""
    if call.function != "label_replace" or len(call.arguments) != 5:
        return False
    text, pattern = call.arguments[2], call.arguments[4]
    if not isinstance(text, String) or not isinstance(pattern, String):
        return True
    return "$" not in text.value and matches(pattern.value, "") is not False
