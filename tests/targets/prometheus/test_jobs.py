"""Scrape jobs."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from signalwright.diagnostics.diagnostic import Level
from signalwright.ir.metric import MetricType
from signalwright.ir.service import Push, Service
from tests.targets.prometheus.stacks import SPEC, configuration, lower, scrape, seconds, service, stack


def jobs(*services: Service, version: str = "3.15", **settings: Any) -> Any:
    """Returns the scrape jobs of some services."""
    return configuration(stack(*services, version=version, settings=settings)).get("scrape_configs", [])


def test_a_plain_scrape_is_a_job_with_labelled_targets_and_nothing_else() -> None:
    assert jobs(service("api", scrape("a:8000", "b:8000"), job="gateway")) == [
        {"job_name": "gateway", "static_configs": [{"targets": ["a:8000", "b:8000"], "labels": {"service": "api"}}]}
    ]


def test_what_differs_from_the_default_is_said() -> None:
    page = scrape(
        "a:8000",
        path="/internal/metrics",
        scheme="https",
        every=seconds(10),
        timeout=seconds(5),
        labels={"zone": "eu", "rack": "7"},
        honor_labels=True,
    )
    made = jobs(service("api", page))
    assert made == [
        {
            "job_name": "api",
            "honor_labels": True,
            "scrape_interval": "10s",
            "scrape_timeout": "5s",
            "metrics_path": "/internal/metrics",
            "scheme": "https",
            "static_configs": [{"targets": ["a:8000"], "labels": {"rack": "7", "service": "api", "zone": "eu"}}],
        }
    ]
    assert list(made[0]["static_configs"][0]["labels"]) == ["rack", "service", "zone"]


def test_discovered_targets_have_the_labels_of_written_ones() -> None:
    page = scrape(
        dns=("tasks.api:8000", "tasks.old:8000", "tasks.admin:9000"), files=("api-*.json",), labels={"zone": "$eu"}
    )
    assert jobs(service("api", page)) == [
        {
            "job_name": "api",
            "dns_sd_configs": [
                {"names": ["tasks.api", "tasks.old"], "type": "A", "port": 8000},
                {"names": ["tasks.admin"], "type": "A", "port": 9000},
            ],
            "file_sd_configs": [{"files": ["api-*.json"]}],
            "relabel_configs": [
                {"target_label": "service", "replacement": "api"},
                {"target_label": "zone", "replacement": "$$eu"},
            ],
        }
    ]


def test_an_interval_that_is_the_servers_own_is_left_out() -> None:
    assert "scrape_interval" not in jobs(service("api", scrape("a:1", every=seconds(30))), scrape_every="30s")[0]


def test_only_services_with_a_scrape_have_a_job() -> None:
    made = jobs(service("batch"), service("web", scrape("web:80")), service("worker", scrape("worker:80")))
    assert [each["job_name"] for each in made] == ["web", "worker"]


def test_a_service_that_others_push_to_keeps_their_labels() -> None:
    push = Push(via="gateway", every=seconds(60), origin=SPEC.child("push"))
    made = jobs(
        service("gateway", scrape("gateway:9091")), service("nightly", push=push), service("web", scrape("w:1"))
    )
    assert [each.get("honor_labels") for each in made] == [True, None]


def test_two_services_of_one_job_are_an_error_that_shows_both() -> None:
    first, second = (service("a", scrape("a:1"), job="x"), service("b", scrape("b:1"), job="x"))
    (problem,) = lower(stack(first, second))[1]
    assert first.scrape is not None
    assert second.scrape is not None
    assert (problem.name, problem.primary.place) == ("prometheus/duplicate-job", second.scrape.origin)
    assert [each.place for each in problem.secondary] == [first.scrape.origin]


@pytest.mark.parametrize(
    ("every", "timeout", "server", "wrong"),
    [(10, 11, "15s", True), (10, 10, "15s", False), (None, 16, "15s", True), (None, 16, "30s", False)],
)
def test_a_timeout_longer_than_the_jobs_interval_is_an_error_at_the_timeout(
    every: int | None, timeout: int, server: str, wrong: bool
) -> None:
    page = scrape("a:1", every=None if every is None else seconds(every), timeout=seconds(timeout))
    made = service("api", page)
    assert made.scrape is not None
    found = [(each.name, each.primary.place) for each in lower(stack(made, settings={"scrape_every": server}))[1]]
    expected = ("prometheus/timeout-longer-than-interval", made.scrape.origin.child("timeout"))
    assert found == ([expected] if wrong else [])


def test_a_job_scraped_too_rarely_for_queries_is_a_warning_at_its_interval() -> None:
    made = service("api", scrape("a:1", every=seconds(300)))
    assert made.scrape is not None
    (problem,) = lower(stack(made))[1]
    assert problem.name == "prometheus/interval-longer-than-lookback"
    assert (problem.primary.place, problem.level) == (made.scrape.every_origin, Level.WARNING)
    often = dataclasses.replace(made.scrape, every=seconds(299))
    assert not list(lower(stack(dataclasses.replace(made, scrape=often)))[1])
    assert not list(lower(stack(made, settings={"queries": {"lookback": "6m"}}))[1])
    assert len(lower(stack(made, settings={"queries": {"timeout": "1m"}}))[1]) == 1


@pytest.mark.parametrize(
    ("version", "setting", "protocol"),
    [
        ("3.15", "text", "PrometheusText0.0.4"),
        ("3.0", "text", "PrometheusText0.0.4"),
        ("3.0", "openmetrics", "OpenMetricsText1.0.0"),
        ("2.55", "text", None),
        ("3.15", None, None),
    ],
)
def test_pages_without_a_type_are_read_as_declared(version: str, setting: str | None, protocol: str | None) -> None:
    (job,) = jobs(service("api", scrape("a:1")), version=version, untyped_pages=setting)
    assert job.get("fallback_scrape_protocol") == protocol


def test_reading_untyped_pages_as_openmetrics_needs_a_version_that_can() -> None:
    made = stack(service("api", scrape("a:1")), version="2.55", settings={"untyped_pages": "openmetrics"})
    (problem,) = lower(made)[1]
    assert problem.name == "backends/field-too-new"


@pytest.mark.parametrize(
    ("version", "key"),
    [
        ("3.15", "always_scrape_classic_histograms"),
        ("3.0", "always_scrape_classic_histograms"),
        ("2.55", "scrape_classic_histograms"),
        ("2.45", "scrape_classic_histograms"),
    ],
)
def test_declared_classic_buckets_are_kept_beside_native_histograms(version: str, key: str) -> None:
    classic = service("api", scrape("a:1"), latency_seconds=MetricType.HISTOGRAM)
    other = service("web", scrape("w:1"), requests_total=MetricType.COUNTER)
    made = jobs(classic, other, version=version, native_histograms=True)
    assert [sorted(name for name in each if "classic" in name) for each in made] == [[key], []]
    assert not any("classic" in name for name in jobs(classic, version=version)[0])


def test_pushed_classic_buckets_are_kept_by_the_service_that_keeps_them() -> None:
    push = Push(via="gateway", every=seconds(60), origin=SPEC.child("push"))
    pusher = service("nightly", push=push, latency_seconds=MetricType.HISTOGRAM)
    (job,) = jobs(service("gateway", scrape("g:1")), pusher, native_histograms=True)
    assert job["always_scrape_classic_histograms"] is True
