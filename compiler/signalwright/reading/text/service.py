"""Services as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from signalwright.reading.facts.alert import AlertFact
from signalwright.reading.facts.service import DashboardFact, LabelFact, MetricFact, ServiceFact
from signalwright.reading.facts.stack import ServiceLine
from signalwright.reading.text.page import Page
from signalwright.reading.text.slo import show_slo_list
from signalwright.reading.text.words import count, joined


def show_service(page: Page, service: ServiceFact) -> None:
    """Shows what is known of a service."""
    page.title(f"service `{service.name}`, team {service.team}", service.at)
    if service.uses:
        page.line(f"uses {joined(f'`{each}`' for each in service.uses)}")
    _show_scrape(page, service)
    if service.metrics:
        page.section(count(len(service.metrics), "metric"))
        page.table(
            ("name", "type", "unit", "series a target", "where"),
            [_metric(each) for each in service.metrics],
            details=[tuple(_details(each)) for each in service.metrics],
        )
    if service.alerts:
        page.section(count(len(service.alerts), "alert"))
        for alert in service.alerts:
            _show_alert(page, alert)
    if service.slos:
        page.section(count(len(service.slos), "SLO"))
        show_slo_list(page, service.slos)
    if service.records:
        page.section(count(len(service.records), "record"))
        for each in service.records:
            page.line(each.name, each.at)
            page.block(each.expression)
    if service.dashboards:
        page.section(count(len(service.dashboards), "dashboard"))
        show_dashboards(page, service.dashboards)


def show_service_list(page: Page, services: Sequence[ServiceLine]) -> None:
    """Shows a list of services."""
    page.table(
        ("service", "team", "uses", "scraped at", "metrics", "alerts", "SLOs", "records", "where"),
        [
            (
                each.name,
                each.team,
                ", ".join(each.uses),
                joined(each.addresses, "nowhere"),
                str(each.metrics),
                str(each.alerts),
                str(each.slos),
                str(each.records),
                each.at,
            )
            for each in services
        ],
    )


def show_dashboards(page: Page, dashboards: Iterable[DashboardFact]) -> None:
    """Shows a list of dashboards."""
    page.table(
        ("title", "file", "panels", "made", "where"),
        [
            (
                each.title,
                f"{each.file}.json",
                str(each.panels),
                "by itself" if each.automatic else "as written",
                each.at,
            )
            for each in dashboards
        ],
    )


def _show_scrape(page: Page, service: ServiceFact) -> None:
    scrape = service.scrape
    if scrape is None:
        page.line("it isn't scraped")
        return
    every = f", every {scrape.every}" if scrape.every is not None else ""
    if scrape.pushed:
        page.line(f"pushed by way of {joined(scrape.addresses)} as the job `{scrape.job}`, read{every}", scrape.at)
    else:
        page.line(f"scraped as the job `{scrape.job}` at {joined(scrape.addresses)}, {scrape.path}{every}", scrape.at)


def _metric(metric: MetricFact) -> tuple[str, ...]:
    kind = f"{metric.type} of {count(metric.buckets, 'bucket')}" if metric.buckets else metric.type
    return metric.name, kind, metric.unit or "", "" if metric.series is None else f"≤ {metric.series}", metric.at


def _details(metric: MetricFact) -> Iterator[str]:
    if metric.labels:
        yield f"labels: {', '.join(map(_label, metric.labels))}"
    readers = (f"{each.kind} {each.name}" for each in metric.readers)
    yield f"read by: {joined(readers, 'only the page of the service' if metric.automatic else 'nothing')}"


def _label(label: LabelFact) -> str:
    if label.values is not None:
        return f"{label.name} ({' | '.join(label.values)})"
    if label.max is not None:
        return f"{label.name} (≤ {label.max})"
    return f"{label.name} (like {label.like})" if label.like is not None else label.name


def _show_alert(page: Page, alert: AlertFact) -> None:
    for each in alert.severities:
        told = joined(dict.fromkeys(delivery.receiver or "nobody" for delivery in each.deliveries), "nobody")
        hold = f" for {each.hold}" if each.hold.milliseconds else ""
        page.line(f"{alert.name} {each.severity}{hold}, told to {told}", each.at)
        page.block(each.expression)
