"""Derives the one line that says what is wrong, for conditions that are short forms."""

from __future__ import annotations

import re
from collections.abc import Callable

from signalwright.ir.metric import Metric, MetricType
from signalwright.language.models.alerts import QUANTILES, ConditionSpec
from signalwright.language.scalars import Quantity
from signalwright.passes.resolve.scope import Path, Scope

_TARGET = "{{ with $labels.instance }} at {{ . }}{{ end }}"
_DOWN = "{{ with $labels.instance }}{{ . }} can't be scraped{{ else }}it has no target{{ end }}"
_PERCENT = "{{ $value | humanizePercentage }}"
_DURATION = "{{ $value | humanizeDuration }}"
_NUMBER = "{{ $value | humanize }}"
_BYTES = "{{ $value | humanize1024 }}B"
_BY_UNIT = {"ratio": _PERCENT, "seconds": _DURATION, "bytes": _BYTES, "percent": "{{ $value | humanize }}%"}
_FIRES_WHEN_MISSING = ("down", "age")

MetricOf = Callable[[str], Metric | None]


def check_texts(
    scope: Scope,
    path: Path,
    labels_of: Callable[[], frozenset[str] | None],
    *,
    summary: str | None,
    description: str | None,
) -> None:
    """Reports what is wrong in the texts of an alert or an SLO.

    Args:
        scope: The spec.
        path: Where the alert or the SLO is written.
        labels_of: Returns the labels that the result of its rules may have, or None when they aren't known; asked only
            about a text that has a template.
        summary: What was written, or None.
        description: Likewise.
    """
    for key, text in (("summary", summary), ("description", description)):
        if text is not None and "{{" in text:
            # Most specs derive their texts.
            from signalwright.passes.resolve.templates import check_template

            check_template(scope, text, (*path, key), labels_of())


def derive_summary(service: str | None, spec: ConditionSpec, metric_of: MetricOf) -> str | None:
    """Returns a summary as a Prometheus template, or None when the condition says too little.

    Args:
        service: The service that the alert belongs to, or None.
        spec: The condition.
        metric_of: Returns the metric that a reference names, or None.
    """
    text = _text(service, spec, metric_of)
    if text is None or spec.kind in ("down", "budget") or not _shows_what_is_missing(spec):
        return text
    read = (spec.ratio.of, spec.ratio.to) if spec.ratio is not None else (getattr(spec, spec.kind),)
    if _is_counted(read[0], metric_of):
        read = read[-1:]  # What never happened has no series, so only the whole can be missing.
    missing = f"{' or '.join(map(_metric, read))} of {spec.from_ or service or 'the stack'} is missing"
    # `absent` returns 1, which no value is that exceeds the bound.
    return f"{{{{ if eq $value 1.0 }}}}{missing}{{{{ else }}}}{text}{{{{ end }}}}"


def _shows_what_is_missing(spec: ConditionSpec) -> bool:
    """Returns whether the alert fires for a missing series, and a value of 1 can't be anything else."""
    if not (spec.missing == "fires" or (spec.missing is None and spec.kind in _FIRES_WHEN_MISSING)):
        return False
    written = spec.above if spec.above is not None else spec.below
    bounds = list(written.values()) if isinstance(written, dict) else [written]
    values = [each.value for each in bounds if isinstance(each, Quantity)]
    return all(each >= 1 if spec.above is not None else each <= 1 for each in values)


def _text(service: str | None, spec: ConditionSpec, metric_of: MetricOf) -> str | None:
    owner = spec.from_ or service or "the stack"
    kind = spec.kind

    def value(text: str | None) -> str:
        metric = metric_of(text or "")
        return _BY_UNIT.get(metric.unit or "", _NUMBER) if metric is not None else _NUMBER

    def where(text: str | None) -> str:
        # Counters are added up, so their alerts have no target.
        return _by(spec) or ("" if _is_counted(text, metric_of) else _TARGET + _labels(text, metric_of))

    if kind == "down":
        if isinstance(spec.down, list):
            name = "{{ $labels.job }}" if len(spec.down) > 1 else spec.down[0]
        else:
            name = str(service if spec.down is True else spec.down)
        return f"{name} is down: {_DOWN}"
    if kind in QUANTILES:
        return f"{kind} of {_metric(getattr(spec, kind))} of {owner} is {value(getattr(spec, kind))}{_by(spec)}"
    match kind:
        case "value":
            return f"{_metric(spec.value)} of {owner} is {value(spec.value)}{where(spec.value)}"
        case "rate":
            return f"{_metric(spec.rate)} of {owner} grows by {_NUMBER} per second{_by(spec)}"
        case "ratio":
            assert spec.ratio is not None
            return (
                f"{_metric(spec.ratio.of)} is {_PERCENT} of {_metric(spec.ratio.to)} of {owner}{where(spec.ratio.of)}"
            )
        case "age":
            return f"{_metric(spec.age)} of {owner} was {_DURATION} ago{where(spec.age)}"
        case "growth":
            return (
                f"{_metric(spec.growth)} of {owner} grew by {value(spec.growth)} within {spec.over}{where(spec.growth)}"
            )
        case "predict":
            return (
                f"{_metric(spec.predict)} of {owner} will be {value(spec.predict)} in {spec.ahead}{where(spec.predict)}"
            )
        case "budget":
            return f"{{{{ $labels.slo }}}} of {{{{ $labels.service }}}} has {_PERCENT} of its error budget left"
        case "appears":
            shown = " ".join(f"{label} {{{{ $labels.{label} }}}}" for label in spec.labels or ())
            return f"new {_metric(spec.appears)} of {owner}{': ' if shown else ''}{shown}"
        case "absent":
            return f"{_metric(spec.absent)} of {owner} is missing"
        case _:
            return None


def _is_counted(text: str | None, metric_of: MetricOf) -> bool:
    metric = metric_of(text or "")
    return metric is not None and metric.type not in (MetricType.GAUGE, MetricType.INFO)


def _metric(text: str | None) -> str:
    """Returns a reference as it may stand in a template: `{{` would start an action."""
    return (text or "").replace("{{", "{ {").replace("}}", "} }")


def _labels(text: str | None, metric_of: MetricOf) -> str:
    """Returns what tells two series of a gauge apart at one target; a label that a share lost says nothing."""
    metric = metric_of(text or "")
    apart = [each.name for each in metric.labels] if metric is not None else []
    return "".join(
        f"{{{{ with $labels.{label} }}}} {label}={{{{ . }}}}{{{{ end }}}}"
        for label in apart
        if not re.search(rf"\b{label}\s*=\s*[\"'`]", text or "")
    )


def _by(spec: ConditionSpec) -> str:
    return "".join(f" {label}={{{{ $labels.{label} }}}}" for label in spec.by or ())
