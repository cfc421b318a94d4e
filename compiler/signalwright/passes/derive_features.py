"""Derives what Prometheus must be started with, so that it reads the PromQL that people wrote."""

from __future__ import annotations

from dataclasses import replace

from signalwright import names
from signalwright.ir.stack import Stack
from signalwright.ir.written import written_in
from signalwright.promql.variables import without_variables


def derive_features(stack: Stack) -> Stack:
    """Names the features that functions and syntax need in the declared version of Prometheus.

    A server that isn't started with them refuses the whole rule file. The queries of panels need them as well.
    """
    written = written_in(stack)
    prometheus = stack.backends.get(names.PROMETHEUS)
    if not written or prometheus is None:
        return stack
    from signalwright.promql.parsing.parser import parse

    found: dict[str, None] = {}
    for each in written:
        for need in parse(without_variables(each.text)).needs:
            is_there = need.since is None or prometheus.version.release >= need.since
            if need.flag is not None and is_there:
                found[need.flag] = None
    return replace(stack, features=tuple(sorted(found))) if found else stack
