"""Calls tools on the artifacts of a stack: in parallel, bounded in time, and only when something has changed."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from signalwright.emit.artifact import Artifact
from signalwright.records import record
from signalwright.target import Completed, Finding, Invocation
from signalwright.verify.tools import Installed

_TIMEOUT_SECONDS = 300
_FORMAT = "1"


@record
class Verdict:
    """What a tool says of a stack.

    Attributes:
        invocation: The call.
        installed: The tool that was called.
        findings: What it found; empty when it accepted.
        cached: Whether the answer was known already.
    """

    invocation: Invocation
    installed: Installed
    findings: tuple[Finding, ...]
    cached: bool


def run_tools(
    calls: Sequence[tuple[Invocation, Installed]], artifacts: Sequence[Artifact], cache: Path | None
) -> list[Verdict]:
    """Calls tools on artifacts.

    Args:
        calls: The calls with the tools that are to make them.
        artifacts: All artifacts of one stack; they are laid out in a scratch folder.
        cache: The folder of known answers, or None to ask anew.

    Returns:
        The verdicts in the order of the calls.
    """
    contents = {each.path: each.content for each in artifacts}
    with tempfile.TemporaryDirectory(prefix="signalwright-") as scratch:
        folder = Path(scratch)
        known = [_remembered(cache, _key(call, tool, contents)) for call, tool in calls]
        if any(each is None for each in known):
            _lay_out(folder, artifacts)
        with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
            fresh = partial(_answer, folder)
            answers = list(pool.map(fresh, calls, known))
    verdicts = []
    for (call, tool), before, answer in zip(calls, known, answers, strict=True):
        if before is None and cache is not None and answer.code >= 0:
            _remember(cache, _key(call, tool, contents), answer)
        findings = tuple(call.read(answer)) if answer.code >= 0 else (Finding(answer.stderr),)
        verdicts.append(Verdict(call, tool, findings, before is not None))
    return verdicts


def _answer(folder: Path, call: tuple[Invocation, Installed], known: Completed | None) -> Completed:
    return known if known is not None else _call(*call, folder)


def _lay_out(folder: Path, artifacts: Iterable[Artifact]) -> None:
    for each in artifacts:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(each.content)


def _call(call: Invocation, tool: Installed, folder: Path) -> Completed:
    """Calls a tool; a negative code means that it gave no answer, and `stderr` says why."""
    try:
        done = subprocess.run(
            [tool.path, *call.arguments],
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        return Completed(-1, "", f"{tool.tool.name} gave no answer within {_TIMEOUT_SECONDS} s")
    except OSError as error:
        return Completed(-1, "", f"{tool.tool.name} could not be started: {error.strerror}")
    if done.returncode < 0:
        return Completed(-1, "", f"{tool.tool.name} was ended by signal {-done.returncode}")
    return Completed(done.returncode, done.stdout, done.stderr)


def _key(call: Invocation, tool: Installed, contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    program = Path(tool.path).stat()
    for part in (_FORMAT, tool.tool.name, tool.path, str(program.st_size), str(program.st_mtime_ns), *call.arguments):
        digest.update(part.encode() + b"\0")
    for path in call.inputs:
        digest.update(path.encode() + b"\0" + hashlib.sha256(contents[path]).digest())
    return digest.hexdigest()


def _remembered(cache: Path | None, key: str) -> Completed | None:
    if cache is None:
        return None
    try:
        stored = json.loads((cache / f"{key}.json").read_bytes())
        return Completed(int(stored["code"]), str(stored["stdout"]), str(stored["stderr"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(cache: Path, key: str, answer: Completed) -> None:
    """Keeps an answer; a cache that can't be written is no reason to fail."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=cache, delete=False, encoding="utf-8") as file:
            json.dump({"code": answer.code, "stdout": answer.stdout, "stderr": answer.stderr}, file)
        Path(file.name).replace(cache / f"{key}.json")
    except OSError:
        return
