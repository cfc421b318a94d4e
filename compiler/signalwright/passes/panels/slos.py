"""Panels of SLOs, which read nothing but the records that `derive_slo_rules` makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

from signalwright import names
from signalwright.diagnostics.span import Origin
from signalwright.ir.dashboard import LabelColumn, Level, Measure, Panel, PanelLink, Step
from signalwright.ir.rules import Shaped, Written
from signalwright.ir.service import Service
from signalwright.ir.slo import SLO, Tier
from signalwright.ir.stack import Stack
from signalwright.ir.values import Duration
from signalwright.passes.panels.base import runbook_link, size_of
from signalwright.passes.panels.levels import level_of, steps_above
from signalwright.passes.panels.words import percent
from signalwright.promql import build
from signalwright.promql.shape import Atom, Filling, Shape
from signalwright.promql.tree import Expression, Hole, Matcher, Selector, Slot
from signalwright.slo.shapes import RATE_RANGE
from signalwright.slo.tiers import factor

_OF_SLO = (Matcher(names.SERVICE, "=", Slot("service")), Matcher(names.SLO, "=", Slot("slo")))
_HOUR = Duration.of_seconds(3_600)
_DAY_SECONDS = 86_400
# Below a quarter of the budget, a team stops taking risks.
_LITTLE_BUDGET = Decimal("0.25")
_BUDGET_STEPS = (
    Step(value=None, level=Level.CRITICAL),
    Step(value=Decimal(0), level=Level.WARNING),
    Step(value=_LITTLE_BUDGET, level=Level.FINE),
)
_LASTING_STEPS = (
    Step(value=None, level=Level.CRITICAL),
    Step(value=Decimal(_DAY_SECONDS), level=Level.WARNING),
    Step(value=Decimal(3 * _DAY_SECONDS), level=Level.FINE),
)


def slo_panels(stack: Stack, service: Service, slo: SLO) -> tuple[Panel, ...]:
    """Returns the panels of an SLO, one line of a dashboard: what is left, what was good, how fast the budget burns."""
    return (
        budget_left(stack, service, slo),
        _good_events(stack, service, slo),
        _budget_lasts(stack, service, slo),
        budget_over_time(stack, service, slo),
        burn_rate(stack, service, slo),
    )


def budget_left(stack: Stack, service: Service, slo: SLO) -> Panel:
    """Shows the share of the error budget that is left, right now."""
    about = (
        f"The share of the error budget of {slo.window} that is left: {percent(1 - slo.objective)} of events may be "
        "bad. Below 0 the objective is missed; below 25% it is time to make changes with more care."
    )
    query = Shaped(_budget(slo.window), _names(service, slo))
    return _stat(stack, service, slo, "left", "Budget left", about, query, "ratio", 1, _BUDGET_STEPS)


def _good_events(stack: Stack, service: Service, slo: SLO) -> Panel:
    about = f"The share of good events within {slo.window}. The objective is {percent(slo.objective)}."
    steps = (Step(value=None, level=Level.CRITICAL), Step(value=slo.objective, level=Level.FINE))
    query = Shaped(_good_share(slo.window), _names(service, slo))
    digits = _digits(slo) + 1
    return _stat(stack, service, slo, "good", f"Good within {slo.window}", about, query, "ratio", digits, steps)


def _budget_lasts(stack: Stack, service: Service, slo: SLO) -> Panel:
    about = (
        f"How long the rest of the error budget lasts when events stay as bad as within the last {watched(slo)}. "
        "Nothing is shown while no event is bad."
    )
    scale = Decimal(slo.window.milliseconds) / 1_000 * (1 - slo.objective)
    query = Shaped(_lasting(slo.window, watched(slo)), {**_names(service, slo), "scale": _number(scale)})
    panel = _stat(stack, service, slo, "lasts", "Budget lasts", about, query, "seconds", 1, _LASTING_STEPS)
    return replace(panel, no_value="Not burning")


def budget_over_time(stack: Stack, service: Service, slo: SLO) -> Panel:
    """Shows how the error budget went down within the SLO's window."""
    about = (
        f"The share of the error budget of {slo.window} that was left at each moment. A steep fall is an incident, a "
        "steady one is an objective that is too high or a service that is too weak."
    )
    size = size_of("timeseries")
    return Panel(
        key=_key(service, slo, "budget"),
        title=f"Budget left: {slo.name}",
        description=about,
        drawing="timeseries",
        measures=(Measure(query=Shaped(_budget(slo.window), _names(service, slo)), legend="budget left"),),
        unit="ratio",
        steps=_BUDGET_STEPS,
        minimum=Decimal(-1),
        maximum=Decimal(1),
        period=slo.window,
        links=_links(stack, slo, service),
        width=size.width - 1,
        height=size.height,
        origin=slo.origin,
    )


def burn_rate(stack: Stack, service: Service, slo: SLO) -> Panel:
    """Shows how fast the budget burns in each window that alerts watch; its lines are the alerts' factors."""
    windows = sorted({each for tier in slo.tiers for each in (tier.short, tier.long)} | {RATE_RANGE})
    filling = {**_names(service, slo), "budget": _number(1 - slo.objective)}
    factors = [(_factor(tier, slo), level_of(stack, tier.severity)) for tier in slo.tiers]
    said = [f"How fast the error budget burns: at 1 it lasts exactly {slo.window}."]
    if slo.tiers:
        alert = names.slo_alert(service.name, slo.name)
        said[0] += f" The alert `{alert}` fires when both windows of a pair are above its line."
    said += [f"{tier.severity}: above {_factor(tier, slo)} within {tier.short} and {tier.long}." for tier in slo.tiers]
    size = size_of("timeseries")
    return Panel(
        key=_key(service, slo, "burn"),
        title=f"Burn rate: {slo.name}",
        description="\n\n".join(said),
        drawing="timeseries",
        measures=tuple(
            Measure(query=Shaped(_burn(window), filling), legend=f"within {window}") for window in windows
        ),
        steps=steps_above(factors),
        minimum=Decimal(0),
        links=_links(stack, slo, service),
        width=size.width,
        height=size.height,
        origin=slo.origin,
    )  # fmt: skip


def slo_table(slos: Sequence[tuple[Service, SLO]], place: Origin, link: PanelLink | None) -> Panel:
    """Lists every SLO with its objective, what was good, what is left and how fast it burns."""
    periods = sorted({slo.window for _, slo in slos})
    size = size_of("table")
    good = [build.subtract(build.number(1), _bad_share(period, ())) for period in periods]
    left: list[Expression] = [build.series(names.slo_budget_remaining(period)) for period in periods]
    digits = max(_digits(slo) for _, slo in slos)
    burning = build.ratio(
        build.series(names.slo_bad_ratio(RATE_RANGE)),
        build.subtract(build.number(1), build.series(names.SLO_OBJECTIVE)),
    )
    return Panel(
        key="slos",
        title="Objectives",
        description=(
            "Every service level objective. Below 0 of its budget an objective is missed; at a burn rate of 1 the "
            "budget lasts exactly its window."
        ),
        drawing="table",
        measures=(
            _column(build.series(names.SLO_OBJECTIVE), "Objective", "ratio", digits),
            _column(_any_of(good), "Good", "ratio", digits + 1),
            _column(_any_of(left), "Budget left", "ratio", 1, _BUDGET_STEPS),
            _column(burning, f"Burn rate {RATE_RANGE}", None, None, steps_above([(Decimal(1), Level.WARNING)])),
        ),
        columns=(
            LabelColumn(label=names.SERVICE, title="Service", link=link),
            LabelColumn(label=names.SLO, title="SLO"),
        ),
        width=size.width,
        height=min(3 + len(slos), 20),
        origin=place,
    )


def budgets_over_time(slos: Sequence[tuple[Service, SLO]], place: Origin) -> Panel:
    """Shows the error budgets of all SLOs in one picture."""
    periods = sorted({slo.window for _, slo in slos})
    left: list[Expression] = [build.series(names.slo_budget_remaining(period)) for period in periods]
    return Panel(
        key="budgets",
        title="Error budgets left",
        description="The share of each error budget that was left at each moment. What falls steeply is an incident.",
        drawing="timeseries",
        measures=(Measure(query=Written(_any_of(left)), legend=f"{{{{{names.SERVICE}}}}} {{{{{names.SLO}}}}}"),),
        unit="ratio",
        steps=_BUDGET_STEPS,
        minimum=Decimal(-1),
        maximum=Decimal(1),
        period=max(periods),
        width=24,
        height=10,
        origin=place,
    )


def worst_budget(slos: Sequence[tuple[Service, SLO]]) -> Measure:
    """Returns the column of a table of services that shows the smallest budget of each."""
    left: list[Expression] = [
        build.series(names.slo_budget_remaining(each)) for each in sorted({s.window for _, s in slos})
    ]
    return _column(build.minimum(_any_of(left), (names.SERVICE,)), "Smallest budget left", "ratio", 1, _BUDGET_STEPS)


def watched(slo: SLO) -> Duration:
    """Returns the window by which an SLO's future is judged: an hour where its alerts watch one, else the next best."""
    windows = {each for tier in slo.tiers for each in (tier.short, tier.long)} | {RATE_RANGE}
    hour = _HOUR.milliseconds
    # Twice as long is as far off as half as long.
    return min(windows, key=lambda each: (max(each.milliseconds / hour, hour / each.milliseconds), each))


def _stat(
    stack: Stack,
    service: Service,
    slo: SLO,
    what: str,
    title: str,
    about: str,
    query: Shaped,
    unit: str,
    decimals: int,
    steps: tuple[Step, ...],
) -> Panel:
    return Panel(
        key=_key(service, slo, what),
        title=f"{title}: {slo.name}",
        description=about,
        drawing="stat",
        measures=(Measure(query=query, legend=title, instant=True),),
        unit=unit,
        decimals=decimals,
        steps=steps,
        links=_links(stack, slo, service),
        width=3,
        height=size_of("timeseries").height,
        origin=slo.origin,
    )


def _digits(slo: SLO) -> int:
    """Returns how many digits an objective has as a percentage; what is good needs one more: 99.93% of 99.9%."""
    exponent = (slo.objective * 100).normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _links(stack: Stack, slo: SLO, service: Service) -> tuple[PanelLink, ...]:
    page = slo.runbook or names.runbook_page(names.slo_alert(service.name, slo.name))
    link = runbook_link(stack, page) if slo.tiers else None
    return (link,) if link is not None else ()


def _key(service: Service, slo: SLO, what: str) -> str:
    return f"slo:{service.name}/{slo.name}:{what}"


def _names(service: Service, slo: SLO) -> Filling:
    return {"service": service.name, "slo": slo.name}


def _factor(tier: Tier, slo: SLO) -> Decimal:
    exact = factor(tier, slo.window)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.001")).normalize()


def _column(
    expression: Expression, title: str, unit: str | None, decimals: int | None, steps: tuple[Step, ...] = ()
) -> Measure:
    return Measure(query=Written(expression), legend=title, instant=True, unit=unit, decimals=decimals, steps=steps)


def _any_of(expressions: Sequence[Expression]) -> Expression:
    result = expressions[0]
    for each in expressions[1:]:
        result = build.either(result, each)
    return result


def _bad_share(period: Duration, matchers: tuple[Matcher, ...]) -> Expression:
    events = build.compare(Selector(names.slo_events_increase(period), matchers), ">", 0)
    return build.ratio(Selector(names.slo_bad_increase(period), matchers), events)


@cache
def _budget(period: Duration) -> Shape:
    return Shape(Selector(names.slo_budget_remaining(period), _OF_SLO))


@cache
def _good_share(period: Duration) -> Shape:
    return Shape(build.subtract(build.number(1), _bad_share(period, _OF_SLO)))


@cache
def _lasting(period: Duration, window: Duration) -> Shape:
    left = build.clamp_min(Selector(names.slo_budget_remaining(period), _OF_SLO), 0)
    bad = build.compare(Selector(names.slo_bad_ratio(window), _OF_SLO), ">", 0)
    return Shape(build.ratio(build.multiply(left, Hole("scale")), bad))


@cache
def _burn(window: Duration) -> Shape:
    return Shape(build.ratio(Selector(names.slo_bad_ratio(window), _OF_SLO), Hole("budget")))


@lru_cache(maxsize=4_096)
def _number(value: Decimal) -> Atom:
    return Atom(build.number(value))
