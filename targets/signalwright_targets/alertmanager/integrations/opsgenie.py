"""`opsgenie`: an alert in Opsgenie."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.scalars import Flag, Text
from signalwright.target import Emitted, SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import TEXT, TITLE, Kind, ReceiverConfig, ReceiverSettings, Site


class OpsgenieSettings(ReceiverSettings):
    """An integration of Opsgenie."""

    noun: ClassVar[str] = "an Opsgenie receiver"
    short_form: ClassVar[str | None] = "api_key"

    api_key: SecretName = key("The secret that holds the API key of the integration.", example="opsgenie")
    team: Text | None = key("The team that answers.", default=None, example="platform")
    eu: Flag = key("Whether the account lives in Opsgenie's European region.", default=False, example="true")


@output_model
class Responder(Emitted):
    """An entry of `responders`."""

    name: str = emitted("0")
    type: str = emitted("0")


@output_model
class OpsgenieConfig(ReceiverConfig):
    """An entry of `opsgenie_configs`."""

    list_key: ClassVar[str] = "opsgenie_configs"

    api_key_file: str | None = emitted("0.24", default=None)
    api_url: str | None = emitted("0", default=None)
    message: str = emitted("0")
    description: str = emitted("0")
    priority: str = emitted("0")
    tags: str = emitted("0")
    responders: list[Responder] | None = emitted("0", default=None)


def _lower(settings: OpsgenieSettings, site: Site) -> OpsgenieConfig:
    team = Responder(origin=site.origin.child("team"), name=settings.team, type="team") if settings.team else None
    return OpsgenieConfig(
        origin=site.origin,
        places=site.places(api_key_file="api_key", api_url="eu", responders="team"),
        send_resolved=settings.resolved,
        api_key_file=site.file(settings.api_key, at="api_key"),
        api_url="https://api.eu.opsgenie.com/" if settings.eu else None,
        message=TITLE,
        description=TEXT,
        priority='{{ template "signalwright.opsgenie.priority" . }}',
        tags='{{ template "signalwright.tags" . }}',
        responders=[team] if team is not None else None,
    )


KIND = Kind(settings=OpsgenieSettings, configs=(OpsgenieConfig,), lower=_lower)
