"""Resolves services: ownership, scrape, metrics, alerts and SLOs."""

from __future__ import annotations

import re

from signalwright import names
from signalwright.diagnostics.diagnostic import Label
from signalwright.ir.alert import Alert
from signalwright.ir.metric import Metric
from signalwright.ir.price import Price
from signalwright.ir.record import Record
from signalwright.ir.service import Push, Scrape, Service
from signalwright.ir.slo import SLO
from signalwright.language.models.services import ScrapeSpec, ServiceSpec
from signalwright.passes.resolve.alerts import resolve_alert
from signalwright.passes.resolve.metrics import resolve_metric, series_budget
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue, ServiceMetrics
from signalwright.passes.resolve.slos import resolve_slo


def resolve_catalogue(scope: Scope) -> dict[str, ServiceMetrics]:
    """Returns the metrics of every service; a pushed one's series carry the job of the service itself."""
    catalogue: dict[str, ServiceMetrics] = {}
    for name, spec in sorted((scope.spec.services or {}).items()):
        metrics: dict[str, Metric] = {}
        for metric, written in sorted((spec.metrics or {}).items()):
            metrics[metric] = resolve_metric(scope, metric, written, ("services", name, "metrics", metric))
        labels = spec.scrape.labels if isinstance(spec.scrape, ScrapeSpec) else None
        catalogue[name] = ServiceMetrics(job=spec.job or name, metrics=metrics, labels=tuple(labels or ()))
    return catalogue


def resolve_services(scope: Scope, catalogue: Catalogue, severities: tuple[str, ...]) -> dict[str, Service]:
    """Returns the services by name, ordered by name."""
    services: dict[str, Service] = {}
    jobs: dict[str, str] = {}
    for name, spec in sorted((scope.spec.services or {}).items()):
        path: Path = ("services", name)
        team = _owner(scope, spec, path)
        job = spec.job or name
        if job in jobs:
            scope.report.error(
                "language/duplicate-name",
                f"`{jobs[job]}` and `{name}` have the same job `{job}`",
                scope.locate((*path, "job")) if spec.job else scope.locate(path).key(),
                help="give one of them another `job`",
                secondary=[Label(scope.locate(("services", jobs[job])).key(), "the other one")],
            )
        jobs.setdefault(job, name)
        alerts = _alerts(scope, catalogue, name, team, spec, path)
        slos = _slos(scope, catalogue, name, severities, spec, path)
        records = _records(scope, catalogue, name, spec, path)
        prices = _prices(scope, catalogue, name, spec, path)
        if team is None:
            continue
        services[name] = Service(
            name=name,
            team=team,
            job=job,
            scrape=_scrape(scope, spec, path),
            push=_push(scope, spec, path),
            metrics=catalogue[name].metrics,
            alerts=alerts,
            slos=slos,
            origin=scope.locate(path),
            records=records,
            prices=prices,
            budget=series_budget(scope, spec.series, path),
            uses=(spec.use,) if isinstance(spec.use, str) else tuple(spec.use or ()),
        )
    return services


def _alerts(
    scope: Scope, catalogue: Catalogue, name: str, team: str | None, spec: ServiceSpec, path: Path
) -> tuple[Alert, ...]:
    resolved = (
        resolve_alert(scope, catalogue, name, team, alert, written, (*path, "alerts", alert))
        for alert, written in (spec.alerts or {}).items()
    )
    return tuple(each for each in resolved if each is not None)


def _slos(
    scope: Scope, catalogue: Catalogue, name: str, severities: tuple[str, ...], spec: ServiceSpec, path: Path
) -> tuple[SLO, ...]:
    resolved = (
        resolve_slo(scope, catalogue, name, severities, slo, written, (*path, "slos", slo))
        for slo, written in (spec.slos or {}).items()
    )
    return tuple(each for each in resolved if each is not None)


def _records(scope: Scope, catalogue: Catalogue, name: str, spec: ServiceSpec, path: Path) -> tuple[Record, ...]:
    if not spec.records:
        return ()
    # Few services keep something.
    from signalwright.passes.resolve.records import resolve_records

    return resolve_records(scope, catalogue, name, spec.records, (*path, "records"))


def _prices(scope: Scope, catalogue: Catalogue, name: str, spec: ServiceSpec, path: Path) -> tuple[Price, ...]:
    if not spec.prices:
        return ()
    from signalwright.passes.resolve.prices import resolve_prices

    return resolve_prices(scope, catalogue, name, spec.prices, (*path, "prices"))


def _owner(scope: Scope, spec: ServiceSpec, path: Path) -> str | None:
    teams = list(scope.spec.teams or {})
    if spec.team is None and len(teams) == 1:
        return teams[0]
    if spec.team is None:
        scope.report.error(
            "language/missing-owner",
            f"nobody owns the service `{path[-1]}`",
            scope.locate(path).key(),
            help=f"say which team it is: `team: {teams[0] if teams else 'web'}`",
        )
        return None
    place = scope.locate((*path, "team"))
    declare = f"declare it: `teams: {{{spec.team}: {{notify: {{critical: […]}}}}}}`"
    return spec.team if scope.refer(spec.team, teams, "team", place, declare=declare) else None


def _scrape(scope: Scope, spec: ServiceSpec, path: Path) -> Scrape | None:
    if spec.scrape is None:
        return None
    written = ScrapeSpec(targets=spec.scrape) if isinstance(spec.scrape, list) else spec.scrape
    place = scope.locate((*path, "scrape"))
    if not (written.targets or written.dns or written.files):
        scope.report.error("language/empty", "the scrape has no target", place.key(), help='write `["host:8000"]`')
    for index, file in enumerate(written.files or ()):
        if not re.fullmatch(r"[^*]*(\*[^/]*)?\.(json|yml|yaml)", file):
            scope.report.error(
                "language/wrong-kind",
                f"Prometheus reads targets from JSON and YAML files, found `{file}`",
                place.child("files", index),
                help="write a path that ends in `.json` or `.yml`; only its last part may have a `*`",
            )
    for label in written.labels or {}:
        if label in names.RESERVED_SCRAPE_LABELS:
            scope.report.error(
                "metrics/reserved-label",
                f"the label `{label}` is set by the scrape itself",
                place.child("labels", label).key(),
                help="choose another name",
            )
    if not written.path.startswith("/"):
        scope.report.error(
            "language/wrong-kind",
            f"the path of a metrics page starts with `/`, found `{written.path}`",
            place.child("path"),
            help=f"write `/{written.path}`",
        )
    return Scrape(
        targets=tuple(written.targets or ()),
        dns=tuple(written.dns or ()),
        files=tuple(written.files or ()),
        path=written.path,
        scheme="https" if written.scheme == "https" else "http",
        every=written.every,
        timeout=written.timeout,
        labels=written.labels or {},
        honor_labels=written.honor_labels,
        origin=place,
        every_origin=place.child("every") if written.every is not None else place,
    )


def _push(scope: Scope, spec: ServiceSpec, path: Path) -> Push | None:
    if spec.push is None:
        return None
    place = scope.locate((*path, "push"))
    if spec.scrape is not None:
        scope.report.error(
            "language/conflicting-keys",
            "a service is scraped or pushes, not both",
            place.key(),
            help="make two services of it: one for what is scraped, one for what is pushed",
            secondary=[Label(scope.locate((*path, "scrape")).key(), "it is scraped here")],
        )
    known = scope.spec.services or {}
    if not scope.refer(spec.push.via, known, "service", place.child("via"), declare="declare it under `services`"):
        return None
    if known[spec.push.via].scrape is None:
        scope.report.error(
            "alerts/never-scraped",
            f"`{spec.push.via}` keeps what is pushed, but isn't scraped itself",
            place.child("via"),
            help=f"give `{spec.push.via}` a `scrape`",
        )
    return Push(via=spec.push.via, every=spec.push.every, origin=place)
