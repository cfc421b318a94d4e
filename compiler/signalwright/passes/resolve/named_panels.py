"""Resolves panels of what has a name (alerts, SLOs, services), of logs, of text and of PromQL."""

from __future__ import annotations

import re
from dataclasses import replace

from signalwright import names
from signalwright.ir.dashboard import LogSearch, Measure
from signalwright.ir.rules import Written
from signalwright.ir.service import Service
from signalwright.language.models.dashboards import PanelSpec
from signalwright.passes.panels.alerts import alert_panel, firing_list, up_timeline
from signalwright.passes.panels.base import size_of
from signalwright.passes.panels.costs import cost_labels, cost_panel
from signalwright.passes.panels.records import record_panel
from signalwright.passes.panels.slos import budget_left, budget_over_time
from signalwright.passes.panels.words import lowered, metric_words, sentence
from signalwright.passes.resolve.expressions import check_expression
from signalwright.passes.resolve.panel_scope import Draft, PanelScope, plain_panel
from signalwright.passes.resolve.scope import Path
from signalwright.passes.resolve.scraped import scraped_services
from signalwright.passes.resolve.series import metric_of_series
from signalwright.promql.gate import metric_names
from signalwright.promql.tree import Verbatim
from signalwright.promql.variables import without_variables

_CHOICE = re.compile(r"\$\{?(?:job|instance)\b")
_Owners = dict[str, list[str | None]]


class _UnknownNameError(Exception):
    """A name that refers to nothing, or to several things; it was reported."""


def resolve_up(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of which targets answer: of a service, of several, or of all that are scraped."""
    assert spec.up is not None
    place = at.scope.locate((*path, "up"))
    if isinstance(spec.up, bool):
        scraped = tuple(each for each in at.stack.services.values() if each.scrape is not None)
        if not scraped:
            at.scope.report.error(
                "alerts/never-scraped",
                "no service is scraped",
                place,
                help="give one a `scrape`, or leave the panel out",
            )
            return None
        # Whichever services there are, it is the panel of all of them.
        return Draft(scraped, lambda view: replace(up_timeline(view, scraped, place), key="up"))
    way_out = "give it a `scrape`, or show a metric of it"
    found = scraped_services(at.scope, spec.up, (*path, "up"), state="up", way_out=way_out)
    # A service that has errors of its own isn't among the resolved ones.
    services = tuple(at.stack.services[each] for each in found if each in at.stack.services)
    if not services or len(services) < len(found):
        return None
    return Draft(services, lambda view: up_timeline(view, services, place))


def resolve_alert(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of what an alert measures."""
    assert spec.alert is not None
    written: _Owners = {}
    for owner, service in (at.scope.spec.services or {}).items():
        for name in service.alerts or ():
            written.setdefault(name, []).append(owner)
    for name in at.scope.spec.alerts or ():
        written.setdefault(name, []).append(None)
    try:
        found = _owner(at, spec, spec.alert, "alert", written, path)
    except _UnknownNameError:
        return None
    # An alert that has errors of its own isn't among the resolved ones.
    resolved = at.stack.services.get(found) if found is not None else None
    alerts = at.stack.alerts if resolved is None else resolved.alerts
    alert = next((each for each in alerts if each.name == spec.alert), None)
    if alert is None:
        return None
    panel = alert_panel(at.stack, alert)
    if resolved is not None and len(written[spec.alert]) > 1:
        # Panels of two services' alerts may stand beside each other.
        panel = replace(panel, title=f"{alert.name} of {found}")
    return Draft((), lambda _: panel)


def resolve_slo(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of an SLO's error budget: right now in a stat or a gauge, else over time."""
    assert spec.slo is not None
    written: _Owners = {}
    for owner, service in (at.scope.spec.services or {}).items():
        for name in service.slos or ():
            written.setdefault(name, []).append(owner)
    try:
        found = _owner(at, spec, spec.slo, "SLO", written, path)
    except _UnknownNameError:
        return None
    resolved = at.stack.services.get(found or "")
    slo = next((each for each in resolved.slos if each.name == spec.slo), None) if resolved is not None else None
    if resolved is None or slo is None:
        return None
    if spec.as_ not in ("stat", "gauge", "bar-gauge"):
        return Draft((), lambda _: budget_over_time(at.stack, resolved, slo))
    size = size_of("stat")
    panel = replace(budget_left(at.stack, resolved, slo), width=size.width, height=size.height)
    return Draft((), lambda _: panel)


def resolve_cost(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of what a service costs."""
    assert spec.cost is not None
    place = at.scope.locate((*path, "cost"))
    known = at.scope.spec.services or {}
    priced = [name for name, service in known.items() if service.prices]
    if not at.scope.refer(spec.cost, priced, "service with prices", place, declare="give the service `prices`"):
        return None
    service = at.stack.services.get(spec.cost)
    if service is None or not service.prices:
        return None
    by = tuple(spec.by) if spec.by is not None else None
    labels = cost_labels(service)
    for index, label in enumerate(by or ()):
        if not at.scope.refer(
            label, labels, "label of its costs", at.scope.locate((*path, "by", index)), declare="leave it out"
        ):
            return None
    return Draft((), lambda _: cost_panel(service, by, place))


def resolve_record(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of what a record keeps."""
    assert spec.record is not None
    written: _Owners = {}
    for owner, service in (at.scope.spec.services or {}).items():
        for name in service.records or ():
            written.setdefault(name, []).append(owner)
    for name in at.scope.spec.records or ():
        written.setdefault(name, []).append(None)
    try:
        found = _owner(at, spec, spec.record, "record", written, path)
    except _UnknownNameError:
        return None
    resolved = at.stack.services.get(found) if found is not None else None
    records = at.stack.records if resolved is None else resolved.records
    alerts = at.stack.alerts if resolved is None else resolved.alerts
    kept = next((each for each in records if each.name == spec.record), None)
    return None if kept is None else Draft((), lambda _: record_panel(at.stack, kept, alerts))


def _owner(at: PanelScope, spec: PanelSpec, name: str, what: str, written: _Owners, path: Path) -> str | None:
    """Returns the service that has an alert, an SLO or a record, or None for the stack itself.

    Raises:
        _UnknownNameError: There is none, or there are several; it was reported.
    """
    place = at.scope.locate((*path, spec.kind))
    if not at.scope.refer(name, written, what, place, declare="declare it under its service"):
        raise _UnknownNameError
    owners, one = written[name], f"{'a' if what == 'record' else 'an'} {what} `{name}`"
    if spec.from_ is not None:
        known = [each for each in owners if each is not None]
        declare = f"no other service has {one}" if len(known) > 1 else "leave `from` out"
        if not at.scope.refer(
            spec.from_, known, f"{what} `{name}` of", at.scope.locate((*path, "from")), declare=declare
        ):
            raise _UnknownNameError
        return spec.from_
    if at.service is not None and at.service in owners:
        return at.service
    if len(owners) > 1:
        known = sorted(each for each in owners if each is not None)
        at.scope.report.error(
            "dashboards/ambiguous-name",
            f"several services have {one}: {', '.join(f'`{each}`' for each in known)}"
            if len(known) > 1
            else f"both the stack and `{known[0]}` have {one}",
            place,
            help=f"say whose it is: `from: {known[0]}`",
        )
        raise _UnknownNameError
    return owners[0]


def resolve_firing(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the list of what fires."""
    place = at.scope.locate((*path, "firing"))
    if spec.firing is True:
        return Draft((), lambda _: firing_list({}, "Alerts", place))
    service = str(spec.firing)
    known = at.scope.spec.services or {}
    if not at.scope.refer(service, known, "service", place, declare="declare it under `services`"):
        return None
    return Draft((), lambda _: firing_list({names.SERVICE: service}, f"Alerts of {service}", place))


def resolve_logs(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of lines of logs."""
    assert spec.logs is not None
    place, text = at.scope.locate((*path, "logs")), spec.logs
    if "{" not in text or "}" not in text:
        at.scope.report.error(
            "dashboards/no-log-selector",
            "LogQL says in braces which streams are read",
            place,
            help="""write for example `{service="api"} |= "error"`""",
        )
        return None
    panel = plain_panel(place, f"logs:{text}", "Logs", f"Lines of logs that match `{text}`.", "logs")
    return Draft((), lambda _: replace(panel, searches=(LogSearch(text=text),)))


def resolve_text(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of words."""
    assert spec.text is not None
    place, text = at.scope.locate((*path, "text")), spec.text
    panel = plain_panel(place, f"text:{spec.title or text[:60]}", "", "", "text")
    return Draft((), lambda _: replace(panel, text=text))


def resolve_expr(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns the panel of PromQL that somebody wrote."""
    assert spec.expr is not None
    if not check_expression(at.scope, spec.expr, (*path, "expr")):
        return None
    read = {name for name, _, _ in metric_names(without_variables(spec.expr))}
    services = _read_by(at, spec.expr, read)
    title = sentence(" and ".join(lowered(metric_words(each)) for each in sorted(read))) or "Expression"
    about = "What the query of this panel returns."
    place = at.scope.locate((*path, "expr"))
    panel = plain_panel(place, f"expr:{spec.title or spec.expr}", title, about, "timeseries")
    measure = Measure(query=Written(Verbatim(spec.expr, origin=place)), legend="")
    return Draft(services, lambda _: replace(panel, measures=(measure,), unit=spec.unit))


def _read_by(at: PanelScope, text: str, read: set[str]) -> tuple[Service, ...]:
    """Returns the services whose metrics an expression reads.

    One that follows what readers choose and reads no declared metric, such as `up`, may be about any service.
    """
    found: dict[str, Service] = {}
    for each in read:
        owners = [
            service
            for name, service in at.stack.services.items()
            if metric_of_series(at.catalogue[name].metrics, each) is not None
        ]
        named = [service for service in owners if len(owners) > 1 and f'"{service.job}"' in text]
        found.update((service.name, service) for service in named or owners)
    if not found and _CHOICE.search(text):
        return tuple(at.stack.services.values())
    return tuple(found.values())
