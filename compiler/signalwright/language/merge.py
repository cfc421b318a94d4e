"""Puts the files of a stack together, applies environments, and remembers where each part was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import PydanticCustomError

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language import shape
from signalwright.language.model import SpecModel
from signalwright.language.models.stack import LANGUAGE_VERSION, StackSpec, read_language_version
from signalwright.language.scalars import describe

Path = tuple[str | int, ...]

NAMED = ("secrets", "receivers", "teams", "services", "alerts", "records", "dashboards", "environments")


@dataclass(slots=True)
class Merged:
    """The values of a stack, put together from several files.

    Attributes:
        data: The values, shaped like one file.
        grafts: Key path in `data` → the place that the subtree was written at, for each subtree taken from somewhere.
    """

    data: dict[str, Any] = field(default_factory=dict)
    grafts: dict[Path, Origin] = field(default_factory=dict)

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
        target[path[-1]] = value
        for known in [each for each in self.grafts if len(each) > len(path) and each[: len(path)] == path]:
            del self.grafts[known]
        self.grafts[path] = origin

    def copy(self) -> Merged:
        """Returns a copy that can be changed; lists and scalars are shared, because they are only ever replaced."""
        return Merged(_copy(self.data), dict(self.grafts))


def _copy(value: Any) -> Any:
    return {name: _copy(each) for name, each in value.items()} if isinstance(value, dict) else value


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


def apply_environment(base: Merged, environment: str, model: type[SpecModel], report: Report) -> Merged:
    """Returns the stack as it is in one environment.

    Args:
        base: The merged stack; its `environments` block is valid.
        environment: The environment's name.
        model: The surface model of the whole spec.
        report: Takes an error for each change of, addition to or removal of something that can't be.

    Returns:
        The changed copy, without `environments`.
    """
    merged = base.copy()
    block = merged.data.pop("environments")[environment] or {}
    here = base.locate(("environments", environment))
    for each in block.get("remove") or []:
        index = block["remove"].index(each)
        _remove(merged, each, here.child("remove", index), report)
    if block.get("change"):
        _change(merged, (), block["change"], here.child("change"), model, report)
    if block.get("add"):
        _add(merged, (), block["add"], here.child("add"), report)
    return merged


def _node(merged: Merged, path: Path) -> Any:
    node: Any = merged.data
    for step in path:
        node = node[step]
    return node


def _change(merged: Merged, path: Path, overlay: dict[str, Any], here: Origin, annotation: Any, report: Report) -> None:
    node = _node(merged, path)
    for name, value in overlay.items():
        place, inner = here.child(name), shape.child(annotation, name)
        if name in node:
            if isinstance(value, dict) and not isinstance(node[name], dict):
                _expand(merged, (*path, name), inner)
                node = _node(merged, path)
            if isinstance(value, dict) and isinstance(node[name], dict):
                _change(merged, (*path, name), value, place, inner, report)
            else:
                merged.put((*path, name), value, place)
        elif _has_fixed_keys(annotation):
            # A key of the language: its default is changed, or it is unknown, which validation says better.
            merged.put((*path, name), value, place)
        else:
            near = closest(name, list(node))
            report.error(
                "environments/changes-nothing",
                f"`{'.'.join(map(str, (*path, name)))}` doesn't exist, so it can't be changed",
                place.key(),
                help=f"did you mean `{near}`?" if near else "put what exists only in this environment under `add`",
            )


def _expand(merged: Merged, path: Path, annotation: Any) -> None:
    """Writes a short form out, so that a mapping can change a part of it."""
    model = shape.mapping_form(annotation)
    short = getattr(model, "short_form", None) or ("targets" if getattr(model, "noun", "") == "a scrape" else None)
    value = _node(merged, path)
    if short is None or value is None:
        return
    origin = merged.locate(path)
    merged.put(path, {short: value}, origin)
    merged.grafts[(*path, short)] = origin


def _has_fixed_keys(annotation: Any) -> bool:
    """Returns whether the keys of a mapping are the language's, and not the names of things."""
    form = shape.mapping_form(annotation)
    return isinstance(form, type) and issubclass(form, SpecModel)


def _add(merged: Merged, path: Path, overlay: dict[str, Any], here: Origin, report: Report) -> None:
    node = _node(merged, path)
    for name, value in overlay.items():
        place = here.child(name)
        if name not in node or node[name] is None:
            merged.put((*path, name), value, place)
        elif isinstance(node[name], dict) and isinstance(value, dict):
            _add(merged, (*path, name), value, place, report)
        else:
            report.error(
                "environments/already-exists",
                f"`{'.'.join(map(str, (*path, name)))}` exists already, so it can't be added",
                place.key(),
                help="put it under `change`, which replaces the whole list"
                if isinstance(value, list)
                else "put it under `change`",
                secondary=[Label(merged.locate((*path, name)).key(), "it exists here")],
            )


def _remove(merged: Merged, dotted: object, place: Origin, report: Report) -> None:
    if not isinstance(dotted, str):
        report.error("language/wrong-kind", f"expected a dotted path, found {describe(dotted)}", place, help=None)
        return
    path: Path = ()
    node: Any = merged.data
    rest = dotted
    while True:
        names = [name for name in node if rest == name or rest.startswith(f"{name}.")] if isinstance(node, dict) else []
        if not names:
            first, _, others = rest.partition(".")
            near = closest(first, list(node)) if isinstance(node, dict) else None
            meant = ".".join(str(step) for step in (*path, near, others) if step)
            report.error(
                "environments/removes-nothing",
                f"`{dotted}` doesn't exist, so it can't be removed",
                place,
                help=f"did you mean `{meant}`?" if near else "write the path of a thing that the stack has",
            )
            return
        name = max(names, key=len)
        if rest == name:
            del node[name]
            for known_path in [each for each in merged.grafts if each[: len(path) + 1] == (*path, name)]:
                del merged.grafts[known_path]
            return
        node, path, rest = node[name], (*path, name), rest[len(name) + 1 :]
