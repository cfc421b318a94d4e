"""Labels that are worth keeping apart in a picture."""

from __future__ import annotations

from collections.abc import Sequence

from signalwright.ir.metric import LabelDomain, Metric

# A label with more values than this makes a picture of lines that nobody tells apart.
MOST_LINES = 12
# Two ways are compared with each other; their sum says little.
_WAYS = ("direction",)
# Labels that say how something ended, best first: they split a rate into what is good and what isn't.
_OUTCOMES = ("status", "code", "status_code", "result", "outcome", "state", "success")


def best_split(metric: Metric) -> tuple[str, ...]:
    """Returns the label by which a rate is best kept apart: how it ended, or else one with few values."""
    few = [each.name for each in metric.labels if _has_few_values(each)]
    outcome = next((each for each in _OUTCOMES if each in {label.name for label in metric.labels}), None)
    return (outcome,) if outcome is not None else tuple(few[:1])


def is_partition(metric: Metric, by: Sequence[str]) -> bool:
    """Returns whether what is kept apart is the few parts of a whole, so that it reads well as a stack."""
    if len(by) != 1 or by[0] in _WAYS:
        return False
    return any(each.name == by[0] and (_has_few_values(each) or each.name in _OUTCOMES) for each in metric.labels)


def _has_few_values(label: LabelDomain) -> bool:
    return label.max is not None and label.max <= MOST_LINES
