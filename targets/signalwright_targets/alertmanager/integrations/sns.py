"""`sns`: a message to a topic, a phone or an endpoint of Amazon SNS."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import model_validator

from signalwright.language.scalars import Text
from signalwright.target import Emitted, emitted, key, output_model
from signalwright_targets.alertmanager.choices import check_one
from signalwright_targets.alertmanager.integration import TEXT, TITLE, Kind, ReceiverConfig, ReceiverSettings, Site


class SnsSettings(ReceiverSettings):
    """A topic, a phone or an endpoint of Amazon SNS.

    The server signs with the rights of its machine or profile; Alertmanager reads access keys from its own file only.
    """

    noun: ClassVar[str] = "an SNS receiver"
    short_form: ClassVar[str | None] = "topic"
    shown: ClassVar[str] = """
    receivers:
      oncall: {sns: {topic: "arn:aws:sns:eu-central-1:123456789012:alerts", region: eu-central-1}}
    """

    topic: Text | None = key(
        "The ARN of the topic.", default=None, example="arn:aws:sns:eu-central-1:123456789012:alerts"
    )
    phone: Text | None = key("The number of a phone.", default=None, example='"+491701234567"')
    endpoint: Text | None = key(
        "The ARN of a mobile endpoint.",
        default=None,
        example="arn:aws:sns:eu-central-1:123456789012:endpoint/GCM/app/1",
    )
    region: Text | None = key(
        "The AWS region; that of the machine when left out.", default=None, example="eu-central-1"
    )
    profile: Text | None = key("The AWS profile.", default=None, example="alerts")
    role: Text | None = key(
        "The ARN of the role to take.", default=None, example="arn:aws:iam::123456789012:role/alerts"
    )

    @model_validator(mode="before")
    @classmethod
    def _check_way(cls, value: Any) -> Any:
        check_one(
            value,
            ("topic", "phone", "endpoint"),
            message="an SNS receiver has one of `topic`, `phone` and `endpoint`",
            way_out="for several of them write several receivers",
        )
        return value


@output_model
class Signature(Emitted):
    """The block `sigv4`: with whose rights requests are signed."""

    region: str | None = emitted("0.23", default=None)
    profile: str | None = emitted("0.23", default=None)
    role_arn: str | None = emitted("0.23", default=None)


@output_model
class SnsConfig(ReceiverConfig):
    """An entry of `sns_configs`."""

    list_key: ClassVar[str] = "sns_configs"
    list_since: ClassVar[str] = "0.23"

    sigv4: Signature = emitted("0.23")
    topic_arn: str | None = emitted("0.23", default=None)
    phone_number: str | None = emitted("0.23", default=None)
    target_arn: str | None = emitted("0.23", default=None)
    subject: str = emitted("0.23")
    message: str = emitted("0.23")


def _lower(settings: SnsSettings, site: Site) -> SnsConfig:
    return SnsConfig(
        origin=site.origin,
        places=site.places(topic_arn="topic", phone_number="phone", target_arn="endpoint"),
        send_resolved=settings.resolved,
        sigv4=Signature(origin=site.origin, region=settings.region, profile=settings.profile, role_arn=settings.role),
        topic_arn=settings.topic,
        phone_number=settings.phone,
        target_arn=settings.endpoint,
        subject=TITLE,
        message=TEXT,
    )


KIND = Kind(settings=SnsSettings, configs=(SnsConfig,), lower=_lower)
