"""Debian's Prometheus, and today's where it is built: with rules, an Alertmanager, and a server that samples go to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

from tests.servers.exporters import alertmanager
from tests.servers.exporting import PATIENCE_SECONDS, Place
from tests.servers.loopback import HOST, free_ports
from tests.servers.processes import get, wait_for
from tests.servers.toolset import Toolset, current, debian

# As many groups and jobs as a small company has, so that the number of series is one that is met.
_GROUPS = 95
_JOBS = 20
_RULES = {
    "groups": [
        {"name": "always", "rules": [{"alert": "Always", "expr": "vector(1)"}]},
        *(
            {"name": f"service-{number}", "interval": "1m", "rules": [{"alert": "Never", "expr": "vector(1) > 1"}]}
            for number in range(1, _GROUPS)
        ),
    ]
}

_SINCE_3 = {
    "prometheus_build_info{tags}": "the label is there since 2.43",
    "prometheus_tsdb_wal_storage_size_bytes": "there since 2.49",
    "prometheus_notifications_dropped_total{alertmanager}": "the label is there since 3.x",
    "prometheus_notifications_queue_length{alertmanager}": "the label is there since 3.x",
}
OTHERWISE = {
    "prometheus_sd_refresh_failures_total": "only with a discovery that asks again and again, such as DNS",
    **({} if current().has("prometheus") else _SINCE_3),
}
MAY_FIRE = {"PrometheusIngestsNothing": "a page that stays as it is takes nothing in"}


@contextmanager
def pages(place: Place) -> Iterator[list[str]]:
    """Runs a server of each version that is there, and gives their pages."""
    with ExitStack() as servers:
        (notified,) = servers.enter_context(alertmanager.pages(place))
        store = servers.enter_context(_server(place, debian(), "store", {}))
        configuration = {
            "rule_files": ["rules.yml"],
            "alerting": {"alertmanagers": [{"static_configs": [{"targets": [_address(notified)]}]}]},
            "remote_write": [{"url": f"http://{_address(store)}/api/v1/write"}],
        }
        tools = [debian(), *([current()] if current().has("prometheus") else [])]
        urls = [servers.enter_context(_server(place, each, each.name, configuration)) for each in tools]
        for url in urls:
            wait_for(f"{url} has scraped, and sent alerts and samples", partial(_is_busy, url), PATIENCE_SECONDS)
        yield urls


@contextmanager
def _server(place: Place, tools: Toolset, name: str, configuration: dict[str, Any]) -> Iterator[str]:
    """Runs a server that scrapes itself, if it scrapes, and gives its page."""
    folder = place.folder / f"prometheus-{name}"
    folder.mkdir()
    (port,) = free_ports(1)
    listen = f"{HOST}:{port}"
    of_itself = {"static_configs": [{"targets": [listen]}]}
    others = [{"job_name": f"service-{each}", "scrape_interval": "1m", **of_itself} for each in range(1, _JOBS)]
    jobs = [{"job_name": "self", **of_itself}, *others] if configuration else []
    # Both send to one store, which keeps them apart by the label.
    times = {"scrape_interval": "1s", "evaluation_interval": "1s", "external_labels": {"server": name}}
    (folder / "prometheus.yml").write_text(json.dumps({**configuration, "global": times, "scrape_configs": jobs}))
    (folder / "rules.yml").write_text(json.dumps(_RULES))
    arguments = [
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address={listen}",
        "--web.enable-remote-write-receiver",
        # What was told before the Alertmanager was known is told again at once.
        "--rules.alert.resend-delay=1s",
    ]
    with place.running(tools.find("prometheus"), *arguments):
        yield f"http://{listen}/metrics"


def _address(url: str) -> str:
    return url.split("/")[2]


def _is_busy(url: str) -> bool:
    lines = [line.rsplit(" ", 1) for line in str(get(url)).splitlines() if not line.startswith("#")]
    counted = (
        "prometheus_notifications_sent_total{",
        "prometheus_remote_storage_samples_total{",
        "prometheus_target_interval_length_seconds_count{",
    )
    return all(any(name.startswith(each) and float(value) > 0 for name, value in lines) for each in counted)
