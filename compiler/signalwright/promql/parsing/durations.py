"""Reads durations and their arithmetic, as they stand in brackets and after `offset` (Prometheus 3.4, by default 3.14).

Trees hold durations as texts; what is read here is spelt evenly, with one space around operators.
"""

from __future__ import annotations

from signalwright.promql.duration import DurationError, parse_duration
from signalwright.promql.parsing.cursor import Cursor
from signalwright.promql.parsing.mistake import Release

_ARITHMETIC = {"+": 1, "-": 1, "*": 2, "/": 2, "%": 2, "^": 3}
_POWER = 3
_MOST_SECONDS = (1 << 63) / 1e9  # Prometheus counts nanoseconds in 64 bits.
_ARITHMETIC_SINCE: Release = (3, 4)
_FUNCTIONS_SINCE: dict[str, Release] = {"step": (3, 6), "range": (3, 12), "min_of": (3, 13), "max_of": (3, 13)}
_NUMBERS_SINCE: Release = (2, 54)
_DEEPEST = 60

Duration = tuple[str, float | None]
"""A duration's text, and its seconds where it is a literal."""


def number_value(text: str) -> float:
    """Returns the value of a number token: decimal, hexadecimal or octal, `Inf` and `NaN` in any case of letters."""
    plain = text.replace("_", "")
    if plain[:2] in ("0x", "0X"):
        return float(int(plain, 16))
    if len(plain) > 1 and plain[0] == "0" and plain.isdigit() and not set(plain) & {"8", "9"}:
        return float(int(plain, 8))
    return float(plain)


def literal_value(text: str) -> float:
    """Returns the value of a number in an expression, which may be written as a duration: `1h` is 3600."""
    try:
        return number_value(text)
    except ValueError:
        return parse_duration(text) / 1_000


class DurationReader(Cursor):
    """Reads durations."""

    def bracket_duration(self, opening: int) -> str:
        """Reads what stands in brackets up to a colon or the closing one: a length that isn't known to be zero or less.

        Args:
            opening: The index of the bracket.

        Returns:
            The text.

        Raises:
            LostError: When there is no duration.
        """
        at = self.at
        if self.kinds[at] == "]":
            empty = self.starts[opening], self.ends[at]
            self.give_up("the range is empty", *empty, "write how far back: `[5m]`")
        text, seconds = self.arithmetic()
        if seconds is not None and seconds <= 0:
            self.report("a range has to be longer than nothing", self.starts[at], self.ends[self.at - 1])
        return text

    def offset_duration(self) -> str:
        """Reads the duration after `offset`: one literal, call or pair of parentheses, with a sign before it or none.

        `x offset 5m + 1m` adds 60 to what was read five minutes ago.
        """
        kinds, at = self.kinds, self.at
        signed = kinds[at] in ("+", "-")
        kind = kinds[at + 1] if signed else kinds[at]
        if kind in ("number", "duration") or kind in _FUNCTIONS_SINCE or (signed and kind == "("):
            self.at += signed
            text = self.duration_operand()[0]
            return f"-{text}" if kinds[at] == "-" else text
        return self.arithmetic()[0]

    def arithmetic(self, least: int = 1, depth: int = 0) -> Duration:
        """Reads a duration with the operators that bind at least so tightly."""
        if depth > _DEEPEST:
            where = self.starts[self.at], self.ends[self.at]
            self.give_up("the arithmetic of durations is nested too deeply", *where, "make the expression simpler")
        if self.kinds[self.at] in ("+", "-"):
            sign = self.kinds[self.at]
            self.at += 1
            text, seconds = self.arithmetic(_POWER, depth + 1)
            text = text if sign == "+" else f"-{text}"
            seconds = -seconds if seconds is not None and sign == "-" else seconds
        else:
            text, seconds = self.duration_operand(depth)
        while (precedence := _ARITHMETIC.get(self.kinds[self.at], 0)) >= least:
            operator, at = self.kinds[self.at], self.at
            self.at += 1
            right, divisor = self.arithmetic(precedence if precedence == _POWER else precedence + 1, depth + 1)
            if divisor == 0 and operator in "/%":
                self.report("a duration can't be divided by zero", self.starts[at], self.ends[self.at - 1])
            self.need("arithmetic of durations", self.starts[at], self.ends[at], _ARITHMETIC_SINCE)
            text, seconds = f"{text} {operator} {right}", None
        return text, seconds

    def duration_operand(self, depth: int = 0) -> Duration:
        """Reads a literal, `step()` and its like, or a duration in parentheses."""
        kind, at = self.kinds[self.at], self.at
        if kind in ("number", "duration"):
            return self.duration_literal()
        if kind == "(":
            self.at += 1
            text = self.arithmetic(depth=depth + 1)[0]
            self.close(at)
            self.need("arithmetic of durations", self.starts[at], self.ends[at], _ARITHMETIC_SINCE)
            return f"({text})", None
        if kind not in _FUNCTIONS_SINCE:
            self.unexpected("a duration", "write numbers with units: `5m`, `1h30m`")
        self.at += 1
        opening = self.at
        if self.kinds[opening] != "(":
            self.unexpected("`(`", f"`{kind}` is a function here: `{kind}()`")
        self.at += 1
        text = f"{kind}()"
        if kind in ("min_of", "max_of"):
            first = self.arithmetic(depth=depth + 1)[0]
            if self.kinds[self.at] != ",":
                self.unexpected("`,`", f"`{kind}` takes two durations: `{kind}(5m, step())`")
            self.at += 1
            text = f"{kind}({first}, {self.arithmetic(depth=depth + 1)[0]})"
        self.close(opening)
        what = f"`{kind}` among durations"
        self.need(what, self.starts[at], self.ends[at], _FUNCTIONS_SINCE[kind])
        return text, None

    def duration_literal(self) -> Duration:
        """Reads a number of seconds or a duration."""
        at = self.at
        self.at += 1
        text, start, end = self.texts[at], self.starts[at], self.ends[at]
        if self.kinds[at] == "duration":
            return text, self.seconds(at)
        if text[0] in "iInN":
            self.give_up(f"expected a duration, found `{text}`", start, end, "write numbers with units: `5m`, `1h30m`")
        self.need(
            "a number of seconds as a duration", start, end, _NUMBERS_SINCE, instead=f"a unit behind it: `{text}s`"
        )
        try:
            seconds = number_value(text)
        except (ValueError, OverflowError):
            return text, None  # The scanner said what is wrong with it.
        if seconds > _MOST_SECONDS:
            self.report(f"`{text}` seconds are longer than the 292 years that Prometheus can count", start, end)
        return text, seconds

    def seconds(self, at: int) -> float | None:
        """Returns the seconds of a duration token; what is wrong with it is noted."""
        try:
            return parse_duration(self.texts[at]) / 1_000
        except DurationError as error:
            message, _, way_out = str(error).partition(": ")
            self.report(message, self.starts[at], self.ends[at], way_out or None)
            return None
