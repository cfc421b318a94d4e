"""`pagerduty`: an incident, through the Events API v2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

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


class PagerDutySettings(ReceiverSettings):
    """A PagerDuty service."""

    noun: ClassVar[str] = "a PagerDuty receiver"
    short_form: ClassVar[str | None] = "routing_key"

    routing_key: SecretName = key("The secret that holds the integration key of the service.", example="oncall")


@output_model
class PagerDutyConfig(ReceiverConfig):
    """An entry of `pagerduty_configs`."""

    list_key: ClassVar[str] = "pagerduty_configs"

    routing_key_file: str | None = emitted("0.25", default=None)
    description: str = emitted("0")
    severity: str = emitted("0")
    client_url: str = emitted("0")
    component: str = emitted("0")
    group: str = emitted("0")
    class_: str = emitted("0", key="class")
    details: Mapping[str, str] = emitted("0")


def _lower(settings: PagerDutySettings, site: Site) -> PagerDutyConfig:
    return PagerDutyConfig(
        origin=site.origin,
        places=site.places(routing_key_file="routing_key"),
        send_resolved=settings.resolved,
        routing_key_file=site.file(settings.routing_key, at="routing_key"),
        description=TITLE,
        severity='{{ template "signalwright.pagerduty.severity" . }}',
        client_url=LINK,
        component="{{ .CommonLabels.service }}",
        group="{{ .CommonLabels.team }}",
        class_="{{ .CommonLabels.alertname }}",
        # The default details `firing` and `resolved` are whole alerts as JSON, which PagerDuty cuts off at 512 kB.
        details={"what": TEXT, "firing": "{{ .Alerts.Firing | len }}", "resolved": "{{ .Alerts.Resolved | len }}"},
    )


KIND = Kind(settings=PagerDutySettings, configs=(PagerDutyConfig,), lower=_lower)
