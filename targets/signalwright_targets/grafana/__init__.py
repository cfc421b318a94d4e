"""The target `grafana`: dashboards, what is provisioned with them, and the server's own settings."""

from __future__ import annotations

from pathlib import Path

from signalwright.ir.values import Version
from signalwright.target import Target, Versions, drawings_in, imported_when_called
from signalwright_targets.grafana.settings import GrafanaSettings

TARGET = Target(
    name="grafana",
    title="Grafana",
    versions=Versions(oldest=Version("11.0"), newest=Version("13.3"), default=Version("12.4")),
    settings=GrafanaSettings,
    lower=imported_when_called(f"{__name__}.lower", "lower"),
    verify=imported_when_called(f"{__name__}.verify", "verify"),
    # By their names alone: a drawing is imported when a panel is drawn so.
    drawings=drawings_in(f"{__name__}.panels", [str(Path(__file__).parent / "panels")]),
)
