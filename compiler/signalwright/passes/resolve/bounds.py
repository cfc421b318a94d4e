"""Compares what a condition reads with its bound, and says what missing data means."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import reduce
from typing import Literal

from signalwright import names
from signalwright.ir.alert import Measured
from signalwright.ir.metric import Series
from signalwright.language.models.alerts import ConditionSpec
from signalwright.language.scalars import Quantity
from signalwright.passes.resolve.joining import Lowered, lowered
from signalwright.passes.resolve.readings import ConditionScope, pinned, selector_of
from signalwright.passes.resolve.scope import Path
from signalwright.passes.resolve.units import in_unit_of
from signalwright.promql import build
from signalwright.promql.tree import Expression, Selector

_FIRES_WHEN_MISSING = ("down", "age")


def bounded(
    at: ConditionScope,
    spec: ConditionSpec,
    path: Path,
    expression: Expression,
    labels: frozenset[str],
    read: Series,
    unit: str | None,
    *also: Series,
    part: Series | None = None,
    shown: Expression | None = None,
) -> Lowered | None:
    """Compares an expression with the bound.

    `read` and `also` are the series without which it says nothing; `part` is one that it reads, and does without.
    `shown` is the value for a reader, where that isn't the expression itself.
    """
    bound = bound_of(at, spec, path, unit)
    if bound is None:
        return None
    needed = [selector_of(each) for each in (read, *also)]
    operator, value = bound
    condition = lowered(build.compare(expression, operator, value), labels, job_of(read))
    measured = Measured(
        kind=spec.kind,
        reads=(*also, *([part] if part is not None else ()), read),
        by=tuple(spec.by or ()),
        expression=shown or expression,
        operator=operator,
        bound=value,
        unit=unit,
    )
    return with_missing(spec, replace(condition, measured=measured), *needed)


def bound_of(
    at: ConditionScope, spec: ConditionSpec, path: Path, unit: str | None
) -> tuple[Literal[">", "<"], Decimal] | None:
    """Returns the comparison and the bound in the unit of what is compared, or None when an error was reported."""
    key, operator = _side(spec)
    written = spec.above if spec.above is not None else spec.below
    place = at.scope.locate((*path, key))
    if isinstance(written, dict):
        if at.severity not in written:
            at.scope.report.error(
                "language/missing-key",
                f"there is no bound for the severity `{at.severity}`",
                place.key(),
                help=f"add `{at.severity}:`, because another part of the condition has one",
            )
            return None
        written, place = written[at.severity], place.child(at.severity)
    assert isinstance(written, Quantity)
    value = in_unit_of(at.scope, written, unit, place)
    return None if value is None else (operator, value)


def _side(spec: ConditionSpec) -> tuple[str, Literal[">", "<"]]:
    return ("above", ">") if spec.above is not None else ("below", "<")


def with_missing(spec: ConditionSpec, condition: Lowered, *needed: Selector) -> Lowered:
    """Adds what fires while one of the needed series is missing, when that is asked for or follows from the kind."""
    fires = spec.missing == "fires" or (spec.missing is None and spec.kind in _FIRES_WHEN_MISSING)
    if not fires:
        return condition
    absences: list[Expression] = [build.absent(each) for each in needed]
    return replace(condition, missing=reduce(build.either, absences))


def job_of(series: Series) -> str | None:
    """Returns the job that a series is of."""
    return pinned(series).get(names.JOB)
