"""What the documentation shows is what the compiler does.

The blocks of a page are worked through in order, in an empty project of their own:

- `yaml file=PATH`, `python file=PATH`, `toml file=PATH`: the file is written.
- `diff file=PATH`: the lines without a sign and those with `-` stand in that file, once, and are replaced.
- `yaml from=PATH`, `text from=PATH`: the lines stand in that file, of the project or the repository, as they are
  shown; `# …` stands for lines left out.
- `console`: what follows a `$ ` is run, and prints just the lines below it; a line `…` stands for any lines.
- `console servers`: the same, which needs Debian's tools, and is passed over where `make test` hasn't fetched them.
- `sh`: commands for the reader; the make targets, commands and options exist.
- `mermaid`, `text`: only shown.

The tutorial begins in an empty folder, and its commands are those of the wheel, installed as a user would; the others
run what stands in the checkout. `docs/language.md` is made from the models: see `tests/language/test_reference.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.checkout import ROOT, tracked
from tests.servers.toolset import debian

TUTORIAL = "docs/tutorial.md"
SHOWN = (
    "README.md",
    "docs/architecture.md",
    "docs/checks-on-real-rules.md",
    "docs/discover.md",
    "docs/editors.md",
    "docs/guide.md",
    "docs/language-comparison.md",
    "docs/performance.md",
    "docs/policy.md",
    "docs/python.md",
    TUTORIAL,
)
_FENCE = re.compile(r"^```(?P<info>[^\n`]+)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block.

    Attributes:
        language: The first word behind the fence.
        path: The path that it names, or None.
        role: `file`, `from` or None.
        body: Its lines.
    """

    language: str
    path: str | None
    role: str | None
    body: str


def blocks(page: str) -> list[Block]:
    """Returns the fenced blocks of a page."""
    found = []
    for match in _FENCE.finditer((ROOT / page).read_text(encoding="utf-8")):
        language, _, rest = match["info"].strip().partition(" ")
        role, _, path = rest.partition("=")
        found.append(Block(language, path or None, role or None, match["body"]))
    return found


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a folder with the program as it stands in this checkout."""
    program = tmp_path_factory.mktemp("checkout")
    script = program / "signalwright"
    roots = os.pathsep.join(str(ROOT / each) for each in ("compiler", "targets"))
    script.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path[:0] = {roots!r}.split({os.pathsep!r})\n"
        "from signalwright.cli import main\nmain()\n"
    )
    script.chmod(0o755)
    return program


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Returns a folder with the program as a wheel of this checkout installs it, beside what it depends on."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, symlinks=True)
    python = home / "bin/python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], capture_output=True, check=True)
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")
    return home / "bin"


def run(command: str, folder: Path, program: Path) -> str:
    """Returns what a command of a console block prints, diagnostics included.

    Args:
        command: The command.
        folder: Where it is run.
        program: The folder that holds `signalwright`.
    """
    tools = debian()
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "PATH": f"{program}{os.pathsep}{os.environ['PATH']}",
        "SIGNALWRIGHT_CACHE": str(folder.parent / "cache"),
        "SIGNALWRIGHT_CURRENT_TOOLS": "",
        "SIGNALWRIGHT_DEBIAN_TOOLS": str(tools.find("promtool").parent) if tools.has("promtool") else "",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec 2>&1; {command}"],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout


def answers(body: str) -> list[tuple[str, str]]:
    """Splits a console block into commands and what they print."""
    found: list[tuple[str, str]] = []
    for line in body.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].strip(), ""))
        else:
            command, output = found[-1]
            found[-1] = (command, output + line)
    return found


def patched(text: str, diff: str) -> str:
    """Returns a text in which the lines of a diff block were replaced.

    Args:
        text: The text.
        diff: Lines that begin with a blank, `-` or `+`; without the last they stand in the text, once.
    """
    assert all(line[:1] in (" ", "-", "+") for line in diff.splitlines()), f"no diff:\n{diff}"
    old, new = ("".join(f"{each[1:]}\n" for each in diff.splitlines() if each[0] in signs) for signs in (" -", " +"))
    assert text.count(old) == 1, f"these lines don't stand there once:\n{old}\nbut:\n{text}"
    return text.replace(old, new)


def as_pattern(shown: str, gap: str) -> re.Pattern[str]:
    """Returns a pattern of the lines that are shown, with gaps for those that are left out."""
    parts = [re.escape(part) for part in re.split(rf"^{re.escape(gap)}\n", shown, flags=re.MULTILINE)]
    return re.compile(r"^" + r"(?:.*\n)*?".join(parts), re.MULTILINE)


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_shows_what_the_compiler_does(page: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    project = tmp_path / "project"
    project.mkdir()
    program: Path = request.getfixturevalue("installed" if page == TUTORIAL else "checkout")
    if page != TUTORIAL:
        (project / "signalwright.yaml").write_text("signalwright: 1\n")
    for block in blocks(page):
        if block.role == "servers" and not debian().has("promtool"):
            continue
        if block.role == "file":
            assert block.path is not None
            (project / block.path).parent.mkdir(parents=True, exist_ok=True)
            body = block.body
            if block.language == "diff":
                body = patched((project / block.path).read_text(encoding="utf-8"), body)
            (project / block.path).write_text(body, encoding="utf-8")
        elif block.role == "from":
            assert block.path is not None
            base = project if (project / block.path).exists() else ROOT
            there = (base / block.path).read_text(encoding="utf-8")
            assert as_pattern(block.body, "# …").search(there), (
                f"{block.path} doesn't hold:\n{block.body}\nbut:\n{there}"
            )
        elif block.language == "console":
            for command, shown in answers(block.body):
                printed = run(command, project, program)
                assert as_pattern(shown, "…").fullmatch(printed), f"$ {command}\n{printed}\nis shown as:\n{shown}"


@pytest.mark.parametrize("page", SHOWN)
def test_every_block_of_a_page_says_what_it_is(page: str) -> None:
    for block in blocks(page):
        if block.language in ("json", "yaml", "python", "toml", "diff"):
            assert block.role in ("file", "from"), f"this block isn't tried:\n{block.body}"
        else:
            assert block.language in ("console", "sh", "mermaid", "text"), f"unknown kind of block: {block.language}"
    fences = [
        line for line in (ROOT / page).read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("```")
    ]
    assert len(fences) == 2 * len(blocks(page)), "a fence that no block belongs to"


def test_commands_that_a_page_names_exist_with_their_options(tmp_path: Path, checkout: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    options: dict[str, str] = {}
    scratch = tmp_path / "project"
    scratch.mkdir()
    named = 0
    for page in SHOWN:
        text = (ROOT / page).read_text(encoding="utf-8")
        for target in re.findall(r"(?:^|`)make ([a-z][a-z-]*)(?=[ `\n])", text, re.MULTILINE):
            named += 1
            assert target in targets, f"{page}: the Makefile has no target `{target}`"
        for command, rest in re.findall(r"(?:^\$ |`)signalwright ([a-z]+)\b([^`\n]*)", text, re.MULTILINE):
            named += 1
            if command not in options:
                options[command] = run(f"signalwright {command} --help", scratch, checkout)
            assert "Usage: signalwright" in options[command], f"{page}: there is no command `{command}`"
            for option in re.findall(r"--[a-z-]+", rest):
                assert option in options[command], f"{page}: `{command}` has no option `{option}`"
    assert named > 10


def test_links_lead_to_files_and_headings_that_exist() -> None:
    pages = [
        each for each in tracked() if each.endswith(".md") and not each.startswith("out/") and "/runbooks/" not in each
    ]
    assert "README.md" in pages
    for page in pages:
        text = _FENCE.sub("", (ROOT / page).read_text(encoding="utf-8"))
        for link in _LINK.findall(text):
            if "://" in link:
                continue
            path, _, heading = link.partition("#")
            there = (ROOT / page).parent / path if path else ROOT / page
            assert there.exists(), f"{page} links to {link}, which doesn't exist"
            if heading:
                known = {_anchor(each) for each in _HEADING.findall(there.read_text(encoding="utf-8"))}
                assert heading in known, f"{page} links to {link}, and there is no such heading"


def test_every_folder_with_code_is_described_there_or_in_the_folder_above() -> None:
    folders = {
        Path(each).parent for each in tracked() if each.startswith(("compiler/", "targets/")) and each.endswith(".py")
    }
    lacking = [each for each in folders if not any((ROOT / up / "README.md").is_file() for up in (each, each.parent))]
    assert sorted(map(str, lacking)) == []


def _anchor(heading: str) -> str:
    """Returns the anchor of a heading: lower case, hyphens for spaces, no other signs."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
