"""Turns a stack into `loki-config.yml` and its flag."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, text_artifact, yaml_artifact
from signalwright.ir.backend import Backend
from signalwright.ir.logs import Logs
from signalwright.ir.routes import LabelMatch
from signalwright.ir.stack import Stack
from signalwright.ir.values import Version
from signalwright.target import Gate, origin_table
from signalwright_targets.loki.lints import report_problems
from signalwright_targets.loki.model import (
    Analytics,
    BoltShipper,
    Common,
    CommonStorage,
    Compactor,
    Configuration,
    Filesystem,
    Index,
    KeyValueStore,
    Limits,
    LocalRules,
    Period,
    Ring,
    Ruler,
    RuleStorage,
    Schema,
    Server,
    StorageConfig,
    StreamRetention,
)
from signalwright_targets.loki.settings import LokiSettings

NAME = "loki"
CONFIGURATION_FILE = f"{NAME}/loki-config.yml"
FLAGS_FILE = f"{NAME}/loki.args"

# The first version whose stored data is TSDB with schema 13, which structured metadata and OTLP need.
TODAYS_SCHEMA = Version("3.0")

_PORT = 3100
_FILESYSTEM = "filesystem"


def lower(stack: Stack, gate: Gate) -> Iterator[Artifact]:
    """Makes the artifacts of a stack's Loki.

    Args:
        stack: The resolved stack.
        gate: Knows the declared version and takes errors.

    Yields:
        `loki/loki-config.yml` and `loki/loki.args`.
    """
    backend = stack.backends[NAME]
    settings = backend.settings
    if not isinstance(settings, LokiSettings):
        raise TypeError(f"the settings of {NAME} are of type {type(settings).__name__}")
    report_problems(stack, backend, settings, gate, legacy=gate.version < TODAYS_SCHEMA)
    configuration = _configuration(stack, backend, settings, gate.version)
    yield yaml_artifact(CONFIGURATION_FILE, gate.document(configuration), partial(origin_table, configuration))
    flag = f"-config.file={PurePosixPath(settings.folder) / PurePosixPath(CONFIGURATION_FILE).name}"
    yield text_artifact(FLAGS_FILE, f"{flag}\n", lambda: {(): backend.origin, (0,): backend.origin.child("folder")})


def _configuration(stack: Stack, backend: Backend, settings: LokiSettings, version: Version) -> Configuration:
    legacy = version < TODAYS_SCHEMA
    place = backend.origin
    return Configuration(
        origin=place,
        # Tenants are told apart by a header that anybody can send; a server of one stack needs none.
        auth_enabled=False,
        server=_server(place, settings),
        common=_common(place, settings),
        schema_config=_schema(place, settings, legacy=legacy),
        storage_config=_bolt_shipper(place, settings) if legacy else None,
        compactor=_compactor(stack.logs, place, settings, legacy=legacy),
        limits_config=_limits(stack.logs),
        ruler=_ruler(stack, place, settings),
        analytics=Analytics(origin=place, reporting_enabled=False),
    )


def _server(place: Origin, settings: LokiSettings) -> Server:
    host, port = (None, _PORT) if settings.listen is None else _split(settings.listen)
    own_host, own_port = _split(settings.internal)
    return Server(
        origin=place,
        places={
            "http_listen_address": place.child("listen"),
            "http_listen_port": place.child("listen"),
            "grpc_listen_address": place.child("internal"),
            "grpc_listen_port": place.child("internal"),
        },
        http_listen_address=host,
        http_listen_port=port,
        grpc_listen_address=own_host,
        grpc_listen_port=own_port,
    )


def _common(place: Origin, settings: LokiSettings) -> Common:
    data = place.child("data")
    return Common(
        origin=place,
        places={"path_prefix": data, "instance_addr": place.child("internal")},
        path_prefix=settings.data,
        # Without it the server looks for a private address, which a machine may not have.
        instance_addr=_split(settings.internal)[0],
        replication_factor=1,
        ring=_ring(place),
        storage=CommonStorage(
            origin=place.child("storage"),
            filesystem=Filesystem(
                origin=data,
                chunks_directory=_below(settings, "chunks"),
                rules_directory=_below(settings, "rules"),
            ),
        ),
    )


def _schema(place: Origin, settings: LokiSettings, *, legacy: bool) -> Schema:
    return Schema(
        origin=place.child("schema_from"),
        configs=[
            Period(
                origin=place.child("schema_from"),
                places={"object_store": place.child("storage"), "store": place.child("version")},
                from_=settings.schema_from.isoformat(),
                store="boltdb-shipper" if legacy else "tsdb",
                object_store=_FILESYSTEM,
                schema="v11" if legacy else "v13",
                # Loki deletes from indexes of one day only.
                index=Index(origin=place, prefix="index_", period="24h"),
            )
        ],
    )


def _bolt_shipper(place: Origin, settings: LokiSettings) -> StorageConfig:
    return StorageConfig(
        origin=place,
        boltdb_shipper=BoltShipper(
            origin=place.child("version"),
            active_index_directory=_below(settings, "boltdb-shipper-active"),
            cache_location=_below(settings, "boltdb-shipper-cache"),
            shared_store=_FILESYSTEM,
        ),
    )


def _compactor(logs: Logs | None, place: Origin, settings: LokiSettings, *, legacy: bool) -> Compactor:
    return Compactor(
        origin=place,
        places={} if logs is None else {"retention_enabled": logs.origin, "delete_request_store": logs.origin},
        working_directory=_below(settings, "compactor"),
        shared_store=_FILESYSTEM if legacy else None,
        # Periods alone delete nothing.
        retention_enabled=None if logs is None else True,
        delete_request_store=None if logs is None or legacy else _FILESYSTEM,
    )


def _limits(logs: Logs | None) -> Limits | None:
    if logs is None:
        return None
    return Limits(
        origin=logs.origin,
        places={"retention_period": logs.keep_origin},
        retention_period=logs.keep,
        retention_stream=_streams(logs) or None,
        max_query_lookback=logs.longest,
    )


def _streams(logs: Logs) -> list[StreamRetention]:
    """Returns the periods of the classes; the longest has the highest priority, and equal ones share theirs."""
    periods = sorted({each.keep for each in logs.classes})
    return [
        StreamRetention(
            origin=each.origin,
            places={"period": each.keep_origin},
            selector=selector(each.matches),
            priority=periods.index(each.keep) + 1,
            period=each.keep,
        )
        for each in logs.classes
    ]


def selector(matches: Sequence[LabelMatch]) -> str:
    r"""Prints the selector of a class of lines, as LogQL reads it.

    Args:
        matches: The conditions.

    Returns:
        Such as `{level="error"}`, with `\`, `"` and line breaks escaped.
    """
    return "{" + ", ".join(f'{each.label}{each.operator}"{_escaped(each.value)}"' for each in matches) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _ruler(stack: Stack, place: Origin, settings: LokiSettings) -> Ruler | None:
    """Returns who is told of alerts over logs, or None when no Alertmanager is known."""
    alertmanager = stack.backends.get("alertmanager")
    address = getattr(alertmanager.settings, "at", None) if alertmanager is not None else None
    if alertmanager is None or address is None:
        return None
    public = getattr(alertmanager.settings, "public", None)
    path = "" if public is None else urlsplit(public).path.rstrip("/")
    return Ruler(
        origin=place,
        places={"alertmanager_url": alertmanager.origin.child("at")},
        rule_path=_below(settings, "rules-temp"),
        storage=RuleStorage(
            origin=place.child("data"),
            type="local",
            local=LocalRules(origin=place.child("data"), directory=_below(settings, "rules")),
        ),
        alertmanager_url=f"http://{address}{path}",
        # Loki 2 would speak the first interface, which Alertmanager lost with 0.27.
        enable_alertmanager_v2=True,
        enable_api=True,
        ring=_ring(place),
    )


def _ring(place: Origin) -> Ring:
    return Ring(origin=place, kvstore=KeyValueStore(origin=place, store="inmemory"))


def _below(settings: LokiSettings, name: str) -> str:
    return str(PurePosixPath(settings.data) / name)


def _split(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


__all__ = ["CONFIGURATION_FILE", "FLAGS_FILE", "NAME", "TODAYS_SCHEMA", "lower", "selector"]
