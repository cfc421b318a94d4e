"""What counts as a difference between a library and the page of its exporter."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.ir.metric import Metric
from tests.language.compiling import compile_text
from tests.servers.conformity import differences, read_families, sketch, unexplained
from tests.servers.exporting import FOLDER, exporter_names, exporter_of

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15"}
teams: {web: {}}
services:
  api:
    scrape: ["api:80"]
    metrics:
      jobs_total: {type: counter, labels: {kind: [small, large], shard: {max: 2}, zone: {like: "[a-z]+"}}}
      job_seconds: {type: histogram, buckets: [1, 5]}
      build_info: {type: info, labels: [version]}
"""
PAGE = """\
# TYPE jobs_total counter
jobs_total{kind="small",shard="1",zone="a"} 3
jobs_total{kind="large",shard="2",zone="b"} 3
# TYPE job_seconds histogram
job_seconds_bucket{le="1"} 0
job_seconds_bucket{le="5"} 0
job_seconds_bucket{le="+Inf"} 0
job_seconds_sum 0
job_seconds_count 0
# TYPE build_info gauge
build_info{version="1.2"} 1
"""


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Metric]:
    outcome = compile_text(tmp_path_factory.mktemp("stack"), SPEC, lower=True)
    assert "shop" in outcome.stacks, outcome.found
    return dict(outcome.stacks["shop"].stack.services["api"].metrics)


def found(metrics: dict[str, Metric], page: str) -> dict[str, str]:
    return {each.place: each.text for each in differences(metrics, read_families([page]))}


def test_a_page_that_says_what_is_declared_differs_in_nothing(metrics: dict[str, Metric]) -> None:
    assert found(metrics, PAGE) == {}


@pytest.mark.parametrize(
    ("before", "after", "place", "text"),
    [
        ("jobs_total counter", "jobs_total gauge", "jobs_total", "`jobs_total` is a gauge and not a counter"),
        ("build_info", "built_info", "build_info", "`build_info` isn't there"),
        ('le="5"', 'le="7"', "job_seconds", "`job_seconds` has the buckets 1, 7"),
        ('kind="small"', 'kind="tiny"', "jobs_total{kind}", "`jobs_total` has `kind` = tiny, which isn't declared"),
        (
            '"small",',
            '"small",more="x",',
            "jobs_total{more}",
            "`jobs_total` has the label `more`, which isn't declared",
        ),
        ('zone="a"', 'zone="1"', "jobs_total{zone}", "`jobs_total` has `zone` = 1, which doesn't match `[a-z]+`"),
        ('{version="1.2"}', "", "build_info{version}", "`build_info` has no label `version`"),
        (
            "# TYPE job_s",
            'jobs_total{kind="large",shard="3",zone="b"} 3\n# TYPE job_s',
            "jobs_total{shard}",
            "`jobs_total` has 3 values of `shard`, and 2 are declared",
        ),
        ("jobs_total counter", "jobs_total untyped", "", ""),
    ],
)
def test_each_difference_is_told_with_its_place(
    metrics: dict[str, Metric], before: str, after: str, place: str, text: str
) -> None:
    assert found(metrics, PAGE.replace(before, after)) == ({place: text} if place else {})


def test_a_counter_of_openmetrics_has_the_name_that_prometheus_stores(metrics: dict[str, Metric]) -> None:
    page = PAGE.replace("# TYPE jobs_total", "# TYPE jobs").replace("build_info gauge", "build info") + "# EOF\n"
    assert found(metrics, page) == {}


def test_a_reason_speaks_for_what_it_names_and_one_that_names_nothing_is_told(metrics: dict[str, Metric]) -> None:
    differing = list(differences(metrics, read_families([PAGE.replace('"small",', '"small",more="x",')])))
    assert unexplained(differing, {"jobs_*{more}": "since 2.0"}) == []
    assert unexplained(differing, {}, ["*{more}", "build_info"]) == []
    assert unexplained(differing, {}) == ["`jobs_total` has the label `more`, which isn't declared"]
    assert unexplained(differing, {"*{more}": "", "build_info": ""}) == ["the reason for `build_info` is of no use"]


def test_what_a_library_lacks_is_sketched_in_the_language() -> None:
    assert list(sketch(read_families([PAGE]), ["job_seconds", "build_info"])) == [
        "jobs_total: {type: counter, labels: {kind: [large, small], shard: [1, 2], zone: [a, b]}}"
    ]


def test_each_file_is_an_exporter() -> None:
    assert {each.replace("-", "_") for each in exporter_names()} | {"__main__"} == {
        each.stem for each in FOLDER.glob("*.py")
    }


def test_without_the_tools_that_unpack_packages_a_test_is_skipped_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNALWRIGHT_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(pytest.skip.Exception, match="`redis` is a package of Debian, and there is no `apt-get` here"):
        exporter_of("redis").fetch()
