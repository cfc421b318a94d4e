"""Every bad state that can be reported has documentation, and cases that show it and its absence."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from signalwright import checks
from signalwright.checks import check_modules
from signalwright.checks.facts import Facts, all_facts
from signalwright.diagnostics.diagnostic import Level
from signalwright.fixing.offers import offers
from signalwright.language.source.rewrite import rewrite
from signalwright.language.source.values import read_values
from signalwright.reading.checks import print_checks
from signalwright.registry import own_folders
from tests.language.compiling import Outcome, compile_files

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent
BASE = (FOLDER / "base.yaml").read_text(encoding="utf-8")
CASES = sorted(path for path in FOLDER.rglob("*.yaml") if path.name != "base.yaml")

# States that no spec can show, or none of this version; what finds them has tests of its own.
WITHOUT_CASE = {
    "backends/field-removed": "nothing that was removed is emitted for a version that lacks it",
    "language/python-crash": "a crash of a process",
    "language/python-timeout": "a test would take as long as a spec may",
    "language/more-problems": "a note behind a hundred other problems",
    "prometheus/duplicate-job": "services of one job are refused before",
    "records/across-groups": "specs have no groups; rule files do",
    "records/duplicate": "the names of records are derived; rule files say them",
    "records/gone-between-evaluations": "specs set no interval for a group; rule files do",
}
AREAS_WITHOUT_CASES = {
    "conform": "pages of programs",
    "emit": "the output folder",
    "files": "files of others",
    "verify": "real tools",
}


def make_bomb(spec: Path) -> None:
    rows = ["x0: &a0 [x]"] + [f"x{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    (spec / "shop/case.yaml").write_text("\n".join(rows) + "\n", encoding="utf-8")


def make_large(spec: Path) -> None:
    with (spec / "shop/case.yaml").open("wb") as file:
        file.truncate(100_000_000)


def make_misplaced(spec: Path) -> None:
    (spec / "shop.yaml").write_text("signalwright: 1\n", encoding="utf-8")


def make_latin(spec: Path) -> None:
    (spec / "shop/case.yaml").write_bytes(b"teams: {ops: {}} # caf\xe9\n")


def make_deep(spec: Path) -> None:
    (spec / "shop/case.yaml").write_text("teams: " + "[" * 10_000 + "]" * 10_000 + "\n", encoding="utf-8")


def make_unreadable(spec: Path) -> None:
    (spec / "shop/case.yaml").mkdir()


MAKERS: Mapping[str, Callable[[Path], None]] = {
    name.removeprefix("make_"): function for name, function in list(globals().items()) if name.startswith("make_")
}


def cases(kind: str) -> list[Any]:
    found = []
    for path in CASES:
        name = f"{path.parent.name}/{path.stem}"
        written: Any = read_values(path.read_text(encoding="utf-8"))
        for index, case in enumerate(written[kind]):
            found.append(pytest.param(name, case, id=name if index == 0 else f"{name}-{index + 1}"))
    return found


def complete(case: Mapping[str, Any], key: str) -> str:
    """Returns the text of a case, with the version of the language where it says none."""
    text = str(case[key])
    return text if case.get("whole") or re.search("(?m)^signalwright:", text) else text + "signalwright: 1\n"


def outcome_of(case: Mapping[str, Any], root: Path) -> Outcome:
    """Compiles a case: its text is a file of the stack `shop`, beside the base unless it stands alone."""
    files = {} if case.get("alone") else {"shop/base.yaml": BASE}
    if "spec" in case:
        files["shop/case.yaml"] = complete(case, "spec")
    if "python" in case:
        files["shop/case.py"] = case["python"]
    files |= {f"shop/runbooks/{page}": "# A page\n" for page in case.get("pages", ())}
    if "make" in case:
        (root / "spec/shop").mkdir(parents=True)
        MAKERS[case["make"]](root / "spec")
    lower, twice = (bool(case.get(each)) for each in ("lower", "twice"))
    return compile_files(
        root, files, environment=case.get("environment"), lower=lower, twice=twice, project=case.get("project")
    )


def allowed_in(outcome: Outcome) -> list[str]:
    return [each.name for each in outcome.found if each.reason is not None]


@cache
def facts() -> Mapping[str, Facts]:
    return {each.name: each for each in all_facts([checks])}


@pytest.mark.parametrize(("name", "case"), cases("bad"))
def test_a_bad_spec_is_told_by_name_at_its_place(name: str, case: Mapping[str, Any], tmp_path: Path) -> None:
    outcome = outcome_of(case, tmp_path)
    found = outcome.counted
    told = [(each.name, f"{each.line}:{each.column}") for each in found]
    assert told == [(name, case["at"])], "\n".join(str(each) for each in found)
    assert found[0].help
    assert not found[0].message.endswith(".")
    assert found[0].level is Level(case.get("level", "error"))
    levels = list(Level)
    assert levels.index(found[0].level) >= levels.index(facts()[name].level), "`LEVEL` in its module"
    assert allowed_in(outcome) == case.get("allowed", [])


@pytest.mark.parametrize(("name", "case"), cases("bad"))
def test_a_bad_spec_is_fixed_where_that_is_certain(name: str, case: Mapping[str, Any], tmp_path: Path) -> None:
    report, sources = outcome_of(case, tmp_path).raw
    file = "spec/shop/case.yaml"
    offered = offers(report, sources).by_file.get(file, ())
    fixes = [each.fix for each in offered if each.fix is not None and each.name == name]
    read = sources.read(file)
    fixed = rewrite(*read, fixes).text if read is not None and fixes else None
    if "fixed" in case:
        assert fixed == complete(case, "fixed")
    if fixed is not None:
        assert re.findall("#.*", fixed) == re.findall("#.*", complete(case, "spec")), "comments stay"
        left = outcome_of({**case, "spec": fixed, "whole": True}, tmp_path / "fixed").found
        assert name not in [each.name for each in left]


def test_every_name_that_carries_a_fix_has_a_case_with_a_comment() -> None:
    """A fix that no case makes would never be tried, and a comment beside it is what a person would miss."""
    carrying = set()
    for path in CASES:
        written: Any = read_values(path.read_text(encoding="utf-8"))
        carrying |= {path for each in written["bad"] if "#" in each.get("fixed", "")}
    having = {path for path in CASES if "fixed: |" in path.read_text(encoding="utf-8")}
    assert carrying == having


@pytest.mark.parametrize(("name", "case"), cases("good"))
def test_a_good_spec_is_silent(name: str, case: Mapping[str, Any], tmp_path: Path) -> None:
    outcome = outcome_of(case, tmp_path)
    assert [str(each) for each in outcome.counted] == []
    assert allowed_in(outcome) == case.get("allowed", [])


_SHORT_FORM = "what a short form reads is looked up before there is a model"
ALSO_BEFORE = {
    "promql/unknown-metric": _SHORT_FORM,
    "promql/ambiguous-metric": _SHORT_FORM,
    "promql/unknown-label": _SHORT_FORM,
    "promql/unknown-label-value": _SHORT_FORM,
}
"""Findings of the finished model that are errors of an earlier phase in other places, where nothing allows them."""


def allowable() -> list[Any]:
    return [each for each in cases("bad") if facts()[each.values[0]].can_allow and "spec" in each.values[1]]


@pytest.mark.parametrize(("name", "case"), allowable())
def test_what_is_allowed_keeps_nothing_from_being_made(name: str, case: Mapping[str, Any], tmp_path: Path) -> None:
    allowing = f"{case['spec']}allow: {{{name}: it is right in this case}}\n"
    outcome = outcome_of({**case, "spec": allowing, "lower": True}, tmp_path)
    if name in ALSO_BEFORE and not outcome.stacks:
        assert {each.name for each in outcome.counted} == {name}
        return
    assert name not in {each.name for each in outcome.counted}
    assert set(allowed_in(outcome)) == {name}
    assert outcome.errors or outcome.stacks["shop"].artifacts, "nothing else is an error, and nothing was made"


def reported() -> set[str]:
    """Returns every name that the code can report, as it stands in the code."""
    names: set[str] = set()
    for root in ("compiler/signalwright", "targets/signalwright_targets"):
        for path in (ROOT / root).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            names |= set(re.findall(r'"([a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*)"', text))
            for kind in re.findall(r'PydanticCustomError\(\s*"([a-z-]+)"', text):
                names.add(f"{_AREA.get(kind, 'language')}/{kind}")
    # The name of what a check of expressions finds is that of its module.
    names |= {name for name, module in check_modules([checks]) if hasattr(module, "examine")}
    return names - NOT_STATES


NOT_STATES = {"language/inline-secret"}
_AREA = {"inline-secret": "secrets", "no-reason": "policy"}


def has_cases(name: str) -> bool:
    """Returns whether a spec can show a state."""
    return name.partition("/")[0] not in AREAS_WITHOUT_CASES and name not in WITHOUT_CASE


def documented() -> dict[str, str]:
    return {name: inspect.getdoc(module) or "" for name, module in check_modules([checks])}


def test_every_state_that_can_be_reported_is_documented() -> None:
    assert reported() - documented().keys() == set()


def test_nothing_is_documented_that_is_never_reported() -> None:
    assert documented().keys() - reported() == set()


@pytest.mark.parametrize("name", sorted(documented()))
def test_a_state_is_documented_whole(name: str) -> None:
    text = documented()[name]
    first, _, rest = text.partition("\n\n")
    assert re.fullmatch(r"[A-Z].*\.", first), "the first line is a sentence"
    assert rest.strip(), "it says why it matters"
    if has_cases(name):
        assert "Bad:" in rest
        assert "Good:" in rest


@pytest.mark.parametrize("name", sorted(documented()))
def test_a_state_has_cases(name: str) -> None:
    assert (FOLDER / f"{name}.yaml").is_file() == has_cases(name)


def test_the_page_of_the_checks_is_that_of_the_compiler() -> None:
    page = print_checks([checks], own_folders())
    assert (ROOT / "docs/checks.md").read_text(encoding="utf-8") == page, "run `make schema`"
    found = re.finditer(r"(?m)^\| `(.*?)` \|(.*)\|$", page)
    rows = {match[1]: [each.strip() for each in match[2].split("|")] for match in found}
    assert rows.keys() == documented().keys()
    assert all(phase for _, phase, *_ in rows.values())
    assert rows["metrics/unused"][:4] == ["warning", "checked", "yes", ""]
    assert rows["language/unknown-key"][:4] == ["error", "read", "", "yes"]
    assert rows["routing/no-fallback"][:3] == ["error", "checked", ""]


def test_the_level_in_the_code_is_the_one_that_its_module_says() -> None:
    said = re.compile(r'(?:report\.(error|warning|note))\(\s*"([a-z]+/[a-z0-9-]+)"')
    for root in ("compiler/signalwright", "targets/signalwright_targets"):
        for path in (ROOT / root).rglob("*.py"):
            for level, name in said.findall(path.read_text(encoding="utf-8")):
                assert facts()[name].level.value == level, name


@pytest.mark.parametrize("name", sorted(name for name in documented() if has_cases(name)))
def test_some_case_is_as_grave_as_its_module_says(name: str, tmp_path: Path) -> None:
    wanted, mine = facts()[name].level, [each.values[1] for each in cases("bad") if each.values[0] == name]
    found = (outcome_of(case, tmp_path / str(index)).counted for index, case in enumerate(mine))
    assert any(each.name == name and each.level is wanted for every in found for each in every)


def test_a_module_says_that_there_is_a_fix_where_a_case_shows_one() -> None:
    shown = {each.values[0] for each in cases("bad") if "fixed" in each.values[1]}
    assert {name for name, each in facts().items() if each.has_fix} == shown


def test_every_case_belongs_to_a_state() -> None:
    assert {f"{path.parent.name}/{path.stem}" for path in CASES} <= documented().keys()
