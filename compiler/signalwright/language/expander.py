"""Works out what templates, libraries and defaults give to services."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.fix import spelling
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.layers import Clash, Form, Layer, Path, lay_over
from signalwright.language.libraries import Libraries
from signalwright.language.merge import Merged
from signalwright.language.model import SpecModel
from signalwright.language.models.alerts import BOUNDS, KINDS
from signalwright.language.models.records import RecordSpec
from signalwright.language.models.slos import SLOSpec
from signalwright.language.scalars import read_name

DEFAULTS = "‹defaults›"
"""The giver of what `defaults` say."""
BLOCKS = ("alerts", "records", "slos", "rows", "metrics")
"""The named things of a service that `without` leaves out, and all of one kind but metrics by the word itself."""
_CHANGED = {
    "alerts": ("an alert", ("when",)),
    "slos": ("an SLO", SLOSpec.kinds),
    "records": ("a record", RecordSpec.kinds),
}
"""Block → what one of its things is called, and the keys of which a thing of one's own has one."""


class Expander:
    """Works out what templates, libraries and defaults give."""

    def __init__(
        self,
        merged: Merged,
        model: type[SpecModel],
        libraries: Libraries,
        report: Report,
        doubtful: Collection[Path] = (),
    ) -> None:
        """Takes a stack.

        Args:
            merged: The stack as it was written.
            model: The surface model of the whole spec.
            libraries: Reads libraries.
            report: Takes what is wrong with what is used and left out.
            doubtful: `()`, `("defaults",)`, or block and name of services and templates in which something is wrong, so
                that nobody knows what they give and use.
        """
        self._doubtful = frozenset(doubtful)
        self.merged = merged
        self.libraries = libraries
        self.report = report
        self.used: dict[str, None] = {}
        self._form = Form(model)
        self._service = self._form.child("services").child("")
        self._templates: dict[str, Layer] = {}
        self._drops: dict[str, set[str]] = {}
        self._unsound = {str(each[1]) for each in doubtful if each[:1] == ("templates",)}
        self._open: list[str] = []
        self._given: dict[tuple[str, ...], Layer] = {}
        self._grafts: dict[Path, list[Path]] = {}
        for path in merged.grafts:
            if len(path) > 2:
                self._grafts.setdefault(path[:2], []).append(path)
        self._alert = self._default("alert")
        self._slo = self._default("slo")
        self._base = Layer({}, Origin(""))
        service = self._default("service")
        if service is not None:
            self._base = self._block(("defaults", "service"), service.value)[0].given_by(DEFAULTS)

    @property
    def declared(self) -> dict[str, Any]:
        """The templates of the stack by name."""
        found = self.merged.data.get("templates")
        return found if isinstance(found, dict) else {}

    def _default(self, of: str) -> Layer | None:
        defaults = self.merged.data.get("defaults")
        value = defaults.get(of) if isinstance(defaults, dict) else None
        return self.own(("defaults", of)).given_by(DEFAULTS) if isinstance(value, dict) else None

    def own(self, path: Path) -> Layer:
        """Returns what the stack itself says at a key path, with the places that environments have changed."""
        value: Any = self.merged.data
        for step in path:
            value = value[step]
        layer = Layer(value, self.merged.locate(path))
        for graft in self._grafts.get(path, ()):
            layer = _grafted(layer, graft[len(path) :], self.merged.grafts[graft])
        return layer

    def inherited(self, block: str, name: str) -> Layer | None:
        """Returns what a service or a template is given, without what it says itself; None for another thing."""
        value = self.merged.data.get(block)
        value = value.get(name) if isinstance(value, dict) else None
        if not isinstance(value, dict) or block not in ("services", "templates"):
            return None
        given, _ = self._without(self._gather((block, name), value), (block, name), value)
        return given

    def service(self, name: str) -> tuple[Layer, bool]:
        """Returns a service written out, and whether all that it uses is known.

        Args:
            name: The name of a service that is a mapping.
        """
        path: Path = ("services", name)
        value = self.merged.data["services"][name]
        given, _ = self._without(self._gather(path, value), path, value)
        sound = self._is_sound(path, value)
        own = self._without_misspelt(given, self.own(path), name) if sound else self.own(path)
        service = self._with_own(given, own)
        if self._slo is not None and (slos := service.get("slos")) is not None and isinstance(slos.value, dict):
            service = service.with_part("slos", self._with_default(slos, self._slo, "slos"))
        return service, sound

    def stack_alert(self, name: str) -> Layer | None:
        """Returns an alert of the whole stack with its defaults, or None when there are none."""
        own = self.own(("alerts", name))
        if self._alert is None or not isinstance(own.value, dict):
            return None
        return lay_over(self._alert, own, self._form.child("alerts").child(""), self._clash(name))

    def template(self, name: str) -> Layer | None:
        """Returns a template written out, or None when it uses itself."""
        if name in self._open:
            return None
        if name not in self._templates:
            value = self.declared[name]
            self._open.append(name)
            self._templates[name], dropped = self._block(("templates", name), value)
            self._open.pop()
            uses = uses_of(value)
            self._drops[name] = dropped.union(*(self._drops.get(each, ()) for each in uses))
            if not self._is_sound(("templates", name), value):
                self._unsound.add(name)
        return self._templates[name]

    def _block(self, path: Path, value: Mapping[str, Any]) -> tuple[Layer, set[str]]:
        """Returns a template or the defaults of services written out, and what it leaves out of the defaults."""
        given, dropped = self._without(self._gather(path, value, defaults=False), path, value)
        return self._with_own(given, self.own(path)).without(("use", "without")), dropped

    def _gather(self, path: Path, value: Mapping[str, Any], *, defaults: bool = True) -> Layer:
        """Returns what a service or a template takes over, the last of its `use` before the others."""
        uses = uses_of(value)
        layers = [(name, layer) for name in uses if (layer := self._find(name, path, value)) is not None]
        key = (*uses, DEFAULTS) if defaults else uses
        if key not in self._given:
            given = Layer({}, Origin(""))
            if defaults:
                dropped = {each for name in uses for each in self._drops.get(name, ())}
                given, _, _ = _leave_out(self._base, dropped)
            for name, layer in layers:
                given = lay_over(given, layer.given_by(name), self._service, self._clash())
            self._given[key] = given
        return self._given[key]

    def _find(self, name: str, path: Path, value: Mapping[str, Any]) -> Layer | None:
        """Returns a template or library by its name in `use`; reports one that there isn't."""
        if name in self.declared:
            self.used[name] = None
            if isinstance(self.declared[name], dict) and (found := self.template(name)) is not None:
                return found
            if isinstance(self.declared[name], dict):
                self._report_circle(name, self._place_of_use(path, value, name))
        elif name in self.libraries.names:
            self.used[name] = None
            return self.libraries.layer(name, self.report)
        elif () not in self._doubtful:
            known = [*self.declared, *self.libraries.names]
            near = closest(name, known)
            self.report.error(
                "language/unknown-reference",
                f"there is no template or library `{name}`",
                self._place_of_use(path, value, name),
                help=f"did you mean `{near}`?" if near else f"use one of {', '.join(f'`{each}`' for each in known)}",
                fix=spelling(self._place_of_use(path, value, name), name, known),
            )
        self._unsound.add(name)
        return None

    def _report_circle(self, name: str, place: Origin) -> None:
        circle = self._open[self._open.index(name) :]
        first = min(circle)
        circle = [*circle[circle.index(first) :], *circle[: circle.index(first)]]
        self._unsound.update(circle)
        shown = " uses ".join(f"`{each}`" for each in (*circle, first))
        self.report.error(
            "language/circular-use",
            f"templates use each other in a circle: {shown}",
            place,
            help="leave one of them out, or move what they share into a template of its own",
        )

    def _place_of_use(self, path: Path, value: Mapping[str, Any], name: str) -> Origin:
        use = value["use"]
        return self.merged.locate((*path, "use", use.index(name)) if isinstance(use, list) else (*path, "use"))

    def _without(self, given: Layer, path: Path, value: Mapping[str, Any]) -> tuple[Layer, set[str]]:
        """Returns what is given without what is left out, and what a template leaves out of the defaults."""
        written = value.get("without")
        items: list[Any] = written if isinstance(written, list) else []
        names = [each for each in items if isinstance(each, str)]
        given, found, known = _leave_out(given, names)
        of_defaults = _leave_out(self._base, names)[1] if path[0] == "templates" else set()
        sound = self._is_sound(path, value)
        for name in dict.fromkeys(names):
            if name in found or name in of_defaults or not sound:
                continue
            near = closest(name, sorted(known))
            given_names = _what_is_given(given) if name not in BLOCKS else None
            self.report.error(
                "language/unknown-reference",
                f"nothing that `{path[-1]}` uses gives `{name}`, so it can't be left out",
                self.merged.locate((*path, "without", items.index(name))),
                help=f"did you mean `{near}`?" if near else given_names or "leave it out of `without`",
                fix=spelling(self.merged.locate((*path, "without", items.index(name))), name, known),
            )
        for removed in self.merged.removed.get((str(path[0]), str(path[1])), ()):
            given = given.drop(removed)
        return given, of_defaults

    def _is_sound(self, path: Path, value: Mapping[str, Any]) -> bool:
        """Returns whether it is known what a service or a template is given."""
        use = value.get("use", [])
        return (
            self._unsound.isdisjoint(uses_of(value))
            and all(_is_name(each) for each in (use if isinstance(use, list) else [use]))
            and self._doubtful.isdisjoint(((), ("defaults",), path))
        )

    def _with_own(self, given: Layer, own: Layer) -> Layer:
        """Returns what is given with what a service, a template or the defaults say themselves over it."""
        self._report_said_twice(given, own)
        alerts = own.get("alerts")
        if self._alert is not None and alerts is not None and isinstance(alerts.value, dict):
            inherited = given.get("alerts")
            known = inherited.value if inherited is not None and isinstance(inherited.value, dict) else {}
            own = own.with_part("alerts", self._with_default(alerts, self._alert, "alerts", known))
        return lay_over(given, own, self._service, self._clash()) if given.value else own

    def _without_misspelt(self, given: Layer, own: Layer, service: str) -> Layer:
        """Returns a service without changes of things that nothing gives, where some are given; reports them."""
        for block, (noun, kinds) in _CHANGED.items():
            things, known = own.value.get(block), given.value.get(block)
            for name, value in things.items() if isinstance(things, dict) and isinstance(known, dict) else ():
                if not known or name in known or not isinstance(value, dict) or any(each in value for each in kinds):
                    continue
                near = closest(name, known)
                # Without a bound it is as likely one of its own that isn't finished.
                if near is None and (block != "alerts" or not any(each in value for each in BOUNDS)):
                    continue
                self.report.error(
                    "language/nothing-given",
                    f"`{name}` changes {noun} that is given, and no template or library gives this one",
                    self.merged.locate(("services", service, block, name)).key(),
                    help=f"did you mean `{near}`?" if near else f"{_what_is_given(given)}; another one needs a `when`",
                )
                own = own.drop((block, name))
        return own

    def _report_said_twice(self, given: Layer, own: Layer) -> None:
        """Reports changes of alerts that say a bound both beside the condition and in it."""
        alerts, known = own.value.get("alerts"), given.value.get("alerts")
        for name in alerts if isinstance(alerts, dict) and isinstance(known, dict) else ():
            for bound in BOUNDS if name in known else ():
                beside, within = own.get("alerts", name, bound), own.get("alerts", name, "when", bound)
                if beside is not None and within is not None:
                    self.report.error(
                        "language/conflicting-keys",
                        f"`{name}` says twice what it is `{bound}`",
                        beside.origin.key(),
                        help="leave one of them out",
                        secondary=[Label(within.origin.key(), "the other one")],
                    )

    def _with_default(self, things: Layer, default: Layer, block: str, known: Mapping[str, Any] | None = None) -> Layer:
        """Returns SLOs or alerts with their defaults; alerts that only change one that is given have none."""
        form = self._service.child(block).child("")
        for name, value in things.value.items():
            if isinstance(value, dict) and (known is None or (name not in known and _says_kind(value.get("when")))):
                laid = lay_over(default, things.part(name), form, self._clash(name))
                things = things.with_part(name, laid)
        return things

    def _clash(self, *trail: str) -> Clash:
        def told(weak: Layer, strong: Layer, given: str, own: str) -> None:
            path = weak.origin.path
            name = next((path[at + 1] for at, step in enumerate(path[:-1]) if step in BLOCKS), *trail or ("name",))
            who = f"`{weak.giver}`" if weak.giver not in (None, DEFAULTS) else "what is given"
            self.report.error(
                "language/conflicting-keys",
                f"`{name}` is of the kind `{given}` in {who}, so it can't be of the kind `{own}` here",
                strong.part(own).origin.key(),
                help=f"keep its kind, or leave the other one out: `without: [{name}]`",
                secondary=[Label(weak.part(given).origin.key(), f"`{given}` is said here")],
            )

        return told


def uses_of(value: Mapping[str, Any]) -> tuple[str, ...]:
    """Returns the names in the `use` of a service or a template; what is no name is left to validation."""
    use = value.get("use")
    names: list[Any] = use if isinstance(use, list) else [use]
    return tuple(dict.fromkeys(each for each in names if _is_name(each)))


def _is_name(value: object) -> bool:
    try:
        read_name(value)
    except PydanticCustomError:
        return False
    return True


def _says_kind(when: object) -> bool:
    return isinstance(when, str) or (isinstance(when, dict) and any(each in when for each in KINDS))


def _grafted(layer: Layer, path: Path, origin: Origin) -> Layer:
    """Returns a layer in which the value at a key path is known to be written elsewhere."""
    if not path:
        return Layer(layer.value, origin, layer.giver, layer.library, layer.parts)
    step, *rest = path
    return layer.with_part(step, _grafted(layer.part(step), tuple(rest), origin))


def _what_is_given(given: Layer) -> str | None:
    """Returns a way out that names the alerts that are given, or None when none are."""
    alerts = given.get("alerts")
    named = alerts.value if alerts is not None and isinstance(alerts.value, dict) else {}
    return f"the alerts that are given are {', '.join(f'`{each}`' for each in sorted(named))}" if named else None


def _leave_out(given: Layer, names: Iterable[str]) -> tuple[Layer, set[str], set[str]]:
    """Returns what is given without some things; which of the names were found, and which could be."""
    names = frozenset(names)
    # All of a kind may be none.
    found = {each for each in BLOCKS if each in names and each != "metrics"}
    known: set[str] = set()
    for block in BLOCKS:
        things = given.get(block)
        if things is None or not isinstance(things.value, dict):
            continue
        known.update(things.value, () if block == "metrics" else (block,))
        left_out = [each for each in names if each in things.value]
        found.update(left_out)
        if block in names and block != "metrics":
            given = given.without((block,))
        elif left_out:
            given = given.with_part(block, things.without(left_out))
    return given, found, known
