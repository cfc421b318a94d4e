"""How often series are read, which says what a range over them can tell."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.promql.duration import parse_duration
from signalwright.promql.tree import Call, Expression, Selector, walk

# A difference needs two samples; PromQL drops series that have fewer within the range.
_OF_TWO_SAMPLES = ("rate", "increase", "delta", "deriv", "predict_linear")


def scrape_intervals(stack: Stack) -> dict[str, tuple[Duration, Origin]]:
    """Returns how often the series of each job are read, and where that is said; without jobs that nothing reads."""
    backend = stack.backends.get("prometheus")
    if backend is None:
        return {}
    usual = getattr(backend.settings, "scrape_every", None), backend.origin.child("scrape_every")
    found: dict[str, tuple[Duration, Origin]] = {}
    for service in stack.services.values():
        reader = service if service.push is None else stack.services.get(service.push.via)
        if reader is None or reader.scrape is None:
            continue
        scrape = reader.scrape
        every, place = (scrape.every, scrape.every_origin) if scrape.every is not None else usual
        if isinstance(every, Duration):
            found[service.job] = every, place
    return found


def differences(expression: Expression) -> Iterator[tuple[Duration, str]]:
    """Yields the range and the job of every series in an expression of which a difference is taken."""
    for call in walk(expression):
        if isinstance(call, Call) and call.function in _OF_TWO_SAMPLES:
            for argument in call.arguments:
                if isinstance(argument, Selector) and argument.range_ is not None:
                    jobs = (each.value for each in argument.matchers if each.label == names.JOB)
                    yield from ((Duration(parse_duration(argument.range_)), job) for job in jobs)
