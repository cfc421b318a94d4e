"""A query of a dashboard reads a variable that readers can't choose.

Grafana sends the query with the name as it stands, so that nothing matches it, and the panel stays empty.

Bad:

```yaml
dashboards: {Queues: {panels: [{expr: 'sum(queue_depth{queue=~"$queue"})'}]}}
```

Good:

```yaml
dashboards: {Queues: {panels: [{expr: 'sum(queue_depth{queue=~".+"})'}]}}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.span import Origin
from signalwright.ir.dashboard import Dashboard
from signalwright.ir.rules import Query, Shaped
from signalwright.ir.stack import Stack
from signalwright.promql.tree import Selector, Verbatim, walk

# `$name`, `${name}`, `${name:format}` and `[[name]]`; what begins with two underscores is Grafana's own. A `$` that
# ends a regular expression, or that refers to a group by number, is no variable.
_VARIABLE = re.compile(r"\$(?:([A-Za-z]\w*)|\{([A-Za-z]\w*)(?:[.:][^}]*)?\})|\[\[([A-Za-z]\w*)(?::\w+)?\]\]", re.ASCII)
# The variable by which readers choose the data source; the backend adds one for each type of source.
_SOURCES = frozenset({"datasource", "prometheus_datasource", "loki_datasource"})


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each variable of a query that its dashboard doesn't have."""
    for dashboard in stack.dashboards:
        known = {each.name for each in dashboard.variables}
        for text, origin in _texts(dashboard):
            for name in dict.fromkeys(_names(text)):
                if name not in known | _SOURCES:
                    near = closest(name, sorted(known))
                    choice = ", ".join(f"`${each.name}`" for each in dashboard.variables) or "no variable"
                    yield Diagnostic(
                        "dashboards/unknown-variable",
                        f"`{dashboard.title}` has no variable `${name}`",
                        Label(origin),
                        help=f"did you mean `${near}`?" if near else f"readers of this dashboard choose {choice}",
                    )


def _names(text: str) -> Iterator[str]:
    if "$" in text or "[[" in text:
        for found in _VARIABLE.finditer(text):
            yield found[1] or found[2] or found[3]


def _texts(dashboard: Dashboard) -> Iterator[tuple[str, Origin]]:
    """Yields every text of a dashboard in which Grafana replaces variables, with its place."""
    for annotation in dashboard.annotations:
        for text in _query_texts(annotation.query):
            yield text, dashboard.origin
    for panel in dashboard.panels:
        for measure in panel.measures:
            yield measure.legend, panel.origin
            for text in _query_texts(measure.query):
                yield text, panel.origin
        for search in panel.searches:
            yield search.text, panel.origin
        yield panel.title, panel.origin


def _query_texts(query: Query) -> Iterator[str]:
    """Yields the parts of a query that can hold a variable; printing all of it would take longer than the check."""
    if isinstance(query, Shaped):
        yield query.text
        return
    for node in walk(query.tree):
        if isinstance(node, Verbatim):
            yield node.text
        elif isinstance(node, Selector):
            yield from (each.value for each in node.matchers)
            yield node.range_ or ""
