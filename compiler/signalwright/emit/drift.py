"""Tells whether the output folder still is what its specs make; writes nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Literal

from signalwright.emit.artifact import Artifact
from signalwright.emit.compare import State, compare
from signalwright.emit.manifest import Versions
from signalwright.records import record

Kind = Literal["missing", "changed", "extra", "edited"]

_KINDS: Mapping[State, Kind] = {
    State.MISSING: "missing",
    State.CHANGED: "changed",
    State.EDITED: "edited",
    State.OCCUPIED: "edited",
    State.KEPT: "edited",
    State.OBSOLETE: "extra",
    State.FOREIGN: "extra",
}


@record
class Drift:
    """A file that is not what its specs make.

    Attributes:
        path: The file, relative to the output folder, with forward slashes.
        kind: `missing` when it isn't there; `changed` when its spec has changed since it was written; `edited` when a
            hand other than the compiler's has written it; `extra` when no spec makes it.
    """

    path: str
    kind: Kind


def drift(
    out: Path, stacks: Mapping[str, Sequence[Artifact]], versions: Versions, remove_stacks: Collection[str] = ()
) -> list[Drift]:
    """Returns every file in which the output folder differs from what was made; none means that it is up to date.

    Args:
        out: The output folder; it need not be there.
        stacks: The artifacts of each stack, by its name, which is its folder; their paths are relative to that folder.
        versions: What the manifests are to say.
        remove_stacks: Stacks that are no more, whose files are extra.

    Raises:
        EmitError: A path can't be used, a manifest or a folder can't be read, or a symbolic link stands in the way.
    """
    entries = compare(out, stacks, versions, remove_stacks)
    return [Drift(each.path, _KINDS[each.state]) for each in entries if each.state is not State.SAME]
