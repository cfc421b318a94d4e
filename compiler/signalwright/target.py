"""What a target is: a backend's versions, settings, lowering and verification, declared in one place.

A target package has a module-level `TARGET` of type `Target`. Everything that is known about a backend lives in that
package; the compiler finds it by walking `signalwright_targets` and the entry-point group `signalwright.extensions`.
"""

from __future__ import annotations

import dataclasses
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

from signalwright import __version__
from signalwright.deferred import imported_when_called
from signalwright.diagnostics.span import Origin
from signalwright.ir.values import Duration, Size, Version
from signalwright.language.model import SpecModel, key
from signalwright.language.scalars import VersionText
from signalwright.language.secrets import AddressOrSecret, SecretMark, SecretName
from signalwright.records import record, write_init_later

if TYPE_CHECKING:
    from signalwright.diagnostics.report import Report
    from signalwright.emit.artifact import Artifact
    from signalwright.ir.stack import Stack

__all__ = [
    "AddressOrSecret",
    "Completed",
    "Emitted",
    "Finding",
    "Gate",
    "IntegrationSettings",
    "Invocation",
    "SecretMark",
    "SecretName",
    "Settings",
    "SpecModel",
    "Target",
    "Tool",
    "Versions",
    "drawings_in",
    "emitted",
    "imported_when_called",
    "key",
    "origin_table",
    "output_model",
]


class Settings(SpecModel):
    """The base of the models of `backends.<target>`; a plain text is the version."""

    noun: ClassVar[str] = "a backend"
    short_form: ClassVar[str | None] = "version"

    version: VersionText = key("The version of the server that the stack runs, quoted.", example='"3.15"')


class IntegrationSettings(SpecModel):
    """The base of the models of one kind of receiver, `receivers.<name>.<kind>`.

    Attributes:
        brief: A right value on one line, as YAML, where the required keys alone are none.
    """

    noun: ClassVar[str] = "an integration"
    brief: ClassVar[str] = ""


_M = TypeVar("_M")


@record
class Versions:
    """The versions of a backend that a target knows.

    Attributes:
        oldest: The first version that it can emit for.
        newest: The last version that was tried; a newer one is a warning.
        default: What a stack gets that doesn't say.
    """

    oldest: Version
    newest: Version
    default: Version


def emitted(
    since: str,
    *,
    key: str | None = None,
    until: str | None = None,
    default: Any = dataclasses.MISSING,
    factory: Any = dataclasses.MISSING,
) -> Any:
    """Declares a field of an output model, with the versions of the backend that read it.

    Args:
        since: The first version that knows the field; `0` for one that was always there.
        key: The field's name in the artifact, where that differs from the attribute's.
        until: The first version that no longer knows the field, or None.
        default: The value when nothing is said; `None` leaves the field out.
        factory: Makes the default value.

    Returns:
        The dataclass field.
    """
    metadata = {"since": Version(since), "until": Version(until) if until else None, "key": key}
    if factory is not dataclasses.MISSING:
        return field(default_factory=factory, metadata=metadata)
    if default is not dataclasses.MISSING:
        return field(default=default, metadata=metadata)
    return field(metadata=metadata)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(emitted,))
def output_model(model: type[_M]) -> type[_M]:
    """Makes an output model of a class: a dataclass whose fields are made by `emitted`.

    For type checkers its instances are frozen. At run time they have no more methods than an output model needs,
    because each generated one costs start-up time, and there are some hundred of these classes.
    """
    made = dataclass(init=False, kw_only=True, eq=False, repr=False)(model)
    write_init_later(made)
    return made


@output_model
class Emitted:
    """The base of output models, which `output_model` makes.

    Attributes:
        origin: The part of the spec that this part of the artifact comes from.
        places: Attribute to the place in the spec that asked for it, where that is more exact than `origin`.
    """

    origin: Origin
    places: Mapping[str, Origin] = field(default_factory=dict)


@record
class _Plan:
    attribute: str
    key: str
    since: Version
    until: Version | None

    def known_to(self, version: Version) -> bool:
        """Returns whether a version of the backend reads the field."""
        return self.since <= version and (self.until is None or version < self.until)


_PLANS: dict[type[Emitted], tuple[_Plan, ...]] = {}


def _plans(model: type[Emitted]) -> tuple[_Plan, ...]:
    found = _PLANS.get(model)
    if found is not None:
        return found
    _PLANS[model] = plans = tuple(
        _Plan(each.name, each.metadata["key"] or each.name, each.metadata["since"], each.metadata["until"])
        for each in dataclasses.fields(model)
        if each.name not in ("origin", "places")
    )
    return plans


class Gate:
    """Turns output models into plain documents and reports every field that the declared version doesn't read."""

    def __init__(
        self, backend: str, version: Version, report: Report, drawings: Mapping[str, str] | None = None
    ) -> None:
        """Makes the gate of one backend.

        Args:
            backend: The target's name, as messages show it.
            version: The declared version.
            report: Takes the errors.
            drawings: The target's drawings: name to the module that makes it.
        """
        self.backend = backend
        self.version = version
        self.report = report
        self.drawings: Mapping[str, str] = drawings or {}
        self._usable: dict[type[Emitted], tuple[tuple[str, str, _Plan | None], ...]] = {}

    def document(self, node: Emitted) -> dict[str, Any]:
        """Returns the node as a plain mapping, without the fields that are None.

        Args:
            node: The output model.

        Returns:
            Keys in the order of the model's fields; values of dict, list, str, int, float and bool only.
        """
        result: dict[str, Any] = {}
        for attribute, name, blocked in self._plans(type(node)):
            value = getattr(node, attribute)
            if value is None:
                continue
            if blocked is not None:
                self._refuse(node, blocked)
            result[name] = value if type(value) is str else self._plain(value)
        return result

    def _plans(self, model: type[Emitted]) -> tuple[tuple[str, str, _Plan | None], ...]:
        found = self._usable.get(model)
        if found is None:
            found = tuple(
                (
                    plan.attribute,
                    plan.key,
                    None if plan.known_to(self.version) else plan,
                )
                for plan in _plans(model)
            )
            self._usable[model] = found
        return found

    def _plain(self, value: Any) -> Any:
        if isinstance(value, (bool, int, float)):
            return value
        if isinstance(value, str):
            return str(value)
        if isinstance(value, Emitted):
            return self.document(value)
        if isinstance(value, (Duration, Size, Version)):
            return str(value)
        if isinstance(value, Mapping):
            return {str(name): self._plain(each) for name, each in value.items()}
        if isinstance(value, Sequence):
            plain = [self._plain(each) for each in value]
            return type(value)(plain) if isinstance(value, list) else plain
        raise TypeError(f"an output model holds a {type(value).__name__}, which no artifact can")

    def _refuse(self, node: Emitted, plan: _Plan) -> None:
        place = node.places.get(plan.attribute, node.origin)
        if plan.until is not None and not self.version < plan.until:
            self.report.error(
                "backends/field-removed",
                f"{self.backend} {self.version} no longer reads `{plan.key}`",
                place,
                help=f"{self.backend} {plan.until} removed it: leave it out, or declare an older version",
            )
            return
        self.report.error(
            "backends/field-too-new",
            f"{self.backend} {self.version} doesn't read `{plan.key}`",
            place,
            help=f"{self.backend} reads it from {plan.since} on: declare that version, or leave this out",
        )


def drawings_in(package: str, folders: Iterable[str]) -> dict[str, str]:
    """Finds the drawings of a package: each module makes the one that it is called after.

    Args:
        package: The package's full name.
        folders: Its folders (`__path__`).

    Returns:
        The word for each drawing (`bar-gauge`) with the full name of its module (`….bar_gauge`), ordered by word.
    """
    found = sorted(each.name for each in pkgutil.iter_modules(list(folders)) if not each.name.startswith("_"))
    return {name.replace("_", "-"): f"{package}.{name}" for name in found}


def origin_table(node: Emitted) -> dict[tuple[str | int, ...], Origin]:
    """Returns where each part of a document comes from.

    Args:
        node: The output model of the whole document.

    Returns:
        Key paths of the document, as `Gate.document` makes it, with their places in the spec.
    """
    return dict(_origins(node, ()))


def _origins(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Origin]]:
    if isinstance(value, Emitted):
        yield path, value.origin
        for plan in _plans(type(value)):
            child = getattr(value, plan.attribute)
            if plan.attribute in value.places:
                yield (*path, plan.key), value.places[plan.attribute]
            yield from _origins(child, (*path, plan.key))
    elif isinstance(value, Mapping):
        for name, child in value.items():
            yield from _origins(child, (*path, str(name)))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, child in enumerate(value):
            yield from _origins(child, (*path, index))


@record
class Tool:
    """A real tool that judges artifacts.

    Attributes:
        name: The program's name, such as `promtool`.
        backend: The backend whose version the tool must have.
        version_arguments: What makes it print its version; empty for one that can't, which judges every version.
        install: What a reader does to get it, a sentence with the command.
        banner: What its version begins with, where another program has the same name; empty when none has.
        packaged: Whether package managers have it in some version. `verify --installed` passes over one that they
            lack and that isn't there, with a warning.
        optional: Whether it gives a second opinion only, so that `verify` always passes over its absence so.
    """

    name: str
    backend: str
    version_arguments: tuple[str, ...]
    install: str
    banner: str = ""
    packaged: bool = True
    optional: bool = False


@record
class Completed:
    """What a tool answered.

    Attributes:
        code: Its exit code.
        stdout: Its standard output.
        stderr: Its standard error.
    """

    code: int
    stdout: str
    stderr: str


@record
class Finding:
    """Something that a tool says about an artifact.

    Attributes:
        message: What it says, in its own words.
        artifact: The path of the artifact, or None when the tool names none.
        line: The line in the artifact, from 1, or None.
        path: The key path in the artifact's document, or None; taken where it says more than the line.
        at: Line and column (in bytes), both from 1, within the text that stands at that place, or None.
    """

    message: str
    artifact: str | None = None
    line: int | None = None
    path: tuple[str | int, ...] | None = None
    at: tuple[int, int] | None = None


@record
class Invocation:
    """One call of a tool.

    Attributes:
        tool: The tool.
        arguments: Its arguments; paths are relative to the folder that holds the artifacts.
        inputs: The paths of the artifacts that it reads; with the arguments and the tool they decide the answer.
        read: Turns the tool's answer into findings; none means that it accepted.
    """

    tool: Tool
    arguments: tuple[str, ...]
    inputs: tuple[str, ...]
    read: Callable[[Completed], Iterable[Finding]]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A backend that the compiler emits for.

    Attributes:
        name: The backend's name; key under `backends` and folder under `out/<stack>/`.
        title: The backend's name as people write it: `Prometheus`.
        versions: The versions that it knows.
        settings: The model of `backends.<name>`.
        integrations: Kinds of receivers that this backend can tell, by their key under `receivers.<name>`.
        lower: Makes the artifacts of a stack; reports what the backend can't express.
        verify: Says which tools to call on the artifacts of one stack.
        drawings: How a panel of a dashboard can be drawn, by the word that a spec uses for it: the full name of the
            module that makes it. Modules are imported only when a panel is drawn so; extensions add theirs.
        release: The version of the target's package, for the manifest.
    """

    name: str
    title: str
    versions: Versions
    settings: type[Settings]
    integrations: Mapping[str, type[IntegrationSettings]] = field(default_factory=dict)
    lower: Callable[[Stack, Gate], Iterable[Artifact]]
    verify: Callable[[Sequence[Artifact], Version], Iterable[Invocation]]
    drawings: Mapping[str, str] = field(default_factory=dict)
    release: str = __version__
