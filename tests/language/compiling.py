"""Compiles specs that stand in a test, and says what was found in words that a test can compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from signalwright.compile import CompiledStack, compile_variant
from signalwright.diagnostics.diagnostic import Level
from signalwright.diagnostics.report import Report
from signalwright.language.load import load_specs
from signalwright.language.models.stack import StackSpec
from signalwright.language.project import PROJECT_FILE, Project, load_project
from signalwright.language.source import Sources
from signalwright.language.surface import surface_model
from signalwright.language.variants import SpecVariant
from signalwright.policy import Judge, load_settings
from signalwright.registry import Registry, find


@dataclass(frozen=True, slots=True)
class Found:
    """A diagnostic with its place made line and column.

    Attributes:
        name: `area/bad-state`.
        file: The file, relative to the folder of the stack.
        line: The line, from 1.
        column: The column, from 1.
        end_line: The line of the end.
        end_column: The column behind the end.
        message: What is wrong.
        help: The way out.
        also: Lines and columns of the secondary places.
        level: How grave it is.
        reason: Why it is allowed, or None for a finding that counts.
    """

    name: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    help: str | None
    also: tuple[tuple[str, int, int], ...]
    level: Level
    reason: str | None

    @property
    def place(self) -> tuple[int, int]:
        """Line and column."""
        return self.line, self.column

    def __str__(self) -> str:
        """One line for the message of a failing test."""
        return f"{self.file}:{self.line}:{self.column}: {self.name}: {self.message} ({self.help})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a project.

    Attributes:
        found: The diagnostics in the order of the report.
        variants: The valid specs.
        stacks: The compiled stacks by folder.
        raw: The report as the compiler made it, and the sources that it is about.
    """

    found: tuple[Found, ...]
    variants: tuple[SpecVariant, ...]
    stacks: Mapping[str, CompiledStack]
    raw: tuple[Report, Sources]

    @property
    def errors(self) -> tuple[Found, ...]:
        """The errors alone."""
        return tuple(each for each in self.counted if each.level is Level.ERROR)

    @property
    def counted(self) -> tuple[Found, ...]:
        """What isn't allowed."""
        return tuple(each for each in self.found if each.reason is None)


@cache
def installed() -> tuple[Registry, type[StackSpec]]:
    """Returns the targets and the surface model, which are the same for every test."""
    registry = find()
    return registry, surface_model(registry.targets)


def compile_files(
    root: Path,
    files: Mapping[str, str],
    *,
    environment: str | None = None,
    override: Mapping[str, str] | None = None,
    lower: bool = False,
    twice: bool = False,
    project: str | None = None,
) -> Outcome:
    """Writes files under `spec/` and compiles them.

    Args:
        root: An empty folder, or one that an earlier call filled.
        files: Path relative to `spec/` → text.
        environment: Only this environment.
        override: Backend → version.
        lower: Whether artifacts are made, too.
        twice: Whether Python specs are run twice and compared.
        project: The text of `signalwright.yaml`, whose policy holds.
    """
    specs = root / "spec"
    for name, text in files.items():
        path = specs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    registry, model = installed()
    sources, report = Sources(root), Report()
    policy = None
    if project is not None:
        (root / PROJECT_FILE).write_text(project, encoding="utf-8")
        loaded = load_project(root, sources, report)
        policy = loaded.policy if loaded is not None else None
    settings = load_settings(policy, registry.check_packages, report)
    judge = Judge(sources, registry.check_packages, settings)
    read = Project(root=root, specs=specs, out=root / "out", extensions=())
    specs_read = load_specs(
        read, model, sources, report, environment=environment, override=override, on_request=True, twice=twice
    )
    stacks = {}
    for variant in specs_read:
        compiled = compile_variant(variant, registry, report, judge, lower=lower)
        if compiled is not None:
            stacks[compiled.folder] = compiled
    judge.finish(report, complete=lower and environment is None and not override)
    return Outcome(found_in(report, sources), tuple(specs_read), stacks, (report, sources))


def compile_text(root: Path, text: str, *, lower: bool = False, override: Mapping[str, str] | None = None) -> Outcome:
    """Compiles a spec of one file, `spec/shop/stack.yaml`; the runbook pages of the rich spec stand beside it."""
    return compile_files(root, {"shop/stack.yaml": text}, lower=lower, override=override)


def found_in(report: Report, sources: Sources) -> tuple[Found, ...]:
    """Returns the diagnostics of a report with their places."""
    found = []
    for each in sources.settled(report).sorted(sources):
        place = sources.locate(each.primary.place)
        also = (sources.locate(label.place) for label in each.secondary)
        found.append(
            Found(
                name=each.name,
                file=(place or each.primary.place).file.removeprefix("spec/"),
                line=place.line if place is not None else 0,
                column=place.column if place is not None else 0,
                end_line=place.end_line if place is not None else 0,
                end_column=place.end_column if place is not None else 0,
                message=each.message,
                help=each.help,
                also=tuple((other.file.removeprefix("spec/"), other.line, other.column) for other in also if other),
                level=each.level,
                reason=each.allowed.reason if each.allowed is not None else None,
            )
        )
    return tuple(found)
