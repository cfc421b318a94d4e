"""What every kind of receiver is made of: settings, output model, lowering, and the place where the lowering stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, Generic, TypeVar

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.ir.backend import Secret
from signalwright.ir.values import Version
from signalwright.language.scalars import Flag
from signalwright.records import record
from signalwright.target import Emitted, IntegrationSettings, emitted, key, output_model
from signalwright_targets.alertmanager.model import Authorization, BasicAuth, HttpConfig
from signalwright_targets.alertmanager.settings import AlertmanagerSettings

# The longest that a receiver's own message may be is different everywhere, so the message templates list at most ten
# alerts; these are the texts that the kinds share.
TITLE = '{{ template "signalwright.title" . }}'
TEXT = '{{ template "signalwright.text" . }}'
MARKDOWN = '{{ template "signalwright.markdown" . }}'
COLOR = '{{ template "signalwright.color" . }}'
LINK = '{{ template "signalwright.link" . }}'


class ReceiverSettings(IntegrationSettings):
    """What every kind of receiver can say."""

    resolved: Flag = key("Whether it is told when alerts are over, too.", default=True, example="false")


@output_model
class ReceiverConfig(Emitted):
    """The base of the output models of the kinds.

    Attributes:
        list_key: The key of the receiver that lists configurations of this model, such as `slack_configs`.
        list_since: The first version that knows this key.
        send_resolved: Always written, because Alertmanager's default differs from kind to kind.
    """

    list_key: ClassVar[str]
    list_since: ClassVar[str] = "0"

    send_resolved: bool = emitted("0")


@record(kw_only=True)
class Site:
    """Where the lowering of one integration stands.

    Attributes:
        origin: The integration's place in the spec.
        version: The declared version of Alertmanager.
        settings: The settings of the backend.
        secrets: The secrets of the stack by name.
        report: Takes the errors.
    """

    origin: Origin
    version: Version
    settings: AlertmanagerSettings
    secrets: Mapping[str, Secret]
    report: Report

    def file(self, secret: str | None, *, at: str) -> str | None:
        """Returns the path of the file that holds a secret.

        Alertmanager reads no environment variables, so a secret of that kind is reported.

        Args:
            secret: The secret's name, or None when the setting is left out.
            at: The key of the setting that names it.

        Returns:
            The absolute path, or None when there is no such file.
        """
        return secret_file(secret, self.secrets, self.report, self.origin.child(at))

    def places(self, **keys: str) -> dict[str, Origin]:
        """Returns where the fields of the output model are asked for.

        Args:
            keys: The attribute of the output model, and the key of the setting that it comes from.

        Returns:
            The places, as `Emitted.places` takes them.
        """
        return {attribute: self.origin.child(name) for attribute, name in keys.items()}

    def http(
        self, *, token: str | None = None, username: str | None = None, password: str | None = None
    ) -> HttpConfig | None:
        """Returns how requests are sent, or None when the global block says it all.

        Args:
            token: The file with the bearer token, or None.
            username: The user's name, or None.
            password: The file with the user's password, or None.
        """
        if token is None and username is None:
            return None
        return HttpConfig(
            origin=self.origin,
            basic_auth=BasicAuth(origin=self.origin, username=username, password_file=password) if username else None,
            authorization=Authorization(origin=self.origin, type="Bearer", credentials_file=token) if token else None,
            proxy_url=self.settings.proxy,
        )


def secret_file(secret: str | None, secrets: Mapping[str, Secret], report: Report, place: Origin) -> str | None:
    """Returns the path of the file that holds a secret, and reports one that Alertmanager can't read.

    Args:
        secret: The secret's name, or None when none is named.
        secrets: The secrets of the stack by name; one that is missing was reported when the spec was resolved.
        report: Takes the error.
        place: Where the secret is named.

    Returns:
        The absolute path, or None when there is no such file.
    """
    found = secrets.get(secret) if secret is not None else None
    if found is None:
        return None
    if found.kind != "file":
        report.error(
            "secrets/unreadable-kind",
            f"Alertmanager can't read the secret `{found.name}` from an environment variable",
            place,
            help=f"put it into a file: `{found.name}: {{file: /run/secrets/{found.name}}}`",
        )
        return None
    return found.source


SettingsOfKind = TypeVar("SettingsOfKind", bound=ReceiverSettings)


@record(kw_only=True)
class Kind(Generic[SettingsOfKind]):
    """A kind of receiver; each module of `integrations/` has one as `KIND`, and its name is the kind's key.

    Attributes:
        settings: What the spec says.
        configs: The output models that `lower` can return.
        lower: Turns the settings into the output model.
    """

    settings: type[SettingsOfKind]
    configs: tuple[type[ReceiverConfig], ...]
    lower: Callable[[SettingsOfKind, Site], ReceiverConfig]
