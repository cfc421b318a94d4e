"""Titles, legends and numbers as panels show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from signalwright.ir.alert import Alert
from signalwright.ir.dashboard import PanelLink
from signalwright.ir.metric import Metric, MetricType, Series
from signalwright.ir.values import Duration, Size
from signalwright.passes.readable import in_markdown

_ACRONYMS = frozenset(
    [
        "acgme",
        "api",
        "cdn",
        "cpu",
        "db",
        "dns",
        "gc",
        "gpu",
        "grpc",
        "http",
        "https",
        "id",
        "io",
        "ip",
        "jvm",
        "jwt",
        "llm",
        "mcp",
        "nfs",
        "phi",
        "rag",
        "ram",
        "rpc",
        "sla",
        "sli",
        "slo",
        "smtp",
        "sql",
        "ssl",
        "tcp",
        "tls",
        "ttl",
        "udp",
        "uri",
        "url",
        "usd",
        "vm",
    ]
)
_PARTS = {"_count": "observations", "_bucket": "buckets", "_sum": "sum"}
_SUFFIXES = ("_total", "_info", "_timestamp_seconds", "_seconds", "_milliseconds", "_bytes", "_ratio", "_percent")


def metric_words(name: str) -> str:
    """Returns a metric's name as words: `http_request_duration_seconds` → `HTTP request duration`.

    Args:
        name: The name; the suffixes for type and unit say what the panel says anyhow.
    """
    bare = name
    for suffix in _SUFFIXES:
        bare = bare.removesuffix(suffix) or bare
    words = [each.upper() if each in _ACRONYMS else each for each in re.split(r"[_:]+", bare) if each]
    return sentence(" ".join(words) or name)


def label_words(name: str) -> str:
    """Returns a label's name as words: `http_method` → `HTTP method`."""
    return sentence(" ".join(each.upper() if each in _ACRONYMS else each for each in name.split("_") if each) or name)


def series_words(series: Series) -> str:
    """Returns what a series counts, as words; a part of a histogram or summary is told from the whole."""
    words = metric_words(series.metric.name)
    if series.name == series.metric.name:
        return words
    return f"{words} {_PARTS[series.name.removeprefix(series.metric.name)]}"


def unit_of(series: Series) -> str | None:
    """Returns the unit of a series: observations and buckets of a histogram are counted, whatever is observed."""
    is_counted = series.name != series.metric.name and not series.name.endswith("_sum")
    return None if is_counted else series.metric.unit


def per_second(series: Series) -> str:
    """Returns the unit of a series' rate: `requests/second`."""
    unit = unit_of(series) or ("requests" if "requests" in series.metric.name.split("_") else "events")
    return f"{unit}/second"


def nothing_of(reads: Iterable[Series]) -> str:
    """Returns what a panel says that finds no series: what never happened isn't counted, and that is no failure."""
    measured = any(each.metric.type in (MetricType.GAUGE, MetricType.INFO) for each in reads)
    return "No data" if measured else "Nothing counted"


def sentence(text: str) -> str:
    """Returns a text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """Returns words as they stand within a sentence: an acronym stays as it is."""
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def by_words(labels: Sequence[str]) -> str:
    """Returns the end of a title that says what is kept apart: ` by method and status`; nothing for no label."""
    return " by " + " and ".join(labels) if labels else ""


def legend_of(labels: Iterable[str], otherwise: str) -> str:
    """Returns a legend that shows labels, `{{method}} {{status}}`, or a fixed text when there are none."""
    return " ".join(f"{{{{{label}}}}}" for label in labels) or otherwise


def percent(share: Decimal) -> str:
    """Returns a ratio as a percentage: 0.999 → `99.9%`."""
    return f"{(share * 100).normalize():f}%"


def amount(value: Decimal, unit: str | None) -> str:
    """Returns a value with its unit, as a spec says it: `5%`, `2s`, `1GiB`, `100`."""
    if unit == "ratio":
        return percent(value)
    if unit == "percent":
        return f"{value.normalize():f}%"
    if unit == "seconds" and value >= 0 and value * 1_000 == int(value * 1_000):
        return str(Duration(int(value * 1_000)))
    if unit == "bytes" and value >= 0 and value == int(value):
        return str(Size(int(value)))
    number = f"{value.normalize():f}"
    return number if unit is None else f"{number} {unit}"


def bad_words(alert: Alert, unit: str | None, runbook: PanelLink | None) -> str:
    """Returns the end of a description that says from where on a value is bad: what an alert compares it with.

    Args:
        alert: The alert, which compares a value with a bound.
        unit: The unit of the value.
        runbook: The way to the alert's runbook page, or None.
    """
    measured = [(each.severity, each.measured) for each in alert.thresholds if each.measured is not None]
    side = "above" if measured[0][1].operator == ">" else "below"
    bounds = [amount(each.bound, unit) + (f" ({severity})" if len(measured) > 1 else "") for severity, each in measured]
    said = f"\n\nBad {side} {' or '.join(bounds)}: then the alert `{alert.name}` fires."
    return f"{said} What to do is in its [runbook]({runbook.url})." if runbook is not None else said


def help_of(metric: Metric) -> str:
    """Returns what a metric's declaration says about it, as a sentence; its name where it says nothing."""
    if metric.help is None:
        return f"`{metric.name}`."
    return f"{sentence(in_markdown(metric.help)).rstrip('.')} (`{metric.name}`)."
