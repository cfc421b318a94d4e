"""The classes of wrong rules that linters are measured by: each is found at its characters, however it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from signalwright.importers.judging import Surroundings
from signalwright.ir.values import Duration
from tests.checkout import ROOT
from tests.defects.classes import DEFECTS, HOLDER, HOLDER_IN_SPEC, Defect
from tests.defects.styles import STYLES, Marked, place
from tests.importers.judged import judged
from tests.language.compiling import Found, compile_files

BASE = (ROOT / "tests/checks/base.yaml").read_text(encoding="utf-8")


def cases(of_spec: bool) -> list[Any]:
    found = []
    for defect in DEFECTS:
        file = defect.spec if of_spec else defect.file
        if file is None:
            continue
        check, text = (of_spec and defect.closed) or (defect.check, defect.text)
        for name, style in STYLES.items():
            marked = place(file, text, style, HOLDER_IN_SPEC if of_spec else HOLDER)
            if marked is not None:
                found.append(pytest.param(defect, check, marked, id=f"{defect.what}, {name}"))
    return found


def assert_found(check: str, marked: Marked, found: tuple[Found, ...]) -> None:
    told = [each for each in found if each.name == check]
    assert {((each.line, each.column), (each.end_line, each.end_column)) for each in told} == {
        (marked.start, marked.end)
    }, "\n".join([marked.text, *map(str, found)])


@pytest.mark.parametrize(("defect", "check", "marked"), cases(of_spec=False))
def test_a_wrong_rule_of_others_is_found_at_its_place(
    defect: Defect, check: str, marked: Marked, tmp_path: Path
) -> None:
    every = Duration.of_seconds(defect.scrape_every) if defect.scrape_every is not None else None
    surroundings = Surroundings(scrape_every=every, release=defect.release)
    pages = {"page.txt": defect.metrics} if defect.metrics is not None else None
    _, found = judged(tmp_path, {"rules.yml": marked.text}, pages=pages, surroundings=surroundings)
    assert_found(check, marked, tuple(each for each in found if each.file == "rules.yml"))


@pytest.mark.parametrize(("defect", "check", "marked"), cases(of_spec=True))
def test_the_same_in_a_spec_is_found_at_its_place(defect: Defect, check: str, marked: Marked, tmp_path: Path) -> None:
    base = BASE
    if defect.scrape_every is not None:
        base = base.replace('scrape: ["api:8000"]', f'scrape: {{targets: ["api:8000"], every: {defect.scrape_every}s}}')
    release = {"prometheus": "{}.{}".format(*defect.release)} if defect.release is not None else None
    outcome = compile_files(tmp_path, {"shop/base.yaml": base, "shop/case.yaml": marked.text}, override=release)
    assert_found(check, marked, tuple(each for each in outcome.found if each.file == "shop/case.yaml"))


def test_every_class_is_written_in_every_style_that_can_hold_it() -> None:
    for defect in DEFECTS:
        possible = {name for name, style in STYLES.items() if place(defect.file, defect.text, style, HOLDER)}
        assert possible >= STYLES.keys() - {"plain", "plain over lines", "folded"}, defect.what


def test_all_classes_are_here() -> None:
    assert len(DEFECTS) == 28
