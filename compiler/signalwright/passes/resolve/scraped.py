"""Resolves services whose targets something is about: a condition that one is down, a panel that shows them."""

from __future__ import annotations

from collections.abc import Sequence

from signalwright.passes.resolve.scope import Path, Scope


def scraped_services(scope: Scope, written: str | Sequence[str], path: Path, *, state: str, way_out: str) -> list[str]:
    """Returns the services that are named; empty when an error was reported.

    Args:
        scope: The spec.
        written: A service's name, or several.
        path: Where that is written.
        state: What a scrape would tell of them: `up` or `down`.
        way_out: What to do about a service that isn't scraped.
    """
    listed = [(written, path)] if isinstance(written, str) else [(each, (*path, i)) for i, each in enumerate(written)]
    if not listed:
        scope.report.error(
            "language/empty", "no service is named", scope.locate(path), help="name those that are meant: `[hosts, db]`"
        )
    known = scope.spec.services or {}
    found: list[str] = []
    for name, where in listed:
        place = scope.locate(where)
        if not scope.refer(name, known, "service", place, declare="declare it under `services`"):
            continue
        if name in found:
            scope.report.error("language/duplicate-name", f"`{name}` is named twice", place, help="name it once")
        elif known[name].scrape is None:
            scope.report.error(
                "alerts/never-scraped",
                f"`{name}` isn't scraped, so nothing says whether it is {state}",
                place,
                help=way_out,
            )
        else:
            found.append(name)
    return found if len(found) == len(listed) else []
