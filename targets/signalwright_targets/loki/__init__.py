"""The target `loki`: a Loki of one process on a file system, and how long it keeps which lines."""

from __future__ import annotations

from signalwright.ir.values import Version
from signalwright.target import Target, Versions
from signalwright_targets.loki.lower import NAME, lower
from signalwright_targets.loki.settings import LokiSettings
from signalwright_targets.loki.verify import verify

TARGET = Target(
    name=NAME,
    title="Loki",
    versions=Versions(oldest=Version("2.9"), newest=Version("3.7"), default=Version("3.7")),
    settings=LokiSettings,
    lower=lower,
    verify=verify,
)
