"""Small stacks with an Alertmanager, made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact
from signalwright.ir import (
    Backend,
    Duration,
    Inhibition,
    Integration,
    Links,
    Receiver,
    Route,
    Routing,
    Secret,
    Stack,
    TimeInterval,
    Version,
)
from signalwright.target import Gate
from signalwright_targets.alertmanager import TARGET

SPEC = Origin("spec/shop/stack.yaml")
SECRET_FILES = "/run/secrets/"


def secret(name: str, kind: Literal["file", "environment"] = "file") -> Secret:
    """Returns a secret whose file is named after it."""
    source = SECRET_FILES + name if kind == "file" else name.upper()
    return Secret(name=name, kind=kind, source=source, origin=SPEC.child("secrets", name))


def receiver(name: str, kinds: Mapping[str, Any]) -> Receiver:
    """Returns a receiver from what a spec says about it."""
    place = SPEC.child("receivers", name)
    return Receiver(
        name=name,
        integrations=tuple(
            Integration(kind=kind, settings=TARGET.integrations[kind].model_validate(written), origin=place.child(kind))
            for kind, written in kinds.items()
        ),
        origin=place,
    )


def stack(
    *,
    version: str = "0.34",
    settings: Mapping[str, Any] | None = None,
    receivers: Mapping[str, Mapping[str, Any]] | None = None,
    secrets: Iterable[Secret] = (),
    route: Route | None = None,
    inhibitions: tuple[Inhibition, ...] = (),
    intervals: tuple[TimeInterval, ...] = (),
    severities: tuple[str, ...] = ("critical", "warning", "info"),
) -> Stack:
    """Returns a stack; without a route, its first receiver gets everything."""
    declared = {name: receiver(name, kinds) for name, kinds in (receivers or {}).items()}
    read = TARGET.settings.model_validate({"version": version, **(settings or {})})
    if route is None:
        route = Route(receiver=next(iter(declared), None), origin=SPEC.child("routing"))
    return Stack(
        name="shop",
        environment=None,
        backends={
            "alertmanager": Backend(
                name="alertmanager",
                version=Version(version),
                settings=read,
                origin=SPEC.child("backends", "alertmanager"),
            )
        },
        severities=severities,
        secrets={each.name: each for each in secrets},
        receivers=declared,
        teams={},
        links=Links(runbooks=None, dashboards=None),
        services={},
        alerts=(),
        routing=Routing(
            group_by=(),
            wait=Duration.of_seconds(30),
            every=Duration.of_seconds(300),
            repeat=Duration.of_seconds(43_200),
            notify={},
            otherwise=None,
            also=(),
            quiet=(),
            inhibitions=None,
            origin=SPEC.child("routing"),
        ),
        written_pages={},
        origin=SPEC,
        route=route,
        inhibitions=inhibitions,
        intervals=intervals,
    )


def lowered(stack: Stack) -> tuple[dict[str, Artifact], Report]:
    """Lowers a stack and returns its artifacts by path with what was reported."""
    report = Report()
    gate = Gate("alertmanager", stack.backends["alertmanager"].version, report)
    return {each.path: each for each in TARGET.lower(stack, gate)}, report


def config(stack: Stack) -> Any:
    """Lowers a stack that must be right, and returns its configuration as a server reads it."""
    artifacts, report = lowered(stack)
    assert not list(report)
    return yaml.safe_load(artifacts["alertmanager/alertmanager.yml"].content)


def write(artifacts: Iterable[Artifact], folder: Path) -> None:
    """Writes artifacts into a folder."""
    for each in artifacts:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.content)
