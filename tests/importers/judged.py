"""Checks rule files that stand in a test, and says what was found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from signalwright import checks
from signalwright.diagnostics.report import Report
from signalwright.importers.judging import Surroundings, judge
from signalwright.language.source import Sources
from tests.language.compiling import Found, found_in

RULES = """\
groups:
  - name: queue
    rules:
      - alert: QueueLong
        expr: {}
        for: 5m
"""


def judged(
    root: Path,
    files: Mapping[str, str | bytes],
    *,
    pages: Mapping[str, str] | None = None,
    surroundings: Surroundings | None = None,
) -> tuple[int, tuple[Found, ...]]:
    """Checks rule files.

    Args:
        root: An empty folder.
        files: Path → content.
        pages: Path → metrics page.
        surroundings: What is known of the server besides.

    Returns:
        How many rules were read, and what was found.
    """
    for path, content in (*files.items(), *(pages or {}).items()):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return judge_paths(root, [Path(path) for path in files], [Path(path) for path in pages or ()], surroundings)


def judge_paths(
    root: Path, paths: list[Path], pages: list[Path], surroundings: Surroundings | None = None
) -> tuple[int, tuple[Found, ...]]:
    """Checks files that are there; see `judged`."""
    sources, report = Sources(root), Report()
    given = surroundings or Surroundings()
    given = Surroundings(
        pages=tuple(pages), release=given.release, scrape_every=given.scrape_every, retention=given.retention
    )
    count = judge(paths, sources, given, [checks], report)
    return count, found_in(report, sources)


def told(found: tuple[Found, ...]) -> list[tuple[str, str]]:
    """Returns name and place, `2:9`, of each finding."""
    return [(each.name, f"{each.line}:{each.column}") for each in found]
