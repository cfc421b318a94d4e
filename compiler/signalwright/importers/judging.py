"""Checks rule files that no spec made."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import cast

from signalwright.checks import run_expression_checks
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location
from signalwright.expressions.declared import with_records
from signalwright.expressions.texts import texts_of, uses_in_texts
from signalwright.expressions.written import uses_of_rules
from signalwright.importers import formats
from signalwright.importers.pages import read_pages
from signalwright.importers.parts import documents
from signalwright.importers.rules import Format
from signalwright.ir.rules import AlertingRule, RecordingRule, RuleFile, RuleGroup
from signalwright.ir.values import Duration
from signalwright.language.source import Sources
from signalwright.promql.catalogue import OPEN
from signalwright.promql.gate import unread_by
from signalwright.promql.parsing.parser import parse
from signalwright.promql.tree import Verbatim, walk
from signalwright.records import record

_SUFFIXES = (".yaml", ".yml")


@record(kw_only=True)
class Surroundings:
    """What is known of the Prometheus that will evaluate the rules.

    Attributes:
        pages: Metrics pages of what it scrapes; without any, every metric may exist.
        release: Major and minor number of its version, or None when any may read the rules.
        scrape_every: How often it scrapes, or None.
        retention: How long it keeps samples, or None.
    """

    pages: tuple[Path, ...] = ()
    release: tuple[int, int] | None = None
    scrape_every: Duration | None = None
    retention: Duration | None = None


def judge(
    paths: Sequence[Path],
    sources: Sources,
    surroundings: Surroundings,
    packages: Iterable[ModuleType],
    report: Report,
) -> int:
    """Checks rule files.

    Args:
        paths: The files, and folders whose files with rules are meant.
        sources: Takes the files, and tells places.
        surroundings: What is known of the Prometheus that will evaluate them.
        packages: The packages that hold checks.
        report: Takes what is found; what is told of a text behind several aliases is told once.

    Returns:
        How many rules there are.
    """
    found = Report()
    count = _judge(paths, sources, surroundings, packages, found)
    seen: set[tuple[str, str, Location | None]] = set()
    for each in found:
        place = each.name, each.message, sources.locate(each.primary.place)
        if place not in seen:
            seen.add(place)
            report.add(each)
    return count


def _judge(
    paths: Sequence[Path],
    sources: Sources,
    surroundings: Surroundings,
    packages: Iterable[ModuleType],
    report: Report,
) -> int:
    catalogue = OPEN
    if surroundings.pages:
        catalogue = read_pages(surroundings.pages, sources, report)
    catalogue = replace(
        catalogue,
        release=surroundings.release,
        retention=_seconds(surroundings.retention),
        scrape_every=_seconds(surroundings.scrape_every),
    )
    files = tuple(read_rules(paths, sources, report))
    _judge_syntax(files, surroundings.release, report)
    catalogue = with_records(catalogue, (rule for rule in _rules(files) if isinstance(rule, RecordingRule)))
    alerts = tuple(rule for rule in _rules(files) if isinstance(rule, AlertingRule))
    _judge_templates(alerts, report)
    uses = (*uses_of_rules(files, catalogue), *uses_in_texts(alerts, catalogue))
    run_expression_checks(files, uses, catalogue, packages, report)
    return sum(1 for _ in _rules(files))


def read_rules(paths: Sequence[Path], sources: Sources, report: Report) -> Iterator[RuleFile]:
    """Yields the rules of files; a file that can't be read, or has none, is reported.

    Args:
        paths: The files, and folders whose files with rules are meant; a file without rules in a folder is passed over.
        sources: Takes the files.
        report: Takes what is wrong with them.
    """
    known = formats_known()
    for path, is_named in _files(paths, sources.root):
        problems = Report()
        document = sources.load_foreign(path, problems)
        report.extend(problems)
        if document is None:
            continue
        groups: list[RuleGroup] = []
        read = 0
        for each in documents(document):
            found = next((one for one in known if one.reads(each)), None)
            if found is not None:
                read += 1
                groups.extend(found.groups(each, report))
        if read:
            yield RuleFile(name=document.file, groups=tuple(groups))
        elif is_named:
            report.error(
                "files/unknown-format",
                "there are no rules in this file that could be read",
                Location(document.file),
                help=f"give {', '.join(each.TITLE for each in known[:-1])}, or {known[-1].TITLE}",
            )


def formats_known() -> tuple[Format, ...]:
    """Returns the formats of rule files, ordered by name."""
    names = sorted(each.name for each in pkgutil.iter_modules(formats.__path__))
    return tuple(cast(Format, importlib.import_module(f"{formats.__name__}.{name}")) for name in names)


def _files(paths: Sequence[Path], root: Path) -> Iterator[tuple[Path, bool]]:
    """Yields files, each once, and whether it was named itself and not found in a folder."""
    seen: set[Path] = set()
    for path in paths:
        is_folder = (root / path).is_dir()
        found = sorted(each for each in (root / path).rglob("*") if each.suffix in _SUFFIXES) if is_folder else [path]
        for each in found:
            if (root / each) not in seen:
                seen.add(root / each)
                yield each, not is_folder


def _rules(files: Iterable[RuleFile]) -> Iterator[AlertingRule | RecordingRule]:
    for file in files:
        for group in file.groups:
            yield from group.rules


def _judge_syntax(files: Iterable[RuleFile], release: tuple[int, int] | None, report: Report) -> None:
    """Reports what is no PromQL, and what a version of Prometheus doesn't read."""
    for rule in _rules(files):
        for text in walk(rule.query.tree):
            if not isinstance(text, Verbatim) or text.origin is None:
                continue
            parsed = parse(text.text)
            for each in parsed.mistakes:
                place = text.origin.within(each.start, each.end)
                report.error("promql/syntax", each.message, place, help=each.help or "correct the PromQL expression")
            for each in unread_by(parsed, release) if release is not None and not parsed.mistakes else ():
                place = text.origin.within(each.start, each.end)
                report.error("promql/not-in-this-version", each.message, place, help=each.help)


def _judge_templates(alerts: Iterable[AlertingRule], report: Report) -> None:
    """Reports templates that Prometheus can't read, and what is no PromQL in them."""
    for rule in alerts:
        for text in texts_of(rule):
            for problem in text.reading.problems:
                place = text.origin.within(problem.start, problem.end)
                report.error("alerts/broken-template", problem.message, place, help=problem.help)
            for query in text.reading.queries:
                for each in parse(query.text.text).mistakes:
                    place = text.origin.within(*query.text.place(each.start, each.end))
                    report.error(
                        "promql/syntax", each.message, place, help=each.help or "correct the PromQL expression"
                    )


def _seconds(duration: Duration | None) -> float | None:
    return duration.seconds if duration is not None else None
