"""Frozen, slotted dataclasses that cost next to nothing until they are used.

`dataclasses` writes the text of six methods for each class and compiles it when the module is imported. That takes
0.35 ms a class, and with two hundred classes it was a quarter of the time of a small project. A record's methods are
written when they are first asked for, so a class costs none of it while a run makes no object of it. From then on they
are what a dataclass has, and as quick; `__init__` is quicker, since it stores each value through the slot itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from types import MemberDescriptorType
from typing import Any, NoReturn, TypeVar, dataclass_transform, overload

_T = TypeVar("_T")
_ORDERING = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


class _Unwritten:
    """Stands for a method of a class until somebody asks for it, then writes it and puts it in its own place."""

    __slots__ = ("_model", "_name", "_write")

    def __init__(self, model: type, name: str, write: Callable[[type, str], Callable[..., Any]]) -> None:
        self._model = model
        self._name = name
        self._write = write

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        method = self._write(self._model, self._name)
        setattr(self._model, self._name, method)
        return method if instance is None else method.__get__(instance, owner)


@overload
def record(model: type[_T], /) -> type[_T]: ...


@overload
def record(*, kw_only: bool = False, order: bool = False, eq: bool = True) -> Callable[[type[_T]], type[_T]]: ...


@dataclass_transform(frozen_default=True, field_specifiers=(dataclasses.field,))
def record(
    model: type[_T] | None = None, /, *, kw_only: bool = False, order: bool = False, eq: bool = True
) -> type[_T] | Callable[[type[_T]], type[_T]]:
    """Makes what `dataclass(frozen=True, slots=True)` makes, as a decorator with or without arguments.

    Fields, `replace`, patterns, inheritance, `__post_init__` and pickling work as with dataclasses.

    Args:
        model: The class.
        kw_only: Whether fields are given by name only.
        order: Whether objects are ordered by their fields.
        eq: Whether objects are compared and hashed by their fields, and not by identity.

    Returns:
        The class with slots, or the decorator.
    """

    def decorate(undecorated: type[_T]) -> type[_T]:
        # A class without documentation would get its signature as one, which takes longer than everything else here.
        undecorated.__doc__ = undecorated.__doc__ or undecorated.__name__
        made: type[_T] = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only, slots=True)(
            undecorated
        )
        own = made.__dict__
        for name, method in _SHARED.items():
            if name not in own:
                setattr(made, name, method)
        later = {"__init__": _write_init}
        if eq and "__eq__" not in own:
            later["__eq__"] = _write_comparison
        if eq and own.get("__hash__") is None:
            later["__hash__"] = _write_hash
        if order:
            later.update(dict.fromkeys(_ORDERING, _write_comparison))
        for name, write in later.items():
            _write_later(made, name, write)
        return made

    return decorate if model is None else decorate(model)


def write_init_later(model: type) -> None:
    """Gives a dataclass that was made without `__init__` one that is written when it is first called.

    Args:
        model: The dataclass; it may have slots or none, and needn't be frozen.
    """
    _write_later(model, "__init__", _write_init)


def _write_later(model: type, name: str, write: Callable[[type, str], Callable[..., Any]]) -> None:
    setattr(model, name, _Unwritten(model, name, write))


def _write_init(model: type, name: str) -> Callable[..., Any]:
    known: dict[str, Any] = {"__missing": dataclasses.MISSING}
    parameters: dict[bool, list[str]] = {False: [], True: []}
    body = []
    for field in dataclasses.fields(model):
        value = field.name
        if field.default is not dataclasses.MISSING:
            known[f"__default_{field.name}"] = field.default
            default = f"=__default_{field.name}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"__factory_{field.name}"] = field.default_factory
            default = "=__missing"
            value = f"__factory_{field.name}()"
            if field.init:
                value = f"{value} if {field.name} is __missing else {field.name}"
        else:
            default = ""
        if field.init:
            parameters[bool(field.kw_only)].append(field.name + default)
        elif field.default is not dataclasses.MISSING:
            value = f"__default_{field.name}"
        elif not default:
            continue
        slot = getattr(model, field.name, None)
        if isinstance(slot, MemberDescriptorType):
            known[f"__set_{field.name}"] = slot.__set__
            body.append(f"__set_{field.name}(self, {value})")
        else:
            body.append(f"self.{field.name} = {value}")
    if hasattr(model, "__post_init__"):
        body.append("self.__post_init__()")
    by_name = ["*", *parameters[True]] if parameters[True] else []
    method = _compiled(model, name, ["self", *parameters[False], *by_name], body or ["pass"], known)
    method.__annotations__ = {field.name: field.type for field in dataclasses.fields(model) if field.init}
    method.__annotations__["return"] = None
    return method


def _write_comparison(model: type, name: str) -> Callable[..., Any]:
    mine, theirs = (_content(model, each) for each in ("self", "other"))
    operator = _ORDERING.get(name, "==")
    return _compiled(
        model,
        name,
        ["self", "other"],
        [f"if other.__class__ is self.__class__: return {mine} {operator} {theirs}", "return NotImplemented"],
        {},
    )


def _write_hash(model: type, name: str) -> Callable[..., Any]:
    return _compiled(model, name, ["self"], [f"return hash({_content(model, 'self', of_hash=True)})"], {})


def _content(model: type, variable: str, *, of_hash: bool = False) -> str:
    """Returns the text of the tuple of the fields that take part in comparing or hashing."""
    names = (
        each.name
        for each in dataclasses.fields(model)
        if (each.compare if each.hash is None or not of_hash else each.hash)
    )
    return f"({''.join(f'{variable}.{each}, ' for each in names)})"


def _compiled(
    model: type, name: str, parameters: list[str], body: list[str], known: dict[str, Any]
) -> Callable[..., Any]:
    lines = [f"def {name}({', '.join(parameters)}):", *(f" {each}" for each in body)]
    exec("\n".join(lines), known)  # noqa: S102 - made of the names of fields alone, as dataclasses does it
    method: Callable[..., Any] = known[name]
    method.__qualname__ = f"{model.__qualname__}.{name}"
    method.__module__ = model.__module__
    return method


def _refuse_assignment(_: object, name: str, __: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deletion(_: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _show(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_SHARED: dict[str, Callable[..., Any]] = {
    "__setattr__": _refuse_assignment,
    "__delattr__": _refuse_deletion,
    "__repr__": _show,
    "__getstate__": _state,
    "__setstate__": _restore,
}
