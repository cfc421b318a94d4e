"""Scalars as people say them: `30d`, `99.9%`, `2GiB`, `"3.15"`, names, addresses and URLs.

Each type reads the written text into a value of the resolved model. What is wrong with a value is raised as a
`PydanticCustomError` whose message is a short phrase and whose `help` says the way out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Annotated, Literal, NoReturn

from pydantic_core import PydanticCustomError

from signalwright.ir.values import Duration, Size, Version
from signalwright.language.model import Scalar
from signalwright.records import record

_MILLISECONDS = {
    "ms": 1,
    "s": 1_000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "y": 31_536_000_000,
}
_BYTES = {
    "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12,
    "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
}  # fmt: skip
# Servers keep durations as nanoseconds and sizes as bytes, each in a signed number of 64 bits.
_LONGEST = (2**63 - 1) // 1_000_000
_LARGEST = 2**63 - 1
_DURATION = re.compile(r"(?:\d+(?:ms|[smhdwy]))+", re.ASCII)
_DURATION_PART = re.compile(r"(\d+)(ms|[smhdwy])", re.ASCII)
_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_PERCENT = re.compile(rf"({_NUMBER})\s?%", re.ASCII)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s?(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)", re.ASCII)
_PLAIN_NUMBER = re.compile(_NUMBER, re.ASCII)


def describe(value: object) -> str:
    """Returns what a value is, in the words of the error messages: ``the number `5` ``, `a list`."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"the truth value `{str(value).lower()}`"
        case int() | float():
            return f"the number `{value}`"
        case str():
            shown = value if len(value) <= 40 else value[:37] + "..."
            return f"the text `{shown}`" if shown.isprintable() and shown else f"the text {shown!r}"
        case list() | tuple():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return f"a value of type `{type(value).__name__}`"


def refuse(message: str, help: str, choice: Sequence[str] = ()) -> NoReturn:
    """Raises the error of a value that is of the wrong kind.

    Args:
        message: What is wrong, a short phrase.
        help: The way out.
        choice: The texts that may stand there, where they are few.

    Raises:
        PydanticCustomError: Always.
    """
    raise PydanticCustomError("wrong-kind", "{message}", {"message": message, "help": help, "choice": tuple(choice)})


def _expect_text(value: object, what: str, example: str) -> str:
    if not isinstance(value, str):
        refuse(f"expected {what}, found {describe(value)}", f"write it as text, for example `{example}`")
    return value


def read_duration(value: object) -> Duration:
    """Reads `30s`, `1h30m`, `30d`.

    Args:
        value: What was written.

    Returns:
        The duration.

    Raises:
        PydanticCustomError: When it is no duration; a bare number among them, because its unit is unknown.
    """
    if isinstance(value, Duration):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        refuse(
            f"expected a duration, found the number `{value}`",
            f"add the unit: `{value:g}s`, `{value:g}m`, `{value:g}h`",
        )
    text = _expect_text(value, "a duration", "5m")
    if not _DURATION.fullmatch(text):
        refuse(
            f"expected a duration, found {describe(text)}",
            _in_whole_numbers(text) or "write whole numbers with units ms, s, m, h, d, w or y: `1h30m`",
        )
    milliseconds = sum(int(count) * _MILLISECONDS[unit] for count, unit in _DURATION_PART.findall(text))
    if milliseconds > _LONGEST:
        refuse(f"expected a duration, found {describe(text)}", "no server counts further than 292 years: `290y`")
    return Duration(milliseconds)


def read_positive_duration(value: object) -> Duration:
    """Reads a duration that is longer than nothing."""
    duration = read_duration(value)
    if duration.milliseconds == 0:
        refuse("expected a duration longer than nothing", "write for example `30s`")
    return duration


def read_window(value: object) -> Duration:
    """Reads the window of an SLO, which people count in days."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        refuse(f"expected a window, found the number `{value}`", f"add the unit: `{value:g}d`")
    return read_positive_duration(value)


def read_size(value: object) -> Size:
    """Reads `512MiB`, `2GB`."""
    if isinstance(value, Size):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        refuse(f"expected a size, found the number `{value}`", f"add the unit: `{value:g}GiB`, `{value:g}MB`")
    text = _expect_text(value, "a size", "2GiB")
    found = _SIZE.fullmatch(text)
    if found is None:
        refuse(
            f"expected a size, found {describe(text)}",
            "write a number with a unit: B, kB, MB, GB, KiB, MiB, GiB: `2GiB`",
        )
    size = int(Decimal(found[1]) * _BYTES[found[2]])
    if size > _LARGEST:
        refuse(f"expected a size, found {describe(text)}", "no server counts further than 8 EiB: `2GiB`")
    return Size(size)


def read_percentage(value: object) -> Decimal:
    """Reads `99.9%` into the ratio 0.999, exactly."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        shown = Decimal(str(value))
        percent = shown * 100 if shown <= 1 else shown
        refuse(
            f"expected a percentage, found the number `{value}`",
            f"write it with its sign: `{percent.normalize():f}%`",
        )
    text = _expect_text(value, "a percentage", "99.9%")
    found = _PERCENT.fullmatch(text)
    if found is None:
        refuse(f"expected a percentage, found {describe(text)}", "write a number with its sign: `99.9%`")
    if not math.isfinite(float(found[1])):
        refuse(f"expected a percentage, found {describe(text)}", "write a smaller number: `99.9%`")
    return Decimal(found[1]) / 100


def read_version(value: object) -> Version:
    """Reads a version; a number is refused, because YAML reads 3.10 as 3.1."""
    if isinstance(value, Version):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = f'`"{value}"`' + (f' or `"{value}0"`' if re.search(r"\.\d$", str(value)) else "")
        refuse(f"expected a version, found the number `{value}`", f"quote it, because YAML reads 3.10 as 3.1: {text}")
    text = _expect_text(value, "a version", '"3.15"')
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9}){0,2}", text):
        refuse(f"expected a version, found {describe(text)}", 'write numbers and dots: `"3.15"`')
    return Version(text)


@record
class Quantity:
    """A number with the unit that it was written with.

    Attributes:
        value: The number in the base unit: seconds, bytes, ratio, or the plain number.
        unit: The base unit, or None for a plain number.
    """

    value: Decimal
    unit: Literal["seconds", "bytes", "ratio"] | None


def read_quantity(value: object) -> Quantity:
    """Reads a threshold: `5%`, `2s`, `1GiB`, `100`, `0.8`; `-14d` is the age of what happens in two weeks."""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Quantity(Decimal(value), None)
    if isinstance(value, float):
        if not math.isfinite(value):
            refuse(f"expected a number, found `{value}`", "write a finite number")
        return Quantity(Decimal(repr(value)), None)
    text = _expect_text(value, "a number with its unit", "5%")
    if _PERCENT.fullmatch(text):
        return Quantity(read_percentage(text), "ratio")
    if _DURATION.fullmatch(length := text.removeprefix("-")):
        return Quantity(Decimal(read_duration(length).milliseconds) / (1_000 if length == text else -1_000), "seconds")
    if _SIZE.fullmatch(text):
        return Quantity(Decimal(read_size(text).bytes), "bytes")
    if _PLAIN_NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return Quantity(Decimal(text), None)
    refuse(
        f"expected a number with its unit, found {describe(text)}",
        _in_whole_numbers(text) or "write for example `5%`, `2s`, `1GiB` or `100`",
    )


def _in_whole_numbers(text: str) -> str | None:
    """Returns how a duration with a fraction is written, `1.5s` as `1s500ms`; None for everything else."""
    found = re.fullmatch(r"(\d{1,9}\.\d{1,9}|\.\d{1,9})(ms|[smhdwy])", text, re.ASCII)
    if found is None:
        return None
    milliseconds = Decimal(found[1]) * _MILLISECONDS[found[2]]
    if milliseconds != milliseconds.to_integral_value() or not milliseconds:
        return None
    return f"write whole numbers: `{Duration(int(milliseconds))}`"


def _pattern(what: str, pattern: str, rule: str, example: str) -> Callable[[object], str]:
    compiled = re.compile(pattern)

    def read(value: object) -> str:
        if not isinstance(value, str):
            refuse(f"expected {what}, found {describe(value)}", f"{rule}: `{example}`")
        if not compiled.fullmatch(value) or len(value) > 200:
            refuse(f"expected {what}, found {describe(value)}", f"{rule}: `{example}`")
        return value

    return read


def read_text(value: object) -> str:
    """Reads a text that is not empty; a number or a truth value needs quotes to be one."""
    if not isinstance(value, str):
        refuse(
            f"expected text, found {describe(value)}",
            "put it in quotes" if not isinstance(value, (list, dict)) else "write one text",
        )
    if not value.strip():
        refuse("expected text, found nothing", "write the text, or leave the key out")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        refuse(f"expected `true` or `false`, found {describe(value)}", "write `true` or `false`")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        refuse(f"expected a whole number, found {describe(value)}", "write a whole number that is not negative: `10`")
    return value


def _positive_count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        refuse(f"expected a whole number above 0, found {describe(value)}", "write a whole number: `10`")
    return value


def _number(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse(f"expected a number, found {describe(value)}", "write a number: `0.5`")
    if isinstance(value, float) and not math.isfinite(value):
        refuse(f"expected a number, found {describe(value)}", "write a number: `0.5`")
    return Decimal(repr(value))


def _url(value: object) -> str:
    text = _expect_text(value, "a URL", "https://example.com/path")
    if not re.fullmatch(r"https?://[^\s/@?#\"'<>]+(/[^\s\"'<>]*)?(\?[^\s\"'<>]*)?(#[^\s\"'<>]*)?", text):
        refuse(
            f"expected a URL, found {describe(text)}",
            "write `http://` or `https://`, a host and a path: `https://example.com/path`",
        )
    return text


def _address(value: object) -> str:
    text = _expect_text(value, "an address", "api:8000")
    found = re.fullmatch(r"([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]):(\d{1,5})", text)
    if found is None or not 0 < int(found[3]) < 65_536:
        way_out = "leave out the scheme, and name the path with `path`" if "://" in text else "write host and port"
        refuse(f"expected an address, found {describe(text)}", f"{way_out}: `api:8000`")
    return text


def one_of(*values: str, what: str = "one of") -> Scalar:
    """Returns what makes `str` the type of a text that is one of a few, with an error that names the closest."""

    def read(value: object) -> str:
        if isinstance(value, str) and value in values:
            return value
        from signalwright.diagnostics.closest import closest

        near = closest(value, values) if isinstance(value, str) else None
        listed = ", ".join(f"`{each}`" for each in values)
        refuse(
            f"expected {what} {listed}; found {describe(value)}",
            f"did you mean `{near}`?" if near else f"write one of {listed}",
            values,
        )

    return Scalar(read, {"enum": list(values)})


_NAME = r"[A-Za-z][A-Za-z0-9]*([-_.][A-Za-z0-9]+)*"
_NAME_RULE = "a name starts with a letter and has letters, digits, and single `-`, `_` or `.` between them"
_METRIC = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
_LABEL = r"[a-zA-Z_][a-zA-Z0-9_]*"
_ALERT = r"[A-Za-z_][A-Za-z0-9_]*"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00"
_PAGE = r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\.md"

read_name = _pattern("a name", _NAME, _NAME_RULE, "web-shop")

DurationText = Annotated[Duration, Scalar(read_duration, {"type": "string", "pattern": f"^({_DURATION.pattern})$"})]
PositiveDuration = Annotated[
    Duration, Scalar(read_positive_duration, {"type": "string", "pattern": f"^({_DURATION.pattern})$"})
]
WindowText = Annotated[Duration, Scalar(read_window, {"type": "string", "pattern": f"^({_DURATION.pattern})$"})]
SizeText = Annotated[Size, Scalar(read_size, {"type": "string", "pattern": f"^({_SIZE.pattern})$"})]
Percentage = Annotated[Decimal, Scalar(read_percentage, {"type": "string", "pattern": f"^({_PERCENT.pattern})$"})]
VersionText = Annotated[Version, Scalar(read_version, {"type": "string", "pattern": r"^\d+(\.\d+){0,2}$"})]
QuantityText = Annotated[Quantity, Scalar(read_quantity, {"type": ["string", "number"]})]
Text = Annotated[str, Scalar(read_text, {"type": "string", "minLength": 1})]
Flag = Annotated[bool, Scalar(_flag, {"type": "boolean"})]
Count = Annotated[int, Scalar(_count, {"type": "integer", "minimum": 0})]
PositiveCount = Annotated[int, Scalar(_positive_count, {"type": "integer", "minimum": 1})]
NumberText = Annotated[Decimal, Scalar(_number, {"type": "number"})]
Name = Annotated[str, Scalar(read_name, {"type": "string", "pattern": f"^({_NAME})$"})]
MetricName = Annotated[
    str,
    Scalar(
        _pattern(
            "a metric name", _METRIC, "a metric name has letters, digits and `_`, no digit first", "http_requests_total"
        ),
        {"type": "string", "pattern": f"^{_METRIC}$"},
    ),
]
LabelName = Annotated[
    str,
    Scalar(
        _pattern("a label name", _LABEL, "a label name has letters, digits and `_`, no digit first", "status"),
        {"type": "string", "pattern": f"^{_LABEL}$"},
    ),
]
RecordName = Annotated[
    str,
    Scalar(
        _pattern("a name", _LABEL, "the name of a record has letters, digits and `_`, no digit first", "jobs_created"),
        {"type": "string", "pattern": f"^{_LABEL}$"},
    ),
]
AlertName = Annotated[
    str,
    Scalar(
        _pattern("an alert name", _ALERT, "an alert name has letters, digits and `_`", "HighErrorRate"),
        {"type": "string", "pattern": f"^{_ALERT}$"},
    ),
]
PageName = Annotated[
    str,
    Scalar(
        _pattern(
            "a page name",
            _PAGE,
            "a page is a Markdown file in `runbooks/`, named without folders",
            "high-error-rate.md",
        ),
        {"type": "string", "pattern": f"^{_PAGE}$"},
    ),
]
ClockTime = Annotated[
    str,
    Scalar(
        _pattern("a time of day", _TIME, "a time has two digits for hours and minutes", "22:00"),
        {"type": "string", "pattern": f"^({_TIME})$"},
    ),
]
Url = Annotated[str, Scalar(_url, {"type": "string", "format": "uri"})]
Address = Annotated[str, Scalar(_address, {"type": "string"})]
