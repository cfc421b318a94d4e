"""Resolves backends, secrets, receivers and teams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from signalwright.ir.backend import Backend, Integration, Receiver, Secret, Team
from signalwright.language.model import SpecModel
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.target import SecretMark, Settings, Target

DECLARE_RECEIVER = "declare it under `receivers`"


def resolve_backends(scope: Scope, targets: Mapping[str, Target]) -> dict[str, Backend]:
    """Returns the declared backends by name, ordered by name; reports versions that the target doesn't know."""
    backends: dict[str, Backend] = {}
    block = scope.spec.backends
    for name in sorted(targets):
        settings = getattr(block, name, None) if block is not None else None
        if not isinstance(settings, Settings):
            continue
        place = scope.place("backends", name)
        versions = targets[name].versions
        version_place = scope.place("backends", name, "version")
        if settings.version < versions.oldest:
            scope.report.error(
                "backends/version-too-old",
                f"{targets[name].title} {settings.version} is older than any that is known",
                version_place,
                help=f"the oldest known version is {versions.oldest}",
            )
        elif settings.version.release > versions.newest.release:
            scope.report.warning(
                "backends/version-unknown",
                f"{targets[name].title} {settings.version} is newer than {versions.newest}, the newest that is known",
                version_place,
                help=f"what is emitted is right for {versions.newest}; a newer signalwright may know more",
            )
        backends[name] = Backend(name=name, version=settings.version, settings=settings, origin=place)
        _check_secrets(scope, settings, ("backends", name))
    return backends


def resolve_secrets(scope: Scope) -> dict[str, Secret]:
    """Returns the declared secrets by name."""
    secrets: dict[str, Secret] = {}
    for name, spec in sorted((scope.spec.secrets or {}).items()):
        place = scope.place("secrets", name)
        if spec.file is not None:
            if not spec.file.startswith("/"):
                scope.report.error(
                    "secrets/relative-path",
                    f"the file of a secret is an absolute path, found `{spec.file}`",
                    scope.place("secrets", name, "file"),
                    help="write the path as the server sees it: `/run/secrets/name`",
                )
            secrets[name] = Secret(name=name, kind="file", source=spec.file, origin=place)
        elif spec.environment is not None:
            secrets[name] = Secret(name=name, kind="environment", source=spec.environment, origin=place)
    return secrets


def resolve_receivers(scope: Scope) -> dict[str, Receiver]:
    """Returns the declared receivers by name, with every kind in which they are told."""
    receivers: dict[str, Receiver] = {}
    for name, spec in sorted((scope.spec.receivers or {}).items()):
        place = scope.place("receivers", name)
        integrations = []
        for kind in type(spec).model_fields:
            settings = getattr(spec, kind)
            if settings is None:
                continue
            origin = scope.place("receivers", name, kind)
            integrations.append(Integration(kind=kind, settings=settings, origin=origin))
            _check_secrets(scope, settings, ("receivers", name, kind))
        if not integrations:
            scope.report.error(
                "routing/empty-receiver",
                f"the receiver `{name}` has no way to be told",
                place.key(),
                help='add one, for example `webhook: {url: "http://relay:8080/alerts"}`',
            )
        receivers[name] = Receiver(name=name, integrations=tuple(integrations), origin=place)
    return receivers


def resolve_teams(scope: Scope, severities: tuple[str, ...]) -> dict[str, Team]:
    """Returns the declared teams by name."""
    teams: dict[str, Team] = {}
    for name, spec in sorted((scope.spec.teams or {}).items()):
        path: Path = ("teams", name, "notify")
        teams[name] = Team(
            name=name,
            notify=resolve_notifications(scope, spec.notify or {}, path, severities),
            origin=scope.place("teams", name),
            notify_origins={each: scope.locate((*path, each)) for each in spec.notify or {}},
        )
    return teams


def resolve_notifications(
    scope: Scope, notify: Mapping[str, list[str]], path: Path, severities: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """Returns severity to receivers; reports severities and receivers that don't exist."""
    receivers = list(scope.spec.receivers or {})
    resolved: dict[str, tuple[str, ...]] = {}
    for severity, names in notify.items():
        place = scope.locate((*path, severity)).key()
        known = scope.refer(severity, severities, "severity", place, declare="add it to `severities`")
        found = scope.refer_all(names, receivers, "receiver", (*path, severity), declare=DECLARE_RECEIVER)
        if known:
            resolved[severity] = found
    return resolved


def _check_secrets(scope: Scope, settings: SpecModel, path: Path) -> None:
    """Reports every setting that names a secret which doesn't exist."""
    known = list(scope.spec.secrets or {})
    for name, where, mark in _secret_names(settings, path):
        if mark.address and "://" in name:
            continue
        scope.refer(
            name,
            known,
            "secret",
            scope.locate(where),
            declare=f"declare it: `secrets: {{{name}: {{file: /run/secrets/{name}}}}}`",
        )


def _secret_names(value: Any, path: Path) -> Iterator[tuple[str, Path, SecretMark]]:
    if isinstance(value, SpecModel):
        for attribute, field in type(value).model_fields.items():
            child = getattr(value, attribute)
            where = (*path, field.alias or attribute)
            mark = next((each for each in field.metadata if isinstance(each, SecretMark)), None) or _nested_mark(
                field.annotation
            )
            if mark is not None and isinstance(child, str):
                yield child, where, mark
            elif isinstance(child, (SpecModel, list, dict)):
                yield from _secret_names(child, where)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _secret_names(each, (*path, index))
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _secret_names(each, (*path, name))


def _nested_mark(annotation: Any) -> SecretMark | None:
    """Finds the mark inside an optional type: `SecretName | None`."""
    for each in get_args(annotation):
        for mark in get_args(each):
            if isinstance(mark, SecretMark):
                return mark
    return None
