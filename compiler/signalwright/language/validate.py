"""Turns what pydantic says about a spec into diagnostics with a place, a short phrase and a way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language import shape
from signalwright.language.model import FORMS, SpecModel
from signalwright.language.models.stack import StackSpec
from signalwright.language.scalars import describe

Path = tuple[str | int, ...]
Locate = Callable[[Path], Origin]

_AREAS = {"inline-secret": "secrets"}
_WORDS = {
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "list_type": "a list",
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "`true` or `false`",
}


def validate(model: type[StackSpec], data: object, locate: Locate, report: Report) -> StackSpec | None:
    """Validates a merged spec.

    Args:
        model: The surface model, as `surface_model` makes it.
        data: The merged values.
        locate: Gives the place in the spec of a key path of `data`.
        report: Takes every error at once.

    Returns:
        The spec, or None when there were errors.
    """
    try:
        spec = model.model_validate(data)
    except ValidationError as error:
        report_errors(model, error, locate, report)
        return None
    return spec


def report_errors(model: type[SpecModel], error: ValidationError, locate: Locate, report: Report) -> None:
    """Reports everything that pydantic found.

    Args:
        model: The model of the whole file.
        error: What pydantic raised.
        locate: Gives the place in the spec of a key path.
        report: Takes the errors.
    """
    for each in error.errors(include_url=False):
        _report(model, each, locate, report)


def report_unsupported(spec: StackSpec, locate: Locate, report: Report) -> None:
    """Reports every key that is written and that no pass lowers yet.

    Args:
        spec: A valid spec.
        locate: Gives the place in the spec of a key path.
        report: Takes the errors.
    """
    _unsupported(spec, (), locate, report)


def _unsupported(value: Any, path: Path, locate: Locate, report: Report) -> None:
    if isinstance(value, SpecModel):
        fields = type(value).model_fields
        for name in value.model_fields_set:
            field, child = fields[name], getattr(value, name)
            if child is None:
                continue
            written = field.alias or name
            extra = field.json_schema_extra
            later = extra.get("later") if isinstance(extra, dict) else None
            if later is not None:
                report.error(
                    "language/not-yet-supported",
                    f"`{written}` is part of the language, but this version makes nothing of it",
                    locate((*path, written)).key(),
                    help=f"leave it out until a version that supports {later}",
                )
            elif isinstance(child, (SpecModel, dict, list)):
                _unsupported(child, (*path, written), locate, report)
    elif isinstance(value, dict):
        for name, child in value.items():
            _unsupported(child, (*path, name), locate, report)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            _unsupported(child, (*path, index), locate, report)


def _report(model: type[SpecModel], error: Any, locate: Locate, report: Report) -> None:
    path: Path = tuple(step for step in error["loc"] if step not in FORMS)
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if path and path[-1] == "[key]":
        _report_key(context, error, locate(path[:-1]).key(), report)
    elif kind == "extra_forbidden":
        _report_unknown_key(model, path, locate, report)
    elif kind == "missing":
        _report_missing_key(model, path, locate, report)
    elif "message" in context:
        name = f"{_AREAS.get(kind, 'language')}/{kind}"
        report.error(name, context["message"], locate(path), help=context.get("help"))
    else:
        report.error(
            "language/wrong-kind",
            f"expected {_WORDS.get(kind, _expected(model, path))}, found {describe(value)}",
            locate(path),
            help=_example_of(model, path),
        )


def _report_key(context: Any, error: Any, place: Origin, report: Report) -> None:
    report.error(
        "language/bad-name", context.get("message", error["msg"]), place, help=context.get("help", "choose another name")
    )


def _report_unknown_key(model: type[SpecModel], path: Path, locate: Locate, report: Report) -> None:
    parent = shape.mapping_form(shape.at(model, path[:-1]))
    known = list(parent.keys()) if isinstance(parent, type) and issubclass(parent, SpecModel) else []
    noun = parent.noun if isinstance(parent, type) and issubclass(parent, SpecModel) else "the mapping"
    written = str(path[-1])
    near = closest(written, known)
    report.error(
        "language/unknown-key",
        f"unknown key `{written}` in {noun}",
        locate(path).key(),
        help=f"did you mean `{near}`?" if near else f"the keys of {noun} are {_listed(known)}",
    )


def _report_missing_key(model: type[SpecModel], path: Path, locate: Locate, report: Report) -> None:
    parent = shape.mapping_form(shape.at(model, path[:-1]))
    written = str(path[-1])
    noun = "a mapping"
    example = None
    if isinstance(parent, type) and issubclass(parent, SpecModel):
        noun = parent.noun
        field = shape.field_of(parent, written)
        extra = field.json_schema_extra if field is not None else None
        example = extra.get("example") if isinstance(extra, dict) else None
    report.error(
        "language/missing-key",
        f"{noun} needs `{written}`",
        locate(path[:-1]).key() if len(path) > 1 else locate(()),
        help=f"add `{written}: {example}`" if example else f"add `{written}`",
    )


def _expected(model: type[SpecModel], path: Path) -> str:
    annotation = shape.at(model, path)
    return "a mapping" if annotation is not None and shape.mapping_form(annotation) is not None else "another value"


def _example_of(model: type[SpecModel], path: Path) -> str | None:
    if not path or not isinstance(path[-1], str):
        return None
    parent = shape.mapping_form(shape.at(model, path[:-1]))
    if not (isinstance(parent, type) and issubclass(parent, SpecModel)):
        return None
    field = shape.field_of(parent, path[-1])
    extra = field.json_schema_extra if field is not None else None
    example = extra.get("example") if isinstance(extra, dict) else None
    return f"write for example `{path[-1]}: {example}`" if example else None


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
