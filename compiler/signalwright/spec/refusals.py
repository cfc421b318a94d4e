"""Operators that metrics, readings and conditions don't have: each says what to write instead.

Type checkers don't see them, so that editors go on refusing what is refused here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NoReturn

from signalwright.spec.places import SpecError, misuse

_ARITHMETIC = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")


class NotCompared:
    """A metric: it is read before it is compared.

    Attributes:
        example: A comparison of what its kind has.
    """

    __slots__ = ()

    example: ClassVar[str] = "queue.value() > 5"

    if not TYPE_CHECKING:

        def _refuse(self, *_: object) -> NoReturn:
            raise misuse(
                f"`{self.name}` is a metric, and only a reading of one can be compared",
                f"read it, as in `{self.example}`, or write PromQL: `expr(…)`",
            )

        __gt__ = __lt__ = __ge__ = __le__ = __and__ = __or__ = __rand__ = __ror__ = _refuse


class NotCalculated:
    """A reading or condition: it is above or below a bound, and nothing is worked out with it."""

    __slots__ = ()

    if not TYPE_CHECKING:

        def _refuse_comparison(self, *_: object) -> NoReturn:
            raise misuse("a reading is above or below its bound", "write `>` or `<`, or PromQL: `expr(…)`")

        def _refuse_joining(self, *_: object) -> NoReturn:
            raise unjoined()

        def __format__(self, _: str) -> str:
            raise misuse("a reading is no text", 'write metrics into PromQL: `expr(f"rate({requests}[5m]) > 5")`')

        __ge__ = __le__ = __eq__ = __ne__ = _refuse_comparison
        __and__ = __or__ = __rand__ = __ror__ = _refuse_joining
        __hash__ = object.__hash__


def unjoined() -> SpecError:
    """Returns the error of `&` or `|` beside something that is no condition: `a > 5 & b > 3` asks for `5 & b`."""
    return misuse(
        "`&` and `|` combine conditions, and here one side is none",
        "put each comparison in parentheses: `(queue.value() > 5) & (lag.value() > 3)`; `all_of` takes mappings, too",
    )


def _arithmetic(name: str) -> object:
    def refuse(*_: object) -> NoReturn:
        raise misuse(
            "nothing can be worked out with metrics and readings in Python",
            'write `failed.ratio(requests)` for a share, and PromQL for the rest: `expr(f"rate({requests}[5m]) > 5")`',
        )

    refuse.__name__ = name
    return refuse


for _operator in _ARITHMETIC:
    for _name in (f"__{_operator}__", f"__r{_operator}__"):
        setattr(NotCompared, _name, _arithmetic(_name))
        setattr(NotCalculated, _name, _arithmetic(_name))
