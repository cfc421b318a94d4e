"""Grafana's variables in PromQL, which only panels have: durations that Grafana puts in when it asks."""

from __future__ import annotations

import re

INTERVALS = re.compile(r"\$__(?:rate_interval|interval|range)\b|\$\{__(?:rate_interval|interval|range)\}")


def without_variables(text: str) -> str:
    """Returns an expression with a duration, as long as the variable, where Grafana puts one in.

    Only panels have such variables; elsewhere PromQL has no `$`, outside of strings.
    """
    return INTERVALS.sub(lambda found: stand_in(found[0]), text) if "$" in text else text


def stand_in(variable: str) -> str:
    """Returns the duration that stands in the place of a variable while the expression is checked."""
    return "5m".rjust(len(variable), "0")
