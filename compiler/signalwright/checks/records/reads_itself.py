"""A record is made of itself, directly or through other records.

Each evaluation then starts from the result of the last one: a mistake is kept for ever, and after a gap nothing comes
back. What remembers its last value on purpose reads it over a range, with `offset`, or behind `or`, and isn't told;
nor are copies with another label: `label_replace(calls{by="proxy"}, "by", "client", "", "")` under the name `calls`.

Bad:

```yaml
records: {depth: {expr: 'sum(queue_depth) + shop:depth:expr'}}
```

Good:

```yaml
records: {depth: {expr: 'sum(queue_depth) or last_over_time(shop:depth:expr[5m])'}}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Level
from signalwright.expressions.links import Link, links, way
from signalwright.expressions.rulebook import Rulebook
from signalwright.ir.rules import RecordingRule
from signalwright.promql.tree import Binary, Call, Expression, Selector, String, Subquery

LEVEL = Level.WARNING


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a warning for each circle of records, at its first rule."""
    reads: dict[int, list[Link]] = {}
    for link in links(rulebook):
        if isinstance(link.reader.rule, RecordingRule) and not _is_memory(link):
            reads.setdefault(id(link.reader.rule), []).append(link)
    told: set[int] = set()
    for start in reads:
        if start not in told:
            circle = way(reads, start, start)
            if circle:
                told.update(id(each.reader.rule) for each in circle)
                yield _finding(circle)


def _is_memory(link: Link) -> bool:
    """Returns whether a record is read as it was before, or only where there is nothing else."""
    if link.selector.range_ is not None or link.selector.offset is not None:
        return True
    node: Expression = link.selector
    while True:
        parent = link.use.parent(node)
        if parent is None:
            return False
        if isinstance(parent, Subquery) or (isinstance(parent, Binary) and parent.operator == "or"):
            return True
        if isinstance(parent, Call) and _tells_apart(parent, link.selector):
            return True
        node = parent


def _tells_apart(call: Call, selector: Selector) -> bool:
    """Returns whether a call writes a label by which the selector chose: the record holds copies of other series."""
    if call.function not in ("label_replace", "label_join") or len(call.arguments) < 2:
        return False
    target = call.arguments[1]
    return isinstance(target, String) and any(each.label == target.value for each in selector.matchers)


def _finding(circle: list[Link]) -> Diagnostic:
    first, *others = circle
    rule = first.reader.rule
    assert isinstance(rule, RecordingRule), "only these record"
    through = f", through `{first.selector.metric}`" if others else ""
    return Diagnostic(
        "records/reads-itself",
        f"`{rule.record}` is made of itself{through}",
        first.label(),
        tuple(each.label(f"which reads `{each.selector.metric}`") for each in others),
        "read what the record is made of; to keep its last value, read it over a range behind `or`",
        Level.WARNING,
    )
