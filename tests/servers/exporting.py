"""Runs an exporter and what it watches, each as `tests/servers/exporters/<library>.py` says."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from tests.servers.caches import cache_root, lacking, provide
from tests.servers.debian_packages import missing_tool, shown, system, unpack
from tests.servers.processes import get, running, wait_for

FOLDER = Path(__file__).with_name("exporters")
PATIENCE_SECONDS = 60
SERVER_SECONDS = 300  # the end of a server whose test hangs
NOBODY = 65534
_LIBRARIES = ("usr/lib/{0}-linux-gnu", "lib/{0}-linux-gnu", "usr/lib")


@dataclass
class Place:
    """Where an exporter runs: a folder for what it writes, and the programs of its packages.

    Attributes:
        folder: An empty folder that every user can enter.
        root: Debian's packages, unpacked as if this were a machine's root.
    """

    folder: Path
    root: Path
    _started: int = field(default=0)

    def program(self, path: str) -> Path:
        """Returns a program of the packages, given by its path (`usr/bin/redis-server`)."""
        return self.root / path

    @property
    def environment(self) -> dict[str, str]:
        """The variables with which programs find the shared libraries of the packages."""
        folders = [str(self.root / each.format(os.uname().machine)) for each in _LIBRARIES]
        given = os.environ.get("LD_LIBRARY_PATH")
        return {"LD_LIBRARY_PATH": ":".join([*folders, *([given] if given else [])])}

    @contextmanager
    def running(
        self, path: str | Path, *arguments: str, environment: Mapping[str, str] | None = None, as_nobody: bool = False
    ) -> Iterator[Path]:
        """Runs a server in a folder of its own, which it gives.

        Args:
            path: The program: its path in the packages, or anywhere.
            arguments: Its command line.
            environment: More variables for it.
            as_nobody: For servers that refuse to be root: root runs them as the user nobody.
        """
        self._started += 1
        program = self.root / path
        folder = self.folder / f"{self._started}-{program.name}"
        folder.mkdir(exist_ok=True)
        command = [str(program), *arguments]
        if as_nobody:
            self.give(folder)
            command = [*_dropping(), *command]
        found = shutil.which(command[0])
        assert found is not None, f"there is no {command[0]}"
        with running(Path(found), command[1:], folder, SERVER_SECONDS, {**self.environment, **(environment or {})}):
            yield folder

    def call(self, path: str, *arguments: str, folder: Path | None = None, as_nobody: bool = False) -> str:
        """Runs a program to its end and returns what it printed.

        Args:
            path: The program: its path in the packages.
            arguments: Its command line.
            folder: Where it runs, instead of the folder of all.
            as_nobody: For programs that refuse to be root: root runs them as the user nobody.
        """
        done = self._run([*(_dropping() if as_nobody else ()), str(self.root / path), *arguments], folder)
        assert done.returncode == 0, f"{path} failed:\n{done.stdout}{done.stderr}"
        return done.stdout

    def succeeds(self, path: str, *arguments: str) -> bool:
        """Returns whether a program ends well."""
        return self._run([str(self.root / path), *arguments]).returncode == 0

    def give(self, folder: Path) -> None:
        """Makes a folder the user nobody's, where servers run as nobody."""
        if os.geteuid() == 0:
            shutil.chown(folder, NOBODY, NOBODY)

    def open_root(self) -> None:
        """Copies root's packages to where the user nobody can read them; the cache lies in root's own home."""
        if os.geteuid() == 0:
            shutil.copytree(self.root, self.folder / "root", symlinks=True)
            self.root = self.folder / "root"

    def _run(self, command: Sequence[str], folder: Path | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            check=False,  # What it said is part of the error.
            cwd=folder or self.folder,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
        )


@dataclass(frozen=True)
class Exporter:
    """What stands in a file of an exporter.

    Attributes:
        library: The library whose metrics it shows.
        packages: The packages of Debian that are unpacked for it.
        pages: Starts it and gives the URLs of its pages.
        otherwise: What of the library these pages say otherwise or don't have: a metric or `metric{label}`, with `*`
            for any text, to the reason.
        may_differ: The same of what depends on the machine that runs the test.
        may_fire: Alerts that may have a cause on the machine that runs the test, with the reason.
        is_current: Whether it needs today's tools, as `make verify-current` builds them.
    """

    library: str
    packages: tuple[str, ...]
    pages: Callable[[Place], AbstractContextManager[Sequence[str]]]
    otherwise: Mapping[str, str]
    may_differ: Mapping[str, str]
    may_fire: Mapping[str, str]
    is_current: bool

    @contextmanager
    def read(self) -> Iterator[list[str]]:
        """Runs it, and gives what its pages say.

        Raises:
            subprocess.CalledProcessError: Its packages can't be fetched.
        """
        root = self.fetch() if self.packages else Path("/")
        with tempfile.TemporaryDirectory(prefix=f"{self.library}-") as name:
            folder = Path(name)
            folder.chmod(0o755)
            with self.pages(Place(folder, root)) as urls:
                yield [str(wait_for(f"{url} has metrics", partial(get, url), PATIENCE_SECONDS)) for url in urls]

    def fetch(self) -> Path:
        """Unpacks its packages into the cache, unless they are there, and returns the folder."""
        key = hashlib.sha256(" ".join(self.packages).encode()).hexdigest()[:8]
        final = cache_root() / "exporters" / f"{self.library}-{system()}-{key}"
        if lacking(final / "bin", ["whole"]) and (tool := missing_tool()):
            pytest.skip(f"the exporter of `{self.library}` is a package of Debian, and there is no `{tool}` here")

        def make(folder: Path) -> None:
            unpack(self.packages, folder / "root", cache_root() / "exporters-apt")
            (folder / "bin").mkdir()
            (folder / "bin" / "whole").touch(mode=0o755)

        try:
            provide(final, ["whole"], f"fetching Debian's {', '.join(self.packages)}", make)
        except subprocess.CalledProcessError as error:
            error.add_note(f"`{shown(error.cmd)}` said:\n{error.stderr or error.stdout}")
            raise
        return final / "root"


def exporter_of(library: str) -> Exporter:
    """Returns what the file of a library's exporter says."""
    module: ModuleType = import_module(f"tests.servers.exporters.{library.replace('-', '_')}")
    return Exporter(
        library=library,
        packages=getattr(module, "PACKAGES", ()),
        pages=module.pages,
        otherwise=getattr(module, "OTHERWISE", {}),
        may_differ=getattr(module, "MAY_DIFFER", {}),
        may_fire=getattr(module, "MAY_FIRE", {}),
        is_current=getattr(module, "IS_CURRENT", False),
    )


def exporter_names() -> tuple[str, ...]:
    """Returns the libraries whose exporters have a file, in order."""
    return tuple(sorted(each.stem.replace("_", "-") for each in FOLDER.glob("*.py") if not each.stem.startswith("__")))


def _dropping() -> list[str]:
    """Returns what root puts before a command to run it as nobody."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
