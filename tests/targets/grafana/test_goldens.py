"""Every word of every drawing, as files that a reviewer reads and Grafana takes."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from signalwright.emit.json import print_json
from signalwright.ir.dashboard import Panel
from tests.goldens import GoldenFile
from tests.targets.grafana.boards import document, drawn, every_panel, whole_board

FOLDER = Path(__file__).parent / "goldens"


@pytest.fixture
def golden(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Returns what stands in the files beside this one."""
    return snapshot.use_extension(GoldenFile)


@pytest.mark.parametrize("shown", every_panel(), ids=lambda each: each.key)
def test_a_panel_is_drawn_word_for_word(shown: Panel, golden: SnapshotAssertion) -> None:
    assert print_json(drawn(shown)).encode() == golden(name=f"goldens/{shown.key}.json")


def test_what_stands_around_the_panels_is_printed_word_for_word(golden: SnapshotAssertion) -> None:
    around = document(whole_board())
    around["panels"] = [each["title"] for each in around["panels"]]
    assert print_json(around).encode() == golden(name="goldens/dashboard.json")


def test_no_golden_is_left_of_a_drawing_that_is_gone() -> None:
    assert {each.stem for each in FOLDER.iterdir()} == {*(each.key for each in every_panel()), "dashboard"}
