"""Who is told: severities, teams, receivers and the routing policy."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import Tag, model_validator
from pydantic_core import PydanticCustomError

from signalwright.language.model import LIST_FORM, TEXT_FORM, SpecModel, forms, key
from signalwright.language.scalars import ClockTime, LabelName, Name, PositiveDuration, Text, Url, one_of

Notifications = dict[Name, list[Name]]
Day = Annotated[str, one_of("mon", "tue", "wed", "thu", "fri", "sat", "sun", what="a day, one of")]


class SecretSpec(SpecModel):
    """Where a server finds a secret: in a file or in an environment variable, one of both.

    A secret is declared once and then named, wherever it is needed. One that is written into a spec is an error, and so
    is a kind that the server can't read: Prometheus and Alertmanager read files only.
    """

    noun: ClassVar[str] = "a secret"
    shown: ClassVar[str] = """
    secrets:
      oncall: {file: /run/secrets/oncall}
      chat: {file: /run/secrets/chat}
    receivers:
      oncall: {pagerduty: {routing_key: oncall}}
    """

    file: Text | None = key("The absolute path of the file that holds it.", default=None, example="/run/secrets/slack")
    environment: Text | None = key("The environment variable that holds it.", default=None, example="SLACK_URL")

    @model_validator(mode="before")
    @classmethod
    def _check_source(cls, value: Any) -> Any:
        if isinstance(value, str):
            raise PydanticCustomError(
                "inline-secret",
                "{message}",
                {
                    "message": "a secret is written into the spec",
                    "help": "say where the server finds it: `{file: /run/secrets/name}`",
                },
            )
        if isinstance(value, dict) and set(value) <= {"file", "environment"} and len(value) != 1:
            raise PydanticCustomError(
                "missing-key" if not value else "conflicting-keys",
                "{message}",
                {
                    "message": "a secret has one place",
                    "help": "write `{file: /run/secrets/name}` or `{environment: NAME}`",
                },
            )
        return value


class TeamSpec(SpecModel):
    """A team that owns services and is told about their alerts.

    An alert belongs to the team of its service unless it names another. A severity of a team that nobody is told about
    is an error.
    """

    noun: ClassVar[str] = "a team"
    shown: ClassVar[str] = """
    teams:
      web:
        notify: {critical: [oncall, chat], warning: [chat]}
      data: {}
    """

    notify: Notifications | None = key(
        "The receivers for each severity; the others are told as `routing` says.",
        default=None,
        example="{critical: [oncall], warning: [chat]}",
        names="receivers",
        keyed_by="severities",
    )


class AlsoSpec(SpecModel):
    """Receivers that are told in addition, about every alert that has some labels."""

    noun: ClassVar[str] = "an addition"
    shown: ClassVar[str] = """
    routing:
      also:
        - {labels: {compliance: hipaa}, notify: [audit]}
    services:
      api:
        alerts: {ApiDown: {when: down, severity: critical, labels: {compliance: hipaa}}}
    """

    labels: dict[LabelName, Text] = key(
        "The labels that an alert must have.", example="{compliance: hipaa}", keyed_by="alert-labels"
    )
    notify: list[Name] = key("Who is told as well.", example="[audit]", names="receivers")


class QuietSpec(SpecModel):
    """A time in which some severities are held back.

    They are still recorded, and whoever looks sees them; nobody gets a message.
    """

    noun: ClassVar[str] = "a quiet time"
    shown: ClassVar[str] = """
    routing:
      quiet:
        - {name: nights, from: "22:00", to: "06:00", zone: Europe/Berlin, mutes: [warning, info]}
        - {name: maintenance, days: [sun], from: "02:00", to: "04:00", mutes: [info]}
    """

    name: Name = key("The name of the time.", example="maintenance")
    days: list[Day] | None = key("The weekdays; every day when left out.", default=None, example="[sat, sun]")
    from_: ClockTime | None = key("The first minute.", alias="from", default=None, example='"22:00"')
    to: ClockTime | None = key(
        "The minute after the last; a time before `from` is on the next day.", default=None, example='"06:00"'
    )
    zone: Text = key("The IANA time zone.", default="UTC", example="Europe/Berlin")
    mutes: list[Name] = key("The severities that are held back.", example="[info, warning]", names="severities")


class InhibitSpec(SpecModel):
    """An alert that holds back others.

    Only where the derived inhibitions won't do: a list of these stands instead of all of them.
    """

    noun: ClassVar[str] = "an inhibition"
    shown: ClassVar[str] = """
    routing:
      inhibit:
        - {when: {alertname: ApiDown}, mutes: {severity: warning}, same: [service]}
    """

    when: dict[LabelName, Text] = key(
        "The labels of the graver alert.", example="{alertname: ServiceDown}", keyed_by="alert-labels"
    )
    mutes: dict[LabelName, Text] = key(
        "The labels of the alerts that are held back.", example="{severity: warning}", keyed_by="alert-labels"
    )
    same: list[LabelName] = key(
        "The labels that both have with the same value.", example="[service]", names="alert-labels"
    )


class RoutingSpec(SpecModel):
    """The routing policy; the tree of Alertmanager is derived from it.

    Who is told about an alert is what the alert itself says, or its team for this severity, or `notify` here. `also`
    tells somebody in addition and never instead.
    """

    noun: ClassVar[str] = "routing"
    shown: ClassVar[str] = """
    routing:
      group_by: [alertname, service]
      wait: 30s
      every: 5m
      repeat: 12h
      notify: {critical: [oncall], warning: [chat], info: [chat]}
      otherwise: chat
    """

    group_by: list[LabelName] | None = key(
        "The labels by which alerts come in one message; `alertname` and `service` when left out.",
        default=None,
        example="[alertname, service]",
        names="alert-labels",
    )
    wait: PositiveDuration | None = key(
        "How long a new group waits for more alerts; 30 seconds when left out.", default=None, example="30s"
    )
    every: PositiveDuration | None = key(
        "How soon changes of a group are sent; five minutes when left out.", default=None, example="5m"
    )
    repeat: PositiveDuration | None = key(
        "How soon it is said again; 12 hours when left out.", default=None, example="12h"
    )
    notify: Notifications | None = key(
        "The receivers for each severity.",
        default=None,
        example="{critical: [oncall, chat], warning: [chat]}",
        names="receivers",
        keyed_by="severities",
    )
    otherwise: Name | None = key(
        "The receiver of what nobody else is told about.", default=None, example="chat", names="receivers"
    )
    also: list[AlsoSpec] | None = key(
        "Who is told in addition.", default=None, example="[{labels: {compliance: hipaa}, notify: [audit]}]"
    )
    quiet: list[QuietSpec] | None = key(
        "Times in which severities are held back.",
        default=None,
        example='[{name: upkeep, days: [sun], from: "02:00", to: "04:00", mutes: [info]}]',
    )
    inhibit: Annotated[
        Annotated[Annotated[str, one_of("derived", "none")], Tag(TEXT_FORM)]
        | Annotated[list[InhibitSpec], Tag(LIST_FORM)],
        forms(TEXT_FORM, LIST_FORM, what="inhibitions", example="derived"),
    ] = key(
        "What holds back what: `derived` (graver over milder of one alert, down over its symptoms), `none`, or a list.",
        default="derived",
        example="derived",
    )


class LinksSpec(SpecModel):
    """Where people find pages.

    With `runbooks` each alert links to its page; the pages are made under `out/<stack>/runbooks/` for whatever serves
    them. With `dashboards` each alert links to the dashboard of its service.
    """

    noun: ClassVar[str] = "links"
    shown: ClassVar[str] = """
    links: {runbooks: https://runbooks.example.com, dashboards: https://grafana.example.com}
    """

    runbooks: Url | None = key("The base of the runbook pages.", default=None, example="https://runbooks.example.com")
    dashboards: Url | None = key("The base of Grafana.", default=None, example="https://grafana.example.com")


__all__ = [
    "AlsoSpec",
    "InhibitSpec",
    "LinksSpec",
    "QuietSpec",
    "RoutingSpec",
    "SecretSpec",
    "TeamSpec",
]
