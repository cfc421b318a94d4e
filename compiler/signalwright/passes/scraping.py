"""How often series are read, which says what a range over them can tell."""

from __future__ import annotations

from collections.abc import Iterator

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.promql.duration import parse_duration
from signalwright.promql.tree import Call, Expression, Selector, walk

# A difference needs two samples; PromQL drops series that have fewer within the range.
_OF_TWO_SAMPLES = ("rate", "increase", "delta", "deriv", "predict_linear")


def scrape_intervals(stack: Stack) -> dict[str, tuple[Duration, Origin]]:
    """Returns how often the series of each job are read, and where that is said; without jobs that nothing reads."""
    found = ((service.job, scrape_interval(stack, service)) for service in stack.services.values())
    return {job: interval for job, interval in found if interval is not None}


def scrape_interval(stack: Stack, service: Service) -> tuple[Duration, Origin] | None:
    """Returns how often the series of a service are read, and where that is said; None when nothing reads them."""
    backend = stack.backends.get("prometheus")
    reader = service if service.push is None else stack.services.get(service.push.via)
    if backend is None or reader is None or reader.scrape is None:
        return None
    if reader.scrape.every is not None:
        return reader.scrape.every, reader.scrape.every_origin
    usual = usual_interval(stack)
    return None if usual is None else (usual, backend.origin.child("scrape_every"))


def usual_interval(stack: Stack) -> Duration | None:
    """Returns how often series are read whose service doesn't say it."""
    backend = stack.backends.get("prometheus")
    every = getattr(backend.settings, "scrape_every", None) if backend is not None else None
    return every if isinstance(every, Duration) else None


def differences(expression: Expression) -> Iterator[tuple[Duration, str]]:
    """Yields the range and the job of every series in an expression of which a difference is taken."""
    for call in walk(expression):
        if isinstance(call, Call) and call.function in _OF_TWO_SAMPLES:
            for argument in call.arguments:
                if isinstance(argument, Selector) and argument.range_ is not None:
                    jobs = (each.value for each in argument.matchers if each.label == names.JOB)
                    yield from ((Duration(parse_duration(argument.range_)), job) for job in jobs)
