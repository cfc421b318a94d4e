"""What makes the alerts of `prometheus` fire, and what is just this side of it."""

from __future__ import annotations

from tests.library.series import seen, up
from tests.stacks.firing import Case

Series = list[dict[str, str]]


def one(metric: str, values: str, **labels: str) -> Series:
    """Returns a single series."""
    return [seen(f"prometheus_{metric}", values, **labels)]


def delivered(errors: float, sent: float) -> Series:
    """Returns what became of alerts, a minute."""
    labels = {"alertmanager": "http://alertmanager:9093/api/v2/alerts"}
    return [
        seen("prometheus_notifications_errors_total", f"0+{errors}x120", **labels),
        seen("prometheus_notifications_sent_total", f"0+{sent}x120", **labels),
    ]


def queries(running: int) -> Series:
    """Returns queries of a server that runs 20 at once."""
    return [
        seen("prometheus_engine_queries", f"{running}x120"),
        seen("prometheus_engine_queries_concurrent_max", "20x120"),
    ]


def sent_on(failed: float) -> Series:
    """Returns samples that were sent on, 1000 a minute."""
    labels = {"remote_name": "1a2b3c", "url": "http://receiver:9090/api/v1/write"}
    return [
        seen("prometheus_remote_storage_samples_failed_total", f"0+{failed}x120", **labels),
        seen("prometheus_remote_storage_samples_total", "0+1000x120", **labels),
    ]


# At minute 100 it is 6000 s after 1970.
_HIGHEST_SENT = "remote_storage_queue_highest_sent_timestamp_seconds"
_REMOTE = {"remote_name": "1a2b3c", "url": "http://receiver:9090/api/v1/write"}
_GROUP = {"rule_group": "/etc/prometheus/rules/shop.yml;shop"}

CASES: list[Case] = [
    ("PrometheusDown", [up(0)], True),
    ("PrometheusDown", [], True),
    ("PrometheusDown", [up()], False),
    ("PrometheusConfigurationRejected", one("config_last_reload_successful", "0x120"), True),
    ("PrometheusConfigurationRejected", one("config_last_reload_successful", "0x95 1x25"), False),
    ("PrometheusIngestsNothing", one("tsdb_head_samples_appended_total", "0+59x120", type="float"), True),
    ("PrometheusIngestsNothing", one("tsdb_head_samples_appended_total", "0+61x120", type="float"), False),
    ("PrometheusIngestsNothing", [], False),
    ("PrometheusCannotWrite", one("tsdb_wal_writes_failed_total", "0x95 1x25"), True),
    ("PrometheusCannotWrite", one("tsdb_wal_writes_failed_total", "0x60 1x60"), False),
    ("PrometheusStorageFails", one("tsdb_compactions_failed_total", "0x10 1x30 2x80"), True),
    ("PrometheusStorageFails", one("tsdb_reloads_failures_total", "0+0.1x120"), True),
    ("PrometheusStorageFails", one("tsdb_head_truncations_failed_total", "0+0.1x120"), True),
    ("PrometheusStorageFails", one("tsdb_compactions_failed_total", "3x120"), False),
    ("PrometheusRulesFail", one("rule_evaluation_failures_total", "0+1x120", **_GROUP), True),
    ("PrometheusRulesFail", one("rule_evaluation_failures_total", "0x95 1x25", **_GROUP), False),
    ("PrometheusRulesTooSlow", one("rule_group_iterations_missed_total", "0+0.5x120", **_GROUP), True),
    ("PrometheusRulesTooSlow", one("rule_group_iterations_missed_total", "0x95 1x25", **_GROUP), False),
    ("PrometheusNoAlertmanager", one("notifications_alertmanagers_discovered", "0x120"), True),
    ("PrometheusNoAlertmanager", one("notifications_alertmanagers_discovered", "1x120"), False),
    ("PrometheusAlertsNotDelivered", delivered(0.6, 10), True),
    ("PrometheusAlertsNotDelivered", delivered(1, 0), True),
    ("PrometheusAlertsNotDelivered", delivered(0.4, 10), False),
    ("PrometheusAlertsNotDelivered", delivered(0, 0), False),
    ("PrometheusScrapesTooLarge", one("target_scrapes_exceeded_sample_limit_total", "0+1x120"), True),
    ("PrometheusScrapesTooLarge", one("target_scrapes_exceeded_body_size_limit_total", "0+1x120"), True),
    ("PrometheusScrapesTooLarge", one("target_scrape_pool_exceeded_label_limits_total", "0+1x120"), True),
    ("PrometheusScrapesTooLarge", one("target_scrape_pool_exceeded_target_limit_total", "0+1x120"), True),
    ("PrometheusScrapesTooLarge", one("target_scrapes_exceeded_sample_limit_total", "0x95 1x25"), False),
    ("PrometheusSamplesCollide", one("target_scrapes_sample_duplicate_timestamp_total", "0+1x120"), True),
    ("PrometheusSamplesCollide", one("target_scrapes_sample_out_of_order_total", "0+1x120"), True),
    ("PrometheusSamplesCollide", one("target_scrapes_sample_duplicate_timestamp_total", "0x60 0+1x60"), False),
    ("PrometheusTargetsNotSynced", one("target_sync_failed_total", "0x80 1x40", scrape_job="shop"), True),
    ("PrometheusTargetsNotSynced", one("target_sync_failed_total", "0x40 1x80", scrape_job="shop"), False),
    ("PrometheusDiscoveryFails", one("sd_refresh_failures_total", "0+1x120", mechanism="dns"), True),
    ("PrometheusDiscoveryFails", one("sd_refresh_failures_total", "0x80 1x5 1x35", mechanism="dns"), False),
    ("PrometheusQueriesSaturated", queries(17), True),
    ("PrometheusQueriesSaturated", queries(16), False),
    ("PrometheusRemoteWriteBehind", one(_HIGHEST_SENT, "10+50x120", **_REMOTE), True),
    ("PrometheusRemoteWriteBehind", one(_HIGHEST_SENT, "0+58x120", **_REMOTE), False),
    ("PrometheusRemoteWriteBehind", one(_HIGHEST_SENT, "0x120", **_REMOTE), False),
    ("PrometheusRemoteWriteLosesSamples", sent_on(11), True),
    ("PrometheusRemoteWriteLosesSamples", sent_on(9), False),
]
