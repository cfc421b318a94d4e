"""What specs allow with the key `allow`, and the part of the stack that each is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signalwright.diagnostics.span import Origin, Step
from signalwright.language.variants import SpecVariant
from signalwright.records import record

Path = tuple[Step, ...]

_GIVEN_TO_ALL = "defaults"


@record
class Allowance:
    """A finding that is allowed in a part of a stack.

    Attributes:
        name: The finding, as it was written.
        reason: Why it is right.
        origin: Where its name stands.
        path: The key path of the part that has it; empty for the whole stack.
    """

    name: str
    reason: str
    origin: Origin
    path: Path

    def covers(self, origin: Origin) -> bool:
        """Returns whether a finding is about the part or something in it.

        Args:
            origin: The place of the finding; what a template or a library gives belongs to the service that has it.
        """
        return any(path[: len(self.path)] == self.path for path in _paths(origin))


def allowances(variant: SpecVariant) -> Iterator[Allowance]:
    """Yields what a spec allows, of the stack first, then of its parts in the order in which they are written."""
    for path, allowed in _written(variant):
        for name, reason in (allowed or {}).items():
            yield Allowance(name, reason, variant.locate((*path, "allow", name)).key(), path)


def _written(variant: SpecVariant) -> Iterator[tuple[Path, Mapping[str, str] | None]]:
    spec = variant.spec
    yield (), spec.allow
    for name, service in (spec.services or {}).items():
        path: Path = ("services", name)
        yield path, service.allow
        for key, parts in (("alerts", service.alerts), ("slos", service.slos), ("records", service.records)):
            yield from (((*path, key, each), part.allow) for each, part in (parts or {}).items())
    for key, owned in (("alerts", spec.alerts), ("records", spec.records), ("dashboards", spec.dashboards)):
        yield from (((key, each), part.allow) for each, part in (owned or {}).items())


def _paths(origin: Origin) -> Iterator[Path]:
    """Yields the key paths in the finished stack that a place is about."""
    path = _without_environment(origin.path)
    if origin.user is None or path[:1] == ("services",):
        yield path
        return
    owner = ("services", origin.user.name)
    if path[:1] == ("templates",) or path[:2] == (_GIVEN_TO_ALL, "service"):
        yield (*owner, *path[2:])
    elif path[:1] == (_GIVEN_TO_ALL,):
        yield owner
    else:
        yield (*owner, *path)


def _without_environment(path: Path) -> Path:
    """Returns a key path without the block of the environment that changes or adds what stands there."""
    return path[3:] if path[:1] == ("environments",) and path[2:3] in (("change",), ("add",)) else path
