"""Finds checks, targets and drawings: our own by walking their packages, others through entry points and paths.

Nothing has to be registered: a module that stands in the right folder is found.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from signalwright.records import record
from signalwright.target import Target, drawings_in

ENTRY_POINT_GROUP = "signalwright.extensions"
_OWN = "signalwright"
_OWN_TARGETS = "signalwright_targets"
_OWN_CHECKS = "signalwright.checks"


class ExtensionError(Exception):
    """An extension that can't be used; the text says which and why."""


@record
class Registry:
    """What is installed.

    Attributes:
        targets: The targets by name, ordered by name.
        check_packages: The packages whose modules are checks: `checks/<area>/<bad_state>.py`.
    """

    targets: dict[str, Target]
    check_packages: tuple[ModuleType, ...]


def find(extensions: Sequence[Path] = ()) -> Registry:
    """Finds everything that is installed.

    Args:
        extensions: Folders of the project that hold `checks/`, `targets/` or `panels/`.

    Returns:
        The registry.

    Raises:
        ExtensionError: When an extension can't be imported, or two packages bring a target or a check of one name.
    """
    targets: dict[str, Target] = {}
    check_packages = [importlib.import_module(_OWN_CHECKS)]
    drawings: list[ModuleType] = []
    _add_targets(targets, importlib.import_module(_OWN_TARGETS))
    for package in _extensions(extensions):
        if (module := _part(package, "checks")) is not None:
            check_packages.append(module)
        if (module := _part(package, "targets")) is not None:
            _add_targets(targets, module)
        if (module := _part(package, "panels")) is not None:
            drawings.append(module)
    _refuse_twins(check_packages)
    for module in drawings:
        _add_drawings(targets, module)
    return Registry(dict(sorted(targets.items())), tuple(check_packages))


def own_folders() -> list[Path]:
    """Returns the folders of our own two packages: the compiler and its targets."""
    return [Path(folder) for name in (_OWN, _OWN_TARGETS) for folder in importlib.import_module(name).__path__]


def modules(package: ModuleType) -> Iterator[tuple[str, str]]:
    """Walks a package two levels deep.

    Args:
        package: A package whose subpackages are areas.

    Yields:
        The area's name and the full module name of each unit in it, ordered by name.
    """
    for area in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        if area.ispkg:
            folder = [f"{path}/{area.name}" for path in package.__path__]
            for unit in sorted(pkgutil.iter_modules(folder), key=lambda each: each.name):
                yield area.name, f"{package.__name__}.{area.name}.{unit.name}"


def _refuse_twins(packages: Sequence[ModuleType]) -> None:
    """Refuses two checks of one name, of which nobody could allow or explain the second."""
    if len(packages) == 1:
        return
    found: dict[str, str] = {}
    for package in packages:
        for _, name in modules(package):
            inside = name.removeprefix(f"{package.__name__}.")
            if found.setdefault(inside, name) != name:
                called = inside.replace(".", "/").replace("_", "-")
                raise ExtensionError(f"two packages bring a check `{called}`: {name} is the second")


def _add_targets(targets: dict[str, Target], package: ModuleType) -> None:
    for found in sorted(pkgutil.iter_modules(package.__path__), key=lambda each: each.name):
        if not found.ispkg:
            continue
        module = importlib.import_module(f"{package.__name__}.{found.name}")
        target = getattr(module, "TARGET", None)
        if not isinstance(target, Target):
            raise ExtensionError(f"{module.__name__} has no TARGET of type signalwright.target.Target")
        if target.name in targets:
            raise ExtensionError(f"two packages bring a target `{target.name}`: {module.__name__} is the second")
        targets[target.name] = target


def _add_drawings(targets: dict[str, Target], package: ModuleType) -> None:
    """Gives drawings to every target that draws panels."""
    found = drawings_in(package.__name__, package.__path__)
    for name, target in targets.items():
        if not target.drawings:
            continue
        for word in found.keys() & target.drawings.keys():
            raise ExtensionError(
                f"two packages bring a drawing `{word}`: {found[word]} is the second after {target.drawings[word]}"
            )
        targets[name] = replace(target, drawings=dict(sorted({**target.drawings, **found}.items())))


def _extensions(paths: Sequence[Path]) -> Iterator[ModuleType]:
    if any(map(_may_extend, sys.path)):
        from importlib.metadata import entry_points

        for point in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda each: each.name):
            try:
                yield importlib.import_module(point.value)
            except ImportError as error:
                raise ExtensionError(f"the extension `{point.name}` can't be imported: {error}") from error
    for path in paths:
        yield _from_path(path)


def _may_extend(folder: str) -> bool:
    """Returns whether a folder of the import path has a distribution that names our entry points.

    Asking `importlib.metadata` costs ten times as much, and most installations have no extension.
    """
    try:
        with os.scandir(folder or ".") as entries:
            points = [
                f"{each.path}/entry_points.txt" for each in entries if each.name.endswith((".dist-info", ".egg-info"))
            ]
    except NotADirectoryError:
        return True  # An archive; only `importlib.metadata` looks inside.
    except OSError:
        return False
    return any(_names_group(each) for each in points)


def _names_group(path: str) -> bool:
    try:
        return ENTRY_POINT_GROUP.encode() in Path(path).read_bytes()
    except OSError:
        return False


def _from_path(path: Path) -> ModuleType:
    if not path.is_dir():
        raise ExtensionError(f"the extension folder `{os.path.relpath(path)}` doesn't exist")
    name = f"signalwright_extension_{path.name.replace('-', '_')}"
    if name in sys.modules:
        return sys.modules[name]
    init = path / "__init__.py"
    spec = importlib.util.spec_from_file_location(
        name, init if init.exists() else None, submodule_search_locations=[str(path)]
    )
    if spec is None:
        raise ExtensionError(f"the extension folder `{os.path.relpath(path)}` is no package: add an `__init__.py`")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    if spec.loader is not None and init.exists():
        spec.loader.exec_module(module)
    return module


def _part(package: ModuleType, name: str) -> ModuleType | None:
    full = f"{package.__name__}.{name}"
    try:
        if importlib.util.find_spec(full) is None:
            return None
        return importlib.import_module(full)
    except ImportError as error:
        raise ExtensionError(f"`{full}` can't be imported: {error}") from error
