"""A second opinion on dashboards: dashboard-linter, where somebody has it.

Grafana has no command that judges files. The linter judges habits (a unit, a description, the variables), not whether
Grafana can read the file, so nothing fails where it isn't there; a warning says that it wasn't asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from signalwright.emit.artifact import Artifact
from signalwright.ir.values import Version
from signalwright.target import Completed, Finding, Invocation, Tool
from signalwright_targets.grafana.exclusions import LINT_FILE

LINTER = Tool(
    name="dashboard-linter",
    backend="grafana",
    version_arguments=(),
    install="put dashboard-linter on PATH: `go install github.com/grafana/dashboard-linter@latest` builds it",
    packaged=False,
    optional=True,
)

_FOLDER = "grafana/dashboards/"
# A line is marked by a sign for its severity: a cross for an error, a warning sign for a warning.
_LINE = re.compile(r"\[(?:\x1b\[\d+m)?[\u274c\u26a0]\ufe0f?(?:\x1b\[0m)?\] (?P<words>.+)")
_PANEL = re.compile(r"panel '(?P<title>.*?)'")


def verify(artifacts: Sequence[Artifact], _version: Version) -> Iterator[Invocation]:
    """Yields a call of the linter for each dashboard; all versions of Grafana are judged by the same rules.

    Args:
        artifacts: The artifacts of one stack.
        _version: The declared version, which changes nothing here.
    """
    paths = {each.path for each in artifacts}
    for each in artifacts:
        if each.path.startswith(_FOLDER) and each.path.endswith(".json"):
            lint = str(PurePosixPath(each.path).parent / LINT_FILE)
            yield Invocation(
                tool=LINTER,
                arguments=("lint", each.path, "--strict"),
                inputs=(each.path, lint) if lint in paths else (each.path,),
                read=partial(read_answer, each),
            )


def read_answer(dashboard: Artifact, answer: Completed) -> Iterator[Finding]:
    """Turns what the linter says of a dashboard into findings, each at its panel.

    Args:
        dashboard: The dashboard that was judged.
        answer: What the linter answered.

    Yields:
        A finding for each error and warning; for a refusal in words that aren't known, one with the whole text.
    """
    if answer.code == 0:
        return
    said = [found["words"] for found in _LINE.finditer(answer.stdout)]
    if not said:
        text = "\n".join(each.strip() for each in (answer.stderr, answer.stdout) if each.strip())
        said = [text or f"dashboard-linter ended with code {answer.code} and said nothing"]
    for words in dict.fromkeys(said):
        named = _PANEL.search(words)
        path = () if named is None else _panel_path(dashboard.document, named["title"])
        yield Finding(words, dashboard.path, path=path)


def _panel_path(document: Any, title: str) -> tuple[str | int, ...]:
    """Returns where the first panel of a title stands in a dashboard, rows and what they hold among them."""
    for index, panel in enumerate(document.get("panels", ())):
        if panel.get("title") == title and panel.get("type") != "row":
            return "panels", index
        if inner := _panel_path(panel, title):
            return "panels", index, *inner
    return ()
