"""A record is made of a record of another group.

Groups are evaluated at times of their own, so what is read is up to an interval old, and older by as much for each
further group that it goes through. Rules of one group are evaluated in their order, each with the newest value. In a
spec the groups are derived; in rule files they can be joined.

Bad: `api:errors:ratio5m` in the group `ratios`, of `api:errors:rate5m` in the group `rates`.

Good: both in one group, the rate first.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.expressions.links import Link, links
from signalwright.expressions.rulebook import Rulebook
from signalwright.ir.rules import RecordingRule


def relate(rulebook: Rulebook) -> Iterator[Diagnostic]:
    """Yields a note for each record of a rule file that reads a record which other groups alone make."""
    if rulebook.catalogue.is_closed:
        return
    made: dict[tuple[int, str], list[Link]] = {}
    for link in links(rulebook):
        if isinstance(link.reader.rule, RecordingRule) and link.selector.range_ is None:
            made.setdefault((id(link.use), link.selector.metric or ""), []).append(link)
    for (_, name), found in made.items():
        first = found[0]
        if all(each.maker.file is each.reader.file and each.maker.group is not each.reader.group for each in found):
            yield Diagnostic(
                "records/across-groups",
                f"`{name}` is made by the group `{first.maker.group.name}`, so what is read may be an interval old",
                first.label(),
                (Label(first.maker.rule.origin, "made here"),),
                "put both into one group, what is read first",
                Level.NOTE,
            )
