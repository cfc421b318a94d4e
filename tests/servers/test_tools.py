"""Getting the real tools: once, whole or not at all, and with the way out where they can't be had."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from tests.servers import build_current_tools, fetch_debian_tools, fetch_yaml_language_server
from tests.servers.caches import cache_root, lacking, provide

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns an empty cache, where no folder of tools is named."""
    monkeypatch.setenv("SIGNALWRIGHT_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(fetch_debian_tools.GIVEN, raising=False)
    monkeypatch.delenv(build_current_tools.GIVEN, raising=False)
    monkeypatch.delenv(fetch_yaml_language_server.GIVEN, raising=False)
    return tmp_path / "cache"


def put(folder: Path, *programs: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for each in programs:
        (folder / each).write_text("#!/bin/sh\n")
        (folder / each).chmod(0o755)


def test_the_cache_is_in_the_users_cache_folder_unless_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SIGNALWRIGHT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert cache_root() == Path("/elsewhere/signalwright")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/somebody")
    assert cache_root() == Path("/somebody/.cache/signalwright")


def test_tools_are_made_once(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made: list[Path] = []

    def make(folder: Path) -> None:
        made.append(folder)
        put(folder / "bin", "hammer")

    first = provide(cache / "kind" / "key", ["hammer"], "making a hammer", make)
    assert capsys.readouterr().err == "making a hammer\n"
    before = {each: each.stat().st_mtime_ns for each in cache.rglob("*")}
    assert provide(cache / "kind" / "key", ["hammer"], "making a hammer", make) == first
    assert capsys.readouterr().err == ""
    assert {each: each.stat().st_mtime_ns for each in cache.rglob("*")} == before
    assert len(made) == 1
    assert not lacking(first, ["hammer"])


def test_processes_that_ask_at_the_same_time_make_tools_once(cache: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from tests.servers.caches import provide\n"
        "def make(folder):\n"
        "    (folder / 'bin').mkdir(); time.sleep(0.2); (folder / 'bin' / 'saw').touch(mode=0o755)\n"
        "provide(Path(sys.argv[1]) / 'kind' / 'key', ['saw'], 'making a saw', make)\n"
    )

    def ask(_: int) -> str:
        asked = subprocess.run(
            [sys.executable, "-c", code, cache], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return asked.stderr

    with ThreadPoolExecutor() as pool:
        assert sorted(pool.map(ask, range(3))) == ["", "", "making a saw\n"]


def test_a_failure_leaves_nothing_that_could_be_taken_for_tools(cache: Path) -> None:
    def make(folder: Path) -> None:
        put(folder / "bin", "hammer")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        provide(cache / "kind" / "key", ["hammer", "saw"], "making tools", make)
    assert [each.relative_to(cache) for each in cache.rglob("*")] == [Path("kind"), Path("kind/lock")]


def test_a_folder_that_lost_a_program_is_made_anew(cache: Path) -> None:
    put(cache / "kind" / "key" / "bin", "hammer", "rust")
    found = provide(cache / "kind" / "key", ["hammer", "saw"], "", lambda folder: put(folder / "bin", "hammer", "saw"))
    assert sorted(each.name for each in found.iterdir()) == ["hammer", "saw"]


@pytest.mark.parametrize(
    "module",
    [fetch_debian_tools, build_current_tools, fetch_yaml_language_server],
    ids=["debian", "current", "editor"],
)
def test_a_named_folder_is_used_when_it_holds_all_programs(
    module: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(module.GIVEN, str(tmp_path / "mine"))
    put(tmp_path / "mine", *module.PROGRAMS[1:])
    assert module.main() == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"has no {module.PROGRAMS[0]}\n" in captured.err
    put(tmp_path / "mine", *module.PROGRAMS)
    assert module.main() == 0
    assert capsys.readouterr().out == f"{tmp_path / 'mine'}\n"


@pytest.mark.parametrize(
    ("module", "program"),
    [(fetch_debian_tools, "apt-get"), (build_current_tools, "go"), (fetch_yaml_language_server, "node")],
    ids=["debian", "current", "editor"],
)
def test_without_the_program_that_gets_them_the_message_says_what_to_do(
    module: ModuleType,
    program: str,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert module.main() == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"there is no `{program}`" in captured.err
    assert f"export {module.GIVEN}=" in captured.err
    assert not cache.exists()


def test_a_command_that_fails_is_shown_without_the_options_of_its_private_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path / "bin", "dpkg", "apt-get")
    (tmp_path / "bin" / "apt-get").write_text("#!/bin/sh\necho no network >&2\nexit 100\n")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    assert fetch_debian_tools.main() == 2
    error = capsys.readouterr().err
    assert "error: `apt-get -qq update` failed:\nno network\n" in error


def test_the_key_of_todays_tools_changes_with_every_pinned_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = tmp_path / "go"
    go.write_text("#!/bin/sh\necho go version go1.26.5\n")
    go.chmod(0o755)
    source = build_current_tools.MODULES
    keys = {build_current_tools._key(str(go))}
    for name in ("prometheus", "alertmanager", "loki"):
        for file in ("go.mod", "go.sum"):
            modules = tmp_path / f"{name}-{file}"
            for each in build_current_tools.ALL:
                (modules / each.name).mkdir(parents=True)
                for pinned in ("go.mod", "go.sum"):
                    changed = "// changed\n" if (each.name, pinned) == (name, file) else ""
                    (modules / each.name / pinned).write_text((source / each.name / pinned).read_text() + changed)
            with monkeypatch.context() as patched:
                patched.setattr(build_current_tools, "MODULES", modules)
                keys.add(build_current_tools._key(str(go)))
    go.write_text("#!/bin/sh\necho go version go1.27.0\n")
    keys.add(build_current_tools._key(str(go)))
    assert len(keys) == 8


@pytest.mark.parametrize("module", build_current_tools.ALL, ids=lambda module: module.name)
def test_todays_tools_say_the_version_that_is_pinned(module: build_current_tools.Module) -> None:
    pinned = (build_current_tools.MODULES / module.name / "go.mod").read_text()
    found = re.search(rf"github\.com/(?:prometheus|grafana)/{module.name}(?:/v\d+)? v(\d+)\.(\d+)\.(\d+)", pinned)
    assert found is not None
    major, minor, patch = map(int, found.groups())
    # Prometheus' modules count releases in hundreds: v0.315.0 is 3.15.0.
    release = (minor // 100, minor % 100, patch) if module.name == "prometheus" else (major, minor, patch)
    assert any(flag.endswith(f".Version={'.'.join(map(str, release))}") for flag in module.flags)


def archive_of(folder: Path, name: str, top: str) -> Path:
    """Packs a file into an archive with one folder, as npm does."""
    (folder / top).mkdir(parents=True)
    (folder / top / "index.js").write_text(f"// {name}\n")
    archive = folder / f"{name}.tgz"
    with tarfile.open(archive, "w:gz") as files:
        files.add(folder / top, top)
    return archive


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Returns what an npm that packs a file of ours is asked to fetch."""
    archive = archive_of(tmp_path / "made", "server", "package")
    npm = f"""#!/bin/sh
echo "$@" > {tmp_path}/asked
while [ "$1" != --pack-destination ]; do shift; done
cp {archive} "$2"
"""
    (tmp_path / "bin").mkdir()
    for name, text in (("npm", npm), ("node", "#!/bin/sh\n")):
        (tmp_path / "bin" / name).write_text(text)
        (tmp_path / "bin" / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}/bin:/usr/bin:/bin")
    pinned = {"@scope/server": {"version": "1.2.3", "integrity": fetch_yaml_language_server.integrity(archive)}}
    (tmp_path / "packages.json").write_text(json.dumps(pinned))
    monkeypatch.setattr(fetch_yaml_language_server, "PACKAGES", tmp_path / "packages.json")
    return tmp_path / "asked"


def test_the_language_server_is_unpacked_from_the_pinned_packages(
    registry: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch_yaml_language_server.main() == 0
    bin_folder = Path(capsys.readouterr().out.strip())
    assert not lacking(bin_folder, fetch_yaml_language_server.PROGRAMS)
    assert (bin_folder.parent / "node_modules/@scope/server/index.js").read_text() == "// server\n"
    assert registry.read_text().split()[-1] == "@scope/server@1.2.3"
    assert "--ignore-scripts" in registry.read_text()


def test_a_package_with_another_hash_is_refused(
    registry: Path, tmp_path: Path, cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pinned = (tmp_path / "packages.json").read_text()
    (tmp_path / "packages.json").write_text(pinned.replace("sha512-", "sha512-x"))
    assert fetch_yaml_language_server.main() == 2
    assert "`@scope/server` 1.2.3 doesn't have the hash" in capsys.readouterr().err
    assert not list(cache.glob("editor/*/bin"))
    assert registry.exists()


def test_every_package_of_the_language_server_is_pinned_by_its_hash() -> None:
    pinned = json.loads(fetch_yaml_language_server.PACKAGES.read_text())
    assert "yaml-language-server" in pinned
    for each in pinned.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", each["version"])
        assert re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", each["integrity"])
