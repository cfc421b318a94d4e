"""`slack`: a message in a Slack channel, by an incoming webhook or by a bot's token."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import model_validator

from signalwright.language.scalars import Text
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.choices import check_one
from signalwright_targets.alertmanager.integration import (
    COLOR,
    LINK,
    TITLE,
    Kind,
    ReceiverConfig,
    ReceiverSettings,
    Site,
)


class SlackSettings(ReceiverSettings):
    """A Slack channel; either `webhook` or `token` says who posts."""

    noun: ClassVar[str] = "a Slack receiver"
    short_form: ClassVar[str | None] = "webhook"
    shown: ClassVar[str] = """
    receivers:
      chat: {slack: {webhook: slack-url, channel: "#alerts"}}
    """

    webhook: SecretName | None = key("The secret that holds the webhook's URL.", default=None, example="slack-url")
    token: SecretName | None = key("The secret that holds a bot's token.", default=None, example="slack-bot")
    channel: Text | None = key("The channel; a webhook has one of its own.", default=None, example='"#alerts"')

    @model_validator(mode="before")
    @classmethod
    def _check_sender(cls, value: Any) -> Any:
        check_one(
            value,
            ("webhook", "token"),
            message="a Slack receiver has either a `webhook` or a `token`",
            way_out="name the secret of the incoming webhook, `{webhook: slack-url}`, or of the bot",
        )
        return value


@output_model
class SlackConfig(ReceiverConfig):
    """An entry of `slack_configs`."""

    list_key: ClassVar[str] = "slack_configs"

    api_url_file: str | None = emitted("0.22", default=None)
    app_token_file: str | None = emitted("0.30", default=None)
    channel: str | None = emitted("0", default=None)
    color: str = emitted("0")
    title: str = emitted("0")
    title_link: str = emitted("0")
    text: str = emitted("0")
    fallback: str = emitted("0")


def _lower(settings: SlackSettings, site: Site) -> SlackConfig:
    return SlackConfig(
        origin=site.origin,
        places=site.places(api_url_file="webhook", app_token_file="token", channel="channel"),
        send_resolved=settings.resolved,
        api_url_file=site.file(settings.webhook, at="webhook"),
        app_token_file=site.file(settings.token, at="token"),
        channel=settings.channel,
        color=COLOR,
        title='{{ template "signalwright.slack.title" . }}',
        title_link=LINK,
        text='{{ template "signalwright.slack.text" . }}',
        fallback=TITLE,
    )


KIND = Kind(settings=SlackSettings, configs=(SlackConfig,), lower=_lower)
