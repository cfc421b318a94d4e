"""What Grafana accepts and does wrong, or shows to more people than somebody meant."""

from __future__ import annotations

from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.span import Origin
from signalwright.ir.backend import Backend
from signalwright.ir.dashboard import Dashboard
from signalwright.ir.stack import Stack
from signalwright.target import Gate
from signalwright_targets.grafana.settings import GrafanaSettings
from signalwright_targets.grafana.sources import datasource_names, datasource_uid, own_datasources


def report_problems(stack: Stack, backend: Backend, settings: GrafanaSettings, gate: Gate) -> None:
    """Reports what a real Grafana would accept and shouldn't.

    Args:
        stack: The resolved stack, with its dashboards.
        backend: The backend, for places.
        settings: Its settings.
        gate: Takes what is found.
    """
    place = backend.origin
    if settings.anonymous:
        gate.report.warning(
            "grafana/anonymous-access",
            "whoever reaches Grafana sees every dashboard",
            place.child("anonymous"),
            help="leave `anonymous` out, so that people log in",
        )
    if settings.sign_up:
        gate.report.warning(
            "grafana/open-sign-up",
            "whoever reaches Grafana can give themselves an account",
            place.child("sign_up"),
            help="leave `sign_up` out; an administrator invites people",
        )
    _report_datasources(stack, place, settings, gate)
    if stack.dashboards and datasource_names(stack, settings) is None:
        gate.report.error(
            "grafana/no-metrics",
            "no data source has the metrics that the dashboards show",
            place.key(),
            help='declare the server: `backends: {prometheus: "3.15"}`, or a data source of the type `prometheus`',
        )
    _report_dashboards(stack.dashboards, gate)


def _report_datasources(stack: Stack, place: Origin, settings: GrafanaSettings, gate: Gate) -> None:
    """Reports data sources of one identity, of which Grafana would keep one."""
    taken = {datasource_uid(stack, name): (name, each.origin.key()) for name, each in own_datasources(stack).items()}
    for name in sorted(settings.datasources or {}):
        where = place.child("datasources", name).key()
        first, other = taken.setdefault(datasource_uid(stack, name), (name, where))
        if other is not where:
            gate.report.error(
                "grafana/duplicate-datasource",
                f"there is a data source `{first}` already",
                where,
                help="give it another name, in more than its case",
                secondary=(Label(other, "the first"),),
            )


def _report_dashboards(dashboards: tuple[Dashboard, ...], gate: Gate) -> None:
    """Reports dashboards of one identity or title: Grafana then takes no change of any in the folder."""
    first: dict[tuple[str, str], Dashboard] = {}
    # Derived ones first, because only a written one can be called otherwise.
    for each in sorted(dashboards, key=lambda dashboard: dashboard.origin.path[:1] == ("dashboards",)):
        known = (("title", each.title.casefold()), ("identity", each.uid))
        other = next((first[name] for name in known if name in first), None)
        if other is None:
            first.update(dict.fromkeys(known, each))
            continue
        gate.report.error(
            "grafana/duplicate-dashboard",
            f"Grafana can't tell `{each.title}` from the dashboard `{other.title}`",
            each.origin.key(),
            help="rename one: with two of one title or address, Grafana takes no change of any dashboard of the folder",
            secondary=(Label(other.origin.key(), "the other one"),),
        )
