from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.console import SPEC, Console


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Console:
    """Returns a project with one stack."""
    console = Console(tmp_path, monkeypatch, capsys)
    console.write("signalwright.yaml", "signalwright: 1\n")
    console.write("spec/shop/stack.yaml", SPEC)
    return console
