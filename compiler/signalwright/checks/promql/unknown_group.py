r"""The text that `label_replace` writes refers to a group that the pattern doesn't have.

A reference to an unknown group is the empty text: the label is cut short or disappears, and nothing says why. A name
reaches as far as letters, digits and `_` do, so `$1_total` is the group `1_total`; braces end it: `${1}_total`.

Bad:

```yaml
alerts:
  Long:
    team: web
    severity: info
    when: {expr: 'label_replace(queue_depth, "kind", "$2", "queue", "(.+)-.+") > 5'}
    summary: L
```

Good:

```yaml
alerts:
  Long:
    team: web
    severity: info
    when: {expr: 'label_replace(queue_depth, "kind", "$1", "queue", "(.+)-.+") > 5'}
    summary: L
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.regex import groups_of, references_in
from signalwright.promql.tree import String


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each text that refers to a group that isn't there, in rules of others a warning."""
    for call in use.calls:
        if call.function != "label_replace" or len(call.arguments) != 5:
            continue
        text, pattern = call.arguments[2], call.arguments[4]
        if not isinstance(text, String) or not isinstance(pattern, String) or "$" not in text.value:
            continue
        # In a panel `$name` is one of Grafana's variables.
        references = [each for each in references_in(text.value) if each.isdigit() or use.role is not Role.PANEL]
        groups = groups_of(pattern.value)
        if groups is None:
            continue
        for each in references:
            if each not in groups:
                yield Finding(
                    use.span(text),
                    f"the pattern has no group `{each}`, so `{_shown(text.value, each)}` is the empty text",
                    _way_out(each, groups),
                    Level.ERROR if use.is_of_stack else Level.WARNING,
                    secondary=((use.span(pattern), _count(groups)),),
                )
                break


def _shown(text: str, name: str) -> str:
    return f"${name}" if f"${name}" in text else f"${{{name}}}"


def _count(groups: frozenset[str]) -> str:
    numbered = sum(each.isdigit() for each in groups) - 1
    return f"it has {numbered or 'no'} group{'' if numbered == 1 else 's'}"


def _way_out(name: str, groups: frozenset[str]) -> str:
    number = name[: len(name) - len(name.lstrip("0123456789"))]
    if number and number != name and number in groups:
        return f"end the number with braces: `${{{number}}}{name[len(number) :]}`"
    if len(groups) == 1:
        return "put the part that is meant in parentheses, and write `$1`"
    return f"write one of {', '.join(f'`${each}`' for each in sorted(groups))}"
