"""`incidentio`: an alert in incident.io."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.scalars import PositiveCount, PositiveDuration
from signalwright.target import AddressOrSecret, SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.duration import go_duration
from signalwright_targets.alertmanager.integration import Kind, ReceiverConfig, ReceiverSettings, Site


class IncidentioSettings(ReceiverSettings):
    """An alert source of incident.io."""

    noun: ClassVar[str] = "an incident.io receiver"

    url: AddressOrSecret = key("The URL of the alert source, or the secret that holds it.", example="incidentio-url")
    token: SecretName = key("The secret that holds the token of the alert source.", example="incidentio-token")
    at_most: PositiveCount | None = key("How many alerts a message has at most.", default=None, example="100")
    timeout: PositiveDuration | None = key("How long an attempt may take.", default=None, example="10s")


@output_model
class IncidentioConfig(ReceiverConfig):
    """An entry of `incidentio_configs`."""

    list_key: ClassVar[str] = "incidentio_configs"
    list_since: ClassVar[str] = "0.29"

    url: str | None = emitted("0.29", default=None)
    url_file: str | None = emitted("0.29", default=None)
    alert_source_token_file: str | None = emitted("0.29", default=None)
    max_alerts: int | None = emitted("0.29", default=None)
    timeout: str | None = emitted("0.29", default=None)


def _lower(settings: IncidentioSettings, site: Site) -> IncidentioConfig:
    plain = "://" in settings.url
    return IncidentioConfig(
        origin=site.origin,
        places=site.places(url="url", url_file="url", alert_source_token_file="token"),
        send_resolved=settings.resolved,
        url=settings.url if plain else None,
        url_file=None if plain else site.file(settings.url, at="url"),
        alert_source_token_file=site.file(settings.token, at="token"),
        max_alerts=settings.at_most,
        timeout=go_duration(settings.timeout) if settings.timeout is not None else None,
    )


KIND = Kind(settings=IncidentioSettings, configs=(IncidentioConfig,), lower=_lower)
