"""Writes templates, libraries and defaults out, so that what follows sees services that say everything themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from signalwright.diagnostics.diagnostic import Diagnostic
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin, User
from signalwright.language.expander import BLOCKS, DEFAULTS, Expander, uses_of
from signalwright.language.keys import find_keys
from signalwright.language.layers import Layer, Path
from signalwright.language.libraries import Libraries
from signalwright.language.merge import Merged
from signalwright.language.model import SpecModel
from signalwright.language.models.alerts import KINDS
from signalwright.language.models.records import RecordSpec
from signalwright.language.models.slos import SLOSpec

_KINDS = {"alerts": KINDS, "slos": SLOSpec.kinds, "records": RecordSpec.kinds, "metrics": ("type",)}
"""Block → the keys of which each of its things needs one, where it isn't a short form."""


class Expanded(Merged):
    """A stack in which templates, libraries and defaults are written out.

    Attributes:
        base: The stack as it was written.
        services: What was put together of each service.
        alerts: The stack's own alerts, with their defaults.
        lost: The names of services that use something unknown, and of their things that are incomplete without it.
        used: The names of the templates that a service or another template uses.
        libraries: The names of the libraries that are used, in order.
    """

    __slots__ = ("alerts", "base", "libraries", "lost", "services", "used")

    def __init__(self, base: Merged, data: dict[str, Any]) -> None:
        """Starts with what a stack says."""
        super().__init__(data)
        self.base = base
        self.services: dict[str, Layer] = {}
        self.alerts: dict[str, Layer] = {}
        self.lost: set[str] = set()
        self.used: set[str] = set()
        self.libraries: list[str] = []

    def locate(self, path: Path) -> Origin:
        """Returns the place in the spec of a key path, with the service that uses what stands there."""
        layer = None
        if len(path) > 1:
            block = self.services if path[0] == "services" else self.alerts if path[0] == "alerts" else {}
            layer = block.get(str(path[1]))
        if layer is None:
            return self.base.locate(path)
        found, rest = layer.find(path[2:])
        place = found.origin.child(*rest) if rest else found.origin
        if found.giver is None:
            over = found.over
            if over is None or over.giver in (None, DEFAULTS) or rest or len(path) < 4:
                return place
            # A thing of a service that changes what is given.
            return Origin(
                place.file, place.path, "value", None, User(over.giver, over.origin, "changes what is given by")
            )
        return Origin(place.file, place.path, "value", None, self._user(path[:2], found.giver))

    def _user(self, path: Path, giver: str) -> User:
        name = str(path[1])
        if giver == DEFAULTS:
            return User(name, self.base.locate(path).key(), "taken over by")
        use = self.data["services"][name]["use"]
        place = self.base.locate((*path, "use", use.index(giver)) if isinstance(use, list) else (*path, "use"))
        return User(name, place)

    def library_of(self, path: Path) -> str | None:
        """Returns the library that gives what stands at a key path of a service, or None."""
        layer = self.services.get(str(path[1]))
        found = layer.get(*path[2:]) if layer is not None else None
        return None if found is None else found.first or found.library

    def report_unused(self, report: Report) -> None:
        """Warns of each template of the stack's own that nobody uses, in no environment either."""
        templates = self.base.data.get("templates")
        environments = self.base.data.get("environments")
        elsewhere = set(_mentioned(environments))
        for name in templates if isinstance(templates, dict) else ():
            if name not in self.used and name not in self.base.shared and name not in elsewhere:
                report.warning(
                    "language/unused-template",
                    f"nobody uses the template `{name}`",
                    self.base.locate(("templates", name)).key(),
                    help=f"write `use: {name}` in a service, or remove it",
                )


def expand(
    merged: Merged,
    model: type[SpecModel],
    libraries: Libraries,
    report: Report,
    doubtful: Collection[Path] = (),
) -> Expanded:
    """Writes a stack out.

    Args:
        merged: The stack as it was written.
        model: The surface model of the whole spec.
        libraries: Reads libraries.
        report: Takes what is wrong with `use` and `without`, and things that are of two kinds.
        doubtful: What has mistakes of its own; see `find_doubtful`.

    Returns:
        The stack without `templates` and `defaults`; what is no mapping where one belongs is left to validation.
    """
    stack = Expanded(
        merged, {name: value for name, value in merged.data.items() if name not in ("templates", "defaults")}
    )
    expander = Expander(merged, model, libraries, report, doubtful)
    for name, value in expander.declared.items():
        if isinstance(value, dict):
            expander.template(name)
    services = merged.data.get("services")
    if isinstance(services, dict):
        stack.data["services"] = dict(services)
        for name, value in services.items():
            if isinstance(value, dict):
                service, sound = expander.service(name)
                if not sound:
                    service, lost = _complete(service)
                    stack.lost.update((name, *lost))
                stack.services[name] = service
                stack.data["services"][name] = service.value
    if isinstance(merged.data.get("alerts"), dict):
        stack.data["alerts"] = dict(merged.data["alerts"])
        for name in merged.data["alerts"]:
            alert = expander.stack_alert(name)
            if alert is not None:
                stack.alerts[name] = alert
                stack.data["alerts"][name] = alert.value
    stack.used.update(each for each in expander.used if each in expander.declared)
    stack.libraries += [each for each in expander.used if each not in expander.declared]
    return stack


def find_doubtful(model: type[SpecModel], data: Mapping[str, Any], told: Iterable[Diagnostic]) -> set[Path]:
    """Returns where mistakes are that leave open what is given: what lacks there isn't told a second time.

    Args:
        model: The surface model of the whole spec.
        data: The values, as they were written.
        told: What was found wrong with templates and defaults.

    Returns:
        `()` for the top of the spec, `("defaults",)`, and block and name of services and templates.
    """
    keys = find_keys(model, data)
    paths = [each for each in (*keys.unknown, *keys.empty) if each[0] != "services" or len(each) <= 3]
    paths += [each.primary.place.path for each in told if isinstance(each.primary.place, Origin)]
    return {each[: {"defaults": 1, "templates": 2, "services": 2}.get(str(each[0]), 0)] for each in paths if each}


def _mentioned(value: object) -> Iterator[str]:
    """Yields each name that stands in a `use` of an environment."""
    if isinstance(value, dict):
        yield from uses_of(value)
        for each in value.values():
            yield from _mentioned(each)


def _complete(service: Layer) -> tuple[Layer, set[str]]:
    """Returns a service without things that may only be incomplete because what gives the rest is unknown."""
    lost: set[str] = set()
    for block, name, value in list(_things(service)):
        kinds = _KINDS.get(block, ())
        said = value.get("when", {}) if block == "alerts" and isinstance(value, dict) else value
        if isinstance(said, dict) and kinds and not any(each in said for each in kinds):
            service = service.drop((block, name))
            lost.add(name)
    return service, lost


def _things(service: Layer) -> Iterator[tuple[str, str, Any]]:
    for block in BLOCKS:
        things = service.value.get(block)
        if isinstance(things, dict):
            yield from ((block, name, value) for name, value in things.items())
