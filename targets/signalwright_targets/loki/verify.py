"""Verification by Loki itself: `-verify-config` reads the configuration as the server would, and ends.

It finds unknown fields, wrong values and periods of classes under a day; what it lets through is in `lints.py`. The
words are those of 3.7.8.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from signalwright.emit.artifact import Artifact
from signalwright.ir.values import Version
from signalwright.target import Completed, Finding, Invocation, Tool
from signalwright_targets.loki.lower import CONFIGURATION_FILE

LOKI = Tool(
    name="loki",
    backend="loki",
    version_arguments=("-version",),
    install="put loki of that version on PATH, from its releases (Debian's `loki` is a genetics program); "
    "`make verify-current` in signalwright's own repository builds 3.7",
    # Debian's program of that name says a version, too.
    banner="loki, version ",
    packaged=False,
)

_LINE = re.compile(r"\s*line (\d+): (.+)")
_ERROR = re.compile(r'level=error .*?\berr=("(?:[^"\\]|\\.)*"|\S+)')
_INVALID = re.compile(r"CONFIG ERROR: (?:invalid (?P<section>\w+) config: )?(?P<words>.+)")
_SECTIONS = {"schema": "schema_config", "boltdb_shipper": "storage_config"}
_FAILED = "failed parsing config: "
_ADVICE = ". Use `-config.expand-env=true`"


def verify(artifacts: Sequence[Artifact], _version: Version) -> Iterator[Invocation]:
    """Yields the call of Loki that checks its configuration; all known versions are asked the same.

    Args:
        artifacts: The artifacts of one stack.
        _version: The declared version, which changes nothing here.
    """
    if any(each.path == CONFIGURATION_FILE for each in artifacts):
        yield Invocation(
            tool=LOKI,
            arguments=("-verify-config", f"-config.file={CONFIGURATION_FILE}"),
            inputs=(CONFIGURATION_FILE,),
            read=read_answer,
        )


def read_answer(answer: Completed) -> Iterator[Finding]:
    """Turns what Loki says into findings.

    What can't be read is told with its line; what is read and wrong, with the section that it stands in.

    Args:
        answer: What Loki answered.

    Yields:
        A finding for each complaint; for a refusal in words that aren't known, one with the whole text.
    """
    if answer.code == 0:
        return
    findings = [*_unreadable(answer.stderr), *_invalid(answer.stderr)]
    if not findings:
        said = "\n".join(text.strip() for text in (answer.stderr, answer.stdout) if text.strip())
        findings = [Finding(said or f"loki ended with exit code {answer.code} and said nothing", CONFIGURATION_FILE)]
    yield from dict.fromkeys(findings)


def _unreadable(text: str) -> Iterator[Finding]:
    start = text.find(_FAILED)
    if start < 0:
        return
    said = text[start + len(_FAILED) :].partition(_ADVICE)[0].strip().removeprefix(f"{CONFIGURATION_FILE}: ")
    lines = [found for each in said.splitlines() if (found := _LINE.fullmatch(each)) is not None]
    for found in lines:
        yield Finding(found[2], CONFIGURATION_FILE, line=int(found[1]))
    if not lines:
        yield Finding(said, CONFIGURATION_FILE)


def _invalid(text: str) -> Iterator[Finding]:
    for logged in _ERROR.finditer(text):
        words = json.loads(logged[1]) if logged[1].startswith('"') else logged[1]
        for found in _INVALID.finditer(words):
            section = found["section"]
            path = None if section is None else (_SECTIONS.get(section, section),)
            yield Finding(found["words"], CONFIGURATION_FILE, path=path)
