"""Prices as people say them: `3 USD per 1e6`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated

from signalwright.language.model import Scalar
from signalwright.language.scalars import describe, refuse
from signalwright.records import record

_NUMBER = r"\d+(?:\.\d+)?(?:e\d+)?"
_PRICE = re.compile(rf"({_NUMBER}) ([A-Z]{{3}})(?: per ({_NUMBER}))?", re.ASCII)
# Beyond this, nobody means it, and numbers no longer have all their digits.
_MOST = Decimal("1e15")


@record
class PriceQuantity:
    """What an event costs.

    Attributes:
        amount: The price of one event, above 0.
        currency: The three letters of ISO 4217.
    """

    amount: Decimal
    currency: str


def read_price(value: object) -> PriceQuantity:
    """Reads `3 USD per 1e6`, `0.02 EUR`.

    Args:
        value: What was written.

    Returns:
        The price of one event.

    Raises:
        PydanticCustomError: When it is no price, or one of nothing.
    """
    if isinstance(value, PriceQuantity):
        return value
    found = _PRICE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        refuse(
            f"expected a price, found {describe(value)}",
            "write an amount, the three letters of a currency and a number of events: `3 USD per 1e6`",
        )
    amount, events = Decimal(found[1]), Decimal(found[3] or 1)
    if not 0 < amount <= _MOST or not 0 < events <= _MOST:
        refuse(f"expected a price, found {describe(value)}", "write numbers above 0 and up to 1e15")
    return PriceQuantity(amount / events, found[2])


PriceText = Annotated[PriceQuantity, Scalar(read_price, {"type": "string", "pattern": f"^{_PRICE.pattern}$"})]
