"""Compares what a program exposes with what is declared of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from signalwright.diagnostics.closest import certain, closest
from signalwright.diagnostics.diagnostic import Diagnostic, Label, Level
from signalwright.diagnostics.span import Origin
from signalwright.exposed.declared import Declared
from signalwright.exposed.metrics import Exposed, is_sayable, stored_label
from signalwright.ir.metric import LabelDomain, Metric, MetricType
from signalwright.passes.resolve.metrics import plausible_value
from signalwright.records import record

_MOST_NAMED = 5
_LEFT_OUT = "its exporter leaves out what there isn't, or needs a flag to show it; alerts on it stay silent"


@record
class Outcome:
    """What came of a comparison.

    Attributes:
        found: The findings.
        compared: How many declared metrics the pages have.
        left_out: How many metrics of the pages a library leaves out, of which nothing is said.
    """

    found: tuple[Diagnostic, ...]
    compared: int
    left_out: int


def conformance(declared: Declared, pages: Sequence[Sequence[Exposed]]) -> Outcome:
    """Compares pages with declarations.

    Args:
        declared: What is declared of the service that the pages are of.
        pages: The metrics of each page; what one of them shows is there.
    """
    by_name = _by_name(pages)
    found: list[Diagnostic] = []
    given: list[Metric] = []
    for name, metric in declared.metrics.items():
        shown = by_name.get(name)
        if shown is not None:
            found += _compared(metric, shown, declared)
        elif metric.library is not None:
            given.append(metric)
        else:
            found.append(_missing(metric, list(by_name.keys() - declared.metrics.keys())))
    found += map(_missing_of_library, given) if len(given) <= _MOST_NAMED else [_many_missing(given, declared)]
    extra = [shown[0] for name, shown in by_name.items() if name not in declared.metrics]
    is_given = all(each.library is not None for each in declared.metrics.values())
    if extra and not is_given:
        found += [_extra(each, declared) for each in extra] if len(extra) <= _MOST_NAMED else [_many(extra, declared)]
    found += _series_of_all(declared, by_name)
    compared = len(declared.metrics.keys() & by_name.keys())
    return Outcome(tuple(found), compared, len(extra) if is_given else 0)


def differing(declared: Declared, pages: Sequence[Sequence[Exposed]]) -> list[str]:
    """Returns the names of metrics that pages show otherwise than declared; the arguments are as above."""
    by_name = _by_name(pages)
    shared = [metric for name, metric in declared.metrics.items() if name in by_name]
    return [
        each.name
        for each in shared
        if any(found.level is Level.ERROR for found in _compared(each, by_name[each.name], declared))
    ]


def _by_name(pages: Sequence[Sequence[Exposed]]) -> dict[str, list[Exposed]]:
    found: dict[str, list[Exposed]] = {}
    for page in pages:
        for metric in page:
            if is_sayable(metric.name):
                found.setdefault(metric.name, []).append(metric)
    return found


def _missing(metric: Metric, others: Sequence[str]) -> Diagnostic:
    """Returns what is said of a metric that no page has; it may come with its first event where it has labels."""
    may_come = bool(metric.labels)
    near = certain(metric.name, others)
    if near is not None:
        way_out = f"did you mean `{near}`, which is exposed?"
    elif may_come:
        way_out = "many programs show it only when it has happened once; let it begin with 0 for each known value"
    else:
        way_out = "let the program expose it, or take it out of the spec"
    level = Level.WARNING if may_come and near is None else Level.ERROR
    return Diagnostic(
        "conform/missing-metric", f"`{metric.name}` isn't exposed", Label(metric.origin.key()), (), way_out, level
    )


def _missing_of_library(metric: Metric) -> Diagnostic:
    message = f"`{metric.name}` isn't exposed"
    return Diagnostic("conform/missing-metric", message, Label(metric.origin.key()), (), _LEFT_OUT, Level.WARNING)


def _many_missing(metrics: Sequence[Metric], declared: Declared) -> Diagnostic:
    named = ", ".join(f"`{each.name}`" for each in metrics[:_MOST_NAMED])
    message = f"{len(metrics)} metrics of the library aren't exposed by `{declared.name}`: {named} and more"
    return Diagnostic("conform/missing-metric", message, Label(declared.origin.key()), (), _LEFT_OUT, Level.WARNING)


def _extra(metric: Exposed, declared: Declared) -> Diagnostic:
    return Diagnostic(
        "conform/extra-metric",
        f"`{metric.name}` is exposed, and `{declared.name}` doesn't declare it",
        Label(declared.origin.key()),
        (Label(_line(metric, metric.line)),),
        "declare it (`signalwright discover` writes the declaration), or let the program leave it out",
        Level.WARNING,
    )


def _many(metrics: Sequence[Exposed], declared: Declared) -> Diagnostic:
    named = ", ".join(f"`{each.name}`" for each in metrics[:_MOST_NAMED])
    first = metrics[0]
    return Diagnostic(
        "conform/extra-metric",
        f"{len(metrics):,} exposed metrics aren't declared by `{declared.name}`: {named} and more",
        Label(declared.origin.key()),
        (Label(_line(first, first.line)),),
        "declare them (`signalwright discover --into` adds what is new), or let the program leave them out",
        Level.WARNING,
    )


def _compared(metric: Metric, shown: Sequence[Exposed], declared: Declared) -> Iterator[Diagnostic]:
    wrong = next((each for each in shown if not _has_type(each, metric.type)), None)
    if wrong is not None:
        yield Diagnostic(
            "conform/wrong-type",
            f"`{metric.name}` is declared as {_with_article(metric.type)}, and exposed as {_kind(wrong, metric.type)}",
            Label(metric.origin),
            (Label(_line(wrong, wrong.line)),),
            f"write `type: {wrong.type}`, or change the program" if wrong.type is not None else "change the program",
        )
        return
    yield from _labels(metric, shown, declared)
    if metric.buckets:
        yield from _buckets(metric, shown)
    if metric.budget is not None:
        count = sum(len(each.samples) for each in shown)
        if count > metric.budget.most:
            yield _too_many(f"`{metric.name}` has {count:,} series", metric.budget.most, metric.budget.origin, shown[0])


def _has_type(shown: Exposed, declared: MetricType) -> bool:
    if shown.type is None:
        return declared in (MetricType.COUNTER, MetricType.GAUGE) or (declared is MetricType.INFO and shown.is_constant)
    if declared is MetricType.INFO:
        return shown.type is MetricType.INFO or (shown.type is MetricType.GAUGE and shown.is_constant)
    if declared is MetricType.GAUGE:
        return shown.type in (MetricType.GAUGE, MetricType.INFO)
    if declared is MetricType.NATIVE_HISTOGRAM:
        # In text, such a histogram has no buckets but the infinite one, or its classic ones as well.
        return shown.type in (MetricType.NATIVE_HISTOGRAM, MetricType.HISTOGRAM)
    return shown.type is declared


def _kind(shown: Exposed, declared: MetricType) -> str:
    if declared is MetricType.INFO and shown.type in (MetricType.GAUGE, None):
        return "one whose value isn't 1"
    return _with_article(shown.type) if shown.type is not None else "an untyped one"


def _with_article(kind: MetricType) -> str:
    return f"an {kind}" if kind is MetricType.INFO else f"a {kind}"


def _labels(metric: Metric, shown: Sequence[Exposed], declared: Declared) -> Iterator[Diagnostic]:
    domains = {each.name: each for each in metric.labels}
    seen: dict[str, dict[str, Origin]] = {}
    unknown: dict[str, Origin] = {}
    for page in shown:
        for name, values in page.labels.items():
            stored = stored_label(name, honors=declared.honors, added=declared.added)
            if stored is None:
                continue
            if stored not in domains:
                unknown.setdefault(stored, _line(page, next(iter(values.values()))))
                continue
            known = seen.setdefault(stored, {})
            for value, line in values.items():
                known.setdefault(value, _line(page, line))
    for name, place in unknown.items():
        near = closest(name, [each for each in domains if each not in seen])
        yield Diagnostic(
            "conform/undeclared-label",
            f"`{metric.name}` is exposed with the label `{name}`, which isn't declared",
            Label(metric.origin),
            (Label(place),),
            f"write `{name}` for `{near}`, or change the program"
            if near is not None
            else f"declare `{name}` among its labels, or take it out of the program",
            Level.ERROR if metric.library is None else Level.WARNING,
        )
    for name, domain in domains.items():
        if name in seen:
            yield from _values(metric, domain, seen[name])
        elif metric.library is None and any(each.samples for each in shown):
            yield Diagnostic(
                "conform/missing-label",
                f"no series of `{metric.name}` has the label `{name}`",
                Label(domain.origin),
                (Label(_line(shown[0], shown[0].line)),),
                "take it out of the declaration, unless it is empty on this machine alone",
                Level.WARNING,
            )


def _values(metric: Metric, domain: LabelDomain, seen: dict[str, Origin]) -> Iterator[Diagnostic]:
    strange = [each for each in seen if not plausible_value(domain, each)]
    if strange:
        named = ", ".join(f"`{each}`" for each in strange[:_MOST_NAMED])
        more = f" and {len(strange) - _MOST_NAMED} more" if len(strange) > _MOST_NAMED else ""
        yield Diagnostic(
            "conform/undeclared-value",
            f"the label `{domain.name}` of `{metric.name}` has {named}{more}, which its declaration rules out",
            Label(domain.origin),
            (Label(seen[strange[0]]),),
            "declare the value, or change the program",
        )
    elif domain.max is not None and domain.values is None and len(seen) > domain.max:
        place = next(iter(seen.values()))
        yield Diagnostic(
            "conform/too-many-series",
            f"the label `{domain.name}` of `{metric.name}` has {len(seen):,} values, and {domain.max:,} are declared",
            Label(domain.origin),
            (Label(place),),
            "declare how many there may be, or let the program have fewer",
        )


def _buckets(metric: Metric, shown: Sequence[Exposed]) -> Iterator[Diagnostic]:
    for page in shown:
        if not page.samples or set(page.bounds) == set(metric.buckets):
            continue
        missing = [each for each in metric.buckets if each not in page.bounds]
        extra = [each for each in page.bounds if each not in metric.buckets]
        said = [f"{verb} {_bounds(each)}" for verb, each in (("lacks", missing), ("also has", extra)) if each]
        yield Diagnostic(
            "conform/wrong-buckets",
            f"`{metric.name}` {' and '.join(said)}",
            Label(metric.origin.child("buckets")),
            (Label(_line(page, page.line)),),
            f"write `buckets: [{', '.join(map(_bound, page.bounds))}]`, or change the program"
            if page.bounds
            else "let the program have these buckets; a native histogram is declared as such",
        )
        return


def _bounds(bounds: Sequence[Decimal]) -> str:
    many = f" and {len(bounds) - _MOST_NAMED} more" if len(bounds) > _MOST_NAMED else ""
    return ("buckets" if len(bounds) > 1 else "the bucket") + f" {', '.join(map(_bound, bounds[:_MOST_NAMED]))}{many}"


def _bound(bound: Decimal) -> str:
    return f"{bound.normalize():f}"


def _series_of_all(declared: Declared, by_name: dict[str, list[Exposed]]) -> Iterator[Diagnostic]:
    if declared.series is None:
        return
    most, place = declared.series
    counts = {name: sum(len(each.samples) for each in shown) for name, shown in by_name.items()}
    total = sum(counts.values())
    if total > most:
        largest = max(counts, key=lambda name: (counts[name], name))
        what = f"`{declared.name}` has {total:,} series, most of `{largest}` ({counts[largest]:,}),"
        yield _too_many(what, most, place, by_name[largest][0])


def _too_many(what: str, most: int, place: Origin, shown: Exposed) -> Diagnostic:
    return Diagnostic(
        "conform/too-many-series",
        f"{what.rstrip(',')}, and {most:,} are allowed",
        Label(place),
        (Label(_line(shown, shown.line)),),
        "take a label out of the program, or allow more",
    )


def _line(metric: Exposed, line: int) -> Origin:
    return Origin(metric.file, (line,))
