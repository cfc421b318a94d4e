"""The pattern of `label_replace` isn't a regular expression of RE2.

Prometheus reads the pattern when the rule runs and not when it loads it. So the file is accepted, the rule fails at
every evaluation, and no alert of it ever fires.

Bad:

```yaml
alerts:
  Long:
    team: web
    severity: info
    when: {expr: 'label_replace(queue_depth, "kind", "$1", "queue", "([a-z]+-.*") > 5'}
    summary: L
```

Good:

```yaml
alerts:
  Long:
    team: web
    severity: info
    when: {expr: 'label_replace(queue_depth, "kind", "$1", "queue", "([a-z]+)-.*") > 5'}
    summary: L
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.catalogue import is_variable
from signalwright.promql.regex import regex_problem
from signalwright.promql.tree import String


def examine(use: Use) -> Iterator[Finding]:
    """Yields an error for each pattern that can't be used; those of matchers are judged with the syntax."""
    for call in use.calls:
        if call.function != "label_replace" or len(call.arguments) != 5:
            continue
        pattern = call.arguments[4]
        if not isinstance(pattern, String) or (use.role is Role.PANEL and is_variable(pattern.value)):
            continue
        problem = regex_problem(pattern.value)
        if problem is not None:
            message = f"the regular expression can't be used: {problem}"
            yield Finding(use.span(pattern), message, "write it in the syntax of RE2")
