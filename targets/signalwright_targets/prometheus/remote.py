"""Remote write: where samples are sent on to."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.diagnostics.span import Origin
from signalwright.ir.backend import Backend
from signalwright.ir.stack import Stack
from signalwright.names import METRIC_NAME
from signalwright.target import Gate
from signalwright_targets.prometheus.model import (
    Authorization,
    BasicAuthorization,
    Encryption,
    HeaderFiles,
    Queue,
    Relabeling,
    RemoteWrite,
)
from signalwright_targets.prometheus.settings import PrometheusSettings, RemoteWriteSettings

_MESSAGES = {"1.0": "prometheus.WriteRequest", "2.0": "io.prometheus.write.v2.Request"}


def lower_remote_writes(
    stack: Stack, backend: Backend, settings: PrometheusSettings, gate: Gate
) -> Iterator[RemoteWrite]:
    """Makes the entries of `remote_write`.

    Args:
        stack: The stack, for its secrets.
        backend: The backend, for places.
        settings: The settings of the server.
        gate: Takes errors.

    Yields:
        The entries in the order in which they are written.
    """
    names: set[str] = set()
    for index, each in enumerate(settings.remote_write or ()):
        place = backend.origin.child("remote_write", index)
        if each.name is not None and each.name in names:
            gate.report.error(
                "prometheus/duplicate-remote-write",
                f"two servers that samples are sent on to are called `{each.name}`",
                place.child("name"),
                help="give each its own name",
            )
        if each.name is not None:
            names.add(each.name)
        yield _Lowering(stack, gate, place).remote_write(each)


class _Lowering:
    """Makes one entry; holds what every part of it needs."""

    def __init__(self, stack: Stack, gate: Gate, place: Origin) -> None:
        self._stack = stack
        self._gate = gate
        self._place = place

    def remote_write(self, settings: RemoteWriteSettings) -> RemoteWrite:
        """Returns the entry."""
        return RemoteWrite(
            origin=self._place,
            places={
                "protobuf_message": self._place.child("protocol"),
                "http_headers": self._place.child("secret_headers"),
            },
            url=settings.url,
            name=settings.name,
            remote_timeout=settings.timeout,
            headers=dict(sorted(settings.headers.items())) if settings.headers else None,
            write_relabel_configs=tuple(self._selection(settings)) or None,
            send_exemplars=True if settings.exemplars else None,
            send_native_histograms=True if settings.native_histograms else None,
            protobuf_message=None if settings.protocol is None else _MESSAGES[settings.protocol],
            authorization=self._authorization(settings),
            basic_auth=self._basic_authorization(settings),
            tls_config=self._encryption(settings),
            http_headers=self._secret_headers(settings),
            queue_config=self._queue(settings),
        )

    def _selection(self, settings: RemoteWriteSettings) -> Iterator[Relabeling]:
        for key, patterns, action in (("only", settings.only, "keep"), ("without", settings.without, "drop")):
            if patterns:
                yield Relabeling(
                    origin=self._place.child(key),
                    source_labels=(METRIC_NAME,),
                    regex="|".join(patterns),
                    action=action,
                )

    def _authorization(self, settings: RemoteWriteSettings) -> Authorization | None:
        place = self._place.child("token")
        path = self._secret(settings.token, place)
        return None if path is None else Authorization(origin=place, credentials_file=path)

    def _basic_authorization(self, settings: RemoteWriteSettings) -> BasicAuthorization | None:
        if settings.login is None:
            return None
        place = self._place.child("login")
        path = self._secret(settings.login.password, place.child("password"))
        if path is None:
            return None
        return BasicAuthorization(origin=place, username=settings.login.user, password_file=path)

    def _encryption(self, settings: RemoteWriteSettings) -> Encryption | None:
        if settings.encryption is None:
            return None
        place = self._place.child("encryption")
        return Encryption(
            origin=place,
            ca_file=settings.encryption.authority,
            cert_file=settings.encryption.certificate,
            key_file=self._secret(settings.encryption.private_key, place.child("private_key")),
            server_name=settings.encryption.server_name,
        )

    def _secret_headers(self, settings: RemoteWriteSettings) -> dict[str, HeaderFiles] | None:
        headers: dict[str, HeaderFiles] = {}
        for name, header in sorted((settings.secret_headers or {}).items()):
            place = self._place.child("secret_headers", name)
            path = self._secret(header.secret, place)
            if path is not None:
                headers[name] = HeaderFiles(origin=place, files=(path,))
        return headers or None

    def _queue(self, settings: RemoteWriteSettings) -> Queue | None:
        if settings.queue is None:
            return None
        place = self._place.child("queue")
        return Queue(
            origin=place,
            places={"sample_age_limit": place.child("age_limit")},
            capacity=settings.queue.capacity,
            max_shards=settings.queue.most_senders,
            max_samples_per_send=settings.queue.batch,
            batch_send_deadline=settings.queue.batch_wait,
            sample_age_limit=settings.queue.age_limit,
        )

    def _secret(self, name: str | None, place: Origin) -> str | None:
        """Returns the file of a secret; an unknown name is reported where references are resolved."""
        secret = None if name is None else self._stack.secrets.get(name)
        if secret is None:
            return None
        if secret.kind == "file":
            return secret.source
        self._gate.report.error(
            "secrets/unreadable-kind",
            f"Prometheus can't read the secret `{secret.name}` from an environment variable",
            place,
            help=f"Prometheus reads secrets from files: declare `{secret.name}: {{file: /run/secrets/{secret.name}}}`",
        )
        return None
