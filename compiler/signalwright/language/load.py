"""Reads a project's specs: files → merged stacks → one validated spec for each environment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from signalwright.diagnostics.closest import closest
from signalwright.diagnostics.diagnostic import Label
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Origin
from signalwright.language.merge import Merged, merge
from signalwright.language.models.stack import StackSpec
from signalwright.language.pages import RUNBOOKS, RunbookPage, read_pages
from signalwright.language.project import Project
from signalwright.language.source import Sources
from signalwright.language.variants import SpecVariant, make_variants

if TYPE_CHECKING:
    from signalwright.language.python.load import PythonSpecs

ORGANIZATION = "_organization"


def load_specs(
    project: Project,
    model: type[StackSpec],
    sources: Sources,
    report: Report,
    *,
    override: Mapping[str, str] | None = None,
    environment: str | None = None,
    on_request: bool = False,
    twice: bool = False,
) -> list[SpecVariant]:
    """Reads every stack of a project.

    Args:
        project: The project.
        model: The surface model.
        sources: Reads the files.
        report: Takes the errors of all files.
        override: Backend to version, in place of the declared one.
        environment: Only this environment; None for all that are compiled always.
        on_request: Whether those that are compiled only on request are read as well.
        twice: Whether Python specs are run twice and compared.

    Returns:
        The variants, ordered by stack and environment; of a spec with errors, what is sound of it.
    """
    if not project.specs.is_dir():
        report.error(
            "language/unreadable",
            f"there is no folder `{project.specs.relative_to(project.root).as_posix()}`",
            Origin(sources.name(project.specs), ()),
            help="`signalwright init` writes a first spec",
        )
        return []
    folders = stack_folders(project)
    python = run_python(project, [project.specs / ORGANIZATION, *folders], sources, report, twice=twice)
    shared_files, shared_pages = _read_folder(project.specs / ORGANIZATION, sources, python, report)
    variants: list[SpecVariant] = []
    first_of: dict[str, Origin] = {}
    known: dict[str, Origin] = {}
    for folder in folders:
        if not folder.is_dir():
            _report_misplaced(folder, sources, report)
            continue
        files, pages = _read_folder(folder, sources, python, report)
        if files is None or shared_files is None:
            continue
        if not files:
            report.error(
                "language/empty",
                "the folder has no spec",
                Origin(sources.name(folder), ()),
                help="add a `stack.yaml`, or remove the folder",
            )
            continue
        merged = merge(files, shared_files, report)
        _override_versions(merged, override or {})
        if _is_first(merged, first_of, report):
            pages = {**shared_pages, **pages}
            variants += make_variants(
                merged, model, sources, pages, known, report, environment=environment, on_request=on_request
            )
    if environment is not None and not report.has_errors and not variants:
        _report_unknown_environment(environment, known, Origin(sources.name(project.specs), ()), report)
    return variants


def stack_folders(project: Project) -> list[Path]:
    """Returns what stands in the folder of all specs and isn't hidden or shared, in order of its path."""
    return [each for each in sorted(project.specs.iterdir()) if not each.name.startswith((".", "_"))]


def _report_misplaced(file: Path, sources: Sources, report: Report) -> None:
    """Tells of a spec that stands beside the folders of stacks; other files there are nobody's concern."""
    if file.suffix in (".yaml", ".yml", ".py"):
        report.error(
            "language/misplaced-spec",
            "a spec stands in the folder of its stack",
            Origin(sources.name(file), ()),
            help=f"move it to `{file.stem}/stack{file.suffix}` in the same place",
        )


def _is_first(merged: Merged, first_of: dict[str, Origin], report: Report) -> bool:
    """Returns whether no folder before has a stack of the same name, and notes the name; otherwise it is reported."""
    name = merged.data.get("stack")
    if not isinstance(name, str):
        return True
    place = merged.locate(("stack",))
    if first_of.setdefault(name, place) is place:
        return True
    report.error(
        "language/duplicate-name",
        f"two folders have a stack `{name}`",
        place,
        help="a stack has one folder; choose another name",
        secondary=[Label(first_of[name], "declared here first")],
    )
    return False


def _report_unknown_environment(environment: str, known: Mapping[str, Origin], specs: Origin, report: Report) -> None:
    """Tells that no stack has an environment, where the one stands that is probably meant.

    Args:
        environment: The name that was asked for.
        known: The environments of all stacks, with the place of the first stack's that has it.
        specs: The folder of all specs.
        report: Takes the error.
    """
    near = closest(environment, list(known))
    if near:
        place, way_out = known[near], f"did you mean `{near}`?"
    elif known:
        place, way_out = next(iter(known.values())), "write one of " + ", ".join(f"`{each}`" for each in known)
    else:
        place, way_out = specs, "`environments` in the spec lists them"
    report.error(
        "environments/unknown-environment", f"no stack has an environment `{environment}`", place, help=way_out
    )


def _override_versions(merged: Merged, override: Mapping[str, str]) -> None:
    backends = merged.data.get("backends")
    if not isinstance(backends, dict):
        return
    for name, version in override.items():
        if isinstance(backends.get(name), dict):
            backends[name] = {**backends[name], "version": version}
        elif name in backends:
            backends[name] = version


def spec_files(folder: Path, *suffixes: str) -> list[Path]:
    """Returns the spec files of a folder in path order: none of runbooks, and none that are hidden."""
    runbooks = folder / RUNBOOKS
    return sorted(
        each
        for each in folder.rglob("*")
        if each.suffix in suffixes
        and runbooks not in each.parents
        and not any(part.startswith(".") for part in each.relative_to(folder).parts)
    )


def run_python(
    project: Project, folders: Sequence[Path], sources: Sources, report: Report, *, twice: bool
) -> PythonSpecs | None:
    """Runs all Python specs of a project in one process; returns None when there are none, which costs nothing."""
    files = {sources.name(each): [sources.name(file) for file in spec_files(each, ".py")] for each in folders}
    present = {folder: names for folder, names in files.items() if names}
    if not present:
        return None
    from signalwright.language.python.load import load_python

    return load_python(project.root, project.specs, present, sources, report, twice=twice)


def _read_folder(
    folder: Path, sources: Sources, python: PythonSpecs | None, report: Report
) -> tuple[Sequence[tuple[str, dict[str, Any]]] | None, dict[str, RunbookPage]]:
    """Returns the specs of a folder in path order (None when one can't be read) and its runbook pages."""
    if not folder.is_dir():
        return [], {}
    files: list[tuple[str, dict[str, Any]]] = []
    readable = python is None or sources.name(folder) not in python.unsound
    for path in spec_files(folder, ".yaml", ".yml", ".py"):
        if path.suffix == ".py":
            said = python.specs.get(sources.name(path)) if python is not None else None
            if said is not None:
                files.append((sources.name(path), said))
            continue
        source = sources.load(path, report)
        if source is None or not isinstance(source.data, dict):
            readable = False
        else:
            files.append((source.file, source.data))
    return (files if readable else None), read_pages(folder / RUNBOOKS, sources, report)
