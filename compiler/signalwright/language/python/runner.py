"""Starts the child process that runs specs, and reads what it tells."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from signalwright.diagnostics.span import Step
from signalwright.records import record

_PACKAGES = Path(__file__).parents[3]
_START = (
    "import sys; sys.path.insert(0, {!r}); import signalwright; del sys.path[0]; "
    "from signalwright.language.python.child import main; main()"
)
# No site packages, no folder of the program on the path, text is UTF-8 whatever the locale says.
_FLAGS = ("-S", "-P", "-s", "-X", "utf8")
# What an interpreter may need to start at all, or to find its compiled modules.
_KEPT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "PYTHONPYCACHEPREFIX", "PYTHONDONTWRITEBYTECODE")
_DUMPED = re.compile(r'  File "(.*)", line (\d+)')


@record
class Limits:
    """How far specs may go.

    Attributes:
        seconds: The time that a file may take, in seconds.
        size: The most bytes that a file may say.
        memory: The most bytes of memory of the process, where the system can bound it.
    """

    seconds: float = 20.0
    size: int = 10 * 1024**2
    memory: int = 2 * 1024**3


@record
class Surroundings:
    """What a spec must not depend on.

    Attributes:
        hash_seed: The seed of the hashes of texts, which order sets.
        zone: The time zone.
        locale: The locale.
        folder: The working folder; None for the project's.
    """

    hash_seed: str
    zone: str
    locale: str
    folder: str | None


USUAL = Surroundings("0", "UTC", "C.UTF-8", None)
OTHER = Surroundings("4242", "ABC-12:45", "C", tempfile.gettempdir())


@record
class Said:
    """An expression of a spec.

    Attributes:
        file: The file, relative to the project.
        line: The first line, from 1; 0 when only the file is known.
        end_line: The last line.
        column: The first column, from 0, in bytes of UTF-8.
        end_column: The column behind the last character, likewise.
        steps: The way to the part that is meant; None when columns count characters from 1 and nothing is looked up.
        caller: The call of the function of the spec that it stands in, or None.
    """

    file: str
    line: int
    end_line: int
    column: int
    end_column: int
    steps: tuple[Step, ...] | None = ()
    caller: Said | None = None


@record
class Problem:
    """What is wrong with a spec that was run, in the fields of a diagnostic."""

    name: str
    message: str
    help: str
    place: Said
    also: tuple[tuple[Said, str], ...] = ()


@record
class PythonSpec:
    """What a file says.

    Attributes:
        file: The file, relative to the project.
        data: The values, as a YAML file would have them.
        places: Key path → the expression that said it.
        pieces: Key path of a text → start, end and expression of its pieces.
    """

    file: str
    data: dict[str, Any]
    places: Mapping[tuple[Step, ...], Said]
    pieces: Mapping[tuple[Step, ...], tuple[tuple[int, int, Said], ...]]


@dataclass(slots=True)
class Ran:
    """What came of running the files of several folders.

    Attributes:
        specs: What was said, in the order in which files were read.
        problems: Everything that is wrong.
        unsound: The folders with a problem.
    """

    specs: list[PythonSpec] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unsound: set[str] = field(default_factory=set)


def run(
    root: Path,
    specs: str,
    folders: Mapping[str, Sequence[str]],
    *,
    limits: Limits | None = None,
    surroundings: Surroundings = USUAL,
    quiet: bool = False,
) -> Ran:
    """Runs Python specs in a child process; after a file that ended it, in another one.

    Args:
        root: The project's folder.
        specs: The folder of the specs, relative to the project.
        folders: Folder of a stack → its files, both relative to the project.
        limits: How far they may go.
        surroundings: Hash seed, zone, locale and working folder.
        quiet: Whether what specs print is dropped.
    """
    ran = Ran()
    left = dict(folders)
    while left:
        done = _run_once(root, specs, left, limits or Limits(), surroundings, quiet, ran)
        for folder in done:
            del left[folder]
    return ran


def _run_once(
    root: Path,
    specs: str,
    folders: Mapping[str, Sequence[str]],
    limits: Limits,
    surroundings: Surroundings,
    quiet: bool,
    ran: Ran,
) -> list[str]:
    """Runs one child process; returns the folders that are done with, at least one."""
    request = {
        "root": str(root),
        "specs": specs,
        "folders": [{"folder": folder, "files": list(files)} for folder, files in folders.items()],
        "seconds": limits.seconds,
        "size": limits.size,
        "memory": limits.memory,
    }
    process = subprocess.Popen(
        [sys.executable, *_FLAGS, "-c", _START.format(str(_PACKAGES))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if quiet else None,
        cwd=surroundings.folder or root,
        env={
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            "PYTHONHASHSEED": surroundings.hash_seed,
            "TZ": surroundings.zone,
            "LC_ALL": surroundings.locale,
        },
    )
    count = sum(map(len, folders.values()))
    try:
        output, _ = process.communicate(json.dumps(request).encode(), timeout=limits.seconds * count + 30)
    except subprocess.TimeoutExpired:
        process.kill()
        output, _ = process.communicate()
    return _read(output, folders, process.returncode, limits, ran)


def _read(output: bytes, folders: Mapping[str, Sequence[str]], status: int, limits: Limits, ran: Ran) -> list[str]:
    done: list[str] = []
    running = ""
    lines = output.splitlines()
    for number, line in enumerate(lines):
        event = _event(line)
        if event is None:  # What faulthandler writes, or what a spec has put between.
            words = [each.decode(errors="replace") for each in lines[number:]]
            break
        if "begin" in event:
            running = event["begin"]
        elif "problem" in event:
            ran.problems.append(_problem(event["problem"]))
        elif "done" in event:
            done.append(event["done"])
            if not event["sound"]:
                ran.unsound.add(event["done"])
        elif "end" in event:
            return done
        else:
            ran.specs.append(_spec(event))
    else:
        words = []
    folder = next(each for each in folders if each not in done)
    ran.problems.append(_death(running or folders[folder][0], words, status, limits))
    ran.unsound.add(folder)
    return [*done, folder]


def _event(line: bytes) -> Any:
    try:
        return json.loads(line) if line.startswith(b"{") else None
    except ValueError:
        return None


def _death(file: str, words: Sequence[str], status: int, limits: Limits) -> Problem:
    """Returns the problem of a file that has ended the process, by what faulthandler wrote about it."""
    # It writes absolute paths, and other letters than those of ASCII as `ascii()` does.
    ending = "/" + ascii(file)[1:-1]
    found = (_DUMPED.match(word) for word in words)
    lines = [int(each[2]) for each in found if each is not None and each[1].endswith(ending)]
    place = Said(file, lines[0], lines[0], 0, 1 << 30) if lines else Said(file, 0, 0, 0, 0)
    if any(word.startswith("Timeout") for word in words):
        return Problem(
            "language/python-timeout",
            f"the spec takes longer than {limits.seconds:g} seconds",
            "end the loop, or write down what takes so long to work out",
            place,
        )
    said = next((word.removeprefix("Fatal Python error: ") for word in words if word.startswith("Fatal")), None)
    how = said or (f"signal {-status}" if status < 0 else f"exit status {status}")
    if status == 0:
        how = "what it tells can't be read"
    return Problem(
        "language/python-crash",
        f"the process that runs the spec has ended: {how}",
        "leave out what ends it; a spec is data, and needs no library that can",
        place,
    )


def _spec(event: Any) -> PythonSpec:
    return PythonSpec(
        event["file"],
        event["data"],
        {tuple(path): _said(place) for path, place in event["places"]},
        {
            tuple(path): tuple((start, end, _said(place)) for start, end, place in pieces)
            for path, pieces in event["pieces"]
        },
    )


def _problem(event: Any) -> Problem:
    also = tuple((_said(place), words) for place, words in event["also"])
    return Problem(event["name"], event["message"], event["help"], _said(event["place"]), also)


def _said(place: Any) -> Said:
    file, line, end_line, column, end_column, steps, caller = place
    return Said(
        file,
        line or 0,
        end_line or line or 0,
        column or 0,
        end_column or 0,
        None if steps is None else tuple(steps),
        None if caller is None else _said(caller),
    )
