"""Which labels the result of an expression has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signalwright.promql.catalogue import Domain, SeriesType
from tests.promql.typing.facts import CLOSED, OPEN, facts, labels

IN_A_STACK = {
    "depth": "instance! job! queue!",
    'depth{queue=""}': "instance! job!",
    "rate(requests_total[5m])": "instance! job! method! status!",
    "sum(depth)": "",
    "sum by (queue, nothing) (depth)": "queue! …",
    "sum without (queue) (depth)": "instance! job!",
    "topk by (queue) (1, depth)": "instance! job! queue!",
    'count_values by (job) ("value", depth)': "job! value!",
    "depth > 5": "instance! job! queue!",
    "5 < depth": "instance! job! queue!",
    "depth / ignoring (queue) group_left () limit": "instance! job! queue!",
    "limit / ignoring (queue) group_right () depth": "instance! job! queue!",
    "sum by (queue) (depth) / on (queue) sum by (queue) (depth)": "queue!",
    "sum by (job, queue) (depth) / ignoring (queue) sum by (job) (depth)": "job!",
    "depth * on (instance) group_left (version) build_info": "instance! job! queue! version!",
    "depth * on (instance) group_left (colour) build_info": "instance! job! queue! …",
    "depth and on (queue) sum by (queue) (depth)": "instance! job! queue!",
    "depth unless limit": "instance! job! queue!",
    "depth or sum(limit)": "instance job queue",
    "sum by (queue) (depth or vector(0))": "queue",
    "absent(depth)": "",
    'absent(depth{queue="mail", job=~"a.*"})': "queue!",
    'absent(depth{queue="mail", queue!="x"})': "",
    "vector(1)": "",
    "time()": "",
    "hour()": "",
    "hour(wait_seconds)": "instance! job!",
    "histogram_quantile(0.9, rate(took_seconds_bucket[5m]))": "instance! job!",
    'label_replace(depth, "name", "$1", "queue", "(.*)")': "instance! job! name queue!",
    'label_replace(depth, "queue", "all", "", "")': "instance! job! queue!",
    'label_join(depth, "both", "-", "job", "queue")': "both instance! job! queue!",
    "-depth": "instance! job! queue!",
    "(sum by (queue) (depth))[1h:5m]": "queue!",
    "info(depth)": "instance! job! queue! …",
}  # fmt: skip


@pytest.mark.parametrize("text", IN_A_STACK)
def test_a_result_has_these_labels_in_a_stack(text: str) -> None:
    assert labels(text) == IN_A_STACK[text]


IN_ANY_WORLD = {
    "x": "…",
    'x{a="1"}': "a! …",
    'x{a=~"1|2"}': "a! …",
    'x{a=~".*"}': "a …",
    'x{a!=""}': "a! …",
    'x{a=""}': "…",
    'x{a!="1"}': "a …",
    "sum by (a, b) (x)": "a b",
    'sum by (a, b) (x{a="1"})': "a! b",
    "sum without (a) (x)": "…",
    "sum(x) or vector(0)": "",
    'x{job="$job"}': "…",
}  # fmt: skip


@pytest.mark.parametrize("text", IN_ANY_WORLD)
def test_a_result_has_these_labels_where_nothing_is_declared(text: str) -> None:
    assert labels(text, OPEN) == IN_ANY_WORLD[text]


def test_a_label_that_is_gone_says_what_dropped_it_and_where() -> None:
    text = "sum by (job) (depth) > 5"
    fact = facts(text).labels.fact("queue")
    assert fact.reason.text == "isn't kept by `sum by (job)`"
    assert fact.reason.span is not None
    assert text[slice(*fact.reason.span)] == "by (job)"


def test_a_metric_that_has_no_such_label_is_named() -> None:
    assert facts("depth").labels.fact("colour").reason.text == "isn't a label of `depth`"


def test_matchers_narrow_the_values_that_are_declared() -> None:
    assert facts('requests_total{method!="GET"}').labels.fact("method").value == "POST"
    assert facts('requests_total{method=~"G.*"}').labels.fact("method").value == "GET"
    assert facts('requests_total{status=~"500|503"}').labels.fact("status").domain.values == ("500", "503")
    assert facts('requests_total{method="PUT"}').labels.fact("method").domain.values == ()


def test_branches_stay_apart_and_are_one_when_they_are_many() -> None:
    assert len(facts("depth or limit or vector(0)").branches) == 3
    many = " or ".join(["depth"] * 20)
    assert len(facts(many).branches) < 13
    assert labels(many) == "instance! job! queue!"


def test_a_selector_reads_the_owners_that_it_asks_for() -> None:
    depth = CLOSED.series["depth"][0]
    other = replace(depth, labels={**depth.labels, "job": Domain(("other",))}, type=SeriesType.COUNTER)
    both = replace(CLOSED, series={"depth": (depth, other)})
    assert facts("depth", both).type is SeriesType.UNKNOWN
    assert facts('depth{job="other"}', both).type is SeriesType.COUNTER
    assert facts('depth{job=~"a.*"}', both).type is SeriesType.GAUGE
    assert facts('{__name__=~"dep.*", job="api"}', both).type is SeriesType.GAUGE
    assert facts("depth", both).labels.fact("job").domain.values == ("api", "other")
