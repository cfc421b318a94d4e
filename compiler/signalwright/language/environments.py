"""Applies environments: what exists and is different, what exists only there, and what doesn't exist there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.fix import spelling
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language import shape
from signalwright.language.merge import Merged
from signalwright.language.model import SpecModel
from signalwright.language.scalars import describe

if TYPE_CHECKING:
    from signalwright.language.expander import Expander
    from signalwright.language.layers import Layer
    from signalwright.language.libraries import Libraries

Path = tuple[str | int, ...]

# What decides what the other keys can change comes before them.
_FIRST = frozenset({"defaults", "templates", "use", "without"})


def apply_environment(
    base: Merged, environment: str, model: type[SpecModel], libraries: Libraries | None, report: Report
) -> Merged:
    """Returns the stack as it is in one environment.

    Args:
        base: The merged stack; its `environments` block is valid.
        environment: The environment's name.
        model: The surface model of the whole spec.
        libraries: Reads libraries; None when nothing of the stack is given by templates, libraries or defaults.
        report: Takes an error for each change of, addition to or removal of something that can't be.

    Returns:
        The changed copy, without `environments`.
    """
    merged = base.copy()
    block = merged.data.pop("environments")[environment] or {}
    here = base.locate(("environments", environment))
    changes = _Changes(merged, model, libraries, report)
    for index, each in enumerate(block.get("remove") or []):
        changes.remove(each, here.child("remove", index))
    if block.get("change"):
        changes.change((), block["change"], here.child("change"), model)
    if block.get("add"):
        changes.add((), block["add"], here.child("add"))
    return merged


class _Changes:
    """Changes a copy of a stack; what templates, libraries and defaults give exists, and is overridden."""

    def __init__(self, merged: Merged, model: type[SpecModel], libraries: Libraries | None, report: Report) -> None:
        self._merged = merged
        self._model = model
        self._libraries = libraries
        self._report = report
        self._expander: Expander | None = None

    def change(self, path: Path, overlay: dict[str, Any], here: Origin, annotation: Any) -> None:
        """Changes what stands at a key path, and reports what doesn't exist there."""
        model = shape.model_at(annotation)
        lifted = model.lifted if model is not None else None
        if lifted is not None and self._given(path) is not None:
            overlay, bounds = dict(overlay), {}
            for name in lifted[1]:
                if name in overlay:
                    bounds[name] = overlay.pop(name)
            self._lift(path, lifted[0], lifted[1])
            if bounds:
                self._put_into(path, lifted[0], bounds, here)
        for name, value in sorted(overlay.items(), key=lambda each: each[0] not in _FIRST):
            self._change_key((*path, name), value, here.child(name), annotation)
            if not path:
                # What it gave may be different now.
                self._expander = None

    def _change_key(self, path: Path, value: Any, place: Origin, annotation: Any) -> None:
        node, name = self._node(path[:-1]), path[-1]
        inner = shape.child(annotation, name)
        if name in node:
            if isinstance(value, dict) and not isinstance(node[name], dict):
                self._write_out(path, inner)
            if isinstance(value, dict) and isinstance(self._node(path), dict):
                self.change(path, value, place, inner)
            else:
                self._merged.put(path, value, place)
            return
        given = self._given(path)
        if given is not None and isinstance(value, dict) and isinstance(given.value, dict):
            self._merged.put(path, {}, place)
            self.change(path, value, place, inner)
        elif given is not None or shape.model_at(annotation) is not None:
            # A key of the language: its default is changed, or it is unknown, which validation says better.
            self._merged.put(path, value, place)
        else:
            known = [*node, *self._names(path[:-1])]
            near = closest(str(name), known)
            self._report.error(
                "environments/changes-nothing",
                f"`{'.'.join(map(str, path))}` doesn't exist, so it can't be changed",
                place.key(),
                help=f"did you mean `{near}`?" if near else "put what exists only in this environment under `add`",
                fix=spelling(place.key(), str(name), known),
            )

    def _lift(self, path: Path, into: str, keys: tuple[str, ...]) -> None:
        """Puts the bounds that a service's change of an alert says beside `when` into it, where they are changed."""
        node = self._node(path)
        for name in keys:
            if name in node:
                origin = self._merged.locate((*path, name))
                self._put_into(path, into, {name: node.pop(name)}, origin, own=True)
                self._merged.forget((*path, name))

    def _put_into(self, path: Path, into: str, bounds: dict[str, Any], here: Origin, *, own: bool = False) -> None:
        node = self._node(path)
        if not isinstance(node.get(into), dict):
            self._merged.put((*path, into), {}, here)
        for name, value in bounds.items():
            self._merged.put((*path, into, name), value, here if own else here.child(name))

    def _write_out(self, path: Path, annotation: Any) -> None:
        """Writes a short form out, so that a mapping can change a part of it."""
        model, value = shape.model_at(annotation), self._node(path)
        written = model.written_out(value) if model is not None and value is not None else None
        if written is None:
            return
        origin = self._merged.locate(path)
        self._merged.put(path, written, origin)
        for name in written:
            self._merged.grafts[(*path, name)] = origin

    def add(self, path: Path, overlay: dict[str, Any], here: Origin) -> None:
        """Adds what doesn't exist at a key path, and reports what does."""
        node = self._node(path)
        for name, value in overlay.items():
            place, below = here.child(name), (*path, name)
            given = self._given(below) if node.get(name) is None else None
            if node.get(name) is None and given is not None and isinstance(given.value, dict):
                self._merged.put(below, {}, place)
            if node.get(name) is None and given is None:
                self._merged.put(below, value, place)
            elif isinstance(node.get(name), dict) and isinstance(value, dict):
                self.add(below, value, place)
            else:
                first = given.origin if given is not None else self._merged.locate(below)
                self._report.error(
                    "environments/already-exists",
                    f"`{'.'.join(map(str, below))}` exists already, so it can't be added",
                    place.key(),
                    help="put it under `change`, which replaces the whole list"
                    if isinstance(value, list)
                    else "put it under `change`",
                    secondary=[Label(first.key(), "it exists here")],
                )

    def remove(self, dotted: object, place: Origin) -> None:
        """Removes what stands at a dotted path, its own or given, and reports a path where nothing does."""
        if not isinstance(dotted, str):
            message = f"expected a dotted path, found {describe(dotted)}"
            self._report.error("language/wrong-kind", message, place, help=None)
            return
        path: Path = ()
        rest = dotted
        while True:
            known = [*self._own(path), *self._names(path)]
            names = [name for name in known if rest == name or rest.startswith(f"{name}.")]
            if not names:
                first, _, others = rest.partition(".")
                near = closest(first, known)
                meant = ".".join(str(step) for step in (*path, near, others) if step)
                self._report.error(
                    "environments/removes-nothing",
                    f"`{dotted}` doesn't exist, so it can't be removed",
                    place,
                    help=f"did you mean `{meant}`?" if near else "write the path of a thing that the stack has",
                )
                return
            name = max(names, key=len)
            path = (*path, name)
            if rest == name:
                break
            rest = rest[len(name) + 1 :]
        if self._given(path) is not None:
            self._merged.removed.setdefault((str(path[0]), str(path[1])), []).append(path[2:])
        if path[-1] in (own := self._own(path[:-1])):
            del own[path[-1]]
            self._merged.forget(path)
        if path[0] in ("templates", "defaults"):
            self._expander = None

    def _node(self, path: Path) -> Any:
        node: Any = self._merged.data
        for step in path:
            node = node[step]
        return node

    def _own(self, path: Path) -> dict[Any, Any]:
        """Returns the mapping that the stack itself says at a key path; an empty one where it says none."""
        node: Any = self._merged.data
        for step in path:
            node = node.get(step) if isinstance(node, dict) else None
        return node if isinstance(node, dict) else {}

    def _given(self, path: Path) -> Layer | None:
        """Returns what templates, libraries and defaults give at a key path, or None when they give nothing there."""
        if self._libraries is None or len(path) < 2:
            return None
        if self._expander is None:
            from signalwright.language.expander import Expander

            self._expander = Expander(self._merged, self._model, self._libraries, Report())
        layer = self._expander.inherited(str(path[0]), str(path[1]))
        return None if layer is None else layer.get(*path[2:])

    def _names(self, path: Path) -> list[str]:
        """Returns the keys that are given at a key path, beside those that the stack says there."""
        layer = self._given(path)
        return [str(each) for each in layer.value] if layer is not None and isinstance(layer.value, dict) else []
