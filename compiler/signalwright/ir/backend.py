"""Backends, secrets, receivers and teams of a stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from signalwright.diagnostics.span import Origin
from signalwright.ir.values import Version
from signalwright.records import record


@record(kw_only=True)
class Backend:
    """A server of the stack that artifacts are made for.

    Attributes:
        name: The target's name, such as `prometheus`.
        version: The version that the stack runs.
        settings: The settings of this backend, an instance of its target's settings model.
        origin: Where the backend is declared.
    """

    name: str
    version: Version
    settings: object
    origin: Origin


@record(kw_only=True)
class Secret:
    """A secret that artifacts refer to and never contain.

    Attributes:
        name: The name that specs use.
        kind: Where the server finds it: in a file or in an environment variable.
        source: The file's absolute path or the variable's name.
        origin: Where the secret is declared.
    """

    name: str
    kind: Literal["file", "environment"]
    source: str
    origin: Origin


@record(kw_only=True)
class Integration:
    """One way in which a receiver is told.

    Attributes:
        kind: The integration's name, such as `slack`.
        settings: An instance of the model that the target declares for this kind.
        origin: Where the integration is declared.
    """

    kind: str
    settings: object
    origin: Origin


@record(kw_only=True)
class Receiver:
    """Somebody or something that alerts are sent to.

    Attributes:
        name: The receiver's name.
        integrations: How it is told; at least one.
        origin: Where the receiver is declared.
    """

    name: str
    integrations: tuple[Integration, ...]
    origin: Origin


@record(kw_only=True)
class Team:
    """A team that owns services and alerts.

    Attributes:
        name: The team's name.
        notify: Severity to receiver names; a severity that is missing here is told as the stack's routing says.
        origin: Where the team is declared.
        notify_origins: Severity to the place that says who is told about it.
    """

    name: str
    notify: Mapping[str, tuple[str, ...]]
    origin: Origin
    notify_origins: Mapping[str, Origin] = field(default_factory=dict)
