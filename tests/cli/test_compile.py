"""`compile`, `check` and `init` as they are typed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from tests.cli.console import SPEC, Console


def test_a_second_compile_writes_nothing(console: Console) -> None:
    assert console.run("compile").code == 0
    before = {path: path.stat().st_mtime_ns for path in (console.folder / "out").rglob("*")}
    answer = console.run("compile")
    assert (answer.code, answer.out) == (0, "")
    assert "0 files written" in answer.err
    assert {path: path.stat().st_mtime_ns for path in (console.folder / "out").rglob("*")} == before


def test_check_tells_drift_and_writes_nothing(console: Console) -> None:
    console.run("compile")
    assert console.run("compile", "--check").code == 0
    before = console.files()
    console.write("spec/shop/stack.yaml", SPEC.replace("for: 1m", "for: 2m"))
    answer = console.run("compile", "--check")
    assert answer.code == 1
    assert "shop/prometheus/rules/api.yml" in answer.err
    assert console.files() == before


def test_an_error_leaves_the_output_as_it_was(console: Console) -> None:
    console.run("compile")
    before = console.files()
    console.write("spec/shop/stack.yaml", SPEC.replace("for: 1m", "fro: 1m"))
    console.write("spec/other/stack.yaml", SPEC.replace("stack: shop", "stack: other"))
    answer = console.run("compile")
    assert answer.code == 1
    assert "did you mean `for`?" in answer.err
    assert console.files() == before


def test_a_comment_in_a_spec_changes_nothing(console: Console) -> None:
    console.run("compile")
    before = console.files()
    console.write("spec/shop/stack.yaml", "# a comment\n" + SPEC.replace("services:", "# another\nservices:"))
    assert "0 files written" in console.run("compile").err
    assert console.files() == before


def test_a_file_that_was_edited_by_hand_is_never_overwritten_silently(console: Console) -> None:
    console.run("compile")
    edited = console.folder / "out/shop/prometheus/rules/api.yml"
    edited.write_text(edited.read_text() + "# by hand\n")
    console.write("spec/shop/stack.yaml", SPEC.replace("for: 1m", "for: 2m"))
    before = console.files()
    answer = console.run("compile")
    assert answer.code == 1
    assert "emit/edited-by-hand" in answer.err
    assert console.files() == before
    assert console.run("compile", "--overwrite").code == 0
    assert b"by hand" not in console.files()["shop/prometheus/rules/api.yml"]


def test_a_stack_that_is_gone_takes_its_files_along_and_no_others(console: Console) -> None:
    console.write("spec/other/stack.yaml", SPEC.replace("stack: shop", "stack: other"))
    console.run("compile")
    console.write("out/other/notes.txt", "mine")
    (console.folder / "spec/other/stack.yaml").unlink()
    (console.folder / "spec/other").rmdir()
    assert console.run("compile").code == 0
    assert [name for name in console.files() if name.startswith("other/")] == ["other/notes.txt"]


@pytest.mark.parametrize("options", [["--env", "drill"], ["--backend", "prometheus=2.45"]])
def test_what_is_not_declared_goes_into_a_folder_of_its_own(console: Console, options: list[str]) -> None:
    console.run("compile")
    before = console.files()
    refused = console.run("compile", *options)
    assert refused.code == 2
    assert "--out" in refused.err
    assert console.run("compile", *options, "--out", "elsewhere").code == 0
    assert console.files() == before
    assert console.files("elsewhere")


def test_an_environment_on_request_is_checked_but_not_emitted(console: Console) -> None:
    console.run("compile")
    assert not (console.folder / "out/shop/drill").exists()
    console.write("spec/shop/stack.yaml", SPEC.replace('["127.0.0.1:8000"]', '["127.0.0.1"]'))
    assert console.run("compile").code == 0
    answer = console.run("check")
    assert answer.code == 1
    assert "expected an address" in answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compile", "--backend", "prometheus"], "--backend prometheus=2.42"),
        (["compile", "--backend", "promethius=2.42", "--out", "x"], "did you mean `prometheus`?"),
        (["check", "--env", "dril"], "did you mean `drill`?"),
        (["check", "--project", "nowhere"], "there is no folder"),
        (["comple"], "did you mean `compile`?"),
        (["explain", "missing-runbook"], "did you mean `alerts/missing-runbook`?"),
        (["explain", "alerts/mising-runbook"], "did you mean `alerts/missing-runbook`?"),
        (["whence", "out/shop/prometheus/rules/api.yml"], "write a file and a line"),
        (["whence", "out/shop/nothing.yml:1"], "no spec makes"),
    ],
)
def test_a_misspelt_argument_is_answered_with_a_way_out(console: Console, arguments: list[str], words: str) -> None:
    answer = console.run(*arguments)
    assert answer.code in (1, 2)
    assert words in answer.err
    assert "Traceback" not in answer.err


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root; see the test with the broken disk")
def test_a_read_only_output_is_said_and_left_alone(console: Console) -> None:
    console.run("compile")
    before = console.files()
    folder = console.folder / "out/shop"
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    console.write("spec/shop/stack.yaml", SPEC.replace("for: 1m", "for: 2m"))
    try:
        answer = console.run("compile")
    finally:
        folder.chmod(stat.S_IRWXU)
    assert answer.code == 2
    assert console.files() == before


@pytest.mark.parametrize("code", ["ENOSPC", "EROFS", "EACCES"])
def test_a_disk_that_takes_nothing_leaves_the_output_as_it_was(
    console: Console, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    import errno

    console.run("compile")
    before = console.files()
    console.write("spec/shop/stack.yaml", SPEC.replace("for: 1m", "for: 2m"))

    def refuse(*arguments: object, **options: object) -> int:
        number = getattr(errno, code)
        raise OSError(number, os.strerror(number), "out")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        answer = console.run("compile")
    assert answer.code == 2
    assert os.strerror(getattr(errno, code)).lower() in answer.err.lower()
    assert console.files() == before
    assert console.run("compile").code == 0


def test_init_writes_a_spec_that_compiles_and_overwrites_nothing(console: Console, tmp_path: Path) -> None:
    assert console.run("init", "fresh").code == 0
    assert console.run("compile", "--project", "fresh").code == 0
    mine = console.write("fresh/spec/shop/stack.yaml", "mine")
    answer = console.run("init", "fresh")
    assert answer.code == 1
    assert mine.read_text() == "mine"
    assert console.run("init", "fresh", "--stack", "no/name").code == 2


def test_explain_and_targets_and_schema_print_data(console: Console) -> None:
    assert "alerts/missing-runbook" in console.run("explain").out
    assert "Bad:" in console.run("explain", "alerts/missing-runbook").out
    assert "Prometheus 2.42 to 3.15" in console.run("targets").out
    assert console.run("schema").out.startswith("{")


def test_whence_goes_both_ways(console: Console) -> None:
    console.run("compile")
    rules = console.folder / "out/shop/prometheus/rules/api.yml"
    number = next(i for i, line in enumerate(rules.read_text().splitlines(), 1) if "alert: ApiDown" in line)
    back = console.run("whence", f"out/shop/prometheus/rules/api.yml:{number}").out
    line = next(i for i, text in enumerate(SPEC.splitlines(), 1) if "ApiDown" in text)
    assert back.startswith(f"spec/shop/stack.yaml:{line}:")
    there = console.run("whence", f"spec/shop/stack.yaml:{line}").out
    assert "out/shop/prometheus/rules/api.yml:" in there
    (span,) = (each.split()[0] for each in there.splitlines() if each.endswith("alert: ApiDown") and "/rules/" in each)
    first, last = span.rpartition(":")[2].split("-")
    assert int(first) <= number <= int(last)
