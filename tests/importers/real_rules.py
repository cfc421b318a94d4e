"""Counts what checks find in the corpora, and writes the numbers into `docs/checks-on-real-rules.md`.

`SIGNALWRIGHT_CORPORA=… python -m tests.importers.real_rules` writes them; a test compares.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from signalwright.diagnostics.diagnostic import Level
from tests.checkout import ROOT
from tests.importers.judged import judge_paths
from tests.language.compiling import Found

PAGE = ROOT / "docs/checks-on-real-rules.md"
BEGIN, END = "<!-- begin of the numbers -->\n", "<!-- end of the numbers -->\n"
TYPED_BEGIN, TYPED_END = "<!-- begin of what is typed -->\n", "<!-- end of what is typed -->\n"
MADE = ".generated.yml"
"""How files end that Sloth made of its specs."""
CORPORA: Mapping[str, tuple[str, bool]] = {
    "kube-prometheus": ("kube-prometheus", False),
    "alert collection": ("awesome-prometheus-alerts", False),
    "SLO specs of Sloth": ("sloth", False),
    "rules made by Sloth": ("sloth", True),
}
"""Title → folder, and whether the files that Sloth made are meant or the others."""


def folder() -> Path | None:
    """Returns the folder of the corpora, or None when none is named."""
    named = os.environ.get("SIGNALWRIGHT_CORPORA")
    return Path(named) if named else None


def found_in_corpus(title: str, root: Path) -> tuple[int, tuple[Found, ...]]:
    """Checks a corpus in the open world.

    Args:
        title: Its name.
        root: The folder of the corpora.

    Returns:
        How many rules it has, and what was found; each file stands alone, because nobody loads all of them.
    """
    name, made = CORPORA[title]
    paths = [path for path in sorted((root / name).glob("*.y*ml")) if path.name.endswith(MADE) is made]
    results = [judge_paths(root / name, [path.relative_to(root / name)], []) for path in paths]
    return sum(count for count, _ in results), tuple(each for _, found in results for each in found)


def table(root: Path) -> str:
    """Returns the table of findings: a row for each check, a column for each corpus."""
    results = {title: found_in_corpus(title, root) for title in CORPORA}
    counts = {title: Counter(each.name for each in found) for title, (_, found) in results.items()}
    errors = {title: sum(each.level is Level.ERROR for each in found) for title, (_, found) in results.items()}
    lines = ["| | " + " | ".join(CORPORA) + " |", "|---|" + "---:|" * len(CORPORA)]
    lines.append(_row("expressions", {title: number for title, (number, _) in results.items()}))
    lines.append(_row("errors", errors))
    lines.append(_row("findings", {title: len(found) for title, (_, found) in results.items()}))
    names = sorted({name for count in counts.values() for name in count})
    lines.extend(_row(f"`{name}`", {title: count[name] for title, count in counts.items()}) for name in names)
    return "\n".join(lines) + "\n"


def _row(title: str, numbers: Mapping[str, int]) -> str:
    return f"| {title} | " + " | ".join(str(numbers[each]) for each in CORPORA) + " |"


def written() -> str:
    """Returns the table of findings that stands in the page."""
    return PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0]


def typed_written() -> str:
    """Returns the table of what is typed that stands in the page."""
    return PAGE.read_text(encoding="utf-8").split(TYPED_BEGIN)[1].split(TYPED_END)[0]


def main() -> int:
    """Writes the table; returns the exit code."""
    root = folder()
    if root is None:
        sys.stderr.write("error: SIGNALWRIGHT_CORPORA names no folder\n")
        return 2
    # What the libraries know needs all of them compiled, which nobody needs who only reads this module.
    from tests.importers.typed_rules import typed_table

    text = PAGE.read_text(encoding="utf-8")
    for begin, end, made in ((BEGIN, END, table(root)), (TYPED_BEGIN, TYPED_END, typed_table(root))):
        before, after = text.split(begin)[0], text.split(end)[1]
        text = before + begin + made + end + after
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
