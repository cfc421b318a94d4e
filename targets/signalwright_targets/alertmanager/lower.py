"""Turns a stack into `alertmanager.yml`, its flags and its message templates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, text_artifact, yaml_artifact
from signalwright.ir.routes import Inhibition, LabelMatch, Route, TimeInterval, TimeSpan
from signalwright.ir.stack import Stack
from signalwright.target import Gate, origin_table
from signalwright_targets.alertmanager.duration import go_duration
from signalwright_targets.alertmanager.integration import secret_file
from signalwright_targets.alertmanager.mail import encryption
from signalwright_targets.alertmanager.messages import message_templates
from signalwright_targets.alertmanager.model import (
    Document,
    Global,
    HttpConfig,
    InhibitRule,
    Interval,
    NamedInterval,
    RouteNode,
    Times,
)
from signalwright_targets.alertmanager.receivers import ReceiverModel, lower_receivers
from signalwright_targets.alertmanager.settings import AlertmanagerSettings

NAME = "alertmanager"
CONFIG = "alertmanager/alertmanager.yml"
FLAGS = "alertmanager/alertmanager.args"
TEMPLATES = "templates/signalwright.tmpl"

# Where the container image expects its file.
_CONFIG_ON_SERVER = "/etc/alertmanager/alertmanager.yml"

# The root of the tree must name a receiver. This one tells nobody; a declared receiver can't have its name, because
# names start with a letter.
NOBODY = "_nobody"


def lower(stack: Stack, gate: Gate) -> Iterator[Artifact]:
    """Makes the artifacts of a stack's Alertmanager.

    Args:
        stack: The stack, with its routes derived.
        gate: Says the declared version and takes the errors.

    Yields:
        The configuration, its flags and its message templates.
    """
    settings = stack.backends[NAME].settings
    if not isinstance(settings, AlertmanagerSettings):
        raise TypeError(f"`{NAME}` has settings of type {type(settings).__name__}")
    document = lower_document(stack, settings, gate)
    yield yaml_artifact(CONFIG, gate.document(document), lambda: origin_table(document))
    flags = list(lower_flags(settings, stack.backends[NAME].origin))
    yield text_artifact(
        FLAGS,
        "".join(f"{flag}\n" for flag, _ in flags),
        lambda: {(line,): place for line, (_, place) in enumerate(flags)},
    )
    yield text_artifact(f"{NAME}/{TEMPLATES}", message_templates(stack.severities), lambda: {(): stack.origin})


def lower_flags(settings: AlertmanagerSettings, place: Origin) -> Iterator[tuple[str, Origin]]:
    """Yields the flags that Alertmanager is started with.

    Args:
        settings: The settings of the backend.
        place: Where the backend is declared.

    Yields:
        One argument each, and where it comes from.
    """
    yield f"--config.file={_CONFIG_ON_SERVER}", place
    if settings.keep is not None:
        yield f"--data.retention={go_duration(settings.keep)}", place.child("keep")
    if settings.public is not None:
        yield f"--web.external-url={settings.public}", place.child("public")
    for index, peer in enumerate(settings.peers or ()):
        yield f"--cluster.peer={peer}", place.child("peers", index)
    if not settings.peers:
        # A single Alertmanager needs no gossip port, and doesn't start where it finds no private address for one.
        yield "--cluster.listen-address=", place


def lower_document(stack: Stack, settings: AlertmanagerSettings, gate: Gate) -> Document:
    """Returns the configuration file of a stack's Alertmanager.

    Args:
        stack: The stack, with its routes derived.
        settings: The settings of the backend.
        gate: Says the declared version and takes the errors.
    """
    root = stack.route or Route(receiver=None, origin=stack.origin)
    receivers = lower_receivers(stack, settings, gate)
    if root.receiver is None:
        receivers.append(ReceiverModel(origin=root.origin, name=NOBODY))
    return Document(
        origin=stack.origin,
        global_=_global(stack, settings, gate),
        templates=[TEMPLATES],
        route=_root(root),
        inhibit_rules=[_inhibition(each) for each in stack.inhibitions] or None,
        receivers=receivers,
        time_intervals=[_interval(each) for each in stack.intervals] or None,
    )


def _global(stack: Stack, settings: AlertmanagerSettings, gate: Gate) -> Global:
    backend = stack.backends[NAME].origin
    proxy = HttpConfig(origin=backend.child("proxy"), proxy_url=settings.proxy) if settings.proxy is not None else None
    mail = settings.mail
    if mail is None:
        return Global(origin=backend, resolve_timeout=settings.resolve_after, http_config=proxy)
    place = backend.child("mail")
    required, implicit = encryption(mail.tls, mail.via)
    return Global(
        origin=backend,
        places={
            "smtp_auth_password_file": place.child("password"),
            "smtp_force_implicit_tls": place.child("tls"),
        },
        resolve_timeout=settings.resolve_after,
        http_config=proxy,
        smtp_from=mail.from_,
        smtp_smarthost=mail.via,
        smtp_hello=mail.hello,
        smtp_auth_username=mail.username,
        smtp_auth_password_file=secret_file(mail.password, stack.secrets, gate.report, place.child("password")),
        smtp_require_tls=required,
        smtp_force_implicit_tls=implicit,
    )


def _root(root: Route) -> RouteNode:
    """Returns the root, for which no grouping means one group in every version."""
    return RouteNode(
        origin=root.origin,
        receiver=root.receiver or NOBODY,
        group_by=list(root.group_by) if root.group_by else None,
        group_wait=root.wait,
        group_interval=root.every,
        repeat_interval=root.repeat,
        routes=[_route(each) for each in root.routes] or None,
    )


def _route(route: Route) -> RouteNode:
    return RouteNode(
        origin=route.origin,
        receiver=route.receiver,
        matchers=_matchers(route.matches) or None,
        proceed=route.proceed or None,
        group_by=list(route.group_by) if route.group_by else None,
        ungrouped=[] if route.group_by == () else None,
        group_wait=route.wait,
        group_interval=route.every,
        repeat_interval=route.repeat,
        mute_time_intervals=list(route.mute) or None,
        routes=[_route(each) for each in route.routes] or None,
    )


def _matchers(matches: Sequence[LabelMatch]) -> list[str]:
    return [matcher(each) for each in matches]


def matcher(match: LabelMatch) -> str:
    r"""Prints a condition so that the matcher parsers of all versions read it alike.

    Both the classic parser and that of 0.27 know a double-quoted value with the escapes `\\`, `\"` and `\n`; anything
    less quoted is read differently, or only with a warning.

    Args:
        match: The condition.

    Returns:
        Such as `severity="critical"`.
    """
    value = match.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'{match.label}{match.operator}"{value}"'


def _inhibition(inhibition: Inhibition) -> InhibitRule:
    return InhibitRule(
        origin=inhibition.origin,
        source_matchers=_matchers(inhibition.source),
        target_matchers=_matchers(inhibition.target),
        equal=list(inhibition.equal) or None,
    )


def _interval(interval: TimeInterval) -> NamedInterval:
    return NamedInterval(
        origin=interval.origin,
        name=interval.name,
        time_intervals=[_span(each, interval) for each in interval.spans],
    )


def _span(span: TimeSpan, interval: TimeInterval) -> Interval:
    whole_day = span.start is None and span.end is None
    return Interval(
        origin=interval.origin,
        weekdays=list(span.days) or None,
        times=None
        if whole_day
        else [
            Times(origin=interval.origin, start_time=_clock(span.start, "00:00"), end_time=_clock(span.end, "24:00"))
        ],
        location=interval.zone,
    )


def _clock(moment: time | None, otherwise: str) -> str:
    return otherwise if moment is None else moment.strftime("%H:%M")


__all__ = ["CONFIG", "FLAGS", "NAME", "NOBODY", "TEMPLATES", "lower", "lower_document", "lower_flags", "matcher"]
