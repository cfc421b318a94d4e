"""An aggregation groups by a label that its series don't have.

Prometheus takes a missing label for an empty one, so all series land in one group without a word, and the label isn't
in the result. Either the label is misspelt, or the metric has none like it, or an aggregation further inside didn't
keep it.

Bad:

```yaml
alerts:
  Busy:
    team: web
    severity: info
    when: {expr: 'sum by (method) (sum by (status) (rate(http_requests_total[5m]))) > 9'}
    summary: Busy
```

Good:

```yaml
alerts:
  Busy:
    team: web
    severity: info
    when: {expr: 'sum by (method) (rate(http_requests_total[5m])) > 9'}
    summary: Busy
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.sources import declaration, sources_of
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import SeriesType
from signalwright.promql.parsing.places import places_of_labels
from signalwright.promql.tree import Grouping
from signalwright.promql.typing.facts import Facts
from signalwright.promql.typing.labels import State


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each label in `by` that no series can have, whichever branch of `or` it comes from."""
    for aggregation in use.aggregations:
        grouping = aggregation.grouping
        if grouping is None or grouping.kind != "by" or not grouping.labels:
            continue
        facts = use.of(aggregation.expression)
        for index, label in enumerate(grouping.labels):
            if label != "__name__" and not any(each.labels.can_have(label) for each in facts.branches):
                yield _finding(use, grouping, index, facts)


def _finding(use: Use, grouping: Grouping, index: int, facts: Facts) -> Finding:
    label = grouping.labels[index]
    fact = facts.branches[0].labels.fact(label)
    known = facts.labels
    near = closest(label, known.possible)
    sources = sources_of(facts)
    if label == "le" and facts.type is SeriesType.HISTOGRAM:
        way_out = "a native histogram has no buckets as series: leave `le` out"
    elif fact.reason.span is not None:
        way_out = f"keep `{label}` there as well, or leave it out here"
    elif label in use.catalogue.external_labels:
        way_out = "it is an external label, which alerts and remote storage have and series here don't: leave it out"
    elif near is not None:
        way_out = f"did you mean `{near}`?"
    else:
        way_out = "its labels are " + ", ".join(f"`{each}`" for each in sorted(known.possible))
    return Finding(
        places_of_labels(use.parsed, grouping)[index],
        f"grouping by `{label}` does nothing: it {fact.reason.text}",
        way_out if known.possible or fact.reason.span is not None else f"leave `{label}` out",
        # Rules for many set-ups name labels such as `cluster` that an inner aggregation of theirs lost.
        Level.ERROR if use.is_of_stack else Level.WARNING,
        ((fact.reason.span, f"`{label}` is lost here"),) if fact.reason.span is not None else (),
        declaration(sources[0]) if sources and fact.state is State.IMPOSSIBLE and fact.reason.span is None else None,
    )
