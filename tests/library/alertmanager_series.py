"""What makes the alerts of `alertmanager` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def one(metric: str, values: str, **labels: str) -> Series:
    """Returns a single series."""
    return [seen(f"alertmanager_{metric}", values, **labels)]


def notifications(failed: float, reason: str = "") -> Series:
    """Returns notifications, ten a minute; up to 0.25 failed ones have no reason."""
    reasons = {"reason": reason} if reason else {}
    return [
        seen("alertmanager_notifications_failed_total", f"0+{failed}x120", integration="slack", **reasons),
        seen("alertmanager_notifications_total", "0+10x120", integration="slack"),
    ]


CASES: list[Case] = [
    ("AlertmanagerDown", [up(0)], True),
    ("AlertmanagerDown", [], True),
    ("AlertmanagerDown", [up()], False),
    ("AlertmanagerConfigurationRejected", one("config_last_reload_successful", "0x120"), True),
    ("AlertmanagerConfigurationRejected", one("config_last_reload_successful", "0x95 1x25"), False),
    ("AlertmanagerNotificationsFail", notifications(0.6), True),
    ("AlertmanagerNotificationsFail", notifications(0.6, "rateLimited"), True),
    ("AlertmanagerNotificationsFail", notifications(6, "authError"), True),
    ("AlertmanagerNotificationsFail", notifications(0.4, "other"), False),
    ("AlertmanagerNotificationsFail", [], False),
    ("AlertmanagerRefusesAlerts", one("alerts_invalid_total", "0+1x120", version="v2"), True),
    ("AlertmanagerRefusesAlerts", one("alerts_invalid_total", "0x95 1x25", version="v2"), False),
    ("AlertmanagerMembersLost", one("cluster_failed_peers", "1x120"), True),
    ("AlertmanagerMembersLost", one("cluster_failed_peers", "0x120"), False),
    ("AlertmanagerNotSaved", one("silences_maintenance_errors_total", "0x60 1x60"), True),
    ("AlertmanagerNotSaved", one("nflog_maintenance_errors_total", "0x60 1x60"), True),
    ("AlertmanagerNotSaved", one("nflog_maintenance_errors_total", "0x10 1x110"), False),
]
