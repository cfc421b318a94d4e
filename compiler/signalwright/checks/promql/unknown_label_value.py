"""A label is asked for a value that it never has.

The declaration lists its values or says a pattern, and no series has this one.

Bad:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: 'http_requests_total{method="GTE"}', above: 5}}
```

Good:

```yaml
alerts:
  QueueLong: {team: web, severity: warning, when: {rate: 'http_requests_total{method="GET"}', above: 5}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.sources import declaration
from signalwright.expressions.use import Finding, Use
from signalwright.names import BUCKET_BOUND
from signalwright.promql.bucket import bound_of, stored_bound
from signalwright.promql.catalogue import Domain, Series, is_variable
from signalwright.promql.matching import listed
from signalwright.promql.parsing.places import places_of_matcher
from signalwright.promql.tree import Matcher, Selector, Span

HAS_FIX = True


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each value that is asked for and no series has, a warning for one that is excluded."""
    if not use.is_closed:
        return
    for selector in use.selectors:
        for matcher in selector.matchers:
            if matcher.label != "__name__" and not is_variable(matcher.value):
                yield from _of_matcher(use, selector, matcher)


def _of_matcher(use: Use, selector: Selector, matcher: Matcher) -> Iterator[Finding]:
    asked = (matcher.value,) if matcher.operator in ("=", "!=") else listed(matcher.value)
    if asked is None:
        return
    selected = [each.labels.get(matcher.label, each.maybe.get(matcher.label)) for each in use.series(selector)]
    if all(any(domain is not None and domain.has(value) for domain in selected) for value in asked):
        # Most are right, and of a thousand services with such a metric only one needs to be looked at then.
        return
    # Without the matcher itself: a wrong job would select nothing, and nothing could be said about it.
    others = tuple(each for each in selector.matchers if each is not matcher)
    series = use.series(Selector(selector.metric, others))
    domains = [each.labels.get(matcher.label, each.maybe.get(matcher.label)) for each in series]
    known = [each for each in domains if each is not None]
    if not known or any(each.is_open and matcher.label not in each.labels for each in series):
        return
    span = places_of_matcher(use.parsed, matcher).value
    for value in asked:
        if value and not any(each.has(value) for each in known):
            yield _finding(
                matcher, _place(use, span, matcher, asked, value), value, series[0], known, use.text[span[0]]
            )


def _place(use: Use, span: Span, matcher: Matcher, asked: tuple[str, ...], value: str) -> Span:
    """Returns where a value stands: alone with its quotes, or as a word of a list."""
    if len(asked) == 1 or use.text[span[0] + 1 : span[1] - 1] != matcher.value:
        return span
    start = span[0] + 1 + sum(len(each) + 1 for each in asked[: asked.index(value)])
    return start, start + len(value)


def _finding(matcher: Matcher, span: Span, value: str, series: Series, known: list[Domain], quote: str) -> Finding:
    stored = _stored(value, known) if matcher.label == BUCKET_BOUND else None
    if stored is not None:
        return Finding(
            span,
            f'the bucket of `{series.metric}` that ends at {value} is stored with `le="{stored}"`',
            f"write `{stored}`, as Prometheus 3 stores it however the target spells it",
            declared=declaration(series),
            replacement=f"{quote}{stored}{quote}" if matcher.operator in ("=", "!=") else None,
        )
    values = [each for domain in known for each in domain.values or ()]
    near = closest(value, values)
    if near is not None and matcher.label != BUCKET_BOUND:
        way_out = f"did you mean `{near}`?"
    elif values and len(values) <= 20:
        way_out = "its values are " + ", ".join(f"`{each}`" for each in dict.fromkeys(values))
    else:
        way_out = "write a value that the declaration allows"
    return Finding(
        span,
        f"the label `{matcher.label}` of `{series.metric}` never is `{value}`",
        way_out,
        # To leave out what isn't there does no harm, and may be meant for what is to come.
        Level.ERROR if matcher.operator in ("=", "=~") else Level.WARNING,
        declared=declaration(series),
    )


def _stored(value: str, known: list[Domain]) -> str | None:
    """Returns how Prometheus 3 spells a bound, when there is a bucket with it and it is written in another way."""
    bound = bound_of(value)
    if bound is None:
        return None
    stored = stored_bound(bound)
    return stored if any(each.has(stored) for each in known) else None
