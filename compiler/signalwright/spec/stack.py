"""Stacks, and the parts of a stack that further files say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from signalwright.spec.conditions import Condition, Reading
from signalwright.spec.places import CALLEE, Files, Path, Place, SpecError, here, misuse, wrong_kind
from signalwright.spec.service import Alert, Kept, Record, Service, Template, When
from signalwright.spec.values import Named, Notes, Say, check_key, keys_of

LANGUAGE_VERSION = 1
"""The version of the spec language that this package says."""


class Part:
    """A part of a stack: what one file says, beside the file with the `Stack`.

    Attributes:
        data: The values, as a YAML file would have them.
        notes: Where they were said.
        place: The call that made it.
    """

    __slots__ = ("data", "notes", "place")

    made: ClassVar[list[Part]] = []
    """All parts and stacks, in the order in which they were made."""

    def __init__(self, **keys: Say) -> None:
        """Takes any keys of the top of a spec: `Part(links={"runbooks": "https://…"})`."""
        self._begin(here(), {})
        self._say(keys)

    def _begin(self, place: Place, data: dict[str, object]) -> None:
        if not place.code.co_filename.startswith(Files.specs):
            raise misuse("this file is none of a stack", "make the `Stack` or `Part` in a file of the stack's folder")
        self.place = place
        self.data: dict[str, object] = {"signalwright": LANGUAGE_VERSION, **data}
        self.notes = Notes(stack=place.elsewhere)
        self.notes.places[()] = place
        Part.made.append(self)

    if not TYPE_CHECKING:  # Editors know the attributes, and refuse others by themselves.

        def __setattr__(self, name: str, value: object) -> None:
            """Refuses to lose what is meant as a key."""
            if not hasattr(type(self), name):
                raise misuse(
                    f"a key isn't said by an assignment to `{name}`", f"write `stack.say({name}=…)`", (CALLEE,)
                )
            super().__setattr__(name, value)

    def say(self, **keys: Say) -> None:
        """Says any keys of the top of a spec: `stack.say(severities=["critical", "warning"])`."""
        self._say(keys)

    def service(
        self,
        name: str,
        *,
        team: str | Named | None = None,
        scrape: Sequence[str] | Mapping[str, Say] | None = None,
        use: str | Template | Sequence[str | Template] | None = None,
        without: Sequence[str | Named] | None = None,
        **keys: Say,
    ) -> Service:
        """Declares a service.

        Args:
            name: The service's name.
            team: The team that owns it.
            scrape: Where its metrics are read: addresses, or a mapping with `dns`, `path`, `every` and so on.
            use: The templates and libraries whose metrics, alerts and so on it has; the last goes before.
            without: What of theirs is left out.
            keys: The other keys of a service.
        """
        given = {"team": team, "scrape": scrape, "use": use, "without": without}
        self.put_keys(("services", name), {**given, **keys})
        return Service(self, name)

    def template(
        self,
        name: str,
        *,
        use: str | Template | Sequence[str | Template] | None = None,
        without: Sequence[str | Named] | None = None,
        **keys: Say,
    ) -> Template:
        """Declares what services that are alike have in common; it has the methods of a service.

        Args:
            name: The template's name.
            use: The templates and libraries that it uses itself.
            without: What of theirs is left out.
            keys: The other keys of a service.
        """
        self.put_keys(("templates", name), {"use": use, "without": without, **keys}, "")
        return Template(self, name)

    def alert(self, name: str, *, when: When | None = None, **keys: Say) -> Alert:
        """Declares an alert of the whole stack; its team has to be said."""
        self.put_keys(("alerts", name), {"when": when, **keys})
        return Alert(name, None)

    def record(self, name: str, kept: Kept | None = None, **keys: Say) -> Record:
        """Declares a value of the whole stack that is worth keeping; the arguments are those of a service's."""
        self.put_read(("records", name), kept, keys)
        return Record(name, None)

    def down(self, *services: str | Named, **keys: Say) -> Condition:
        """Holds while a target of one of these services can't be scraped: `stack.down(hosts, main_db)`."""
        place = here()
        where: dict[Path, Place] = {("down", index): place.of(index) for index in range(len(services))}
        return Condition({"down": services, **keys}, place, where)

    def team(self, name: str, **keys: Say) -> Named:
        """Declares a team: `stack.team("web", notify={"critical": ["oncall"]})`."""
        return self._named("teams", name, keys)

    def receiver(self, name: str, **keys: Say) -> Named:
        """Declares a receiver: `stack.receiver("relay", webhook={"url": "http://relay:8080"})`."""
        return self._named("receivers", name, keys)

    def secret(self, name: str, **keys: Say) -> Named:
        """Declares a secret: `stack.secret("oncall", file="/run/secrets/oncall")`."""
        return self._named("secrets", name, keys)

    def environment(self, name: str, **keys: Say) -> Named:
        """Declares an environment, with `change`, `add`, `remove` and `emit`."""
        return self._named("environments", name, keys)

    def dashboard(self, title: str, *, panels: Sequence[Say] | None = None, **keys: Say) -> Named:
        """Declares a dashboard.

        Args:
            title: The dashboard's title.
            panels: Readings of metrics, `panel()` of alerts, SLOs and records, or mappings as YAML has them.
            keys: The other keys of a dashboard.
        """
        return self._named("dashboards", title, {"panels": panels, **keys})

    def _named(self, block: str, name: str, keys: Mapping[str, Say]) -> Named:
        self.put_keys((block, name), keys)
        return Named(name)

    def put_keys(self, path: Path, given: Mapping[str, object], service: str | None = None) -> None:
        """Says a named thing with its keys.

        Args:
            path: The key path of the thing; the call's first argument is its last step.
            given: Keyword arguments.
            service: The service in whose block it stands.

        Raises:
            SpecError: It is there already, or a value is none of the language's.
        """
        if not isinstance(path[-1], str):
            raise wrong_kind(f"a name can't be of type `{type(path[-1]).__name__}`", "write it as text", (0,))
        place = here()
        self._put(path, keys_of(given), place, (0,), service)

    def put_row(self, path: Path, panels: Sequence[Say], service: str) -> None:
        """Says the panels of a row of a service; see `put_keys`."""
        if not isinstance(path[-1], str):
            raise wrong_kind(f"a title can't be of type `{type(path[-1]).__name__}`", "write it as text", (0,))
        self._put(path, panels, here(), (0,), service)

    def put_read(self, path: Path, read: Kept | None, given: Mapping[str, object], service: str | None = None) -> None:
        """Says a named thing whose keys are those of a reading and more; see `put_keys`."""
        if not isinstance(read, Reading):
            self.put_keys(path, {**(read or {}), **given}, service)
            return
        self.put_keys(path, {**read.keys, **given}, service)
        for name in read.keys.keys() - keys_of(given).keys():
            self.notes.places.setdefault((*path, name), read.places.get((name,), read.place.of(name)))
        for inner, place in read.places.items():
            self.notes.places.setdefault((*path, *inner), place)

    def _say(self, given: Mapping[str, Say]) -> None:
        place = here()
        for name, value in keys_of(given).items():
            if isinstance(value, Mapping) and value:
                for each, inner in value.items():
                    check_key(each, (name,))
                    self._put((name, each), inner, place.of(name, each), (name, each))
                self.notes.places.setdefault((name,), place.of(name))
            else:
                self._put((name,), value, place.of(name), (name,))

    def _put(self, path: Path, value: object, place: Place, steps: Path, service: str | None = None) -> None:
        """Says a value.

        Args:
            path: The key path.
            value: The value.
            place: Where it is said.
            steps: The way from the call to what names the value.
            service: The service in whose block it stands.

        Raises:
            SpecError: It is there already, or a value is none of the language's.
        """
        if place.is_own and not self.place.is_own:
            raise misuse("this is a part of another stack", "say it in a `Part()` of this one")
        node = self.data
        for step in path[:-1]:
            inner = node.setdefault(str(step), {})
            if not isinstance(inner, dict):
                raise misuse(f"`{step}` was said before, and not as a mapping of names", "say it in one way", steps)
            node = inner
        notes, name = self.notes, str(path[-1])
        if name in node:
            known = next(path[:end] for end in range(len(path), -1, -1) if path[:end] in notes.places)
            first = notes.places[known]
            first_steps = (*first.steps, *path[len(known) :]) or (0,)
            raise SpecError(
                "language/duplicate-name",
                f"`{name}` is declared twice" + (f" in `{path[-2]}`" if len(path) > 1 else ""),
                "keep one of them, or choose another name"
                if (first.code, first.instruction) != (place.code, place.instruction)
                else 'put into the name what differs from one time to the next: `f"Slow{name}"`',
                steps,
                first.of(*first_steps),
            )
        notes.service = service
        notes.places[path] = place
        try:
            node[name] = notes.mapping(value, path) if isinstance(value, Mapping) else notes.plain(value, path)
        except SpecError as error:
            error.path = (*place.steps, *error.path[len(path) :])
            raise


class Stack(Part):
    """A stack.

    Attributes:
        name: The stack's name.
    """

    __slots__ = ("name",)

    def __init__(self, name: str, **keys: Say) -> None:
        """Takes the stack's name and any keys of the top of a spec.

        Args:
            name: The stack's name.
            keys: `backends={"prometheus": "3.15"}`, `severities=[…]` and so on.
        """
        self._begin(here(), {"stack": name})
        self.notes.places[("stack",)] = self.place.of(0)
        self.name = name
        self._say(keys)
