"""`signalwright check FILE…`: what it is given, and what it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from signalwright.cli.common import CLEAN, fail, finish_on_errors, say
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
) -> NoReturn:
    """Checks rule files that no spec made, and ends the program.

    Args:
        files: The files and folders.
        override: Backend to version; only Prometheus reads rules.
        metrics: Pages that show which metrics there are.
        scrape_every: How often targets are scraped, as it was typed.
        keep: How long samples are kept, as it was typed.
        format: The format of the findings.
    """
    from signalwright.compile import Compilation
    from signalwright.diagnostics.report import Report
    from signalwright.importers.judging import Surroundings, judge
    from signalwright.language.scalars import read_version
    from signalwright.language.source import Sources
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
    root, registry = Path.cwd(), find()
    compilation = Compilation(root=root, sources=Sources(root), report=Report(), registry=registry)
    count = judge(files, compilation.sources, surroundings, registry.check_packages, compilation.report)
    finish_on_errors(compilation, format)
    warned = compilation.report.count(Level.WARNING)
    warnings = f"{warned} {'warning' if warned == 1 else 'warnings'}" if warned else "clean"
    say(f"{count} {'rule' if count == 1 else 'rules'} checked, {warnings}")
    raise typer.Exit(CLEAN)


def _duration(option: str, text: str | None) -> Duration | None:
    from signalwright.language.scalars import read_positive_duration

    try:
        return None if text is None else read_positive_duration(text)
    except ValueError:
        fail(f"`{option} {text}` is no duration; write `{option} 30s`")
