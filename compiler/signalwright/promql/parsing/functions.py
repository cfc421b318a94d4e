"""The functions of PromQL: what they take, what they return, and which versions of Prometheus have them.

Names and types are those of Prometheus 3.15 (querying/functions), the versions those of its change log. A function
without a version is older than 2.42.
"""

from __future__ import annotations

from signalwright.promql.parsing.mistake import Kind, Release
from signalwright.records import record

EXPERIMENTAL_FUNCTIONS = "promql-experimental-functions"
START_TIMESTAMPS = "use-start-timestamps"


@record
class Function:
    """A function.

    Attributes:
        parameters: The kinds of its arguments; further arguments have the last one's.
        least: How many arguments it takes at least.
        most: How many it takes at most, or None when there is no end.
        result: The kind that it returns.
        since: The first version that has it, or None when all have it that we know.
        until: The first version that doesn't have it any more, or None.
        flag: The feature that has to be enabled for it in the newest version, or None.
        instead: The function to use where this one isn't, or None.
    """

    parameters: tuple[Kind, ...]
    least: int
    most: int | None
    result: Kind
    since: Release | None = None
    until: Release | None = None
    flag: str | None = None
    instead: str | None = None


_LETTERS: dict[str, Kind] = {"i": "instant", "r": "range", "s": "scalar", "t": "string"}

# Each signature with the functions that have it: a letter for each argument, the result behind the arrow.
_PLAIN = {
    "i>i": (
        "abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_count histogram_sum ln "
        "log10 log2 rad sgn sin sinh sort sort_desc sqrt tan tanh timestamp"
    ),
    "r>i": (
        "absent_over_time avg_over_time changes count_over_time delta deriv idelta increase irate last_over_time "
        "max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time sum_over_time"
    ),
    "is>i": "clamp_max clamp_min",
    "iss>i": "clamp",
    "ssi>i": "histogram_fraction",
    "si>i": "histogram_quantile",
    "itttt>i": "label_replace",
    ">s": "pi time",
    "rs>i": "predict_linear",
    "sr>i": "quantile_over_time",
    "i>s": "scalar",
    "s>i": "vector",
}


def _function(
    signature: str,
    since: Release | None = None,
    flag: str | None = None,
    *,
    least: int | None = None,
    more: int | None = 0,
    until: Release | None = None,
    instead: str | None = None,
) -> Function:
    letters, _, result = signature.partition(">")
    parameters: tuple[Kind, ...] = tuple(_LETTERS[each] for each in letters)
    fewest = len(parameters) if least is None else least
    most = None if more is None else len(parameters) + more
    return Function(parameters, fewest, most, _LETTERS[result], since, until, flag, instead)


def _table() -> dict[str, Function]:
    table = {name: _function(signature) for signature, names in _PLAIN.items() for name in names.split()}
    for name in ("days_in_month", "day_of_month", "day_of_week", "day_of_year", "hour", "minute", "month", "year"):
        table[name] = _function("i>i", least=0)
    table["round"] = _function("is>i", least=1)
    table["label_join"] = _function("ittt>i", least=3, more=None)
    for name in ("histogram_stddev", "histogram_stdvar"):
        table[name] = _function("i>i", (2, 47))
    table["histogram_avg"] = _function("i>i", (2, 51))
    table["first_over_time"] = _function("r>i", (3, 7))
    table["holt_winters"] = _function("rss>i", until=(3, 0), instead="double_exponential_smoothing")
    table["mad_over_time"] = _function("r>i", (2, 49), EXPERIMENTAL_FUNCTIONS)
    for name in ("sort_by_label", "sort_by_label_desc"):
        table[name] = _function("it>i", (2, 49), EXPERIMENTAL_FUNCTIONS, least=1, more=None)
    table["info"] = _function("ii>i", (2, 55), EXPERIMENTAL_FUNCTIONS, least=1)
    table["double_exponential_smoothing"] = _function("rss>i", (3, 0), EXPERIMENTAL_FUNCTIONS, instead="holt_winters")
    for name in ("ts_of_max_over_time", "ts_of_min_over_time", "ts_of_last_over_time"):
        table[name] = _function("r>i", (3, 5), EXPERIMENTAL_FUNCTIONS)
    table["ts_of_first_over_time"] = _function("r>i", (3, 7), EXPERIMENTAL_FUNCTIONS)
    table["histogram_quantiles"] = _function("itss>i", (3, 11), EXPERIMENTAL_FUNCTIONS, least=3, more=8)
    for name in ("start", "end", "step", "range"):
        table[name] = _function(">s", (3, 12), EXPERIMENTAL_FUNCTIONS)
    for name in ("min_of", "max_of"):
        table[name] = _function("ss>s", (3, 13), EXPERIMENTAL_FUNCTIONS)
    table["start_timestamp"] = _function("i>i", (3, 14), START_TIMESTAMPS)
    return table


FUNCTIONS = _table()
"""Every function by its name; names are read with the case of their letters."""

AGGREGATION_PARAMETERS: dict[str, Kind] = {
    "topk": "scalar",
    "bottomk": "scalar",
    "quantile": "scalar",
    "limitk": "scalar",
    "limit_ratio": "scalar",
    "count_values": "string",
}
"""The kind of the first argument of the aggregation operators that take one (querying/operators)."""

NEW_AGGREGATIONS: dict[str, Release] = {"limitk": (2, 54), "limit_ratio": (2, 54)}
"""The aggregation operators that are newer than 2.42; all of them want `promql-experimental-functions`."""
