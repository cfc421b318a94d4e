"""`signalwright check FILE…`: what it is given, and what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from signalwright.cli.common import CLEAN, fail, finish_on_findings, say
from signalwright.diagnostics.diagnostic import Level

if TYPE_CHECKING:
    from signalwright.ir.values import Duration

Files = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FILE]...",
        help="Rule files that no spec made, or folders of them; the project's specs when left out.",
    ),
]
Metrics = Annotated[
    list[Path] | None,
    typer.Option(
        "--metrics",
        metavar="PAGE",
        help="For FILE: a saved /metrics page of what is scraped. Can be given more than once.",
    ),
]
ScrapeEvery = Annotated[
    str | None, typer.Option("--scrape-every", metavar="DURATION", help="For FILE: how often targets are scraped.")
]
Keep = Annotated[
    str | None, typer.Option("--keep", metavar="DURATION", help="For FILE: how long Prometheus keeps samples.")
]


def check_rule_files(
    files: Sequence[Path],
    override: Mapping[str, str],
    *,
    metrics: Sequence[Path] | None,
    scrape_every: str | None,
    keep: str | None,
    format: str,
    fail_on: str | None,
) -> NoReturn:
    """Checks rule files that no spec made, and ends the program.

    Args:
        files: The files and folders.
        override: Backend to version; only Prometheus reads rules.
        metrics: Pages that show which metrics there are.
        scrape_every: How often targets are scraped, as it was typed.
        keep: How long samples are kept, as it was typed.
        format: The format of the findings.
        fail_on: The mildest level that makes it fail, as it was typed; None for that of the policy.
    """
    from signalwright.compile import Compilation
    from signalwright.diagnostics.report import Report
    from signalwright.importers.judging import Surroundings, judge
    from signalwright.language.project import find_root, load_project
    from signalwright.language.scalars import read_version
    from signalwright.language.source import Sources
    from signalwright.policy import Judge, load_settings
    from signalwright.registry import find

    for name in override:
        if name != "prometheus":
            fail(f"rule files are for Prometheus; leave out `--backend {name}={override[name]}`")
    version = override.get("prometheus")
    surroundings = Surroundings(
        pages=tuple(metrics or ()),
        release=read_version(version).release if version is not None else None,
        scrape_every=_duration("--scrape-every", scrape_every),
        retention=_duration("--keep", keep),
    )
    root, found = Path.cwd(), Report()
    compilation = Compilation(root=root, sources=Sources(root), report=Report())
    project = load_project(find_root(root), Sources(find_root(root)), compilation.report)
    registry = find(project.extensions if project is not None else ())
    compilation.registry = registry
    policy = project.policy if project is not None else None
    compilation.settings = load_settings(policy, registry.check_packages, compilation.report)
    count = judge(files, compilation.sources, surroundings, registry.check_packages, found)
    allowing = Judge(compilation.sources, registry.check_packages, compilation.settings)
    compilation.report.extend(allowing.judged(found, [], finished=True))
    allowing.finish(compilation.report, complete=True)
    finish_on_findings(compilation, format, fail_on)
    warned, allowed = compilation.report.count(Level.WARNING), compilation.report.allowed
    warnings = f"{warned} {'warning' if warned == 1 else 'warnings'}" if warned else "clean"
    say(
        f"{count} {'rule' if count == 1 else 'rules'} checked, {warnings}" + (f", {allowed} allowed" if allowed else "")
    )
    raise typer.Exit(CLEAN)


def _duration(option: str, text: str | None) -> Duration | None:
    from signalwright.language.scalars import read_positive_duration

    try:
        return None if text is None else read_positive_duration(text)
    except ValueError:
        fail(f"`{option} {text}` is no duration; write `{option} 30s`")
