"""The target `loki`: a Loki of one process on a file system, and how long it keeps which lines."""

from __future__ import annotations

from signalwright.ir.values import Version
from signalwright.target import Target, Versions, imported_when_called
from signalwright_targets.loki.settings import LokiSettings

TARGET = Target(
    name="loki",
    title="Loki",
    versions=Versions(oldest=Version("2.9"), newest=Version("3.7"), default=Version("3.7")),
    settings=LokiSettings,
    lower=imported_when_called(f"{__name__}.lower", "lower"),
    verify=imported_when_called(f"{__name__}.verify", "verify"),
)
