"""What the parser has to say about a text: mistakes, and what not every version of Prometheus reads."""

from __future__ import annotations

from typing import Literal

from signalwright.records import record

Kind = Literal["scalar", "instant", "range", "string"]
"""What an expression returns (Prometheus, querying/basics, "Expression language data types")."""

Release = tuple[int, int]
"""Major and minor number of a version of Prometheus: `(3, 15)`."""

KIND_NAMES: dict[Kind, str] = {
    "scalar": "a scalar",
    "instant": "an instant vector",
    "range": "a range vector",
    "string": "a string",
}


@record
class Mistake:
    """Something that Prometheus refuses.

    Attributes:
        message: What is wrong, a short phrase.
        start: The offset of its first character.
        end: The offset after its last character; equal to `start` where something is missing.
        help: The way out, or None when the message says it.
    """

    message: str
    start: int
    end: int
    help: str | None = None


@record
class Need:
    """Something that only some versions of Prometheus read.

    Attributes:
        what: What it is, as it begins a sentence: "the function `mad_over_time`".
        since: The first version that reads it; None when all do that we know.
        until: The first version that doesn't read it any more, or None.
        start: The offset of its first character.
        end: The offset after its last character.
        flag: The feature that the newest version wants enabled for it, or None.
        instead: What to write where it isn't read, or None.
    """

    what: str
    since: Release | None
    until: Release | None
    start: int
    end: int
    flag: str | None = None
    instead: str | None = None


class LostError(Exception):
    """Ends the reading of one operand, after its mistake was noted."""
