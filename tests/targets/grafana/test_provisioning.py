"""Which data sources Grafana is given, and where it finds dashboards."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.targets.grafana.compiling import DATASOURCES, PROVIDERS, artifact, compiled, datasources, outcome

EVERYTHING = 'prometheus: "3.15", alertmanager: "0.34", loki: "3.7"'
MORE = 'receivers: {relay: {webhook: "http://relay:8080/alerts"}}\nlogs: {keep: {default: 30d}}\n'
SECRETS = "secrets: {in-file: {file: /run/secrets/pass}, in-environment: {environment: PASS}}\n"


def expand(text: str, environment: Mapping[str, str], files: Mapping[str, str]) -> str:
    """Reads a value as Grafana does: see `pkg/services/provisioning/values/values.go`."""
    parts = []
    for part in text.split("$$"):
        inner = re.sub(r"\$__file\{([^}]+)\}", lambda found: files[found[1]], part)
        inner = re.sub(r"\$(?:__env)?\{([^}]+)\}", lambda found: environment.get(found[1], ""), inner)
        parts.append(re.sub(r"\$\{?(\w+)\}?", lambda found: environment.get(found[1], ""), inner))
    return "$".join(parts)


def test_prometheus_is_asked_first_with_the_interval_that_it_scrapes_at(tmp_path: Path) -> None:
    backends = 'prometheus: {version: "3.15", at: "prom:9091", public: "https://example.com/prom/", scrape_every: 30s}'
    assert datasources(tmp_path, backends=backends) == {
        "Prometheus": {
            "name": "Prometheus",
            "uid": "shop-prometheus",
            "type": "prometheus",
            "access": "proxy",
            "orgId": 1,
            "url": "http://prom:9091/prom",
            "isDefault": True,
            "jsonData": {
                "httpMethod": "POST",
                "timeInterval": "30s",
                "prometheusType": "Prometheus",
                "prometheusVersion": "3.15.0",
                "manageAlerts": True,
            },
            "editable": False,
        }
    }


def test_a_path_with_a_dollar_is_no_variable(tmp_path: Path) -> None:
    backends = 'prometheus: {version: "3.15", at: "prom:9091", public: "https://example.com/$prom"}'
    assert datasources(tmp_path, backends=backends)["Prometheus"]["url"] == "http://prom:9091/$$prom"


def test_of_several_trace_stores_the_first_by_name_is_asked_whatever_their_order(tmp_path: Path) -> None:
    stores = "{Zoo: {type: tempo, url: 'http://zoo:1'}, Ant: {type: jaeger, url: 'http://ant:1'}}"
    found = datasources(tmp_path, grafana=f'{{version: "12.4", datasources: {stores}}}')
    (asked,) = found["Prometheus"]["jsonData"]["exemplarTraceIdDestinations"]
    assert asked["datasourceUid"] == "shop-ant"


def test_every_server_of_the_stack_is_a_data_source_and_only_one_the_default(tmp_path: Path) -> None:
    found = datasources(tmp_path, backends=EVERYTHING, more=MORE)
    assert {name: (each["type"], each["uid"], each["url"]) for name, each in found.items()} == {
        "Prometheus": ("prometheus", "shop-prometheus", "http://prometheus:9090"),
        "Loki": ("loki", "shop-loki", "http://loki:3100"),
        "Alertmanager": ("alertmanager", "shop-alertmanager", "http://alertmanager:9093"),
    }
    assert [name for name, each in found.items() if each.get("isDefault")] == ["Prometheus"]
    assert not any(each["editable"] for each in found.values())


def test_alerts_are_those_of_prometheus_and_silences_those_of_alertmanager(tmp_path: Path) -> None:
    found = datasources(tmp_path, backends=EVERYTHING, more=MORE)
    assert found["Alertmanager"]["jsonData"] == {"implementation": "prometheus", "handleGrafanaManagedAlerts": False}
    assert found["Prometheus"]["jsonData"]["alertmanagerUid"] == "shop-alertmanager"
    assert found["Loki"]["jsonData"] == {"manageAlerts": True, "alertmanagerUid": "shop-alertmanager"}
    alone = datasources(
        tmp_path / "alone", backends='prometheus: "3.15", loki: "3.7"', more="logs: {keep: {default: 30d}}"
    )
    assert alone["Loki"]["jsonData"] == {"manageAlerts": False}
    assert "alertmanagerUid" not in alone["Prometheus"]["jsonData"]


def test_a_declared_server_is_a_data_source_too(tmp_path: Path) -> None:
    found = datasources(
        tmp_path, grafana='{version: "12", datasources: {Search: {type: opensearch, url: "http://s:9200"}}}'
    )
    assert found["Search"] == {
        "name": "Search",
        "uid": "shop-search",
        "type": "opensearch",
        "access": "proxy",
        "orgId": 1,
        "url": "http://s:9200",
        "editable": False,
    }


@pytest.mark.parametrize("kind", ["jaeger", "tempo", "zipkin"])
def test_exemplars_and_lines_lead_to_the_trace_store(kind: str, tmp_path: Path) -> None:
    grafana = f'{{version: "12", datasources: {{Traces: {{type: {kind}, url: "http://traces:80"}}}}}}'
    found = datasources(tmp_path, grafana=grafana, backends=EVERYTHING, more=MORE)
    assert found["Prometheus"]["jsonData"]["exemplarTraceIdDestinations"] == [
        {"name": "trace_id", "datasourceUid": "shop-traces"}
    ]
    (field,) = found["Loki"]["jsonData"]["derivedFields"]
    assert field == {
        "name": "Trace",
        "matcherType": "label",
        "matcherRegex": "trace_id",
        "url": "$${__value.raw}",
        "datasourceUid": "shop-traces",
    }
    assert expand(field["url"], {}, {}) == "${__value.raw}"


def test_a_declared_prometheus_takes_the_place_of_a_backend(tmp_path: Path) -> None:
    grafana = '{version: "12", datasources: {Mimir: {type: prometheus, url: "http://mimir:80"}}}'
    alone = datasources(tmp_path / "alone", grafana=grafana, backends="")
    assert alone["Mimir"]["isDefault"] is True
    beside = datasources(tmp_path / "beside", grafana=grafana)
    assert "isDefault" not in beside["Mimir"]


@pytest.mark.parametrize(
    ("secret", "written"), [("in-file", "$__file{/run/secrets/pass}"), ("in-environment", "$PASS")]
)
def test_a_secret_stands_there_as_a_reference_that_grafana_resolves(secret: str, written: str, tmp_path: Path) -> None:
    grafana = f"""{{version: "12", datasources: {{
      Basic: {{type: jaeger, url: "http://a:1", login: {{user: "a$b", password: {secret}}}}},
      Token: {{type: tempo, url: "http://b:1", token: {secret}}}}}}}"""
    found = datasources(tmp_path, grafana=grafana, more=SECRETS)
    basic, token = found["Basic"], found["Token"]
    assert (basic["basicAuth"], basic["basicAuthUser"]) == (True, "a$$b")
    assert basic["secureJsonData"] == {"basicAuthPassword": written}
    assert token["jsonData"] == {"httpHeaderName1": "Authorization"}
    assert token["secureJsonData"] == {"httpHeaderValue1": f"Bearer {written}"}
    environment, files = {"PASS": "hunter"}, {"/run/secrets/pass": "hunter"}
    assert expand(basic["secureJsonData"]["basicAuthPassword"], environment, files) == "hunter"
    assert expand(basic["basicAuthUser"], environment, files) == "a$b"


def test_a_password_with_the_sign_of_a_variable_survives_in_the_environment(tmp_path: Path) -> None:
    grafana = '{version: "12", datasources: {A: {type: tempo, url: "http://b:1", token: in-environment}}}'
    written = datasources(tmp_path, grafana=grafana, more=SECRETS)["A"]["secureJsonData"]["httpHeaderValue1"]
    assert expand(written, {"PASS": "a$HOME", "HOME": os.sep}, {}) == "Bearer a$HOME"


def test_two_ways_to_log_in_are_one_too_many(tmp_path: Path) -> None:
    grafana = """{version: "12", datasources: {
      A: {type: tempo, url: "http://b:1", token: in-file, login: {user: a, password: in-file}}}}"""
    (found,) = outcome(tmp_path, grafana=grafana, more=SECRETS).errors
    assert found.name == "language/two-logins"


def test_what_is_no_longer_declared_goes_where_the_version_knows_how(tmp_path: Path) -> None:
    for version, prunes in (("11.0", None), ("11.1", True), ("13.3", True)):
        stack = compiled(tmp_path / version, grafana=f'"{version}"')
        assert yaml.safe_load(artifact(stack, DATASOURCES).content).get("prune") is prunes


@pytest.mark.parametrize(
    ("said", "title", "path"),
    [
        ('"12"', "shop", "/var/lib/grafana/dashboards"),
        ('{version: "12", folder: "Shop $1", dashboards: /srv/dashboards}', "Shop $$1", "/srv/dashboards"),
    ],
)
def test_dashboards_come_from_one_folder_and_cannot_be_edited(said: str, title: str, path: str, tmp_path: Path) -> None:
    made: Any = yaml.safe_load(artifact(compiled(tmp_path, grafana=said), PROVIDERS).content)
    assert made == {
        "apiVersion": 1,
        "providers": [
            {
                "name": "shop-all-dashboards",
                "orgId": 1,
                "folder": title,
                "folderUid": "shop-all-dashboards",
                "type": "file",
                "disableDeletion": False,
                "updateIntervalSeconds": 30,
                "allowUiUpdates": False,
                "options": {"path": path, "foldersFromFilesStructure": False},
            }
        ],
    }


def test_identities_are_as_long_as_grafana_takes(tmp_path: Path) -> None:
    name = "a-name-of-forty-characters-that-fills-it"
    found = datasources(
        tmp_path, grafana=f'{{version: "12", datasources: {{{name}: {{type: tempo, url: "http://b:1"}}}}}}'
    )
    assert len(found[name]["uid"]) <= 40
    assert found[name]["uid"].startswith("shop-a-name")


def test_each_data_source_comes_from_what_declares_it(tmp_path: Path) -> None:
    grafana = '{version: "12", datasources: {T: {type: tempo, url: "http://b:1"}}}'
    origins = artifact(compiled(tmp_path, grafana=grafana), DATASOURCES).origins()
    assert origins["datasources", 0, "url"].path == ("backends", "prometheus", "at")
    assert origins["datasources", 0, "jsonData", "timeInterval"].path == ("backends", "prometheus", "scrape_every")
    assert origins["datasources", 1, "url"].path == ("backends", "grafana", "datasources", "T", "url")
