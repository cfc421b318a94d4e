"""`victorops`: an incident in Splunk On-Call, formerly VictorOps."""

from __future__ import annotations

from typing import ClassVar

from signalwright.language.scalars import Text
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import TEXT, TITLE, Kind, ReceiverConfig, ReceiverSettings, Site


class VictorOpsSettings(ReceiverSettings):
    """A routing key of Splunk On-Call."""

    noun: ClassVar[str] = "a VictorOps receiver"

    api_key: SecretName = key("The secret that holds the API key of the integration.", example="victorops")
    routing_key: Text = key("The routing key, which is no secret there.", example="platform")


@output_model
class VictorOpsConfig(ReceiverConfig):
    """An entry of `victorops_configs`."""

    list_key: ClassVar[str] = "victorops_configs"

    api_key_file: str | None = emitted("0.25", default=None)
    routing_key: str = emitted("0")
    message_type: str = emitted("0")
    entity_display_name: str = emitted("0")
    state_message: str = emitted("0")


def _lower(settings: VictorOpsSettings, site: Site) -> VictorOpsConfig:
    return VictorOpsConfig(
        origin=site.origin,
        places=site.places(api_key_file="api_key", routing_key="routing_key"),
        send_resolved=settings.resolved,
        api_key_file=site.file(settings.api_key, at="api_key"),
        routing_key=settings.routing_key,
        message_type='{{ template "signalwright.victorops.type" . }}',
        entity_display_name=TITLE,
        state_message=TEXT,
    )


KIND = Kind(settings=VictorOpsSettings, configs=(VictorOpsConfig,), lower=_lower)
