"""Builders make what their names say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from signalwright.promql import build
from signalwright.promql.printer import show
from signalwright.promql.tree import Expression

X = build.series("x")
Y = build.series("y", [build.equal("a", "b")])


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("0.1", "0.1"),
        ("1E+3", "1000"),
        ("0.001000", "0.001"),
        ("100", "100"),
        ("0.0", "0"),
        ("-0", "0"),
        ("-5.50", "-5.5"),
        ("1e-9", "0.000000001"),
        ("0.1234567890123456789012345678901234567890", "0.123456789012345678901234567890123456789"),
        ("Infinity", "Inf"),
        ("-Infinity", "-Inf"),
        ("NaN", "NaN"),
    ],
)
def test_numbers_are_plain_and_exact(written: str, printed: str) -> None:
    assert show(build.number(written)) == printed
    assert show(build.number(Decimal(written))) == printed


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (build.where(Y, build.not_equal("c", "d"), build.like("e", "f"), build.not_like("g", "h")),
         'y{a="b", c!="d", e=~"f", g!~"h"}'),
        (build.over(X, "5m"), "x[5m]"),
        (build.shifted(X, "1h"), "x offset 1h"),
        (build.subquery(X, "30d", "5m"), "x[30d:5m]"),
        (build.text("a"), '"a"'),
        (build.rate(X, "5m"), "rate(x[5m])"),
        (build.increase(X, "5m"), "increase(x[5m])"),
        (build.delta(X, "5m"), "delta(x[5m])"),
        (build.deriv(X, "5m"), "deriv(x[5m])"),
        (build.predict_linear(X, "6h", 86400), "predict_linear(x[6h], 86400)"),
        (build.over_time("max", build.over(X, "5m")), "max_over_time(x[5m])"),
        (build.changes(X, "5m"), "changes(x[5m])"),
        (build.absent(Y), 'absent(y{a="b"})'),
        (build.vector(build.number(0)), "vector(0)"),
        (build.time(), "time()"),
        (build.clamp_min(X, 0), "clamp_min(x, 0)"),
        (build.clamp_max(X, 1), "clamp_max(x, 1)"),
        (build.histogram_quantile(Decimal("0.95"), X), "histogram_quantile(0.95, x)"),
        (build.total(X), "sum(x)"),
        (build.total(X, by=["a", "b"]), "sum by (a, b) (x)"),
        (build.aggregate("sum", X, without=()), "sum without () (x)"),
        (build.maximum(X), "max(x)"),
        (build.minimum(X), "min(x)"),
        (build.average(X), "avg(x)"),
        (build.count(X), "count(x)"),
        (build.quantile("0.5", X, by=["a"]), "quantile by (a) (0.5, x)"),
        (build.topk(5, X), "topk(5, x)"),
        (build.add(X, Y), 'x + y{a="b"}'),
        (build.subtract(X, X), "x - x"),
        (build.multiply(X, X), "x * x"),
        (build.ratio(X, X, build.ignoring("a")), "x / ignoring (a) x"),
        (build.compare(X, ">", Decimal("0.05")), "x > 0.05"),
        (build.compare(X, "<=", X, as_bool=True), "x <= bool x"),
        (build.both(X, X, build.on("a", group="right", include=["b"])), "x and on (a) group_right (b) x"),
        (build.either(X, X), "x or x"),
        (build.unless(X, X, build.on()), "x unless on () x"),
    ],
)  # fmt: skip
def test_builders_print_as_they_promise(expression: Expression, text: str) -> None:
    assert show(expression) == text


def test_an_aggregation_keeps_or_drops_labels() -> None:
    with pytest.raises(ValueError, match="not both"):
        build.aggregate("sum", X, by=["a"], without=["b"])
