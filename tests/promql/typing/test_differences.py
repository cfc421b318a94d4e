"""What was counted once and subtracted is counted no more."""

from __future__ import annotations

import pytest

from signalwright.promql.catalogue import SeriesType
from tests.promql.typing.facts import facts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("requests_total - requests_total offset 1h", SeriesType.GAUGE),
        ("sum(requests_total) - sum(sent_bytes_total)", SeriesType.GAUGE),
        ("requests_total + requests_total", SeriesType.COUNTER),
        ("took_seconds_bucket - took_seconds_bucket offset 1h", SeriesType.BUCKET),
    ],
)
def test_a_difference_of_counters_rises_and_falls(text: str, kind: SeriesType) -> None:
    assert facts(text).type is kind
