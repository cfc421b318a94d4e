"""Puts the files of a stack together, and remembers where each part was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticCustomError

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.models.stack import LANGUAGE_VERSION, StackSpec, read_language_version

Path = tuple[str | int, ...]

NAMED = ("secrets", "receivers", "teams", "templates", "services", "alerts", "records", "dashboards", "environments")


@dataclass(slots=True)
class Merged:
    """The values of a stack, put together from several files.

    Attributes:
        data: The values, shaped like one file.
        grafts: Key path in `data` → the place that the subtree was written at, for each subtree taken from somewhere.
        removed: `services` or `templates` and a name → key paths that it isn't to be given by what it uses.
        shared: The templates of the organization, which other stacks may use.
    """

    data: dict[str, Any] = field(default_factory=dict)
    grafts: dict[Path, Origin] = field(default_factory=dict)
    removed: dict[tuple[str, str], list[Path]] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)

    def locate(self, path: Path) -> Origin:
        """Returns the place in the spec of a key path of `data`.

        Args:
            path: The key path; it may end in keys that a short form leaves out.
        """
        for length in range(len(path), -1, -1):
            origin = self.grafts.get(path[:length])
            if origin is not None:
                return origin.child(*path[length:])
        raise KeyError(path)

    def put(self, path: Path, value: Any, origin: Origin) -> None:
        """Puts a value at a path whose parents exist, and forgets what was known of the places below."""
        target: Any = self.data
        for step in path[:-1]:
            target = target[step]
        if path[-1] in target:
            self.forget(path)
        target[path[-1]] = value
        self.grafts[path] = origin

    def forget(self, path: Path) -> None:
        """Forgets what is known of the places at and below a path."""
        for known in [each for each in self.grafts if each[: len(path)] == path]:
            del self.grafts[known]

    def copy(self) -> Merged:
        """Returns a copy that can be changed; lists and scalars are shared, because they are only ever replaced."""
        removed = {name: list(paths) for name, paths in self.removed.items()}
        return Merged(copy_values(self.data), dict(self.grafts), removed, self.shared)


def copy_values(value: Any) -> Any:
    """Returns values in mappings of their own; lists and scalars are shared."""
    return {name: copy_values(each) for name, each in value.items()} if isinstance(value, dict) else value


def has_given(data: Mapping[str, Any]) -> bool:
    """Returns whether a spec has anything to write out."""
    if "templates" in data or "defaults" in data:
        return True
    services = data.get("services")
    return isinstance(services, dict) and any(
        isinstance(each, dict) and ("use" in each or "without" in each) for each in services.values()
    )


def merge(
    files: Sequence[tuple[str, dict[str, Any]]], shared: Sequence[tuple[str, dict[str, Any]]], report: Report
) -> Merged:
    """Puts the files of a stack together.

    Args:
        files: File name and values of the stack's own files, in path order.
        shared: The same of the organization's files; what the stack says itself goes before.
        report: Takes an error for each name that two files declare.

    Returns:
        The merged values.
    """
    merged = Merged()
    origin = Origin(files[0][0], ())
    merged.grafts[()] = origin
    for file, data in files:
        _check_version(file, data, report)
        for name, value in data.items():
            if name != "signalwright":
                _merge_key(merged, file, name, value, report, weak=False)
    for file, data in shared:
        _check_version(file, data, report)
        for name, value in data.items():
            if name in ("stack", "environments"):
                report.error(
                    "language/unknown-key",
                    f"unknown key `{name}` in the organization's spec",
                    Origin(file, (name,)).key(),
                    help="a stack's own folder says this",
                )
            elif name != "signalwright":
                _merge_key(merged, file, name, value, report, weak=True)
                if name == "templates" and isinstance(value, dict):
                    merged.shared.update(value)
    # Each file has said its version, or was reported.
    merged.data["signalwright"] = LANGUAGE_VERSION
    return merged


def _check_version(file: str, data: Mapping[str, Any], report: Report) -> None:
    """Reports a file that doesn't say the version of the language, or says another than the compiler's."""
    if "signalwright" in data:
        try:
            read_language_version(data["signalwright"])
        except PydanticCustomError as error:
            context = error.context or {}
            place = Origin(file, ("signalwright",))
            report.error(f"language/{error.type}", context["message"], place, help=context["help"])
        return
    known = StackSpec.keys()
    if any(closest(each, ["signalwright"]) for each in data if each not in known):
        return
    report.error(
        "language/missing-key",
        "a spec needs `signalwright`",
        Origin(file, ()),
        help="add `signalwright: 1` as the first line: the version of the spec language",
    )


def _merge_key(merged: Merged, file: str, name: str, value: Any, report: Report, *, weak: bool) -> None:
    origin = Origin(file, (name,))
    if name not in merged.data:
        if isinstance(value, dict) and name != "stack":
            merged.data[name] = {}
            merged.grafts[(name,)] = origin
            for each, child in value.items():
                merged.put((name, each), child, origin.child(each))
        else:
            merged.put((name,), value, origin)
        return
    present = merged.data[name]
    if name == "stack" and present == value:
        return
    if isinstance(present, dict) and isinstance(value, dict):
        for each, child in value.items():
            if each not in present:
                merged.put((name, each), child, origin.child(each))
            elif not (weak and name not in NAMED):
                _duplicate(
                    f"`{each}` is declared twice in `{name}`", origin.child(each), merged.locate((name, each)), report
                )
        return
    if not weak:
        _duplicate(f"`{name}` is declared twice", origin, merged.locate((name,)), report)


def _duplicate(message: str, place: Origin, first: Origin, report: Report) -> None:
    report.error(
        "language/duplicate-name",
        message,
        place.key(),
        help="keep one of them, or choose another name",
        secondary=[Label(first.key(), "declared here first")],
    )
