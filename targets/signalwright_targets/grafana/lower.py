"""Turns a stack into what Grafana reads: its settings, what is provisioned, and the dashboards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, text_artifact
from signalwright.ir.backend import Backend
from signalwright.ir.stack import Stack
from signalwright.ir.values import Version
from signalwright.target import Gate, origin_table
from signalwright_targets.grafana.ini import places, print_ini
from signalwright_targets.grafana.lints import report_problems
from signalwright_targets.grafana.model import (
    Analytics,
    Configuration,
    DataProxy,
    Enabled,
    News,
    Paths,
    Plugins,
    Security,
    Server,
    Snapshots,
    UnifiedAlerting,
    Users,
)
from signalwright_targets.grafana.provisioning import provisioning_artifacts
from signalwright_targets.grafana.settings import GrafanaSettings
from signalwright_targets.grafana.sources import datasource_names

NAME = "grafana"
CONFIGURATION_FILE = f"{NAME}/grafana.ini"

_FETCHES_PLUGINS = Version("11.3")


def lower(stack: Stack, gate: Gate) -> Iterator[Artifact]:
    """Makes the artifacts of a stack's Grafana.

    Args:
        stack: The resolved stack, with its dashboards.
        gate: Knows the declared version and takes errors.

    Yields:
        `grafana/grafana.ini`, the files of `grafana/provisioning`, and each dashboard with what its linter is told.
    """
    backend = stack.backends[NAME]
    settings = backend.settings
    if not isinstance(settings, GrafanaSettings):
        raise TypeError(f"the settings of {NAME} are of type {type(settings).__name__}")
    report_problems(stack, backend, settings, gate)
    yield _settings_artifact(_configuration(stack, backend, settings, gate.version), gate)
    yield from provisioning_artifacts(stack, backend, settings, gate)
    sources = datasource_names(stack, settings)
    if stack.dashboards and sources is not None:
        from signalwright_targets.grafana.dashboards import dashboard_artifacts
        from signalwright_targets.grafana.exclusions import exclusion_artifacts

        dashboards = tuple(dashboard_artifacts(stack, gate, sources))
        yield from dashboards
        yield from exclusion_artifacts(dashboards, backend.origin)


def _settings_artifact(configuration: Configuration, gate: Gate) -> Artifact:
    sections = gate.document(configuration)

    def origins() -> dict[tuple[str | int, ...], Origin]:
        return places(sections, origin_table(configuration), configuration.origin)

    return text_artifact(CONFIGURATION_FILE, print_ini(sections), origins)


def _configuration(stack: Stack, backend: Backend, settings: GrafanaSettings, version: Version) -> Configuration:
    place = backend.origin
    section = partial(Enabled, origin=place)
    return Configuration(
        origin=place,
        paths=Paths(
            origin=place, places={"provisioning": place.child("provisioning")}, provisioning=settings.provisioning
        ),
        server=_server(stack, place, settings),
        # A line for each query would hold the queries, and with them the values that people look for.
        data_proxy=DataProxy(origin=place, logging=False),
        analytics=Analytics(
            origin=place,
            reporting_enabled=False,
            check_for_updates=False,
            check_for_plugin_updates=False,
            feedback_links_enabled=False,
        ),
        security=_security(stack, place, settings),
        # Nobody can publish a picture of the data on a server of the maker's.
        snapshots=Snapshots(origin=place, external_enabled=False),
        users=Users(
            origin=place,
            places={"allow_sign_up": place.child("sign_up")},
            allow_sign_up=settings.sign_up,
            allow_org_create=False,
        ),
        anonymous=section(places={"enabled": place.child("anonymous")}, enabled=settings.anonymous),
        # A dashboard that is shared by its URL is seen without an account, too.
        public_dashboards=section(places={"enabled": place.child("anonymous")}, enabled=settings.anonymous),
        # Alerts are raised by Prometheus alone; Grafana shows its rules, and the silences of Alertmanager.
        unified_alerting=UnifiedAlerting(origin=place, execute_alerts=False),
        news=News(origin=place, news_feed_enabled=False),
        plugins=None if version < _FETCHES_PLUGINS else Plugins(origin=place, preinstall_disabled=True),
    )


def _server(stack: Stack, place: Origin, settings: GrafanaSettings) -> Server | None:
    """Returns where the server listens and where people reach it, or None when neither is said."""
    root = stack.links.dashboards
    public = None if root is None else urlsplit(root)
    if settings.listen is None and public is None:
        return None
    host, port = (None, None) if settings.listen is None else _split(settings.listen)
    listen = place.child("listen")
    return Server(
        origin=place,
        places={"http_addr": listen, "http_port": listen},
        http_addr=host,
        http_port=port,
        domain=None if public is None else public.hostname,
        root_url=None if root is None else f"{root.rstrip('/')}/",
        # So that it answers there with and without a proxy that takes the path off.
        serve_from_sub_path=True if public is not None and public.path.strip("/") else None,
    )


def _security(stack: Stack, place: Origin, settings: GrafanaSettings) -> Security:
    encrypted = True if (stack.links.dashboards or "").startswith("https://") else None
    admin = settings.admin
    return Security(
        origin=place,
        places={
            "admin_user": place.child("admin", "user"),
            "admin_password": place.child("admin", "password"),
            "secret_key": place.child("secret_key"),
        },
        admin_user=None if admin is None else admin.user,
        admin_password=None if admin is None else _reference(stack, admin.password),
        secret_key=_reference(stack, settings.secret_key),
        # Gravatar is told of everybody who looks at a page.
        disable_gravatar=True,
        cookie_secure=encrypted,
        strict_transport_security=encrypted,
    )


def _reference(stack: Stack, name: str | None) -> str | None:
    """Returns what `grafana.ini` says for a secret; an unknown one is reported where references are resolved."""
    secret = None if name is None else stack.secrets.get(name)
    if secret is None:
        return None
    return f"$__{'file' if secret.kind == 'file' else 'env'}{{{secret.source}}}"


def _split(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host.strip("[]"), int(port)


__all__ = ["CONFIGURATION_FILE", "NAME", "lower"]
