"""Stacks with a Loki, as specs say them, and what is emitted for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from signalwright.compile import CompiledStack
from signalwright.emit.artifact import Artifact
from tests.language.compiling import Outcome, compile_files

CONFIG = "loki/loki-config.yml"
FLAGS = "loki/loki.args"
KEEP = "{default: 30d, error: 90d, audit: {match: {stream: audit, app: shop}, keep: 90d}, debug: 2d}"


def outcome(root: Path, *, loki: str = '"3.7"', keep: str | None = KEEP, more: str = "", backends: str = "") -> Outcome:
    """Compiles a stack.

    Args:
        root: An empty folder.
        loki: What `backends.loki` says.
        keep: What `logs.keep` says, or None for no logs.
        more: More top-level keys.
        backends: More backends, each with a comma behind it.
    """
    logs = "" if keep is None else f"logs: {{keep: {keep}}}\n"
    text = f"signalwright: 1\nstack: shop\nbackends: {{{backends}loki: {loki}}}\n{logs}{more}"
    return compile_files(root, {"shop/stack.yaml": text}, lower=True)


def compiled(root: Path, **said: Any) -> CompiledStack:
    """Compiles a stack that has no errors."""
    done = outcome(root, **said)
    assert [str(each) for each in done.errors] == []
    return done.stacks["shop"]


def artifact(stack: CompiledStack, path: str) -> Artifact:
    """Returns an artifact by its path."""
    return next(each for each in stack.artifacts if each.path == path)


def config(root: Path, **said: Any) -> Any:
    """Returns the configuration as a server reads it."""
    return yaml.safe_load(artifact(compiled(root, **said), CONFIG).content)
