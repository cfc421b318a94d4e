"""Which alerts, SLOs, records, prices and panels read which metric."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from signalwright import names
from signalwright.ir.dashboard import Dashboard
from signalwright.ir.metric import Metric, MetricType, Series
from signalwright.ir.routes import LabelMatch
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.promql.gate import metric_names
from signalwright.promql.tree import Expression, Matcher, Selector, Verbatim, walk
from signalwright.promql.variables import without_variables
from signalwright.reading.delivery import fits
from signalwright.records import record

_PARTS = {
    MetricType.HISTOGRAM: ("_bucket", "_sum", "_count"),
    MetricType.SUMMARY: ("_sum", "_count"),
}


@record
class Reader:
    """Something that reads a metric.

    Attributes:
        kind: What it is: `alert`, `SLO`, `record`, `price` or `panel`.
        name: What it is called; of another service, with the service before it.
        automatic: Whether nobody asked for it: a panel of a derived dashboard.
    """

    kind: str
    name: str
    automatic: bool = False


class Readers:
    """The readers of all metrics of a stack."""

    def __init__(self, stack: Stack) -> None:
        """Goes through the stack once.

        Args:
            stack: The stack with everything derived.
        """
        self._owners: dict[tuple[str, str], tuple[str, str]] = {}
        self._by_series: dict[str, list[tuple[str, tuple[str, str]]]] = {}
        self._found: dict[tuple[str, str], dict[Reader, None]] = {}
        for service in stack.services.values():
            for metric in service.metrics.values():
                for name in _series_names(metric):
                    self._owners[service.job, name] = service.name, metric.name
                    self._by_series.setdefault(name, []).append((service.job, (service.name, metric.name)))
        for service in stack.services.values():
            self._read_service(service)
        for alert in stack.alerts:
            self._read(Reader("alert", alert.name), (each.expression for each in alert.thresholds))
        for kept in stack.records:
            self._read(Reader("record", kept.name), (each.expression for each in kept.series))
        derived = automatic_dashboards(stack)
        for dashboard in stack.dashboards:
            self._read_dashboard(dashboard, stack, automatic=dashboard.uid in derived)

    def of(self, service: str, metric: str) -> tuple[Reader, ...]:
        """Returns what reads a metric, in the order of services and within them of what they declare."""
        return tuple(self._found.get((service, metric), ()))

    def _read_service(self, service: Service) -> None:
        for alert in service.alerts:
            self._read(Reader("alert", alert.name), (each.expression for each in alert.thresholds))
        for slo in service.slos:
            for series in slo.sli.reads:
                self._take(Reader("SLO", slo.name), _owner(series, self._owners))
        for kept in service.records:
            self._read(Reader("record", kept.name), (each.expression for each in kept.series))
        for price in service.prices:
            self._take(Reader("price", price.read.name), _owner(price.read, self._owners))

    def _read_dashboard(self, dashboard: Dashboard, stack: Stack, *, automatic: bool) -> None:
        alone = next(
            (
                each.job
                for each in stack.services.values()
                if dashboard.uid
                == names.dashboard_uid(stack.name, stack.environment, names.service_dashboard(each.name))
            ),
            None,
        )
        for panel in dashboard.panels:
            reader = Reader("panel", f"{dashboard.title}: {panel.title}", automatic)
            self._read(reader, (measure.query.tree for measure in panel.measures), alone)

    def _read(self, reader: Reader, expressions: Iterable[Expression], job: str | None = None) -> None:
        for expression in expressions:
            for each in walk(expression):
                for owner in self._read_by(each, job):
                    self._take(reader, owner)

    def _read_by(self, expression: Expression, job: str | None) -> Iterator[tuple[str, str]]:
        """Yields the metrics that a part of an expression reads; `job` is the one that a page's variable stands for."""
        if isinstance(expression, Selector) and isinstance(expression.metric, str):
            conditions = [_job_condition(each, job) for each in expression.matchers if each.label == names.JOB]
            for owner_job, owner in self._by_series.get(expression.metric, ()):
                if all(fits(each, {names.JOB: owner_job}) for each in conditions if each is not None):
                    yield owner
        elif isinstance(expression, Verbatim):
            # What people wrote names the job where several services have the metric.
            for name, _, _ in metric_names(without_variables(expression.text)):
                owners = self._by_series.get(name, [])
                yield from (owner for own, owner in owners if len(owners) == 1 or f'"{own}"' in expression.text)

    def _take(self, reader: Reader, owner: tuple[str, str] | None) -> None:
        if owner is not None:
            self._found.setdefault(owner, {}).setdefault(reader)


def automatic_dashboards(stack: Stack) -> frozenset[str]:
    """Returns the identities of the dashboards that nobody asked for."""
    derived = [names.STACK_DASHBOARD, names.SLO_DASHBOARD, *map(names.service_dashboard, stack.services)]
    return frozenset(names.dashboard_uid(stack.name, stack.environment, each) for each in derived)


def _job_condition(matcher: Matcher, job: str | None) -> LabelMatch | None:
    """Returns what a matcher asks of a job; None where a reader of the page chooses it and any may be meant."""
    if names.JOB_VARIABLE in str(matcher.value):
        return None if job is None else LabelMatch(names.JOB, "=", job)
    return LabelMatch(names.JOB, matcher.operator, str(matcher.value))


def _owner(series: Series, owners: dict[tuple[str, str], tuple[str, str]]) -> tuple[str, str] | None:
    job = next((str(each.value) for each in series.matchers if each.label == names.JOB), "")
    return owners.get((job, series.name))


def _series_names(metric: Metric) -> tuple[str, ...]:
    return (metric.name, *(f"{metric.name}{part}" for part in _PARTS.get(metric.type, ())))
