"""Golden files: what a test compares with must be named, and a difference must be readable."""

from __future__ import annotations

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.terminal import disable_color

from tests.goldens import GoldenFile


def difference(received: bytes | None, golden: bytes) -> list[str]:
    with disable_color():
        return [line.strip() for line in GoldenFile().diff_lines(received, golden)]


def test_a_golden_needs_a_name(snapshot: SnapshotAssertion) -> None:
    golden = snapshot.use_extension(GoldenFile)
    with pytest.raises(TypeError, match="needs a name"):
        golden.assert_match(b"")


def test_a_difference_is_shown_as_lines_of_text() -> None:
    assert difference("ä: 1\nb: 2\n".encode(), b"\xff: 1\nb: 2\n") == ["- \\xff: 1", "+ ä: 1", "b: 2"]


def test_what_should_not_be_there_is_shown_line_by_line() -> None:
    assert difference(None, b"a: 1\nb: 2\n") == ["- a: 1", "- b: 2"]
