"""The top of a spec file."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic_core import PydanticCustomError

from signalwright.language.model import Scalar, SpecModel, key
from signalwright.language.models.alerts import AlertSpec
from signalwright.language.models.dashboards import DashboardSpec
from signalwright.language.models.logs import LogsSpec, TracesSpec
from signalwright.language.models.policy import Allowances
from signalwright.language.models.records import RecordSpec
from signalwright.language.models.routing import LinksSpec, RoutingSpec, SecretSpec, TeamSpec
from signalwright.language.models.services import ServiceSpec
from signalwright.language.models.slos import SLOSpec
from signalwright.language.scalars import AlertName, Name, PositiveCount, RecordName, Text, describe, one_of, refuse

LANGUAGE_VERSION = 1


def read_language_version(value: object) -> int:
    """Reads the version of the language.

    Args:
        value: What was written.

    Returns:
        The version, which is this compiler's.

    Raises:
        PydanticCustomError: When it is no version, or another one.
    """
    if not isinstance(value, int) or isinstance(value, bool) or value < LANGUAGE_VERSION:
        refuse(f"expected the language version, found {describe(value)}", f"write `signalwright: {LANGUAGE_VERSION}`")
    if value > LANGUAGE_VERSION:
        raise PydanticCustomError(
            "newer-language",
            "{message}",
            {
                "message": f"the spec is written in language version {value}, this compiler knows {LANGUAGE_VERSION}",
                "help": "install a newer signalwright",
            },
        )
    return value


LanguageVersion = Annotated[int, Scalar(read_language_version, {"const": LANGUAGE_VERSION, "type": "integer"})]


def _read_overlay(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        refuse(f"expected a mapping, found {describe(value)}", "write the keys of the stack: `{services: {api: {…}}}`")
    return value


Overlay = Annotated[dict[str, Any], Scalar(_read_overlay, {"type": "object"})]


class EnvironmentSpec(SpecModel):
    """What is different in one environment.

    Without environments a stack is compiled once, into `out/<stack>/`; with them once for each, into
    `out/<stack>/<environment>/`. `change` is about what exists: mappings merge, scalars and lists replace. What exists
    only in the environment stands under `add`, and what doesn't exist in it under `remove`. Each of the three is an
    error where it would do nothing.
    """

    noun: ClassVar[str] = "an environment"
    shown: ClassVar[str] = """
    environments:
      production: {}
      staging:
        change:
          services: {api: {scrape: ["staging-api:8000"]}}
          routing: {notify: {info: [sandbox]}}
        add: {receivers: {sandbox: {webhook: "http://sandbox:8080"}}}
      drill:
        emit: on-request
        change: {backends: {prometheus: {at: "127.0.0.1:19090"}}}
    """

    emit: Annotated[str, one_of("always", "on-request")] = key(
        "Whether it is compiled always, or only when `--env` names it.", default="always", example="on-request"
    )
    change: Overlay | None = key(
        "What exists and is different here, any keys of a spec; mappings merge, scalars and lists replace.",
        default=None,
        example='{services: {api: {scrape: ["staging-api:8000"]}}}',
    )
    add: Overlay | None = key(
        "What exists only here, any keys of a spec.",
        default=None,
        example='{receivers: {sandbox: {webhook: "http://sandbox:8080"}}}',
    )
    remove: list[Text] | None = key(
        "What doesn't exist here, as dotted paths.",
        default=None,
        example="[services.api.alerts.HighErrorRate]",
        names="paths",
    )


class DefaultsSpec(SpecModel):
    """What things have that don't say otherwise.

    Each key holds any keys of what it is called after. What a thing says itself, and what it uses, goes before.
    """

    noun: ClassVar[str] = "defaults"
    shown: ClassVar[str] = """
    defaults:
      service: {alerts: {Down: {when: down, for: 1m, severity: critical}}}
      slo: {window: 30d}
    """

    service: ServiceSpec | None = key(
        "What each service has, unless it or what it uses says otherwise: any keys of a service.",
        default=None,
        example="{team: web}",
    )
    slo: SLOSpec | None = key(
        "What each SLO has, unless it says otherwise: any keys of an SLO.", default=None, example="{window: 14d}"
    )
    alert: AlertSpec | None = key(
        "What each alert of the spec has, unless it says otherwise: any keys of an alert. Those of libraries stay.",
        default=None,
        example="{for: 5m}",
    )


class StackSpec(SpecModel):
    """A stack, or the part of it that one file says.

    A stack is a folder under `spec/`; all YAML and Python files in it, folders below it included, are read as one spec,
    so each file says the part that it is about. Only `signalwright` stands in every file, and `stack` in one of them.
    Two files can't declare the same name. What several stacks share, such as teams and receivers, stands in
    `spec/_organization/`; what a stack says itself goes before.
    """

    noun: ClassVar[str] = "a spec"
    shown: ClassVar[str] = """
    signalwright: 1
    stack: shop
    backends: {prometheus: "3.15", alertmanager: "0.34", grafana: "12"}
    secrets: {oncall: {file: /run/secrets/oncall}}
    receivers: {oncall: {pagerduty: {routing_key: oncall}}}
    teams: {web: {notify: {critical: [oncall], warning: [oncall]}}}
    services:
      api:
        team: web
        scrape: ["api:8000"]
        alerts: {ApiDown: {when: down, for: 1m, severity: critical}}
    """

    # What may stand in `backends` and `receivers`, the installed targets say; `language.surface` puts their models in.
    signalwright: LanguageVersion = key("The version of the spec language.", example="1")
    stack: Name = key("The name of the stack.", example="shop")
    backends: Any = key(
        "The servers that artifacts are made for, with their versions.",
        default=None,
        example='{prometheus: "3.15", alertmanager: "0.34"}',
    )
    secrets: dict[Name, SecretSpec] | None = key(
        "Where servers find secrets; specs only ever name them.",
        default=None,
        example="{oncall: {file: /run/secrets/oncall}}",
    )
    receivers: Any = key(
        "Who or what can be told.", default=None, example="{oncall: {pagerduty: {routing_key: oncall}}}"
    )
    teams: dict[Name, TeamSpec] | None = key(
        "The teams that own services.", default=None, example="{web: {notify: {critical: [oncall]}}}"
    )
    links: LinksSpec | None = key(
        "Where people find pages.", default=None, example="{runbooks: https://runbooks.example.com}"
    )
    severities: list[Name] | None = key(
        "The severities, gravest first; `critical`, `warning` and `info` when left out.",
        default=None,
        example="[critical, warning, info]",
    )
    routing: RoutingSpec | None = key(
        "Who is told, and when.", default=None, example="{notify: {critical: [oncall]}, otherwise: chat}"
    )
    defaults: DefaultsSpec | None = key(
        "What things have that don't say otherwise.", default=None, example="{slo: {window: 14d}}"
    )
    templates: dict[Name, ServiceSpec] | None = key(
        "What services that are alike have in common, for their `use`: any keys of a service.",
        default=None,
        example="{web: {metrics: {visitors: gauge}}}",
    )
    services: dict[Name, ServiceSpec] | None = key(
        "The services of the stack.", default=None, example='{api: {team: web, scrape: ["api:8000"]}}'
    )
    series: PositiveCount | None = key(
        "The most series that the metrics of all services may have together.", default=None, example="500000"
    )
    alerts: dict[AlertName, AlertSpec] | None = key(
        "Alerts of the whole stack, that belong to no single service.",
        default=None,
        example="{HostDown: {when: {down: main-db}, team: web, severity: critical}}",
    )
    records: dict[RecordName, RecordSpec] | None = key(
        "Values that are worth keeping, of the whole stack.",
        default=None,
        example="{created: {expr: 'sum(rate(jobs_created_total[1h]))'}}",
    )
    logs: LogsSpec | None = key(
        "What logs look like, how long they stay, what is hidden.", default=None, example="{keep: {default: 30d}}"
    )
    traces: TracesSpec | None = key(
        "How traces are sampled and kept.", default=None, example="{sample: 10%}", later="traces"
    )
    dashboards: dict[Text, DashboardSpec] | None = key(
        "Dashboards beyond those that each service gets.",
        default=None,
        example="{Checkout: {panels: [{rate: http_requests_total}]}}",
    )
    allow: Allowances | None = key(
        "Findings about any part of the stack that are right here, by name, each with the reason.",
        default=None,
        example="{logs/no-store: logs go to another team}",
    )
    environments: dict[Name, EnvironmentSpec] | None = key(
        "What is different in each environment.", default=None, example="{production: {}, staging: {remove: [links]}}"
    )
