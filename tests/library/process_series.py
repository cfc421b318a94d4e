"""What makes the alerts of `process` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen
from tests.stacks.firing import Case


def files(opened: int) -> list[dict[str, str]]:
    """Returns the files of a process that may open 100."""
    return [seen("process_open_fds", f"{opened}x120"), seen("process_max_fds", "100x120")]


# Started anew every four minutes.
_LOOP = " ".join(f"{minute * 60}x3" for minute in range(0, 120, 4))

CASES: list[Case] = [
    ("ProcessFileDescriptorsNearLimit", files(81), True),
    ("ProcessFileDescriptorsNearLimit", files(79), False),
    ("ProcessRestartsInALoop", [seen("process_start_time_seconds", _LOOP)], True),
    ("ProcessRestartsInALoop", [seen("process_start_time_seconds", "0x96 5820x23")], False),
    ("ProcessRestartsInALoop", [], False),
]
