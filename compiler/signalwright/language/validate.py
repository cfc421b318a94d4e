"""Turns what pydantic says about a spec into diagnostics with a place, a short phrase and a way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.fix import spelling
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language import shape
from signalwright.language.keys import called_here, comes_later, find_keys, home_below
from signalwright.language.model import FORMS, PARTIAL, SpecModel, example_of, later_of
from signalwright.language.models.stack import LANGUAGE_VERSION, StackSpec
from signalwright.language.scalars import describe

Path = tuple[str | int, ...]
Locate = Callable[[Path], Origin]

_AREAS = {"inline-secret": "secrets", "no-reason": "policy"}
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
        report_errors(model, data, error, locate, report)
        return None
    return spec


def validate_given(model: type[StackSpec], data: Mapping[str, Any], locate: Locate, report: Report) -> None:
    """Validates templates and defaults as far as they go: what they leave out is said by those who use them.

    Args:
        model: The surface model.
        data: The merged values.
        locate: Gives the place in the spec of a key path of `data`.
        report: Takes every error at once.
    """
    given = {name: data[name] for name in ("templates", "defaults") if name in data}
    whole = {"signalwright": LANGUAGE_VERSION, "stack": "given", **given}
    try:
        model.model_validate(whole, context=PARTIAL)
    except ValidationError as error:
        report_errors(model, whole, error, locate, report, partial=True)


def report_errors(
    model: type[SpecModel],
    data: object,
    error: ValidationError,
    locate: Locate,
    report: Report,
    *,
    partial: bool = False,
) -> None:
    """Reports everything that pydantic found, one error for each mistake.

    Args:
        model: The model of the whole file.
        data: The values that pydantic refused.
        error: What pydantic raised.
        locate: Gives the place in the spec of a key path.
        report: Takes the errors.
        partial: Whether keys may be missing.
    """
    keys = find_keys(model, data)
    for path in keys.unknown:
        _report_unknown_key(model, path, locate, report)
    for path in keys.empty:
        _report_empty_key(model, path, locate, report)
    for each in error.errors(include_url=False):
        # A reader of a whole list says in `path` which of its items is wrong.
        within = each.get("ctx", {}).get("path", ())
        path = (*(step for step in each["loc"] if step not in FORMS), *within)
        if partial and each["type"] == "missing":
            continue
        if not keys.explain(path, missing=each["type"] == "missing"):
            _report(model, path, each, locate, report)


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
            later = later_of(field)
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


def _report(model: type[SpecModel], path: Path, error: Any, locate: Locate, report: Report) -> None:
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if path and path[-1] == "[key]":
        _report_key(context, error, locate(path[:-1]).key(), report)
    elif kind == "missing":
        _report_missing_key(model, path, locate, report)
    elif "message" in context:
        name = f"{_AREAS.get(kind, 'language')}/{kind}"
        choice = context.get("choice")
        fix = spelling(locate(path), value, choice, shortest=4) if choice and isinstance(value, str) else None
        report.error(name, context["message"], locate(path), help=context.get("help"), fix=fix)
    else:
        report.error(
            "language/wrong-kind",
            f"expected {_WORDS.get(kind, _expected(model, path))}, found {describe(value)}",
            locate(path),
            help=_example_of(model, path),
        )


def _report_key(context: Any, error: Any, place: Origin, report: Report) -> None:
    report.error(
        "language/bad-name",
        context.get("message", error["msg"]),
        place,
        help=context.get("help", "choose another name"),
    )


def _report_unknown_key(model: type[SpecModel], path: Path, locate: Locate, report: Report) -> None:
    parent = shape.model_at(shape.at(model, path[:-1]))
    known = list(parent.keys()) if parent is not None else []
    fix = None
    noun = parent.noun if parent is not None else "the mapping"
    written = str(path[-1])
    if parent is not None and (home := home_below(parent, written)) is not None:
        way_out = f"it stands further in: `{home}`"
    elif parent is not None and (ours := called_here(parent, written)) is not None:
        way_out = f"it is called `{ours}` here"
    elif near := closest(written, known):
        way_out = f"did you mean `{near}`?"
        if parent is not None and not comes_later(parent, near):
            fix = spelling(locate(path).key(), written, known, shortest=4)
    else:
        made = [each for each in known if parent is not None and not comes_later(parent, each)]
        way_out = f"the keys of {noun} are {_listed(made)}"
    report.error(
        "language/unknown-key", f"unknown key {_shown(written)} in {noun}", locate(path).key(), help=way_out, fix=fix
    )


def _report_empty_key(model: type[SpecModel], path: Path, locate: Locate, report: Report) -> None:
    name = path[-1]
    inner = shape.model_at(shape.at(model, path))
    example = _example(model, path)
    if isinstance(name, int):
        way_out = "write a value, or leave the item out"
    elif inner is not None and not any(each.is_required() for each in inner.model_fields.values()):
        way_out = f"write `{name}: {{}}` when nothing is to be said, or leave the key out"
    else:
        way_out = (
            f"write a value, for example `{name}: {example}`" if example else "write a value, or leave the key out"
        )
    report.error(
        "language/no-value",
        "an item of the list has no value" if isinstance(name, int) else f"{_shown(name)} has no value",
        locate(path),
        help=way_out,
    )


def _report_missing_key(model: type[SpecModel], path: Path, locate: Locate, report: Report) -> None:
    parent = shape.model_at(shape.at(model, path[:-1]))
    written = str(path[-1])
    example = _example(model, path)
    report.error(
        "language/missing-key",
        f"{parent.noun if parent is not None else 'a mapping'} needs `{written}`",
        locate(path[:-1]).key() if len(path) > 1 else locate(()),
        help=f"add `{written}: {example}`" if example else f"add `{written}`",
    )


def _expected(model: type[SpecModel], path: Path) -> str:
    annotation = shape.at(model, path)
    return "a mapping" if annotation is not None and shape.mapping_form(annotation) is not None else "another value"


def _example_of(model: type[SpecModel], path: Path) -> str:
    """Returns a way out that shows the key, or the closest one above that has an example: `teams` for a team's name."""
    for length in range(len(path), 0, -1):
        if isinstance(path[length - 1], str) and (example := _example(model, path[:length])):
            return f"write for example `{path[length - 1]}: {example}`"
    return "write what the place takes"


def _example(model: type[SpecModel], path: Path) -> str:
    """Returns a right value for a key, as YAML; empty when the language has none."""
    parent = shape.model_at(shape.at(model, path[:-1])) if path else None
    field = shape.field_of(parent, str(path[-1])) if parent is not None else None
    return example_of(field) if field is not None else ""


def _shown(name: str) -> str:
    return f"`{name}`" if name.isprintable() and len(name) <= 60 else f"`{name[:60]!r}`"


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
