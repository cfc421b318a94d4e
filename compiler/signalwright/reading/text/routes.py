"""Routing as text: the tree by indentation, and who is told as a table."""

from __future__ import annotations

from signalwright.reading.facts.routes import RouteFact, RoutesFact
from signalwright.reading.text.page import Page
from signalwright.reading.text.words import joined


def show_routes(page: Page, fact: RoutesFact) -> None:
    """Shows what is known of routing."""
    page.section("routes: an alert takes the first that fits, and the next as well behind `continue`")
    if fact.tree is None:
        page.line("none: the spec says nobody who is told")
        return
    rows = list(_rows(fact.tree, 0))
    page.table(("alerts", "are sent to", "how", "where"), rows)
    page.section("who is told")
    page.table(
        ("team", "severity", "receivers", "where"),
        [
            (
                each.team,
                each.severity,
                joined(_muted(name, each.quiet.get(name, ())) for name in each.receivers),
                each.at,
            )
            for each in fact.told
        ],
    )
    if fact.special:
        page.section("who is told otherwise")
        page.table(
            ("alerts", "receivers", "", "where"),
            [
                (", ".join(each.alerts), joined(each.receivers), "instead" if each.instead else "in addition", each.at)
                for each in fact.special
            ],
        )
    if fact.quiet:
        page.section("quiet times")
        page.table(
            ("name", "when", "zone", "where"),
            [(each.name, "; ".join(each.when), each.zone, each.at) for each in fact.quiet],
        )


def _rows(route: RouteFact, depth: int) -> list[tuple[str, str, str, str]]:
    matches = ", ".join(route.matches) or ("all" if depth == 0 else "the rest")
    times = (("wait", route.wait), ("every", route.every), ("repeat", route.repeat))
    how = [f"{name} {time}" for name, time in times if time is not None]
    if route.group_by is not None:
        how.append(f"grouped by {' '.join(route.group_by) or 'nothing'}")
    if route.quiet:
        how.append(f"not during {' '.join(route.quiet)}")
    if route.proceed:
        how.append("continue")
    own = ("  " * depth + matches, route.receiver or "", ", ".join(how), route.at)
    return [own, *(row for each in route.routes for row in _rows(each, depth + 1))]


def _muted(receiver: str, quiet: tuple[str, ...]) -> str:
    return f"{receiver} (not during {' '.join(quiet)})" if quiet else receiver
