"""`teams`: a message in a Microsoft Teams channel."""

from __future__ import annotations

from typing import ClassVar

from signalwright.ir.values import Version
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import (
    MARKDOWN,
    TITLE,
    Kind,
    ReceiverConfig,
    ReceiverSettings,
    Site,
)

# Microsoft took the connectors that `msteams_configs` talks to out of service; workflows need the newer list.
_WORKFLOWS_SINCE = Version("0.28")


class TeamsSettings(ReceiverSettings):
    """A channel of Microsoft Teams; the webhook is that of a workflow, before Alertmanager 0.28 of a connector."""

    noun: ClassVar[str] = "a Teams receiver"
    short_form: ClassVar[str | None] = "webhook"

    webhook: SecretName = key("The secret that holds the webhook's URL.", example="teams-url")


@output_model
class ConnectorConfig(ReceiverConfig):
    """An entry of `msteams_configs`, which talks to a connector."""

    list_key: ClassVar[str] = "msteams_configs"
    list_since: ClassVar[str] = "0.26"

    webhook_url_file: str | None = emitted("0.27", default=None)
    title: str = emitted("0.26")
    text: str = emitted("0.26")


@output_model
class WorkflowConfig(ReceiverConfig):
    """An entry of `msteamsv2_configs`, which talks to a workflow."""

    list_key: ClassVar[str] = "msteamsv2_configs"
    list_since: ClassVar[str] = "0.28"

    webhook_url_file: str | None = emitted("0.28", default=None)
    title: str = emitted("0.28")
    text: str = emitted("0.28")


def _lower(settings: TeamsSettings, site: Site) -> ReceiverConfig:
    model = ConnectorConfig if site.version < _WORKFLOWS_SINCE else WorkflowConfig
    return model(
        origin=site.origin,
        places=site.places(webhook_url_file="webhook"),
        send_resolved=settings.resolved,
        webhook_url_file=site.file(settings.webhook, at="webhook"),
        title=TITLE,
        text=MARKDOWN,
    )


KIND = Kind(settings=TeamsSettings, configs=(ConnectorConfig, WorkflowConfig), lower=_lower)
