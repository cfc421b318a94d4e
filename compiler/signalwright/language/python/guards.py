"""Keeps specs from asking what differs between runs and machines; part of the child process.

A guard against accidents, and no sandbox: who wants to get around it does.
"""

from __future__ import annotations

import _thread
import os
import sys
import time
from collections.abc import Callable
from importlib.machinery import ModuleSpec, PathFinder
from types import FrameType, ModuleType
from typing import Any

from signalwright.language.python.stand_ins import Entries, Environment, guard_dates, guard_generator, replace
from signalwright.spec.places import Files, Place, SpecError

_HELP = {
    "ask the clock": "write the date into the spec",
    "draw random numbers": "use `random.Random(1)`, which gives the same numbers on every run",
    "read or change the environment": "write the value into the spec, or use `environments` of the stack",
    "use the network": "keep a copy of what is needed in the project, and read that",
    "start another program": "keep what it says in a file of the project, and read that",
    "read a file outside of the project": "copy it into the project",
    "write a file": "return nothing but what the spec says; `compile` writes files",
    "start threads": "do one thing after the other",
    "ask about the machine": "write into the spec what it needs to know",
}
_EVENTS = {
    "socket.": "use the network",
    "subprocess.": "start another program",
    "os.system": "start another program",
    "os.exec": "start another program",
    "os.posix_spawn": "start another program",
    "os.spawn": "start another program",
    "os.fork": "start another program",
    "os.startfile": "start another program",
    "os.kill": "start another program",
    "pty.spawn": "start another program",
    "os.putenv": "read or change the environment",
    "os.unsetenv": "read or change the environment",
    "ctypes.dlopen": "start another program",
    **dict.fromkeys(
        (
            "os.chmod",
            "os.chown",
            "os.link",
            "os.mkdir",
            "os.remove",
            "os.rename",
            "os.rmdir",
            "os.symlink",
            "os.truncate",
            "os.utime",
            "shutil.",
            "tempfile.",
        ),
        "write a file",
    ),
}
_FUNCTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "time": {
        "ask the clock": (
            "time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time",
            "process_time_ns", "thread_time", "thread_time_ns", "clock_gettime", "clock_gettime_ns",
        )
    },
    "_thread": {"start threads": ("start_new_thread", "start_new", "start_joinable_thread")},
    "os": {
        "draw random numbers": ("urandom", "getrandom"),
        "ask about the machine": ("getpid", "getppid", "getlogin", "uname", "cpu_count", "getuid", "getloadavg"),
    },
    "random": {
        "draw random numbers": (
            "random", "uniform", "triangular", "randint", "choice", "randrange", "sample", "shuffle", "choices",
            "normalvariate", "lognormvariate", "expovariate", "vonmisesvariate", "gammavariate", "gauss", "betavariate",
            "binomialvariate", "paretovariate", "weibullvariate", "getrandbits", "randbytes", "seed",
        )
    },
    "secrets": {
        "draw random numbers": ("choice", "randbelow", "randbits", "token_bytes", "token_hex", "token_urlsafe"),
    },
    "uuid": {"draw random numbers": ("uuid1", "uuid4", "uuid6", "uuid7", "getnode")},
}  # fmt: skip
# Each line of a log has a time and the number of the process, whether they are shown or not; it goes to standard error.
_LOGGING = os.path.join(os.path.dirname(os.__file__), "logging", "__init__.py")
_LOGGED = ("ask the clock", "ask about the machine")
_ON_IMPORT = ("datetime", "random", "secrets", "uuid")
# These ask the clock only when they aren't given a time: name → the number of arguments with one.
_OF_NOW = {"localtime": 1, "gmtime": 1, "ctime": 1, "asctime": 1, "strftime": 2}


class RefusedError(SpecError):
    """What a guard raises.

    Attributes:
        place: The expression that asked.
    """

    def __init__(self, what: str, asked: str, place: Place) -> None:
        """Takes what was asked for, the function or event, and the place."""
        super().__init__("language/python-outside-world", f"a spec can't {what}: `{asked}`", _HELP[what])
        self.place = place


class Guards:
    """The guards of a child process; once armed, they stay.

    Attributes:
        refused: What was refused, even where the spec has caught the error.
    """

    def __init__(self, root: str) -> None:
        """Arms the guards.

        Args:
            root: The project's folder, absolute and without symbolic links.
        """
        self.refused: list[RefusedError] = []
        self._harmless: set[str] = set()
        package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        libraries = {os.path.dirname(os.__file__), package, *(each for each in sys.path if each)}
        self._readable = tuple(os.path.realpath(each) + os.sep for each in (root, *libraries))
        sys.dont_write_bytecode = True
        for module in (time, os, _thread):
            self._guard(module)
        self._guard_times_of_now()
        self._guard_folders()
        replace(os, "environ", Environment(os.environ, self.refuse))
        for name in _ON_IMPORT:
            if name in sys.modules:
                self.guard_module(sys.modules[name])
        sys.meta_path.insert(0, _Guarding(self))
        sys.addaudithook(self._audit)

    def refuse(self, what: str, asked: str) -> None:
        """Raises an error when a spec asks; what modules ask while they are imported is their own affair.

        Args:
            what: One of the things above.
            asked: The function or event.

        Raises:
            RefusedError: A spec asks.
        """
        frame: FrameType | None = sys._getframe(1)  # noqa: SLF001  # `inspect` would cost more than a whole spec
        while frame is not None:
            file = frame.f_code.co_filename
            if file in Files.names:
                refusal = RefusedError(what, asked, Place(frame.f_code, frame.f_lasti))
                self.refused.append(refusal)
                raise refusal
            if file.startswith("<frozen importlib") or (file == _LOGGING and what in _LOGGED):
                return
            frame = frame.f_back

    def guard_module(self, module: ModuleType) -> None:
        """Guards a module that has just been imported."""
        self._guard(module)
        if module.__name__ == "random":
            guard_generator(module, self.refuse)
        elif module.__name__ == "datetime":
            guard_dates(module, self.refuse)

    def _guard(self, module: ModuleType) -> None:
        for what, names in _FUNCTIONS.get(module.__name__, {}).items():
            for name in names:
                if hasattr(module, name):
                    setattr(module, name, self._refusing(getattr(module, name), what, f"{module.__name__}.{name}"))

    def _refusing(self, function: Callable[..., Any], what: str, name: str) -> Callable[..., Any]:
        def refusing(*args: Any, **keywords: Any) -> Any:
            self.refuse(what, name)
            return function(*args, **keywords)

        return refusing

    def _guard_times_of_now(self) -> None:
        for name, count in _OF_NOW.items():
            function = getattr(time, name)

            def refusing(*args: Any, function: Any = function, name: str = name, count: int = count) -> Any:
                if len(args) < count or args[count - 1] is None:
                    self.refuse("ask the clock", f"time.{name}")
                return function(*args)

            setattr(time, name, refusing)

    def _guard_folders(self) -> None:
        """Makes the order of a folder's entries the same on every file system."""
        list_folder, scan_folder = os.listdir, os.scandir
        replace(os, "listdir", lambda path=".": sorted(list_folder(path)))
        replace(os, "scandir", lambda path=".": Entries(scan_folder(path)))

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in self._harmless:  # Looking at a frame is an event, too, and every call that says something does.
            return
        if event == "open":
            self._audit_open(*arguments[:3])
        elif event in ("os.listdir", "os.scandir"):
            self._check_readable(arguments[0] if arguments[0] is not None else ".", event)
        else:
            self._harmless.add(event)
            for begin, what in _EVENTS.items():
                if event.startswith(begin):
                    self._harmless.discard(event)
                    self.refuse(what, event)

    def _audit_open(self, path: Any, mode: str | None, flags: int) -> None:
        if isinstance(path, int):
            return
        writes = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
        if flags & writes or (mode is not None and set(mode) & set("wax+")):
            self.refuse("write a file", f"open({os.fsdecode(path)!r})")
        else:
            self._check_readable(path, "open")

    def _check_readable(self, path: Any, asked: str) -> None:
        if not isinstance(path, int):
            place = os.path.realpath(os.fsdecode(path)) + os.sep
            if not place.startswith(self._readable):
                self.refuse("read a file outside of the project", f"{asked}({os.fsdecode(path)!r})")


class _Guarding:
    """Guards a module as soon as it is imported, so that those that no spec imports cost nothing."""

    def __init__(self, guards: Guards) -> None:
        self._guards = guards

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Finds a module as ever, and has it guarded after it was run."""
        if name not in _ON_IMPORT:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        run = spec.loader.exec_module

        def run_and_guard(module: ModuleType) -> None:
            run(module)
            self._guards.guard_module(module)

        replace(spec.loader, "exec_module", run_and_guard)
        return spec
