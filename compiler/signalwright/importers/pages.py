"""Metrics pages as declarations: what series there are, of what type and with which labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from signalwright import names
from signalwright.diagnostics.report import Report
from signalwright.diagnostics.span import Location, Origin
from signalwright.expressions.declared import OF_SCRAPES
from signalwright.importers.exposition import Family, PageError, Sample, read_page
from signalwright.language.source import Sources
from signalwright.language.source.document import Document
from signalwright.language.source.reading import read_text
from signalwright.promql.catalogue import ANY_VALUE, Catalogue, Domain, Series, SeriesType
from signalwright.promql.typing.facts import INFINITY

_TARGET_LABELS = {names.JOB: ANY_VALUE, names.INSTANCE: ANY_VALUE}
_HISTOGRAM_PARTS = {
    "_bucket": SeriesType.BUCKET, "_sum": SeriesType.COUNTER, "_count": SeriesType.COUNTER,
    "_gsum": SeriesType.GAUGE, "_gcount": SeriesType.GAUGE,
}  # fmt: skip
_TYPES = {
    "counter": SeriesType.COUNTER,
    "gauge": SeriesType.GAUGE,
    "info": SeriesType.INFO,
    "stateset": SeriesType.GAUGE,
}
_WITH_UNIT = ("", "_total", "_sum", "_bucket", "_gsum")


class Page(Document):
    """A page whose places are its lines."""

    def locate(self, origin: Origin) -> Location:
        """Returns the line that a place names."""
        (line,) = origin.path
        text = self.lines.text_of(int(line)) or ""
        return Location(self.file, int(line), 1, int(line), len(text) + 1)


def read_pages(paths: Sequence[Path], sources: Sources, report: Report) -> Catalogue:
    """Reads metrics pages.

    A page doesn't show what scraping adds, so any series may have labels of its target; values are samples, and others
    may come. Records aren't on pages, so names with a colon may exist.

    Args:
        paths: The pages.
        sources: Takes their texts, so that places in them are known.
        report: Takes what keeps one from being read.

    Returns:
        The series that there are: those of the pages, and those that scraping itself makes.
    """
    found: dict[str, list[Series]] = {}
    for path in paths:
        problems = Report()
        file = sources.name(sources.root / path)
        text = read_text(sources.root / path, file, problems)
        report.extend(problems)
        if text is None or problems.has_errors:
            continue
        for family in read_families(file, text, sources, report).values():
            for series in _series_of(family, file):
                found.setdefault(series.name, []).append(series)
    for series in _of_prometheus():
        found.setdefault(series.name, []).append(series)
    return Catalogue(
        series={name: tuple(owned) for name, owned in found.items()},
        is_closed=True,
        is_seen=True,
        others_record=True,
        external_labels={},
    )


def read_families(file: str, text: str, sources: Sources, report: Report) -> dict[str, Family]:
    """Reads the text of a metrics page.

    Args:
        file: What the page is called in places; these are its lines.
        text: The page.
        sources: Takes the text, so that places in it are known.
        report: Takes what keeps it from being read.

    Returns:
        The metrics by name; none when the page can't be read.
    """
    page = Page(file, text)
    sources.add(page)
    try:
        return read_page(text)
    except PageError as error:
        place = page.lines.location(*_span_of_line(page, error.line))
        report.error("files/broken-page", error.message, place, help=error.help)
        return {}


def _span_of_line(page: Document, line: int) -> tuple[int, int]:
    start = page.lines.offset(line, 1)
    return start, start + len(page.lines.text_of(line) or "")


def _series_of(family: Family, file: str) -> Iterator[Series]:
    """Yields the series of a family by name; a type without samples may have any labels."""
    by_name: dict[str, list[Sample]] = {}
    for sample in family.samples:
        by_name.setdefault(sample.name, []).append(sample)
    if not by_name:
        by_name = {family.name + suffix: [] for suffix in _suffixes_of(family)}
    for name, samples in by_name.items():
        kind = _type_of(family, name, samples)
        labels, maybe = _labels_of(samples)
        yield Series(
            name=name,
            metric=family.name,
            type=kind,
            unit=family.unit if name.removeprefix(family.name) in _WITH_UNIT else None,
            labels={**_TARGET_LABELS, **labels},
            maybe=maybe,
            owner=f"the page `{file}`",
            place=Origin(file, (samples[0].line if samples else family.line,)),
            is_open=True,
            low=0.0 if kind in (SeriesType.COUNTER, SeriesType.BUCKET) else -INFINITY,
            high=INFINITY,
        )


def _suffixes_of(family: Family) -> tuple[str, ...]:
    match family.type:
        case "histogram":
            return ("_bucket", "_sum", "_count")
        case "gaugehistogram":
            return ("_bucket", "_gsum", "_gcount")
        case "summary":
            return ("", "_sum", "_count")
        case "counter" if family.is_open_metrics:
            return ("_total",)
        case "info" if family.is_open_metrics:
            return ("_info",)
    return ("",)


def _type_of(family: Family, name: str, samples: Iterable[Sample]) -> SeriesType:
    suffix = name.removeprefix(family.name)
    if suffix == "_created" and family.type in ("counter", "histogram", "summary"):
        return SeriesType.GAUGE
    if family.type in ("histogram", "gaugehistogram"):
        return _HISTOGRAM_PARTS.get(suffix, SeriesType.UNKNOWN)
    if family.type == "summary":
        return SeriesType.QUANTILE if not suffix else _HISTOGRAM_PARTS.get(suffix, SeriesType.UNKNOWN)
    if family.type == "gauge" and name.endswith("_info") and all(each.value == 1.0 for each in samples):
        return SeriesType.INFO
    return _TYPES.get(family.type, SeriesType.UNKNOWN)


def _labels_of(samples: Sequence[Sample]) -> tuple[dict[str, Domain], dict[str, Domain]]:
    """Returns the labels that all samples have, and those that only some have."""
    every = {name for each in samples for name in each.labels}
    always = {name for name in every if all(name in each.labels for each in samples)}
    return dict.fromkeys(sorted(always), ANY_VALUE), dict.fromkeys(sorted(every - always), ANY_VALUE)


def _of_prometheus() -> Iterator[Series]:
    """Yields what Prometheus itself stores of every scrape and every alert."""
    for name, (unit, high) in OF_SCRAPES.items():
        yield Series(
            name=name,
            metric=name,
            type=SeriesType.GAUGE,
            unit=unit,
            labels=_TARGET_LABELS,
            maybe={},
            owner="Prometheus",
            is_open=True,
            low=0.0,
            high=high,
        )
    for name in (names.ALERTS, "ALERTS_FOR_STATE"):
        yield Series(
            name=name,
            metric=name,
            type=SeriesType.GAUGE,
            unit=None,
            labels={names.ALERT_NAME: ANY_VALUE},
            maybe={},
            owner="Prometheus",
            is_recorded=True,
            is_open=True,
        )
