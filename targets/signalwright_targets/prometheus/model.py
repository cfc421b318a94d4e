"""What Prometheus reads: its configuration, its command line and its rule files, with the first version of every field.

First versions are those of the release notes and of the struct tags in Prometheus's `config` and `rulefmt` packages at
each release; a field of `0` is older than 2.42, the oldest version that this target knows. Prometheus refuses a whole
file for one unknown field, so every field goes through the gate.
"""

from __future__ import annotations

from collections.abc import Mapping

from signalwright.ir.values import Duration, Size
from signalwright.target import Emitted, emitted, output_model


@output_model
class Relabeling(Emitted):
    """One entry of a `…relabel_configs` list."""

    source_labels: tuple[str, ...] | None = emitted("0", default=None)
    regex: str = emitted("0")
    action: str = emitted("0")


@output_model
class StaticTargets(Emitted):
    """An entry of `static_configs`."""

    targets: tuple[str, ...] = emitted("0")
    labels: Mapping[str, str] | None = emitted("0", default=None)


@output_model
class DnsTargets(Emitted):
    """An entry of `dns_sd_configs`."""

    names: tuple[str, ...] = emitted("0")
    type: str = emitted("0", default="A")
    port: int = emitted("0")


@output_model
class FileTargets(Emitted):
    """An entry of `file_sd_configs`."""

    files: tuple[str, ...] = emitted("0")


@output_model
class LabelSetting(Emitted):
    """An entry of `relabel_configs` that sets a label to a fixed value."""

    target_label: str = emitted("0")
    replacement: str = emitted("0")


@output_model
class ScrapeJob(Emitted):
    """An entry of `scrape_configs`."""

    job_name: str = emitted("0")
    honor_labels: bool | None = emitted("0", default=None)
    scrape_interval: Duration | None = emitted("0", default=None)
    scrape_timeout: Duration | None = emitted("0", default=None)
    fallback_scrape_protocol: str | None = emitted("3.0", default=None)
    scrape_classic_histograms: bool | None = emitted("2.45", until="3.0", default=None)
    always_scrape_classic_histograms: bool | None = emitted("3.0", default=None)
    metrics_path: str | None = emitted("0", default=None)
    scheme: str | None = emitted("0", default=None)
    static_configs: tuple[StaticTargets, ...] | None = emitted("0", default=None)
    dns_sd_configs: tuple[DnsTargets, ...] | None = emitted("0", default=None)
    file_sd_configs: tuple[FileTargets, ...] | None = emitted("0", default=None)
    relabel_configs: tuple[LabelSetting, ...] | None = emitted("0", default=None)


@output_model
class Global(Emitted):
    """The block `global`."""

    scrape_interval: Duration = emitted("0")
    scrape_timeout: Duration | None = emitted("0", default=None)
    evaluation_interval: Duration = emitted("0")
    rule_query_offset: Duration | None = emitted("2.53", default=None)
    external_labels: Mapping[str, str] = emitted("0")
    body_size_limit: Size | None = emitted("2.45", default=None)
    sample_limit: int | None = emitted("2.45", default=None)
    target_limit: int | None = emitted("2.45", default=None)
    label_limit: int | None = emitted("2.45", default=None)
    label_name_length_limit: int | None = emitted("2.45", default=None)
    label_value_length_limit: int | None = emitted("2.45", default=None)
    scrape_native_histograms: bool | None = emitted("3.8", default=None)


@output_model
class Alertmanagers(Emitted):
    """An entry of `alerting.alertmanagers`; only version 2 of the API is read by all known versions."""

    api_version: str = emitted("0", default="v2")
    path_prefix: str | None = emitted("0", default=None)
    static_configs: tuple[StaticTargets, ...] = emitted("0")


@output_model
class Alerting(Emitted):
    """The block `alerting`."""

    alert_relabel_configs: tuple[Relabeling, ...] | None = emitted("0", default=None)
    alertmanagers: tuple[Alertmanagers, ...] = emitted("0")


@output_model
class Exemplars(Emitted):
    """The block `storage.exemplars`."""

    max_exemplars: int = emitted("0")


@output_model
class TimeSeriesDatabase(Emitted):
    """The block `storage.tsdb`.

    Its `retention` (3.8) is not used: the flags say the same to every version, and from 3.8 to 3.10 the block kept
    samples a million times longer than it said (release notes of 3.11, #18200).
    """

    out_of_order_time_window: Duration | None = emitted("0", default=None)


@output_model
class Storage(Emitted):
    """The block `storage`."""

    tsdb: TimeSeriesDatabase | None = emitted("0", default=None)
    exemplars: Exemplars | None = emitted("0", default=None)


@output_model
class Authorization(Emitted):
    """A bearer token that the server reads from a file."""

    credentials_file: str = emitted("0")


@output_model
class BasicAuthorization(Emitted):
    """A user and a password that the server reads from a file."""

    username: str = emitted("0")
    password_file: str = emitted("0")


@output_model
class Encryption(Emitted):
    """The block `tls_config`."""

    ca_file: str | None = emitted("0", default=None)
    cert_file: str | None = emitted("0", default=None)
    key_file: str | None = emitted("0", default=None)
    server_name: str | None = emitted("0", default=None)


@output_model
class Queue(Emitted):
    """The block `queue_config`."""

    capacity: int | None = emitted("0", default=None)
    max_shards: int | None = emitted("0", default=None)
    max_samples_per_send: int | None = emitted("0", default=None)
    batch_send_deadline: Duration | None = emitted("0", default=None)
    sample_age_limit: Duration | None = emitted("2.50", default=None)


@output_model
class HeaderFiles(Emitted):
    """An entry of `http_headers`: files whose contents are the header's values."""

    files: tuple[str, ...] = emitted("0")


@output_model
class RemoteWrite(Emitted):
    """An entry of `remote_write`."""

    url: str = emitted("0")
    name: str | None = emitted("0", default=None)
    remote_timeout: Duration | None = emitted("0", default=None)
    headers: Mapping[str, str] | None = emitted("0", default=None)
    write_relabel_configs: tuple[Relabeling, ...] | None = emitted("0", default=None)
    send_exemplars: bool | None = emitted("0", default=None)
    send_native_histograms: bool | None = emitted("0", default=None)
    protobuf_message: str | None = emitted("2.54", default=None)
    authorization: Authorization | None = emitted("0", default=None)
    basic_auth: BasicAuthorization | None = emitted("0", default=None)
    tls_config: Encryption | None = emitted("0", default=None)
    http_headers: Mapping[str, HeaderFiles] | None = emitted("2.55", default=None)
    queue_config: Queue | None = emitted("0", default=None)


@output_model
class OpenTelemetry(Emitted):
    """The block `otlp`."""

    promote_resource_attributes: tuple[str, ...] = emitted("0")


@output_model
class Configuration(Emitted):
    """The file `prometheus.yml`."""

    global_: Global = emitted("0", key="global")
    alerting: Alerting | None = emitted("0", default=None)
    rule_files: tuple[str, ...] | None = emitted("0", default=None)
    scrape_config_files: tuple[str, ...] | None = emitted("2.43", default=None)
    scrape_configs: tuple[ScrapeJob, ...] | None = emitted("0", default=None)
    storage: Storage | None = emitted("0", default=None)
    remote_write: tuple[RemoteWrite, ...] | None = emitted("0", default=None)
    otlp: OpenTelemetry | None = emitted("2.55", default=None)


@output_model
class Features(Emitted):
    """The names that follow `--enable-feature`, separated by commas."""

    exemplar_storage: bool | None = emitted("0", key="exemplar-storage", default=None)
    native_histograms: bool | None = emitted("0", key="native-histograms", until="3.9", default=None)
    otlp_write_receiver: bool | None = emitted("2.47", key="otlp-write-receiver", until="3.0", default=None)
    promql_binop_fill_modifiers: bool | None = emitted("3.10", key="promql-binop-fill-modifiers", default=None)
    promql_experimental_functions: bool | None = emitted("2.49", key="promql-experimental-functions", default=None)
    promql_extended_range_selectors: bool | None = emitted("3.7", key="promql-extended-range-selectors", default=None)
    use_start_timestamps: bool | None = emitted("3.14", key="use-start-timestamps", default=None)


@output_model
class Flags(Emitted):
    """The command line; a flag that is true stands without a value."""

    config_file: str = emitted("0", key="--config.file")
    listen_address: str | None = emitted("0", key="--web.listen-address", default=None)
    external_url: str | None = emitted("0", key="--web.external-url", default=None)
    enable_lifecycle: bool | None = emitted("0", key="--web.enable-lifecycle", default=None)
    enable_admin_api: bool | None = emitted("0", key="--web.enable-admin-api", default=None)
    enable_remote_write_receiver: bool | None = emitted("0", key="--web.enable-remote-write-receiver", default=None)
    enable_otlp_receiver: bool | None = emitted("3.0", key="--web.enable-otlp-receiver", default=None)
    storage_path: str = emitted("0", key="--storage.tsdb.path")
    retention_time: Duration | None = emitted("0", key="--storage.tsdb.retention.time", default=None)
    retention_size: Size | None = emitted("0", key="--storage.tsdb.retention.size", default=None)
    lookback_delta: Duration | None = emitted("0", key="--query.lookback-delta", default=None)
    query_timeout: Duration | None = emitted("0", key="--query.timeout", default=None)
    query_concurrency: int | None = emitted("0", key="--query.max-concurrency", default=None)
    query_samples: int | None = emitted("0", key="--query.max-samples", default=None)
    features: Features | None = emitted("0", key="--enable-feature", default=None)


@output_model
class RecordingEntry(Emitted):
    """A recording rule in a rule file."""

    record: str = emitted("0")
    expr: str = emitted("0")
    labels: Mapping[str, str] | None = emitted("0", default=None)


@output_model
class AlertingEntry(Emitted):
    """An alerting rule in a rule file."""

    alert: str = emitted("0")
    expr: str = emitted("0")
    hold: str | None = emitted("0", key="for", default=None)
    keep_firing_for: str | None = emitted("2.42", default=None)
    labels: Mapping[str, str] | None = emitted("0", default=None)
    annotations: Mapping[str, str] | None = emitted("0", default=None)


@output_model
class GroupEntry(Emitted):
    """A group in a rule file."""

    name: str = emitted("0")
    interval: Duration | None = emitted("0", default=None)
    rules: tuple[RecordingEntry | AlertingEntry, ...] = emitted("0")
