"""A matcher takes no value that its label ever has.

The selector returns nothing whatever happens. The stack says which values the label has, or the pattern excludes every
text there is.

Bad:

```yaml
alerts:
  Few: {team: web, severity: info, when: {expr: 'rate(http_requests_total{method=~"get.*"}[5m]) < 1'}, summary: Few}
```

Good:

```yaml
alerts:
  Few: {team: web, severity: info, when: {expr: 'rate(http_requests_total{method=~"GE.*"}[5m]) < 1'}, summary: Few}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import ANY_VALUE, Series, is_variable, matcher_takes
from signalwright.promql.matching import listed, matches
from signalwright.promql.tree import Matcher, Selector

_NO_TEXT = frozenset({".*", "(.*)", ".*?", "^.*$", "(?s:.*)", "(?s).*"})
_MOST_SHOWN = 6


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each matcher that leaves no series, a warning where nobody said which series there are.

    Values compared with `=`, and lists of them, are those of `promql/unknown-label-value`.
    """
    for selector in use.selectors:
        for each in selector.matchers:
            if each.span is None or each.label == "__name__":
                continue
            if each.operator == "!~" and each.value in _NO_TEXT:
                help_ = f'remove it, or write `{each.label}=""` for series without the label'
                # Rules made of templates switch a part of themselves off like this.
                level = Level.ERROR if use.is_closed and not use.catalogue.is_seen else Level.WARNING
                yield Finding(each.span, "the pattern matches every text, so no series is left", help_, level)
            elif use.is_closed and not is_variable(each.value) and not _is_plain(each):
                yield from _among_declared(use, selector, each)


def _is_plain(matcher: Matcher) -> bool:
    if matcher.operator == "=":
        return matcher.value != ""
    return matcher.operator == "=~" and listed(matcher.value) is not None and matcher.value != ""


def _among_declared(use: Use, selector: Selector, matcher: Matcher) -> Iterator[Finding]:
    series = use.series(selector)
    if not series or not all(_excludes(each, matcher) for each in series):
        return
    assert matcher.span is not None, "parsed nodes have places"
    name = selector.metric or series[0].name
    values = tuple(dict.fromkeys(value for each in series for value in each.labels[matcher.label].values or ()))
    patterns = dict.fromkeys(each.labels[matcher.label].like for each in series)
    if values:
        shown = ", ".join(f"`{value}`" for value in values[:_MOST_SHOWN])
        more = " and others" if len(values) > _MOST_SHOWN else ""
        help_ = f"`{matcher.label}` of `{name}` is {'one of ' if len(values) > 1 else 'always '}{shown}{more}"
    else:
        shown = " or ".join(f"`{pattern}`" for pattern in patterns)
        help_ = f"the values of `{matcher.label}` of `{name}` are like {shown}"
    yield Finding(matcher.span, f"the matcher takes none of the series of `{name}`", help_)


def _excludes(series: Series, matcher: Matcher) -> bool:
    domain = series.labels.get(matcher.label, ANY_VALUE)
    if domain.values:
        return all(matcher_takes(matcher, value) is False for value in domain.values)
    # Where the values aren't listed, the empty one may be among them: a label that is missing in some series.
    if domain.like is None or matcher.operator != "=~" or matcher_takes(matcher, "") is not False:
        return False
    return _is_apart(matcher.value, domain.like)


@lru_cache(maxsize=4_096)
def _is_apart(pattern: str, like: str) -> bool:
    """Returns whether no text matches both patterns, for certain."""
    from signalwright.promql.enumerating import texts_of

    texts = texts_of(like)
    return texts is not None and all(matches(pattern, each) is False for each in texts)
