"""Several series get the same labels from `label_replace`.

It writes one text over a label that tells series apart. When two of them are the same otherwise, Prometheus refuses the
result, "vector cannot contain metrics with the same labelset", and the rule fails.

Bad:

```yaml
alerts:
  Few:
    team: web
    severity: info
    when: {expr: 'label_replace(rate(http_requests_total[5m]), "method", "any", "", "") < 5'}
    summary: Few
```

Good:

```yaml
alerts:
  Few:
    team: web
    severity: info
    when: {expr: 'label_replace(sum without (method) (rate(http_requests_total[5m])), "method", "any", "", "") < 5'}
    summary: Few
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.matching import matches
from signalwright.promql.tree import Call, String
from signalwright.promql.typing.facts import Branch
from signalwright.promql.typing.labels import State

_EVERYTHING = frozenset({".*", "(.*)", "", ".+", "(.+)"})


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each text that replaces several values of a label, an error where nothing else differs.

    Two series with different values of the label are taken to exist when the stack declares the values.
    """
    for call in use.calls:
        target = _overwritten(call)
        if target is None:
            continue
        for branch in use.of(call.arguments[0]).branches:
            values = branch.labels.fact(target).domain.values
            if branch.is_filtered or not use.is_closed or values is None or not _takes_several(call, values):
                continue
            if branch.labels.fact(target).state is not State.GUARANTEED:
                continue
            yield Finding(
                use.span(call.arguments[1]),
                f"series that differ in `{target}` alone become the same, and the rule fails",
                f"aggregate before: `sum without ({target}) (…)`",
                Level.ERROR if _is_all(branch, target) else Level.WARNING,
            )
            break


def _overwritten(call: Call) -> str | None:
    """Returns the label that is overwritten by the same text in all series, or None."""
    if call.function != "label_replace" or len(call.arguments) != 5:
        return None
    _, target, text, source, pattern = call.arguments
    if not isinstance(target, String) or not isinstance(text, String) or not isinstance(source, String):
        return None
    if not isinstance(pattern, String) or "$" in text.value:
        return None
    if pattern.value in _EVERYTHING:
        return target.value if source.value or matches(pattern.value, "") else None
    return target.value if source.value == target.value else None


def _takes_several(call: Call, values: tuple[str, ...]) -> bool:
    """Returns whether several of a label's values are overwritten, which are those that the pattern takes."""
    pattern = call.arguments[4]
    assert isinstance(pattern, String), "it was read before"
    return sum(pattern.value in _EVERYTHING or matches(pattern.value, each) is True for each in values) > 1


def _is_all(branch: Branch, target: str) -> bool:
    """Returns whether nothing but the label can tell the series apart."""
    labels = branch.labels
    return labels.is_closed and all(
        labels.fact(each).value is not None and labels.fact(each).state is State.GUARANTEED
        for each in labels.possible
        if each != target
    )
