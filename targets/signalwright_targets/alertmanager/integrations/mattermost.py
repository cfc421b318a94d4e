"""`mattermost`: a message in a channel of Mattermost."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.scalars import Text
from signalwright.target import Emitted, SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import (
    COLOR,
    LINK,
    MARKDOWN,
    TITLE,
    Kind,
    ReceiverConfig,
    ReceiverSettings,
    Site,
)


class MattermostSettings(ReceiverSettings):
    """A channel of Mattermost."""

    noun: ClassVar[str] = "a Mattermost receiver"
    short_form: ClassVar[str | None] = "webhook"

    webhook: SecretName = key("The secret that holds the webhook's URL.", example="mattermost-url")
    channel: Text | None = key("The channel; a webhook has one of its own.", default=None, example="alerts")


@output_model
class Attachment(Emitted):
    """An entry of `attachments`: the box with a coloured edge."""

    fallback: str = emitted("0.30")
    color: str = emitted("0.30")
    title: str = emitted("0.30")
    title_link: str = emitted("0.30")
    text: str = emitted("0.30")


@output_model
class MattermostConfig(ReceiverConfig):
    """An entry of `mattermost_configs`."""

    list_key: ClassVar[str] = "mattermost_configs"
    list_since: ClassVar[str] = "0.30"

    webhook_url_file: str | None = emitted("0.30", default=None)
    channel: str | None = emitted("0.30", default=None)
    text: str = emitted("0.30")
    attachments: list[Attachment] = emitted("0.30")


def _lower(settings: MattermostSettings, site: Site) -> MattermostConfig:
    return MattermostConfig(
        origin=site.origin,
        places=site.places(webhook_url_file="webhook", channel="channel"),
        send_resolved=settings.resolved,
        webhook_url_file=site.file(settings.webhook, at="webhook"),
        channel=settings.channel,
        # Everything stands in the attachment; left out, the default text would stand above it once more.
        text="",
        attachments=[
            Attachment(origin=site.origin, fallback=TITLE, color=COLOR, title=TITLE, title_link=LINK, text=MARKDOWN)
        ],
    )


KIND = Kind(settings=MattermostSettings, configs=(MattermostConfig,), lower=_lower)
