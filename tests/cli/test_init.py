"""Every template of `init` is a spec that has nothing wrong with it, today and on Debian."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.language.source.values import read_values
from signalwright.language.starters import ABOUT
from tests.checkout import ROOT
from tests.cli.console import Console
from tests.servers.toolset import Toolset

STARTERS = ROOT / "compiler/signalwright/language/starters"
DEBIAN = ("--backend", "prometheus=2.42", "--backend", "alertmanager=0.25")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Console:
    """Returns a terminal in an empty folder."""
    return Console(tmp_path, monkeypatch, capsys)


def test_every_folder_of_starters_is_a_template_that_the_help_names(empty: Console) -> None:
    assert sorted(ABOUT) == sorted(each.name for each in STARTERS.iterdir() if each.is_dir() and each.name[0] != "_")
    shown = " ".join(empty.run("init", "--help").out.split())
    for template, about in ABOUT.items():
        assert f"{template}: {about}" in shown


@pytest.mark.parametrize("template", ABOUT)
@pytest.mark.parametrize("versions", [(), DEBIAN], ids=["today", "debian"])
def test_a_template_compiles_without_a_word(template: str, versions: tuple[str, ...], empty: Console) -> None:
    told = empty.run("init", "--template", template)
    assert told.code == 0
    assert told.err.splitlines()[-1].startswith("next: ")
    assert empty.run("check").err == "1 stack checked, clean\n"
    compiled = empty.run("compile", *versions, "--out", "out")
    assert compiled.code == 0
    assert compiled.err == f"{len(empty.files())} files written, 0 removed, 0 unchanged\n"


@pytest.mark.servers
@pytest.mark.parametrize("template", ABOUT)
def test_real_tools_accept_a_template(
    template: str, empty: Console, debian_tools: Toolset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SIGNALWRIGHT_DEBIAN_TOOLS", str(debian_tools.find("promtool").parent))
    monkeypatch.setenv("XDG_CACHE_HOME", str(empty.folder / "cache"))
    assert empty.run("init", "--template", template).code == 0
    answer = empty.run("verify", *DEBIAN)
    assert answer.code == 0, answer.err
    assert "accepted by promtool" in answer.err
    assert "accepted by amtool" in answer.err


def test_a_name_is_put_where_the_template_says_it(empty: Console) -> None:
    for template in ABOUT:
        folder = empty.folder / template
        assert empty.run("init", str(folder), "--stack", "web-shop", "--template", template).code == 0
        assert empty.run("compile", "--project", str(folder)).code == 0
        assert [each.name for each in (folder / "out").iterdir()] == ["web-shop"]


def test_the_template_in_python_is_the_one_for_the_web_to_the_byte(empty: Console) -> None:
    files = []
    for template in ("web", "python"):
        folder = empty.folder / template
        empty.run("init", str(folder), "--template", template)
        empty.run("compile", "--project", str(folder))
        files.append(empty.files(f"{template}/out"))
    assert files[0] == files[1]


def test_the_smallest_template_is_as_short_as_its_description_says() -> None:
    text = (STARTERS / "minimal/stack.yaml").read_text(encoding="utf-8")
    spec = read_values(text)
    assert isinstance(spec, dict)
    assert {"signalwright", "stack", "services", "receivers", "teams"} <= spec.keys()
    assert len(text.splitlines()) <= 20


def test_a_template_that_does_not_exist_is_told_with_those_that_do(empty: Console) -> None:
    answer = empty.run("init", "--template", "wep")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == (
        "error: there is no template `wep`; did you mean `web`? there are minimal, web, worker, python\n"
    )
    assert not list(empty.folder.iterdir())
