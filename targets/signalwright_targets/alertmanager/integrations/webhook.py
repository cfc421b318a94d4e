"""`webhook`: a JSON message to a URL."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import model_validator

from signalwright.language.scalars import PositiveCount, PositiveDuration, Text
from signalwright.target import AddressOrSecret, SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.choices import check_login
from signalwright_targets.alertmanager.duration import go_duration
from signalwright_targets.alertmanager.integration import Kind, ReceiverConfig, ReceiverSettings, Site
from signalwright_targets.alertmanager.model import HttpConfig


class WebhookSettings(ReceiverSettings):
    """A URL that takes Alertmanager's JSON message."""

    noun: ClassVar[str] = "a webhook"
    short_form: ClassVar[str | None] = "url"

    url: AddressOrSecret = key(
        "The URL of a relay, or the secret that holds a URL with a token in it.", example="http://relay:8080/alerts"
    )
    token: SecretName | None = key("The secret that is sent as bearer token.", default=None, example="relay-token")
    username: Text | None = key("The user of HTTP basic authentication.", default=None, example="alertmanager")
    password: SecretName | None = key(
        "The secret that holds the user's password.", default=None, example="relay-password"
    )
    at_most: PositiveCount | None = key("How many alerts a message has at most.", default=None, example="100")
    timeout: PositiveDuration | None = key("How long an attempt may take.", default=None, example="10s")

    @model_validator(mode="before")
    @classmethod
    def _check_login(cls, value: Any) -> Any:
        check_login(value, noun=cls.noun, required=False)
        return value


@output_model
class WebhookConfig(ReceiverConfig):
    """An entry of `webhook_configs`."""

    list_key: ClassVar[str] = "webhook_configs"

    url: str | None = emitted("0", default=None)
    url_file: str | None = emitted("0.26", default=None)
    http_config: HttpConfig | None = emitted("0", default=None)
    max_alerts: int | None = emitted("0", default=None)
    timeout: str | None = emitted("0.28", default=None)


def _lower(settings: WebhookSettings, site: Site) -> WebhookConfig:
    plain = "://" in settings.url
    return WebhookConfig(
        origin=site.origin,
        places=site.places(url="url", url_file="url", max_alerts="at_most", timeout="timeout"),
        send_resolved=settings.resolved,
        url=settings.url if plain else None,
        url_file=None if plain else site.file(settings.url, at="url"),
        http_config=site.http(
            token=site.file(settings.token, at="token"),
            username=settings.username,
            password=site.file(settings.password, at="password"),
        ),
        max_alerts=settings.at_most,
        timeout=go_duration(settings.timeout) if settings.timeout is not None else None,
    )


KIND = Kind(settings=WebhookSettings, configs=(WebhookConfig,), lower=_lower)
