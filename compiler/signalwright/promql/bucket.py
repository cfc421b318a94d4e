"""Bounds of classic histogram buckets."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from signalwright.promql.tree import Matcher


def bucket_matcher(bound: Decimal) -> Matcher:
    """Returns the matcher of the bucket that ends at a bound.

    The same page is stored as `le="2"` by Prometheus 2.x and as `le="2.0"` by 3.x, so an integer bound gives a matcher
    that accepts both.

    Args:
        bound: The bound in the metric's unit.
    """
    text = f"{bound.normalize():f}"
    if "." in text:
        return Matcher("le", "=", text)
    return Matcher("le", "=~", re.escape(text) + r"(\.0)?")


def bound_of(text: str) -> Decimal | None:
    """Returns the bound that a value of the label `le` says, or None when it says no finite number."""
    try:
        bound = Decimal(text)
    except InvalidOperation:
        return None
    return bound if bound.is_finite() else None
