"""Bounds of classic histogram buckets."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from signalwright.promql.tree import Matcher


def bucket_matcher(bound: Decimal) -> Matcher:
    """Returns the matcher of the bucket that ends at a bound.

    The same page is stored as `le="2"` by Prometheus 2.x and as `le="2.0"` by 3.x, so an integer bound gives a matcher
    that accepts both. Large and small bounds are stored with an exponent by some, which is accepted as well.

    Args:
        bound: The bound in the metric's unit.
    """
    text, stored = f"{bound.normalize():f}", stored_bound(bound)
    if stored == text:
        return Matcher("le", "=", text)
    pattern = re.escape(text) if "." in text else re.escape(text) + r"(\.0)?"
    return Matcher("le", "=~", pattern if stored == f"{text}.0" else f"{pattern}|{re.escape(stored)}")


def bound_of(text: str) -> Decimal | None:
    """Returns the bound that a value of the label `le` says, or None when it says no finite number."""
    try:
        bound = Decimal(text)
    except InvalidOperation:
        return None
    return bound if bound.is_finite() else None


def stored_bound(bound: Decimal) -> str:
    """Returns the value of `le` that Prometheus 3 stores for a bound, however the target spells it.

    Since 3.0 it writes bounds as OpenMetrics does: the shortest digits, with an exponent from a million up and below a
    ten-thousandth, and never without a decimal point or an exponent ("Prometheus 3.0 migration guide", `le` and
    `quantile` label values).

    Args:
        bound: The bound in the metric's unit.
    """
    sign, digits, exponent = Decimal(repr(float(bound))).normalize().as_tuple()
    assert isinstance(exponent, int), "a bound is finite"
    shown = "".join(str(each) for each in digits)
    power = len(shown) + exponent - 1
    minus = "-" if sign else ""
    if shown == "0":
        return "0.0"
    if -4 <= power < 6:
        text = f"{float(bound):.{max(-exponent, 0)}f}"
        return text if "." in text else f"{text}.0"
    mantissa = f"{shown[0]}.{shown[1:]}" if len(shown) > 1 else shown
    return f"{minus}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02}"
