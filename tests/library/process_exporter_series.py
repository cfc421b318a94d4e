"""What makes the alerts of `process-exporter` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def threads(state: str, count: int) -> Series:
    """Returns the threads of a group that are in a state."""
    return [seen("namedprocess_namegroup_states", f"{count}x120", groupname="web", state=state)]


def files(share: float) -> Series:
    """Returns the share of file descriptors that a group has open."""
    return [seen("namedprocess_namegroup_worst_fd_ratio", f"{share}x120", groupname="web")]


CASES: list[Case] = [
    ("ProcessExporterDown", [up(0)], True),
    ("ProcessExporterDown", [], True),
    ("ProcessExporterDown", [up()], False),
    ("ProcessExporterSeesNothing", [seen("namedprocess_scrape_errors", "0+0.5x120")], True),
    ("ProcessExporterSeesNothing", [seen("namedprocess_scrape_errors", "3x120")], False),
    ("ProcessExporterSeesNothing", [seen("namedprocess_scrape_errors", "3x95 4x25")], False),
    ("ProcessExporterFilesNearLimit", files(0.81), True),
    ("ProcessExporterFilesNearLimit", files(0.79), False),
    ("ProcessExporterStuck", threads("Waiting", 6), True),
    ("ProcessExporterStuck", threads("Waiting", 5), False),
    ("ProcessExporterStuck", threads("Sleeping", 600), False),
    ("ProcessExporterZombies", threads("Zombie", 21), True),
    ("ProcessExporterZombies", threads("Zombie", 20), False),
    ("ProcessExporterZombies", threads("Other", 600), False),
]
