"""What the parts of `resolve` share: the spec, places, the report, and references to names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.fix import spelling
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.models.stack import StackSpec
from signalwright.records import record

if TYPE_CHECKING:
    from signalwright.language.expand import Expanded

Path = tuple[str | int, ...]


@record
class Scope:
    """The spec that is being resolved.

    Attributes:
        spec: The validated spec of one stack in one environment.
        locate: Gives the place in the spec of a key path.
        report: Takes the errors.
        expanded: What templates, libraries and defaults gave; None where there are none.
    """

    spec: StackSpec
    locate: Callable[[Path], Origin]
    report: Report
    expanded: Expanded | None = None

    def place(self, *path: str | int) -> Origin:
        """Returns the place of a key path."""
        return self.locate(path)

    def refer(self, name: str, known: Iterable[str], what: str, place: Origin, *, declare: str) -> bool:
        """Checks that a name refers to something that exists.

        Args:
            name: The name as written.
            known: The names that exist.
            what: What the name should be, without article: `receiver`.
            place: Where it is written.
            declare: How a reader would declare it.

        Returns:
            Whether it exists; otherwise an error was reported.
        """
        names = list(known)
        if name in names:
            return True
        near = closest(name, names)
        if near is not None:
            way_out = f"did you mean `{near}`?"
        elif names:
            way_out = f"{declare}, or use one of {', '.join(f'`{each}`' for each in sorted(names)[:8])}"
        else:
            way_out = declare
        self.report.error(
            "language/unknown-reference",
            f"there is no {what} `{name}`",
            place,
            help=way_out,
            fix=spelling(place, name, names),
        )
        return False

    def refer_all(
        self, names: Iterable[str], known: Iterable[str], what: str, path: Path, *, declare: str
    ) -> tuple[str, ...]:
        """Returns those of a list of names that exist; reports the others at their index."""
        existing = list(known)
        return tuple(
            name
            for index, name in enumerate(names)
            if self.refer(name, existing, what, self.locate((*path, index)), declare=declare)
        )
