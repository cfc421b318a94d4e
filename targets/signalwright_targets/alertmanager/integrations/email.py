"""`email`: a mail with text and HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from signalwright.language.scalars import Address, Text
from signalwright.target import SecretName, emitted, key, output_model
from signalwright_targets.alertmanager.integration import TEXT, TITLE, Kind, ReceiverConfig, ReceiverSettings, Site
from signalwright_targets.alertmanager.mail import encryption
from signalwright_targets.alertmanager.settings import MailAddress, MailAddresses, MailEncryption


class EmailSettings(ReceiverSettings):
    """Mail addresses; the server is that of `backends.alertmanager.mail` unless it is named here."""

    noun: ClassVar[str] = "an email receiver"
    short_form: ClassVar[str | None] = "to"
    shown: ClassVar[str] = """
    backends:
      alertmanager:
        version: "0.34"
        mail: {from: alerts@example.com, via: "smtp.example.com:587"}
    receivers:
      mail: {email: {to: platform@example.com}}
    """

    to: MailAddresses = key("Who gets the mail, one address or a list.", example="platform@example.com")
    from_: MailAddress | None = key("The sender.", alias="from", default=None, example="alerts@example.com")
    via: Address | None = key("The mail server as `host:port`.", default=None, example="smtp.example.com:587")
    username: Text | None = key("The user who sends.", default=None, example="alerts")
    password: SecretName | None = key(
        "The secret that holds the user's password.", default=None, example="mail-password"
    )
    tls: MailEncryption | None = key(
        "How the connection is encrypted: `starttls`, `implicit` or `none`; by default `implicit` on port 465 and "
        "`starttls` on every other.",
        default=None,
        example="starttls",
    )


@output_model
class EmailConfig(ReceiverConfig):
    """An entry of `email_configs`."""

    list_key: ClassVar[str] = "email_configs"

    to: str = emitted("0")
    sender: str | None = emitted("0", key="from", default=None)
    smarthost: str | None = emitted("0", default=None)
    auth_username: str | None = emitted("0", default=None)
    auth_password_file: str | None = emitted("0.25", default=None)
    require_tls: bool | None = emitted("0", default=None)
    force_implicit_tls: bool | None = emitted("0.31", default=None)
    headers: Mapping[str, str] = emitted("0")
    html: str = emitted("0")
    text: str = emitted("0")


def _lower(settings: EmailSettings, site: Site) -> EmailConfig:
    shared = site.settings.mail
    for written, inherited, name in ((settings.via, shared, "via"), (settings.from_, shared, "from")):
        if written is None and inherited is None:
            site.report.error(
                "alertmanager/mail-without-server",
                f"nothing says `{name}` for this mail",
                site.origin,
                help="say it here, or once for all in `backends: {alertmanager: {mail: {from: …, via: …}}}`",
            )
    if settings.password is not None and settings.username is None and (shared is None or shared.username is None):
        site.report.error(
            "alertmanager/password-without-username",
            "a mail server doesn't log in by a password alone",
            site.origin.child("password"),
            help="add the `username`",
        )
    via = settings.via or (shared.via if shared is not None else None)
    required = implicit = None
    if via is not None and (settings.via is not None or settings.tls is not None):
        required, implicit = encryption(settings.tls, via)
    return EmailConfig(
        origin=site.origin,
        places=site.places(
            auth_password_file="password", force_implicit_tls="tls" if settings.tls is not None else "via"
        ),
        send_resolved=settings.resolved,
        to=", ".join(settings.to),
        sender=settings.from_,
        smarthost=settings.via,
        auth_username=settings.username,
        auth_password_file=site.file(settings.password, at="password"),
        require_tls=required,
        force_implicit_tls=implicit,
        headers={"Subject": TITLE},
        html='{{ template "signalwright.html" . }}',
        text=TEXT,
    )


KIND = Kind(settings=EmailSettings, configs=(EmailConfig,), lower=_lower)
