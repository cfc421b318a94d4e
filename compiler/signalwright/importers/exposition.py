"""Reads metrics pages: the text format of Prometheus (0.0.4) and OpenMetrics 1.0.

https://prometheus.io/docs/instrumenting/exposition_formats/ and
https://prometheus.io/docs/specs/om/open_metrics_spec/.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from signalwright.records import record

_NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_QUOTED = r'"((?:[^"\\\n]|\\.)*)"'
_COMMENT = re.compile(rf"#\s+(TYPE|HELP|UNIT)\s+({_NAME}|{_QUOTED})(?:[ \t]+(.*))?$")
_SAMPLE_NAME = re.compile(rf"\s*({_NAME})?[ \t]*")
_LABEL = re.compile(rf"[ \t]*(?:({_NAME})|{_QUOTED})[ \t]*(?:=[ \t]*{_QUOTED})?[ \t]*(,|\}})")
_VALUE = re.compile(r"[ \t]*(\S+)(?:[ \t]+[-+0-9.eE]+)?[ \t]*(?:#.*)?$")
_ESCAPES = {"n": "\n", '"': '"', "\\": "\\"}
_SUFFIXES = {
    "counter": ("_total", "_created"),
    "histogram": ("_bucket", "_sum", "_count", "_created"),
    "gaugehistogram": ("_bucket", "_gsum", "_gcount"),
    "summary": ("_sum", "_count", "_created"),
    "info": ("_info",),
}
"""Type of a metric → what its series are called beyond its name."""


class PageError(ValueError):
    """A line that is none of a metrics page.

    Attributes:
        line: Its number, from 1.
        message: What is wrong.
        help: The way out.
    """

    def __init__(self, line: int, message: str) -> None:
        """Takes the line's number and what is wrong with it."""
        super().__init__(message)
        self.line = line
        self.message = message
        self.help = "give what a target answers at `/metrics`, as it is: `curl -s http://host:port/metrics`"


@record
class Sample:
    """A line with a value.

    Attributes:
        name: The name of the series.
        labels: The labels with a value; an empty value is no label.
        value: The value.
        line: The number of the line, from 1.
    """

    name: str
    labels: dict[str, str]
    value: float
    line: int


@dataclass(slots=True)
class Family:
    """A metric with its samples.

    Attributes:
        name: Its name, without the suffixes of its series.
        line: The number of the line that says its type, or of the first that names it, from 1.
        type: Its type as the page says it; `unknown` when it says none.
        unit: Its unit as the page says it, or None.
        help: What the page says that it is, or None.
        is_open_metrics: Whether the page is one of OpenMetrics.
        samples: Its samples.
    """

    name: str
    line: int
    type: str = "unknown"
    unit: str | None = None
    help: str | None = None
    is_open_metrics: bool = False
    samples: list[Sample] = field(default_factory=list)


def read_page(text: str) -> dict[str, Family]:
    """Reads a metrics page.

    Args:
        text: The page.

    Returns:
        The metrics by name.

    Raises:
        PageError: A line can't be read, or there is no metric.
    """
    families: dict[str, Family] = {}
    # A value may hold what Python takes for the end of a line, such as a control character.
    lines = text.removesuffix("\n").split("\n")
    is_open_metrics = any(line.rstrip() == "# EOF" for line in lines[-2:])
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if not stripped:
            continue
        if stripped.startswith("#"):
            _take_comment(stripped, number, families)
            continue
        sample = _sample(line, number)
        family_of(sample.name, number, families).samples.append(sample)
    if not families:
        raise PageError(1, "there is no metric on this page")
    for family in families.values():
        family.is_open_metrics = is_open_metrics
    return families


def _take_comment(line: str, number: int, families: dict[str, Family]) -> None:
    found = _COMMENT.match(line)
    if found is None:
        return
    name = found[2] if found[3] is None else _unescaped(found[3])
    family = families.setdefault(name, Family(name, number))
    said = (found[4] or "").strip()
    if found[1] == "TYPE":
        family.type = "unknown" if said == "untyped" else said
        family.line = number
    elif found[1] == "UNIT" and said:
        family.unit = said
    elif found[1] == "HELP" and said:
        family.help = _unescaped(said)


def family_of(name: str, number: int, families: dict[str, Family]) -> Family:
    """Returns the metric that a series belongs to; a new one where no type says that it is part of another.

    Args:
        name: The name of the series.
        number: The number of its line, from 1.
        families: The metrics by name; a new one is added.
    """
    if name in families:
        return families[name]
    base, underscore, last = name.rpartition("_")
    family = families.get(base)
    if family is not None and underscore + last in _SUFFIXES.get(family.type, ()):
        return family
    return families.setdefault(name, Family(name, number))


def _sample(line: str, number: int) -> Sample:
    found = _SAMPLE_NAME.match(line)
    assert found is not None, "the pattern matches nothing too"
    name, at = found[1], found.end()
    labels: dict[str, str] = {}
    if line[at : at + 1] == "{":
        at += 1
        while not re.match(r"[ \t]*\}", line[at:]):
            label = _LABEL.match(line, at)
            if label is None:
                raise PageError(number, "this line has labels that can't be read")
            key = label[1] if label[1] is not None else _unescaped(label[2])
            if label[3] is None:
                name = key
            elif label[3]:
                labels[key] = _unescaped(label[3])
            at = label.end()
            if label[4] == "}":
                at -= 1
                break
        at = line.index("}", at) + 1
    value = _VALUE.match(line, at)
    if name is None or value is None:
        raise PageError(number, "this line is no sample: it has no name with a value")
    try:
        return Sample(name, labels, float(value[1]), number)
    except ValueError:
        raise PageError(number, f"`{value[1]}` is no value") from None


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), text) if "\\" in text else text
