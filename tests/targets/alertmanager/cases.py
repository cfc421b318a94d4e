"""One full spec of each kind of receiver, with what must stand in the artifact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .stacks import SECRET_FILES


@dataclass(frozen=True)
class Case:
    """A kind's settings.

    Attributes:
        written: What a spec says, every key among it.
        list_key: The key of the receiver that lists its configurations.
        expected: What the configuration has, apart from texts.
        oldest: The first version that reads a receiver of this kind with its secrets in files.
        plain: What a spec says at least, if that works in an older version than `written`.
    """

    written: Mapping[str, Any]
    list_key: str
    expected: Mapping[str, Any]
    oldest: str
    plain: Any = None


def path(name: str) -> str:
    return SECRET_FILES + name


CASES: dict[str, Case] = {
    "discord": Case({"webhook": "s-hook"}, "discord_configs", {"webhook_url_file": path("s-hook")}, "0.27"),
    "email": Case(
        {
            "to": ["a@example.com", "b@example.com"],
            "from": "c@example.com",
            "via": "smtp.example.com:2465",
            "username": "c",
            "password": "s-mail",
            "tls": "implicit",
        },
        "email_configs",
        {
            "to": "a@example.com, b@example.com",
            "from": "c@example.com",
            "smarthost": "smtp.example.com:2465",
            "auth_username": "c",
            "auth_password_file": path("s-mail"),
            "require_tls": False,
            "force_implicit_tls": True,
        },
        "0.25",
        {"to": "a@example.com", "from": "c@example.com", "via": "smtp.example.com:587"},
    ),
    "incidentio": Case(
        {"url": "s-url", "token": "s-token", "at_most": 5, "timeout": "90s"},
        "incidentio_configs",
        {
            "url_file": path("s-url"),
            "alert_source_token_file": path("s-token"),
            "max_alerts": 5,
            "timeout": "1m30s",
        },
        "0.29",
    ),
    "jira": Case(
        {
            "site": "https://example.atlassian.net",
            "project": "OPS",
            "type": "Incident",
            "username": "bot@example.com",
            "password": "s-jira",
            "labels": ["alert"],
            "done": "Done",
            "reopen": "Reopen",
            "reopen_within": "1d",
        },
        "jira_configs",
        {
            "api_url": "https://example.atlassian.net/rest/api/2/",
            "http_config": {"basic_auth": {"username": "bot@example.com", "password_file": path("s-jira")}},
            "project": "OPS",
            "issue_type": "Incident",
            "labels": ["alert"],
            "resolve_transition": "Done",
            "reopen_transition": "Reopen",
            "reopen_duration": "1d",
        },
        "0.28",
    ),
    "mattermost": Case(
        {"webhook": "s-hook", "channel": "alerts"},
        "mattermost_configs",
        {"webhook_url_file": path("s-hook"), "channel": "alerts", "text": ""},
        "0.30",
    ),
    "opsgenie": Case(
        {"api_key": "s-key", "team": "platform", "eu": True},
        "opsgenie_configs",
        {
            "api_key_file": path("s-key"),
            "api_url": "https://api.eu.opsgenie.com/",
            "responders": [{"name": "platform", "type": "team"}],
        },
        "0.25",
    ),
    "pagerduty": Case({"routing_key": "s-oncall"}, "pagerduty_configs", {"routing_key_file": path("s-oncall")}, "0.25"),
    "pushover": Case(
        {"user": "s-user", "token": "s-app", "device": "phone", "sound": "siren"},
        "pushover_configs",
        {"user_key_file": path("s-user"), "token_file": path("s-app"), "device": "phone", "sound": "siren"},
        "0.26",
    ),
    "rocketchat": Case(
        {"server": "https://chat.example.com", "channel": "#alerts", "user": "s-user", "token": "s-token"},
        "rocketchat_configs",
        {
            "api_url": "https://chat.example.com",
            "channel": "#alerts",
            "token_id_file": path("s-user"),
            "token_file": path("s-token"),
        },
        "0.28",
    ),
    "slack": Case(
        {"webhook": "s-hook", "channel": "#alerts"},
        "slack_configs",
        {"api_url_file": path("s-hook"), "channel": "#alerts"},
        "0.25",
    ),
    "sns": Case(
        {"topic": "arn:aws:sns:eu-central-1:1:a", "region": "eu-central-1", "profile": "p", "role": "arn:r"},
        "sns_configs",
        {
            "topic_arn": "arn:aws:sns:eu-central-1:1:a",
            "sigv4": {"region": "eu-central-1", "profile": "p", "role_arn": "arn:r"},
        },
        "0.25",
    ),
    "teams": Case({"webhook": "s-hook"}, "msteamsv2_configs", {"webhook_url_file": path("s-hook")}, "0.27"),
    "telegram": Case(
        {"token": "s-bot", "chat": -1001, "thread": 7, "silent": True},
        "telegram_configs",
        {
            "bot_token_file": path("s-bot"),
            "chat_id": -1001,
            "message_thread_id": 7,
            "parse_mode": "HTML",
            "disable_notifications": True,
        },
        "0.26",
        {"token": "s-bot", "chat": -1001},
    ),
    "victorops": Case(
        {"api_key": "s-key", "routing_key": "platform"},
        "victorops_configs",
        {"api_key_file": path("s-key"), "routing_key": "platform"},
        "0.25",
    ),
    "webex": Case(
        {"token": "s-bot", "room": "ROOM"},
        "webex_configs",
        {
            "room_id": "ROOM",
            "http_config": {"authorization": {"type": "Bearer", "credentials_file": path("s-bot")}},
        },
        "0.25",
    ),
    "webhook": Case(
        {"url": "s-url", "username": "am", "password": "s-pass", "at_most": 10, "timeout": "10s"},
        "webhook_configs",
        {
            "url_file": path("s-url"),
            "http_config": {"basic_auth": {"username": "am", "password_file": path("s-pass")}},
            "max_alerts": 10,
            "timeout": "10s",
        },
        "0.25",
        "http://relay:8080/alerts",
    ),
    "wechat": Case(
        {"secret": "s-app", "corporation": "ww1", "agent": "2", "users": "a|b", "parties": "3", "tags": "4"},
        "wechat_configs",
        {
            "api_secret_file": path("s-app"),
            "corp_id": "ww1",
            "agent_id": "2",
            "to_user": "a|b",
            "to_party": "3",
            "to_tag": "4",
        },
        "0.31",
    ),
}

SECRETS = ("s-hook", "s-mail", "s-url", "s-token", "s-jira", "s-key", "s-oncall", "s-user", "s-app", "s-bot", "s-pass")

SECRET_KEYS = [
    (kind, name)
    for kind, case in CASES.items()
    for name, value in case.written.items()
    if isinstance(value, str) and value in SECRETS
]

# Each field that is younger than the kind's first known version: kind, what a spec says, the key it is said by, the
# last version that lacks it and the version that has it.
YOUNGER: list[tuple[str, Mapping[str, Any], str, str, str]] = [
    ("webhook", {"url": "s-url"}, "url", "0.25", "0.26"),
    ("webhook", {"url": "http://relay:8080/", "timeout": "10s"}, "timeout", "0.27", "0.28"),
    ("slack", {"token": "s-bot", "channel": "#a"}, "token", "0.29", "0.30"),
    ("discord", {"webhook": "s-hook"}, "webhook", "0.26", "0.27"),
    ("teams", {"webhook": "s-hook"}, "webhook", "0.26", "0.27"),
    ("telegram", {"token": "s-bot", "chat": 1}, "token", "0.25", "0.26"),
    ("telegram", {"token": "s-bot", "chat": 1, "thread": 2}, "thread", "0.27", "0.28"),
    ("wechat", {"secret": "s-app", "corporation": "w", "agent": "1"}, "secret", "0.30", "0.31"),
    (
        "email",
        {"to": "a@example.com", "from": "b@example.com", "via": "smtp.example.com:2465", "tls": "implicit"},
        "tls",
        "0.30",
        "0.31",
    ),
]

# Each kind that the oldest known version lacks: the last version without it and the first with it.
YOUNGER_KINDS: list[tuple[str, str, str]] = [
    ("teams", "0.25", "0.26"),
    ("jira", "0.27", "0.28"),
    ("rocketchat", "0.27", "0.28"),
    ("incidentio", "0.28", "0.29"),
    ("mattermost", "0.29", "0.30"),
]
