"""An alert names a runbook page that doesn't exist.

Who is paged at night follows the link. A named page stands in the folder `runbooks/` beside the spec; an alert that
names none gets a page that is made from the alert itself.

Bad: `runbook: high-eror-rate.md`, and the file is `runbooks/high-error-rate.md`.

Good: `runbook: high-error-rate.md`.
"""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.diagnostics.fix import spelling
from signalwright.ir.stack import Stack
from signalwright.passes.derive_pages import named_pages

HAS_FIX = True


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields an error for each named page that nobody wrote."""
    for page, origin in named_pages(stack).items():
        if page not in stack.written_pages:
            near = closest(page, stack.written_pages)
            yield Diagnostic(
                "alerts/missing-runbook",
                f"there is no runbook page `{page}`",
                Label(origin),
                help=f"did you mean `{near}`?"
                if near
                else f"write `runbooks/{page}` beside the spec, or leave `runbook` out",
                fix=spelling(origin, page, stack.written_pages),
            )
