"""A rule reads a record that a later rule of its group makes.

Rules of a group are evaluated in their order. What stands later has the value of the last evaluation when it is read,
so the result is one interval behind, and empty after a restart.

Bad:

```yaml
records:
  share: {expr: 'shop:used:expr / sum(queue_limit)'}
  used: {expr: 'sum(queue_depth)'}
```

Good:

```yaml
records:
  used: {expr: 'sum(queue_depth)'}
  share: {expr: 'shop:used:expr / sum(queue_limit)'}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.expressions.links import Link, links, way
from signalwright.expressions.rulebook import Rulebook

LEVEL = Level.WARNING


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a warning for each reading of a record that only later rules of the same group make."""
    made: dict[int, list[Link]] = {}
    reads: dict[int, list[Link]] = {}
    for link in links(rulebook):
        made.setdefault(id(link.selector), []).append(link)
        reads.setdefault(id(link.reader.rule), []).append(link)
    for found in made.values():
        first = found[0]
        if first.selector.range_ is not None or not all(_is_later(each) for each in found):
            continue
        if way(reads, id(first.maker.rule), id(first.reader.rule)):
            # No order is right for a circle, which `records/reads-itself` tells.
            continue
        yield Diagnostic(
            "records/reads-later",
            f"`{first.selector.metric}` is made by a later rule, so what is read is an interval old",
            first.label(),
            (Label(first.maker.rule.origin, "made here"),),
            "put the record before the rule that reads it",
            Level.WARNING,
        )


def _is_later(link: Link) -> bool:
    same = link.reader.file is link.maker.file and link.reader.group is link.maker.group
    return same and link.maker.index > link.reader.index
