"""Bounds of buckets are found however Prometheus and the target spell them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from signalwright.promql.bucket import bucket_matcher, stored_bound
from signalwright.promql.matching import matches

# What Prometheus 3 stores for the bounds of a page in the text format.
STORED = {
    "1": "1.0", "0.005": "0.005", "2.50": "2.5", "10": "10.0", "250000": "250000.0", "1000000": "1e+06",
    "1048576": "1.048576e+06", "1500000.5": "1.5000005e+06", "1E+9": "1e+09", "0.0001": "0.0001", "0.00005": "5e-05",
    "0": "0.0", "-1": "-1.0", "-0.5": "-0.5", "-2500000": "-2.5e+06",
}  # fmt: skip


@pytest.mark.parametrize(("written", "stored"), STORED.items())
def test_a_bound_is_spelt_as_it_is_stored(written: str, stored: str) -> None:
    assert stored_bound(Decimal(written)) == stored


@pytest.mark.parametrize("written", STORED)
def test_a_matcher_takes_every_spelling_of_its_bound_and_no_other(written: str) -> None:
    matcher = bucket_matcher(Decimal(written))
    plain = f"{Decimal(written).normalize():f}"

    def takes(value: str) -> bool | None:
        return value == matcher.value if matcher.operator == "=" else matches(matcher.value, value)

    assert takes(STORED[written])
    assert takes(plain)
    assert not takes(f"{plain}5")
    assert not takes(plain.replace(".", "0") if "." in plain else f"{plain}0")


def test_a_matcher_is_no_pattern_where_there_is_one_spelling() -> None:
    assert bucket_matcher(Decimal("0.25")).operator == "="
