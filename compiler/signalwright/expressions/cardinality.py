"""How many series there can be at once: an upper bound, and the label that makes most of them."""

from __future__ import annotations

from collections.abc import Mapping

from signalwright import names
from signalwright.ir.metric import LabelDomain, Metric, MetricType
from signalwright.ir.rules import RecordingRule, Shaped
from signalwright.ir.service import Service
from signalwright.promql.catalogue import Catalogue, Domain
from signalwright.promql.counting import count_of
from signalwright.promql.typing.analysis import Analysis
from signalwright.promql.typing.facts import Branch
from signalwright.records import record


@record
class Bound:
    """The most series that a metric, or what a rule records, can have.

    Attributes:
        series: Their number, the product of the labels' values unless the metric says a smaller one; a label of which
            nothing is known is counted as one value.
        least: What is certain of it however the labels depend on each other: the values of the largest one alone.
        sizes: The number of values of each label that is known, `instance` and the bounds of buckets among them.
        unknown: The labels of which nothing is known.
    """

    series: int
    least: int
    sizes: Mapping[str, int]
    unknown: tuple[str, ...]

    @property
    def costliest(self) -> str | None:
        """The label with most values, or None when none has more than one."""
        many = [name for name, size in self.sizes.items() if size > 1]
        return max(many, key=lambda name: (self.sizes[name], name), default=None)


def size_of(label: LabelDomain) -> int | None:
    """Returns the most values that a label can have, or None when nothing says it."""
    if label.max is not None:
        return label.max
    return count_of(label.like) if label.like is not None else None


def size_of_domain(domain: Domain) -> int | None:
    """Returns the most values that a label of a result can have, or None when nothing says it."""
    if domain.size is not None or domain.like is None:
        return domain.size
    return count_of(domain.like)


def bound_of_rule(catalogue: Catalogue, rule: RecordingRule) -> Bound:
    """Returns the most series that a rule can record.

    Args:
        catalogue: The series that it can read.
        rule: The rule; one of those that an SLO is made of records a single series.
    """
    if isinstance(rule.query, Shaped):
        return Bound(1, 1, {}, ())
    bounds = [_bound_of_branch(each) for each in Analysis(catalogue, rule.query.tree).result.branches]
    sizes: dict[str, int] = {}
    for bound in bounds:
        sizes.update({name: max(size, sizes.get(name, 0)) for name, size in bound.sizes.items()})
    unknown = dict.fromkeys(name for bound in bounds for name in bound.unknown)
    series, least = sum(each.series for each in bounds), max(each.least for each in bounds)
    return Bound(series, least, sizes, tuple(unknown))


def _bound_of_branch(branch: Branch) -> Bound:
    labels = {name: size_of_domain(branch.labels.known[name].domain) for name in sorted(branch.labels.possible)}
    sizes = {name: size for name, size in labels.items() if size is not None}
    total = 1
    for size in sizes.values():
        total *= size
    said = [each.most for each in branch.sources]
    if said:
        # Nothing that PromQL makes of series has more of them.
        total = min(total, sum(each if each is not None else total for each in said))
    return Bound(total, max(sizes.values(), default=1), sizes, tuple(name for name in labels if name not in sizes))


def bound_of(metric: Metric, service: Service) -> Bound:
    """Returns the most series that a metric of a service can have.

    A classic histogram has a series for each of its buckets, one for `+Inf`, one for the sum and one for the count
    (Prometheus, concepts/metric_types).

    Args:
        metric: The metric.
        service: The service.
    """
    sizes: dict[str, int] = {}
    unknown: list[str] = []
    for label in metric.labels:
        size = size_of(label)
        if size is None:
            unknown.append(label.name)
        else:
            sizes[label.name] = size
    scrape = service.scrape
    if scrape is not None and not scrape.dns and not scrape.files:
        sizes[names.INSTANCE] = len(scrape.targets)
    elif scrape is not None:
        unknown.append(names.INSTANCE)
    total = 1
    for size in sizes.values():
        total *= size
    largest = max((sizes[each.name] for each in metric.labels if each.name in sizes), default=1)
    apart = 1
    if metric.type is MetricType.HISTOGRAM:
        if metric.buckets:
            sizes[names.BUCKET_BOUND] = len(metric.buckets) + 1
        else:
            unknown.append(names.BUCKET_BOUND)
        apart = len(metric.buckets) + 3
    elif metric.type is MetricType.SUMMARY:
        unknown.append("quantile")
        apart = 3
    said = metric.budget.most if metric.budget is not None else total * apart
    return Bound(min(total * apart, said), largest * apart, sizes, tuple(unknown))
