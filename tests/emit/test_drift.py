"""Drift: every way in which the output can differ has its word, and telling it writes nothing."""

from __future__ import annotations

from pathlib import Path

from signalwright.emit.drift import Drift, drift
from signalwright.emit.manifest import Versions
from signalwright.emit.write import write
from tests.emit.outputs import VERSIONS, everything, stack


def test_what_was_just_written_does_not_drift(tmp_path: Path) -> None:
    write(tmp_path, {"shop": stack({"a": "1", "b/c": "2"})}, VERSIONS)
    assert drift(tmp_path, {"shop": stack({"a": "1", "b/c": "2"})}, VERSIONS) == []


def test_each_difference_has_its_kind_and_nothing_is_written(tmp_path: Path) -> None:
    old = {"same": "1", "deleted": "1", "changed": "1", "edited": "1", "obsolete": "1", "obsolete-edited": "1"}
    write(tmp_path, {"shop": stack(old)}, VERSIONS)
    (tmp_path / "shop/deleted").unlink()
    for name in ("edited", "obsolete-edited", "occupied", "foreign"):
        (tmp_path / "shop" / name).write_text("mine")
    before = everything(tmp_path)
    new = {"same": "1", "deleted": "1", "changed": "2", "edited": "1", "occupied": "1", "added": "1"}
    assert drift(tmp_path, {"shop": stack(new)}, VERSIONS) == [
        Drift("shop/added", "missing"),
        Drift("shop/changed", "changed"),
        Drift("shop/deleted", "missing"),
        Drift("shop/edited", "edited"),
        Drift("shop/foreign", "extra"),
        Drift("shop/obsolete", "extra"),
        Drift("shop/obsolete-edited", "edited"),
        Drift("shop/occupied", "edited"),
        Drift("shop/MANIFEST.json", "changed"),
    ]
    assert everything(tmp_path) == before


def test_an_output_that_is_not_there_is_missing_and_is_not_made(tmp_path: Path) -> None:
    found = drift(tmp_path / "out", {"shop": stack({"a": "1"})}, VERSIONS)
    assert found == [Drift("shop/a", "missing"), Drift("shop/MANIFEST.json", "missing")]
    assert not (tmp_path / "out").exists()


def test_a_stack_that_is_no_more_is_extra(tmp_path: Path) -> None:
    write(tmp_path, {"old": stack({"a": "1"})}, VERSIONS)
    assert drift(tmp_path, {}, VERSIONS) == []
    assert drift(tmp_path, {}, VERSIONS, ["old"]) == [Drift("old/a", "extra"), Drift("old/MANIFEST.json", "extra")]


def test_another_version_of_the_compiler_changes_the_manifest(tmp_path: Path) -> None:
    write(tmp_path, {"shop": stack({"a": "1"})}, VERSIONS)
    found = drift(tmp_path, {"shop": stack({"a": "1"})}, Versions("0.2.0", 1, VERSIONS.targets))
    assert found == [Drift("shop/MANIFEST.json", "changed")]
