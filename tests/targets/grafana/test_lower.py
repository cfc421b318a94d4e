"""What Grafana itself is told, and what is made of a stack as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.targets.grafana.compiling import PROVIDERS, SERVICES, SETTINGS, artifact, compiled, outcome, settings

SECRETS = "secrets: {in-file: {file: /run/secrets/pass}, in-environment: {environment: PASS}}\n"


def test_nobody_comes_in_without_an_account_that_somebody_gave_them(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert made["auth.anonymous"] == {"enabled": "false"}
    assert made["public_dashboards"] == {"enabled": "false"}
    assert made["users"] == {"allow_sign_up": "false", "allow_org_create": "false"}


def test_nothing_is_logged_of_queries_and_nothing_is_told_to_the_maker(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert made["dataproxy"] == {"logging": "false"}
    assert set(made["analytics"].values()) == {"false"}
    assert made["snapshots"] == {"external_enabled": "false"}
    assert made["news"] == {"news_feed_enabled": "false"}
    assert made["security"]["disable_gravatar"] == "true"


def test_alerts_are_raised_by_prometheus_alone(tmp_path: Path) -> None:
    assert settings(tmp_path)["unified_alerting"] == {"execute_alerts": "false"}


@pytest.mark.parametrize(
    ("said", "section", "key", "before", "after"),
    [
        ("anonymous: true", "auth.anonymous", "enabled", "false", "true"),
        ("anonymous: true", "public_dashboards", "enabled", "false", "true"),
        ("sign_up: true", "users", "allow_sign_up", "false", "true"),
        ("provisioning: /srv/p", "paths", "provisioning", "/etc/grafana/provisioning", "/srv/p"),
        ("admin: {password: in-file}", "security", "admin_user", None, "admin"),
        ("admin: {user: op, password: in-file}", "security", "admin_user", None, "op"),
        ("admin: {password: in-file}", "security", "admin_password", None, "$__file{/run/secrets/pass}"),
        ("admin: {password: in-environment}", "security", "admin_password", None, "$__env{PASS}"),
        ("secret_key: in-file", "security", "secret_key", None, "$__file{/run/secrets/pass}"),
        ('listen: "127.0.0.1:3001"', "server", "http_addr", None, "127.0.0.1"),
        ('listen: "127.0.0.1:3001"', "server", "http_port", None, "3001"),
        ('listen: "[::1]:3001"', "server", "http_addr", None, "::1"),
    ],
)
def test_each_setting_is_in_its_place(
    said: str, section: str, key: str, before: str | None, after: str, tmp_path: Path
) -> None:
    assert settings(tmp_path / "before", more=SECRETS).get(section, {}).get(key) == before
    made = settings(tmp_path / "after", grafana=f'{{version: "12", {said}}}', more=SECRETS)
    assert made[section][key] == after


@pytest.mark.parametrize(
    ("link", "server", "encrypted"),
    [
        ("https://g.example.com", {"domain": "g.example.com", "root_url": "https://g.example.com/"}, True),
        (
            "https://example.com:8443/grafana/",
            {"domain": "example.com", "root_url": "https://example.com:8443/grafana/", "serve_from_sub_path": "true"},
            True,
        ),
        ("http://g.example.com", {"domain": "g.example.com", "root_url": "http://g.example.com/"}, False),
    ],
)
def test_the_link_to_dashboards_is_where_people_reach_it(
    link: str, server: dict[str, str], encrypted: bool, tmp_path: Path
) -> None:
    made = settings(tmp_path, more=f'links: {{dashboards: "{link}"}}\n')
    assert made["server"] == server
    assert ("cookie_secure" in made["security"]) is encrypted
    assert ("strict_transport_security" in made["security"]) is encrypted


def test_without_a_link_the_server_keeps_its_own_address(tmp_path: Path) -> None:
    assert "server" not in settings(tmp_path)


@pytest.mark.parametrize(("version", "fetches"), [("11.2", False), ("11.3", True), ("13.3", True)])
def test_no_plugin_is_fetched_where_the_version_would(version: str, fetches: bool, tmp_path: Path) -> None:
    made = settings(tmp_path, grafana=f'"{version}"')
    assert made.get("plugins") == ({"preinstall_disabled": "true"} if fetches else None)


@pytest.mark.parametrize("value", ["a$b", "%(a)s", "a\\nb", " a"])
def test_a_text_that_grafana_would_change_is_refused(value: str, tmp_path: Path) -> None:
    (found,) = outcome(tmp_path, grafana=f'{{version: "12", provisioning: "{value}"}}').errors
    assert found.name == "language/wrong-kind"


def test_a_secret_that_nobody_declares_is_told_at_its_place(tmp_path: Path) -> None:
    found = outcome(tmp_path, grafana='{version: "12", admin: {password: nowhere}}').errors
    assert [(each.name, each.place) for each in found] == [("language/unknown-reference", (3, 75))]


def test_a_line_of_the_settings_comes_from_what_says_it(tmp_path: Path) -> None:
    made = artifact(compiled(tmp_path, grafana='{version: "12", listen: "127.0.0.1:3001"}'), SETTINGS)
    lines = made.content.decode().splitlines()
    assert made.origins()[lines.index("http_port = 3001"),].path == ("backends", "grafana", "listen")
    assert made.origins()[lines.index("logging = false"),].path == ("backends", "grafana")


def test_a_stack_without_services_has_no_dashboards(tmp_path: Path) -> None:
    stack = compiled(tmp_path)
    assert [each.path for each in stack.artifacts if each.path.startswith("grafana/")] == [
        "grafana/grafana.ini",
        PROVIDERS,
        "grafana/provisioning/datasources/datasources.yml",
    ]


def test_dashboards_ask_the_data_source_that_is_provisioned(tmp_path: Path) -> None:
    stack = compiled(tmp_path, more=SERVICES)
    assert "grafana/dashboards/services/api.json" in [each.path for each in stack.artifacts]
    grafana = '{version: "12", datasources: {Mimir: {type: prometheus, url: "http://mimir:80"}}}'
    other = compiled(tmp_path / "other", grafana=grafana, backends="", more=SERVICES)
    text = artifact(other, "grafana/dashboards/services/api.json").content
    assert b"shop-prometheus" not in text
    assert b"shop-mimir" in text
