"""A small change of a spec is a small change of what is generated: recorded, for a reader to judge, in `edits/`."""

from __future__ import annotations

import difflib
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from signalwright.compile import compile_project
from tests.checkout import ROOT
from tests.goldens import GoldenFile

DPC = "digital-product-creation"
ADDED = """\
signalwright: 1
services:
  invoices:
    use: application
    scrape: ["invoices:8000"]
    metrics:
      invoices_sent_total: {type: counter, labels: {result: [sent, failed]}, help: Invoices that were sent}
    slos:
      sending: {bad: 'invoices_sent_total{result="failed"}', total: invoices_sent_total, objective: 99%}
"""


@dataclass(frozen=True)
class Edit:
    """A change that somebody makes.

    Attributes:
        stack: The folder of the stack.
        file: The file that is changed, or made when `old` is empty; every file of the stack for `*`.
        old: A regular expression of what stood there.
        new: What stands there now.
        concerns: A regular expression that each changed line fits; what is only new belongs to what is added.
    """

    stack: str
    file: str
    old: str
    new: str
    concerns: str


EDITS = {
    "rename-a-team": Edit(DPC, "*", r"(?<=team: )product\b|(?<=teams: \{)product\b", "studio", r"\b(product|studio)\b"),
    "raise-a-threshold": Edit(
        DPC,
        "services/work.yaml",
        r"above: 100\}",
        "above: 250}",
        r"job_queue_depth.* > |^ +\"value\": |\babove (100|250)\b",
    ),
    "add-a-service": Edit(
        DPC,
        "services/invoices.yaml",
        "",
        ADDED,
        r"job=~|^ +\"[hy]\": |budget_remaining.*service=~|^An alert of the services ",
    ),
    "hold-an-alert-longer": Edit(DPC, "services/api.yaml", r"(?<=HighErrorRate: \{for: )5m", "10m", r"\b(5m|10m)\b"),
    "promise-more": Edit(
        DPC,
        "services/api.yaml",
        r"objective: 99\.9%",
        "objective: 99.95%",
        r"availability|share of the error budget|99\.95?|\b0\.\d+\)?$|^ +\"(value|decimals)\": ",
    ),
    "move-a-target": Edit(
        "medical-evaluation", "services/machines.yaml", r"node-exporter:9100", "exporter:9100", r"\bexporter:9100"
    ),
    "say-it-in-a-comment": Edit(DPC, "services/api.yaml", r"^# What", "# All that", r"(?!)"),
}


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Returns what stands in the files beside this one."""
    return snapshot.use_extension(GoldenFile)


@pytest.mark.parametrize("name", EDITS)
def test_a_small_edit_changes_the_lines_concerned_and_no_others(
    name: str, golden: SnapshotAssertion, tmp_path: Path
) -> None:
    edit = EDITS[name]
    project = tmp_path / "project"
    shutil.copytree(ROOT / "spec" / edit.stack, project / "spec" / edit.stack)
    shutil.copy(ROOT / "signalwright.yaml", project)
    before = artifacts(project)
    apply(edit, project / "spec" / edit.stack)
    told, changed = differences(before, artifacts(project))
    judged = [line for line in changed if edit.old or line.startswith("-")]
    strange = [line for line in judged if not re.search(edit.concerns, line[1:], re.MULTILINE)]
    assert strange == []
    assert told.encode() == golden(name=f"edits/{name}.diff")


def test_a_renamed_team_is_the_other_name_and_nothing_more(tmp_path: Path) -> None:
    edit = EDITS["rename-a-team"]
    shutil.copytree(ROOT / "spec" / edit.stack, tmp_path / "spec" / edit.stack)
    (tmp_path / "signalwright.yaml").write_text("signalwright: 1\n")
    before = artifacts(tmp_path)
    apply(edit, tmp_path / "spec" / edit.stack)
    after = artifacts(tmp_path)
    assert before.keys() == after.keys()
    for path, lines in before.items():
        renamed = sorted(re.sub(r"(team[^a-z]{1,4}|\| )product\b", r"\1studio", line) for line in lines)
        assert renamed == sorted(after[path]), path


def artifacts(project: Path) -> dict[str, list[str]]:
    """Returns the lines of everything that a project compiles to; hashes follow from the rest."""
    done = compile_project(project)
    assert [*done.report] == []
    return {
        f"{stack.folder}/{each.path}": each.content.decode().splitlines()
        for stack in done.stacks
        for each in stack.artifacts
        if each.path != "MANIFEST.json"
    }


def apply(edit: Edit, folder: Path) -> None:
    """Makes the change, which has to find what it changes."""
    if not edit.old:
        (folder / edit.file).write_text(edit.new, encoding="utf-8")
        return
    made = 0
    for file in sorted(folder.rglob("*.yaml")) if edit.file == "*" else [folder / edit.file]:
        text, count = re.subn(edit.old, edit.new, file.read_text("utf-8"), flags=re.MULTILINE)
        file.write_text(text, encoding="utf-8")
        made += count
    assert made, "the edit finds nothing to change"


def differences(before: dict[str, list[str]], after: dict[str, list[str]]) -> tuple[str, list[str]]:
    """Returns the differences for a reader, equal lines of a file counted, and every line, gone (`-`) or new (`+`).

    Lines of files that are new or gone as a whole aren't listed.
    """
    told, changed = [], []
    for path in sorted(before.keys() | after.keys()):
        if path not in after or path not in before:
            told.append(f"{'gone' if path in before else 'new'}: {path}")
            continue
        lines = [
            line
            for line in difflib.unified_diff(before[path], after[path], n=0, lineterm="")
            if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        if lines:
            told.append(path)
            told += [f"    {line}" + (f"   (× {count})" if count > 1 else "") for line, count in Counter(lines).items()]
            changed += lines
    return "".join(f"{each}\n" for each in told), changed
