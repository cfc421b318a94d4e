"""Runs the phases in order: read → resolve → derive → check → lower."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from signalwright import __version__, names
from signalwright.checks import run_checks
from signalwright.checks.memory import Memory
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, text_artifact
from signalwright.emit.manifest import Versions
from signalwright.ir.stack import Page, Stack
from signalwright.language.load import load_specs
from signalwright.language.models.stack import LANGUAGE_VERSION
from signalwright.language.project import Project, load_project
from signalwright.language.source import Sources
from signalwright.language.surface import surface_model
from signalwright.language.variants import SpecVariant
from signalwright.passes import run_passes
from signalwright.passes.resolve import resolve
from signalwright.policy import Judge, Settings, load_settings
from signalwright.records import record
from signalwright.registry import Registry, find
from signalwright.target import Gate, Target


@record
class CompiledStack:
    """A stack in one environment, with everything that was made of it.

    Attributes:
        stack: The resolved stack.
        folder: Its folder under `out/`: `shop`, or `shop/staging` in an environment.
        artifacts: What was made, ordered by path.
        on_request: Whether it is made only when its environment is named.
    """

    stack: Stack
    folder: str
    artifacts: tuple[Artifact, ...]
    on_request: bool


@dataclass(slots=True)
class Compilation:
    """The outcome of a run.

    Attributes:
        root: The project's root.
        sources: The files that were read; tells places.
        report: Everything that was found.
        project: The project, or None when its file has errors.
        registry: What is installed, or None when the project has errors.
        settings: The policy of the project.
        stacks: The stacks without errors, ordered by folder.
    """

    root: Path
    sources: Sources
    report: Report
    project: Project | None = None
    registry: Registry | None = None
    settings: Settings = field(default_factory=Settings)
    stacks: list[CompiledStack] = field(default_factory=list)


def compile_project(
    root: Path,
    *,
    override: Mapping[str, str] | None = None,
    environment: str | None = None,
    on_request: bool = False,
    lower: bool = True,
    twice: bool = False,
    instead: Mapping[str, bytes] | None = None,
    cache: Path | None = None,
) -> Compilation:
    """Compiles every spec of a project in memory; nothing is written.

    Args:
        root: The project's root, absolute.
        override: Backend to version, in place of the declared one.
        environment: Only this environment; None for all that are compiled always.
        on_request: Whether those that are compiled only on request are compiled as well.
        lower: Whether artifacts are made; a check alone doesn't need them, but only making them finds what a backend
            can't express.
        twice: Whether Python specs are run twice, to see that nothing but the spec decides what it says.
        instead: File, relative to the root → what is read in its place.
        cache: The folder in which it is remembered which expressions are clean, or None to examine all of them.

    Returns:
        The compilation; its report says whether it may be written.

    Raises:
        ExtensionError: An extension can't be used.
        EmissionError: An artifact didn't read back as what it was printed from, which is a defect of a target.
    """
    compilation = Compilation(root=root, sources=Sources(root, instead), report=Report())
    report = compilation.report
    project = load_project(root, compilation.sources, report)
    if project is None:
        return compilation
    compilation.project = project
    registry = compilation.registry = find(project.extensions)
    compilation.settings = load_settings(project.policy, registry.check_packages, report)
    judge = Judge(compilation.sources, registry.check_packages, compilation.settings)
    variants = load_specs(
        project,
        surface_model(registry.targets),
        compilation.sources,
        report,
        override=override,
        environment=environment,
        on_request=on_request,
        twice=twice,
    )
    memory = None if cache is None else Memory(cache, root)
    for _, group in groupby(variants, key=lambda each: each.stack):
        found: dict[str | None, Report] = {}
        for variant in group:
            own = found.setdefault(variant.environment, Report())
            compiled = compile_variant(variant, registry, own, judge, lower=lower, memory=memory)
            if compiled is not None:
                compilation.stacks.append(compiled)
        report.gather(found)
    if memory is not None:
        memory.save()
    judge.finish(report, complete=lower and on_request and environment is None and not override)
    compilation.stacks.sort(key=lambda each: each.folder)
    return compilation


def compile_variant(
    variant: SpecVariant,
    registry: Registry,
    report: Report,
    judge: Judge,
    *,
    lower: bool = True,
    memory: Memory | None = None,
) -> CompiledStack | None:
    """Compiles a stack in one environment.

    Args:
        variant: The validated spec.
        registry: What is installed.
        report: Takes what is found.
        judge: Decides which of it counts.
        lower: Whether artifacts are made.
        memory: The expressions that needn't be examined again, or None to examine all.

    Returns:
        The stack, or None when there were errors.
    """
    own = Report()
    stack = resolve(variant, registry.targets, own)
    if variant.salvaged is not None:
        report.extend(each for each in own if not variant.salvaged.follows(each))
        return None
    allowed = judge.about(variant)
    own = judge.judged(own, allowed, finished=False)
    if not own.has_errors:
        stack = run_passes(stack)
        found = Report()
        run_checks(stack, registry.check_packages, found, judge.settings.options, memory)
        own.extend(judge.judged(found, allowed, finished=True))
    artifacts: Sequence[Artifact] = ()
    if lower and not own.has_errors:
        found = Report()
        artifacts = lower_stack(stack, registry.targets, found)
        own.extend(judge.judged(found, allowed, finished=False))
    report.extend(own)
    if own.has_errors:
        return None
    folder = stack.name if stack.environment is None else f"{stack.name}/{stack.environment}"
    return CompiledStack(stack, folder, tuple(artifacts), variant.on_request)


def lower_stack(stack: Stack, targets: Mapping[str, Target], report: Report) -> list[Artifact]:
    """Makes the artifacts of a stack: each target's, and the runbook pages.

    Args:
        stack: The stack with everything derived.
        targets: The targets by name.
        report: Takes what a backend can't express.

    Returns:
        The artifacts, ordered by path.
    """
    artifacts: list[Artifact] = []
    for name, backend in stack.backends.items():
        target = targets[name]
        artifacts.extend(target.lower(stack, Gate(target.title, backend.version, report, target.drawings)))
    artifacts.extend(
        text_artifact(f"{names.RUNBOOKS}/{page.path}", page.text, partial(_page_places, page)) for page in stack.pages
    )
    return sorted(artifacts, key=lambda each: each.path)


def _page_places(page: Page) -> dict[tuple[str | int, ...], Origin]:
    places: dict[tuple[str | int, ...], Origin] = {(): page.origin}
    ends = [*(start for start, _ in page.parts[1:]), page.text.count("\n")]
    for (start, place), end in zip(page.parts, ends, strict=False):
        places.update({(line,): place for line in range(start, end)})
    return places


def outputs(compilation: Compilation) -> tuple[dict[str, list[Artifact]], Versions]:
    """Returns what is to be written.

    Args:
        compilation: A compilation without errors.

    Returns:
        Stack name → its artifacts, with paths relative to the stack's folder; and the versions for the manifest.
    """
    stacks: dict[str, list[Artifact]] = {}
    for compiled in compilation.stacks:
        prefix = "" if compiled.stack.environment is None else f"{compiled.stack.environment}/"
        moved = (replace(each, path=prefix + each.path) if prefix else each for each in compiled.artifacts)
        stacks.setdefault(compiled.stack.name, []).extend(moved)
    used = {name for compiled in compilation.stacks for name in compiled.stack.backends}
    targets = compilation.registry.targets if compilation.registry is not None else {}
    releases = {name: targets[name].release for name in sorted(used)}
    return stacks, Versions(signalwright=__version__, language=LANGUAGE_VERSION, targets=releases)
