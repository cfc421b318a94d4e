"""Small outputs to write, and what lies on disk."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable, Mapping
from pathlib import Path

from signalwright.emit.artifact import Artifact, text_artifact
from signalwright.emit.manifest import Versions

VERSIONS = Versions("0.1.0", 1, {"prometheus": "0.1.0"})


def stack(files: Mapping[str, str]) -> list[Artifact]:
    """Makes the artifacts of a stack from their texts."""
    return [text_artifact(path, text, dict) for path, text in files.items()]


def on_disk(out: Path) -> dict[str, bytes]:
    """Returns the bytes of every file below a folder."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def folders(out: Path) -> set[str]:
    """Returns every folder below a folder."""
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_dir()}


def everything(out: Path) -> dict[str, bytes | None]:
    """Returns the bytes of every file below a folder, and None for every folder."""
    return {**on_disk(out), **dict.fromkeys(folders(out))}


class Killed:
    """Ends the process at a step, as a power cut would."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(self, step: str) -> None:
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1


def survives(action: Callable[[Callable[[str], None]], object], at: int) -> bool:
    """Runs an action in a child that is killed at a step; returns whether it came to its end before that step."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        code = 1
        try:
            action(Killed(at))
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0
        return True
    assert os.WTERMSIG(status) == signal.SIGKILL
    return False
