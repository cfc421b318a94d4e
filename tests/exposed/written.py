"""Metrics pages for hypothesis: metrics as a library would hold them, and the text that it would answer with."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hypothesis import strategies as st

LABELS = (
    "method",
    "status",
    "code",
    "state",
    "user_id",
    "email",
    "path",
    "job",
    "instance",
    "service",
    "zone",
    "__meta",
)
UNITS = ("seconds", "bytes", "ratio", "widgets", None, None)
BOUNDS = (0.005, 0.1, 0.25, 1.0, 2.5, 10.0, 100.0, 1e6, 1e-7)
_NAMES = st.from_regex(re.compile(r"[a-z][a-z_]{0,12}[a-z]", re.ASCII), fullmatch=True)
_TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
_KINDS = st.sampled_from(["GET", "POST", "running", "stopped", "200", "503", "true", "2xx", "anna@example.com", ""])


@dataclass(frozen=True)
class Family:
    """A metric with its series."""

    name: str
    type: str
    help: str | None
    unit: str | None
    bounds: tuple[float, ...]
    series: tuple[dict[str, str], ...]


@st.composite
def families(draw: st.DrawFn) -> list[Family]:
    """Draws metrics with names that don't get into each other's way."""
    found = []
    for index, name in enumerate(draw(st.lists(_NAMES, min_size=1, max_size=5))):
        unit = draw(st.sampled_from(UNITS))
        labels = draw(st.lists(st.sampled_from(LABELS), max_size=3, unique=True))
        values = st.fixed_dictionaries({each: st.one_of(_KINDS, _TEXTS) for each in labels})
        series = draw(st.lists(values, min_size=1, max_size=4, unique_by=lambda each: tuple(each.items())))
        bounds = draw(st.lists(st.sampled_from(BOUNDS), unique=True, max_size=4))
        found.append(
            Family(
                name=f"{name}_{'abcde'[index]}x" + (f"_{unit}" if unit is not None else ""),
                type=draw(st.sampled_from(["counter", "gauge", "histogram", "summary", "info", "unknown", "stateset"])),
                help=draw(st.one_of(st.none(), _TEXTS)),
                unit=unit,
                bounds=tuple(sorted(bounds)),
                series=tuple(series),
            )
        )
    return found


def page(found: list[Family], *, is_open_metrics: bool) -> str:
    """Returns the page of metrics.

    Args:
        found: The metrics.
        is_open_metrics: Whether it is one of OpenMetrics and not of the older text format.
    """
    lines: list[str] = []
    for each in found:
        suffix = {"counter": "_total", "info": "_info"}.get(each.type, "")
        name = each.name if is_open_metrics else each.name + suffix
        kind = each.type
        if not is_open_metrics:
            kind = {"info": "gauge", "stateset": "gauge", "unknown": "untyped"}.get(kind, kind)
        if each.help is not None:
            lines.append(f"# HELP {name} {_escaped(each.help, quotes=is_open_metrics)}")
        lines.append(f"# TYPE {name} {kind}")
        if is_open_metrics and each.unit is not None:
            lines.append(f"# UNIT {name} {each.unit}")
        for labels in each.series:
            lines += _samples(each, each.name + suffix, labels)
    return "\n".join([*lines, "# EOF"] if is_open_metrics else lines) + "\n"


def _samples(family: Family, name: str, labels: dict[str, str]) -> list[str]:
    if family.type == "histogram":
        bounds = [*map(str, family.bounds), "+Inf"]
        rows = [f"{name}_bucket{_labels({**labels, 'le': each})} 1" for each in bounds]
        return [*rows, f"{name}_sum{_labels(labels)} 1", f"{name}_count{_labels(labels)} 1"]
    if family.type == "summary":
        rows = [f"{name}{_labels({**labels, 'quantile': each})} 1" for each in ("0.5", "0.9")]
        return [*rows, f"{name}_sum{_labels(labels)} 1", f"{name}_count{_labels(labels)} 1"]
    return [f"{name}{_labels(labels)} 1"]


def _labels(labels: dict[str, str]) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}" if labels else ""


def _escaped(text: str, *, quotes: bool = True) -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n")
    return text.replace('"', '\\"') if quotes else text
