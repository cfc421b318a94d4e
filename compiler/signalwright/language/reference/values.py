"""The kinds of values that keys have, with the spellings that are read and those that are refused.

The reference prints them, and a test reads each spelling with the function of the language.
"""

from __future__ import annotations

from typing import Any, get_args

from signalwright.language import prices, scalars, secrets
from signalwright.language.model import Scalar
from signalwright.language.models import kinds
from signalwright.records import record


@record
class ValueKind:
    """What people may write where a key has a value of its own kind.

    Attributes:
        name: What such a value is called, with its article where it has one: `a duration`.
        section: The heading that describes it.
        types: The annotated types of the language that are of this kind.
        about: What it is, in full sentences; empty where another kind of the section says it.
        reads: Spellings that are read, as YAML.
        refuses: Spellings that are refused, as YAML.
    """

    name: str
    section: str
    types: tuple[Any, ...]
    about: str
    reads: tuple[str, ...]
    refuses: tuple[str, ...]


KINDS = (
    ValueKind(
        "a duration",
        "Durations",
        (scalars.DurationText, scalars.PositiveDuration, scalars.WindowText),
        "Whole numbers with their units, the largest first where there are several: `ms`, `s`, `m`, `h`, `d`, `w` and "
        "`y`, which is 365 days. A bare number is refused, because nobody knows its unit.",
        ("30s", "5m", "1h30m", "250ms", "30d", "1y"),
        ("30", "1.5h", "5 m", "5min"),
    ),
    ValueKind(
        "a percentage",
        "Percentages",
        (scalars.Percentage,),
        "A number with its sign; it is kept exactly, to the last digit.",
        ("99.9%", "5%", "0.05 %"),
        ("99.9", "0.999", "99,9%"),
    ),
    ValueKind(
        "a quantity",
        "Quantities",
        (scalars.QuantityText,),
        "What a metric is compared with: a percentage, a duration, a size or a plain number. It is turned into the "
        "unit of the metric, `2s` of one in milliseconds is 2000; one that doesn't fit the metric, as `2s` of bytes, "
        "is an error.",
        ("5%", "2s", "1GiB", "100", "0.8"),
        ("5 percent", "1.5s", "many"),
    ),
    ValueKind(
        "a size",
        "Sizes",
        (scalars.SizeText,),
        "Bytes with their unit: `B`, `kB`, `MB`, `GB`, `TB` count in thousands, `KiB`, `MiB`, `GiB`, `TiB` in 1024s.",
        ("512MiB", "50GB", "1.5GiB"),
        ("512", "512M", "1 gigabyte"),
    ),
    ValueKind(
        "a version",
        "Versions",
        (scalars.VersionText,),
        "Numbers and dots in quotes: YAML reads 3.10 without them as 3.1.",
        ('"3.15"', '"0.34"', '"12"', '"3.15.1"'),
        ("3.15", '"v3.15"', '"latest"'),
    ),
    ValueKind(
        "a price",
        "Prices",
        (prices.PriceText,),
        "An amount, the three letters of a currency, and the number of events that it is for, one when left out.",
        ("3 USD per 1e6", "0.02 EUR", "15 USD per 1000"),
        ("3", "$3", "3 dollars"),
    ),
    ValueKind(
        "a whole number",
        "Numbers",
        (scalars.Count,),
        "",
        ("0", "12", "100000"),
        ("-1", "1.5", '"12"'),
    ),
    ValueKind(
        "a whole number above 0",
        "Numbers",
        (scalars.PositiveCount,),
        "",
        ("1", "12"),
        ("0", "1.5"),
    ),
    ValueKind(
        "a number",
        "Numbers",
        (scalars.NumberText,),
        "",
        ("0.5", "12", "-1"),
        ('"0.5"', ".inf", "5%"),
    ),
    ValueKind(
        "`true` or `false`",
        "Truth values",
        (scalars.Flag,),
        "These two words. `yes`, `no`, `on` and `off` are texts, as YAML 1.2 has it.",
        ("true", "false"),
        ("yes", "on", "1", '"true"'),
    ),
    ValueKind(
        "text",
        "Texts",
        (scalars.Text,),
        "Any text that isn't empty. It needs quotes where YAML would read something else: a number, `true`, or signs "
        "such as `{`, `#` and `: `.",
        ("Time to finish a job", '"404"', '"{{ $value }} requests fail"'),
        ("404", "true", '""'),
    ),
    ValueKind(
        "a series",
        "Series",
        (kinds.SeriesText,),
        "A metric, and matchers of its labels where not all of it is meant, as in PromQL: `=`, `!=`, `=~` and `!~` "
        "with a value in quotes; a pattern is RE2 and matches the whole value. The metric is one that the service "
        "declares, and `job` is added by itself. With matchers the text needs quotes of its own.",
        (
            "http_requests_total",
            "'http_requests_total{status=~\"5..\"}'",
            '\'jobs_total{kind!="test", result="failed"}\'',
        ),
        ("404", "true", '""'),
    ),
    ValueKind(
        "a name",
        "Names",
        (scalars.Name,),
        "What is declared once and then named: services, teams, receivers, severities and the like. A letter first, "
        "then letters, digits, and single `-`, `_` or `.` between them.",
        ("web-shop", "main_db", "api.v2"),
        ("2nd-shop", "web shop", "web--shop"),
    ),
    ValueKind(
        "a metric name",
        "Names",
        (scalars.MetricName,),
        "As Prometheus has it.",
        ("http_requests_total", "slo:events:rate5m"),
        ("http-requests", "2xx_total"),
    ),
    ValueKind(
        "a label name",
        "Names",
        (scalars.LabelName,),
        "As Prometheus has it.",
        ("status", "tenant_id"),
        ("tenant-id", "a.b"),
    ),
    ValueKind(
        "an alert name",
        "Names",
        (scalars.AlertName,),
        "Letters, digits and `_`; by custom each word begins with a capital letter.",
        ("HighErrorRate", "ApiDown"),
        ("high-error-rate", "Api Down"),
    ),
    ValueKind(
        "the name of a record",
        "Names",
        (scalars.RecordName,),
        "Letters, digits and `_`, for it becomes a part of the name of a metric.",
        ("jobs_created",),
        ("jobs-created", "jobs:created"),
    ),
    ValueKind(
        "the name of a page",
        "Names",
        (scalars.PageName,),
        "A Markdown file in the folder `runbooks/` beside the spec.",
        ("high-error-rate.md",),
        ("high-error-rate", "runbooks/high-error-rate.md"),
    ),
    ValueKind(
        "an address",
        "Addresses",
        (scalars.Address,),
        "Host and port.",
        ('"api:8000"', '"10.0.0.7:9100"', '"[::1]:9090"'),
        ('"api"', '"http://api:8000"'),
    ),
    ValueKind(
        "a URL",
        "Addresses",
        (scalars.Url,),
        "With `http` or `https`, and without user and password.",
        ("https://grafana.example.com/d/api", '"http://relay:8080"'),
        ("grafana.example.com", '"ftp://example.com"', "https://user:word@example.com"),
    ),
    ValueKind(
        "a time of day",
        "Times of day",
        (scalars.ClockTime,),
        "Hours and minutes with two digits each.",
        ('"22:00"', '"06:30"', '"24:00"'),
        ('"6:30"', '"10pm"'),
    ),
    ValueKind(
        "the name of a secret",
        "Secrets",
        (secrets.SecretName,),
        "An entry of `secrets`. A word that looks like the secret itself is refused.",
        ("oncall", "smtp-password"),
        ("xoxb-1234567890-abcdefghij", "s3cr3t!"),
    ),
    ValueKind(
        "a plain URL, or the name of a secret",
        "Secrets",
        (secrets.AddressOrSecret,),
        "The address of a relay is no secret while it has no user, no password and no token in it.",
        ('"http://relay:8080/alerts"', "relay-url"),
        ('"https://user:word@relay.example.com"', '"http://relay:8080/?token=1"'),
    ),
)


def kind_of(metadata: tuple[Any, ...]) -> ValueKind | None:
    """Returns the kind of a value, or None when its JSON Schema has to say what it is.

    Args:
        metadata: What stands behind the type in an `Annotated`.
    """
    marks = [each for each in metadata if isinstance(each, Scalar)]
    return next((kind for kind in KINDS for each in kind.types if any(mark in get_args(each) for mark in marks)), None)
