"""What stands in `prometheus.yml` outside of scrape jobs and remote write."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from signalwright.diagnostics.diagnostic import Diagnostic, Level
from signalwright.diagnostics.span import Origin
from signalwright.ir.backend import Backend
from signalwright.ir.metric import MetricType
from signalwright.ir.values import Version
from tests.targets.prometheus.stacks import (
    PROMETHEUS,
    AlertmanagerSettings,
    configuration,
    file,
    group,
    lower,
    record,
    scrape,
    seconds,
    service,
    stack,
)


def problems(made: Any) -> list[tuple[str, Origin, Level]]:
    """Returns name, place and level of everything that is reported about a stack."""
    return [(each.name, place(each), each.level) for each in lower(made)[1]]


def place(diagnostic: Diagnostic) -> Origin:
    """Returns where a diagnostic points."""
    assert isinstance(diagnostic.primary.place, Origin)
    return diagnostic.primary.place


def test_a_stack_without_services_has_only_intervals_and_its_name() -> None:
    assert configuration(stack()) == {
        "global": {"scrape_interval": "15s", "evaluation_interval": "15s", "external_labels": {"stack": "shop"}}
    }


def test_the_declared_intervals_are_those_of_the_server() -> None:
    settings = {"scrape_every": "30s", "scrape_timeout": "20s", "evaluate_every": "1m"}
    assert configuration(stack(settings=settings))["global"] == {
        "scrape_interval": "30s",
        "scrape_timeout": "20s",
        "evaluation_interval": "1m",
        "external_labels": {"stack": "shop"},
    }


def test_external_labels_name_stack_and_environment_beside_the_declared_ones() -> None:
    made = stack(environment="staging", settings={"external_labels": {"zone": "eu", "replica": "a"}})
    labels = configuration(made)["global"]["external_labels"]
    assert list(labels.items()) == [("environment", "staging"), ("replica", "a"), ("stack", "shop"), ("zone", "eu")]


@pytest.mark.parametrize(("version", "value"), [("2.55", "a$b"), ("3.0", "a$$b")])
def test_a_dollar_sign_in_an_external_label_stays_one(version: str, value: str) -> None:
    made = stack(version=version, settings={"external_labels": {"zone": "a$b"}})
    assert configuration(made)["global"]["external_labels"]["zone"] == value


@pytest.mark.parametrize("name", ["stack", "environment", "severity", "job", "service"])
def test_an_external_label_that_the_compiler_sets_is_an_error_at_its_key(name: str) -> None:
    assert problems(stack(settings={"external_labels": {name: "x"}})) == [
        ("prometheus/reserved-external-label", PROMETHEUS.child("external_labels", name).key(), Level.ERROR)
    ]


def test_without_an_alertmanager_there_is_no_alerting_block() -> None:
    assert "alerting" not in configuration(stack())
    assert "alerting" not in configuration(stack(alertmanager=AlertmanagerSettings(at=None)))


def test_alerts_go_to_the_address_of_the_alertmanager() -> None:
    assert configuration(stack(alertmanager=AlertmanagerSettings(at="am:9093")))["alerting"] == {
        "alertmanagers": [{"api_version": "v2", "static_configs": [{"targets": ["am:9093"]}]}]
    }


@pytest.mark.parametrize(
    ("public", "prefix"),
    [("https://a.example.com/am/", "/am"), ("https://a.example.com/", None), ("https://a.example.com", None)],
)
def test_the_path_of_alertmanagers_public_url_is_the_prefix_of_its_api(public: str, prefix: str | None) -> None:
    block = configuration(stack(alertmanager=AlertmanagerSettings(public=public)))["alerting"]
    assert block["alertmanagers"][0].get("path_prefix") == prefix


def test_every_member_of_an_alertmanager_cluster_is_told() -> None:
    made = stack(alertmanager=AlertmanagerSettings(), settings={"alertmanagers": ["am-0:9093", "am-1:9093"]})
    assert configuration(made)["alerting"]["alertmanagers"][0]["static_configs"] == [
        {"targets": ["am-0:9093", "am-1:9093"]}
    ]


def test_an_empty_list_of_alertmanagers_means_none() -> None:
    assert "alerting" not in configuration(stack(alertmanager=AlertmanagerSettings(), settings={"alertmanagers": []}))


def test_the_replica_label_is_taken_off_alerts() -> None:
    made = stack(
        alertmanager=AlertmanagerSettings(), settings={"external_labels": {"replica": "a"}, "replica_label": "replica"}
    )
    assert configuration(made)["alerting"]["alert_relabel_configs"] == [{"regex": "replica", "action": "labeldrop"}]


def test_a_replica_label_that_is_no_external_label_is_an_error() -> None:
    assert problems(stack(settings={"replica_label": "replica"})) == [
        ("prometheus/unknown-replica-label", PROMETHEUS.child("replica_label"), Level.ERROR)
    ]


def test_each_rule_file_is_listed_before_those_of_other_tools() -> None:
    made = stack(
        settings={"rule_files": ["extra/*.yml"]},
        rules=[file("_stack", group("g", record("a:b", "up"))), file("api", group("g", record("a:c", "up")))],
    )
    assert configuration(made)["rule_files"] == ["rules/_stack.yml", "rules/api.yml", "extra/*.yml"]


def test_a_rule_file_without_groups_is_neither_made_nor_listed() -> None:
    made = stack(rules=[file("api")])
    assert "rule_files" not in configuration(made)
    assert set(lower(made)[0]) == {"prometheus/prometheus.yml", "prometheus/prometheus.args"}


def test_files_with_further_scrape_jobs_are_listed() -> None:
    made = stack(settings={"scrape_files": ["scrape/*.yml"]})
    assert configuration(made)["scrape_config_files"] == ["scrape/*.yml"]


def test_limits_hold_for_all_jobs() -> None:
    limits = {"samples": 1, "labels": 2, "label_name": 3, "label_value": 4, "targets": 5, "page": "10MiB"}
    block = configuration(stack(settings={"limits": limits}))["global"]
    assert {name: value for name, value in block.items() if name.endswith("_limit")} == {
        "body_size_limit": "10MiB",
        "sample_limit": 1,
        "target_limit": 5,
        "label_limit": 2,
        "label_name_length_limit": 3,
        "label_value_length_limit": 4,
    }


def test_late_samples_and_exemplars_are_stored_as_declared() -> None:
    made = stack(settings={"out_of_order": "30m", "exemplars": 1000})
    assert configuration(made)["storage"] == {
        "tsdb": {"out_of_order_time_window": "30m"},
        "exemplars": {"max_exemplars": 1000},
    }
    assert configuration(stack(settings={"out_of_order": "30m"}))["storage"] == {
        "tsdb": {"out_of_order_time_window": "30m"}
    }


def test_resource_attributes_become_labels() -> None:
    made = stack(settings={"resource_attributes": ["service.version"]})
    assert configuration(made)["otlp"] == {"promote_resource_attributes": ["service.version"]}


@pytest.mark.parametrize(
    ("version", "settings", "path"),
    [
        ("2.44", {"limits": {"samples": 1}}, ("limits", "samples")),
        ("2.44", {"limits": {"labels": 1}}, ("limits", "labels")),
        ("2.44", {"limits": {"label_name": 1}}, ("limits", "label_name")),
        ("2.44", {"limits": {"label_value": 1}}, ("limits", "label_value")),
        ("2.44", {"limits": {"targets": 1}}, ("limits", "targets")),
        ("2.44", {"limits": {"page": "1MiB"}}, ("limits", "page")),
        ("2.52", {"evaluate_offset": "1m"}, ("evaluate_offset",)),
        ("2.42", {"scrape_files": ["a.yml"]}, ("scrape_files",)),
        ("2.54", {"resource_attributes": ["a"]}, ("resource_attributes",)),
        ("2.46", {"accept_otlp": True}, ("accept_otlp",)),
    ],
)
def test_a_setting_that_the_version_lacks_is_an_error_at_its_key(
    version: str, settings: dict[str, Any], path: tuple[str, ...]
) -> None:
    assert problems(stack(version=version, settings=settings)) == [
        ("backends/field-too-new", PROMETHEUS.child(*path), Level.ERROR)
    ]


def test_the_first_version_of_a_field_reads_it() -> None:
    assert not problems(stack(version="2.53", settings={"evaluate_offset": "1m"}))
    assert not problems(stack(version="2.43", settings={"scrape_files": ["a.yml"]}))
    assert not problems(stack(version="2.45", settings={"limits": {"samples": 1}}))


def test_a_timeout_longer_than_the_interval_is_an_error() -> None:
    assert problems(stack(settings={"scrape_every": "10s", "scrape_timeout": "11s"})) == [
        ("prometheus/timeout-longer-than-interval", PROMETHEUS.child("scrape_timeout"), Level.ERROR)
    ]
    assert not problems(stack(settings={"scrape_every": "10s", "scrape_timeout": "10s"}))


@pytest.mark.parametrize("key", ["scrape_every", "evaluate_every"])
def test_an_interval_that_reaches_the_lookback_is_a_warning(key: str) -> None:
    name = "prometheus/interval-longer-than-lookback"
    assert problems(stack(settings={key: "5m"})) == [(name, PROMETHEUS.child(key), Level.WARNING)]
    assert not problems(stack(settings={key: "5m", "queries": {"lookback": "10m"}}))


def test_a_group_that_is_evaluated_too_rarely_is_a_warning_at_the_group() -> None:
    rare = group("rare", record("a:b", "up"), interval=seconds(300))
    often = group("often", record("a:c", "up"), interval=seconds(299))
    assert problems(stack(rules=[file("api", rare, often)])) == [
        ("prometheus/interval-longer-than-lookback", rare.origin, Level.WARNING)
    ]


def test_native_histograms_are_scraped_when_the_stack_declares_one() -> None:
    made = service("api", scrape("api:8000"), latency_seconds=MetricType.NATIVE_HISTOGRAM)
    assert configuration(stack(made))["global"]["scrape_native_histograms"] is True
    assert configuration(stack(made, version="3.8"))["global"]["scrape_native_histograms"] is True
    assert "scrape_native_histograms" not in configuration(stack(made, version="3.7"))["global"]
    assert "scrape_native_histograms" not in configuration(stack(service("api", scrape("api:8000"))))["global"]


def test_a_native_histogram_that_the_settings_forbid_is_an_error() -> None:
    made = service("api", scrape("api:8000"), latency_seconds=MetricType.NATIVE_HISTOGRAM)
    assert problems(stack(made, settings={"native_histograms": False})) == [
        ("prometheus/native-histograms-off", PROMETHEUS.child("native_histograms"), Level.ERROR)
    ]


def test_parts_of_the_file_know_where_in_the_spec_they_come_from() -> None:
    page = service("api", scrape("api:8000", every=seconds(10)))
    made = stack(page, settings={"evaluate_offset": "1m", "scrape_timeout": "10s"})
    origins = lower(made)[0]["prometheus/prometheus.yml"].origins()
    assert page.scrape is not None
    assert origins[()] == PROMETHEUS
    assert origins["global", "rule_query_offset"] == PROMETHEUS.child("evaluate_offset")
    assert origins["global", "scrape_timeout"] == PROMETHEUS.child("scrape_timeout")
    assert origins["scrape_configs", 0] == page.scrape.origin
    assert origins["scrape_configs", 0, "scrape_interval"] == page.scrape.every_origin


def test_settings_of_another_kind_are_refused() -> None:
    made = stack()
    other = Backend(name="prometheus", version=Version("3.15"), settings=object(), origin=PROMETHEUS)
    with pytest.raises(TypeError, match="object"):
        lower(dataclasses.replace(made, backends={"prometheus": other}))
