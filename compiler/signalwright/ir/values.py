"""Scalar values with units: durations, sizes and versions."""

from __future__ import annotations

from functools import total_ordering

from signalwright.records import record

_DURATION_UNITS = (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1))
_SIZE_UNITS = (("TiB", 1 << 40), ("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10))


@record(order=True)
class Duration:
    """A length of time.

    Attributes:
        milliseconds: The length in whole milliseconds, never negative.
    """

    milliseconds: int

    @classmethod
    def of_seconds(cls, seconds: int) -> Duration:
        """Returns the duration of a whole number of seconds."""
        return cls(seconds * 1_000)

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return self.milliseconds / 1_000

    def __str__(self) -> str:
        """Prints as Prometheus reads it: `1h30m`, `30d` and never `4w2d`; zero is `0s`."""
        if self.milliseconds == 0:
            return "0s"
        rest, text = self.milliseconds, ""
        for unit, size in _DURATION_UNITS:
            count, rest = divmod(rest, size)
            if count:
                text += f"{count}{unit}"
        return text


@record(order=True)
class Size:
    """An amount of storage.

    Attributes:
        bytes: The amount in bytes.
    """

    bytes: int

    def __str__(self) -> str:
        """Prints in the largest binary unit that divides it: `512MiB`; else in bytes: `1500B`."""
        for unit, size in _SIZE_UNITS:
            if self.bytes and self.bytes % size == 0:
                return f"{self.bytes // size}{unit}"
        return f"{self.bytes}B"


@total_ordering
@record(eq=False)
class Version:
    """A version of a backend; missing parts count as zero, so `3` equals `3.0.0`.

    Attributes:
        text: The version as it was written, such as `3.15`.
    """

    text: str

    @property
    def parts(self) -> tuple[int, ...]:
        """The numbers of the version without trailing zeros."""
        numbers = [int(part) for part in self.text.split(".")]
        while numbers and numbers[-1] == 0:
            numbers.pop()
        return tuple(numbers)

    @property
    def release(self) -> tuple[int, int]:
        """The first two numbers: what a field's first version is given in."""
        numbers = [int(part) for part in self.text.split(".")] + [0]
        return numbers[0], numbers[1]

    def __eq__(self, other: object) -> bool:
        """Compares by numbers, not by text."""
        return isinstance(other, Version) and self.parts == other.parts

    def __lt__(self, other: Version) -> bool:
        """Orders by numbers: `3.9` is before `3.15`."""
        return self.parts < other.parts

    def __hash__(self) -> int:
        """Hashes by numbers, in step with equality."""
        return hash(self.parts)

    def __str__(self) -> str:
        """Prints as written."""
        return self.text
