"""What a reader is told who writes a duration with a fraction."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from pydantic_core import PydanticCustomError

from signalwright.language.scalars import Quantity, read_duration, read_quantity


@pytest.mark.parametrize("read", [read_duration, read_quantity])
@pytest.mark.parametrize(
    ("written", "meant"),
    [("1.5s", "1s500ms"), ("0.7s", "700ms"), (".5m", "30s"), ("2.25h", "2h15m"), ("1.5d", "1d12h")],
)
def test_a_fraction_is_said_in_whole_numbers(read: Callable[[object], object], written: str, meant: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read(written)
    assert refused.value.context is not None
    assert refused.value.context["help"] == f"write whole numbers: `{meant}`"
    read(meant)


@pytest.mark.parametrize("written", ["0.0s", "0.0001ms", "1.5", "1..5s", "1.5 s"])
def test_what_has_no_whole_number_is_told_in_general(written: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        read_duration(written)
    assert refused.value.context is not None
    assert "whole numbers with units" in refused.value.context["help"]


def test_a_bound_may_be_less_than_nothing_as_the_age_of_what_is_to_come() -> None:
    assert read_quantity("-14d") == Quantity(Decimal(-14 * 24 * 60 * 60), "seconds")


def test_a_duration_may_not_be_less_than_nothing() -> None:
    with pytest.raises(PydanticCustomError, match="expected a duration"):
        read_duration("-14d")
