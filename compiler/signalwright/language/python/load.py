"""Python specs of a project as plain data: run once, or twice to see that nothing but the spec decides what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin, Step
from signalwright.language.python.document import Aim, PythonPlaces
from signalwright.language.python.runner import OTHER, Limits, PythonSpec, Ran, Said, run
from signalwright.language.source import Sources
from signalwright.language.source.characters import CONTROL_CHARACTER

_CONTROL = re.compile(CONTROL_CHARACTER)


@dataclass(slots=True)
class PythonSpecs:
    """What the Python files of a project say.

    Attributes:
        specs: File → what it says, as a YAML file would.
        unsound: The folders of stacks with a file that can't be read.
    """

    specs: dict[str, dict[str, Any]] = field(default_factory=dict)
    unsound: set[str] = field(default_factory=set)


def load_python(
    root: Path,
    specs: Path,
    folders: Mapping[str, Sequence[str]],
    sources: Sources,
    report: Report,
    *,
    twice: bool = False,
    limits: Limits | None = None,
) -> PythonSpecs:
    """Runs the Python specs of a project.

    Args:
        root: The project's folder, absolute.
        specs: The folder of the specs, absolute.
        folders: Folder of a stack → its files in path order, both relative to the project.
        sources: Learns the places of everything that is said.
        report: Takes what is wrong.
        twice: Whether they are run again, in other surroundings, and compared.
        limits: How far they may go.
    """
    within = specs.relative_to(root).as_posix()
    ran = run(root, within, folders, limits=limits)
    for problem in ran.problems:
        named = problem.name == "language/duplicate-name"
        also = [Label(_place(sources, said, named=named), words) for said, words in problem.also]
        place = _place(sources, problem.place, named=named)
        report.error(problem.name, problem.message, place, help=problem.help, secondary=also)
    found = PythonSpecs(unsound=set(ran.unsound))
    for spec in ran.specs:
        sources.add_python(PythonPlaces(spec))
        found.specs[spec.file] = spec.data
        if _report_texts(spec, report):
            found.unsound.update(folder for folder in folders if spec.file.startswith(f"{folder}/"))
    sound = {folder: files for folder, files in folders.items() if folder not in found.unsound}
    if twice and sound:
        again = run(root, within, sound, limits=limits, surroundings=OTHER, quiet=True)
        _compare(ran, again, set(sound), sources, report)
    return found


def _place(sources: Sources, said: Said, *, named: bool = False) -> Location:
    return sources.python(said.file).place(said, Aim(named))


def _report_texts(spec: PythonSpec, report: Report) -> bool:
    """Reports texts that no spec may hold; returns whether there are any."""
    wrong = False
    for path, text in _texts(spec.data, ()):
        place = Origin(spec.file, path)
        control = _CONTROL.search(text)
        if control is not None:
            wrong = True
            name = unicodedata.name(control[0], "control character").lower()
            report.error(
                "language/control-character",
                f"the character U+{ord(control[0]):04X} ({name}) can't stand in a spec",
                place.within(*control.span()),
                help="remove it",
            )
        elif not unicodedata.is_normalized("NFC", text):
            wrong = True
            report.error(
                "language/not-normalized",
                "the text is not in Unicode's normal form NFC",
                place,
                help='names are compared character by character; `unicodedata.normalize("NFC", …)` makes them alike',
            )
    return wrong


def _texts(value: object, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(value, str):
        if not value.isascii() or not value.isprintable():
            yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(name, (*path, name))
            yield from _texts(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


_HELP = (
    "a spec says the same on every run and machine: `sorted(…)` gives a set an order, "
    "and the working folder, the zone and the locale must not matter"
)


def _compare(first: Ran, second: Ran, folders: set[str], sources: Sources, report: Report) -> None:
    """Reports what is different in the second run, at the first key path of each file that is."""
    for problem in second.problems:
        report.error(
            "language/python-differs",
            f"a second run fails: {problem.message}",
            _place(sources, problem.place),
            help=_HELP,
        )
    others = {spec.file: spec.data for spec in second.specs}
    for spec in first.specs:
        if not any(spec.file.startswith(f"{each}/") for each in folders - second.unsound):
            continue
        path = difference(spec.data, others.get(spec.file))
        if path is not None:
            shown = ".".join(map(str, path)) or spec.file
            report.error(
                "language/python-differs",
                f"a second run says something else at `{shown}`",
                Origin(spec.file, path),
                help=_HELP,
            )


def difference(one: object, other: object) -> tuple[Step, ...] | None:
    """Returns the first key path at which two plain values differ, the order of keys included; None for equal ones."""
    if isinstance(one, dict) and isinstance(other, dict):
        for (name, inner), (name_there, inner_there) in zip(one.items(), other.items(), strict=False):
            if name != name_there:
                return (name,)
            deeper = difference(inner, inner_there)
            if deeper is not None:
                return (name, *deeper)
        return None if len(one) == len(other) else ()
    if isinstance(one, list) and isinstance(other, list):
        for index, (inner, inner_there) in enumerate(zip(one, other, strict=False)):
            deeper = difference(inner, inner_there)
            if deeper is not None:
                return (index, *deeper)
        return None if len(one) == len(other) else ()
    return None if type(one) is type(other) and (one == other or one != one) else ()  # noqa: PLR0124  # NaN is itself
