"""`check --fix` puts right what is certain, leaves the rest of the files as it is, and tells what remains."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from signalwright.fixing import write
from signalwright.fixing.write import write_fixed
from tests.cli.console import SPEC, Console

STACK = "spec/shop/stack.yaml"
MISSPELT = SPEC.replace("    team: web", "    taem: web   # who is told").replace("critical}", "crtical}  # soon")
RIGHT = SPEC.replace("    team: web", "    team: web   # who is told").replace("critical}", "critical}  # soon")


@pytest.fixture
def misspelt(console: Console) -> Console:
    """Returns a project in which a key and, behind it, a severity are misspelt."""
    console.write(STACK, MISSPELT)
    return console


def text_of(console: Console, file: str = STACK) -> str:
    return (console.folder / file).read_bytes().decode()


def test_what_is_certain_is_put_right_also_what_shows_only_then(misspelt: Console) -> None:
    answer = misspelt.run("check", "--fix")
    assert text_of(misspelt) == RIGHT
    assert answer.code == 0, answer.err
    line = 1 + MISSPELT.splitlines().index("    taem: web   # who is told")
    assert f"{STACK}:{line}: `taem` → `team` (language/unknown-key)" in answer.err
    assert "`crtical` → `critical` (language/unknown-reference)" in answer.err
    assert "1 stack checked, clean" in answer.err
    assert sorted(each.name for each in (misspelt.folder / "spec/shop").iterdir()) == ["stack.yaml"]
    again = misspelt.run("check", "--fix")
    assert "→" not in again.err
    assert text_of(misspelt) == RIGHT


def test_what_remains_is_told_and_decides_the_exit_code(misspelt: Console) -> None:
    misspelt.write(STACK, MISSPELT.replace("crtical", "dreadful"))
    answer = misspelt.run("check", "--fix")
    assert answer.code == 1
    assert "there is no severity `dreadful`" in answer.err
    assert "    team: web   # who is told" in text_of(misspelt)


def test_a_diff_shows_the_changes_and_writes_nothing(misspelt: Console) -> None:
    answer = misspelt.run("check", "--diff")
    assert answer.code == 1
    assert text_of(misspelt) == MISSPELT
    assert answer.out.startswith(f"--- a/{STACK}\n+++ b/{STACK}\n@@ ")
    assert "\n-    taem: web   # who is told\n+    team: web   # who is told\n" in answer.out
    assert misspelt.run("check", "--fix", "--diff").out == answer.out
    assert text_of(misspelt) == MISSPELT
    misspelt.run("check", "--fix")
    clean = misspelt.run("check", "--diff")
    assert (clean.code, clean.out) == (0, "")


def test_a_diff_knows_a_file_without_a_last_line_end(misspelt: Console) -> None:
    misspelt.write(STACK, MISSPELT.rstrip("\n").replace("change:", "chagne:"))
    assert "\n\\ No newline at end of file\n" in misspelt.run("check", "--diff").out


def test_check_says_that_it_could_fix_and_changes_nothing(misspelt: Console) -> None:
    answer = misspelt.run("check")
    assert "`signalwright check --fix` can put 1 of the findings right" in answer.err
    assert text_of(misspelt) == MISSPELT
    misspelt.write(STACK, SPEC.replace("severity: critical", "severity: dreadful"))
    assert "--fix" not in misspelt.run("check").err


def test_a_byte_order_mark_and_line_ends_stay(misspelt: Console) -> None:
    path = misspelt.folder / STACK
    path.write_bytes(b"\xef\xbb\xbf" + MISSPELT.replace("\n", "\r\n").encode())
    misspelt.run("check", "--fix")
    assert path.read_bytes() == b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode()


def test_permissions_stay(misspelt: Console) -> None:
    path = misspelt.folder / STACK
    path.chmod(0o640)
    misspelt.run("check", "--fix")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_file_that_may_not_be_written_is_named_and_no_file_changes(misspelt: Console) -> None:
    other = misspelt.write("spec/shop/a.yaml", "signalwright: 1\nalerts: {A: {severty: critical}}\n")
    path = misspelt.folder / STACK
    path.chmod(0o440)
    answer = misspelt.run("check", "--fix")
    assert answer.code == 2
    assert f"`{STACK}` is read-only" in answer.err
    assert "severty" in other.read_text(encoding="utf-8")
    assert sorted(each.name for each in path.parent.iterdir()) == ["a.yaml", "stack.yaml"]


def test_a_symbolic_link_is_not_replaced(misspelt: Console) -> None:
    path = misspelt.folder / STACK
    real = path.rename(misspelt.folder / "real.yaml")
    path.symlink_to(real)
    answer = misspelt.run("check", "--fix")
    assert answer.code == 2
    assert f"`{STACK}` is a symbolic link" in answer.err
    assert path.is_symlink()
    assert real.read_text(encoding="utf-8") == MISSPELT


def test_what_somebody_saved_meanwhile_is_not_lost(misspelt: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    def save_first(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
        misspelt.write(STACK, MISSPELT + "# more\n")
        write_fixed(root, before, after)

    monkeypatch.setattr(write, "write_fixed", save_first)
    answer = misspelt.run("check", "--fix")
    assert answer.code == 2
    assert f"`{STACK}` has changed since it was read" in answer.err
    assert text_of(misspelt) == MISSPELT + "# more\n"


def test_a_python_spec_is_left_to_people(console: Console) -> None:
    (console.folder / STACK).unlink()
    text = (
        "from signalwright.spec import Stack\n\n"
        'shop = Stack("shop", backends={"prometheus": "2.42"})\n'
        'shop.team("platform")\n'
        'shop.service("api", team="platfrom", scrape=["api:8000"])\n'
    )
    path = console.write("spec/shop/stack.py", text)
    answer = console.run("check", "--fix")
    assert answer.code == 1, answer.err
    assert "there is no team `platfrom`" in answer.err
    assert "1 finding in Python specs could be fixed as well" in answer.err
    assert path.read_text(encoding="utf-8") == text


def test_a_template_that_others_use_too_is_left_to_people(console: Console) -> None:
    text = SPEC.replace(
        "services:\n",
        "templates:\n  web: {alerts: {Many: {when: {rate: http_reqests_total, above: 1}, severity: critical}}}\n"
        "services:\n",
    ).replace("    team: web\n", "    team: web\n    use: web\n")
    console.write(STACK, text)
    answer = console.run("check", "--fix")
    assert "did you mean `http_requests_total`?" in answer.err
    assert text_of(console) == text


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_a_format_for_programs_carries_the_fix(misspelt: Console, format: str) -> None:
    document = json.loads(misspelt.run("check", "--format", format).out)
    line = 1 + MISSPELT.splitlines().index("    taem: web   # who is told")
    if format == "json":
        (finding,) = document["findings"]
        place = {"file": STACK, "line": line, "column": 5, "end_line": line, "end_column": 9}
        assert finding["fix"] == [{**place, "text": "team"}]
    else:
        (change,) = document["runs"][0]["results"][0]["fixes"][0]["artifactChanges"]
        assert change["artifactLocation"]["uri"] == STACK
        region = {"startLine": line, "startColumn": 5, "endLine": line, "endColumn": 9}
        assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": "team"}}]


def test_a_diff_is_no_document_of_another_format(misspelt: Console) -> None:
    answer = misspelt.run("check", "--diff", "--format", "json")
    assert answer.code == 2
    assert "choose one of them" in answer.err


def test_several_files_are_fixed_together(misspelt: Console) -> None:
    other: Path = misspelt.write("spec/shop/a.yaml", "signalwright: 1\nsecrets: {more: {flie: /run/more}}\n")
    answer = misspelt.run("check", "--fix")
    assert answer.code == 0, answer.err
    assert "{more: {file: /run/more}}" in other.read_text(encoding="utf-8")
    assert text_of(misspelt) == RIGHT
