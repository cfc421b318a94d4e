"""Resolves panels: what they name is looked up first; drawn they are when it is known what the dashboard reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from signalwright.ir.dashboard import Level, Panel, ValueText
from signalwright.language.models.alerts import QUANTILES
from signalwright.language.models.dashboards import KINDS, PanelSpec
from signalwright.passes.panels.base import drawn_as
from signalwright.passes.panels.view import View
from signalwright.passes.resolve.metric_panels import (
    resolve_age,
    resolve_distribution,
    resolve_growth,
    resolve_quantile,
    resolve_rate,
    resolve_ratio,
    resolve_value,
)
from signalwright.passes.resolve.named_panels import (
    resolve_alert,
    resolve_cost,
    resolve_expr,
    resolve_firing,
    resolve_logs,
    resolve_record,
    resolve_slo,
    resolve_text,
    resolve_up,
)
from signalwright.passes.resolve.panel_scope import Draft, PanelScope
from signalwright.passes.resolve.scope import Path

# The drawing that can stack what it shows.
_LINES = "timeseries"
_Resolve = Callable[[PanelScope, PanelSpec, Path], Draft | None]


def resolve_panel(at: PanelScope, spec: PanelSpec, path: Path) -> Draft | None:
    """Returns a panel's draft, or None when an error was reported.

    Args:
        at: Where it stands.
        spec: What was written.
        path: Where.
    """
    if not _keys_fit(at, spec, path):
        return None
    draft = _KINDS[spec.kind](at, spec, path)
    if draft is None:
        return None
    place = at.scope.locate(path)

    def draw(view: View) -> Panel:
        panel = draft.draw(view)
        if spec.as_ is not None:
            panel = drawn_as(panel, spec.as_)
        if spec.stacked is not None:
            # A level is of one line, and in a stack only the lowest is read against the axis.
            panel = replace(panel, stacked=spec.stacked, steps=() if spec.stacked else panel.steps)
        return replace(
            panel,
            title=spec.title or panel.title,
            description=spec.description or panel.description,
            values=_values(spec) or panel.values,
            width=spec.width or panel.width,
            height=spec.height or panel.height,
            origin=place,
        )

    return Draft(draft.services, draw, spec.as_)


def _values(spec: PanelSpec) -> tuple[ValueText, ...]:
    """Returns the words for values: the first is fine, the last critical."""
    words = list((spec.states or {}).items())
    levels = [Level.FINE, *[Level.WARNING] * (len(words) - 2), Level.CRITICAL]
    return tuple(
        ValueText(value=value, text=word, level=level) for (word, value), level in zip(words, levels, strict=False)
    )


def _keys_fit(at: PanelScope, spec: PanelSpec, path: Path) -> bool:
    """Reports keys that say nothing for what the panel shows."""
    quantiles = (*QUANTILES, "latency")
    useful = {
        "by": ("rate", "value", "ratio", *quantiles, "age", "growth", "cost"),
        "over": ("rate", *quantiles, "distribution", "growth"),
        "from": tuple(each for each in KINDS if each not in ("up", "firing", "cost", "logs", "text", "expr")),
        "quantiles": ("latency",),
        "unit": ("expr",),
        "stacked": ("rate", "value", "growth", "record", "cost", "expr"),
        "states": tuple(each for each in KINDS if each not in ("up", "firing", "logs", "text")),
    }
    attributes = {"from": "from_"}
    useless = [
        name
        for name, kinds in useful.items()
        if spec.kind not in kinds and getattr(spec, attributes.get(name, name)) is not None
    ]
    for name in useless:
        at.scope.report.error(
            "language/useless-key",
            f"`{name}` says nothing in a panel with `{spec.kind}`",
            at.scope.locate((*path, name)).key(),
            help="leave it out",
        )
    fits = [_states_differ(at, spec, path), _quantiles_differ(at, spec, path), _can_stack(at, spec, path)]
    return not useless and all(fits)


def _can_stack(at: PanelScope, spec: PanelSpec, path: Path) -> bool:
    """Reports a stack in a drawing that has no lines."""
    if spec.stacked is None or spec.as_ in (None, _LINES):
        return True
    at.scope.report.error(
        "language/useless-key",
        f"`stacked` says nothing in a panel that is drawn as a `{spec.as_}`",
        at.scope.locate((*path, "stacked")).key(),
        help=f"leave it out, or draw lines: `as: {_LINES}`",
    )
    return False


def _quantiles_differ(at: PanelScope, spec: PanelSpec, path: Path) -> bool:
    """Reports a list of quantiles that is empty or has one of them twice."""
    if spec.quantiles is None:
        return True
    if not spec.quantiles:
        at.scope.report.error(
            "language/empty",
            "the panel shows no quantile",
            at.scope.locate((*path, "quantiles")).key(),
            help="name some: `quantiles: [p50, p95]`, or leave the key out",
        )
    twice = [index for index, each in enumerate(spec.quantiles) if each in spec.quantiles[:index]]
    for index in twice:
        at.scope.report.error(
            "language/duplicate-name",
            f"`{spec.quantiles[index]}` is shown twice",
            at.scope.locate((*path, "quantiles", index)),
            help="leave one of them out",
        )
    return bool(spec.quantiles) and not twice


def _states_differ(at: PanelScope, spec: PanelSpec, path: Path) -> bool:
    """Reports words of one value, of which only one could be shown."""
    known: dict[Decimal, str] = {}
    twice = [(word, value) for word, value in (spec.states or {}).items() if known.setdefault(value, word) != word]
    for word, value in twice:
        at.scope.report.error(
            "language/conflicting-keys",
            f"`{known[value]}` and `{word}` are both the value {value.normalize():f}",
            at.scope.locate((*path, "states", word)).key(),
            help="a value is shown as one word: keep one of them",
        )
    return not twice


_KINDS: dict[str, _Resolve] = {
    "rate": resolve_rate,
    "value": resolve_value,
    "ratio": resolve_ratio,
    **dict.fromkeys(QUANTILES, resolve_quantile),
    "latency": resolve_quantile,
    "distribution": resolve_distribution,
    "age": resolve_age,
    "growth": resolve_growth,
    "up": resolve_up,
    "alert": resolve_alert,
    "firing": resolve_firing,
    "slo": resolve_slo,
    "record": resolve_record,
    "cost": resolve_cost,
    "logs": resolve_logs,
    "text": resolve_text,
    "expr": resolve_expr,
}
