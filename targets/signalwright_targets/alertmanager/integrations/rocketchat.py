"""`rocketchat`: a message in a channel of Rocket.Chat."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.scalars import Text, Url
from signalwright.target import SecretName, emitted, key, output_model
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


class RocketChatSettings(ReceiverSettings):
    """A channel of Rocket.Chat; personal access tokens come in pairs of an ID and the token itself."""

    noun: ClassVar[str] = "a Rocket.Chat receiver"

    server: Url = key("The URL of the server.", example="https://chat.example.com")
    channel: Text = key("The channel.", example='"#alerts"')
    user: SecretName = key("The secret that holds the ID of the user who posts.", example="rocketchat-user")
    token: SecretName = key("The secret that holds the user's access token.", example="rocketchat-token")


@output_model
class RocketChatConfig(ReceiverConfig):
    """An entry of `rocketchat_configs`."""

    list_key: ClassVar[str] = "rocketchat_configs"
    list_since: ClassVar[str] = "0.28"

    api_url: str = emitted("0.28")
    token_id_file: str | None = emitted("0.28", default=None)
    token_file: str | None = emitted("0.28", default=None)
    channel: str = emitted("0.28")
    color: str = emitted("0.28")
    title: str = emitted("0.28")
    title_link: str = emitted("0.28")
    text: str = emitted("0.28")


def _lower(settings: RocketChatSettings, site: Site) -> RocketChatConfig:
    return RocketChatConfig(
        origin=site.origin,
        places=site.places(api_url="server", channel="channel", token_id_file="user", token_file="token"),
        send_resolved=settings.resolved,
        api_url=settings.server,
        token_id_file=site.file(settings.user, at="user"),
        token_file=site.file(settings.token, at="token"),
        channel=settings.channel,
        color=COLOR,
        title=TITLE,
        title_link=LINK,
        text=MARKDOWN,
    )


KIND = Kind(settings=RocketChatSettings, configs=(RocketChatConfig,), lower=_lower)
