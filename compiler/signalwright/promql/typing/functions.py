"""What functions make of their arguments (Prometheus, querying/functions)."""

from __future__ import annotations

import math
from dataclasses import replace

from signalwright.promql.catalogue import ANY_VALUE, Domain, SeriesType
from signalwright.promql.parsing.functions import FUNCTIONS
from signalwright.promql.tree import Call, Expression, Parenthesis, Selector, String
from signalwright.promql.typing.facts import INFINITY, NOTHING_KNOWN, Branch, Facts
from signalwright.promql.typing.labels import ANYTHING, LabelFact, Labels, Reason, State, scalar_labels
from signalwright.promql.typing.units import PER_SECOND, RATIO, SECONDS, Unit, product

RATES = frozenset({"rate", "irate", "increase"})
"""Functions that are meant for counters: they take a fall of the value for a restart."""

DIFFERENCES = frozenset({"delta", "idelta", "deriv", "predict_linear", "double_exponential_smoothing", "holt_winters"})
"""Functions that are meant for gauges: a restart of a counter is a fall to them."""

POSITION_OF_BUCKETS = {"histogram_quantile": 1, "histogram_quantiles": 0, "histogram_fraction": 2}
"""Functions that read the buckets of histograms, and which of their arguments these are."""

_SAME_VALUES = frozenset(
    {
        "avg_over_time", "first_over_time", "last_over_time", "max_over_time", "min_over_time", "quantile_over_time",
        "sort", "sort_desc", "sort_by_label", "sort_by_label_desc",
    }
)  # fmt: skip
_CHANGED_VALUES = frozenset({"stddev_over_time", "mad_over_time", "sum_over_time"})
_DATES: dict[str, tuple[float, float]] = {
    "hour": (0, 23), "minute": (0, 59), "day_of_week": (0, 6), "day_of_month": (1, 31), "day_of_year": (1, 366),
    "days_in_month": (28, 31), "month": (1, 12), "year": (-INFINITY, INFINITY),
}  # fmt: skip
_COUNTS: dict[str, tuple[float, float]] = {
    "changes": (0, INFINITY), "resets": (0, INFINITY), "count_over_time": (1, INFINITY),
    "present_over_time": (1, 1), "histogram_count": (0, INFINITY),
}  # fmt: skip
_TIMES = frozenset(
    {"timestamp", "ts_of_max_over_time", "ts_of_min_over_time", "ts_of_last_over_time", "ts_of_first_over_time"}
)


def facts_of_call(call: Call, arguments: tuple[Facts, ...]) -> Facts:
    """Returns what a call returns.

    Args:
        call: The call.
        arguments: What is known of its arguments, in order.
    """
    name = call.function
    result = FUNCTIONS[name].result if name in FUNCTIONS else "instant"
    if result == "scalar":
        return _scalar(call, arguments)
    if name in ("absent", "absent_over_time"):
        return Facts("instant", (_absent(call),))
    if name == "vector":
        inner = arguments[0]
        labels = scalar_labels("`vector()`", call.span)
        only = inner.branches[0]
        return Facts("instant", (replace(only, labels=labels, always=True, node=call),))
    if name in _DATES and not arguments:
        low, high = _DATES[name]
        labels = scalar_labels(f"`{name}()`", call.span)
        return Facts(
            "instant", (Branch(labels=labels, type=SeriesType.GAUGE, low=low, high=high, always=True, node=call),)
        )
    position = _position_of_vector(arguments)
    if position is None:
        return NOTHING_KNOWN
    return Facts("instant", tuple(_applied(call, each, arguments) for each in arguments[position].branches))


def _position_of_vector(arguments: tuple[Facts, ...]) -> int | None:
    return next((index for index, each in enumerate(arguments) if each.kind in ("instant", "range")), None)


def _scalar(call: Call, arguments: tuple[Facts, ...]) -> Facts:
    labels = scalar_labels("a number", call.span)
    if call.function == "scalar":
        inner = arguments[0].branches[0]
        return Facts("scalar", (Branch(labels=labels, type=inner.type, unit=inner.unit, always=True, node=call),))
    unit = SECONDS if call.function in ("time", "start", "end", "step", "range") else None
    number = 3.141592653589793 if call.function == "pi" else None
    low = 0.0 if unit is not None else -INFINITY
    return Facts("scalar", (Branch(labels=labels, unit=unit, low=low, always=True, node=call),), number)


def _absent(call: Call) -> Branch:
    """Returns the one series of `absent`: it has the labels that are compared with `=`, each once."""
    selector = _selector_in(call.arguments[0])
    known: dict[str, LabelFact] = {}
    if selector is not None:
        seen: set[str] = set()
        for each in selector.matchers:
            if each.label == "__name__":
                continue
            if each.operator == "=" and each.label not in seen and each.value:
                reason = Reason("is taken from the matcher", each.span)
                known[each.label] = LabelFact(State.GUARANTEED, reason, Domain((each.value,)))
            else:
                known.pop(each.label, None)
            seen.add(each.label)
    what = f"isn't known to `{call.function}()`: it takes labels from matchers with `=` only"
    labels = Labels(known, LabelFact(State.IMPOSSIBLE, Reason(what, call.span)))
    return Branch(labels=labels, type=SeriesType.GAUGE, low=1, high=1, is_filtered=True, node=call)


def _selector_in(expression: Expression) -> Selector | None:
    while isinstance(expression, Parenthesis):
        expression = expression.expression
    return expression if isinstance(expression, Selector) else None


def _applied(call: Call, inner: Branch, arguments: tuple[Facts, ...]) -> Branch:
    """Returns what a function makes of one branch of its vector."""
    name = call.function
    if name in _SAME_VALUES:
        return replace(inner, node=call)
    if name in RATES:
        return _rated(call, inner)
    if name in ("histogram_quantile", "histogram_quantiles"):
        return _quantile(call, inner)
    if name in ("label_replace", "label_join"):
        return _relabelled(call, inner)
    kind, unit, low, high = SeriesType.GAUGE, inner.unit, -INFINITY, INFINITY
    if name in _COUNTS:
        unit, (low, high) = None, _COUNTS[name]
    elif name in _DATES:
        unit, (low, high) = None, _DATES[name]
    elif name in _TIMES:
        unit, low = SECONDS, 0.0
    elif name == "deriv":
        unit = product(_value_unit(inner), PER_SECOND)
    elif name in DIFFERENCES or name in _CHANGED_VALUES:
        low = 0.0 if name != "sum_over_time" and name in _CHANGED_VALUES else low
        low = inner.low if name == "sum_over_time" and inner.low >= 0 else low
    elif name == "abs":
        kind, low, high = inner.type, max(0.0, inner.low), max(abs(inner.low), abs(inner.high))
    elif name in ("ceil", "floor", "round"):
        kind, (low, high) = inner.type, _rounded(name, inner, arguments)
    elif name in ("clamp", "clamp_min", "clamp_max"):
        kind, (low, high) = inner.type, _clamped(name, inner, arguments)
    elif name in ("histogram_sum", "histogram_avg", "histogram_stddev"):
        pass
    elif name == "histogram_fraction":
        unit, low, high = RATIO, 0.0, 1.0
    elif name == "info":
        return replace(inner, labels=Labels(inner.labels.known, ANYTHING.rest), node=call)
    else:
        unit = None
    return Branch(
        labels=inner.labels,
        type=kind,
        unit=unit,
        low=low,
        high=high,
        always=inner.always,
        is_filtered=inner.is_filtered,
        sources=inner.sources,
        key=inner.key,
        is_rated=inner.is_rated,
        node=call,
    )


def _value_unit(branch: Branch) -> Unit | None:
    return None if branch.type is SeriesType.BUCKET else branch.unit


def _rated(call: Call, inner: Branch) -> Branch:
    kept = inner.type in (SeriesType.BUCKET, SeriesType.HISTOGRAM, SeriesType.UNKNOWN)
    unit = inner.unit
    if call.function != "increase" and inner.type is not SeriesType.BUCKET and inner.type is not SeriesType.HISTOGRAM:
        unit = product(inner.unit, PER_SECOND)
    return replace(
        inner,
        type=inner.type if kept else SeriesType.GAUGE,
        is_rated=True,
        unit=unit,
        low=0.0 if inner.type is not SeriesType.HISTOGRAM else -INFINITY,
        high=INFINITY,
        node=call,
    )


def _quantile(call: Call, inner: Branch) -> Branch:
    labels = inner.labels
    if inner.type is not SeriesType.HISTOGRAM:
        labels = labels.dropped(("le",), Reason(f"is used up by `{call.function}()`", call.span))
    if call.function == "histogram_quantiles" and len(call.arguments) > 1 and isinstance(call.arguments[1], String):
        fact = LabelFact(State.GUARANTEED, Reason(f"is set by `{call.function}()`", call.span))
        labels = labels.changed(call.arguments[1].value, fact)
    return replace(inner, labels=labels, type=SeriesType.GAUGE, low=-INFINITY, high=_last_bound(inner), node=call)


def _last_bound(inner: Branch) -> float:
    """Returns the highest quantile of buckets: what lies beyond their last finite bound is taken for that bound."""
    domains = [each.labels.get("le", ANY_VALUE) for each in inner.sources]
    if inner.type is not SeriesType.BUCKET or not domains:
        return INFINITY
    return max(_last_of(each) for each in domains)


def _last_of(bounds: Domain) -> float:
    # Before 3.0 a bound has several spellings, which a pattern lists.
    spelled = bounds.values if bounds.values is not None else (bounds.like or "+Inf").replace("\\", "").split("|")
    return max((float(each) for each in spelled if each != "+Inf"), default=INFINITY)


def _relabelled(call: Call, inner: Branch) -> Branch:
    target = call.arguments[1] if len(call.arguments) > 1 else None
    if not isinstance(target, String) or target.value == "__name__":
        return replace(inner, node=call)
    before = inner.labels.fact(target.value)
    reason = Reason(f"is set by `{call.function}()`", call.span)
    # A pattern that doesn't match leaves the label as it was, and an empty text takes it away.
    certain = before.state is State.GUARANTEED and call.function == "label_replace"
    state = State.GUARANTEED if certain and _replacement(call) != "" else State.POSSIBLE
    return replace(
        inner, labels=inner.labels.changed(target.value, LabelFact(state, reason, ANY_VALUE)), key=None, node=call
    )


def _replacement(call: Call) -> str:
    value = call.arguments[2] if len(call.arguments) > 2 else None
    return value.value if isinstance(value, String) else ""


def _rounded(name: str, inner: Branch, arguments: tuple[Facts, ...]) -> tuple[float, float]:
    if len(arguments) > 1:
        # To the nearest multiple of any number, which may be far away.
        return -INFINITY, INFINITY
    down = math.ceil if name == "ceil" else math.floor
    up = math.floor if name == "floor" else math.ceil
    low = inner.low if math.isinf(inner.low) else float(down(inner.low))
    return low, inner.high if math.isinf(inner.high) else float(up(inner.high))


def _clamped(name: str, inner: Branch, arguments: tuple[Facts, ...]) -> tuple[float, float]:
    numbers = [each.number for each in arguments[1:]]
    if any(each is None for each in numbers) or not numbers:
        return -INFINITY, INFINITY
    low = numbers[0] if name in ("clamp", "clamp_min") else None
    high = numbers[-1] if name in ("clamp", "clamp_max") else None
    least = inner.low if low is None else max(inner.low, low)
    most = inner.high if high is None else min(inner.high, high)
    if low is not None:
        most = max(most, low)
    if high is not None:
        least = min(least, high)
    return least, most
