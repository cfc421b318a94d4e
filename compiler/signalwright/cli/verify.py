"""`signalwright verify`."""

from __future__ import annotations

from typing import Annotated

import typer

from signalwright.caching import cache_folder
from signalwright.cli.common import (
    FINDINGS,
    TEXT,
    Backends,
    Environment,
    Format,
    Root,
    check_backends,
    check_format,
    project_root,
    say,
    show_report,
    versions,
)
from signalwright.compile import Compilation, compile_project
from signalwright.diagnostics.report import Report
from signalwright.verify.stack import Toolbox, verify_stack


def run(
    project: Root = None,
    backend: Backends = None,
    env: Environment = None,
    installed: Annotated[
        bool,
        typer.Option(
            "--installed",
            help="Compile for the versions of the installed tools where those of the declared versions are missing.",
        ),
    ] = False,
    cache: Annotated[bool, typer.Option(help="Take known answers of the tools.")] = True,
    format: Format = TEXT,
) -> None:
    """Lets the real tools (promtool, amtool, …) judge what the specs compile to.

    A tool that is older than the declared version judges nothing. With `--installed`, the same specs are compiled for
    the version that it has, in memory, and judged there; the output says which versions were proved. A tool that no
    package manager has is then a warning when it isn't there; without the option it is an error. A tool that gives a
    second opinion only is never missed with more than a warning.
    """
    check_format(format)
    override = versions(backend)
    root = project_root(project)
    compilation = compile_project(root, override=override, environment=env, cache=cache_folder("checked"))
    if compilation.registry is not None:
        check_backends(list(override), list(compilation.registry.targets))
    report = _findings(compilation, format=format)
    toolbox = Toolbox()
    lines = _verify(compilation, toolbox, cache, report, installed)
    missing = [each for each in report if each.name == "verify/missing-tool"]
    if missing and installed:
        older = _installed_versions(compilation, toolbox)
        if older:
            named = ", ".join(f"{name} {version}" for name, version in sorted(older.items()))
            say(f"no tools of the declared versions: the same specs are compiled for {named}")
            declared = compilation
            compilation = compile_project(root, override={**override, **older}, environment=env)
            report = _findings(declared, compilation, format=format)
            lines = _verify(compilation, toolbox, cache, report, installed)
    for line in lines:
        say(line)
    show_report(report, compilation, format)
    raise typer.Exit(FINDINGS if report.has_errors else 0)


def _findings(*compilations: Compilation, format: str) -> Report:
    """Returns what compiling found, to which the tools' words are added; ends the program when there are errors."""
    report = Report()
    for each in compilations:
        report.extend(each.report)
    if report.has_errors:
        show_report(report, compilations[-1], format)
        raise typer.Exit(FINDINGS)
    return report


def _verify(compilation: Compilation, toolbox: Toolbox, cache: bool, report: Report, installed: bool) -> list[str]:
    assert compilation.registry is not None
    assert compilation.project is not None
    lines: list[str] = []
    out = compilation.sources.name(compilation.project.out)
    for compiled in compilation.stacks:
        own = Report()
        verdicts = verify_stack(
            compiled,
            compilation.registry.targets,
            toolbox,
            cache_folder("verify") if cache else None,
            compilation.sources,
            out,
            own,
            installed_only=installed,
        )
        for verdict in verdicts:
            tool = verdict.installed
            wanted = compiled.stack.backends[tool.tool.backend].version
            judged = (
                f"{tool.tool.backend} {wanted}"
                if tool.version is None or tool.version.release == wanted.release
                else (f"{tool.tool.backend} {wanted}, judged by a newer tool")
            )
            answer = "refused" if verdict.findings else "accepted"
            again = ", known" if verdict.cached else ""
            call = " ".join(verdict.invocation.arguments[:2])
            lines.append(f"{compiled.folder}: {answer} by {tool.name} ({call}; {judged}{again})")
        report.extend(own)
    return lines


def _installed_versions(compilation: Compilation, toolbox: Toolbox) -> dict[str, str]:
    """Returns the newest installed version of each backend that has no tool of the declared one."""
    assert compilation.registry is not None
    found: dict[str, str] = {}
    for compiled in compilation.stacks:
        for name, backend in compiled.stack.backends.items():
            target = compilation.registry.targets[name]
            mine = [each for each in compiled.artifacts if each.path.startswith(f"{name}/")]
            for invocation in target.verify(mine, backend.version):
                installed = [each.version for each in toolbox.installed(invocation.tool)]
                older = [each for each in installed if each is not None and each < backend.version]
                if older:
                    newest = max(older, key=lambda each: each.parts)
                    found[name] = f"{newest.release[0]}.{newest.release[1]}"
    return found
