"""Mappings laid over each other, each part with the place where it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from signalwright.diagnostics.span import Origin
from signalwright.language import shape
from signalwright.language.model import SpecModel

Step = str | int
Path = tuple[Step, ...]


class Layer:
    """A value of a spec that may have been put together from several places.

    Attributes:
        value: The value; never changed, so that layers can share parts.
        origin: Where it is written; what isn't in `parts` is written within that.
        giver: The name in a service's `use` that brings it, `DEFAULTS`, or None for what is its owner's own.
        library: The library that it is written in, or None.
        first: The library that gave the thing first, where something was laid over it.
        over: What it was laid over, or None.
        parts: Keys whose value is written elsewhere, or was put together itself.
    """

    __slots__ = ("first", "giver", "library", "origin", "over", "parts", "value")

    def __init__(
        self,
        value: Any,
        origin: Origin,
        giver: str | None = None,
        library: str | None = None,
        parts: dict[Step, Layer] | None = None,
    ) -> None:
        """Takes the attributes."""
        self.value = value
        self.origin = origin
        self.giver = giver
        self.library = library
        self.first: str | None = None
        self.over: Layer | None = None
        self.parts = parts or {}

    def part(self, step: Step) -> Layer:
        """Returns the value of a key."""
        found = self.parts.get(step)
        return found or Layer(self.value[step], self.origin.child(step), self.giver, self.library)

    def get(self, *path: Step) -> Layer | None:
        """Returns what stands at a key path, or None when nothing does."""
        layer = self
        for step in path:
            if not isinstance(layer.value, dict) or step not in layer.value:
                return None
            layer = layer.part(step)
        return layer

    def find(self, path: Path) -> tuple[Layer, Path]:
        """Returns the deepest layer on the way along a key path, and the rest of the path."""
        layer = self
        for index, step in enumerate(path):
            inner = layer.parts.get(step)
            if inner is None:
                return layer, path[index:]
            layer = inner
        return layer, ()

    def given_by(self, name: str) -> Layer:
        """Returns the layer as what a service takes over by a name in its `use`."""
        parts = {step: each.given_by(name) for step, each in self.parts.items()}
        copy = Layer(self.value, self.origin, name, self.library, parts)
        copy.first = self.first
        return copy

    def with_part(self, step: Step, part: Layer) -> Layer:
        """Returns the layer with another value at a key."""
        copy = Layer({**self.value, step: part.value}, self.origin, self.giver, self.library, {**self.parts})
        copy.parts[step] = part
        copy.first = self.first
        return copy

    def without(self, steps: Iterable[Step]) -> Layer:
        """Returns the layer without some keys."""
        left_out = set(steps)
        value = {step: each for step, each in self.value.items() if step not in left_out}
        parts = {step: each for step, each in self.parts.items() if step not in left_out}
        copy = Layer(value, self.origin, self.giver, self.library, parts)
        copy.first = self.first
        return copy

    def drop(self, path: Path) -> Layer:
        """Returns the layer without what stands at a key path, if something does."""
        step, *rest = path
        if not isinstance(self.value, dict) or step not in self.value:
            return self
        if not rest:
            return self.without((step,))
        return self.with_part(step, self.part(step).drop(tuple(rest)))


class Form:
    """What the language says of a place, as far as laying over asks for it; made once for each place of the model."""

    def __init__(self, annotation: Any) -> None:
        """Takes the type at the place, or None for an unknown one."""
        self._annotation = annotation
        self._inner: dict[Step, Form] = {}

    @cached_property
    def model(self) -> type[SpecModel] | None:
        """The model of a mapping there, or None when people choose its keys."""
        return shape.model_at(self._annotation)

    def child(self, step: Step) -> Form:
        """Returns what the language says of the value of a key."""
        # All values of a mapping of names are alike.
        step = step if self.model is not None else ""
        if step not in self._inner:
            known = self._annotation is not None
            self._inner[step] = Form(shape.child(self._annotation, step) if known else None)
        return self._inner[step]

    def write_out(self, value: Any) -> dict[str, Any] | None:
        """Returns the mapping that a short form stands for, or None when the value is none."""
        return None if self.model is None or value is None else self.model.written_out(value)


Clash = Callable[[Layer, Layer, str, str], None]
"""Is told two layers that say different kinds of the same thing, and the key of the kind of each."""


def lay_over(weak: Layer, strong: Layer, form: Form, clash: Clash) -> Layer:
    """Returns a value laid over another: mappings merge deeply, all else is replaced.

    Args:
        weak: What holds where the other says nothing.
        strong: What goes before.
        form: What the language says of the place.
        clash: Is told each thing that one says to be of one kind and the other of another. The weaker one is kept,
            because it is whole.
    """
    weak, strong = _written_out(weak, strong, form)
    first = weak.first or weak.library or strong.first or strong.library
    if not (isinstance(weak.value, dict) and isinstance(strong.value, dict)):
        replaced = Layer(strong.value, strong.origin, strong.giver, strong.library, strong.parts)
        replaced.first = first
        return replaced
    if form.model is not None:
        kinds = form.model.kinds
        mine, others = (next((each for each in kinds if each in layer.value), None) for layer in (strong, weak))
        if mine is not None and others is not None and mine != others:
            clash(weak, strong, others, mine)
            return weak
        strong = lifted(strong, form.model)
        weak = _without_said_by_bounds(weak, strong, form.model)
    value, parts = {**weak.value, **strong.value}, {}
    for step in weak.value:
        if step not in strong.value:
            parts[step] = weak.part(step)
    parts.update(strong.parts)
    for step in weak.value.keys() & strong.value.keys():
        part = lay_over(weak.part(step), strong.part(step), form.child(step), clash)
        value[step], parts[step] = part.value, part
    merged = Layer(value, strong.origin, strong.giver, strong.library, parts)
    merged.first, merged.over = first, weak
    return merged


def lifted(layer: Layer, model: type[SpecModel]) -> Layer:
    """Returns a layer with keys that stand for those of a part put there: `above` of an alert into its `when`."""
    if model.lifted is None or not isinstance(layer.value, dict):
        return layer
    into, keys = model.lifted
    said = [each for each in keys if each in layer.value]
    if not said:
        return layer
    part = layer.part(into) if isinstance(layer.value.get(into), dict) else Layer({}, layer.origin)
    for each in said:
        part = part.with_part(each, layer.part(each))
    return layer.without(said).with_part(into, part)


def _written_out(weak: Layer, strong: Layer, form: Form) -> tuple[Layer, Layer]:
    """Returns both layers as mappings when one of them is a mapping and the other its short form."""
    both = []
    for layer, other in ((weak, strong), (strong, weak)):
        written = None
        if isinstance(other.value, dict) and not isinstance(layer.value, dict):
            written = form.write_out(layer.value)
        if written is None:
            both.append(layer)
            continue
        # The short form's own place is the best that there is for the key that it leaves out.
        parts: dict[Step, Layer] = {
            step: Layer(value, layer.origin, layer.giver, layer.library) for step, value in written.items()
        }
        both.append(Layer(written, layer.origin, layer.giver, layer.library, parts))
    return both[0], both[1]


def _without_said_by_bounds(weak: Layer, strong: Layer, model: type[SpecModel]) -> Layer:
    """Returns the weaker of two alerts without its severity, when bounds of the stronger one say the severities."""
    if model.lifted is None or "severity" in strong.value or "severity" not in weak.value:
        return weak
    into, keys = model.lifted
    bounds = strong.value.get(into)
    says = isinstance(bounds, dict) and any(isinstance(bounds.get(each), dict) for each in keys)
    return weak.without(("severity",)) if says else weak
