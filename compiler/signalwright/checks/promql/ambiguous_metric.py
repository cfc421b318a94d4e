"""An expression reads a metric that several services declare, and doesn't say whose.

Two services may each have `http_requests_total`. Added up, one's errors hide in the other's traffic. In what belongs to
a service it is an error; in what belongs to the whole stack PromQL may mean all of them: it is a warning where they are
added up, and right where `job`, `service` or `instance` stays on the result, as in `sum by (service) (…)`.

Bad:

```yaml
services: {cart: {team: web, metrics: {queue_limit: gauge}}}
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_limit, above: 5}}
```

Good:

```yaml
services: {cart: {team: web, metrics: {queue_limit: gauge}}}
alerts:
  QueueLong: {team: web, severity: warning, when: {value: queue_limit, from: api, above: 5}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use, unwrapped
from signalwright.promql.catalogue import Series
from signalwright.promql.parsing.places import place_of_metric
from signalwright.promql.tree import Aggregation, Binary, Expression, Grouping, Matching, Selector, walk

_SAYING = (names.JOB, names.SERVICE, names.INSTANCE)
_CHOOSING = ("topk", "bottomk", "limitk", "limit_ratio")


def examine(use: Use) -> Iterator[Finding]:
    """Yields a finding for each metric of several services that is read without a word about whose is meant."""
    of_service = use.rule is not None and names.SERVICE in use.rule.labels
    for selector in use.selectors:
        name = selector.metric
        if name is None or any(each.label in _SAYING for each in selector.matchers):
            continue
        owners = [each for each in use.catalogue.series.get(name, ()) if each.is_declared]
        if len(owners) < 2:
            continue
        if _is_told_apart(use, selector, of_service):
            continue
        span = place_of_metric(use.parsed, selector)
        assert span is not None, "the selector has a name"
        yield Finding(
            span,
            *_told(use, name, owners, of_service),
            Level.ERROR if of_service else Level.WARNING,
        )


def _told(use: Use, name: str, owners: list[Series], of_service: bool) -> tuple[str, str]:
    """Returns what is wrong, and the way out; in a template both are the same for each service that uses it."""
    if use.origin.user is not None:
        message = f"{len(owners)} services declare `{name}`, and PromQL in a template reads them all"
        return message, "write a short form, which reads the service's own series"
    message = f"several services declare `{name}`: {', '.join(_shown(each) for each in owners)}"
    saying = f'say whose it is: `{name}{{job="{_meant(use, owners)}"}}`'
    return message, saying if of_service else f"{saying}, or keep them apart: `by (service)`"


def _is_told_apart(use: Use, selector: Selector, of_service: bool) -> bool:
    """Returns whether something else says whose series are read, or the result says it of each."""
    inner: Expression = selector
    while (outer := use.parent(inner)) is not None:
        if isinstance(outer, Binary) and _is_led(outer, inner):
            return True
        if isinstance(outer, Aggregation) and outer.operator not in _CHOOSING and not _keeps(outer.grouping):
            return False
        inner = outer
    return not of_service


def _is_led(operator: Binary, side: Expression) -> bool:
    """Returns whether a side of an operator only has partners for the series of the other side, which says whose."""
    if operator.operator == "or" or not _compares(operator.matching):
        return False
    is_right = unwrapped(operator.right) is unwrapped(side)
    others = [each for each in walk(operator.left if is_right else operator.right) if isinstance(each, Selector)]
    if any(each.label in _SAYING for other in others for each in other.matchers):
        return is_right or operator.operator != "unless"
    # Where neither side says it, what is found of the side with many series is enough.
    many = operator.matching.group if operator.matching is not None else None
    return bool(others) and is_right is (many != "right")


def _compares(matching: Matching | None) -> bool:
    if matching is None:
        return True
    on = matching.kind == "on"
    return any((each in matching.labels) is on for each in _SAYING)


def _keeps(grouping: Grouping | None) -> bool:
    if grouping is None:
        return False
    by = grouping.kind == "by"
    return any((each in grouping.labels) is by for each in _SAYING)


def _shown(series: Series) -> str:
    return series.owner.removeprefix("the service ")


def _meant(use: Use, owners: list[Series]) -> str:
    """Returns the job of the service in whose block the expression stands, or of the first that has the metric."""
    service = use.rule.labels.get("service") if use.rule is not None else None
    own = [each for each in owners if each.labels["service"].values == (service,)]
    return ((own or owners)[0].labels["job"].values or ("…",))[0]
