"""A metric is asked for a label that it doesn't have.

A matcher on it finds nothing and grouping by it adds up everything, both without a word.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: 'http_requests_total{stauts="500"}', above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: 'http_requests_total{status="500"}', above: 5}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.expressions.sources import declaration
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import Series
from signalwright.promql.parsing.places import places_of_matcher
from signalwright.promql.tree import Selector

HAS_FIX = True


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each matcher on a label that none of the selected series has."""
    if not use.is_closed:
        return
    for selector in use.selectors:
        if selector.matchers:
            yield from _of_selector(use, selector)


def _of_selector(use: Use, selector: Selector) -> Iterator[Finding]:
    series: tuple[Series, ...] | None = None
    for matcher in selector.matchers:
        label = matcher.label
        # That a label is missing may be asked of all series alike.
        if label == "__name__" or (matcher.value == "" and matcher.operator in ("=", "=~")):
            continue
        if series is None:
            series = use.series(selector)
        if not series or any(each.is_open or label in each.labels or label in each.maybe for each in series):
            continue
        first = series[0]
        known = sorted({name for each in series for name in (*each.labels, *each.maybe)})
        yield Finding(
            places_of_matcher(use.parsed, matcher).label,
            f"`{first.name if first.is_recorded else first.metric}` has no label `{label}`",
            _way_out(use, label, known),
            declared=declaration(first),
        )


def _way_out(use: Use, label: str, known: list[str]) -> str:
    if label in use.catalogue.external_labels:
        return "it is an external label: this Prometheus adds it to what it sends, its own series don't have it"
    near = closest(label, known)
    if near is not None:
        return f"did you mean `{near}`?"
    return "its labels are " + ", ".join(f"`{each}`" for each in known) if known else "it has no labels at all"
