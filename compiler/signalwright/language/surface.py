"""The whole surface model: the language's own keys and the blocks that the targets bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, cast

from pydantic import create_model

from signalwright.language.model import SpecModel, example_of, key
from signalwright.language.models.dashboards import DashboardSpec, PanelSpec
from signalwright.language.models.services import ServiceSpec
from signalwright.language.models.stack import DefaultsSpec, StackSpec
from signalwright.language.scalars import Name, Text, one_of
from signalwright.target import IntegrationSettings, Target


class BackendsBase(SpecModel):
    """The servers that artifacts are made for.

    A server that isn't named gets nothing. A field that the declared version doesn't read yet is an error, which names
    the version that does.
    """

    noun: ClassVar[str] = "backends"
    shown: ClassVar[str] = """
    backends:
      prometheus: {version: "3.15", at: "prometheus:9090", keep: 90d, scrape_every: 15s}
      alertmanager: {version: "0.34", at: "alertmanager:9093"}
      grafana: "12"
    """


class ReceiverBase(SpecModel):
    """Somebody or something that can be told, and how.

    A receiver can have several of these keys, and is then told in all of these ways.
    """

    noun: ClassVar[str] = "a receiver"
    shown: ClassVar[str] = """
    receivers:
      oncall: {pagerduty: {routing_key: oncall}}
      chat: {slack: {webhook: chat, channel: "#alerts"}}
      audit: {webhook: "http://relay:8080/audit"}
    """


def surface_model(targets: Mapping[str, Target]) -> type[StackSpec]:
    """Returns the model of a spec file for the installed targets.

    Args:
        targets: The targets by name.

    Returns:
        A model of the whole file; `backends` has a key for each target and `receivers` one for each integration.
    """
    backends: dict[str, Any] = {
        name: (
            target.settings | None,
            key(f"{target.title}: its version and settings.", default=None, example=f'"{target.versions.default}"'),
        )
        for name, target in targets.items()
    }
    kinds: dict[str, Any] = {}
    for target in targets.values():
        for kind, model in target.integrations.items():
            about = (model.__doc__ or kind).strip().splitlines()[0]
            kinds.setdefault(kind, (model | None, key(about, default=None, example=_example(model))))
    backends_model = create_model(
        "Backends", __base__=BackendsBase, __doc__=BackendsBase.__doc__, __module__=__name__, **backends
    )
    receiver_model = create_model(
        "Receiver", __base__=ReceiverBase, __doc__=ReceiverBase.__doc__, __module__=__name__, **kinds
    )
    receiver: Any = receiver_model
    receivers: Any = dict[Name, receiver] | None
    more: dict[str, Any] = {}
    if drawings := sorted({word for target in targets.values() for word in target.drawings}):
        panel = _panel_model(drawings)
        dashboard: Any = _with_panels(DashboardSpec, "Dashboard", panel)
        service: Any = _with_panels(ServiceSpec, "ServiceSpec", panel)
        dashboards: Any = dict[Text, dashboard] | None
        services: Any = dict[Name, service] | None
        more["dashboards"] = (dashboards, StackSpec.model_fields["dashboards"])
        more |= {each: (services, StackSpec.model_fields[each]) for each in ("services", "templates")}
        given: Any = create_model(
            "Defaults",
            __base__=DefaultsSpec,
            __doc__=DefaultsSpec.__doc__,
            __module__=__name__,
            service=(cast("Any", service | None), DefaultsSpec.model_fields["service"]),
        )
        more["defaults"] = (given | None, StackSpec.model_fields["defaults"])
    return create_model(
        "Spec",
        __base__=StackSpec,
        __doc__=StackSpec.__doc__,
        __module__=__name__,
        **more,
        backends=(cast("Any", backends_model | None), StackSpec.model_fields["backends"]),
        receivers=(receivers, StackSpec.model_fields["receivers"]),
    )


def _example(model: type[IntegrationSettings]) -> str:
    """Returns an example of a kind of receiver: its own, its required keys, or that of its short form."""
    if model.brief:
        return model.brief
    fields = {name: model.model_fields[attribute] for name, attribute in model.keys().items()}
    needed = {name for name, field in fields.items() if field.is_required()} or {str(model.short_form)}
    said = [f"{name}: {example_of(field)}" for name, field in fields.items() if name in needed]
    return f"{{{', '.join(said)}}}"


def _panel_model(drawings: Sequence[str]) -> type[PanelSpec]:
    """Returns the model of a panel that can be drawn in these ways."""
    named: Any = Annotated[str, one_of(*drawings, what="a drawing, one of")]
    drawing: Any = named | None
    return create_model(
        "Panel",
        __base__=PanelSpec,
        __doc__=PanelSpec.__doc__,
        __module__=__name__,
        as_=(drawing, PanelSpec.model_fields["as_"]),
    )


def _with_panels(base: type[SpecModel], name: str, panel: type[PanelSpec]) -> type[SpecModel]:
    """Returns the model of what has panels, with another model of them."""
    shown: Any = panel
    types: dict[str, Any] = {"panels": list[shown] | None, "rows": dict[Text, list[shown]] | None}
    fields: dict[str, Any] = {
        each: (kind, base.model_fields[each]) for each, kind in types.items() if each in base.model_fields
    }
    return create_model(name, __base__=base, __doc__=base.__doc__, __module__=__name__, **fields)
