"""Writing: what is changed, what is left alone, what is refused."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pytest

from signalwright.emit.errors import EmitError
from signalwright.emit.journal import STAGE
from signalwright.emit.manifest import Versions
from signalwright.emit.write import WriteResult, recover, write
from tests.emit.outputs import VERSIONS, folders, on_disk, stack


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def put(out: Path, files: dict[str, str], *, overwrite: bool = False) -> WriteResult:
    return write(out, {"shop": stack(files)}, VERSIONS, overwrite=overwrite)


def stamps(out: Path) -> dict[str, tuple[int, int]]:
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_ino) for path in [out, *out.rglob("*")]}


def test_a_first_write_makes_every_file_and_a_manifest_that_lists_them(out: Path) -> None:
    result = put(out, {"prometheus/rules/b.yml": "b\n", "prometheus/rules/a.yml": "a\n"})
    assert result.changed == ("shop/prometheus/rules/a.yml", "shop/prometheus/rules/b.yml", "shop/MANIFEST.json")
    assert (result.unchanged, result.removed, result.edited, result.foreign, result.refused) == ((), (), (), (), ())
    assert on_disk(out) == {
        "shop/prometheus/rules/a.yml": b"a\n",
        "shop/prometheus/rules/b.yml": b"b\n",
        "shop/MANIFEST.json": b"""{
  "signalwright": "0.1.0",
  "language": 1,
  "targets": {
    "prometheus": "0.1.0"
  },
  "files": {
    "prometheus/rules/a.yml": "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7",
    "prometheus/rules/b.yml": "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f"
  }
}
""",
    }


def test_a_second_write_touches_nothing_at_all(out: Path) -> None:
    put(out, {"a": "1", "b/c": "2"})
    before = stamps(out)
    result = put(out, {"a": "1", "b/c": "2"})
    assert stamps(out) == before
    assert result == WriteResult((), ("shop/a", "shop/b/c", "shop/MANIFEST.json"), (), (), (), ())


def test_only_the_file_that_changed_and_the_manifest_are_replaced(out: Path) -> None:
    put(out, {"a": "1", "b/c": "2"})
    before = stamps(out)
    result = put(out, {"a": "3", "b/c": "2"})
    after = stamps(out)
    assert result.changed == ("shop/a", "shop/MANIFEST.json")
    assert {Path(path).name for path in before if before[path][1] != after[path][1]} == {"a", "MANIFEST.json"}
    assert on_disk(out)["shop/a"] == b"3"


def test_new_versions_alone_change_the_manifest_alone(out: Path) -> None:
    put(out, {"a": "1"})
    result = write(out, {"shop": stack({"a": "1"})}, Versions("0.2.0", 1, {}))
    assert result.changed == ("shop/MANIFEST.json",)
    assert json.loads((out / "shop/MANIFEST.json").read_text())["signalwright"] == "0.2.0"


def test_a_file_that_is_no_longer_made_goes_and_so_do_the_folders_it_leaves_empty(out: Path) -> None:
    put(out, {"a": "1", "deep/er/b": "2"})
    result = put(out, {"a": "1"})
    assert result.removed == ("shop/deep/er/b",)
    assert on_disk(out).keys() == {"shop/a", "shop/MANIFEST.json"}
    assert folders(out) == {"shop"}


def test_an_edited_file_is_reported_and_nothing_is_written(out: Path) -> None:
    put(out, {"a": "1", "b": "1"})
    (out / "shop/a").write_text("mine")
    before = on_disk(out)
    result = put(out, {"a": "1", "b": "2"})
    assert result == WriteResult((), (), (), ("shop/a",), (), ("shop/a",))
    assert on_disk(out) == before


def test_an_edit_in_one_stack_keeps_the_others_from_being_written(out: Path) -> None:
    write(out, {"one": stack({"a": "1"}), "two": stack({"a": "1"})}, VERSIONS)
    (out / "two/a").write_text("mine")
    before = on_disk(out)
    assert write(out, {"one": stack({"a": "2"}), "two": stack({"a": "1"})}, VERSIONS).refused == ("two/a",)
    assert on_disk(out) == before


def test_an_edited_file_is_overwritten_when_that_is_asked_for(out: Path) -> None:
    put(out, {"a": "1"})
    (out / "shop/a").write_text("mine")
    result = put(out, {"a": "1"}, overwrite=True)
    assert (result.changed, result.edited, result.refused) == (("shop/a",), ("shop/a",), ())
    assert on_disk(out)["shop/a"] == b"1"


def test_an_edit_that_is_what_would_be_written_is_no_edit(out: Path) -> None:
    put(out, {"a": "1"})
    (out / "shop/a").write_text("2")
    result = put(out, {"a": "2"})
    assert (result.changed, result.edited) == (("shop/MANIFEST.json",), ())


def test_an_edited_file_that_is_no_longer_made_stays_even_when_overwriting(out: Path) -> None:
    put(out, {"a": "1", "b": "1"})
    (out / "shop/b").write_text("mine")
    result = put(out, {"a": "2"}, overwrite=True)
    assert (result.removed, result.edited) == ((), ("shop/b",))
    assert on_disk(out)["shop/b"] == b"mine"


def test_a_foreign_file_in_the_way_is_refused_and_only_overwritten_when_asked_for(out: Path) -> None:
    (out / "shop").mkdir(parents=True)
    (out / "shop/a").write_text("mine")
    result = put(out, {"a": "1"})
    assert (result.refused, result.foreign) == (("shop/a",), ("shop/a",))
    assert on_disk(out) == {"shop/a": b"mine"}
    assert put(out, {"a": "1"}, overwrite=True).changed == ("shop/a", "shop/MANIFEST.json")


def test_a_foreign_file_beside_is_reported_and_stays(out: Path) -> None:
    put(out, {"x/a": "1"})
    (out / "shop/x/notes.txt").write_text("mine")
    result = put(out, {"b": "1"}, overwrite=True)
    assert (result.foreign, result.removed) == (("shop/x/notes.txt",), ("shop/x/a",))
    assert on_disk(out)["shop/x/notes.txt"] == b"mine"


def test_a_file_that_was_deleted_by_hand_comes_back(out: Path) -> None:
    put(out, {"a": "1"})
    (out / "shop/a").unlink()
    assert put(out, {"a": "1"}).changed == ("shop/a",)


def test_a_lost_manifest_is_made_again_when_the_files_are_right(out: Path) -> None:
    put(out, {"a": "1"})
    (out / "shop/MANIFEST.json").unlink()
    assert put(out, {"a": "1"}).changed == ("shop/MANIFEST.json",)


def test_a_removed_stack_goes_with_its_folder_and_other_stacks_stay(out: Path) -> None:
    write(out, {"old": stack({"x/a": "1"}), "shop": stack({"a": "1"}), "alone": stack({})}, VERSIONS)
    result = write(out, {"shop": stack({"a": "1"})}, VERSIONS, remove_stacks=["old"])
    assert result.removed == ("old/x/a", "old/MANIFEST.json")
    assert on_disk(out).keys() == {"shop/a", "shop/MANIFEST.json", "alone/MANIFEST.json"}
    assert folders(out) == {"shop", "alone"}


def test_removing_a_stack_that_was_never_there_does_nothing(out: Path) -> None:
    assert write(out, {}, VERSIONS, remove_stacks=["old"]) == WriteResult((), (), (), (), (), ())
    assert not out.exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"a": "1"}, {"a/b": "2"}),
        ({"a/b": "1"}, {"a": "2"}),
        ({"a/b": "1", "a/c/d": "1"}, {"a": "2"}),
        ({"a": "1"}, {"A": "2"}),
    ],
)
def test_a_file_can_become_a_folder_a_folder_a_file_and_a_name_change_its_case(
    out: Path, old: dict[str, str], new: dict[str, str]
) -> None:
    put(out, old)
    put(out, new)
    assert {path: text for path, text in on_disk(out).items() if "MANIFEST" not in path} == {
        f"shop/{path}": text.encode() for path, text in new.items()
    }


def test_a_foreign_file_within_a_folder_that_should_be_a_file_stops_the_write(out: Path) -> None:
    put(out, {"a/b": "1"})
    (out / "shop/a/notes").write_text("mine")
    before = on_disk(out)
    with pytest.raises(EmitError, match="emit/cannot-write"):
        put(out, {"a": "2"})
    assert on_disk(out) == before
    assert folders(out) == {"shop", "shop/a"}


def test_a_replaced_file_keeps_its_mode_and_a_new_one_follows_the_umask(out: Path) -> None:
    umask = os.umask(0o027)
    try:
        put(out, {"a": "1"})
        (out / "shop/a").chmod(0o444)
        put(out, {"a": "2", "b": "1"})
    finally:
        os.umask(umask)
    assert [(out / "shop" / name).stat().st_mode & 0o777 for name in ("a", "b")] == [0o444, 0o640]
    assert on_disk(out)["shop/a"] == b"2"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"files": 1}',
        b'{"files": {"../../etc/passwd": "0"}}',
        b'{"files": {"/etc/passwd": "0"}}',
        b"\xff\xfe",
        b"<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n",
        b"[" * 100_000,
    ],
    ids=lambda content: content[:20].decode(errors="replace"),
)
def test_a_garbled_manifest_is_an_error_with_a_way_out(out: Path, content: bytes) -> None:
    put(out, {"a": "1"})
    (out / "shop/MANIFEST.json").write_bytes(content)
    with pytest.raises(EmitError) as caught:
        put(out, {"a": "2"})
    assert caught.value.name == "emit/garbled-manifest"
    assert "shop/MANIFEST.json" in caught.value.message
    assert "--overwrite" in caught.value.help
    assert on_disk(out)["shop/a"] == b"1"


@pytest.mark.parametrize("name", ["forward.json", "back.json"])
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"format": 2, "operations": []}',
        b'{"format": 1, "operations": [{"path": "../x", "old": null, "new": null}]}',
    ],
)
def test_a_garbled_journal_is_an_error_with_a_way_out(out: Path, name: str, content: bytes) -> None:
    put(out, {"a": "1"})
    (out / STAGE).mkdir()
    (out / STAGE / name).write_bytes(content)
    with pytest.raises(EmitError, match="emit/garbled-journal"):
        recover(out)
    with pytest.raises(EmitError, match="emit/garbled-journal"):
        put(out, {"a": "2"})
    assert on_disk(out)["shop/a"] == b"1"


def test_a_journal_that_leads_through_a_symbolic_link_is_refused(out: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (out / STAGE / "new").mkdir(parents=True)
    (out / STAGE / "new/0").write_text("theirs")
    (out / "shop").symlink_to(tmp_path / "elsewhere")
    operation = {"path": "shop/a/b", "old": None, "new": "0"}
    (out / STAGE / "forward.json").write_text(json.dumps({"format": 1, "operations": [operation]}))
    with pytest.raises(EmitError, match="emit/garbled-journal"):
        recover(out)
    assert on_disk(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize("link", ["shop/a", "shop/x", "shop", "shop/MANIFEST.json"])
def test_a_symbolic_link_where_something_is_written_is_refused(out: Path, tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "b").write_text("theirs")
    (out / link).parent.mkdir(parents=True)
    (out / link).symlink_to(elsewhere)
    with pytest.raises(EmitError, match="emit/symbolic-link"):
        put(out, {"a": "1", "x/b": "1"}, overwrite=True)
    assert on_disk(elsewhere) == {"b": b"theirs"}


def test_the_output_folder_itself_may_be_a_symbolic_link(out: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    out.symlink_to(tmp_path / "elsewhere")
    put(out, {"a": "1"})
    assert on_disk(tmp_path / "elsewhere").keys() == {"shop/a", "shop/MANIFEST.json"}


@pytest.mark.parametrize(
    "path",
    [
        "/etc/x",
        "../x",
        "a/../x",
        "a//b",
        "",
        "a/",
        "./a",
        "a\\b",
        "CON",
        "con.yml",
        "x/NUL",
        "com1.txt",
        "a:b",
        "a?",
        "tab\t",
        "end.",
        "end ",
        "x" * 256,
        "é" * 128,
        "\ud800",
    ],
)
def test_a_path_that_some_file_system_cannot_hold_is_refused(out: Path, path: str) -> None:
    with pytest.raises(EmitError, match="emit/bad-path"):
        put(out, {path: "1"})
    assert not out.exists()


@pytest.mark.parametrize("name", ["..", "a/b", ".hidden", STAGE, "nul", ""])
def test_a_stack_that_is_no_ordinary_folder_is_refused(out: Path, name: str) -> None:
    with pytest.raises(EmitError, match="emit/bad-path"):
        write(out, {name: stack({"a": "1"})}, VERSIONS)
    with pytest.raises(EmitError, match="emit/bad-path"):
        write(out, {}, VERSIONS, remove_stacks=[name])


@pytest.mark.parametrize(
    "paths",
    [
        ["a", "A"],
        ["x/a", "X/b"],
        ["a", "a/b"],
        ["a/b", "A"],
        ["é", "É"],
        ["manifest.json"],
        ["MANIFEST.json"],
        ["a", "a"],
    ],
)
def test_paths_that_are_one_somewhere_are_refused(out: Path, paths: list[str]) -> None:
    made = [each for path in paths for each in stack({path: "1"})]
    with pytest.raises(EmitError, match="emit/path-collision"):
        write(out, {"shop": made}, VERSIONS)


def test_stacks_that_differ_by_case_alone_are_refused(out: Path) -> None:
    with pytest.raises(EmitError, match="emit/path-collision"):
        write(out, {"shop": stack({"a": "1"}), "Shop": stack({"b": "1"})}, VERSIONS)


def test_a_second_writer_is_told_to_wait(out: Path) -> None:
    put(out, {"a": "1"})
    (out / STAGE).mkdir()
    holder = os.open(out, os.O_RDONLY)
    try:
        fcntl.flock(holder, fcntl.LOCK_EX)
        with pytest.raises(EmitError, match="emit/two-writers"):
            put(out, {"a": "2"})
        with pytest.raises(EmitError, match="emit/two-writers"):
            recover(out)
    finally:
        os.close(holder)
    assert put(out, {"a": "2"}).changed == ("shop/a", "shop/MANIFEST.json")


def test_a_file_where_the_output_folder_should_be_is_a_clear_error(out: Path) -> None:
    out.write_text("not a folder")
    with pytest.raises(EmitError, match="emit/cannot-write"):
        put(out, {"a": "1"})
