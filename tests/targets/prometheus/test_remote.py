"""Remote write."""

from __future__ import annotations

from typing import Any, Literal

import pytest

from signalwright.ir.backend import Secret
from tests.targets.prometheus.stacks import PROMETHEUS, SPEC, configuration, lower, stack

URL = "https://mimir.example.com/api/v1/push"
PLACE = PROMETHEUS.child("remote_write", 0)


def secret(kind: Literal["file", "environment"] = "file") -> Secret:
    """Returns a secret called `mimir`."""
    source = "/run/secrets/mimir" if kind == "file" else "MIMIR"
    return Secret(name="mimir", kind=kind, source=source, origin=SPEC.child("secrets", "mimir"))


def written(settings: Any, version: str = "3.15") -> Any:
    """Returns the first entry of `remote_write`."""
    made = stack(version=version, settings={"remote_write": [settings]}, secrets=[secret()])
    return configuration(made)["remote_write"][0]


def test_a_plain_url_is_enough() -> None:
    assert written(URL) == {"url": URL}


def test_every_setting_has_its_field() -> None:
    assert written(
        {
            "url": URL,
            "name": "mimir",
            "token": "mimir",
            "headers": {"X-Scope-OrgID": "shop", "X-A": "b"},
            "secret_headers": {"X-API-Key": "mimir"},
            "encryption": {
                "authority": "/ssl/ca.pem",
                "certificate": "/ssl/cert.pem",
                "private_key": "mimir",
                "server_name": "mimir",
            },
            "only": ["slo:.*", "up"],
            "without": ["go_.*"],
            "protocol": "2.0",
            "exemplars": True,
            "native_histograms": True,
            "timeout": "20s",
            "queue": {"most_senders": 5, "capacity": 100, "batch": 50, "batch_wait": "3s", "age_limit": "2h"},
        }
    ) == {
        "url": URL,
        "name": "mimir",
        "remote_timeout": "20s",
        "headers": {"X-A": "b", "X-Scope-OrgID": "shop"},
        "write_relabel_configs": [
            {"source_labels": ["__name__"], "regex": "slo:.*|up", "action": "keep"},
            {"source_labels": ["__name__"], "regex": "go_.*", "action": "drop"},
        ],
        "send_exemplars": True,
        "send_native_histograms": True,
        "protobuf_message": "io.prometheus.write.v2.Request",
        "authorization": {"credentials_file": "/run/secrets/mimir"},
        "tls_config": {
            "ca_file": "/ssl/ca.pem",
            "cert_file": "/ssl/cert.pem",
            "key_file": "/run/secrets/mimir",
            "server_name": "mimir",
        },
        "http_headers": {"X-API-Key": {"files": ["/run/secrets/mimir"]}},
        "queue_config": {
            "capacity": 100,
            "max_shards": 5,
            "max_samples_per_send": 50,
            "batch_send_deadline": "3s",
            "sample_age_limit": "2h",
        },
    }


def test_headers_are_ordered_by_name() -> None:
    assert list(written({"url": URL, "headers": {"X-B": "1", "X-A": "2"}})["headers"]) == ["X-A", "X-B"]
    made = written({"url": URL, "secret_headers": {"X-B": "mimir", "X-A": "mimir"}})
    assert list(made["http_headers"]) == ["X-A", "X-B"]


def test_a_login_sends_name_and_password() -> None:
    assert written({"url": URL, "login": {"user": "prometheus", "password": "mimir"}})["basic_auth"] == {
        "username": "prometheus",
        "password_file": "/run/secrets/mimir",
    }


def test_the_first_protocol_is_the_plain_write_request() -> None:
    assert written({"url": URL, "protocol": "1.0"})["protobuf_message"] == "prometheus.WriteRequest"


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"token": "mimir"}, ("token",)),
        ({"login": {"user": "a", "password": "mimir"}}, ("login", "password")),
        ({"encryption": {"certificate": "/c", "private_key": "mimir"}}, ("encryption", "private_key")),
        ({"secret_headers": {"X-API-Key": "mimir"}}, ("secret_headers", "X-API-Key")),
    ],
)
def test_a_secret_in_an_environment_variable_is_an_error_where_it_is_named(
    settings: dict[str, Any], path: tuple[str, ...]
) -> None:
    made = stack(settings={"remote_write": [{"url": URL, **settings}]}, secrets=[secret("environment")])
    artifacts, report = lower(made)
    assert [(each.name, each.primary.place) for each in report] == [("secrets/unreadable-kind", PLACE.child(*path))]
    assert b"MIMIR" not in artifacts["prometheus/prometheus.yml"].content


def test_an_unknown_secret_is_left_to_the_resolution_of_references() -> None:
    _, report = lower(stack(settings={"remote_write": [{"url": URL, "token": "other"}]}))
    assert not list(report)


@pytest.mark.parametrize(
    ("version", "settings", "path"),
    [
        ("2.53", {"protocol": "1.0"}, ("protocol",)),
        ("2.54", {"secret_headers": {"X-API-Key": "mimir"}}, ("secret_headers",)),
        ("2.49", {"queue": {"age_limit": "1h"}}, ("queue", "age_limit")),
    ],
)
def test_a_setting_that_the_version_lacks_is_an_error_at_its_key(
    version: str, settings: dict[str, Any], path: tuple[str, ...]
) -> None:
    made = stack(version=version, settings={"remote_write": [{"url": URL, **settings}]}, secrets=[secret()])
    found = [(each.name, each.primary.place) for each in lower(made)[1]]
    assert found == [("backends/field-too-new", PLACE.child(*path))]


def test_two_servers_of_one_name_are_an_error_at_the_second() -> None:
    entries = [{"url": URL, "name": "a"}, {"url": URL}, {"url": URL}, {"url": URL, "name": "a"}]
    found = [(each.name, each.primary.place) for each in lower(stack(settings={"remote_write": entries}))[1]]
    assert found == [("prometheus/duplicate-remote-write", PROMETHEUS.child("remote_write", 3, "name"))]
