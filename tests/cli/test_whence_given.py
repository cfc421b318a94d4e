"""`whence` leads through templates and libraries, in both directions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.console import Console

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15"}
teams: {web: {}}
templates:
  small: {use: process, without: [ProcessRestartsInALoop]}
services:
  api: {use: small, scrape: ["api:8000"]}
  jobs:
    use: process
    scrape: ["jobs:8000"]
    without: [ProcessFileDescriptorsNearLimit]
    alerts: {ProcessRestartsInALoop: {for: 1h}}
"""
RULES = "out/shop/prometheus/rules"


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Console:
    """A project whose services use a library."""
    made = Console(tmp_path, monkeypatch, capsys)
    made.write("spec/shop/stack.yaml", SPEC)
    assert made.run("compile").code == 0
    return made


def answer(console: Console, place: str) -> list[str]:
    """Returns what `whence` says without the source lines."""
    return [line for line in console.run("whence", place).out.splitlines() if not line.startswith("  ")]


def test_a_line_of_an_artifact_comes_from_a_library_and_the_service_that_uses_it(console: Console) -> None:
    library, words, used = answer(console, f"{RULES}/api.yml:5")
    assert library.startswith("library/process/library.yaml:")
    assert library.endswith("  alerts.ProcessFileDescriptorsNearLimit")
    assert words == "used by `api` here:"
    assert used == "spec/shop/stack.yaml:8:14  services.api.use"


def test_a_line_of_a_changed_alert_comes_from_the_change_and_from_what_it_changes(console: Console) -> None:
    change, words, given = answer(console, f"{RULES}/jobs.yml:5")
    assert change == "spec/shop/stack.yaml:13:14  services.jobs.alerts.ProcessRestartsInALoop"
    assert words == "changes what is given by `process` here:"
    assert given.startswith("library/process/library.yaml:")
    assert given.endswith("  alerts.ProcessRestartsInALoop")


def test_a_use_leads_to_everything_that_it_brings(console: Console) -> None:
    found = console.run("whence", "spec/shop/stack.yaml:10").out
    assert f"{RULES}/jobs.yml:" in found
    assert f"{RULES}/api.yml:" not in found
