"""The settings of `backends.prometheus`, as people write them."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from signalwright.ir.values import Duration
from signalwright.language.scalars import (
    Address,
    Count,
    Flag,
    LabelName,
    Name,
    PositiveCount,
    PositiveDuration,
    SizeText,
    Text,
    Url,
    describe,
    one_of,
    refuse,
)
from signalwright.target import SecretName, Settings, SpecModel, key

_SECRET_HEADER = re.compile(r"auth|key|token|secret|password|credential", re.IGNORECASE)
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_RESERVED_HEADERS = frozenset(
    {
        "accept-encoding",
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "host",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "user-agent",
        "www-authenticate",
        "x-prometheus-remote-write-version",
    }
)
_FILE_PATTERN = re.compile(r"[^*?\[\]\s]+(\*[^/*?\[\]\s]*)?")


def _read_file_pattern(value: object) -> str:
    if not isinstance(value, str) or not _FILE_PATTERN.fullmatch(value):
        refuse(
            f"expected a path or a pattern of paths, found {describe(value)}",
            "write a path; its last part may hold one `*`: `/etc/prometheus/extra/*.yml`",
        )
    return value


def _read_header_name(value: object) -> str:
    if not isinstance(value, str) or not _HEADER_NAME.fullmatch(value):
        refuse(f"expected the name of a header, found {describe(value)}", "write for example `X-Scope-OrgID`")
    if value.lower() in _RESERVED_HEADERS:
        refuse(f"Prometheus sets the header `{value}` itself", "leave it out; a login is said with `token` or `login`")
    return value


HeaderName = Annotated[str, PlainValidator(_read_header_name), WithJsonSchema({"type": "string"})]
FilePattern = Annotated[str, PlainValidator(_read_file_pattern), WithJsonSchema({"type": "string"})]


class PasswordSettings(SpecModel):
    """The name and the password with which a server is addressed."""

    noun: ClassVar[str] = "a login"

    user: Text = key("The name of the user.", example="prometheus")
    password: SecretName = key("The secret that holds the password.", example="metrics-store")


class EncryptionSettings(SpecModel):
    """How an encrypted connection is checked; paths are read by the server."""

    noun: ClassVar[str] = "an encryption"

    authority: Text | None = key(
        "The file of the certificate authority that signed the other side's certificate.",
        default=None,
        example="/etc/ssl/ours.pem",
    )
    certificate: Text | None = key(
        "The file of the certificate that this server shows.", default=None, example="/etc/ssl/prometheus.pem"
    )
    private_key: SecretName | None = key(
        "The secret that holds the key of `certificate`.", default=None, example="prometheus-key"
    )
    server_name: Text | None = key(
        "The name in the other side's certificate, when it isn't the one in the URL.",
        default=None,
        example="metrics.example.com",
    )

    @model_validator(mode="after")
    def _certificate_has_key(self) -> EncryptionSettings:
        if (self.certificate is None) != (self.private_key is None):
            raise PydanticCustomError(
                "half-certificate",
                "{message}",
                {
                    "message": "`certificate` and `private_key` belong together",
                    "help": "write both, or neither",
                },
            )
        return self


class QueueSettings(SpecModel):
    """How samples wait until they are sent."""

    noun: ClassVar[str] = "a queue"

    most_senders: PositiveCount | None = key("The most parallel senders.", default=None, example="50")
    capacity: PositiveCount | None = key("Samples that wait for one sender.", default=None, example="10000")
    batch: PositiveCount | None = key("The most samples of one request.", default=None, example="2000")
    batch_wait: PositiveDuration | None = key(
        "How long a sample waits for its request to fill.", default=None, example="5s"
    )
    age_limit: PositiveDuration | None = key(
        "Samples older than this are dropped instead of sent.", default=None, example="2h"
    )


class SecretHeaderSettings(SpecModel):
    """A header whose value is a secret."""

    noun: ClassVar[str] = "a secret header"
    short_form: ClassVar[str | None] = "secret"

    secret: SecretName = key("The secret that holds the header's value.", example="metrics-store")


class RemoteWriteSettings(SpecModel):
    """A server that every sample is sent on to, such as Mimir, Thanos or another Prometheus."""

    noun: ClassVar[str] = "a remote write"
    short_form: ClassVar[str | None] = "url"

    url: Url = key("Where samples are sent.", example="https://mimir.example.com/api/v1/push")
    name: Name | None = key("The name in Prometheus's own metrics.", default=None, example="mimir")
    token: SecretName | None = key("The secret that holds the bearer token.", default=None, example="metrics-store")
    login: PasswordSettings | None = key(
        "Name and password, instead of a token.",
        default=None,
        example="{user: prometheus, password: metrics-store}",
    )
    headers: dict[HeaderName, Text] | None = key(
        "Headers of every request; no secrets.", default=None, example="{X-Scope-OrgID: shop}"
    )
    secret_headers: dict[HeaderName, SecretHeaderSettings] | None = key(
        "Headers of every request whose values are secrets.", default=None, example="{X-API-Key: metrics-store}"
    )
    encryption: EncryptionSettings | None = key(
        "How an encrypted connection is checked.", default=None, example="{authority: /etc/ssl/ours.pem}"
    )
    only: list[Text] | None = key(
        "Only metrics whose names match one of these regular expressions are sent.",
        default=None,
        example='["slo:.*", up]',
    )
    without: list[Text] | None = key(
        "Metrics whose names match one of these regular expressions are not sent.", default=None, example='["go_.*"]'
    )
    protocol: Annotated[str, one_of("1.0", "2.0")] | None = key(
        "The version of the remote write protocol, quoted; the server's default when left out.",
        default=None,
        example='"2.0"',
    )
    exemplars: Flag = key("Whether exemplars are sent as well.", default=False, example="true")
    native_histograms: Flag = key("Whether native histograms are sent as well.", default=False, example="true")
    timeout: PositiveDuration | None = key("How long one request may take.", default=None, example="30s")
    queue: QueueSettings | None = key(
        "How samples wait until they are sent.", default=None, example="{most_senders: 50}"
    )

    @model_validator(mode="after")
    def _one_way_to_authenticate(self) -> RemoteWriteSettings:
        if self.token is not None and self.login is not None:
            raise PydanticCustomError(
                "two-logins",
                "{message}",
                {"message": "`token` and `login` are both given", "help": "Prometheus sends one of them: keep one"},
            )
        return self

    @model_validator(mode="after")
    def _no_secret_in_a_header(self) -> RemoteWriteSettings:
        telling = next((name for name in self.headers or {} if _SECRET_HEADER.search(name)), None)
        if telling is not None:
            raise PydanticCustomError(
                "inline-secret",
                "{message}",
                {
                    "message": f"the header `{telling}` holds a secret, which is written into the spec",
                    "help": f"declare it under `secrets` and name it: `secret_headers: {{{telling}: my-secret}}`",
                },
            )
        return self


class LimitSettings(SpecModel):
    """What no single scrape may exceed; a scrape that does fails as a whole."""

    noun: ClassVar[str] = "limits"

    samples: PositiveCount | None = key("The most samples of one page.", default=None, example="50000")
    labels: PositiveCount | None = key("The most labels of one sample.", default=None, example="40")
    label_name: PositiveCount | None = key("The longest name of a label, in bytes.", default=None, example="200")
    label_value: PositiveCount | None = key("The longest value of a label, in bytes.", default=None, example="1000")
    targets: PositiveCount | None = key("The most targets of one job.", default=None, example="500")
    page: SizeText | None = key("The largest page, uncompressed.", default=None, example="10MiB")


class QuerySettings(SpecModel):
    """What queries may use."""

    noun: ClassVar[str] = "query limits"

    timeout: PositiveDuration | None = key("How long a query may take.", default=None, example="2m")
    parallel: PositiveCount | None = key("The most queries at a time.", default=None, example="20")
    samples: PositiveCount | None = key("The most samples that one query loads.", default=None, example="50000000")
    lookback: PositiveDuration | None = key(
        "How far back a query looks for the last sample of a series; 5m when left out.", default=None, example="5m"
    )


class PrometheusSettings(Settings):
    """Prometheus: what it scrapes how often, how long it keeps it, and where it sends it on.

    Its configuration stands in `out/<stack>/prometheus/`: `prometheus.yml`, the rules, and in `prometheus.args` what
    belongs on its command line. Without `keep`, metrics are kept as long as the longest SLO needs.
    """

    noun: ClassVar[str] = "the Prometheus backend"
    shown: ClassVar[str] = """
    backends:
      prometheus:
        version: "3.15"
        at: "prometheus:9090"
        public: https://prometheus.example.com
        keep: 90d
        scrape_every: 15s
    """

    at: Address | None = key(
        "The address by which the stack's other servers reach it.", default="prometheus:9090", example="prometheus:9090"
    )
    public: Url | None = key(
        "The URL by which people reach it, for links in alerts; Prometheus answers below the path of this URL.",
        default=None,
        example="https://prometheus.example.com",
    )
    keep: PositiveDuration | None = key(
        "How long samples are kept; when left out, as long as the longest SLO needs, and 15d at least.",
        default=None,
        example="90d",
    )
    keep_size: SizeText | None = key(
        "How much samples may take on disk; the oldest go first.", default=None, example="50GiB"
    )
    scrape_every: PositiveDuration = key(
        "How often targets are scraped.", default=Duration.of_seconds(15), example="15s"
    )
    scrape_timeout: PositiveDuration | None = key(
        "How long a scrape may take; 10s when left out, and never longer than the interval.",
        default=None,
        example="10s",
    )
    evaluate_every: PositiveDuration = key(
        "How often rules are evaluated.", default=Duration.of_seconds(15), example="15s"
    )
    evaluate_offset: PositiveDuration | None = key(
        "How far in the past rules are evaluated, for samples that come late by remote write.",
        default=None,
        example="1m",
    )
    external_labels: dict[LabelName, Text] | None = key(
        "Labels added to alerts and to samples that are sent on, beside `stack` and `environment`.",
        default=None,
        example="{replica: a}",
    )
    alertmanagers: list[Address] | None = key(
        "The members of an Alertmanager cluster; each must be named. "
        "When left out, alerts go to `at` of `backends.alertmanager`.",
        default=None,
        example='["alertmanager-0:9093", "alertmanager-1:9093"]',
    )
    replica_label: LabelName | None = key(
        "The external label that tells servers of a pair apart; it is taken off alerts, so that they are told once.",
        default=None,
        example="replica",
    )
    remote_write: list[RemoteWriteSettings] | None = key(
        "Servers that every sample is sent on to.",
        default=None,
        example="[{url: https://mimir.example.com/api/v1/push, token: mimir}]",
    )
    accept_remote_write: Flag = key(
        "Whether others may send samples here by remote write.", default=False, example="true"
    )
    accept_otlp: Flag = key("Whether others may send metrics here by OTLP.", default=False, example="true")
    resource_attributes: list[Text] | None = key(
        "Attributes of OTLP resources that become labels.", default=None, example="[service.version]"
    )
    out_of_order: PositiveDuration | None = key(
        "How much older than the newest sample of its series a sample may be.", default=None, example="30m"
    )
    exemplars: Count | None = key("How many exemplars are kept in memory.", default=None, example="100000")
    native_histograms: Flag | None = key(
        "Whether native histograms are scraped; when left out, they are if the stack declares one.",
        default=None,
        example="true",
    )
    untyped_pages: Annotated[str, one_of("text", "openmetrics")] | None = key(
        "How pages are read whose Content-Type is missing or unknown; since 3.0 such a scrape fails without this.",
        default=None,
        example="text",
    )
    limits: LimitSettings | None = key(
        "What no single scrape may exceed.", default=None, example="{samples: 50000, labels: 40}"
    )
    queries: QuerySettings | None = key("What queries may use.", default=None, example="{timeout: 1m}")
    rule_files: list[FilePattern] | None = key(
        "Rule files that other tools make, read beside the stack's own.", default=None, example='["extra/*.yml"]'
    )
    scrape_files: list[FilePattern] | None = key(
        "Files with further scrape configurations, for targets that are discovered.",
        default=None,
        example='["scrape/*.yml"]',
    )
    folder: Text = key(
        "The folder of the configuration, as the server sees it.", default="/etc/prometheus", example="/etc/prometheus"
    )
    data: Text = key("The folder of the samples, as the server sees it.", default="/prometheus", example="/prometheus")
    listen: Address | None = key("The address that it listens on.", default=None, example="127.0.0.1:9090")
    reload: Flag = key("Whether `POST /-/reload` makes it read its configuration again.", default=False, example="true")
    admin: Flag = key("Whether the API may delete series and take snapshots.", default=False, example="true")
