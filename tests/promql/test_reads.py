"""Which metrics an expression reads is found in trees and in texts alike."""

from __future__ import annotations

import pytest

from signalwright.promql import build
from signalwright.promql.reads import reads_of
from signalwright.promql.tree import Matcher, Verbatim

TEXTS = {
    "a": [("a", None)],
    'sum by (b) (rate(a_total{job="x"}[5m])) / on (c) d': [("a_total", None), ("d", None)],
    '{__name__="a", job="x"}': [("a", None)],
    '{"a b"}': [("a b", None)],
    "sum(rate(a[$__rate_interval]))": [("a", None)],
    # what has no name may be anything
    '{job="x"}': [(None, None)],
    'a and {job="x"}': [("a", None), (None, None)],
    '{__name__=~"a.*"}': [(None, None)],
    '{__name__!="a"}': [(None, None)],
    # what can't be parsed still names something
    "sum(a{": [("a", None)],
    "{": [(None, None)],
    "time()": [],
}


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_reads_the_names_in_it(text: str) -> None:
    assert [(each.metric, each.job) for each in reads_of(Verbatim(text))] == TEXTS[text]


def test_a_tree_tells_the_job_of_each_selector() -> None:
    first = build.series("a", (build.equal("job", "x"), build.equal("b", "y")))
    other = build.series("c", (Matcher("job", "=~", "$job"), Matcher("b", "=", "x")))
    tree = build.ratio(build.total(first), build.either(build.total(other), Verbatim("d")))
    assert [(each.metric, each.job) for each in reads_of(tree)] == [("a", "x"), ("c", None), ("d", None)]
    assert [(each.metric, each.job) for each in reads_of(build.series(None, (build.equal("job", "x"),)))] == [
        (None, "x")
    ]
