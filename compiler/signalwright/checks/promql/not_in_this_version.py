"""PromQL that the declared version of Prometheus doesn't read.

Functions and syntax were added with the years, and some went away. A server that meets what it doesn't know refuses the
whole rule file. The message names the version that is the first to read it, or the first that doesn't any more.

Bad:

```yaml
backends: {prometheus: "2.42"}
alerts:
  Wide: {team: web, severity: info, when: {expr: 'mad_over_time(queue_depth[1h]) > 5'}, summary: Wide}
```

Good:

```yaml
backends: {prometheus: "2.42"}
alerts:
  Wide: {team: web, severity: info, when: {expr: 'stddev_over_time(queue_depth[1h]) > 5'}, summary: Wide}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack
from signalwright.ir.written import written_in
from signalwright.promql.gate import unread_by
from signalwright.promql.variables import without_variables

STRUCTURAL = True


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each function and each piece of syntax that the stack's Prometheus doesn't read."""
    prometheus = stack.backends.get("prometheus")
    written = written_in(stack)
    if prometheus is None or not written:
        return
    from signalwright.promql.parsing.parser import parse

    for each in written:
        for unread in unread_by(parse(without_variables(each.text)), prometheus.version.release):
            if each.origin is not None:
                place = Label(each.origin.within(unread.start, unread.end))
                yield Diagnostic("promql/not-in-this-version", unread.message, place, help=unread.help)
