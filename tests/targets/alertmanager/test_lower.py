"""What stands in `alertmanager.yml` and `alertmanager.args`."""

from __future__ import annotations

from datetime import time

import pytest
from pydantic import ValidationError

from signalwright.ir import Duration, Inhibition, LabelMatch, Route, TimeInterval, TimeSpan
from signalwright_targets.alertmanager import TARGET
from signalwright_targets.alertmanager.duration import go_duration
from signalwright_targets.alertmanager.lower import matcher
from signalwright_targets.alertmanager.mail import encryption

from .stacks import SPEC, config, lowered, secret, stack

HOOK = {"relay": {"webhook": "http://relay:8080/alerts"}, "other": {"webhook": "http://other:8080/alerts"}}
PLACE = SPEC.child("routing")


def flags(settings: dict[str, object]) -> list[str]:
    artifacts, report = lowered(stack(receivers=HOOK, settings=settings))
    assert not list(report)
    return artifacts["alertmanager/alertmanager.args"].content.decode().splitlines()


def test_routes_stand_in_the_file_as_they_were_derived() -> None:
    route = Route(
        receiver="relay",
        group_by=("alertname", "severity"),
        wait=Duration.of_seconds(10),
        every=Duration.of_seconds(90),
        repeat=Duration.of_seconds(43_200),
        origin=PLACE,
        routes=(
            Route(
                receiver="other",
                matches=(LabelMatch("severity", "=", "critical"), LabelMatch("team", "!~", "a|b")),
                proceed=True,
                mute=("night",),
                origin=PLACE,
                routes=(Route(receiver=None, matches=(LabelMatch("x", "=", ""),), group_by=("x",), origin=PLACE),),
            ),
        ),
    )
    night = TimeInterval(
        name="night",
        zone="Europe/Berlin",
        origin=PLACE,
        spans=(
            TimeSpan(days=("monday", "sunday"), start=time(22, 0), end=None),
            TimeSpan(days=(), start=None, end=time(6, 30)),
            TimeSpan(days=("sunday",), start=None, end=None),
        ),
    )
    assert config(stack(receivers=HOOK, route=route, intervals=(night,)))["route"] == {
        "receiver": "relay",
        "group_by": ["alertname", "severity"],
        "group_wait": "10s",
        "group_interval": "1m30s",
        "repeat_interval": "12h",
        "routes": [
            {
                "receiver": "other",
                "matchers": ['severity="critical"', 'team!~"a|b"'],
                "continue": True,
                "mute_time_intervals": ["night"],
                "routes": [{"matchers": ['x=""'], "group_by": ["x"]}],
            }
        ],
    }
    assert config(stack(receivers=HOOK, route=route, intervals=(night,)))["time_intervals"] == [
        {
            "name": "night",
            "time_intervals": [
                {
                    "weekdays": ["monday", "sunday"],
                    "times": [{"start_time": "22:00", "end_time": "24:00"}],
                    "location": "Europe/Berlin",
                },
                {"times": [{"start_time": "00:00", "end_time": "06:30"}], "location": "Europe/Berlin"},
                {"weekdays": ["sunday"], "location": "Europe/Berlin"},
            ],
        }
    ]


def test_inhibitions_are_printed_with_quoted_matchers() -> None:
    inhibition = Inhibition(
        source=(LabelMatch("alertname", "=", "Down"),),
        target=(LabelMatch("severity", "=~", "warning|info"),),
        equal=("service",),
        origin=PLACE,
    )
    assert config(stack(receivers=HOOK, inhibitions=(inhibition,)))["inhibit_rules"] == [
        {
            "source_matchers": ['alertname="Down"'],
            "target_matchers": ['severity=~"warning|info"'],
            "equal": ["service"],
        }
    ]


@pytest.mark.parametrize(
    ("value", "printed"),
    [("critical", 'a="critical"'), ('say "x"', r'a="say \"x\""'), (r"x\.y", r'a="x\\.y"'), ("a\nb", r'a="a\nb"')],
)
def test_matcher_values_are_quoted_and_escaped(value: str, printed: str) -> None:
    assert matcher(LabelMatch("a", "=", value)) == printed


def test_a_receiver_that_no_route_names_is_emitted_too() -> None:
    assert [each["name"] for each in config(stack(receivers=HOOK))["receivers"]] == ["relay", "other"]


def test_without_a_receiver_the_root_tells_nobody() -> None:
    route = Route(receiver=None, origin=PLACE)
    read = config(stack(receivers=HOOK, route=route))
    assert read["route"] == {"receiver": "_nobody"}
    assert read["receivers"][-1] == {"name": "_nobody"}


def test_a_root_without_grouping_is_one_group_in_every_version() -> None:
    route = Route(receiver="relay", group_by=(), origin=PLACE)
    assert config(stack(version="0.25", receivers=HOOK, route=route))["route"] == {"receiver": "relay"}


def test_one_group_below_a_grouping_parent_needs_a_version_that_knows_it() -> None:
    child = Route(receiver="other", group_by=(), origin=PLACE.child("also", 0))
    route = Route(receiver="relay", group_by=("a",), routes=(child,), origin=PLACE)
    assert config(stack(receivers=HOOK, route=route))["route"]["routes"] == [{"receiver": "other", "group_by": []}]
    _, report = lowered(stack(version="0.30", receivers=HOOK, route=route))
    (found,) = report
    assert found.name == "backends/field-too-new"
    assert found.primary.place == PLACE.child("also", 0)
    assert "0.31" in (found.help or "")


def test_flags_are_one_a_line_and_retention_is_in_hours() -> None:
    assert flags({"keep": "5d", "public": "https://alerts.example.com"}) == [
        "--config.file=/etc/alertmanager/alertmanager.yml",
        "--data.retention=120h",
        "--web.external-url=https://alerts.example.com",
        "--cluster.listen-address=",
    ]


def test_peers_turn_the_gossip_port_on() -> None:
    assert flags({"peers": ["am-1:9094", "am-2:9094"]})[1:] == ["--cluster.peer=am-1:9094", "--cluster.peer=am-2:9094"]


def test_each_flag_knows_where_it_comes_from() -> None:
    artifacts, _ = lowered(stack(receivers=HOOK, settings={"keep": "5d", "peers": ["am-1:9094"]}))
    place = SPEC.child("backends", "alertmanager")
    assert artifacts["alertmanager/alertmanager.args"].origins() == {
        (0,): place,
        (1,): place.child("keep"),
        (2,): place.child("peers", 0),
    }


def test_each_receiver_knows_where_it_comes_from() -> None:
    artifacts, _ = lowered(stack(receivers=HOOK))
    origins = artifacts["alertmanager/alertmanager.yml"].origins()
    place = SPEC.child("receivers", "other")
    assert origins["receivers", 1] == place
    assert origins["receivers", 1, "webhook_configs", 0] == place.child("webhook")
    assert origins["receivers", 1, "webhook_configs", 0, "url"] == place.child("webhook", "url")


@pytest.mark.parametrize(
    ("milliseconds", "printed"), [(432_000_000, "120h"), (5_400_000, "1h30m"), (1_500, "1s500ms"), (0, "0s")]
)
def test_go_durations_have_no_days(milliseconds: int, printed: str) -> None:
    assert go_duration(Duration(milliseconds)) == printed


def test_the_resolve_timeout_is_always_said() -> None:
    assert config(stack(receivers=HOOK))["global"] == {"resolve_timeout": "5m"}
    assert config(stack(receivers=HOOK, settings={"resolve_after": "10m"}))["global"] == {"resolve_timeout": "10m"}


def test_the_mail_server_of_the_backend_is_global() -> None:
    mail = {"from": "a@example.com", "via": "smtp.example.com:587", "username": "a", "password": "mail", "hello": "m"}
    made = stack(receivers={"mail": {"email": "b@example.com"}}, settings={"mail": mail}, secrets=[secret("mail")])
    read = config(made)
    assert read["global"] == {
        "resolve_timeout": "5m",
        "smtp_from": "a@example.com",
        "smtp_smarthost": "smtp.example.com:587",
        "smtp_hello": "m",
        "smtp_auth_username": "a",
        "smtp_auth_password_file": "/run/secrets/mail",
        "smtp_require_tls": True,
    }
    assert not {"from", "smarthost", "require_tls"} & set(read["receivers"][0]["email_configs"][0])


def test_a_password_of_the_mail_server_from_the_environment_is_an_error_at_its_name() -> None:
    mail = {"from": "a@example.com", "via": "smtp.example.com:587", "username": "a", "password": "mail"}
    _, report = lowered(stack(receivers=HOOK, settings={"mail": mail}, secrets=[secret("mail", "environment")]))
    (found,) = report
    assert found.name == "secrets/unreadable-kind"
    assert found.primary.place == SPEC.child("backends", "alertmanager", "mail", "password")


@pytest.mark.parametrize(
    ("tls", "port", "expected"),
    [
        (None, 587, (True, None)),
        (None, 465, (False, None)),
        ("starttls", 465, (True, False)),
        ("implicit", 465, (False, None)),
        ("implicit", 2465, (False, True)),
        ("none", 25, (False, None)),
        ("none", 465, (False, False)),
    ],
)
def test_mail_encryption_goes_by_the_port_unless_it_is_said(
    tls: str | None, port: int, expected: tuple[bool, bool | None]
) -> None:
    assert encryption(tls, f"smtp.example.com:{port}") == expected


def test_forced_tls_from_the_start_names_the_version_that_has_it() -> None:
    mail = {"from": "a@example.com", "via": "smtp.example.com:2465", "tls": "implicit"}
    _, report = lowered(stack(version="0.30", receivers=HOOK, settings={"mail": mail}))
    (found,) = report
    assert found.primary.place == SPEC.child("backends", "alertmanager", "mail", "tls")
    assert "0.31" in (found.help or "")


def test_a_receiver_that_logs_in_keeps_the_proxy() -> None:
    made = stack(
        receivers={"relay": {"webhook": {"url": "http://relay:8080/", "token": "key"}}},
        settings={"proxy": "http://proxy.example.com:3128"},
        secrets=[secret("key")],
    )
    read = config(made)
    assert read["global"]["http_config"] == {"proxy_url": "http://proxy.example.com:3128"}
    assert read["receivers"][0]["webhook_configs"][0]["http_config"] == {
        "authorization": {"type": "Bearer", "credentials_file": "/run/secrets/key"},
        "proxy_url": "http://proxy.example.com:3128",
    }


@pytest.mark.parametrize(
    "mail",
    [
        {"from": "nobody", "via": "smtp.example.com:587"},
        {"from": "a@example.com", "via": "smtp.example.com"},
        {"from": "a@example.com", "via": "smtp.example.com:587", "tls": "tls"},
        {"from": "a@example.com", "via": "smtp.example.com:587", "username": "a"},
        {"from": "a@example.com", "via": "smtp.example.com:587", "password": "a"},
    ],
)
def test_a_mail_server_that_is_half_said_is_refused(mail: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        TARGET.settings.model_validate({"version": "0.34", "mail": mail})


def test_the_same_stack_gives_the_same_bytes() -> None:
    first, _ = lowered(stack(receivers=HOOK))
    second, _ = lowered(stack(receivers=HOOK))
    assert [(each.path, each.content) for each in first.values()] == [
        (each.path, each.content) for each in second.values()
    ]
