"""`signalwright check`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from signalwright.caching import cache_folder
from signalwright.cli.common import (
    CLEAN,
    FINDINGS,
    TEXT,
    Backends,
    Environment,
    FailOn,
    Format,
    Root,
    check_backends,
    check_format,
    check_level,
    fail,
    finish_on_report,
    print_data,
    project_root,
    say,
    show_report,
    versions,
)
from signalwright.cli.rule_files import Files, Keep, Metrics, ScrapeEvery, check_rule_files
from signalwright.compile import Compilation, compile_project
from signalwright.diagnostics.diagnostic import Level
from signalwright.registry import Registry

if TYPE_CHECKING:
    from signalwright.fixing.rounds import Compile

if TYPE_CHECKING:
    from signalwright.fixing.rounds import Compile


def run(
    files: Files = None,
    project: Root = None,
    backend: Backends = None,
    env: Environment = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Change the YAML specs where a finding has one certain correction.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print what `--fix` would change as a unified diff, and write nothing.")
    ] = False,
    metrics: Metrics = None,
    scrape_every: ScrapeEvery = None,
    keep: Keep = None,
    format: Format = TEXT,
    fail_on: FailOn = None,
) -> None:
    """Reads and checks every spec, or rule files that no spec made, and writes nothing unless it is told to.

    Errors and warnings are told with their place and a way out; `signalwright explain NAME` says more about one. Only
    errors make it exit with 1, unless `fail_on` in the project's policy or `--fail-on` says otherwise. With `--fix`
    what is certain is put right, comments and layout stay, and what remains is told; `--diff` exits with 1 where there
    is something to change.

    Of rule files any metric may exist, with any type and labels, unless `--metrics` shows which there are. Rule files
    of Prometheus, PrometheusRule manifests, SLO specs of Sloth and OpenSLO and collections of alerts are read; say
    `--backend prometheus=2.42` for the version that is to read them.
    """
    check_format(format)
    check_level(fail_on)
    if diff and format != TEXT:
        fail(f"`--diff` prints a diff and `--format {format}` a document; choose one of them")
    override = versions(backend)
    if files:
        if project is not None or env is not None or fix or diff:
            fail("`--project`, `--env`, `--fix` and `--diff` are about specs; leave them out, or the files")
        check_rule_files(
            files, override, metrics=metrics, scrape_every=scrape_every, keep=keep, format=format, fail_on=fail_on
        )
    if metrics or scrape_every or keep:
        fail("`--metrics`, `--scrape-every` and `--keep` are about rule files; name them: `check rules.yml`")
    root = project_root(project)

    def compile_with(instead: Mapping[str, bytes]) -> Compilation:
        compiled = compile_project(
            root,
            override=override,
            environment=env,
            on_request=True,
            twice=True,
            instead=instead,
            cache=cache_folder("checked"),
        )
        if compiled.registry is not None:
            check_backends(list(override), list(compiled.registry.targets))
        return compiled

    to_do = 0
    if fix or diff:
        compilation, to_do = _fix(root, compile_with, diff=diff)
    else:
        compilation = compile_with({})
    if compilation.registry is not None:
        _refresh_schemas(compilation, compilation.registry)
    show_report(compilation.report, compilation, format)
    if not (fix or diff) and any(each.fix is not None and each.allowed is None for each in compilation.report):
        _offer(compilation)
    finish_on_report(compilation, fail_on)
    allowed = compilation.report.allowed
    warned = compilation.report.count(Level.WARNING)
    names = sorted({each.stack.name for each in compilation.stacks})
    say(
        f"{len(names)} {'stack' if len(names) == 1 else 'stacks'} checked"
        + (f", {warned} {'warning' if warned == 1 else 'warnings'}" if warned else ", clean")
        + (f", {allowed} allowed" if allowed else "")
    )
    raise typer.Exit(FINDINGS if to_do else CLEAN)


def _offer(compilation: Compilation) -> None:
    """Says that there is something that `--fix` can put right."""
    from signalwright.fixing.offers import offers

    count = sum(map(len, offers(compilation.report, compilation.sources).by_file.values()))
    if count:
        say(f"`signalwright check --fix` can put {count} of the findings right, `--diff` shows how")


def _fix(root: Path, compile: Compile, *, diff: bool) -> tuple[Compilation, int]:
    """Makes the fixes and says what was changed, or prints what would be.

    Returns:
        The compilation of the fixed project, and how many changes are still to be made.
    """
    from signalwright.diagnostics.render._cells import visible
    from signalwright.fixing.rounds import differences, fix_project
    from signalwright.fixing.write import CannotFixError, write_fixed

    fixed = fix_project(compile)
    if diff:
        print_data(differences(fixed))
        would = len(fixed.changes)
        say(
            f"{would} {'change' if would == 1 else 'changes'} to make; what would remain:"
            if would
            else "nothing to fix"
        )
    else:
        try:
            write_fixed(root, fixed.before, fixed.after)
        except CannotFixError as error:
            fail(f"not fixed: {error}")
        for each in fixed.changes:
            where = f"{each.place.file}:{each.place.line}"
            say(visible(f"{where}: {_shown(each.before)} \u2192 {_shown(each.after)} ({each.name})"))
    if fixed.in_python:
        some = "1 finding" if fixed.in_python == 1 else f"{fixed.in_python} findings"
        say(f"{some} in Python specs could be fixed as well; `--fix` changes YAML alone, so change Python by hand")
    return fixed.compilation, len(fixed.changes) if diff else 0


def _shown(text: str) -> str:
    return f"`{text}`" if text else "nothing"


def _refresh_schemas(compilation: Compilation, registry: Registry) -> None:
    """Keeps the schemas of stacks as the spec is, where somebody has asked for them."""
    if compilation.project is not None and (compilation.root / ".signalwright").is_dir():
        from signalwright.language.editors.cache import refresh_schemas

        refresh_schemas(compilation.project, registry.targets, compilation.sources)
