"""What a Loki is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from signalwright.diagnostics.span import Origin
from tests.targets.loki.stacks import CONFIG, FLAGS, artifact, compiled, config, outcome

ALERTMANAGER = 'alertmanager: {version: "0.34", at: "am:9093", public: "https://example.com/alerts/"}, '
RECEIVERS = 'receivers: {relay: {webhook: "http://relay:8080/alerts"}}\n'


def value(document: Any, path: str) -> Any:
    """Returns the value at a dotted path, or None where there is none."""
    for step in path.split("."):
        document = document[int(step)] if step.isdigit() else document.get(step)
        if document is None:
            return None
    return document


def test_all_that_is_kept_for_a_time_is_deleted_by_the_compactor(tmp_path: Path) -> None:
    made = config(tmp_path, keep="{default: 30d}")
    assert made["compactor"] == {
        "working_directory": "/loki/compactor",
        "retention_enabled": True,
        "delete_request_store": "filesystem",
    }
    assert made["limits_config"] == {"retention_period": "30d", "max_query_lookback": "30d"}


def test_without_a_word_on_logs_nothing_is_deleted(tmp_path: Path) -> None:
    made = config(tmp_path, keep=None)
    assert made["compactor"] == {"working_directory": "/loki/compactor"}
    assert "limits_config" not in made


def test_the_class_that_is_kept_longest_counts_where_several_match(tmp_path: Path) -> None:
    limits = config(tmp_path)["limits_config"]
    assert limits["retention_stream"] == [
        {"selector": '{app="shop", stream="audit"}', "priority": 2, "period": "90d"},
        {"selector": '{level="debug"}', "priority": 1, "period": "2d"},
        {"selector": '{level="error"}', "priority": 2, "period": "90d"},
    ]


def test_queries_look_back_as_far_as_the_longest_period(tmp_path: Path) -> None:
    assert config(tmp_path)["limits_config"]["max_query_lookback"] == "90d"
    shorter = config(tmp_path / "shorter", keep="{default: 30d, debug: 2d}")
    assert shorter["limits_config"]["max_query_lookback"] == "30d"


def test_queries_have_no_bound_while_some_lines_are_kept_for_ever(tmp_path: Path) -> None:
    assert set(config(tmp_path, keep="{error: 90d}")["limits_config"]) == {"retention_stream"}


@pytest.mark.parametrize(
    ("keep", "selector"),
    [
        ("{default: 30d, warning: 60d}", '{level="warning"}'),
        ("{default: 30d, audit: 60d}", '{class="audit"}'),
        ("{default: 30d, error: {match: {severity: ERROR}, keep: 60d}}", '{severity="ERROR"}'),
        ("{default: 30d, odd: {match: {path: 'a\"\\b'}, keep: 60d}}", '{path="a\\"\\\\b"}'),
        ('{default: 30d, lines: {match: {text: "a\\nb"}, keep: 60d}}', '{text="a\\nb"}'),
    ],
)
def test_a_class_is_told_by_its_labels(keep: str, selector: str, tmp_path: Path) -> None:
    (stream,) = config(tmp_path, keep=keep)["limits_config"]["retention_stream"]
    assert stream["selector"] == selector


@pytest.mark.parametrize(
    ("keep", "place", "words"),
    [
        ("{default: {match: {a: b}, keep: 30d}}", (4, 25), "`default` is all lines of no class"),
        ("{default: 30d, error: {match: {}, keep: 60d}}", (4, 37), "`match` of `error` names no label"),
    ],
)
def test_a_match_that_says_nothing_is_refused(keep: str, place: tuple[int, int], words: str, tmp_path: Path) -> None:
    (found,) = outcome(tmp_path, keep=keep).found
    assert (found.name, found.place) == ("language/useless-key", place)
    assert words in found.message


@pytest.mark.parametrize(
    ("settings", "path", "before", "after"),
    [
        ('listen: "127.0.0.1:3200"', "server.http_listen_port", 3100, 3200),
        ('listen: "127.0.0.1:3200"', "server.http_listen_address", None, "127.0.0.1"),
        ('listen: "[::1]:3200"', "server.http_listen_address", None, "::1"),
        ('internal: "127.0.0.2:9999"', "server.grpc_listen_port", 9095, 9999),
        ('internal: "127.0.0.2:9999"', "server.grpc_listen_address", "127.0.0.1", "127.0.0.2"),
        ('internal: "127.0.0.2:9999"', "common.instance_addr", "127.0.0.1", "127.0.0.2"),
        ("data: /srv/logs", "common.path_prefix", "/loki", "/srv/logs"),
        ("data: /srv/logs", "common.storage.filesystem.chunks_directory", "/loki/chunks", "/srv/logs/chunks"),
        ("data: /srv/logs", "compactor.working_directory", "/loki/compactor", "/srv/logs/compactor"),
        ('schema_from: "2022-05-01"', "schema_config.configs.0.from", "2024-01-01", "2022-05-01"),
    ],
)
def test_each_setting_is_in_its_place(settings: str, path: str, before: Any, after: Any, tmp_path: Path) -> None:
    assert value(config(tmp_path / "before"), path) == before
    assert value(config(tmp_path / "after", loki=f'{{version: "3.7", {settings}}}'), path) == after


def test_the_flag_names_the_file_in_its_folder_on_the_server(tmp_path: Path) -> None:
    flags = artifact(compiled(tmp_path / "before"), FLAGS).content
    assert flags == b"-config.file=/etc/loki/loki-config.yml\n"
    other = artifact(compiled(tmp_path / "after", loki='{version: "3.7", folder: /srv/etc}'), FLAGS)
    assert other.content == b"-config.file=/srv/etc/loki-config.yml\n"
    assert other.origins()[0,].path == ("backends", "loki", "folder")


def test_nobody_is_told_of_the_use(tmp_path: Path) -> None:
    made = config(tmp_path)
    assert made["analytics"] == {"reporting_enabled": False}
    assert made["auth_enabled"] is False


def test_rules_over_logs_are_told_to_the_alertmanager_of_the_stack(tmp_path: Path) -> None:
    ruler = config(tmp_path, backends=ALERTMANAGER, more=RECEIVERS)["ruler"]
    assert ruler["alertmanager_url"] == "http://am:9093/alerts"
    assert ruler["enable_alertmanager_v2"] is True
    assert ruler["storage"] == {"type": "local", "local": {"directory": "/loki/rules"}}


def test_without_an_alertmanager_there_are_no_rules(tmp_path: Path) -> None:
    assert "ruler" not in config(tmp_path)


@pytest.mark.parametrize("version", ["3.0", "3.7"])
def test_loki_3_stores_tsdb(version: str, tmp_path: Path) -> None:
    made = config(tmp_path, loki=f'"{version}"')
    (period,) = made["schema_config"]["configs"]
    assert (period["store"], period["schema"], period["index"]["period"]) == ("tsdb", "v13", "24h")
    assert "storage_config" not in made
    assert "shared_store" not in made["compactor"]


def test_loki_2_stores_boltdb_and_deletes_all_the_same(tmp_path: Path) -> None:
    made = config(tmp_path, loki='"2.9"')
    (period,) = made["schema_config"]["configs"]
    assert (period["store"], period["schema"], period["index"]["period"]) == ("boltdb-shipper", "v11", "24h")
    assert made["storage_config"]["boltdb_shipper"]["shared_store"] == "filesystem"
    assert made["compactor"] == {
        "working_directory": "/loki/compactor",
        "shared_store": "filesystem",
        "retention_enabled": True,
    }
    assert made["limits_config"] == config(tmp_path / "today")["limits_config"]


@pytest.mark.parametrize(("written", "words"), [("2024-02-30", "no day 2024-02-30"), ("May 2024", "expected a day")])
def test_a_day_that_no_calendar_has_is_refused(written: str, words: str, tmp_path: Path) -> None:
    (found,) = outcome(tmp_path, loki=f'{{version: "3.7", schema_from: "{written}"}}').errors
    assert found.name == "language/wrong-kind"
    assert words in found.message


def test_a_period_comes_from_the_place_that_says_it(tmp_path: Path) -> None:
    origins = artifact(compiled(tmp_path), CONFIG).origins()
    keep = Origin("spec/shop/stack.yaml", ("logs", "keep"))
    assert origins["limits_config", "retention_period"] == keep.child("default", "keep")
    assert origins["limits_config", "retention_stream", 0, "period"] == keep.child("audit", "keep")
    assert origins["compactor", "retention_enabled"] == keep
