"""Where a spec says something, and what is wrong with what it says.

Specs run in a fresh process, and whatever this package imports is paid for on every run.
"""

from __future__ import annotations

import sys
from types import CodeType, FrameType

Path = tuple[str | int, ...]

RECEIVER = "‹receiver›"
"""The argument that stands before the dot: `requests` in `requests.where(…)`."""
CALLEE = "‹callee›"
"""The name that is called: `counter` in `api.counter(…)`."""
BOUND = "‹bound›"
"""What a comparison compares with: `"5%"` in `requests.ratio(…) > "5%"`."""

_COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")
_MOST_CALLERS = 3
_PACKAGE = __file__.rpartition("places.py")[0]


class Files:
    """The files of the spec that is being run; empty where the API is used outside a run.

    Attributes:
        names: The absolute paths, as they stand in code objects.
        folder: The folder of the stack, with its last slash.
        specs: The folder of all specs, with its last slash.
    """

    names: frozenset[str] | set[str] = frozenset()
    folder = ""
    specs = ""


class Place:
    """A call, a comparison or another expression of a spec, or a part of it.

    Attributes:
        code: The code object.
        instruction: Offset of the instruction in the code.
        steps: The way from the expression to the part that is meant: index or name of an argument, or one of the marks
            above, and then keys and indices; nothing for the whole.
        caller: The call of the function that it stands in, or None at the top of a file.
    """

    __slots__ = ("caller", "code", "instruction", "steps")

    def __init__(self, code: CodeType, instruction: int, steps: Path = (), caller: Place | None = None) -> None:
        """Takes what a frame or a traceback knows; lines and columns are looked up when they are asked for."""
        self.code = code
        self.instruction = instruction
        self.steps = steps
        self.caller = caller

    def of(self, *steps: str | int) -> Place:
        """Returns the place of a part."""
        return Place(self.code, self.instruction, steps, self.caller)

    @property
    def is_own(self) -> bool:
        """Whether it stands in the folder of the stack that is being run."""
        return self.code.co_filename.startswith(Files.folder)

    @property
    def elsewhere(self) -> str | None:
        """The folder of another stack in which it stands; None in this one's, and in what all stacks share."""
        folder = self.code.co_filename.removeprefix(Files.specs).replace("\\", "/").partition("/")[0]
        return None if self.is_own or folder.startswith("_") else folder


class SpecError(Exception):
    """Something in a spec that can't be meant.

    Attributes:
        name: The name of the diagnostic.
        message: What is wrong, a short phrase.
        help: The way out.
        path: The way from the failing call to the part that is wrong; see `Place.steps`.
        first: Another place that explains it, such as the first of two equal names.
    """

    def __init__(self, name: str, message: str, help: str, path: Path = (), first: Place | None = None) -> None:
        """Takes what will be reported at the line that is running."""
        super().__init__(f"{message}: {help}")
        self.name = name
        self.message = message
        self.help = help
        self.path = path
        self.first = first


def misuse(message: str, help: str, path: Path = ()) -> SpecError:
    """Returns the error of a call that means nothing."""
    return SpecError("language/python-misuse", message, help, path)


def wrong_kind(message: str, help: str, path: Path = ()) -> SpecError:
    """Returns the error of a value that is none of the language's."""
    return SpecError("language/wrong-kind", message, help, path)


def here() -> Place:
    """Returns the place of the innermost expression of a spec that is being evaluated, with who called it."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # `inspect` would cost more than a whole spec
    while frame is not None and frame.f_back is not None:
        file = frame.f_code.co_filename
        if file in Files.names or (not Files.names and not file.startswith(_PACKAGE)):
            break
        frame = frame.f_back
    assert frame is not None
    return Place(frame.f_code, frame.f_lasti, (), _caller(frame, _MOST_CALLERS))


def _caller(frame: FrameType, most: int) -> Place | None:
    """Returns where the function was called that a frame runs; a comprehension belongs to what it stands in."""
    name = frame.f_code.co_name
    if name == "<module>" or not most:
        return None
    outer = frame.f_back
    while outer is not None and outer.f_code.co_filename not in Files.names:
        outer = outer.f_back
    if outer is None or name in _COMPREHENSIONS:
        return None if outer is None else _caller(outer, most)
    return Place(outer.f_code, outer.f_lasti, (), _caller(outer, most - 1))
