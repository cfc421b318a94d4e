"""A regular expression has nothing but plain characters.

It matches one value, as `=` does, which says so to the reader and is found faster. Patterns are anchored on both
ends, so `=~"api"` doesn't match `api-2`, which is what people who write it sometimes expect.

Bad:

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'queue_depth{queue=~"mail"} > 5'}, summary: Long}
```

Good:

```yaml
alerts:
  Long: {team: web, severity: info, when: {expr: 'queue_depth{queue="mail"} > 5'}, summary: Long}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Level
from signalwright.expressions.use import Finding, Use
from signalwright.promql.catalogue import is_variable
from signalwright.promql.parsing.places import places_of_matcher
from signalwright.promql.spelling import quote

LEVEL = Level.WARNING

_PLAIN = re.compile(r"(?:[^\\.^$*+?()\[\]{}|]|\\[\\.^$*+?()\[\]{}|/-])*")
_ESCAPED = re.compile(r"\\(.)")


def examine(use: Use) -> Iterator[Finding]:
    """Yields a warning for each pattern that could be compared as a text."""
    for selector in use.selectors:
        for each in selector.matchers:
            if each.operator not in ("=~", "!~") or not _PLAIN.fullmatch(each.value) or is_variable(each.value):
                continue
            places = places_of_matcher(use.parsed, each)
            value = quote(_ESCAPED.sub(r"\1", each.value))
            if use.text[places.value[0]] == "'":
                value = _in_single_quotes(value)
            plain = "=" if each.operator == "=~" else "!="
            yield Finding(
                (places.operator[0], places.value[1]),
                f"the pattern has no wildcard: `{each.operator}` compares it as a whole",
                f"write `{plain}{value}`, or `.*` where any text may stand",
                Level.WARNING,
                replacement=plain + value,
            )


def _in_single_quotes(value: str) -> str:
    r"""Returns a double-quoted PromQL string in single quotes: `"it's"` → `'it\'s'`."""
    return "'" + value[1:-1].replace('\\"', '"').replace("'", "\\'") + "'"
