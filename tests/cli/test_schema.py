"""Schemas of stacks lie where editors find them and stay as the spec is; pages of libraries lie where one wants."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.console import SPEC, Console

SCHEMA = ".signalwright/schema/shop.json"


def names(console: Console, kind: str, path: str = SCHEMA) -> list[str]:
    schema: Any = json.loads((console.folder / path).read_text(encoding="utf-8"))
    found: list[str] = schema["$defs"][f"names-{kind}"]["enum"]
    return found


def state(path: Path) -> tuple[int, int]:
    return path.stat().st_ino, path.stat().st_mtime_ns


def test_the_schema_of_a_stack_is_written_out_of_the_way_of_git(console: Console) -> None:
    answer = console.run("schema", "--stack", "shop")
    assert answer.code == 0
    assert answer.out == ""
    assert answer.err == f"the schema of `shop` is written to {SCHEMA}\n"
    assert names(console, "teams") == ["web"]
    assert (console.folder / ".signalwright" / ".gitignore").read_text() == "*\n"
    assert sorted(console.files(".signalwright")) == [".gitignore", "schema/shop.json"]


def test_a_check_keeps_the_schema_as_the_spec_is(console: Console) -> None:
    console.run("schema", "--stack", "shop")
    console.write("spec/shop/stack.yaml", SPEC.replace("teams: {", "teams: {data: {}, "))
    assert console.run("check").code == 0
    assert names(console, "teams") == ["data", "web"]


def test_a_check_with_errors_keeps_it_too(console: Console) -> None:
    console.run("schema", "--stack", "shop")
    console.write(
        "spec/shop/stack.yaml", SPEC.replace("team: web\n", "team: wbe\n").replace("teams: {", "teams: {b: {}, ")
    )
    assert console.run("check").code == 1
    assert names(console, "teams") == ["b", "web"]


def test_a_check_writes_nothing_where_no_name_has_changed(console: Console) -> None:
    console.run("schema", "--stack", "shop")
    before = state(console.folder / SCHEMA)
    console.write("spec/shop/stack.yaml", SPEC.replace("for: 1m", "for: 2m"))
    console.run("check")
    assert state(console.folder / SCHEMA) == before


def test_a_check_writes_no_schema_that_nobody_asked_for(console: Console) -> None:
    console.run("check")
    assert not (console.folder / ".signalwright").exists()


def test_a_check_keeps_the_names_of_a_file_that_is_out_of_order(console: Console) -> None:
    console.run("schema", "--stack", "shop")
    before = (console.folder / SCHEMA).read_bytes()
    console.write("spec/shop/stack.yaml", SPEC.replace("teams: {", "teams: [{"))
    assert console.run("check").code == 1
    assert (console.folder / SCHEMA).read_bytes() == before


def test_a_schema_is_written_where_somebody_wants_it(console: Console) -> None:
    answer = console.run("schema", "--stack", "shop", "--out", "editor/shop.json")
    assert answer.code == 0
    assert names(console, "teams", "editor/shop.json") == ["web"]
    assert list(console.files("editor")) == ["shop.json"]
    assert not (console.folder / ".signalwright").exists()


def test_a_schema_is_printed(console: Console) -> None:
    console.run("schema", "--stack", "shop")
    answer = console.run("schema", "--stack", "shop", "--out", "-")
    assert answer.code == 0
    assert json.loads(answer.out) == json.loads((console.folder / SCHEMA).read_text(encoding="utf-8"))
    assert answer.err == ""


def test_a_file_that_cant_be_read_is_named(console: Console) -> None:
    console.write("spec/shop/more.yaml", "signalwright: 1\nteams: {data: [}\n")
    answer = console.run("schema", "--stack", "shop")
    assert answer.code == 0
    assert "`spec/shop/more.yaml` can't be read as a whole" in answer.err
    assert names(console, "teams") == ["web"]


def test_the_pages_of_libraries_are_written_into_a_folder(console: Console) -> None:
    answer = console.run("schema", "--format", "libraries", "--out", "docs")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert {"libraries.md", "libraries/redis.md"} <= set(console.files("docs"))


def test_what_libraries_give_is_printed(console: Console) -> None:
    answer = console.run("schema", "--format", "libraries")
    assert (answer.code, answer.err) == (0, "")
    assert "\n## redis\n" in answer.out
    assert console.run("schema", "--format", "libraries", "--out", "-").out == answer.out
    assert not (console.folder / "-").exists()


def test_a_page_of_a_library_that_is_gone_is_said_to_be_removed(console: Console) -> None:
    console.run("schema", "--format", "libraries", "--out", "docs")
    text = (console.folder / "docs/libraries/redis.md").read_text(encoding="utf-8")
    console.write("docs/libraries/gone.md", text.replace("redis", "gone"))
    answer = console.run("schema", "--format", "libraries", "--out", "docs")
    assert answer.err == "removed docs/libraries/gone.md: there is no such library any more\n"
    assert "libraries/gone.md" not in console.files("docs")


def test_a_folder_that_cant_be_written_is_named(console: Console) -> None:
    console.write("docs", "a file\n")
    answer = console.run("schema", "--format", "libraries", "--out", "docs")
    assert answer.code == 2
    assert answer.err.startswith("error: `docs` can't be written: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--stack", "shpo"), "there is no stack `shpo`; did you mean `shop`?"),
        (("--stack", "warehouse"), "there is no stack `warehouse`; there are `shop`"),
        (("--out", "x.json"), "name the stack with `--stack`"),
        (("--out", "docs", "--format", "checks"), "name the stack with `--stack`"),
        (("--stack", "shop", "--format", "markdown"), "leave out `--format markdown`"),
    ],
    ids=["misspelt", "unknown", "no stack", "one page", "another format"],
)
def test_what_cant_be_is_said_with_a_way_out(arguments: tuple[str, ...], said: str, console: Console) -> None:
    answer = console.run("schema", *arguments)
    assert answer.code == 2
    assert answer.err.startswith("error: ")
    assert said in answer.err
    assert not (console.folder / ".signalwright").exists()


def test_a_project_with_errors_is_told_where_they_are_said(console: Console) -> None:
    console.write("signalwright.yaml", "signalwright: 1\nspec: 3\n")
    answer = console.run("schema", "--stack", "shop")
    assert answer.code == 2
    assert "`signalwright check` tells them" in answer.err
