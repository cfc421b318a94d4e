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
from signalwright.expressions.links import Link, links
from signalwright.expressions.rulebook import Rulebook
from signalwright.ir.rules import AlertingRule, RecordingRule


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a warning for each reading of a record that only later rules of the same group make."""
    made: dict[tuple[int, int], list[Link]] = {}
    for link in links(rulebook):
        made.setdefault((id(link.use), id(link.selector)), []).append(link)
    for found in made.values():
        if found[0].selector.range_ is None and all(_is_later(each) for each in found):
            first = found[0]
            yield Diagnostic(
                "records/reads-later",
                f"`{first.selector.metric}` is made by a later rule, so what is read is an interval old",
                first.label(),
                (Label(first.maker.rule.origin, "made here"),),
                "put the record before the rule that reads it",
                Level.WARNING,
            )


def _is_later(link: Link) -> bool:
    if link.reader.file is not link.maker.file or link.reader.group is not link.maker.group:
        return False
    return link.maker.index > link.reader.index and not _is_read_by(link.reader.rule, link.maker.rule)


def _is_read_by(rule: AlertingRule | RecordingRule, later: AlertingRule | RecordingRule) -> bool:
    """Returns whether a rule is read by a later one in turn, so that no order is right."""
    return isinstance(rule, RecordingRule) and rule.record in later.query.text
