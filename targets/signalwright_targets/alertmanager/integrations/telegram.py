"""`telegram`: a message in a Telegram chat, sent by a bot."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import PlainValidator, WithJsonSchema

from signalwright.language.scalars import Flag, PositiveCount, describe, refuse
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import Kind, ReceiverConfig, ReceiverSettings, Site


def _read_chat(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value == 0:
        refuse(
            f"expected the number of a chat, found {describe(value)}", "write the number that the bot sees: `-1001234`"
        )
    return value


ChatNumber = Annotated[int, PlainValidator(_read_chat), WithJsonSchema({"type": "integer"})]


class TelegramSettings(ReceiverSettings):
    """A chat of Telegram."""

    noun: ClassVar[str] = "a Telegram receiver"

    token: SecretName = key("The secret that holds the bot's token.", example="telegram-bot")
    chat: ChatNumber = key("The number of the chat; that of a group is negative.", example="-1001234")
    thread: PositiveCount | None = key("The number of the topic in a group.", default=None, example="7")
    silent: Flag = key("Whether the message comes without a sound.", default=False, example="true")


@output_model
class TelegramConfig(ReceiverConfig):
    """An entry of `telegram_configs`."""

    list_key: ClassVar[str] = "telegram_configs"
    list_since: ClassVar[str] = "0.24"

    bot_token_file: str | None = emitted("0.26", default=None)
    chat_id: int = emitted("0.24")
    message_thread_id: int | None = emitted("0.28", default=None)
    parse_mode: str = emitted("0.24")
    message: str = emitted("0.24")
    disable_notifications: bool | None = emitted("0.24", default=None)


def _lower(settings: TelegramSettings, site: Site) -> TelegramConfig:
    return TelegramConfig(
        origin=site.origin,
        places=site.places(bot_token_file="token", message_thread_id="thread"),
        send_resolved=settings.resolved,
        bot_token_file=site.file(settings.token, at="token"),
        chat_id=settings.chat,
        message_thread_id=settings.thread,
        parse_mode="HTML",
        message='{{ template "signalwright.telegram" . }}',
        disable_notifications=settings.silent or None,
    )


KIND = Kind(settings=TelegramSettings, configs=(TelegramConfig,), lower=_lower)
