"""Prometheus: scraping, rules, retention, remote write, and where alerts are sent."""

from signalwright.ir.values import Version
from signalwright.target import Target, Versions
from signalwright_targets.prometheus.lower import NAME, lower
from signalwright_targets.prometheus.settings import PrometheusSettings
from signalwright_targets.prometheus.verify import verify

TARGET = Target(
    name=NAME,
    title="Prometheus",
    versions=Versions(oldest=Version("2.42"), newest=Version("3.15"), default=Version("3.15")),
    settings=PrometheusSettings,
    lower=lower,
    verify=verify,
)
