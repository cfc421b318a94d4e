"""An alert's name is all upper case.

Who is paged has enough to do with what happened.

Bad: `DATABASE_DOWN`.

Good: `DatabaseDown`.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.ir.stack import Stack


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each alert that shouts."""
    for service in stack.services.values():
        for alert in service.alerts:
            if alert.name.isupper():
                yield Diagnostic(
                    "alerts/shouting-name",
                    f"the alert `{alert.name}` shouts",
                    Label(alert.origin.key()),
                    help=f"call it `{alert.name.title().replace('_', '')}`",
                )
