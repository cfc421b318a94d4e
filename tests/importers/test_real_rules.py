"""Rules that the field uses: no error in the open world, and as many warnings as the documentation says."""

from __future__ import annotations

import re

import pytest

from signalwright import checks
from signalwright.checks import check_modules
from signalwright.diagnostics.diagnostic import Level
from tests.importers.judged import judge_paths
from tests.importers.real_rules import CORPORA, PAGE, folder, found_in_corpus, table, written

ROOT = folder()

needs_corpora = pytest.mark.skipif(ROOT is None, reason="SIGNALWRIGHT_CORPORA names no folder")


@pytest.mark.corpora
@needs_corpora
@pytest.mark.parametrize("title", CORPORA)
def test_rules_of_the_field_have_no_error_where_nothing_is_declared(title: str) -> None:
    assert ROOT is not None
    count, found = found_in_corpus(title, ROOT)
    assert count > 10
    assert [str(each) for each in found if each.level is Level.ERROR] == []


@pytest.mark.corpora
@needs_corpora
def test_every_slo_spec_that_others_published_is_read() -> None:
    assert ROOT is not None
    for path in sorted((ROOT / "sloth").glob("*.yml")):
        count, found = judge_paths(ROOT, [path], [])
        assert count > 0, path
        assert [str(each) for each in found if each.name.startswith("files/")] == []


@pytest.mark.corpora
@needs_corpora
def test_the_documentation_has_the_numbers_of_today() -> None:
    assert ROOT is not None
    assert written() == table(ROOT), "run `python -m tests.importers.real_rules`"


def test_each_kind_of_finding_is_argued_and_exists() -> None:
    page = PAGE.read_text(encoding="utf-8")
    counted = set(re.findall(r"^\| `([a-z]+/[a-z-]+)` \|", written(), re.MULTILINE))
    argued = set(re.findall(r"^### `([a-z]+/[a-z-]+)`", page, re.MULTILINE))
    assert counted <= argued
    assert argued <= {name for name, _ in check_modules([checks])}
