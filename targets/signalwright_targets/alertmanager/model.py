"""What Alertmanager reads: the shape of `alertmanager.yml`, each field with the first version that knows it.

The first versions come from comparing the configuration structs of every release from 0.25 to 0.34; `0` stands for
fields that 0.25 and all versions before it that matter already read. The kinds of receivers bring their own models in
`integrations/`.
"""

from __future__ import annotations

from signalwright.ir.values import Duration
from signalwright.target import Emitted, emitted, output_model


@output_model
class BasicAuth(Emitted):
    """User and password of a request."""

    username: str = emitted("0")
    password_file: str | None = emitted("0", default=None)


@output_model
class Authorization(Emitted):
    """The `Authorization` header of a request."""

    type: str = emitted("0")
    credentials_file: str | None = emitted("0", default=None)


@output_model
class HttpConfig(Emitted):
    """How a request is sent. A receiver's own block replaces the global one, so the proxy is repeated in it."""

    basic_auth: BasicAuth | None = emitted("0", default=None)
    authorization: Authorization | None = emitted("0", default=None)
    proxy_url: str | None = emitted("0", default=None)


@output_model
class Global(Emitted):
    """The block `global`: what holds where a receiver says nothing."""

    resolve_timeout: Duration = emitted("0")
    http_config: HttpConfig | None = emitted("0", default=None)
    smtp_from: str | None = emitted("0", default=None)
    smtp_smarthost: str | None = emitted("0", default=None)
    smtp_hello: str | None = emitted("0", default=None)
    smtp_auth_username: str | None = emitted("0", default=None)
    smtp_auth_password_file: str | None = emitted("0.25", default=None)
    smtp_require_tls: bool | None = emitted("0", default=None)
    smtp_force_implicit_tls: bool | None = emitted("0.31", default=None)


@output_model
class RouteNode(Emitted):
    """A node of `route`.

    An explicit empty `group_by` means "one group" only from 0.31 on and "as the parent says" before, so it is a field
    of its own.
    """

    receiver: str | None = emitted("0", default=None)
    matchers: list[str] | None = emitted("0.22", default=None)
    proceed: bool | None = emitted("0", key="continue", default=None)
    group_by: list[str] | None = emitted("0", default=None)
    ungrouped: list[str] | None = emitted("0.31", key="group_by", default=None)
    group_wait: Duration | None = emitted("0", default=None)
    group_interval: Duration | None = emitted("0", default=None)
    repeat_interval: Duration | None = emitted("0", default=None)
    mute_time_intervals: list[str] | None = emitted("0.22", default=None)
    routes: list[RouteNode] | None = emitted("0", default=None)


@output_model
class InhibitRule(Emitted):
    """An entry of `inhibit_rules`."""

    source_matchers: list[str] = emitted("0.22")
    target_matchers: list[str] = emitted("0.22")
    equal: list[str] | None = emitted("0", default=None)


@output_model
class Times(Emitted):
    """A part of a day; the end is exclusive and `24:00` at most."""

    start_time: str = emitted("0.22")
    end_time: str = emitted("0.22")


@output_model
class Interval(Emitted):
    """A part of a named time interval; its fields hold together."""

    weekdays: list[str] | None = emitted("0.22", default=None)
    times: list[Times] | None = emitted("0.22", default=None)
    location: str = emitted("0.25")


@output_model
class NamedInterval(Emitted):
    """An entry of `time_intervals`."""

    name: str = emitted("0.24")
    time_intervals: list[Interval] = emitted("0.24")


@output_model
class Document(Emitted):
    """The file `alertmanager.yml`."""

    global_: Global = emitted("0", key="global")
    templates: list[str] = emitted("0")
    route: RouteNode = emitted("0")
    inhibit_rules: list[InhibitRule] | None = emitted("0", default=None)
    receivers: list[Emitted] = emitted("0")
    time_intervals: list[NamedInterval] | None = emitted("0.24", default=None)
