"""The whole surface model: the language's own keys and the blocks that the targets bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, cast

from pydantic import create_model

from signalwright.language.model import SpecModel, key
from signalwright.language.models.dashboards import DashboardSpec, PanelSpec
from signalwright.language.models.stack import StackSpec
from signalwright.language.scalars import Name, Text, one_of
from signalwright.target import Target


class BackendsBase(SpecModel):
    """The servers that artifacts are made for."""

    noun: ClassVar[str] = "backends"


class ReceiverBase(SpecModel):
    """Somebody or something that can be told, and how."""

    noun: ClassVar[str] = "a receiver"


def surface_model(targets: Mapping[str, Target]) -> type[StackSpec]:
    """Returns the model of a spec file for the installed targets.

    Args:
        targets: The targets by name.

    Returns:
        A model of the whole file; `backends` has a key for each target and `receivers` one for each integration.
    """
    backends: dict[str, Any] = {
        name: (target.settings | None, key(f"{target.title}: its version and settings.", default=None))
        for name, target in targets.items()
    }
    kinds: dict[str, Any] = {}
    for target in targets.values():
        for kind, model in target.integrations.items():
            about = (model.__doc__ or kind).strip().splitlines()[0]
            kinds.setdefault(kind, (model | None, key(about, default=None)))
    backends_model = create_model("Backends", __base__=BackendsBase, __module__=__name__, **backends)
    receiver_model = create_model("Receiver", __base__=ReceiverBase, __module__=__name__, **kinds)
    receiver: Any = receiver_model
    receivers: Any = dict[Name, receiver] | None
    more: dict[str, Any] = {}
    if drawings := sorted({word for target in targets.values() for word in target.drawings}):
        dashboard: Any = _dashboard_model(drawings)
        dashboards: Any = dict[Text, dashboard] | None
        more["dashboards"] = (dashboards, StackSpec.model_fields["dashboards"])
    return create_model(
        "Spec",
        __base__=StackSpec,
        __module__=__name__,
        **more,
        backends=(cast("Any", backends_model | None), StackSpec.model_fields["backends"]),
        receivers=(receivers, StackSpec.model_fields["receivers"]),
    )


def _dashboard_model(drawings: Sequence[str]) -> type[DashboardSpec]:
    """Returns the model of a dashboard whose panels can be drawn in these ways."""
    named: Any = Annotated[str, one_of(*drawings, what="a drawing, one of")]
    drawing: Any = named | None
    panel: Any = create_model(
        "Panel", __base__=PanelSpec, __module__=__name__, as_=(drawing, PanelSpec.model_fields["as_"])
    )
    panels: Any = list[panel] | None
    rows: Any = dict[Text, list[panel]] | None
    return create_model(
        "Dashboard",
        __base__=DashboardSpec,
        __module__=__name__,
        panels=(panels, DashboardSpec.model_fields["panels"]),
        rows=(rows, DashboardSpec.model_fields["rows"]),
    )
