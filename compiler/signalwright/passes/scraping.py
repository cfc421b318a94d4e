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


def scraped_every(stack: Stack, job: str) -> tuple[Duration, Origin] | None:
    """Returns how often the series of a job are read, and where that is said.

    Args:
        stack: The stack.
        job: The value of the label `job`.

    Returns:
        The interval and its place; None when no service has this job or nothing reads it.
    """
    service = next((each for each in stack.services.values() if each.job == job), None)
    if service is not None and service.push is not None:
        service = stack.services.get(service.push.via)
    backend = stack.backends.get("prometheus")
    if service is None or service.scrape is None or backend is None:
        return None
    if service.scrape.every is not None:
        return service.scrape.every, service.scrape.every_origin
    every = getattr(backend.settings, "scrape_every", None)
    return (every, backend.origin.child("scrape_every")) if isinstance(every, Duration) else None


def differences(expression: Expression) -> Iterator[tuple[Duration, str]]:
    """Yields the range and the job of every series in an expression of which a difference is taken."""
    for call in walk(expression):
        if isinstance(call, Call) and call.function in _OF_TWO_SAMPLES:
            for argument in call.arguments:
                if isinstance(argument, Selector) and argument.range_ is not None:
                    jobs = (each.value for each in argument.matchers if each.label == names.JOB)
                    yield from ((Duration(parse_duration(argument.range_)), job) for job in jobs)
