"""Conditions in PromQL, and how several of them become one: `all`, `any` and `unless`.

What is wrong and what is missing are kept apart until the end. A series that says that something is missing has no
target, so it can't meet a series of a target by their labels; it meets all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from signalwright import names
from signalwright.ir.alert import Measured
from signalwright.promql import build
from signalwright.promql.tree import Expression, Matching
from signalwright.records import record


@record
class Lowered:
    """A condition in PromQL.

    Attributes:
        holds: Returns a series for everything that is wrong.
        labels: The labels that all of these series have, or None when they aren't known.
        apart: The labels that any of them may have, which tell them apart; None when they aren't known.
        job: The job that all of them come from; None when there are several or none.
        missing: Returns a series when there is nothing that could be judged; None when that is no reason to fire.
        measured: The value that is compared with a bound; None when none is, or several are.
    """

    holds: Expression
    labels: frozenset[str] | None
    apart: frozenset[str] | None
    job: str | None = None
    missing: Expression | None = None
    measured: Measured | None = None

    @property
    def expression(self) -> Expression:
        """Returns a series for everything that is wrong or missing."""
        return self.holds if self.missing is None else build.either(self.holds, self.missing)


def lowered(holds: Expression, labels: frozenset[str] | None, job: str | None = None) -> Lowered:
    """Returns a condition whose series all have the same labels.

    Args:
        holds: Returns a series for everything that is wrong.
        labels: The labels of the series, or None when they aren't known.
        job: The job that all of them come from, or None.
    """
    return Lowered(holds, labels, labels, job)


def all_of(conditions: Sequence[Lowered]) -> Lowered:
    """Returns the condition that each of some conditions holds; its series are those of the first."""
    return reduce(_and, conditions)


def any_of(conditions: Sequence[Lowered]) -> Lowered:
    """Returns the condition that at least one of some conditions holds."""
    return reduce(_or, conditions)


def except_for(condition: Lowered, exception: Lowered) -> Lowered:
    """Returns the condition that one holds and another doesn't."""
    holds = build.unless(condition.holds, exception.holds, _common(condition, exception))
    if exception.missing is not None:
        holds = build.unless(holds, exception.missing, build.on())
    missing = condition.missing
    if missing is not None:
        missing = build.unless(missing, exception.expression, build.on())
    return replace(condition, holds=holds, missing=missing)


def _and(left: Lowered, right: Lowered) -> Lowered:
    holds: Expression = build.both(left.holds, right.holds, _common(left, right))
    if right.missing is not None:
        holds = build.either(holds, build.both(left.holds, right.missing, build.on()))
    missing = left.missing
    if missing is not None:
        missing = build.both(missing, right.expression, build.on())
    return replace(left, holds=holds, missing=missing, measured=None)


def _or(left: Lowered, right: Lowered) -> Lowered:
    found = [each for each in (left.missing, right.missing) if each is not None]
    return Lowered(
        holds=build.either(left.holds, right.holds),
        labels=left.labels & right.labels if left.labels is not None and right.labels is not None else None,
        apart=left.apart | right.apart if left.apart is not None and right.apart is not None else None,
        job=left.job if left.job == right.job else None,
        missing=reduce(build.either, found) if found else None,
    )


def _common(left: Lowered, right: Lowered) -> Matching | None:
    """Returns the labels by which two conditions meet, or None when all their labels are the same.

    Series of different jobs never have the same target, so they meet by what else they share.
    """
    if left.labels is None or right.labels is None:
        return build.on()
    same_job = left.job is not None and left.job == right.job
    if same_job and left.labels == left.apart == right.labels == right.apart:
        return None
    common = left.labels & right.labels
    return build.on(*sorted(common if same_job else common - {names.JOB, names.INSTANCE, names.SERVICE}))
