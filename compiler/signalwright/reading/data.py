"""Facts as plain data, for programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from signalwright.ir.values import Duration


def plain(fact: object) -> Any:
    """Returns a fact as mappings, lists, texts, numbers and None.

    Args:
        fact: A record of facts, or what stands in one. A record becomes a mapping with its fields in their order, a
            duration the text that specs have (`1h30m`), a decimal or a fraction a number.

    Raises:
        TypeError: Something in it has no plain form.
    """
    if fact is None or isinstance(fact, (str, bool, int)):
        return fact
    if isinstance(fact, Duration):
        return str(fact)
    if isinstance(fact, (Decimal, Fraction)):
        return int(fact) if fact == int(fact) else float(fact)
    if isinstance(fact, Mapping):
        return {str(name): plain(each) for name, each in cast("Mapping[object, object]", fact).items()}
    if isinstance(fact, Sequence):
        return [plain(each) for each in cast("Sequence[object]", fact)]
    if dataclasses.is_dataclass(fact):
        return {each.name: plain(getattr(fact, each.name)) for each in dataclasses.fields(fact)}
    raise TypeError(f"a fact holds a {type(fact).__name__}")
