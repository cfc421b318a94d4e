"""Resolves records: each window of a value as PromQL, under the name that it is stored as."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.metric import Series
from signalwright.ir.record import Record, RecordedSeries
from signalwright.ir.values import Duration
from signalwright.language.models.alerts import QUANTILES
from signalwright.language.models.records import RecordSpec
from signalwright.passes.resolve.expressions import check_expression
from signalwright.passes.resolve.ratios import rates_of, read_ratio, share_of_gauges
from signalwright.passes.resolve.readings import DEFAULT_RANGE, ConditionScope, is_counted
from signalwright.passes.resolve.scope import Path, Scope
from signalwright.passes.resolve.series import Catalogue
from signalwright.passes.resolve.values import read_value
from signalwright.promql import build
from signalwright.promql.tree import Expression, Verbatim
from signalwright.records import record

_RANGED = ("rate", "growth", "ratio", *QUANTILES)


@record(kw_only=True)
class _Kept:
    """What is kept; see `Value` and `Record` for the attributes."""

    make: Callable[[str], Expression]
    reads: tuple[Series, ...]
    labels: frozenset[str] | None
    unit: str | None
    operation: str
    is_ranged: bool


def resolve_records(
    scope: Scope, catalogue: Catalogue, service: str | None, written: Mapping[str, RecordSpec], path: Path
) -> tuple[Record, ...]:
    """Returns the records of a block that have no errors, in declared order; reports the errors of the others.

    Args:
        scope: The spec.
        catalogue: The metrics of every service.
        service: The service in whose block they stand, or None for those of the whole stack.
        written: What was written, by name.
        path: Where.
    """
    at = ConditionScope(scope, catalogue, service, "")
    resolved = (_resolve_record(at, name, spec, (*path, name)) for name, spec in written.items())
    return tuple(each for each in resolved if each is not None)


def _resolve_record(at: ConditionScope, name: str, spec: RecordSpec, path: Path) -> Record | None:
    if not _keys_fit(at, spec, path):
        return None
    if spec.expr is not None:
        kept = _verbatim(at, spec, spec.expr, path)
    else:
        kept = _share(at, spec, path) if spec.ratio is not None else _value(at, spec, path)
    if kept is None:
        return None
    if not kept.is_ranged and spec.over is not None:
        _report_useless(at, path, "over", f"a record with `{spec.kind}` of gauges")
        return None
    owner = at.service if at.service is not None else at.scope.spec.stack
    windows: list[tuple[Duration | None, Origin]] = [(None, at.scope.locate(path))]
    if kept.is_ranged:
        windows = list(_windows(at, spec, path))
    return Record(
        name=name,
        service=at.service,
        kind=spec.kind,
        reads=kept.reads,
        by=tuple(spec.by or ()),
        labels=kept.labels,
        unit=kept.unit,
        series=tuple(
            RecordedSeries(
                name=names.recorded(owner, name, kept.operation, over),
                over=over,
                expression=kept.make(str(over)),
                origin=origin,
            )
            for over, origin in windows
        ),
        origin=at.scope.locate(path),
    )


def _windows(at: ConditionScope, spec: RecordSpec, path: Path) -> list[tuple[Duration, Origin]]:
    """Returns the windows with the places that say them."""
    if spec.over is None:
        return [(DEFAULT_RANGE, at.scope.locate(path).key())]
    if isinstance(spec.over, list):
        return [(each, at.scope.locate((*path, "over", index))) for index, each in enumerate(spec.over)]
    return [(spec.over, at.scope.locate((*path, "over")))]


def _value(at: ConditionScope, spec: RecordSpec, path: Path) -> _Kept | None:
    found = read_value(at, spec, path)
    if found is None:
        return None
    return _Kept(
        make=found.make,
        reads=(found.read,),
        labels=found.labels,
        unit=found.unit,
        operation=found.operation,
        is_ranged=found.is_ranged,
    )


def _share(at: ConditionScope, spec: RecordSpec, path: Path) -> _Kept | None:
    found = read_ratio(at, spec, path)
    if found is None:
        return None
    part, whole = found
    by = tuple(spec.by or ())
    if not is_counted(part):
        share = share_of_gauges(at, spec, path, part, whole)
        if share is None:
            return None
        expression, labels = share
        return _Kept(
            make=lambda _: expression, reads=found, labels=labels, unit="ratio", operation="ratio", is_ranged=False
        )

    def make(over: str) -> Expression:
        _, filled, denominator = rates_of(part, whole, over, by)
        # Nothing of nothing is no number, and one such sample spoils every mean over it.
        return build.ratio(filled, build.compare(denominator, ">", 0))

    return _Kept(make=make, reads=found, labels=frozenset(by), unit="ratio", operation="ratio_rate", is_ranged=True)


def _verbatim(at: ConditionScope, spec: RecordSpec, text: str, path: Path) -> _Kept | None:
    if not check_expression(at.scope, text, (*path, "expr")):
        return None
    written = Verbatim(text, origin=at.scope.locate((*path, "expr")))
    return _Kept(make=lambda _: written, reads=(), labels=None, unit=spec.unit, operation="expr", is_ranged=False)


def _keys_fit(at: ConditionScope, spec: RecordSpec, path: Path) -> bool:
    """Reports keys that the kind needs and doesn't have, and the other way round."""
    kind, place, fits = spec.kind, at.scope.locate(path), True
    useless = {
        "over": spec.over is not None and kind not in _RANGED,
        "by": spec.by is not None and kind == "expr",
        "from": spec.from_ is not None and kind == "expr",
        "unit": spec.unit is not None and kind != "expr",
    }
    for name in (name for name, is_useless in useless.items() if is_useless):
        _report_useless(at, path, name, f"a record with `{kind}`")
        fits = False
    if spec.ratio is not None and spec.ratio.over is not None:
        at.scope.report.error(
            "language/useless-key",
            "the windows of a record stand beside its `ratio`, because there may be several",
            place.child("ratio", "over").key(),
            help=f"write `{{ratio: {{of: …, to: …}}, over: {spec.ratio.over}}}`",
        )
        fits = False
    if kind == "growth" and spec.over is None:
        at.scope.report.error(
            "language/missing-key",
            "a record with `growth` needs `over`",
            place.child(kind).key(),
            help="add `over: 1h`",
        )
        fits = False
    if spec.over == []:
        at.scope.report.error(
            "language/empty", "the record has no windows", place.child("over"), help="write for example `[5m, 1h]`"
        )
        fits = False
    return fits


def _report_useless(at: ConditionScope, path: Path, name: str, what: str) -> None:
    at.scope.report.error(
        "language/useless-key",
        f"`{name}` says nothing in {what}",
        at.scope.locate((*path, name)).key(),
        help="leave it out",
    )
