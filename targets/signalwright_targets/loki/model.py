"""What Loki reads: the shape of `loki-config.yml`, each field with the first version that knows it.

The versions come from the configuration structs of 3.7.8, from the upgrade guide to 3.0 and from the changelog back to
2.9; `0` stands for fields that 2.9 and all versions before it that matter already read.
"""

from __future__ import annotations

from signalwright.ir.values import Duration
from signalwright.target import Emitted, emitted, output_model


@output_model
class Server(Emitted):
    """The block `server`: where it listens."""

    http_listen_address: str | None = emitted("0", default=None)
    http_listen_port: int = emitted("0")
    grpc_listen_address: str = emitted("0")
    grpc_listen_port: int = emitted("0")


@output_model
class Filesystem(Emitted):
    """The block `common.storage.filesystem`."""

    chunks_directory: str = emitted("2.4")
    rules_directory: str = emitted("2.4")


@output_model
class CommonStorage(Emitted):
    """The block `common.storage`."""

    filesystem: Filesystem = emitted("2.4")


@output_model
class KeyValueStore(Emitted):
    """The block `kvstore` of a ring."""

    store: str = emitted("0")


@output_model
class Ring(Emitted):
    """Where the parts of a server find each other."""

    kvstore: KeyValueStore = emitted("0")


@output_model
class Common(Emitted):
    """The block `common`: what holds for all parts."""

    path_prefix: str = emitted("2.4")
    instance_addr: str = emitted("2.4")
    replication_factor: int = emitted("2.4")
    ring: Ring = emitted("2.4")
    storage: CommonStorage = emitted("2.4")


@output_model
class Index(Emitted):
    """The block `index` of a period."""

    prefix: str = emitted("0")
    period: str = emitted("0")


@output_model
class Period(Emitted):
    """An entry of `schema_config.configs`; `store: tsdb` is known from 2.8 on and `schema: v13` from 3.0 on."""

    from_: str = emitted("0", key="from")
    store: str = emitted("0")
    object_store: str = emitted("0")
    schema: str = emitted("0")
    index: Index = emitted("0")


@output_model
class Schema(Emitted):
    """The block `schema_config`."""

    configs: list[Period] = emitted("0")


@output_model
class BoltShipper(Emitted):
    """The block `storage_config.boltdb_shipper`, of servers before TSDB."""

    active_index_directory: str = emitted("0")
    cache_location: str = emitted("0")
    shared_store: str | None = emitted("0", until="3.0", default=None)


@output_model
class StorageConfig(Emitted):
    """The block `storage_config`."""

    boltdb_shipper: BoltShipper = emitted("0")


@output_model
class Compactor(Emitted):
    """The block `compactor`, the only part that deletes what is old."""

    working_directory: str = emitted("0")
    shared_store: str | None = emitted("0", until="3.0", default=None)
    retention_enabled: bool | None = emitted("2.3", default=None)
    delete_request_store: str | None = emitted("3.0", default=None)


@output_model
class StreamRetention(Emitted):
    """An entry of `limits_config.retention_stream`; of several that match, the highest priority counts."""

    selector: str = emitted("2.3")
    priority: int = emitted("2.3")
    period: Duration = emitted("2.3")


@output_model
class Limits(Emitted):
    """The block `limits_config`."""

    retention_period: Duration | None = emitted("2.3", default=None)
    retention_stream: list[StreamRetention] | None = emitted("2.3", default=None)
    max_query_lookback: Duration | None = emitted("0", default=None)


@output_model
class LocalRules(Emitted):
    """The block `ruler.storage.local`."""

    directory: str = emitted("0")


@output_model
class RuleStorage(Emitted):
    """The block `ruler.storage`."""

    type: str = emitted("0")
    local: LocalRules = emitted("0")


@output_model
class Ruler(Emitted):
    """The block `ruler`: rules over logs, and who is told of their alerts."""

    rule_path: str = emitted("0")
    storage: RuleStorage = emitted("0")
    alertmanager_url: str = emitted("0")
    enable_alertmanager_v2: bool = emitted("0")
    enable_api: bool = emitted("0")
    ring: Ring = emitted("0")


@output_model
class Analytics(Emitted):
    """The block `analytics`: what is told to the maker."""

    reporting_enabled: bool = emitted("2.5")


@output_model
class Configuration(Emitted):
    """The file `loki-config.yml`."""

    auth_enabled: bool = emitted("0")
    server: Server = emitted("0")
    common: Common = emitted("2.4")
    schema_config: Schema = emitted("0")
    storage_config: StorageConfig | None = emitted("0", default=None)
    compactor: Compactor = emitted("0")
    limits_config: Limits | None = emitted("0", default=None)
    ruler: Ruler | None = emitted("0", default=None)
    analytics: Analytics = emitted("2.5")
