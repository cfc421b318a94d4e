"""`webex`: a message in a Webex room, sent by a bot."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.scalars import Text
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import MARKDOWN, Kind, ReceiverConfig, ReceiverSettings, Site
from signalwright_targets.alertmanager.model import HttpConfig


class WebexSettings(ReceiverSettings):
    """A room of Webex."""

    noun: ClassVar[str] = "a Webex receiver"

    token: SecretName = key("The secret that holds the bot's token.", example="webex-bot")
    room: Text = key("The ID of the room.", example="Y2lzY29zcGFyazovL3VzL1JPT00")


@output_model
class WebexConfig(ReceiverConfig):
    """An entry of `webex_configs`."""

    list_key: ClassVar[str] = "webex_configs"
    list_since: ClassVar[str] = "0.25"

    http_config: HttpConfig | None = emitted("0.25", default=None)
    room_id: str = emitted("0.25")
    message: str = emitted("0.25")


def _lower(settings: WebexSettings, site: Site) -> WebexConfig:
    return WebexConfig(
        origin=site.origin,
        places=site.places(http_config="token", room_id="room"),
        send_resolved=settings.resolved,
        http_config=site.http(token=site.file(settings.token, at="token")),
        room_id=settings.room,
        message=MARKDOWN,
    )


KIND = Kind(settings=WebexSettings, configs=(WebexConfig,), lower=_lower)
