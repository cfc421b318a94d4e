"""Notes: a text that lists the alerts of a stack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, KeyPath, text_artifact
from signalwright.ir.stack import Stack
from signalwright.ir.values import Version
from signalwright.target import Gate, Invocation, Settings, Target, Versions, key


class NotesSettings(Settings):
    """What can be said about notes."""

    noun: ClassVar[str] = "notes"

    bullet: str = key("What stands before each line.", default="-", example='"*"')


def lower(stack: Stack, gate: Gate) -> Iterator[Artifact]:
    """Yields one text with a line for each alert of a service."""
    settings = stack.backends["notes"].settings
    assert isinstance(settings, NotesSettings)
    alerts = [alert for service in stack.services.values() for alert in service.alerts]
    text = "".join(f"{settings.bullet} {alert.name}: {alert.summary}\n" for alert in alerts)
    places: dict[KeyPath, Origin] = {(index,): alert.origin for index, alert in enumerate(alerts)}
    places[()] = stack.origin
    yield text_artifact("notes/alerts.txt", text, lambda: places)


def verify(artifacts: Sequence[Artifact], version: Version) -> Iterable[Invocation]:
    """Calls no tool, because there is none."""
    return ()


TARGET = Target(
    name="notes",
    title="Notes",
    versions=Versions(oldest=Version("1.0"), newest=Version("1.1"), default=Version("1.1")),
    settings=NotesSettings,
    lower=lower,
    verify=verify,
    release="1.0",
)
