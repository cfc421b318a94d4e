"""A write that is cut off anywhere leaves the old set or the new one, whole."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signalwright.emit.errors import EmitError
from signalwright.emit.journal import STAGE
from signalwright.emit.write import recover, write
from tests.emit.outputs import VERSIONS, everything, stack, survives

OLD = {
    "shop": {"a": "1", "same": "s", "gone/deep/x": "1", "file": "1", "folder/y": "1"},
    "two": {"b": "1"},
    "old": {"c": "1"},
}
NEW = {
    "shop": {"a": "2", "same": "s", "new/deep/z": "2", "file/w": "2", "folder": "2"},
    "two": {"b": "2"},
    "three": {"d": "2"},
}
FEW_OLD = {"shop": {"a": "1", "gone/x": "1"}}
FEW_NEW = {"shop": {"a": "2", "new/z": "2"}}

Sets = dict[str, dict[str, str]]
Step = Callable[[str], None]


@pytest.fixture(autouse=True)
def quick_sync(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the waiting for the medium: a killed process loses nothing that it gave to the system."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def write_set(out: Path, sets: Sets, former: Sets, step: Step = lambda _: None) -> None:
    stacks = {name: stack(files) for name, files in sets.items()}
    write(out, stacks, VERSIONS, remove_stacks=sorted(former.keys() - sets.keys()), step=step)


def recover_with(out: Path, step: Step) -> None:
    recover(out, step=step)


def wholes(tmp_path: Path, old: Sets, new: Sets) -> tuple[dict[str, bytes | None], dict[str, bytes | None]]:
    """Returns what lies on disk before and after, and leaves the state before in `tmp_path / "start"`."""
    (tmp_path / "start").mkdir()
    write_set(tmp_path / "start", old, {})
    shutil.copytree(tmp_path / "start", tmp_path / "end")
    write_set(tmp_path / "end", new, old)
    return everything(tmp_path / "start"), everything(tmp_path / "end")


class Fails:
    """Makes steps fail: the one at `first`, or all from there on."""

    def __init__(self, first: int, *, for_good: bool, number: int = errno.ENOSPC) -> None:
        self.count, self.first, self.for_good, self.number = 0, first, for_good, number

    def __call__(self, step: str) -> None:
        fails = self.count >= self.first if self.for_good else self.count == self.first
        self.count += 1
        if fails:
            raise OSError(self.number, os.strerror(self.number), step)


def test_killed_at_any_step_the_next_command_finds_the_old_or_the_new_set(tmp_path: Path) -> None:
    old, new = wholes(tmp_path, OLD, NEW)
    seen: list[bool] = []
    for at in range(1000):
        out = tmp_path / str(at)
        shutil.copytree(tmp_path / "start", out)
        if survives(partial(write_set, out, NEW, OLD), at):
            break
        recover(out)
        assert not (out / STAGE).exists()
        found = everything(out)
        assert found in (old, new), at
        seen.append(found == new)
        write_set(out, NEW, OLD)
        assert everything(out) == new
    assert seen == sorted(seen), "once it was the new set, it stays the new set"
    assert {True, False} <= set(seen)
    assert len(seen) > 20


def test_killed_again_at_any_step_of_the_recovery_it_still_is_one_of_the_two(tmp_path: Path) -> None:
    old, new = wholes(tmp_path, FEW_OLD, FEW_NEW)
    for first in range(0, 1000, 2):
        start = tmp_path / f"{first}"
        shutil.copytree(tmp_path / "start", start)
        if survives(partial(write_set, start, FEW_NEW, FEW_OLD), first):
            break
        for second in range(1000):
            out = tmp_path / f"{first}-{second}"
            shutil.copytree(start, out)
            whole = survives(partial(recover_with, out), second)
            recover(out)
            assert everything(out) in (old, new), (first, second)
            shutil.rmtree(out)
            if whole:
                break


def test_killed_while_former_files_come_back_it_is_the_old_set(tmp_path: Path) -> None:
    old, _ = wholes(tmp_path, OLD, NEW)
    steps: list[str] = []
    shutil.copytree(tmp_path / "start", tmp_path / "counted")
    write_set(tmp_path / "counted", NEW, OLD, steps.append)
    failing = len(steps) - 3
    for more in range(1, 1000):

        def step(name: str, count: list[int], kill: Step) -> None:
            count[0] += 1
            if count[0] == failing:
                raise OSError(errno.EIO, os.strerror(errno.EIO), name)
            if count[0] > failing:
                kill(name)

        def action(out: Path, kill: Step) -> None:
            count = [0]
            with pytest.raises(EmitError):
                write_set(out, NEW, OLD, lambda name: step(name, count, kill))

        out = tmp_path / str(more)
        shutil.copytree(tmp_path / "start", out)
        whole = survives(partial(action, out), more)
        recover(out)
        assert everything(out) == old
        if whole:
            assert more > 10
            break


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS])
def test_a_failure_at_any_step_leaves_the_old_set_and_no_stage(tmp_path: Path, number: int) -> None:
    old, new = wholes(tmp_path, OLD, NEW)
    failures = 0
    messages: set[tuple[str, bool]] = set()
    for at in range(1000):
        out = tmp_path / str(at)
        shutil.copytree(tmp_path / "start", out)
        fails = Fails(at, for_good=False, number=number)
        try:
            write_set(out, NEW, OLD, fails)
        except EmitError as error:
            failures += 1
            messages.add((error.name, os.strerror(number) in error.message))
            assert everything(out) == old, at
            assert not (out / STAGE).exists()
        else:
            recover(out)
            assert everything(out) == new
        if fails.count <= at:
            break
    assert failures > 20
    assert messages == {("emit/cannot-write", True)}


def test_a_disk_that_fails_for_good_leaves_what_the_next_command_brings_back(tmp_path: Path) -> None:
    old, new = wholes(tmp_path, OLD, NEW)
    names: set[str] = set()
    for at in range(1000):
        out = tmp_path / str(at)
        shutil.copytree(tmp_path / "start", out)
        fails = Fails(at, for_good=True)
        try:
            write_set(out, NEW, OLD, fails)
        except EmitError as error:
            names.add(error.name)
        recover(out)
        assert everything(out) in (old, new)
        if fails.count <= at:
            break
    assert names == {"emit/cannot-write", "emit/interrupted"}


def test_a_failing_sync_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, _ = wholes(tmp_path, OLD, NEW)

    def fsync(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(EmitError) as caught:
        write_set(tmp_path / "start", NEW, OLD)
    assert caught.value.help == "free some space on the disk"
    assert everything(tmp_path / "start") == old


def test_everything_staged_is_on_the_medium_before_the_journal_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wholes(tmp_path, OLD, NEW)
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: synced.add(os.fstat(handle).st_ino))
    checked: list[str] = []

    def step(name: str) -> None:
        stage = tmp_path / "start" / STAGE
        if name == "replace forward.json":
            needed = [
                stage,
                stage / "new",
                stage / "old",
                stage / "journal.json",
                *(stage / "new").iterdir(),
                tmp_path / "start",
            ]
            assert {path.stat().st_ino for path in needed} <= synced
            checked.append(name)
            synced.clear()
        if name == "remove forward.json":
            changed = [tmp_path / "start" / path for path in ("", "shop", "shop/file", "shop/new/deep", "two", "three")]
            assert {path.stat().st_ino for path in changed} <= synced
            checked.append(name)

    write_set(tmp_path / "start", NEW, OLD, step)
    assert checked == ["replace forward.json", "remove forward.json"]


def test_many_files_are_synced_each_and_a_failure_among_them_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many: Sets = {"shop": {f"f{number}": str(number) for number in range(40)}}
    synced: set[int] = set()
    monkeypatch.setattr(os, "fsync", lambda handle: synced.add(os.fstat(handle).st_ino))
    write_set(tmp_path / "out", many, {})
    assert {(tmp_path / "out/shop" / name).stat().st_ino for name in many["shop"]} <= synced

    def fsync(handle: int) -> None:
        if os.fstat(handle).st_size == len("30 changed"):
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", fsync)
    before = everything(tmp_path / "out")
    with pytest.raises(EmitError, match="emit/cannot-write"):
        write_set(tmp_path / "out", {"shop": {name: f"{text} changed" for name, text in many["shop"].items()}}, {})
    assert everything(tmp_path / "out") == before


def test_a_first_write_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    for at in range(1, 8):
        with pytest.raises(EmitError):
            write_set(tmp_path / "out", NEW, {}, Fails(at, for_good=False))
        assert not (tmp_path / "out").exists()


def test_an_interrupt_from_the_keyboard_brings_the_former_files_back(tmp_path: Path) -> None:
    old, _ = wholes(tmp_path, OLD, NEW)

    def step(name: str) -> None:
        if name == "replace b":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_set(tmp_path / "start", NEW, OLD, step)
    assert everything(tmp_path / "start") == old


def test_what_somebody_changed_after_the_interruption_stays_as_it_is(tmp_path: Path) -> None:
    wholes(tmp_path, OLD, NEW)
    out = tmp_path / "start"
    steps: list[str] = []
    shutil.copytree(out, tmp_path / "counted")
    write_set(tmp_path / "counted", NEW, OLD, steps.append)
    assert not survives(partial(write_set, out, NEW, OLD), steps.index("replace forward.json") + 1)
    (out / "shop/a").write_text("mine")
    assert recover(out) == "finished"
    assert (out / "shop/a").read_text() == "mine"
    assert (out / "two/b").read_text() == "2"


def test_there_is_nothing_to_recover_where_nothing_was_interrupted(tmp_path: Path) -> None:
    write_set(tmp_path / "out", OLD, {})
    assert recover(tmp_path / "out") is None
    assert recover(tmp_path / "nowhere") is None


names = st.sampled_from(["a", "b", "c/a", "c/b", "c/d/e", "a/x", "f"])
sets = st.dictionaries(
    st.sampled_from(["one", "two"]), st.dictionaries(names, st.sampled_from(["1", "2"]), max_size=5), max_size=2
).filter(lambda found: not any({"a", "a/x"} <= files.keys() for files in found.values()))


@settings(deadline=None, max_examples=60)
@given(old=sets, new=sets, at=st.integers(0, 40))
def test_any_set_becomes_any_other_even_when_killed_on_the_way(old: Sets, new: Sets, at: int) -> None:
    with TemporaryDirectory() as folder:
        before, after = wholes(Path(folder), old, new)
        expected = {f"{name}/{path}": text.encode() for name, files in new.items() for path, text in files.items()}
        assert {path: text for path, text in after.items() if text and not path.endswith("MANIFEST.json")} == expected
        out = Path(folder) / "start"
        if not survives(partial(write_set, out, new, old), at):
            recover(out)
            assert everything(out) in (before, after)
