"""The child process: runs the files of each folder and tells what they say, as lines of JSON."""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Any, BinaryIO

from signalwright.language.python.guards import Guards, RefusedError
from signalwright.language.python.modules import SPECS, ProjectModules
from signalwright.language.python.stand_ins import replace
from signalwright.spec.places import Files, Place, SpecError
from signalwright.spec.stack import Part


def main() -> None:
    """Reads what is to be run from standard input, and writes what came of it to where standard output was.

    Whatever specs print goes to standard error.
    """
    gc.disable()
    data = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    request = json.loads(sys.stdin.buffer.read())
    sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115  # for as long as the process lives
    _limit_memory(request["memory"])
    faulthandler.enable(file=data, all_threads=False)
    end = os._exit
    run = _Run(request, data)
    for folder in request["folders"]:
        run.folder(folder["folder"], folder["files"])
    run.tell({"end": True})
    sys.stderr.flush()
    end(0)


def _limit_memory(size: int) -> None:
    try:
        import resource
    except ImportError:
        return
    most = resource.getrlimit(resource.RLIMIT_AS)[1]
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size if most == resource.RLIM_INFINITY else min(size, most), most))
    except (OSError, ValueError):
        return  # Some systems have the limit and refuse to set it.


class _Run:
    """What is kept while the folders are run."""

    def __init__(self, request: dict[str, Any], data: BinaryIO) -> None:
        self._root = os.path.realpath(request["root"])
        self._within: str = request["specs"]
        self._specs = self._absolute(self._within)
        self._seconds: float = request["seconds"]
        self._size: int = request["size"]
        self._data = data
        self._modules = ProjectModules()
        self._guards = Guards(self._root)
        self._positions: dict[int, list[Any]] = {}
        self._told: dict[int, BaseException] = {}
        for name in ("_exit", "abort"):
            replace(os, name, _exit)  # An error has a place; an end without a word has none.

    def tell(self, event: dict[str, Any]) -> None:
        """Writes an event."""
        self._data.write(json.dumps(event).encode() + b"\n")
        self._data.flush()

    def folder(self, folder: str, files: list[str]) -> None:
        """Runs the files of a folder and tells what they say."""
        whole = os.path.join(self._root, folder)
        self._modules.enter(self._specs, whole, self._specs, self._root)
        Files.folder, Files.specs = whole + os.sep, self._specs + os.sep
        Part.made.clear()
        ran = [self._file(file) for file in files]
        sound = False not in ran
        made = [part for part in Part.made if part.place.is_own]
        sound = self._check_one_each(made) and sound
        if sound:
            spoken = {place.code.co_filename for part in made for place in part.notes.places.values()}
            for file in files:
                path = self._absolute(file)
                if path not in spoken and path not in self._modules.imported and not file.endswith("__init__.py"):
                    sound = False
                    self._tell_silent(file)
            for part in made:
                sound = self._tell_part(part) and sound
        self.tell({"done": folder, "sound": sound})

    def _file(self, file: str) -> bool:
        """Runs a file; returns whether nothing was wrong with it."""
        self.tell({"begin": file})
        faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._data)
        name = ".".join((SPECS, *file.removeprefix(f"{self._within}/").removesuffix(".py").split("/")))
        count = len(self._guards.refused)
        sound = True
        try:
            self._modules.run(self._absolute(file), name)
        except RefusedError:
            sound = False
        except BaseException as error:  # noqa: BLE001  # SystemExit and KeyboardInterrupt of a spec are its errors, too
            sound = False
            if id(error) not in self._told:
                self._told[id(error)] = error
                self._tell_error(error, file)
        finally:
            faulthandler.cancel_dump_traceback_later()
        for refusal in self._guards.refused[count:]:
            sound = False
            self._tell_problem(refusal.name, refusal.message, refusal.help, self._place(refusal.place))
        return sound

    def _check_one_each(self, made: Iterable[Part]) -> bool:
        first: dict[str, Part] = {}
        sound = True
        for part in made:
            known = first.setdefault(part.place.code.co_filename, part)
            if known is not part:
                sound = False
                self._tell_problem(
                    "language/python-misuse",
                    "a file makes one `Stack` or `Part`, and this is the second",
                    "say more of the first one, or put it in a file of its own",
                    self._place(part.place),
                    [(self._place(known.place), "the first one")],
                )
        return sound

    def _tell_part(self, part: Part) -> bool:
        notes = part.notes
        file = self._relative(part.place.code.co_filename)
        event = {
            "file": file,
            "data": part.data,
            "places": [[list(path), self._place(place)] for path, place in notes.places.items()],
            "pieces": [
                [list(path), [[start, end, self._place(place)] for start, end, place in pieces]]
                for path, pieces in notes.pieces.items()
            ],
        }
        if len(json.dumps(part.data)) > self._size:
            self._tell_problem(
                "language/file-too-large",
                f"what the file says is larger than {self._size // 1024**2} MiB",
                "split it into several stacks, or say less",
                self._place(part.place),
            )
            return False
        self.tell(event)
        return True

    def _tell_silent(self, file: str) -> None:
        self._tell_problem(
            "language/python-says-nothing",
            "the file makes no `Stack` and no `Part`, and no other file imports it",
            'write `stack = Stack("shop")` in the first file of a stack and `part = Part()` in every other one',
            [file, 0, 0, 0, 0, [], None],
        )

    def _tell_error(self, error: BaseException, file: str) -> None:
        frames = self._frames(error.__traceback__)
        if isinstance(error, SyntaxError) and self._is_ours(error.filename or self._absolute(file)):
            self._tell_syntax(error, file)
            return
        place = self._place(frames[-1]) if frames else [file, 0, 0, 0, 0, [], None]
        inner = frames[1].code.co_name if len(frames) > 1 else ""
        words = "imported here" if inner == "<module>" else "called from here"
        called = [(self._place(frames[0]), words)] if inner else []
        if isinstance(error, SpecError):
            self._tell_spec_error(error, place, called)
        elif isinstance(error, (SystemExit, KeyboardInterrupt)):
            self._tell_problem(
                "language/python-exit", "the spec ends the program", "raise an error, or leave it out", place, called
            )
        else:
            self._tell_exception(error, place, called)

    def _tell_spec_error(self, error: SpecError, place: list[Any], called: list[tuple[list[Any], str]]) -> None:
        if error.first is not None:
            called.append((self._place(error.first), "declared here first"))
        place[5] = list(error.path)
        self._tell_problem(error.name, error.message, error.help, place, called)

    def _tell_exception(self, error: BaseException, place: list[Any], called: list[tuple[list[Any], str]]) -> None:
        from signalwright.language.python.guidance import misuse_of, way_out, words_of

        misused = misuse_of(error)
        if misused is not None:
            self._tell_spec_error(misused, place, called)
            return
        kind, words = type(error).__name__, words_of(error, self._root)
        frames, traceback = [], error.__traceback__
        while traceback is not None:
            frames.append(traceback.tb_frame)
            traceback = traceback.tb_next
        out = way_out(error, words, [each for each in frames if self._is_ours(each.f_code.co_filename)])
        self._tell_problem("language/python-exception", f"{kind}: {words}" if words else kind, out, place, called)

    def _tell_syntax(self, error: SyntaxError, file: str) -> None:
        where = file if error.filename is None else self._relative(error.filename)
        line = error.lineno or 0
        self._tell_problem(
            "language/python-syntax",
            f"this is not Python: {error.msg}",
            "correct the line, or one above it",
            [where, line, error.end_lineno or line, error.offset, error.end_offset, None, None],
        )

    def _tell_problem(
        self, name: str, message: str, way_out: str, place: list[Any], secondary: Iterable[tuple[list[Any], str]] = ()
    ) -> None:
        self.tell(
            {"problem": {"name": name, "message": message, "help": way_out, "place": place, "also": list(secondary)}}
        )

    def _frames(self, traceback: TracebackType | None) -> list[Place]:
        """Returns the places of a project that an error went through, the outermost first."""
        found = []
        while traceback is not None:
            if self._is_ours(traceback.tb_frame.f_code.co_filename):
                found.append(Place(traceback.tb_frame.f_code, traceback.tb_lasti))
            traceback = traceback.tb_next
        return found

    def _place(self, place: Place) -> list[Any]:
        """Returns file, first and last line from 1, first and last column from 0 in UTF-8, steps, and the caller."""
        code = place.code
        if id(code) not in self._positions:
            self._positions[id(code)] = [code, list(code.co_positions())]
        line, end_line, column, end_column = self._positions[id(code)][1][place.instruction // 2]
        caller = None if place.caller is None else self._place(place.caller)
        return [self._relative(code.co_filename), line, end_line, column, end_column, list(place.steps), caller]

    def _is_ours(self, file: str) -> bool:
        return file in Files.names

    def _absolute(self, file: str) -> str:
        return os.path.join(self._root, *file.split("/"))

    def _relative(self, file: str) -> str:
        return file[len(self._root) + 1 :].replace(os.sep, "/")


def _exit(*_: object) -> None:
    raise SystemExit
