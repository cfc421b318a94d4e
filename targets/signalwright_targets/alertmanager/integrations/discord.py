"""`discord`: a message in a Discord channel."""

from __future__ import annotations

from typing import ClassVar

from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import (
    MARKDOWN,
    TITLE,
    Kind,
    ReceiverConfig,
    ReceiverSettings,
    Site,
)


class DiscordSettings(ReceiverSettings):
    """A channel of Discord."""

    noun: ClassVar[str] = "a Discord receiver"
    short_form: ClassVar[str | None] = "webhook"

    webhook: SecretName = key("The secret that holds the webhook's URL.", example="discord-url")


@output_model
class DiscordConfig(ReceiverConfig):
    """An entry of `discord_configs`."""

    list_key: ClassVar[str] = "discord_configs"
    list_since: ClassVar[str] = "0.25"

    webhook_url_file: str | None = emitted("0.27", default=None)
    title: str = emitted("0.25")
    message: str = emitted("0.25")


def _lower(settings: DiscordSettings, site: Site) -> DiscordConfig:
    return DiscordConfig(
        origin=site.origin,
        places=site.places(webhook_url_file="webhook"),
        send_resolved=settings.resolved,
        webhook_url_file=site.file(settings.webhook, at="webhook"),
        title=TITLE,
        message=MARKDOWN,
    )


KIND = Kind(settings=DiscordSettings, configs=(DiscordConfig,), lower=_lower)
