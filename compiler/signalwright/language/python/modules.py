"""Runs the files of a project as modules; part of the child process."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from types import ModuleType

from signalwright.spec.places import Files

SPECS = "signalwright_specs"
"""The package that stands for the folder of all specs."""


class ProjectModules:
    """A finder and loader for the files of a project; each is run once, however many others import it.

    It stands before Python's own finders, which would load the modules of a package in their way, and leaves standard
    modules to them: no file of a project takes the place of one.

    Attributes:
        imported: The files that another file has imported.
    """

    def __init__(self) -> None:
        """Starts without folders."""
        self.imported: set[str] = set()
        self._folders: tuple[str, ...] = ()
        self._specs = ""
        self._known: dict[str, ModuleType] = {}
        self._first: dict[str, ModuleSpec | None] = {}
        self._failed: dict[str, BaseException] = {}
        self._names: set[str] = set()
        self._files: set[str] = set()
        Files.names = self._files
        sys.meta_path.insert(0, self)

    def enter(self, specs: str, *folders: str) -> None:
        """Forgets every module of the project, so that stacks share nothing, and looks into other folders.

        Args:
            specs: The folder of all specs; what is below it has a name by which relative imports find their way.
            folders: Folders whose modules are imported by their own names, the nearest first.
        """
        for name in self._names:
            sys.modules.pop(name, None)
        self._specs = specs + os.sep
        package = sys.modules[SPECS] = ModuleType(SPECS)
        package.__path__ = [specs]
        self._folders = folders
        self._known.clear()
        self._failed.clear()
        self._names = {SPECS}
        self.imported.clear()

    def run(self, file: str, name: str) -> None:
        """Runs a file, unless it was imported before.

        Args:
            file: The absolute path.
            name: The dotted name of the module.

        Raises:
            BaseException: Whatever the file raises, or has raised when it was imported.
        """
        if file in self._known:
            self.check(file)
            return
        loader = _Loader(self, name, file)
        module = module_from_spec(ModuleSpec(name, loader, origin=file))
        loader.exec_module(module)

    def find_spec(self, name: str, path: Sequence[str] | None = None, *_: object) -> ModuleSpec | None:
        """Finds a module in the folders of the project, or in those of one of its packages."""
        package, last = name.rpartition(".")[::2]
        if package not in self._names and (package or name in sys.stdlib_module_names):
            return None
        for folder in self._folders if path is None else path:
            place = os.path.join(folder, last)
            for file in (f"{place}.py", os.path.join(place, "__init__.py")):
                if os.path.isfile(file):
                    self.imported.add(file)
                    is_package = file != f"{place}.py"
                    loader = _Loader(self, self._whole_name(name, place), file)
                    spec = ModuleSpec(name, loader, origin=file, is_package=is_package)
                    return self._found(spec, place if is_package else None)
            if os.path.isdir(place):
                return self._found(ModuleSpec(name, None, is_package=True), place)
        return None

    def _whole_name(self, name: str, place: str) -> str:
        """Returns the name of a module from the folder of all specs on, by whatever name it is imported."""
        within = place.removeprefix(self._specs)
        return name if within == place or "." in within else ".".join((SPECS, *within.split(os.sep)))

    def _found(self, spec: ModuleSpec, folder: str | None) -> ModuleSpec:
        self._names.add(spec.name)
        if folder is not None:
            spec.submodule_search_locations = [folder]
        return spec

    def module_of(self, file: str) -> ModuleType | None:
        """Returns the module that a file has become, or None when it hasn't been run."""
        return self._known.get(file)

    def begin(self, file: str, module: ModuleType) -> None:
        """Remembers a module that is about to be run."""
        self._known[file] = module
        self._first[file] = module.__spec__
        self._files.add(file)

    def fail(self, file: str, error: BaseException) -> None:
        """Remembers that a file has failed."""
        self._failed[file] = error

    def check(self, file: str) -> None:
        """Raises the error with which a file has failed before, and which is told only once."""
        if file in self._failed:
            raise self._failed[file]

    def spec_of(self, file: str) -> ModuleSpec | None:
        """Returns how a file that has been run was found first."""
        return self._first.get(file)


class _Loader(SourceFileLoader):
    """Runs one file, as source: no compiled file is read or written."""

    def __init__(self, modules: ProjectModules, name: str, file: str) -> None:
        """Takes the whole name of the module and the absolute path of its file."""
        super().__init__(name, file)
        self._modules = modules
        self._file = file

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Returns the module that the file already is, or None for a new one."""
        if self._modules.module_of(self._file) is None and spec.name != self.name:
            import_module(self.name)
        return self._modules.module_of(self._file)

    def exec_module(self, module: ModuleType) -> None:
        """Runs the file in a new module."""
        if self._modules.module_of(self._file) is not None:
            # The import system has just given it the name that this import uses; relative imports need the first one.
            module.__spec__ = self._modules.spec_of(self._file)
            self._modules.check(self._file)
            return
        module.__file__ = self._file
        self._modules.begin(self._file, module)
        try:
            with open(self._file, "rb") as stream:
                text = stream.read()
            exec(compile(text, self._file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # specs are programs
        except BaseException as error:
            self._modules.fail(self._file, error)
            raise
