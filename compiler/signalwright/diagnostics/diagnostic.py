"""One thing that is wrong, or worth saying, about a spec."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from signalwright.diagnostics.span import Place
from signalwright.records import record

if TYPE_CHECKING:
    from signalwright.diagnostics.fix import Fix


class Level(Enum):
    """How grave a diagnostic is; the value is the word that people read."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@record
class Label:
    """A place with what is to be said about it.

    Attributes:
        place: The place.
        message: A short phrase shown beside it; empty when the place alone says enough.
    """

    place: Place
    message: str = ""


@record
class Allowed:
    """What makes a finding count no more: somebody wrote that it is right here.

    Attributes:
        reason: Why, in the words of the spec.
        place: Where that is written.
    """

    reason: str
    place: Place


@record
class Diagnostic:
    """A finding.

    Attributes:
        name: `area/bad-state`, such as `language/unknown-key`; what `explain` takes.
        message: What is wrong, one short phrase without a full stop.
        primary: Where it is wrong.
        secondary: Other places that explain it, such as the first of two equal keys.
        help: The way out, or None.
        level: How grave it is.
        environments: The environments of the stack that have it, where not all have it and the place doesn't say so.
        fix: The change that certainly puts it right, or None.
        allowed: Why it counts no more, or None for one that counts.
    """

    name: str
    message: str
    primary: Label
    secondary: tuple[Label, ...] = ()
    help: str | None = None
    level: Level = Level.ERROR
    environments: tuple[str, ...] = ()
    fix: Fix | None = None
    allowed: Allowed | None = None
