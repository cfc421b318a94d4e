"""`jira`: an issue in a Jira project."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import model_validator

from signalwright.ir.values import Duration
from signalwright.language.scalars import PositiveDuration, Text, Url
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.choices import check_login
from signalwright_targets.alertmanager.integration import TEXT, TITLE, Kind, ReceiverConfig, ReceiverSettings, Site
from signalwright_targets.alertmanager.model import HttpConfig


class JiraSettings(ReceiverSettings):
    """A project of Jira: of the cloud with `username` and `password`, of a data center with `token` as well."""

    noun: ClassVar[str] = "a Jira receiver"
    brief: ClassVar[str] = "{site: https://example.atlassian.net, project: OPS, token: jira-pat}"
    shown: ClassVar[str] = """
    receivers:
      tickets:
        jira:
          site: https://example.atlassian.net
          project: OPS
          username: bot@example.com
          password: jira-token
    """

    site: Url = key("The URL of the Jira site.", example="https://example.atlassian.net")
    project: Text = key("The key of the project.", example="OPS")
    type: Text = key("The type of the issue.", default="Task", example="Incident")
    username: Text | None = key("The user, in the cloud a mail address.", default=None, example="bot@example.com")
    password: SecretName | None = key("The secret that holds the API token.", default=None, example="jira-token")
    token: SecretName | None = key("The secret that holds a personal access token.", default=None, example="jira-pat")
    labels: list[Text] | None = key("The labels of the issue.", default=None, example="[alert]")
    done: Text | None = key(
        "The transition that closes an issue when its alerts are over.", default=None, example="Done"
    )
    reopen: Text | None = key("The transition that opens it again.", default=None, example="Reopen")
    reopen_within: PositiveDuration | None = key(
        "How long after its end an issue is opened again instead of a new one.", default=None, example="1d"
    )

    @model_validator(mode="before")
    @classmethod
    def _check_login(cls, value: Any) -> Any:
        check_login(value, noun=cls.noun, required=True)
        return value


@output_model
class JiraConfig(ReceiverConfig):
    """An entry of `jira_configs`."""

    list_key: ClassVar[str] = "jira_configs"
    list_since: ClassVar[str] = "0.28"

    api_url: str = emitted("0.28")
    http_config: HttpConfig | None = emitted("0.28", default=None)
    project: str = emitted("0.28")
    issue_type: str = emitted("0.28")
    summary: str = emitted("0.28")
    description: str = emitted("0.28")
    priority: str = emitted("0.28")
    labels: list[str] | None = emitted("0.28", default=None)
    resolve_transition: str | None = emitted("0.28", default=None)
    reopen_transition: str | None = emitted("0.28", default=None)
    reopen_duration: Duration | None = emitted("0.28", default=None)


def _lower(settings: JiraSettings, site: Site) -> JiraConfig:
    return JiraConfig(
        origin=site.origin,
        send_resolved=settings.resolved,
        # The plain text of version 2 of Jira's interface; Alertmanager itself searches with version 3 in the cloud.
        api_url=settings.site.rstrip("/") + "/rest/api/2/",
        http_config=site.http(
            token=site.file(settings.token, at="token"),
            username=settings.username,
            password=site.file(settings.password, at="password"),
        ),
        project=settings.project,
        issue_type=settings.type,
        summary=TITLE,
        description=TEXT,
        priority='{{ template "signalwright.jira.priority" . }}',
        labels=list(settings.labels) if settings.labels else None,
        resolve_transition=settings.done,
        reopen_transition=settings.reopen,
        reopen_duration=settings.reopen_within,
    )


KIND = Kind(settings=JiraSettings, configs=(JiraConfig,), lower=_lower)
