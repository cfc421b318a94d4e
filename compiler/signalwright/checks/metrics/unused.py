"""A metric is declared, and nothing that is made from the spec reads it.

No alert, SLO, record or price is about it, and no page shows it. Either something was forgotten that should be, or the
declaration is left over. A stack with a Grafana shows every metric on the page of its service. Metrics that a library
knows don't count, and nothing is said of an environment that removes a part of the stack.

Bad:

```yaml
services: {cart: {team: web, scrape: ["cart:8000"], metrics: {items: gauge}}}
```

Good:

```yaml
services:
  cart:
    team: web
    scrape: ["cart:8000"]
    metrics: {items: gauge}
    records: {items: {value: items}}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from signalwright import names
from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.ir.metric import Metric, Series
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.passes.resolve.scope import Path
from signalwright.passes.resolve.series import metric_of_series
from signalwright.promql.reads import Read, reads_of
from signalwright.promql.tree import Expression

LEVEL = Level.WARNING


def check(stack: Stack) -> Iterator[Diagnostic]:
    """Yields a warning for each metric of a stack without a Grafana that nothing reads."""
    if names.GRAFANA in stack.backends or stack.is_reduced:
        return
    unread = _unread(stack)
    metrics = [(service, metric) for service in stack.services.values() for metric in service.metrics.values()]
    # A template declares a metric once for all services that use it, of which one may read it.
    read = {_declaration(metric) for service, metric in metrics if (service.job, metric.name) not in unread}
    for service, metric in metrics:
        if (service.job, metric.name) in unread and metric.library is None and _declaration(metric) not in read:
            yield Diagnostic(
                "metrics/unused",
                f"nothing reads the metric `{metric.name}` of `{service.name}`",
                Label(metric.origin.key()),
                help="alert on it, keep it as a record, declare a Grafana that shows it, or leave it out",
                level=LEVEL,
            )


def _declaration(metric: Metric) -> tuple[str, Path]:
    """Returns the place where a metric is written, whoever uses it."""
    return metric.origin.file, metric.origin.path


def _unread(stack: Stack) -> set[tuple[str, str]]:
    """Returns job and name of each metric that nothing reads."""
    unread = {(service.job, name) for service in stack.services.values() for name in service.metrics}
    texts = " ".join(_texts(stack))
    # The text of an alert can ask for a value by itself.
    unread = {each for each in unread if each[1] not in texts}
    for series in _series(stack):
        unread.discard((series.matchers[0].value, series.metric.name))
    services = {service.job: service for service in stack.services.values()}
    for read in {each for expression in _expressions(stack) for each in reads_of(expression)}:
        if read.metric is None:
            unread = {each for each in unread if read.job not in (None, each[0])}
        else:
            unread -= _meant(services, read, read.metric)
    return unread


def _meant(services: Mapping[str, Service], read: Read, name: str) -> set[tuple[str, str]]:
    """Returns job and name of each metric that a selector reads series of."""
    jobs = services if read.job is None else services.keys() & {read.job}
    metrics = ((job, metric_of_series(services[job].metrics, name)) for job in jobs)
    return {(job, metric.name) for job, metric in metrics if metric is not None}


def _texts(stack: Stack) -> Iterator[str]:
    for alert in stack.all_alerts:
        if "query" in alert.summary:
            yield alert.summary
        if alert.description is not None and "query" in alert.description:
            yield alert.description


def _series(stack: Stack) -> Iterator[Series]:
    """Yields what is read by whatever says it in a short form."""
    for service in stack.services.values():
        for slo in service.slos:
            yield from slo.sli.reads
        for price in service.prices:
            yield price.read
        for kept in service.records:
            yield from kept.reads
    for kept in stack.records:
        yield from kept.reads


def _expressions(stack: Stack) -> Iterator[Expression]:
    """Yields what is read by whatever may have PromQL that people wrote."""
    for alert in stack.all_alerts:
        for threshold in alert.thresholds:
            yield threshold.expression
    for records in (stack.records, *(service.records for service in stack.services.values())):
        for kept in records:
            if not kept.reads:
                yield from (series.expression for series in kept.series)
    # That nobody shows the dashboards is a finding of its own.
    for dashboard in stack.dashboards:
        for panel in dashboard.panels:
            yield from (measure.query.tree for measure in panel.measures)
