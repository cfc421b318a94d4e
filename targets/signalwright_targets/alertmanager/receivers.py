"""Finds the kinds of receivers and turns the receivers of a stack into what Alertmanager reads."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from signalwright.ir.backend import Integration, Receiver
from signalwright.ir.stack import Stack
from signalwright.ir.values import Version
from signalwright.target import Emitted, Gate, emitted
from signalwright_targets.alertmanager import integrations
from signalwright_targets.alertmanager.integration import Kind, ReceiverConfig, Site
from signalwright_targets.alertmanager.settings import AlertmanagerSettings


def _find() -> Iterator[tuple[str, Kind[Any]]]:
    for module in sorted(pkgutil.iter_modules(integrations.__path__), key=lambda each: each.name):
        kind = importlib.import_module(f"{integrations.__name__}.{module.name}").KIND
        if not isinstance(kind, Kind):
            raise TypeError(f"{integrations.__name__}.{module.name} has no KIND of type Kind")
        yield module.name, kind


KINDS: Mapping[str, Kind[Any]] = dict(_find())
_CONFIGS = sorted({config for kind in KINDS.values() for config in kind.configs}, key=lambda each: each.list_key)

# A receiver has one list for each kind of configuration. The model is made from what was found, so that a new kind is a
# new file and nothing else.
ReceiverModel: Callable[..., Emitted] = dataclasses.make_dataclass(
    "ReceiverModel",
    [
        ("name", str, emitted("0")),
        *((config.list_key, list, emitted(config.list_since, default=None)) for config in _CONFIGS),
    ],
    bases=(Emitted,),
    kw_only=True,
    eq=False,
    repr=False,
)


def lower_receivers(stack: Stack, settings: AlertmanagerSettings, gate: Gate) -> list[Emitted]:
    """Returns the declared receivers as Alertmanager reads them.

    Args:
        stack: The stack.
        settings: The settings of its Alertmanager.
        gate: Says the declared version and takes the errors.

    Returns:
        The receivers in the order of the stack.
    """
    return [_receiver(each, stack, settings, gate) for each in stack.receivers.values()]


def _receiver(receiver: Receiver, stack: Stack, settings: AlertmanagerSettings, gate: Gate) -> Emitted:
    lists: dict[str, list[ReceiverConfig]] = {}
    places = {}
    for integration in receiver.integrations:
        if (config := _config(integration, stack, settings, gate)) is None:
            continue
        listed = lists.setdefault(config.list_key, [])
        places[config.list_key] = integration.origin
        # Where the whole list is too new, one error says so; its fields would each say it again.
        if not gate.version < Version(config.list_since):
            listed.append(config)
    return ReceiverModel(origin=receiver.origin, places=places, name=receiver.name, **lists)


def _config(
    integration: Integration, stack: Stack, settings: AlertmanagerSettings, gate: Gate
) -> ReceiverConfig | None:
    kind = KINDS.get(integration.kind)
    if kind is None:
        return None
    if not isinstance(integration.settings, kind.settings):
        raise TypeError(f"`{integration.kind}` has settings of type {type(integration.settings).__name__}")
    site = Site(
        origin=integration.origin,
        version=gate.version,
        settings=settings,
        secrets=stack.secrets,
        report=gate.report,
    )
    return kind.lower(integration.settings, site)
