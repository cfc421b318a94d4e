"""What each kind of receiver becomes, and what it can't become."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Annotated, Any

import pytest
import yaml
from pydantic import TypeAdapter, ValidationError

from signalwright.target import SpecModel
from signalwright_targets.alertmanager import TARGET
from signalwright_targets.alertmanager.receivers import KINDS
from signalwright_targets.alertmanager.settings import MailSettings

from .cases import CASES, SECRET_KEYS, SECRETS, YOUNGER, YOUNGER_KINDS
from .stacks import SPEC, config, lowered, secret, stack, write

FILES = [secret(name) for name in SECRETS]


def made(kind: str, written: Any, version: str = "0.34") -> dict[str, Any]:
    """Returns the one configuration that a receiver becomes."""
    read = config(stack(version=version, receivers={"x": {kind: written}}, secrets=FILES))["receivers"][0]
    (listed,) = [value for key, value in read.items() if key != "name"]
    (only,) = listed
    found: dict[str, Any] = only
    return found


def accepts(amtool: str, folder: Path, kind: str, written: Any, version: str) -> bool:
    """Returns whether an amtool accepts a receiver that is lowered for a version."""
    artifacts, report = lowered(stack(version=version, receivers={"x": {kind: written}}, secrets=FILES))
    assert not list(report)
    write(artifacts.values(), folder)
    command = [amtool, "check-config", str(folder / "alertmanager" / "alertmanager.yml")]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_every_kind_has_a_case_that_says_every_key_of_its_settings() -> None:
    assert set(CASES) == set(KINDS) == set(TARGET.integrations)
    keys = {kind: set(each.settings.keys()) for kind, each in KINDS.items()}
    unsaid = {
        (kind, key)
        for kind, case in CASES.items()
        for key in keys[kind]
        if key not in case.written and key != "resolved"
    }
    # What excludes another key of the same kind has tests of its own.
    assert unsaid == {
        ("slack", "token"),
        ("sns", "phone"),
        ("sns", "endpoint"),
        ("jira", "token"),
        ("webhook", "token"),
    }


@pytest.mark.parametrize("kind", CASES)
def test_a_receiver_becomes_what_alertmanager_reads(kind: str) -> None:
    case = CASES[kind]
    read = config(stack(receivers={"x": {kind: case.written}}, secrets=FILES))["receivers"][0]
    assert set(read) == {"name", case.list_key}
    (only,) = read[case.list_key]
    assert {key: only.get(key) for key in case.expected} == dict(case.expected)
    texts = {key for key, value in only.items() if "{{" in str(value)}
    assert set(only) - texts - set(case.expected) == {"send_resolved"}


@pytest.mark.parametrize("kind", CASES)
def test_being_told_when_it_is_over_is_always_said(kind: str) -> None:
    assert made(kind, CASES[kind].written)["send_resolved"] is True
    assert made(kind, {**CASES[kind].written, "resolved": False})["send_resolved"] is False


@pytest.mark.parametrize(
    ("kind", "short", "full"),
    [
        ("webhook", "http://relay:8080/", {"url": "http://relay:8080/"}),
        ("slack", "s-hook", {"webhook": "s-hook"}),
        ("pagerduty", "s-oncall", {"routing_key": "s-oncall"}),
        ("opsgenie", "s-key", {"api_key": "s-key"}),
        ("teams", "s-hook", {"webhook": "s-hook"}),
        ("discord", "s-hook", {"webhook": "s-hook"}),
        ("mattermost", "s-hook", {"webhook": "s-hook"}),
        ("sns", "arn:aws:sns:x:1:a", {"topic": "arn:aws:sns:x:1:a"}),
    ],
)
def test_a_short_form_says_the_same_as_the_long_one(kind: str, short: Any, full: Any) -> None:
    assert made(kind, short) == made(kind, full)


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("slack", {"token": "s-bot"}, {"app_token_file": "/run/secrets/s-bot"}),
        ("sns", {"phone": "+49170"}, {"phone_number": "+49170", "sigv4": {}}),
        ("sns", {"endpoint": "arn:e"}, {"target_arn": "arn:e", "sigv4": {}}),
        (
            "jira",
            {"site": "https://jira.example.com/", "project": "OPS", "token": "s-token"},
            {
                "api_url": "https://jira.example.com/rest/api/2/",
                "issue_type": "Task",
                "http_config": {"authorization": {"type": "Bearer", "credentials_file": "/run/secrets/s-token"}},
            },
        ),
        ("webhook", "http://relay:8080/alerts", {"url": "http://relay:8080/alerts"}),
        (
            "incidentio",
            {"url": "https://api.example.com/alerts", "token": "s-token"},
            {"url": "https://api.example.com/alerts"},
        ),
        (
            "email",
            {"to": "a@example.com", "from": "b@example.com", "via": "smtp.example.com:465"},
            {"require_tls": False, "to": "a@example.com"},
        ),
    ],
)
def test_other_ways_of_saying_it_are_lowered_too(kind: str, written: Any, expected: dict[str, Any]) -> None:
    read = made(kind, written)
    assert {key: read.get(key) for key in expected} == expected


@pytest.mark.parametrize(("version", "list_key"), [("0.27", "msteams_configs"), ("0.28", "msteamsv2_configs")])
def test_teams_are_told_in_the_way_that_the_version_knows(version: str, list_key: str) -> None:
    read = config(stack(version=version, receivers={"x": {"teams": "s-hook"}}, secrets=FILES))
    assert list_key in read["receivers"][0]


@pytest.mark.parametrize(("kind", "key"), SECRET_KEYS)
def test_a_secret_from_the_environment_is_an_error_where_it_is_named(kind: str, key: str) -> None:
    name = CASES[kind].written[key]
    secrets = [secret(each, "environment" if each == name else "file") for each in SECRETS]
    _, report = lowered(stack(receivers={"x": {kind: CASES[kind].written}}, secrets=secrets))
    (found,) = report
    assert found.name == "secrets/unreadable-kind"
    assert found.primary.place == SPEC.child("receivers", "x", kind, key)
    assert f"/run/secrets/{name}" in (found.help or "")


@pytest.mark.parametrize("kind", CASES)
def test_an_unknown_secret_is_left_to_the_compiler(kind: str) -> None:
    _, report = lowered(stack(receivers={"x": {kind: CASES[kind].written}}))
    assert not list(report)


@pytest.mark.parametrize("kind", CASES)
def test_no_output_holds_the_name_of_an_environment_variable(kind: str) -> None:
    secrets = [secret(each, "environment") for each in SECRETS]
    artifacts, _ = lowered(stack(receivers={"x": {kind: CASES[kind].written}}, secrets=secrets))
    text = b"".join(each.content for each in artifacts.values()).decode()
    assert not [each.source for each in secrets if each.source in text]


@pytest.mark.parametrize(("kind", "written", "key", "lacking", "having"), YOUNGER)
def test_a_field_that_is_too_new_is_an_error_where_it_is_asked_for(
    kind: str, written: Any, key: str, lacking: str, having: str
) -> None:
    receivers = {"x": {kind: written}}
    _, report = lowered(stack(version=lacking, receivers=receivers, secrets=FILES))
    (found,) = report
    assert found.name == "backends/field-too-new"
    assert found.primary.place == SPEC.child("receivers", "x", kind, key)
    assert f"from {having} on" in (found.help or "")
    _, report = lowered(stack(version=having, receivers=receivers, secrets=FILES))
    assert not list(report)


@pytest.mark.parametrize(("kind", "lacking", "having"), YOUNGER_KINDS)
def test_a_kind_that_is_too_new_is_one_error(kind: str, lacking: str, having: str) -> None:
    receivers = {"x": {kind: CASES[kind].written}}
    _, report = lowered(stack(version=lacking, receivers=receivers, secrets=FILES))
    assert [(each.name, each.primary.place) for each in report] == [
        ("backends/field-too-new", SPEC.child("receivers", "x", kind))
    ]


def test_mail_without_a_server_says_what_is_missing() -> None:
    _, report = lowered(stack(receivers={"x": {"email": "a@example.com"}}))
    assert [(each.name, each.message) for each in report] == [
        ("alertmanager/mail-without-server", "nothing says `via` for this mail"),
        ("alertmanager/mail-without-server", "nothing says `from` for this mail"),
    ]


@pytest.mark.parametrize(("written", "required"), [({}, None), ({"tls": "none"}, False), ({"tls": "starttls"}, True)])
def test_a_mail_can_be_encrypted_otherwise_than_the_shared_server_says(
    written: dict[str, str], required: bool | None
) -> None:
    shared = {"from": "a@example.com", "via": "smtp.example.com:587"}
    receivers = {"x": {"email": {"to": "b@example.com", **written}}}
    read = config(stack(receivers=receivers, settings={"mail": shared}))["receivers"][0]["email_configs"][0]
    assert read.get("require_tls") is required
    assert "smarthost" not in read


def test_a_mail_password_without_a_user_is_an_error() -> None:
    written = {"to": "a@example.com", "from": "b@example.com", "via": "smtp.example.com:587", "password": "s-mail"}
    _, report = lowered(stack(receivers={"x": {"email": written}}, secrets=FILES))
    (found,) = report
    assert found.name == "alertmanager/password-without-username"
    assert found.primary.place == SPEC.child("receivers", "x", "email", "password")


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("slack", {"webhook": "a", "token": "b"}),
        ("slack", {"channel": "#a"}),
        ("sns", {"topic": "a", "phone": "b"}),
        ("sns", {"region": "a"}),
        ("jira", {"site": "https://example.com", "project": "A"}),
        ("jira", {"site": "https://example.com", "project": "A", "token": "a", "username": "b"}),
        ("jira", {"site": "https://example.com", "project": "A", "username": "b"}),
        ("webhook", {"url": "http://relay:8080/", "password": "a"}),
        ("webhook", {"url": "http://relay:8080/", "username": "a"}),
        ("webhook", {"url": "http://relay:8080/", "username": "a", "password": "b", "token": "c"}),
        ("webhook", {"url": "https://hooks.example.com/T0/B0/abcdefghij0123456789xyz"}),
        ("telegram", {"token": "a", "chat": "@channel"}),
        ("telegram", {"token": "a", "chat": 0}),
        ("telegram", {"token": "a", "chat": True}),
        ("email", {"to": []}),
        ("email", {"to": ["a@example.com", 3]}),
        ("email", {"to": "a@b@c"}),
        ("pagerduty", {}),
    ],
)
def test_a_receiver_that_is_half_said_or_said_twice_is_refused(kind: str, written: Any) -> None:
    with pytest.raises(ValidationError):
        TARGET.integrations[kind].model_validate(written)


@pytest.mark.servers
@pytest.mark.parametrize("kind", [kind for kind, case in CASES.items() if case.oldest == "0.25"])
def test_amtool_of_debian_accepts_it(kind: str, debian_amtool: str, tmp_path: Path) -> None:
    assert accepts(debian_amtool, tmp_path, kind, CASES[kind].plain or CASES[kind].written, "0.25")


@pytest.mark.servers
@pytest.mark.parametrize(
    ("kind", "written"),
    [(kind, written) for kind, written, _, _, _ in YOUNGER]
    + [(kind, CASES[kind].written) for kind, _, _ in YOUNGER_KINDS],
)
def test_amtool_of_debian_refuses_what_the_version_table_says_is_younger(
    kind: str, written: Any, debian_amtool: str, tmp_path: Path
) -> None:
    assert not accepts(debian_amtool, tmp_path, kind, written, "0.34")


@pytest.mark.current
@pytest.mark.parametrize("kind", CASES)
def test_amtool_of_today_accepts_it(kind: str, current_amtool: str, tmp_path: Path) -> None:
    assert accepts(current_amtool, tmp_path, kind, CASES[kind].written, "0.34")


@pytest.mark.current
@pytest.mark.parametrize("kind", CASES)
def test_amtool_of_today_accepts_what_is_made_for_the_oldest_version_of_the_kind(
    kind: str, current_amtool: str, tmp_path: Path
) -> None:
    case = CASES[kind]
    assert accepts(current_amtool, tmp_path, kind, case.plain or case.written, case.oldest)


MODELS = [TARGET.settings, MailSettings, *TARGET.integrations.values()]


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__name__)
def test_every_key_has_a_description_and_an_example_that_is_right(model: type[SpecModel]) -> None:
    for name, field in model.model_fields.items():
        extra = field.json_schema_extra
        assert isinstance(extra, dict), name
        assert (field.description or "").endswith("."), name
        example = yaml.safe_load(str(extra["example"]))
        annotated: Any = Annotated
        read: TypeAdapter[Any] = TypeAdapter(annotated[field.annotation, "the key", *field.metadata])
        assert read.validate_python(example) is not None, name
