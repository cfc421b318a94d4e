"""The base of panels whose fields and options are laid out as since Grafana 8."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

import attr
from grafanalib import core


@attr.s(auto_attribs=True, kw_only=True, eq=False)
class Visual(core.Panel, ABC):
    """A panel that has defaults for its fields, exceptions from them, and options of its kind.

    Attributes:
        kind: The name of Grafana's panel plugin.
        defaults: What holds for each field: `fieldConfig.defaults`.
        overrides: What holds for some: `fieldConfig.overrides`.
    """

    kind: ClassVar[str]
    defaults: dict[str, Any] = attr.Factory(dict)
    overrides: list[dict[str, Any]] = attr.Factory(list)

    @abstractmethod
    def options(self) -> dict[str, Any]:
        """Returns the options of this kind of panel."""

    def to_json_data(self) -> dict[str, Any]:
        """Returns the panel."""
        return self.panel_json(
            {
                "type": self.kind,
                "fieldConfig": {"defaults": self.defaults, "overrides": self.overrides},
                "options": self.options(),
            }
        )


def last_value() -> dict[str, Any]:
    """Returns the option that shows the last value of each series."""
    return {"values": False, "calcs": ["lastNotNull"], "fields": ""}
