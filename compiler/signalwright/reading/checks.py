"""The page of the checks: name, level, when it is found, whether it can be allowed, what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from types import ModuleType

from signalwright.checks.facts import Facts, all_facts

_HEAD = """\
# Checks

Everything that can be found. `signalwright explain NAME` prints the page of one, with what is bad and what is good, and
`signalwright schema --format checks` this page; in a project with [checks of its own](policy.md) those are on it, too.

| column | says |
|---|---|
| level | how grave a finding is at most, unless the [policy](policy.md#levels) of the project says otherwise |
| found | when a spec is *read*, *resolved*, *checked*, artifacts are *made*, *written*, *verified*, pages *compared* |
| allowed | whether it can be [allowed](policy.md#allowing-a-finding) with a reason, and have another level |
| fix | whether `signalwright check --fix` can put some of it right |
"""

_PHASES = {
    "language": "read",
    "importers": "read",
    "policy": "read",
    "promql": "resolved",
    "passes": "resolved",
    "target.py": "made",
    "signalwright_targets": "made",
    "verify": "verified",
    "emit": "written",
    "cli": "written",
    "exposed": "compared",
}
"""The parts of the compiler that report, and when that is; a finding of several is of the first."""

_NAME = re.compile(r'"([a-z]+/[a-z0-9]+(?:-[a-z0-9]+)*)"')
_AREAS_READ = frozenset({"language", "secrets"})
"""Areas whose names are put together where specs are validated."""


def print_checks(packages: Iterable[ModuleType], folders: Iterable[Path]) -> str:
    """Returns the page, as Markdown.

    Args:
        packages: The packages that hold checks.
        folders: The folders of the packages that report, to see which phase finds what no check does.
    """
    phases = _phases(folders)
    parts = [_HEAD]
    for area, facts in groupby(all_facts(packages), key=lambda each: each.name.partition("/")[0]):
        parts.append("\n".join(_section(area, facts, phases)))
    return "\n".join(parts)


def _section(area: str, facts: Iterable[Facts], phases: Mapping[str, str]) -> Iterator[str]:
    yield f"## {area}\n"
    yield "| name | level | found | allowed | fix | what is wrong |"
    yield "|---|---|---|---|---|---|"
    for each in facts:
        phase = "checked" if each.is_examined else phases.get(each.name, _otherwise(area))
        answers = " | ".join("yes" if answer else "" for answer in (each.can_allow, each.has_fix))
        summary = each.summary.replace("|", "\\|")
        yield f"| `{each.name}` | {each.level.value} | {phase} | {answers} | {summary} |"
    yield ""


def _otherwise(area: str) -> str:
    return "read" if area in _AREAS_READ else ""


def _phases(folders: Iterable[Path]) -> Mapping[str, str]:
    """Returns finding to phase, by the folder of the code that names the finding."""
    parts: dict[str, list[Path]] = {}
    for folder in folders:
        for file in sorted(folder.rglob("*.py")):
            inside = file.relative_to(folder).parts[0]
            parts.setdefault(inside if inside in _PHASES else folder.name, []).append(file)
    found: dict[str, str] = {}
    for part, phase in _PHASES.items():
        for file in parts.get(part, ()):
            for name in _NAME.findall(file.read_text(encoding="utf-8")):
                found.setdefault(name, phase)
    return found
