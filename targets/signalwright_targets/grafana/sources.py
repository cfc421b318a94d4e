"""The data sources that dashboards ask, as provisioning makes them."""

from __future__ import annotations

from signalwright.ir.backend import Backend
from signalwright.ir.stack import Stack
from signalwright.names import dashboard_uid
from signalwright.records import record
from signalwright_targets.grafana.settings import GrafanaSettings

PROMETHEUS, LOKI, ALERTMANAGER = "Prometheus", "Loki", "Alertmanager"


@record
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


def datasource_uid(stack: Stack, name: str) -> str:
    """Returns the identity of a data source: `shop-prometheus`."""
    return dashboard_uid(stack.name, stack.environment, name)


def own_datasources(stack: Stack) -> dict[str, Backend]:
    """Returns the data sources that the stack's backends are, by the names that Grafana shows."""
    titles = {PROMETHEUS: "prometheus", LOKI: "loki", ALERTMANAGER: "alertmanager"}
    return {
        title: stack.backends[name]
        for title, name in titles.items()
        if name in stack.backends and getattr(stack.backends[name].settings, "at", None) is not None
    }


def datasource_names(stack: Stack, settings: GrafanaSettings) -> DatasourceNames | None:
    """Returns the data sources that dashboards ask.

    Args:
        stack: The stack.
        settings: The settings of its Grafana, which may name a Prometheus or a Loki that no backend declares.

    Returns:
        The names, or None when nothing stores metrics.
    """
    own = own_datasources(stack)
    metrics = PROMETHEUS if PROMETHEUS in own else first_of(settings, ("prometheus",))
    logs = LOKI if LOKI in own else first_of(settings, ("loki",))
    if metrics is None:
        return None
    return DatasourceNames(
        prometheus_uid=datasource_uid(stack, metrics),
        prometheus_name=metrics,
        loki_uid=None if logs is None else datasource_uid(stack, logs),
        loki_name=logs,
    )


def first_of(settings: GrafanaSettings, types: tuple[str, ...]) -> str | None:
    """Returns the name of the first data source of one of these types that the settings declare, or None."""
    return next((name for name, each in sorted((settings.datasources or {}).items()) if each.type in types), None)
