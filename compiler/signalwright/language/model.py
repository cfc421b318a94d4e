"""The base of everything that people write: strict pydantic models with short forms and keys that come later."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

TEXT_FORM = "‹text›"
LIST_FORM = "‹list›"
MAPPING_FORM = "‹mapping›"
FORMS = frozenset({TEXT_FORM, LIST_FORM, MAPPING_FORM})


PARTIAL = object()
"""The context in which templates and defaults are validated: what they leave out, somebody else says."""


class Scalar:
    """A scalar type of the language: how its text is read, and its JSON Schema; stands in an `Annotated`."""

    def __init__(self, read: Callable[[object], Any], schema: dict[str, Any]) -> None:
        """Makes the type.

        Args:
            read: Turns what was written into a value, or raises `PydanticCustomError`.
            schema: The JSON Schema of what may be written.
        """
        self.read = read
        self.schema = schema

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Reads with the function alone; what the annotated type is made of doesn't matter."""
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Returns the JSON Schema of what may be written."""
        return dict(self.schema)


class Later:
    """Marks a form of a value that nothing lowers yet; stands in an `Annotated`, and the pass that meets it says so."""

    def __init__(self, what: str) -> None:
        """Makes the mark.

        Args:
            what: What the form will do: `grouped SLOs`.
        """
        self.what = what


class Forms:
    """Tells apart the forms of a value; see `forms`. Compares by identity, so that optional types can hold it."""

    def __init__(self, discriminator: Discriminator) -> None:
        """Wraps pydantic's discriminator."""
        self._discriminator = discriminator

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Builds the tagged union."""
        return self._discriminator.__get_pydantic_core_schema__(source, handler)


def forms(*accepted: str, what: str, example: str) -> Forms:
    """Tells apart the forms of a value that can be written as a scalar, a list or a mapping.

    Args:
        accepted: The tags of the forms that the type has.
        what: What the value says, for the error: `labels`.
        example: A right value, as YAML.

    Returns:
        The discriminator of an annotated union whose members are tagged with these forms.
    """

    def tell(value: Any) -> str | None:
        if isinstance(value, (dict, BaseModel)):
            form = MAPPING_FORM
        else:
            form = LIST_FORM if isinstance(value, (list, tuple)) else TEXT_FORM
        return form if form in accepted else None

    words = {TEXT_FORM: "one value", LIST_FORM: "a list", MAPPING_FORM: "a mapping"}
    return Forms(
        Discriminator(
            tell,
            custom_error_type="wrong-kind",
            custom_error_message="{message}",
            custom_error_context={
                "message": f"expected {what} as {' or '.join(words[form] for form in accepted)}",
                "help": f"write for example `{example}`",
            },
        )
    )


class SpecModel(BaseModel):
    """A mapping of a spec: unknown keys are refused, nothing is coerced, values can't be changed.

    Attributes:
        noun: What the mapping is called in messages, with its article: `an SLO`.
        short_form: The key that a value other than a mapping stands for, or None when only a mapping will do:
            `counter` is read as `{type: counter}` where `short_form` is `type`.
        kinds: The keys of which a mapping has one, because they say what it is about; empty when there are none.
        lifted: The key of a part, and those of its keys that may stand beside it in a change of what is given; or None.
        shown: A part of a spec that shows the mapping in use, as YAML, for the reference. Without one the reference
            puts the examples of the required keys together.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)
    noun: ClassVar[str] = "a mapping"
    short_form: ClassVar[str | None] = None
    kinds: ClassVar[tuple[str, ...]] = ()
    lifted: ClassVar[tuple[str, tuple[str, ...]] | None] = None
    shown: ClassVar[str] = ""

    @model_validator(mode="before")
    @classmethod
    def _expand_short_form(cls, value: Any) -> Any:
        if isinstance(value, dict):
            if None in value.values():
                # `team:` with nothing behind it is a line that was not finished; validation says which one it is.
                raise PydanticCustomError("no-value", "a key has no value")
            return value
        if cls.short_form is not None and not isinstance(value, BaseModel) and value is not None:
            return {cls.short_form: value}
        return value

    @classmethod
    def written_out(cls, value: Any) -> dict[str, Any] | None:
        """Returns the mapping that a value other than a mapping stands for, or None when there is no short form."""
        return None if cls.short_form is None else {cls.short_form: value}

    @classmethod
    def keys(cls) -> Mapping[str, str]:
        """Returns each key as people write it, with the name of the attribute that holds it."""
        return _keys(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Adds the short form to the JSON Schema, so that editors accept both."""
        written = handler(schema)
        if cls.short_form is None:
            return written
        body = handler.resolve_ref_schema(written)
        short = dict(body["properties"][cls.short_form])
        short.pop("title", None)
        return {"anyOf": [short, written]}


@cache
def _keys(model: type[SpecModel]) -> Mapping[str, str]:
    return {field.alias or name: name for name, field in model.model_fields.items()}


def example_of(field: FieldInfo) -> str:
    """Returns the example of a key, as YAML; empty when it has none."""
    extra = field.json_schema_extra
    return str(extra.get("example", "")) if isinstance(extra, dict) else ""


def later_of(field: FieldInfo) -> str | None:
    """Returns what a key will do while nothing is made of it yet; None for one that something is made of."""
    extra = field.json_schema_extra
    later = extra.get("later") if isinstance(extra, dict) else None
    return later if isinstance(later, str) else None


def key(
    description: str,
    *,
    alias: str | None = None,
    default: Any = ...,
    example: str | None = None,
    later: str | None = None,
    names: str | None = None,
    keyed_by: str | None = None,
) -> Any:
    """Declares a key of a spec.

    Args:
        description: What the key says, one or more full sentences; shown by editors, `explain` and the documentation.
        alias: The key as people write it, where that is a Python keyword or shadows a builtin.
        default: The value when the key is left out; without one the key is required.
        example: A right value, as YAML.
        later: What the key will do, when nothing lowers it yet; writing it is then a `not-yet-supported` error.
        names: What the value names, where that is declared elsewhere, so that editors can suggest it: kinds of
            `language.editors.names`, with a blank between several.
        keyed_by: What the keys of the value name, likewise.

    Returns:
        The pydantic field.
    """
    said = {"example": example, "later": later, "names": names, "keyed_by": keyed_by}
    extra: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    return Field(default, alias=alias, description=description, json_schema_extra=extra or None)
