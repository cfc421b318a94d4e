"""Two matchers of one selector ask a label for different things, and no series has both.

Matchers in braces all have to hold. A selector whose matchers exclude each other selects nothing: the alert never
fires, the panel stays empty, and Prometheus says nothing about it.

Bad:

```yaml
alerts:
  Errors:
    team: web
    severity: warning
    when: {expr: 'rate(http_requests_total{method="GET",method="POST"}[5m]) > 5'}
    summary: E
```

Good:

```yaml
alerts:
  Errors:
    {team: web, severity: warning, when: {expr: 'rate(http_requests_total{method=~"GET|POST"}[5m]) > 5'}, summary: E}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import is_variable, matcher_takes
from signalwright.promql.matching import listed
from signalwright.promql.tree import Matcher


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each matcher that leaves nothing of what an earlier one of the same label takes."""
    for selector in use.selectors:
        if len(selector.matchers) < 2:
            continue
        by_label: dict[str, list[Matcher]] = {}
        for each in selector.matchers:
            by_label.setdefault(each.label, []).append(each)
        for label, matchers in by_label.items():
            pair = _exclusive(matchers) if len(matchers) > 1 else None
            if pair is not None and pair[1].span is not None and pair[0].span is not None:
                yield Finding(
                    pair[1].span,
                    f"no series has a `{label}` that fits both matchers, so this selects nothing",
                    _way_out(*pair),
                    secondary=((pair[0].span, "the other matcher of the label"),),
                )


def _exclusive(matchers: list[Matcher]) -> tuple[Matcher, Matcher] | None:
    """Returns two matchers of one label that no value fits, in their order, or None when there are none."""
    for index, later in enumerate(matchers):
        for earlier in matchers[:index]:
            if _exclude(earlier, later) or _exclude(later, earlier):
                return earlier, later
    return None


def _exclude(first: Matcher, second: Matcher) -> bool:
    """Returns whether the second takes none of what the first does; only where that is a list, or the same pattern."""
    if first.value == second.value and (first.operator, second.operator) == ("=~", "!~"):
        return not is_variable(first.value)
    values = _values(first)
    return values is not None and all(matcher_takes(second, each) is False for each in values)


def _values(matcher: Matcher) -> tuple[str, ...] | None:
    if is_variable(matcher.value):
        return None
    if matcher.operator == "=":
        return (matcher.value,)
    return listed(matcher.value) if matcher.operator == "=~" else None


def _way_out(first: Matcher, second: Matcher) -> str:
    if first.operator in ("=", "=~") and second.operator in ("=", "=~"):
        values = "|".join(dict.fromkeys((first.value, second.value)))
        return f'remove one, or take either value: `{first.label}=~"{values}"`'
    return "remove one of them"
