"""Numbers are compared as Prometheus compares them."""

from __future__ import annotations

import pytest

from signalwright.promql.typing.operators import compare


@pytest.mark.parametrize(
    ("operator", "less", "same", "more"),
    [
        ("==", False, True, False),
        ("!=", True, False, True),
        (">", False, False, True),
        ("<", True, False, False),
        (">=", False, True, True),
        ("<=", True, True, False),
    ],
)
def test_an_operator_holds_for_the_numbers_that_it_says(operator: str, less: bool, same: bool, more: bool) -> None:
    assert [bool(compare(operator, left, 2.0)) for left in (1.0, 2.0, 3.0)] == [less, same, more]
