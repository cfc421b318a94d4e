"""The units of metrics, as Grafana spells them."""

from __future__ import annotations

from decimal import Decimal

from signalwright.ir.values import Duration

DATE = "date"

# What has no unit of Grafana's is shown as a number with its order of magnitude: 12 K.
PLAIN = "short"

# Identifiers of Grafana's value formats (`@grafana/data`, valueFormats/categories). Of those, only such are taken as
# dashboard-linter knows too.
_UNITS = {
    "seconds": "s",
    "milliseconds": "ms",
    "microseconds": "µs",
    "nanoseconds": "ns",
    "minutes": "m",
    "hours": "h",
    "days": "d",
    "bytes": "bytes",
    "kilobytes": "deckbytes",
    "megabytes": "decmbytes",
    "gigabytes": "decgbytes",
    "bits": "decbits",
    "ratio": "percentunit",
    "percent": "percent",
    "celsius": "celsius",
    "kelvin": "kelvin",
    "meters": "lengthm",
    "volts": "volt",
    "amperes": "amp",
    "joules": "joule",
    "watts": "watt",
    "grams": "massg",
    "hertz": "hertz",
    "usd": "currencyUSD",
    "eur": "currencyEUR",
    "gbp": "currencyGBP",
    DATE: "dateTimeAsIso",
}
# A second's worth of seconds is a share: the time that something was busy.
_RATES = {
    "seconds": "percentunit",
    "bytes": "binBps",
    "kilobytes": "KBs",
    "megabytes": "MBs",
    "gigabytes": "GBs",
    "bits": "bps",
    "requests": "reqps",
    "packets": "pps",
    "reads": "rps",
    "writes": "wps",
    "operations": "ops",
    "joules": "watt",
    "": "cps",
}
_PER_SECOND = "/second"


def grafana_unit(unit: str | None) -> str:
    """Returns the identifier of a unit in Grafana.

    Args:
        unit: The unit as a metric declares it, with `/second` behind it for a rate; None when it isn't known.

    Returns:
        Such as `s`, `percentunit`, `reqps`; a plain number's for what Grafana doesn't know, a count per second's for
        its rate.
    """
    if unit is None:
        return PLAIN
    if unit.endswith(_PER_SECOND):
        return _RATES.get(unit.removesuffix(_PER_SECOND), _RATES[""])
    return _UNITS.get(unit.lower(), PLAIN)


def scale(unit: str | None) -> int:
    """Returns by what values of a unit are multiplied for Grafana, whose dates are in milliseconds."""
    return 1_000 if unit == DATE else 1


def number(value: Decimal) -> int | float:
    """Returns a number as JSON has it: 5 for 5.0."""
    return int(value) if value == value.to_integral_value() else float(value)


def in_one_unit(duration: Duration) -> str:
    """Prints a duration in one unit, since Grafana reads no `1h30m` in times: `90m`; parts of a second round up."""
    seconds = -(-duration.milliseconds // 1_000)
    for unit, size in (("d", 86_400), ("h", 3_600), ("m", 60)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"
