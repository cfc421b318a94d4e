"""Derives the one line that says what is wrong, for conditions that are short forms."""

from __future__ import annotations

from signalwright.language.models.alerts import QUANTILES, ConditionSpec

_TARGET = "{{ with $labels.instance }} at {{ . }}{{ end }}"
_DOWN = "{{ with $labels.instance }}{{ . }} can't be scraped{{ else }}it has no target{{ end }}"
_PERCENT = "{{ $value | humanizePercentage }}"
_DURATION = "{{ $value | humanizeDuration }}"
_NUMBER = "{{ $value | humanize }}"


def derive_summary(service: str | None, spec: ConditionSpec) -> str | None:
    """Returns a summary as a Prometheus template, or None when the condition says too little.

    Args:
        service: The service that the alert belongs to, or None.
        spec: The condition.
    """
    owner = spec.from_ or service or "the stack"
    kind = spec.kind
    if kind == "down":
        name = service if spec.down is True else spec.down
        return f"{name} is down: {_DOWN}"
    if kind in QUANTILES:
        return f"{kind} of {_metric(getattr(spec, kind))} of {owner} is {_value(getattr(spec, kind))}{_by(spec)}"
    match kind:
        case "value":
            return f"{_metric(spec.value)} of {owner} is {_value(spec.value)}{_by(spec) or _TARGET}"
        case "rate":
            return f"{_metric(spec.rate)} of {owner} grows by {_NUMBER} per second{_by(spec)}"
        case "ratio":
            assert spec.ratio is not None
            return f"{_metric(spec.ratio.of)} is {_PERCENT} of {_metric(spec.ratio.to)} of {owner}{_by(spec)}"
        case "age":
            return f"{_metric(spec.age)} of {owner} was {_DURATION} ago{_by(spec)}"
        case "growth":
            return f"{_metric(spec.growth)} of {owner} grew by {_NUMBER} within {spec.over}{_by(spec)}"
        case "predict":
            return f"{_metric(spec.predict)} of {owner} will be {_NUMBER} in {spec.ahead}{_by(spec)}"
        case "appears":
            shown = " ".join(f"{label} {{{{ $labels.{label} }}}}" for label in spec.labels or ())
            return f"new {_metric(spec.appears)} of {owner}{': ' if shown else ''}{shown}"
        case "absent":
            return f"{_metric(spec.absent)} of {owner} is missing"
        case _:
            return None


def _metric(text: str | None) -> str:
    """Returns a reference as it may stand in a template: `{{` would start an action."""
    return (text or "").replace("{{", "{ {").replace("}}", "} }")


def _value(text: str | None) -> str:
    name = (text or "").split("{")[0].strip()
    if name.endswith(("_ratio", "_rate")):
        return _PERCENT
    return _DURATION if name.endswith("_seconds") else _NUMBER


def _by(spec: ConditionSpec) -> str:
    return "".join(f" {label}={{{{ $labels.{label} }}}}" for label in spec.by or ())
