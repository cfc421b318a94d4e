"""What `backends.alertmanager` can say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, cast, get_args

from pydantic import PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from signalwright.ir.values import Duration
from signalwright.language.scalars import Address, PositiveDuration, Text, Url, VersionText, one_of, refuse
from signalwright.target import SecretName, Settings, SpecModel, key
from signalwright_targets.alertmanager.choices import check_login

# The type that `one_of` makes is a value to a type checker, so what it carries is put on one that isn't.
_ENCRYPTION = Annotated[str, one_of("starttls", "implicit", "none", what="how the connection is encrypted, one of")]
MailEncryption = Annotated[str, *get_args(_ENCRYPTION)[1:]]


def _read_mail_address(value: object) -> str:
    if (
        not isinstance(value, str)
        or value.count("@") != 1
        or value.strip() != value
        or value[0] == "@"
        or value[-1] == "@"
    ):
        refuse("expected a mail address", "write for example `alerts@example.com`")
    return value


def _read_mail_addresses(value: object) -> tuple[str, ...]:
    written = cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else [value]
    if not written:
        refuse("expected a mail address, found an empty list", "write for example `[alerts@example.com]`")
    return tuple(_read_item(index, each) for index, each in enumerate(written))


def _read_item(index: int, value: object) -> str:
    """Reads an address of a list; what is wrong is told at the item."""
    try:
        return _read_mail_address(value)
    except PydanticCustomError as error:
        raise PydanticCustomError("wrong-kind", "{message}", {**(error.context or {}), "path": (index,)}) from None


_MAIL_SCHEMA: dict[str, Any] = {"type": "string", "pattern": "@"}
MailAddress = Annotated[str, PlainValidator(_read_mail_address), WithJsonSchema(_MAIL_SCHEMA)]
MailAddresses = Annotated[
    tuple[str, ...],
    PlainValidator(_read_mail_addresses),
    WithJsonSchema({"anyOf": [_MAIL_SCHEMA, {"type": "array", "items": _MAIL_SCHEMA, "minItems": 1}]}),
]


class MailSettings(SpecModel):
    """The mail server of every receiver that doesn't name another."""

    noun: ClassVar[str] = "a mail server"

    from_: MailAddress = key("The sender of the mails.", alias="from", example="alerts@example.com")
    via: Address = key("The mail server as `host:port`.", example="smtp.example.com:587")
    username: Text | None = key("The user who sends; without one nobody logs in.", default=None, example="alerts")
    password: SecretName | None = key(
        "The secret that holds the user's password.", default=None, example="mail-password"
    )
    tls: MailEncryption | None = key(
        "How the connection is encrypted: `starttls`, `implicit` or `none`; by default `implicit` on port 465 and "
        "`starttls` on every other.",
        default=None,
        example="starttls",
    )
    hello: Text | None = key(
        "The host name by which the sender greets the server.", default=None, example="mon.example.com"
    )

    @model_validator(mode="before")
    @classmethod
    def _check_login(cls, value: Any) -> Any:
        check_login(value, noun=cls.noun, required=False)
        return value


class AlertmanagerSettings(Settings):
    """Alertmanager: where it is, and how messages leave it.

    Whom it tells stands under `receivers`, `teams` and `routing`. Its configuration stands in
    `out/<stack>/alertmanager/`, with the templates of messages.
    """

    noun: ClassVar[str] = "the Alertmanager backend"
    shown: ClassVar[str] = """
    backends:
      alertmanager:
        version: "0.34"
        at: "alertmanager:9093"
        mail: {from: alerts@example.com, via: "smtp.example.com:587"}
    """

    version: VersionText = key("The version of the server that the stack runs, quoted.", example='"0.34"')
    at: Address = key(
        "The address at which Prometheus reaches it.", default="alertmanager:9093", example='"alertmanager:9093"'
    )
    public: Url | None = key(
        "The URL at which people reach it; links in messages start with it.",
        default=None,
        example="https://alerts.example.com",
    )
    keep: PositiveDuration | None = key(
        "How long it remembers notifications and silences; the server's own default is 5 days.",
        default=None,
        example="5d",
    )
    resolve_after: PositiveDuration = key(
        "How long after its last sign of life an alert without an end time counts as over.",
        default=Duration.of_seconds(300),
        example="5m",
    )
    mail: MailSettings | None = key(
        "The mail server of every receiver that doesn't name another.",
        default=None,
        example="{from: alerts@example.com, via: 'smtp.example.com:587'}",
    )
    proxy: Url | None = key(
        "The HTTP proxy through which messages leave.", default=None, example="http://proxy.example.com:3128"
    )
    peers: list[Address] | None = key(
        "The other Alertmanagers of a cluster, by the addresses of their gossip ports.",
        default=None,
        example='["alertmanager-1:9094"]',
    )
