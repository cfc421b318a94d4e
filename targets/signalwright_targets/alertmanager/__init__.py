"""The target `alertmanager`: routes, receivers, inhibitions, quiet times and message templates."""

from __future__ import annotations

from signalwright.ir.values import Version
from signalwright.target import Target, Versions, imported_when_called
from signalwright_targets.alertmanager.receivers import KINDS
from signalwright_targets.alertmanager.settings import AlertmanagerSettings

TARGET = Target(
    name="alertmanager",
    title="Alertmanager",
    versions=Versions(oldest=Version("0.25"), newest=Version("0.34"), default=Version("0.34")),
    settings=AlertmanagerSettings,
    integrations={name: kind.settings for name, kind in KINDS.items()},
    lower=imported_when_called(f"{__name__}.lower", "lower"),
    verify=imported_when_called(f"{__name__}.verify", "verify"),
)
