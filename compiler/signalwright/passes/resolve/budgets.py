"""Lowers conditions on what is left of error budgets: of one SLO, of all of a service, or of the whole stack."""

from __future__ import annotations

from signalwright import names
from signalwright.ir.alert import Measured
from signalwright.ir.values import Duration
from signalwright.language.models.alerts import ConditionSpec
from signalwright.language.models.slos import SLOSpec
from signalwright.passes.resolve.bounds import bound_of
from signalwright.passes.resolve.joining import Lowered, lowered
from signalwright.passes.resolve.readings import ConditionScope
from signalwright.passes.resolve.scope import Path
from signalwright.passes.resolve.slos import DEFAULT_WINDOW
from signalwright.promql import build
from signalwright.promql.tree import Expression, Matcher


def lower_budget(at: ConditionScope, spec: ConditionSpec, path: Path) -> Lowered | None:
    """Returns the condition that error budgets are above or below a bound, or None when an error was reported.

    The budgets are read from the records of SLOs, which say by their names over which window they are, so those of
    several windows are read one by one. Whatever is left keeps the labels `service` and `slo`.

    Args:
        at: Where it stands.
        spec: What was written.
        path: Where.
    """
    chosen = _all_of(at, spec, path) if spec.budget is True else _one(at, spec, path)
    bound = bound_of(at, spec, path, "ratio")
    if not chosen or bound is None:
        return None
    windows: dict[Duration, list[str]] = {}
    for service, slo in chosen:
        window = slo.window or DEFAULT_WINDOW
        # Of a window that can't be used, the SLO tells.
        if isinstance(window, Duration):
            windows.setdefault(window, []).append(service)
    named: list[Matcher] = [] if spec.budget is True else [build.equal(names.SLO, str(spec.budget))]
    left: Expression | None = None
    for window, services in sorted(windows.items(), key=lambda each: each[0].milliseconds):
        about = build.one_of(names.SERVICE, list(dict.fromkeys(services)))
        record = build.series(names.slo_budget_remaining(window), [about, *named])
        left = record if left is None else build.either(left, record)
    if left is None:
        return None
    operator, value = bound
    measured = Measured(kind="budget", reads=(), by=(), expression=left, operator=operator, bound=value, unit="ratio")
    condition = lowered(build.compare(left, operator, value), frozenset({names.SERVICE, names.SLO}))
    return Lowered(condition.holds, condition.labels, condition.apart, measured=measured)


def _all_of(at: ConditionScope, spec: ConditionSpec, path: Path) -> list[tuple[str, SLOSpec]]:
    """Returns all SLOs of the service that is meant, or of the stack, with their services."""
    if spec.from_ is not None and not _is_service(at, spec.from_, path):
        return []
    owner = spec.from_ or at.service
    known = at.scope.spec.services or {}
    services = {owner: known[owner]} if owner is not None else dict(sorted(known.items()))
    found = [(name, slo) for name, service in services.items() for slo in (service.slos or {}).values()]
    if not found:
        at.scope.report.error(
            "language/unknown-reference",
            f"the service `{owner}` has no SLO" if owner is not None else "no service has an SLO",
            at.scope.locate((*path, "budget")),
            help="promise something under its `slos`"
            + (", or say with `from` whose budgets are meant" if owner is not None else ""),
        )
    return found


def _one(at: ConditionScope, spec: ConditionSpec, path: Path) -> list[tuple[str, SLOSpec]]:
    """Returns the SLO that is named, with its service."""
    if spec.from_ is not None and not _is_service(at, spec.from_, path):
        return []
    name, owner, place = str(spec.budget), spec.from_ or at.service, at.scope.locate((*path, "budget"))
    known = at.scope.spec.services or {}
    owners = sorted(other for other, service in known.items() if name in (service.slos or {}))
    if owner is not None:
        slos = known[owner].slos or {}
        if name in slos:
            return [(owner, slos[name])]
        if owners:
            at.scope.report.error(
                "language/unknown-reference",
                f"`{owner}` has no SLO `{name}`",
                place,
                help=f"`{owners[0]}` has it: say `from: {owners[0]}`",
            )
        else:
            at.scope.refer(name, slos, f"SLO of `{owner}`", place, declare="declare it under its `slos`")
        return []
    declared = [slo for service in known.values() for slo in service.slos or ()]
    if not owners:
        at.scope.refer(name, dict.fromkeys(declared), "SLO", place, declare="declare it under the `slos` of a service")
        return []
    if len(owners) > 1:
        at.scope.report.error(
            "alerts/ambiguous-budget",
            f"several services have an SLO `{name}`: {', '.join(f'`{each}`' for each in owners)}",
            place,
            help=f"say whose it is: `from: {owners[0]}`; `budget: true` means all SLOs",
        )
        return []
    return [(owners[0], (known[owners[0]].slos or {})[name])]


def _is_service(at: ConditionScope, name: str, path: Path) -> bool:
    place = at.scope.locate((*path, "from"))
    return at.scope.refer(name, at.scope.spec.services or {}, "service", place, declare="declare it under `services`")
