"""The unit of a mean is that of what was added up, and a part of the same metric is a ratio."""

from __future__ import annotations

import pytest

from signalwright.promql.catalogue import Catalogue, Domain, Series, SeriesType
from signalwright.promql.parsing.parser import parse
from signalwright.promql.typing.analysis import Analysis


def series(name: str, metric: str, kind: SeriesType, unit: str | None) -> Series:
    return Series(
        name=name, metric=metric, type=kind, unit=unit, labels={"job": Domain(("api",))}, maybe={}, owner="api"
    )


KNOWN = Catalogue(
    series={
        each.name: (each,)
        for each in (
            series("took_seconds_bucket", "took_seconds", SeriesType.BUCKET, "seconds"),
            series("took_seconds_sum", "took_seconds", SeriesType.COUNTER, "seconds"),
            series("took_seconds_count", "took_seconds", SeriesType.COUNTER, None),
            series("size_bytes", "size_bytes", SeriesType.HISTOGRAM, "bytes"),
            series("asked_total", "asked_total", SeriesType.COUNTER, None),
            series("depth_seconds", "depth_seconds", SeriesType.GAUGE, "seconds"),
        )
    },
    is_closed=True,
    external_labels={},
)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("rate(took_seconds_sum[5m]) / rate(took_seconds_count[5m])", "seconds"),
        ("sum(increase(took_seconds_sum[1h])) / sum(increase(took_seconds_count[1h]))", "seconds"),
        ("took_seconds_sum / took_seconds_count", "seconds"),
        ("1000 * rate(took_seconds_sum[5m]) / rate(took_seconds_count[5m])", None),
        ("rate(took_seconds_count[5m]) / rate(took_seconds_sum[5m])", None),
        ('rate(took_seconds_bucket{le="1"}[5m]) / ignoring (le) rate(took_seconds_count[5m])', "ratio"),
        ("histogram_sum(rate(size_bytes[5m])) / histogram_count(rate(size_bytes[5m]))", "bytes"),
        ("histogram_count(size_bytes{a='b'}) / histogram_count(size_bytes)", "ratio"),
        ("rate(asked_total{a='b'}[5m]) / rate(asked_total[5m])", "ratio"),
        ("sum(depth_seconds) / count(depth_seconds)", None),
        ("stdvar(depth_seconds)", None),
        ("stddev(depth_seconds)", "seconds"),
    ],
)
def test_a_mean_is_in_the_unit_of_its_metric(text: str, unit: str | None) -> None:
    tree = parse(text).expression
    assert tree is not None
    found = Analysis(KNOWN, tree).result.unit
    assert (None if found is None else str(found)) == unit
