"""What checks of series, types and windows say of rules whose metrics nobody declared."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import pytest

from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.span import Origin
from signalwright.expressions.use import Finding, Role, Use
from signalwright.promql.catalogue import OPEN
from signalwright.promql.parsing.parser import parse

CHECKS = (
    "averaged_quantiles", "count_misses_none", "count_of_nothing", "delta_of_counter", "evaluated_too_rarely",
    "grouped_by_missing_label", "histogram_as_number", "irate_in_alert", "number_as_histogram",
    "offset_beyond_retention", "quantile_of_no_histogram", "quantile_of_totals", "quantile_out_of_range",
    "quantile_without_le", "rate_of_gauge", "rate_of_rate", "rate_of_sum", "raw_counter", "reads_the_future",
    "resets_of_gauge", "step_longer_than_range", "unknown_label", "unknown_label_value", "window_barely_enough",
    "window_beyond_retention", "window_too_short",
)  # fmt: skip


def found(text: str, role: Role = Role.ALERT, every: float | None = None) -> Sequence[tuple[str, Finding]]:
    """Returns what the checks find in an expression of others, with their names."""
    parsed = parse(text)
    assert parsed.expression is not None, text
    origin = Origin("rules.yml", ("groups", 0, "rules", 0, "expr"))
    use = Use(parsed, parsed.expression, origin=origin, role=role, catalogue=OPEN, evaluate_every=every)
    modules = ((name, import_module(f"signalwright.checks.promql.{name}")) for name in CHECKS)
    return [(name, each) for name, module in modules for each in module.examine(use)]


def told(text: str, role: Role = Role.ALERT, every: float | None = None) -> list[tuple[str, str, Level]]:
    """Returns the name, the text of the place and the level of each finding."""
    return [(name, text[slice(*each.span)], each.level) for name, each in found(text, role, every)]


@pytest.mark.parametrize(
    "text",
    [
        "rate(anything[1s]) > 5",
        "rate(queue_length[5m]) > 5",
        "delta(requests_total[5m]) > 5",
        "requests_total > 5",
        'sum by (cluster) (up{env="test", job=~"a|b"}) > 5',
        "max by (cluster) (up or vector(0)) > 5",
        "max_over_time(up[10y] offset 10y) > 5",
        "resets(up[1h]) > 5",
        "histogram_count(rate(request_seconds[5m])) > 5",
        "histogram_quantile(0.9, sum by (job) (rate(request_seconds[5m]))) > 5",
        "histogram_quantile(0.9, job:request_seconds_bucket:rate5m) > 5",
        "request_seconds > 5",
        "rate(job:requests:sum[5m]) > 5",
        "rate(max by (pod) (requests_total)[5m:1m]) > 5",
    ],
)
def test_what_only_a_declaration_could_tell_is_silent(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("histogram_quantile(99, rate(x_bucket[5m]))", ("quantile_out_of_range", "99", Level.ERROR)),
        (
            "histogram_quantile(0.9, sum by (job) (rate(x_bucket[5m])))",
            ("quantile_without_le", "histogram_quantile", Level.ERROR),
        ),
        ("histogram_quantile(0.9, x_bucket)", ("quantile_of_totals", "x_bucket", Level.WARNING)),
        ("rate(sum(x)[5m:1m])", ("rate_of_sum", "rate", Level.WARNING)),
        ("rate(sum by (job) (x)[5m:1m])", ("rate_of_sum", "rate", Level.WARNING)),
        ("increase(sum(rate(x[5m]))[1h:1m])", ("rate_of_rate", "increase", Level.WARNING)),
        ("avg(x{quantile='0.9'})", ("averaged_quantiles", "avg", Level.WARNING)),
        ("count(x) == 0", ("count_of_nothing", "==", Level.WARNING)),
        ("count(x == 1) < 3", ("count_misses_none", "count", Level.WARNING)),
        ("max by (a) (sum by (b) (x))", ("grouped_by_missing_label", "a", Level.WARNING)),
        ("x offset -1h", ("reads_the_future", "offset -1h", Level.WARNING)),
        ("x offset -1m", ("reads_the_future", "offset -1m", Level.WARNING)),
        ("irate(x[5m])", ("irate_in_alert", "irate", Level.WARNING)),
        ("max_over_time(x[5m:1h])", ("step_longer_than_range", "1h", Level.WARNING)),
        ("rate(x[3m:2m])", ("window_too_short", "3m", Level.WARNING)),
    ],
)
def test_what_the_expression_itself_proves_is_told(text: str, expected: tuple[str, str, Level]) -> None:
    assert told(text) == [expected]


def test_a_rule_that_is_evaluated_less_often_than_it_looks_back_is_told() -> None:
    assert told("increase(x[1m])", every=300) == [("evaluated_too_rarely", "1m", Level.WARNING)]
    assert told("increase(x[1m])", every=60) == []
    assert told("increase(x[1m])", Role.PANEL, every=300) == []


def test_irate_is_for_records_and_panels() -> None:
    assert told("irate(x[5m])", Role.RECORD) == []
    assert told("irate(x[5m])", Role.PANEL) == []


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("quantile(99, x)", "0.99"),
        ("quantile(99.9, x)", "0.999"),
        ("quantile(100, x)", "1"),
        ("quantile(1.5, x)", None),
        ("quantile(-1, x)", None),
        ("quantile(101, x)", None),
        ("quantile(5 * 19, x)", None),
    ],
)
def test_a_percentage_is_replaced_by_its_share(text: str, share: str | None) -> None:
    ((_, finding),) = found(text)
    assert finding.replacement == share
