"""Runs the files of a project as modules; part of the child process."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec, spec_from_loader
from types import ModuleType

from signalwright.spec.places import Files


class ProjectModules:
    """A finder and loader for the files of a project; each is run once, however many others import it.

    It stands behind Python's own finders, so that no file of a project can take the place of a standard module.

    Attributes:
        imported: The files that another file has imported.
    """

    def __init__(self) -> None:
        """Starts without folders."""
        self.imported: set[str] = set()
        self._folders: tuple[str, ...] = ()
        self._known: dict[str, ModuleType] = {}
        self._names: set[str] = set()
        self._files: set[str] = set()
        Files.names = self._files
        sys.meta_path.append(self)

    def enter(self, *folders: str) -> None:
        """Forgets every module of the project, so that stacks share nothing, and looks into other folders."""
        for name in self._names:
            sys.modules.pop(name, None)
        self._folders = folders
        self._known.clear()
        self._names.clear()
        self.imported.clear()

    def run(self, file: str, name: str) -> None:
        """Runs a file, unless it was imported before.

        Args:
            file: The absolute path.
            name: The dotted name of the module.

        Raises:
            BaseException: Whatever the file raises.
        """
        if file in self._known:
            return
        spec = spec_from_loader(name, _Loader(self, file), origin=file)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        module.__file__ = file
        spec.loader.exec_module(module)

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:  # noqa: ARG002  # the import system passes it
        """Finds a module in the folders of the project, or in those of one of its packages."""
        last = name.rpartition(".")[2]
        for folder in self._folders if path is None else path:
            place = os.path.join(folder, last)  # noqa: PTH118  # pathlib is an import of its own
            for file in (f"{place}.py", os.path.join(place, "__init__.py")):  # noqa: PTH118
                if os.path.isfile(file):  # noqa: PTH113
                    self._names.add(name)
                    self.imported.add(file)
                    spec = spec_from_loader(
                        name, _Loader(self, file), origin=file, is_package=not file.startswith(f"{place}.")
                    )
                    if spec is not None and spec.submodule_search_locations is not None:
                        spec.submodule_search_locations.append(place)
                    return spec
            if os.path.isdir(place):  # noqa: PTH112
                self._names.add(name)
                spec = ModuleSpec(name, None, is_package=True)
                spec.submodule_search_locations = [place]
                return spec
        return None

    def module_of(self, file: str) -> ModuleType | None:
        """Returns the module that a file has become, or None when it hasn't been run."""
        return self._known.get(file)

    def begin(self, file: str, module: ModuleType) -> None:
        """Remembers a module that is about to be run."""
        self._known[file] = module
        self._files.add(file)


class _Loader:
    """Runs one file."""

    def __init__(self, modules: ProjectModules, file: str) -> None:
        self._modules = modules
        self._file = file

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:  # noqa: ARG002  # the import system passes it
        """Returns the module that the file already is, or None for a new one."""
        return self._modules.module_of(self._file)

    def exec_module(self, module: ModuleType) -> None:
        """Runs the file in a new module."""
        if self._modules.module_of(self._file) is not None:
            return
        module.__file__ = self._file
        self._modules.begin(self._file, module)
        with open(self._file, "rb") as stream:  # noqa: PTH123
            text = stream.read()
        exec(compile(text, self._file, "exec", dont_inherit=True), module.__dict__)  # noqa: S102  # specs are programs
