"""A pattern says with `^` or `$` what holds anyway.

Prometheus anchors every pattern of a matcher at both ends: `=~"^api$"` is `=~"api"`. Who writes anchors may think
that a pattern without them matches parts of a value, which it doesn't.

Bad:

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'queue_depth{queue=~"^mail.*$"} > 5'}, summary: Long}
```

Good:

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'queue_depth{queue=~"mail.*"} > 5'}, summary: Long}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import is_variable
from signalwright.promql.parsing.places import places_of_matcher

LEVEL = Level.WARNING

# An anchor that is repeated, or quoted by `\Q`, isn't one that can simply go.
_BEGIN = re.compile(r"\^(?![*+?{^])")
_END = re.compile(r"(?:.*[^\\$])?(?:\\\\)*\$", re.DOTALL)


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each pattern that begins with `^` or ends with `$`."""
    for selector in use.selectors:
        for each in selector.matchers:
            pattern = each.value
            if each.operator not in ("=~", "!~") or (pattern[:1] != "^" and pattern[-1:] != "$"):
                continue
            begins, ends = _BEGIN.match(pattern) is not None, _END.fullmatch(pattern) is not None
            if not (begins or ends) or "\\Q" in pattern or is_variable(pattern):
                continue
            start, end = places_of_matcher(use.parsed, each).value
            inner = use.text[start + 1 : end - 1]
            # With the anchors spelt by escapes, nobody would see what is removed.
            visible = inner.startswith("^") >= begins and inner.endswith("$") >= ends
            shorter = inner[begins : len(inner) - ends]
            what = "`^` and `$`" if begins and ends else "`^`" if begins else "`$`"
            yield Finding(
                (start, end),
                f"{what} {'change' if begins and ends else 'changes'} nothing: patterns are anchored at both ends",
                f"write `{shorter}`" if visible else f"remove {what}",
                Level.WARNING,
                replacement=f"{use.text[start]}{shorter}{use.text[end - 1]}" if visible else None,
            )
