"""`wechat`: a message of an application of WeChat Work."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.scalars import Text
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import TEXT, Kind, ReceiverConfig, ReceiverSettings, Site


class WeChatSettings(ReceiverSettings):
    """Users, parties or tags of WeChat Work; several are separated by `|`."""

    noun: ClassVar[str] = "a WeChat receiver"

    secret: SecretName = key("The secret that holds the application's own.", example="wechat")
    corporation: Text = key("The ID of the corporation.", example="ww1234")
    agent: Text = key("The ID of the application.", example='"1000002"')
    users: Text | None = key("The users.", default=None, example="'ada|alan'")
    parties: Text | None = key("The parties, which are departments.", default=None, example='"2"')
    tags: Text | None = key("The tags.", default=None, example='"3"')


@output_model
class WeChatConfig(ReceiverConfig):
    """An entry of `wechat_configs`."""

    list_key: ClassVar[str] = "wechat_configs"

    api_secret_file: str | None = emitted("0.31", default=None)
    corp_id: str = emitted("0")
    agent_id: str = emitted("0")
    to_user: str | None = emitted("0", default=None)
    to_party: str | None = emitted("0", default=None)
    to_tag: str | None = emitted("0", default=None)
    message: str = emitted("0")


def _lower(settings: WeChatSettings, site: Site) -> WeChatConfig:
    return WeChatConfig(
        origin=site.origin,
        places=site.places(api_secret_file="secret"),
        send_resolved=settings.resolved,
        api_secret_file=site.file(settings.secret, at="secret"),
        corp_id=settings.corporation,
        agent_id=settings.agent,
        to_user=settings.users,
        to_party=settings.parties,
        to_tag=settings.tags,
        message=TEXT,
    )


KIND = Kind(settings=WeChatSettings, configs=(WeChatConfig,), lower=_lower)
