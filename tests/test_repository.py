"""What holds for the repository as a whole: its layout, its lock, its import contracts and its package."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path

from tests.checkout import ROOT, tracked

LONGEST_FILE = 400
LONGEST_LIST = 600
TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "compiler",
    "docs",
    "out",
    "pyproject.toml",
    "requirements.lock",
    "signalwright.yaml",
    "spec",
    "targets",
    "tests",
}
# Files that other programs write, which nobody reads from top to bottom.
GENERATED = re.compile(
    r"^out/|(^|/)(go\.mod|go\.sum|requirements\.lock|LICENSE)$|\.schema\.json$|^docs/(language\.md$|libraries[./])|\.ambr$|/out/grafana/dashboards/.*\.json$"
    r"|^tests/language/keys\.txt$"
)
# Put together here, so that this file doesn't hold what it looks for.
REGISTRIES = tuple(
    ".".join(each)
    for each in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("proxy", "golang", "org"),
        ("sum", "golang", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
    )
)


@cache
def content(name: str) -> str:
    return (ROOT / name).read_bytes().decode("utf-8", errors="replace")


def machine_paths() -> tuple[str, ...]:
    """Returns what would show where this clone stands and who works in it."""
    return tuple(sorted({f"{each}/" for each in (ROOT, Path.home()) if each != Path(each.anchor)}))


def requirements() -> list[str]:
    joined = content("requirements.lock").replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.lstrip().startswith("#")]


def test_the_top_level_holds_what_the_design_names_and_hidden_settings() -> None:
    found = {name.split("/")[0] for name in tracked()}
    assert {each for each in found if not each.startswith(".")} <= TOP_LEVEL


def test_the_lock_names_no_host_and_no_path() -> None:
    assert "://" not in content("requirements.lock")
    assert not re.search(r"(^|\s)(-[a-z]\b|--(?!hash)|\.{0,2}/)", content("requirements.lock"), re.MULTILINE)


def test_the_lock_pins_each_requirement_by_version_and_hash() -> None:
    assert requirements()
    for each in requirements():
        assert re.match(r"[a-z0-9-]+==\S+( ;[^-]+)?\s+--hash=sha256:[0-9a-f]{64}", each), each


def test_the_lock_holds_all_that_the_project_asks_for() -> None:
    import tomllib

    project = tomllib.loads(content("pyproject.toml"))
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
    ]
    names = {re.split(r"[^\w.-]", each)[0].lower().replace(".", "-").replace("_", "-") for each in asked}
    assert names <= {each.split("==")[0] for each in requirements()}


def test_no_file_names_a_package_registry() -> None:
    found = [f"{name}: {each}" for name in tracked() for each in REGISTRIES if each in content(name)]
    assert not found


def test_no_file_names_a_folder_of_this_machine() -> None:
    places = [re.compile(rf"(?<![\w./-]){re.escape(each)}") for each in machine_paths()]
    found = [f"{name}: {each.pattern}" for name in tracked() for each in places if each.search(content(name))]
    assert not found


def test_no_file_is_longer_than_a_reader_bears() -> None:
    lengths = {name: content(name).count("\n") for name in tracked() if not GENERATED.search(name)}
    # The metrics of an exporter are a list, which nobody reads from its begin to its end.
    most = {name: LONGEST_LIST if name.endswith("/library.yaml") else LONGEST_FILE for name in lengths}
    assert not {name: length for name, length in lengths.items() if length > most[name]}


def test_every_folder_with_code_is_a_package() -> None:
    code = [name for name in tracked() if name.startswith(("compiler/", "targets/")) and name.endswith(".py")]
    folders = {Path(name).parent for name in code} - {Path("compiler"), Path("targets")}
    assert not [str(each) for each in sorted(folders) if not (ROOT / each / "__init__.py").exists()]


def test_the_import_contracts_are_kept() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    judged = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_the_wheel_carries_both_packages_with_all_their_files(wheel: Path) -> None:
    expected = {
        name.split("/", 1)[1]
        for name in tracked()
        if name.startswith(("compiler/signalwright/", "targets/signalwright_"))
    }
    assert {"signalwright/py.typed", "signalwright_targets/py.typed"} <= expected
    assert expected <= set(zipfile.ZipFile(wheel).namelist())


def test_the_wheel_carries_nothing_else_than_packages_and_their_description(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {re.sub(r"-[\d.]+\.dist-info$", "", name.split("/")[0]) for name in names} == {
        "signalwright",
        "signalwright_targets",
    }
