"""How far back the parts of an expression look, and how often what they read gets a sample."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright.expressions.use import Role, Use, seconds, unwrapped
from signalwright.promql.duration import show_duration
from signalwright.promql.tree import Call, Expression, Selector, Subquery
from signalwright.records import record

NEEDING_TWO = frozenset(
    {
        "rate", "irate", "increase", "delta", "idelta", "deriv", "predict_linear", "double_exponential_smoothing",
        "holt_winters", "changes", "resets",
    }
)  # fmt: skip
"""Functions that compare samples, of which they need two."""


@record
class Window:
    """The range that a function compares samples in.

    Attributes:
        call: The function's call.
        part: What has the range.
        length: The range in seconds.
        every: How often there is a sample in it, in seconds, or None when that isn't known.
    """

    call: Call
    part: Selector | Subquery
    length: float
    every: float | None


def windows(use: Use) -> Iterator[Window]:
    """Yields the ranges that functions compare samples in, as far as their lengths are known."""
    for call in use.calls:
        if call.function not in NEEDING_TWO or not call.arguments:
            continue
        part = unwrapped(call.arguments[0])
        if isinstance(part, Selector):
            # With `anchored` and `smoothed` samples outside of the range count as well.
            length = length_of(use, part.range_) if part.bounds is None else None
            every = sampled_every(use, part)
        elif isinstance(part, Subquery):
            length = length_of(use, part.range_)
            every = length_of(use, part.step) if part.step is not None else use.catalogue.evaluate_every
        else:
            continue
        if length is not None:
            yield Window(call, part, length, every)


def length_of(use: Use, duration: str | None) -> float | None:
    """Returns the length of a range or a step in seconds; None where only the server or Grafana knows it."""
    if duration is None or (use.role is Role.PANEL and duration.startswith("00")):
        # Zeros in front are a variable's: Grafana puts in what the panel's width asks for.
        return None
    return seconds(duration)


def sampled_every(use: Use, selector: Selector) -> float | None:
    """Returns how often the series of a selector get a sample, the most often if they differ, in seconds, or None."""
    series = use.series(selector)
    if not series and selector.metric is not None and ":" not in selector.metric:
        return use.catalogue.scrape_every
    found = [
        use.catalogue.scrape_every if each.every is None and not each.is_recorded else each.every for each in series
    ]
    known = [each for each in found if each is not None]
    return min(known) if known and len(known) == len(found) else None


def subqueries_around(use: Use, part: Expression) -> list[Subquery]:
    """Returns the subqueries that a part stands in, innermost first."""
    if not use.subqueries:
        return []
    found = []
    above = use.parent(part)
    while above is not None:
        if isinstance(above, Subquery):
            found.append(above)
        above = use.parent(above)
    return found


def offset_of(part: Selector | Subquery) -> float | None:
    """Returns how far back `offset` moves a part, in seconds, negative into the future; None when it isn't known."""
    if part.offset is None:
        return 0.0
    length = seconds(part.offset)
    return None if length is None else -length if part.offset.startswith("-") else length


def beyond_retention(use: Use) -> Iterator[tuple[Selector | Subquery, float, bool]]:
    """Yields each part that looks back further than samples are kept.

    Args:
        use: The expression.

    Yields:
        The part, how far back it looks with all that it stands in, in seconds, and whether its offset alone does.
    """
    kept = use.catalogue.retention
    if kept is None:
        return
    told: set[int] = set()
    for selector in use.selectors:
        reach = 0.0
        parts: list[Selector | Subquery] = [selector, *subqueries_around(use, selector)]
        for part in parts:
            offset = offset_of(part)
            length = length_of(use, part.range_) if part.range_ is not None else 0.0
            if part.at is not None or offset is None or length is None:
                break
            reach += offset + length
            if reach > kept or offset >= kept:
                if id(part) not in told:
                    told.add(id(part))
                    yield part, reach, offset >= kept
                break


def shown(length: float) -> str:
    """Returns a length in seconds as people write it: `1h30m`."""
    return show_duration(round(length * 1_000))
