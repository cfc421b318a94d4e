"""The command line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.targets.prometheus.stacks import PROMETHEUS, arguments, lower, stack


def test_the_folders_are_those_of_the_official_image() -> None:
    assert arguments(stack()) == ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]


@pytest.mark.parametrize(
    ("settings", "flag", "path"),
    [
        ({"folder": "/srv/p"}, "--config.file=/srv/p/prometheus.yml", ("folder",)),
        ({"data": "/srv/data"}, "--storage.tsdb.path=/srv/data", ("data",)),
        ({"listen": "127.0.0.1:9090"}, "--web.listen-address=127.0.0.1:9090", ("listen",)),
        ({"public": "https://p.example.com/prom"}, "--web.external-url=https://p.example.com/prom", ("public",)),
        ({"keep": "90d"}, "--storage.tsdb.retention.time=90d", ("keep",)),
        ({"keep_size": "50GiB"}, "--storage.tsdb.retention.size=50GiB", ("keep_size",)),
        ({"reload": True}, "--web.enable-lifecycle", ("reload",)),
        ({"admin": True}, "--web.enable-admin-api", ("admin",)),
        ({"accept_remote_write": True}, "--web.enable-remote-write-receiver", ("accept_remote_write",)),
        ({"accept_otlp": True}, "--web.enable-otlp-receiver", ("accept_otlp",)),
        ({"queries": {"lookback": "4m"}}, "--query.lookback-delta=4m", ("queries", "lookback")),
        ({"queries": {"timeout": "1m"}}, "--query.timeout=1m", ("queries", "timeout")),
        ({"queries": {"parallel": 3}}, "--query.max-concurrency=3", ("queries", "parallel")),
        ({"queries": {"samples": 1000}}, "--query.max-samples=1000", ("queries", "samples")),
        ({"exemplars": 0}, "--enable-feature=exemplar-storage", ()),
    ],
)
def test_each_setting_adds_its_flag_and_is_its_origin(
    settings: dict[str, Any], flag: str, path: tuple[str, ...]
) -> None:
    made = stack(settings=settings)
    lines = arguments(made)
    origins = lower(made)[0]["prometheus/prometheus.args"].origins()
    assert origins[lines.index(flag),] == PROMETHEUS.child(*path)
    assert flag not in arguments(stack())


def test_what_older_versions_know_as_features_is_asked_for_by_name() -> None:
    settings = {"native_histograms": True, "accept_otlp": True, "exemplars": 10}
    assert arguments(stack(version="2.55", settings=settings))[-1] == (
        "--enable-feature=exemplar-storage,native-histograms,otlp-write-receiver"
    )
    assert (
        arguments(stack(version="3.7", settings=settings))[-1] == "--enable-feature=exemplar-storage,native-histograms"
    )
    assert arguments(stack(version="3.8", settings=settings))[-1] == "--enable-feature=exemplar-storage"


def test_each_line_knows_where_in_the_spec_it_comes_from() -> None:
    artifact = lower(stack(settings={"keep": "90d", "exemplars": 5}))[0]["prometheus/prometheus.args"]
    lines, origins = artifact.content.decode().splitlines(), artifact.origins()
    places = {line.partition("=")[0]: origins[index,] for index, line in enumerate(lines)}
    assert places == {
        "--config.file": PROMETHEUS.child("folder"),
        "--storage.tsdb.path": PROMETHEUS.child("data"),
        "--storage.tsdb.retention.time": PROMETHEUS.child("keep"),
        "--enable-feature": PROMETHEUS,
    }
    assert origins[()] == PROMETHEUS
