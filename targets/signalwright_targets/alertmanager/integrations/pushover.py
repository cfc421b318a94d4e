"""`pushover`: a message on the phones of a Pushover user or group."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.scalars import Text
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import (
    LINK,
    TEXT,
    TITLE,
    Kind,
    ReceiverConfig,
    ReceiverSettings,
    Site,
)


class PushoverSettings(ReceiverSettings):
    """A user or group of Pushover, told by an application."""

    noun: ClassVar[str] = "a Pushover receiver"

    user: SecretName = key("The secret that holds the key of the user or group.", example="pushover-user")
    token: SecretName = key("The secret that holds the application's token.", example="pushover-app")
    device: Text | None = key("The device; every device when left out.", default=None, example="phone")
    sound: Text | None = key("The sound; the user's own when left out.", default=None, example="siren")


@output_model
class PushoverConfig(ReceiverConfig):
    """An entry of `pushover_configs`."""

    list_key: ClassVar[str] = "pushover_configs"

    user_key_file: str | None = emitted("0.26", default=None)
    token_file: str | None = emitted("0.26", default=None)
    title: str = emitted("0")
    message: str = emitted("0")
    url: str = emitted("0")
    priority: str = emitted("0")
    device: str | None = emitted("0.26", default=None)
    sound: str | None = emitted("0", default=None)


def _lower(settings: PushoverSettings, site: Site) -> PushoverConfig:
    return PushoverConfig(
        origin=site.origin,
        places=site.places(user_key_file="user", token_file="token", device="device"),
        send_resolved=settings.resolved,
        user_key_file=site.file(settings.user, at="user"),
        token_file=site.file(settings.token, at="token"),
        title=TITLE,
        message=TEXT,
        url=LINK,
        priority='{{ template "signalwright.pushover.priority" . }}',
        device=settings.device,
        sound=settings.sound,
    )


KIND = Kind(settings=PushoverSettings, configs=(PushoverConfig,), lower=_lower)
