"""What Grafana reads beside dashboards: provisioning files and `grafana.ini`, each field with its first version.

Field names come from Grafana's provisioning readers (`pkg/services/provisioning`), from `conf/defaults.ini` and from
the pages "Provision Grafana" and "Configure Grafana" of its documentation. `0` stands for what 11.0 and versions before
it already read.
"""

from __future__ import annotations

from signalwright.target import Emitted, emitted, output_model


@output_model
class ExemplarDestination(Emitted):
    """Where an exemplar leads: `jsonData.exemplarTraceIdDestinations`."""

    name: str = emitted("0")
    datasource_uid: str = emitted("0", key="datasourceUid")


@output_model
class DerivedField(Emitted):
    """Where a field of a log line leads: `jsonData.derivedFields`; `matcherType` is known from 10.1 on."""

    name: str = emitted("0")
    matcher_type: str = emitted("0", key="matcherType")
    matcher_regex: str = emitted("0", key="matcherRegex")
    url: str = emitted("0")
    datasource_uid: str = emitted("0", key="datasourceUid")


@output_model
class DatasourceOptions(Emitted):
    """The block `jsonData`: what the plugin of a data source reads."""

    http_method: str | None = emitted("0", key="httpMethod", default=None)
    time_interval: str | None = emitted("0", key="timeInterval", default=None)
    prometheus_type: str | None = emitted("0", key="prometheusType", default=None)
    prometheus_version: str | None = emitted("0", key="prometheusVersion", default=None)
    implementation: str | None = emitted("0", default=None)
    handle_grafana_managed_alerts: bool | None = emitted("0", key="handleGrafanaManagedAlerts", default=None)
    manage_alerts: bool | None = emitted("0", key="manageAlerts", default=None)
    alertmanager_uid: str | None = emitted("0", key="alertmanagerUid", default=None)
    exemplar_destinations: list[ExemplarDestination] | None = emitted(
        "0", key="exemplarTraceIdDestinations", default=None
    )
    derived_fields: list[DerivedField] | None = emitted("0", key="derivedFields", default=None)
    header_name: str | None = emitted("0", key="httpHeaderName1", default=None)


@output_model
class DatasourceSecrets(Emitted):
    """The block `secureJsonData`, which Grafana encrypts; here it holds references only."""

    password: str | None = emitted("0", key="basicAuthPassword", default=None)
    header_value: str | None = emitted("0", key="httpHeaderValue1", default=None)


@output_model
class Datasource(Emitted):
    """An entry of `datasources`."""

    name: str = emitted("0")
    uid: str = emitted("0")
    type: str = emitted("0")
    access: str = emitted("0")
    organization: int = emitted("0", key="orgId")
    url: str = emitted("0")
    default: bool | None = emitted("0", key="isDefault", default=None)
    basic_authentication: bool | None = emitted("0", key="basicAuth", default=None)
    user: str | None = emitted("0", key="basicAuthUser", default=None)
    options: DatasourceOptions | None = emitted("0", key="jsonData", default=None)
    secrets: DatasourceSecrets | None = emitted("0", key="secureJsonData", default=None)
    editable: bool = emitted("0")


@output_model
class Datasources(Emitted):
    """The file `provisioning/datasources/datasources.yml`; `prune` came with 11.1."""

    version: int = emitted("0", key="apiVersion")
    prune: bool | None = emitted("11.1", default=None)
    datasources: list[Datasource] = emitted("0")


@output_model
class ProviderOptions(Emitted):
    """The block `options` of a provider of dashboards."""

    path: str = emitted("0")
    folders_from_files: bool = emitted("0", key="foldersFromFilesStructure")


@output_model
class Provider(Emitted):
    """An entry of `providers`."""

    name: str = emitted("0")
    organization: int = emitted("0", key="orgId")
    folder: str = emitted("0")
    folder_uid: str = emitted("0", key="folderUid")
    type: str = emitted("0")
    disable_deletion: bool = emitted("0", key="disableDeletion")
    update_interval: int = emitted("0", key="updateIntervalSeconds")
    allow_updates: bool = emitted("0", key="allowUiUpdates")
    options: ProviderOptions = emitted("0")


@output_model
class Providers(Emitted):
    """The file `provisioning/dashboards/dashboards.yml`."""

    version: int = emitted("0", key="apiVersion")
    providers: list[Provider] = emitted("0")


@output_model
class Paths(Emitted):
    """The section `paths`."""

    provisioning: str = emitted("0")


@output_model
class Server(Emitted):
    """The section `server`."""

    http_addr: str | None = emitted("0", default=None)
    http_port: int | None = emitted("0", default=None)
    domain: str | None = emitted("0", default=None)
    root_url: str | None = emitted("0", default=None)
    serve_from_sub_path: bool | None = emitted("0", default=None)


@output_model
class DataProxy(Emitted):
    """The section `dataproxy`."""

    logging: bool = emitted("0")


@output_model
class Analytics(Emitted):
    """The section `analytics`: what is told to the maker."""

    reporting_enabled: bool = emitted("0")
    check_for_updates: bool = emitted("0")
    check_for_plugin_updates: bool = emitted("0")
    feedback_links_enabled: bool = emitted("0")


@output_model
class Security(Emitted):
    """The section `security`."""

    admin_user: str | None = emitted("0", default=None)
    admin_password: str | None = emitted("0", default=None)
    secret_key: str | None = emitted("0", default=None)
    disable_gravatar: bool = emitted("0")
    cookie_secure: bool | None = emitted("0", default=None)
    strict_transport_security: bool | None = emitted("0", default=None)


@output_model
class Snapshots(Emitted):
    """The section `snapshots`."""

    external_enabled: bool = emitted("0")


@output_model
class Users(Emitted):
    """The section `users`."""

    allow_sign_up: bool = emitted("0")
    allow_org_create: bool = emitted("0")


@output_model
class Enabled(Emitted):
    """A section that turns something on or off."""

    enabled: bool = emitted("0")


@output_model
class UnifiedAlerting(Emitted):
    """The section `unified_alerting`."""

    execute_alerts: bool = emitted("0")


@output_model
class News(Emitted):
    """The section `news`."""

    news_feed_enabled: bool = emitted("0")


@output_model
class Plugins(Emitted):
    """The section `plugins`; 11.3 was the first version that fetched plugins by itself."""

    preinstall_disabled: bool = emitted("11.3")


@output_model
class Configuration(Emitted):
    """The file `grafana.ini`: each field is a section."""

    paths: Paths = emitted("0")
    server: Server | None = emitted("0", default=None)
    data_proxy: DataProxy = emitted("0", key="dataproxy")
    analytics: Analytics = emitted("0")
    security: Security = emitted("0")
    snapshots: Snapshots = emitted("0")
    users: Users = emitted("0")
    anonymous: Enabled = emitted("0", key="auth.anonymous")
    public_dashboards: Enabled = emitted("0")
    unified_alerting: UnifiedAlerting = emitted("0")
    news: News = emitted("0")
    plugins: Plugins | None = emitted("11.3", default=None)
