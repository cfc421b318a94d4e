"""What is known of a service: where it is scraped, what it measures and who reads that, what is derived from it."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from signalwright.expressions.cardinality import size_of
from signalwright.ir.metric import Metric, MetricType
from signalwright.ir.record import Record
from signalwright.ir.service import Service
from signalwright.ir.values import Duration
from signalwright.passes.scraping import scrape_interval
from signalwright.promql.printer import show
from signalwright.reading.facts.alert import AlertFact, alert_facts
from signalwright.reading.facts.slo import SLOFact, slo_facts
from signalwright.reading.reads import Reader, Readers, automatic_dashboards
from signalwright.reading.view import View
from signalwright.records import record


@record(kw_only=True)
class ScrapeFact:
    """Where the metrics of a service are read.

    Attributes:
        job: The value of the label `job`.
        addresses: Where they are read: addresses, DNS names, files, or the service that they are pushed to.
        pushed: Whether they are pushed.
        path: The path of the page, or None when they are pushed.
        every: How often they are read, or None when nothing reads them.
        at: Where it is written.
    """

    job: str
    addresses: tuple[str, ...]
    pushed: bool
    path: str | None
    every: Duration | None
    at: str


@record(kw_only=True)
class LabelFact:
    """A label of a metric.

    Attributes:
        name: Its name.
        values: All its values, or None when they aren't listed.
        like: The pattern of its values, or None.
        max: The most values, or None.
    """

    name: str
    values: tuple[str, ...] | None
    like: str | None
    max: int | None


@record(kw_only=True)
class MetricFact:
    """A metric of a service.

    Attributes:
        name: Its name.
        type: Its type.
        unit: Its unit, or None.
        help: What it says, or None.
        labels: Its labels.
        buckets: How many buckets a histogram has, the last one without a bound among them; 0 otherwise.
        series: The most series of one target, or None when a label has no known number of values.
        readers: What reads it because a person asked for it.
        automatic: Whether pages that nobody asked for show it, and nothing else reads it.
        library: The library that it comes from, or None.
        at: Where it is declared.
    """

    name: str
    type: str
    unit: str | None
    help: str | None
    labels: tuple[LabelFact, ...]
    buckets: int
    series: int | None
    readers: tuple[Reader, ...]
    automatic: bool
    library: str | None
    at: str


@record(kw_only=True)
class KeptFact:
    """A value that is kept under a name of its own.

    Attributes:
        name: The metric that is stored.
        kind: What is kept, such as `rate`.
        expression: The value, in PromQL.
        at: Where it is written.
    """

    name: str
    kind: str
    expression: str
    at: str


@record(kw_only=True)
class DashboardFact:
    """A dashboard.

    Attributes:
        title: Its title.
        file: Its file below Grafana's folder of dashboards.
        panels: How many panels it has.
        automatic: Whether nobody asked for it.
        at: Where it comes from.
    """

    title: str
    file: str
    panels: int
    automatic: bool
    at: str


@record(kw_only=True)
class ServiceFact:
    """A service.

    Attributes:
        name: Its name.
        team: The team that owns it.
        uses: The templates and libraries that it uses.
        scrape: Where its metrics are read, or None when it has none.
        metrics: Its metrics.
        alerts: Its alerts, those of its SLOs among them.
        slos: Its SLOs.
        records: What is kept of it.
        dashboards: The dashboards that show it.
        at: Where it is declared.
    """

    name: str
    team: str
    uses: tuple[str, ...]
    scrape: ScrapeFact | None
    metrics: tuple[MetricFact, ...]
    alerts: tuple[AlertFact, ...]
    slos: tuple[SLOFact, ...]
    records: tuple[KeptFact, ...]
    dashboards: tuple[DashboardFact, ...]
    at: str


def service_fact(view: View, name: str) -> ServiceFact:
    """Returns what is known of a service.

    Args:
        view: The stack.
        name: The name of one of its services.
    """
    service = view.stack.services[name]
    readers = Readers(view.stack)
    metrics = tuple(metric_fact(view, service, each, readers) for each in service.metrics.values())
    return ServiceFact(
        name=name,
        team=service.team,
        uses=service.uses,
        scrape=_scrape(view, service),
        metrics=metrics,
        alerts=tuple(alert_facts(view, service=name)),
        slos=tuple(slo_facts(view, service=name)),
        records=tuple(kept_facts(view, service.records)),
        dashboards=tuple(_dashboards(view, service, metrics)),
        at=view.at(service.origin.key()),
    )


def metric_fact(view: View, service: Service, metric: Metric, readers: Readers) -> MetricFact:
    """Returns what is known of a metric."""
    found = readers.of(service.name, metric.name)
    buckets = len(metric.buckets) + 1 if metric.type is MetricType.HISTOGRAM else 0
    return MetricFact(
        name=metric.name,
        type=metric.type.value,
        unit=metric.unit,
        help=metric.help,
        labels=tuple(LabelFact(name=e.name, values=e.values, like=e.like, max=e.max) for e in metric.labels),
        buckets=buckets,
        series=_series(metric, buckets),
        readers=tuple(each for each in found if not each.automatic),
        automatic=bool(found) and all(each.automatic for each in found),
        library=metric.library,
        at=view.at(metric.origin.key()),
    )


def kept_facts(view: View, records: tuple[Record, ...]) -> Iterator[KeptFact]:
    """Yields what is kept, window by window."""
    for each in records:
        for series in each.series:
            yield KeptFact(
                name=series.name, kind=each.kind, expression=show(series.expression), at=view.at(series.origin)
            )


def dashboard_facts(view: View) -> list[DashboardFact]:
    """Returns all dashboards, ordered by file."""
    derived = automatic_dashboards(view.stack)
    return [
        DashboardFact(
            title=each.title,
            file=each.file,
            panels=len(list(each.panels)),
            automatic=each.uid in derived,
            at=view.at(each.origin.key()),
        )
        for each in view.stack.dashboards
    ]


def addresses(service: Service) -> tuple[str, ...]:
    """Returns where the metrics of a service are read, or the service that they are pushed to."""
    if service.push is not None:
        return (service.push.via,)
    if service.scrape is None:
        return ()
    return (*service.scrape.targets, *service.scrape.dns, *service.scrape.files)


def _scrape(view: View, service: Service) -> ScrapeFact | None:
    said = service.push or service.scrape
    if said is None:
        return None
    every = scrape_interval(view.stack, service)
    return ScrapeFact(
        job=service.job,
        addresses=addresses(service),
        pushed=service.push is not None,
        path=service.scrape.path if service.push is None and service.scrape is not None else None,
        every=every[0] if every is not None else None,
        at=view.at(said.origin),
    )


def _series(metric: Metric, buckets: int) -> int | None:
    if metric.budget is not None:
        return metric.budget.most
    counts = [size_of(each) for each in metric.labels]
    known = [each for each in counts if each is not None]
    if len(known) < len(counts) or metric.type is MetricType.SUMMARY:
        return None
    # Each combination of labels of a classic histogram has its buckets, a sum and a count.
    return prod(known) * (buckets + 2 if buckets else 1)


def _dashboards(view: View, service: Service, metrics: tuple[MetricFact, ...]) -> Iterator[DashboardFact]:
    """Yields the service's own dashboard, and those that people wrote with a panel of one of its metrics."""
    titles = {each.name.partition(": ")[0] for metric in metrics for each in metric.readers if each.kind == "panel"}
    for each in dashboard_facts(view):
        own = each.automatic and each.file == f"services/{service.name}"
        if own or (not each.automatic and each.title in titles):
            yield each
