"""What the libraries know of the rules that the field uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.promql.catalogue import SeriesType
from tests.importers.real_rules import folder, typed_written
from tests.importers.typed_rules import COLLECTIONS, known_series, typed_table, unknown_names, uses_of

ROOT = folder()

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(ROOT is None, reason="SIGNALWRIGHT_CORPORA names no folder"),
]


def root() -> Path:
    assert ROOT is not None
    return ROOT


@pytest.mark.parametrize("title", ["kube-prometheus: hosts", "kube-prometheus: Alertmanager"])
def test_every_series_of_these_rules_is_known_with_its_type(title: str) -> None:
    uses = uses_of(title, root())
    assert len(uses) > 5
    assert [each.text for each in uses if unknown_names(each)] == []


@pytest.mark.parametrize("title", ["kube-prometheus: hosts", "kube-prometheus: Alertmanager"])
def test_every_label_that_these_rules_ask_for_is_of_the_library_or_of_a_target(title: str) -> None:
    of_targets = {"job", "instance", "container", "namespace"}
    unknown = {
        (series.name, matcher.label)
        for use in uses_of(title, root())
        for selector in use.selectors
        for series in use.series(selector)
        for matcher in selector.matchers
        if matcher.label not in {*series.labels, *series.maybe, *of_targets}
    }
    assert unknown == set()


def test_what_no_library_has_counts_as_unknown() -> None:
    name = "vmware_vm_mem_usage_average"
    read = [unknown_names(each) for each in uses_of("alert collection", root()) if each.text.startswith(name)]
    assert read
    assert all(each == {name} for each in read)


def test_libraries_leave_no_type_unknown() -> None:
    assert {name for name, owned in known_series().series.items() if owned[0].type is SeriesType.UNKNOWN} == set()


def test_the_documentation_has_the_shares_of_today() -> None:
    assert set(COLLECTIONS) <= {line.split("|")[1].strip() for line in typed_written().splitlines()}
    assert typed_written() == typed_table(root()), "run `python -m tests.importers.real_rules`"
