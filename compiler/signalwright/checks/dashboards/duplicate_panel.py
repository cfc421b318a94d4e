"""Two panels or rows of a dashboard have the same key.

A panel's number follows from its key, so that links to it outlive every change around it. With two of one key, which of
them a link leads to would depend on their order.

Bad: a dashboard that shows the rate of `http_requests_total` twice in the same way.

Good: one of them, or one with another `by`.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.dashboard import Panel, PanelRow
from signalwright.ir.stack import Stack


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each panel or row whose key another one of its dashboard has."""
    for dashboard in stack.dashboards:
        first: dict[str, Panel | PanelRow] = {}
        for each in (part for row in dashboard.rows for part in (row, *row.panels)):
            other = first.setdefault(each.key, each)
            if other is not each:
                yield Diagnostic(
                    "dashboards/duplicate-panel",
                    f"`{dashboard.title}` shows `{each.title or each.key}` twice",
                    Label(each.origin),
                    (Label(other.origin, "the first"),),
                    "leave one out, or show something else in it",
                )
