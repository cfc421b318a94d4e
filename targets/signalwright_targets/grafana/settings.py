"""What `backends.grafana` can say."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from signalwright.language.scalars import Address, Flag, Name, Text, Url, VersionText, describe, refuse
from signalwright.target import SecretName, Settings, SpecModel, key

# Grafana replaces `${NAME}` and `$__file{path}` in its settings, and knows no way to write the sign itself there.
_PLAIN = re.compile(r"[^\s$%][^\x00-\x1f\x7f$%]*")
_PLUGIN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def _read_plain(value: object) -> str:
    if not isinstance(value, str) or not _PLAIN.fullmatch(value):
        refuse(
            f"expected text on one line without `$` and `%`, found {describe(value)}",
            "Grafana replaces variables in its settings: choose another text",
        )
    return value


def _read_plugin(value: object) -> str:
    if not isinstance(value, str) or not _PLUGIN.fullmatch(value):
        refuse(
            f"expected the identity of a plugin, found {describe(value)}",
            "write it as its page in the catalogue spells it: `jaeger`, `grafana-clickhouse-datasource`",
        )
    return value


PlainText = Annotated[str, PlainValidator(_read_plain), WithJsonSchema({"type": "string", "minLength": 1})]
PluginName = Annotated[
    str, PlainValidator(_read_plugin), WithJsonSchema({"type": "string", "pattern": f"^({_PLUGIN.pattern})$"})
]


class AdminSettings(SpecModel):
    """The administrator whom the server makes when it first starts."""

    noun: ClassVar[str] = "an administrator"

    user: PlainText = key("The name of the user.", default="admin", example="operator")
    password: SecretName = key("The secret that holds the password.", example="grafana-admin")


class DatasourceLoginSettings(SpecModel):
    """The name and the password with which Grafana asks a server."""

    noun: ClassVar[str] = "a data source's login"

    user: Text = key("The name of the user.", example="grafana")
    password: SecretName = key("The secret that holds the password.", example="jaeger-password")


class DatasourceSettings(SpecModel):
    """A server that Grafana asks and that no other backend of the stack declares."""

    noun: ClassVar[str] = "a data source"

    type: PluginName = key("The identity of the plugin that asks it.", example="jaeger")
    url: Url = key("The URL at which Grafana reaches it.", example="http://jaeger:16686")
    login: DatasourceLoginSettings | None = key(
        "Name and password, for basic authentication.",
        default=None,
        example="{user: grafana, password: jaeger-password}",
    )
    token: SecretName | None = key(
        "The secret that holds a bearer token, instead of a login.", default=None, example="jaeger-token"
    )

    @model_validator(mode="after")
    def _one_way_to_authenticate(self) -> DatasourceSettings:
        if self.token is not None and self.login is not None:
            raise PydanticCustomError(
                "two-logins",
                "{message}",
                {"message": "`token` and `login` are both given", "help": "both are one header: keep one"},
            )
        return self


class GrafanaSettings(Settings):
    """Grafana: where it is, who may come in, and what it asks.

    It gets its settings, its data sources and its dashboards as files. Prometheus, Loki and Alertmanager of the stack
    are data sources by themselves.
    """

    noun: ClassVar[str] = "the Grafana backend"
    shown: ClassVar[str] = """
    backends:
      grafana:
        version: "12.4"
        admin: {user: operator, password: grafana-admin}
        folder: Web shop
        datasources:
          Jaeger: {type: jaeger, url: "http://jaeger:16686"}
    """

    version: VersionText = key("The version of the server that the stack runs, quoted.", example='"12.4"')
    at: Address = key(
        "The address at which the stack's other servers reach it.", default="grafana:3000", example='"grafana:3000"'
    )
    listen: Address | None = key(
        "The address on which it answers; by default port 3000 of every interface.",
        default=None,
        example='"127.0.0.1:3000"',
    )
    anonymous: Flag = key("Whether people see dashboards without logging in.", default=False, example="false")
    sign_up: Flag = key("Whether people may give themselves an account.", default=False, example="false")
    admin: AdminSettings | None = key(
        "The administrator whom the server makes when it first starts; without one, `admin` with the password `admin`, "
        "unless the server's environment says otherwise.",
        default=None,
        example="{user: operator, password: grafana-admin}",
    )
    secret_key: SecretName | None = key(
        "The secret with which Grafana encrypts passwords of data sources in its database; without one, a key that is "
        "the same in every Grafana.",
        default=None,
        example="grafana-key",
    )
    folder: Text | None = key(
        "The title of the folder in Grafana that holds the dashboards; the stack's name when left out.",
        default=None,
        example="Web shop",
    )
    datasources: dict[Name, DatasourceSettings] | None = key(
        "Servers that no other backend of the stack declares, by the names that Grafana shows.",
        default=None,
        example='{Jaeger: {type: jaeger, url: "http://jaeger:16686"}}',
    )
    provisioning: PlainText = key(
        "The folder of what is provisioned, as the server sees it.",
        default="/etc/grafana/provisioning",
        example="/etc/grafana/provisioning",
    )
    dashboards: PlainText = key(
        "The folder of the dashboards, as the server sees it.",
        default="/var/lib/grafana/dashboards",
        example="/var/lib/grafana/dashboards",
    )
