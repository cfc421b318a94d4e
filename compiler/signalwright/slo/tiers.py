"""Burn-rate tiers: which windows are watched, and how fast the budget may burn in them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from signalwright.ir.slo import Tier
from signalwright.ir.values import Duration

_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000

# Share of the budget, short window, long window: Google's SRE workbook, chapter 5, "Alerting on SLOs", table 5-8, with
# the ticket tiers of two windows that Sloth uses.
_PAGE = ((Decimal("0.02"), 5 * _MINUTE, _HOUR), (Decimal("0.05"), 30 * _MINUTE, 6 * _HOUR))
_TICKET = ((Decimal("0.10"), 2 * _HOUR, _DAY), (Decimal("0.10"), 6 * _HOUR, 3 * _DAY))


@lru_cache(maxsize=1_024)
def standard_tiers(period: Duration, page: str | None, ticket: str | None = None) -> tuple[Tier, ...]:
    """Returns the tiers of an SLO that says no others.

    A share that would let the alert fire at a rate which lasts the whole period is raised to one that doesn't, so no
    factor is below 1; tiers whose long window isn't shorter than the period are left out.

    Args:
        period: The SLO's window.
        page: The severity of the fast tiers, or None for none.
        ticket: The severity of the slow tiers, or None for none.

    Returns:
        The tiers, fast ones first.
    """
    tiers = []
    for severity, table in ((page, _PAGE), (ticket, _TICKET)):
        for budget, short, long in table if severity is not None else ():
            if long < period.milliseconds:
                lasting = Decimal(long) / period.milliseconds
                share = max(budget, lasting)
                tiers.append(Tier(budget=share, short=Duration(short), long=Duration(long), severity=severity or ""))
    return tuple(tiers)


def factor(tier: Tier, period: Duration) -> Fraction:
    """Returns how many times faster than lasting the budget burns when the tier's share is used up in its long window.

    factor = budget share × period ÷ long window, e.g. 2 % × 30 d ÷ 1 h = 14.4 (SRE workbook, chapter 5).

    Args:
        tier: The tier.
        period: The SLO's window.
    """
    exact = Fraction(tier.budget) * period.milliseconds / tier.long.milliseconds
    nearest = Fraction(round(exact))
    # A share that was raised to lasting is a rounded decimal; the factor it stands for is exactly 1.
    return nearest if abs(exact - nearest) < Fraction(1, 10**9) else exact


@lru_cache(maxsize=4_096)
def threshold(tier: Tier, objective: Decimal, period: Duration) -> Decimal:
    """Returns the share of bad events above which a tier burns too fast: factor × (1 − objective).

    Args:
        tier: The tier.
        objective: The promised share of good events, ratio.
        period: The SLO's window.

    Returns:
        A ratio with at most 12 digits behind the point; it may exceed 1, and then the tier can never fire.
    """
    exact = factor(tier, period) * Fraction(1 - objective)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(10) ** -12).normalize()
