"""Titles, legends and numbers as panels show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from signalwright.ir.metric import Metric

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


def sentence(text: str) -> str:
    """Returns a text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


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
    """Returns a value with its unit, as people say it: `5%`, `2 seconds`, `100`."""
    if unit == "ratio":
        return percent(value)
    if unit == "percent":
        return f"{value.normalize():f}%"
    number = f"{value.normalize():f}"
    return number if unit is None else f"{number} {unit}"


def help_of(metric: Metric) -> str:
    """Returns what a metric's declaration says about it, as a sentence; its name where it says nothing."""
    if metric.help is None:
        return f"`{metric.name}`."
    return f"{sentence(metric.help).rstrip('.')} (`{metric.name}`)."
