"""Resolves a whole spec."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.ir.record import Record
from signalwright.ir.stack import Links, Page, Stack
from signalwright.language.models.routing import LinksSpec
from signalwright.language.variants import SpecVariant
from signalwright.passes.resolve.alerts import resolve_alert
from signalwright.passes.resolve.backends import resolve_backends, resolve_receivers, resolve_secrets, resolve_teams
from signalwright.passes.resolve.logs import resolve_logs
from signalwright.passes.resolve.metrics import series_budget
from signalwright.passes.resolve.routing import resolve_routing, resolve_severities
from signalwright.passes.resolve.scope import Scope
from signalwright.passes.resolve.series import Catalogue
from signalwright.passes.resolve.services import resolve_catalogue, resolve_services
from signalwright.target import Target


def resolve(variant: SpecVariant, targets: Mapping[str, Target], report: Report) -> Stack:
    """Binds every name to what it refers to and reads every value into the resolved model.

    Args:
        variant: The spec of a stack in one environment.
        targets: The targets by name.
        report: Takes every error at once; a stack with errors lacks what they are about.

    Returns:
        The stack, without anything derived.
    """
    spec = variant.spec
    scope = Scope(spec, variant.locate, report, variant.expanded)
    severities = resolve_severities(scope)
    catalogue = resolve_catalogue(scope)
    links = spec.links or LinksSpec()
    alerts = (
        resolve_alert(scope, catalogue, None, None, name, written, ("alerts", name))
        for name, written in (spec.alerts or {}).items()
    )
    stack = Stack(
        name=spec.stack,
        environment=variant.environment,
        backends=resolve_backends(scope, targets),
        severities=severities,
        secrets=resolve_secrets(scope),
        receivers=resolve_receivers(scope),
        teams=resolve_teams(scope, severities),
        links=Links(runbooks=links.runbooks, dashboards=links.dashboards),
        services=resolve_services(scope, catalogue, severities),
        alerts=tuple(each for each in alerts if each is not None),
        routing=resolve_routing(scope, severities),
        logs=resolve_logs(scope),
        budget=series_budget(scope, spec.series, ()),
        written_pages={
            name: Page(path=name, text=page.text, origin=Origin(page.file, ()), given=page.given)
            for name, page in variant.pages.items()
        },
        origin=scope.place("stack"),
        records=_records(scope, catalogue),
        is_reduced=variant.is_reduced,
    )
    if not spec.dashboards and not any(each.rows for each in (spec.services or {}).values()):
        return stack
    # What dashboards are made with is imported by those only that have some.
    from signalwright.passes.resolve.dashboards import resolve_dashboards

    services, dashboards = resolve_dashboards(scope, catalogue, stack)
    return replace(stack, services=services, dashboards=dashboards)


def _records(scope: Scope, catalogue: Catalogue) -> tuple[Record, ...]:
    if not scope.spec.records:
        return ()
    from signalwright.passes.resolve.records import resolve_records

    return resolve_records(scope, catalogue, None, scope.spec.records, ("records",))
