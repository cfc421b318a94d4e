"""How long lines of logs are kept."""

from __future__ import annotations

from signalwright.diagnostics.span import Origin
from signalwright.ir.routes import LabelMatch
from signalwright.ir.values import Duration
from signalwright.records import record


@record(kw_only=True)
class LogClass:
    """Lines that are kept for a time of their own.

    Attributes:
        name: The name of the class.
        matches: The labels that a stream of the class has, ordered by label; at least one.
        keep: How long its lines are kept. Where several classes match a stream, the longest time counts.
        origin: Where the class is written.
        keep_origin: Where its time is written.
    """

    name: str
    matches: tuple[LabelMatch, ...]
    keep: Duration
    origin: Origin
    keep_origin: Origin


@record(kw_only=True)
class Logs:
    """What holds for the logs of a stack.

    Attributes:
        keep: How long lines of no class are kept; None keeps them for ever.
        classes: The classes, ordered by name.
        origin: Where `keep` is written.
        keep_origin: Where the time of lines of no class is written, or `origin` where it isn't.
    """

    keep: Duration | None
    classes: tuple[LogClass, ...]
    origin: Origin
    keep_origin: Origin

    @property
    def longest(self) -> Duration | None:
        """How long any line is kept at most; None when some are kept for ever."""
        if self.keep is None:
            return None
        return max([self.keep, *(each.keep for each in self.classes)])
