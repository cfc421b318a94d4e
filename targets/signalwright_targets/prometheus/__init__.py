"""Prometheus: scraping, rules, retention, remote write, and where alerts are sent."""

from signalwright.ir.values import Version
from signalwright.target import Target, Versions, imported_when_called
from signalwright_targets.prometheus.settings import PrometheusSettings

TARGET = Target(
    name="prometheus",
    title="Prometheus",
    versions=Versions(oldest=Version("2.42"), newest=Version("3.15"), default=Version("3.15")),
    settings=PrometheusSettings,
    lower=imported_when_called(f"{__name__}.lower", "lower"),
    verify=imported_when_called(f"{__name__}.verify", "verify"),
)
