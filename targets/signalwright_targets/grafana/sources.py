"""The data sources that dashboards ask, as provisioning makes them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DatasourceNames:
    """What the provisioned data sources are called.

    Attributes:
        prometheus_uid: The identity of the Prometheus data source.
        prometheus_name: Its name.
        loki_uid: The identity of the Loki data source, or None when the stack has none.
        loki_name: Its name, or None.
    """

    prometheus_uid: str
    prometheus_name: str
    loki_uid: str | None = None
    loki_name: str | None = None
