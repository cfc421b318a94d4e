"""What Grafana finds when it starts: data sources, and the folder that dashboards come from."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, yaml_artifact
from signalwright.ir.backend import Backend
from signalwright.ir.stack import Stack
from signalwright.ir.values import Version
from signalwright.names import dashboard_uid
from signalwright.target import Emitted, Gate, origin_table
from signalwright_targets.grafana.model import (
    Datasource,
    DatasourceOptions,
    Datasources,
    DatasourceSecrets,
    DerivedField,
    ExemplarDestination,
    Provider,
    ProviderOptions,
    Providers,
)
from signalwright_targets.grafana.settings import DatasourceSettings, GrafanaSettings
from signalwright_targets.grafana.sources import (
    ALERTMANAGER,
    LOKI,
    PROMETHEUS,
    datasource_names,
    datasource_uid,
    first_of,
    own_datasources,
)

DATASOURCES_FILE = "grafana/provisioning/datasources/datasources.yml"
PROVIDERS_FILE = "grafana/provisioning/dashboards/dashboards.yml"

# Plugins that show a trace by its identity.
_TRACE_STORES = ("jaeger", "tempo", "zipkin")
_PRUNES = Version("11.1")
_MAIN_ORGANIZATION = 1
# The label of an exemplar, and the field of structured metadata, in which OpenTelemetry's exporters put a trace.
_TRACE_LABEL = "trace_id"
_RELOAD_SECONDS = 30


def provisioning_artifacts(stack: Stack, backend: Backend, settings: GrafanaSettings, gate: Gate) -> Iterator[Artifact]:
    """Makes the provisioning files of a stack.

    Args:
        stack: The stack.
        backend: Its Grafana, for places.
        settings: The settings of its Grafana.
        gate: Knows the declared version and takes errors.

    Yields:
        The data sources, and the provider of dashboards.
    """
    names = datasource_names(stack, settings)
    default = None if names is None else names.prometheus_name
    sources = Datasources(
        origin=backend.origin,
        version=1,
        prune=None if gate.version < _PRUNES else True,
        datasources=[
            *_own(stack, backend, settings),
            *(
                _extra(stack, name, each, backend.origin.child("datasources", name), default=name == default)
                for name, each in sorted((settings.datasources or {}).items())
            ),
        ],
    )
    yield _artifact(DATASOURCES_FILE, sources, gate)
    yield _artifact(PROVIDERS_FILE, _providers(stack, backend, settings), gate)


def _artifact(path: str, model: Emitted, gate: Gate) -> Artifact:
    return yaml_artifact(path, gate.document(model), partial(origin_table, model))


def literal(text: str) -> str:
    """Returns a text of a provisioning file that says just that: there, `$NAME` is a variable and `$$` the sign."""
    return text.replace("$", "$$")


def reference(stack: Stack, secret: str | None) -> str | None:
    """Returns what a provisioning file says for a secret.

    A variable stands without braces, because Grafana replaces variables twice where there are some, and a password may
    hold the sign.

    Args:
        stack: The stack, for its secrets.
        secret: The secret's name, or None; an unknown one is reported where references are resolved.

    Returns:
        `$__file{/run/secrets/x}` or `$X`, or None.
    """
    found = None if secret is None else stack.secrets.get(secret)
    if found is None:
        return None
    return f"$__file{{{found.source}}}" if found.kind == "file" else f"${found.source}"


def _own(stack: Stack, backend: Backend, settings: GrafanaSettings) -> Iterator[Datasource]:
    """Yields the data sources that the stack's backends are."""
    makers = {PROMETHEUS: _prometheus, LOKI: _loki, ALERTMANAGER: _alertmanager}
    traces = first_of(settings, _TRACE_STORES)
    for name, server in own_datasources(stack).items():
        place = server.origin
        yield Datasource(
            origin=backend.origin,
            places={"url": place.child("at"), "options": place},
            name=name,
            uid=datasource_uid(stack, name),
            type=server.name,
            access="proxy",
            organization=_MAIN_ORGANIZATION,
            url=_url(server),
            default=True if name == PROMETHEUS else None,
            options=makers[name](stack, server, traces),
            editable=False,
        )


def _url(server: Backend) -> str:
    """Returns where Grafana asks a server, which answers below the path of its public URL."""
    public = getattr(server.settings, "public", None)
    path = "" if public is None else urlsplit(public).path.rstrip("/")
    return literal(f"http://{getattr(server.settings, 'at', None)}{path}")


def _prometheus(stack: Stack, server: Backend, traces: str | None) -> DatasourceOptions:
    place = server.origin
    destinations = None
    if traces is not None:
        uid = datasource_uid(stack, traces)
        destinations = [ExemplarDestination(origin=place, name=_TRACE_LABEL, datasource_uid=uid)]
    every = getattr(server.settings, "scrape_every", None)
    return DatasourceOptions(
        origin=place,
        places={"time_interval": place.child("scrape_every"), "prometheus_version": place.child("version")},
        http_method="POST",
        # Without it, `$__rate_interval` is made for a server that scrapes every 15 s.
        time_interval=None if every is None else str(every),
        prometheus_type="Prometheus",
        prometheus_version=_semantic(server.version),
        manage_alerts=True,
        alertmanager_uid=_alertmanager_uid(stack),
        exemplar_destinations=destinations,
    )


def _loki(stack: Stack, server: Backend, traces: str | None) -> DatasourceOptions:
    place = server.origin
    fields = None
    if traces is not None:
        fields = [
            DerivedField(
                origin=place,
                name="Trace",
                matcher_type="label",
                matcher_regex=_TRACE_LABEL,
                url=literal("${__value.raw}"),
                datasource_uid=datasource_uid(stack, traces),
            )
        ]
    alertmanager = _alertmanager_uid(stack)
    return DatasourceOptions(
        origin=place,
        # Its ruler is there only where an Alertmanager is.
        manage_alerts=alertmanager is not None,
        alertmanager_uid=alertmanager,
        derived_fields=fields,
    )


def _alertmanager(_stack: Stack, server: Backend, _traces: str | None) -> DatasourceOptions:
    return DatasourceOptions(origin=server.origin, implementation="prometheus", handle_grafana_managed_alerts=False)


def _alertmanager_uid(stack: Stack) -> str | None:
    return datasource_uid(stack, ALERTMANAGER) if ALERTMANAGER in own_datasources(stack) else None


def _semantic(version: Version) -> str:
    """Returns a version as the plugin compares it, with three numbers: `3.15.0`."""
    return ".".join([*version.text.split("."), "0", "0"][:3])


def _extra(stack: Stack, name: str, settings: DatasourceSettings, place: Origin, *, default: bool) -> Datasource:
    """Returns a data source that the settings declare."""
    password = None if settings.login is None else reference(stack, settings.login.password)
    token = reference(stack, settings.token)
    secrets = None
    if password is not None or token is not None:
        secrets = DatasourceSecrets(
            origin=place,
            places={"password": place.child("login", "password"), "header_value": place.child("token")},
            password=password,
            header_value=None if token is None else f"Bearer {token}",
        )
    return Datasource(
        origin=place,
        places={"url": place.child("url"), "type": place.child("type"), "user": place.child("login", "user")},
        name=name,
        uid=datasource_uid(stack, name),
        type=settings.type,
        access="proxy",
        organization=_MAIN_ORGANIZATION,
        url=literal(settings.url),
        default=default or None,
        basic_authentication=None if settings.login is None else True,
        user=None if settings.login is None else literal(settings.login.user),
        options=None if token is None else DatasourceOptions(origin=place, header_name="Authorization"),
        secrets=secrets,
        editable=False,
    )


def _providers(stack: Stack, backend: Backend, settings: GrafanaSettings) -> Providers:
    place = backend.origin
    # Folders and dashboards share their identities, and no service is called so.
    uid = dashboard_uid(stack.name, stack.environment, "all-dashboards")
    return Providers(
        origin=place,
        version=1,
        providers=[
            Provider(
                origin=place,
                places={"folder": place.child("folder")},
                name=uid,
                organization=_MAIN_ORGANIZATION,
                folder=literal(folder_title(stack, settings)),
                folder_uid=uid,
                type="file",
                # What is no longer made goes, as its file does.
                disable_deletion=False,
                update_interval=_RELOAD_SECONDS,
                allow_updates=False,
                options=ProviderOptions(
                    origin=place,
                    places={"path": place.child("dashboards")},
                    path=settings.dashboards,
                    # Folders of files are for people who read them; Grafana shows one.
                    folders_from_files=False,
                ),
            )
        ],
    )


def folder_title(stack: Stack, settings: GrafanaSettings) -> str:
    """Returns the title of the folder that holds the dashboards: `shop`, or `shop staging` in an environment."""
    if settings.folder is not None:
        return settings.folder
    return stack.name if stack.environment is None else f"{stack.name} {stack.environment}"
