"""What `backends.loki` can say."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, ClassVar

from pydantic import PlainValidator, WithJsonSchema

from signalwright.language.scalars import Address, Text, VersionText, describe, one_of, refuse
from signalwright.target import Settings, key

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _read_date(value: object) -> date:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        refuse(f"expected a day, found {describe(value)}", 'write year, month and day: `"2024-01-01"`')
    try:
        return date.fromisoformat(value)
    except ValueError:
        refuse(f"there is no day {value}", 'write a day of the calendar: `"2024-01-01"`')


Day = Annotated[date, PlainValidator(_read_date), WithJsonSchema({"type": "string", "format": "date"})]


class LokiSettings(Settings):
    """Loki, one process with a file system of its own; how long lines are kept stands under `logs`."""

    noun: ClassVar[str] = "the Loki backend"
    shown: ClassVar[str] = """
    backends:
      loki: {version: "3.7", at: "loki:3100", storage: filesystem}
    """

    version: VersionText = key("The version of the server that the stack runs, quoted.", example='"3.7"')
    at: Address = key(
        "The address at which Grafana and what ships logs reach it.", default="loki:3100", example='"loki:3100"'
    )
    storage: Annotated[str, one_of("filesystem", what="where lines are stored, one of")] = key(
        "Where lines are stored: `filesystem`, the folder `data`.", default="filesystem", example="filesystem"
    )
    folder: Text = key(
        "The folder on the server that holds the configuration.", default="/etc/loki", example="/etc/loki"
    )
    data: Text = key("The folder on the server that holds lines, index and rules.", default="/loki", example="/loki")
    listen: Address | None = key(
        "The address on which it answers; by default port 3100 of every interface.",
        default=None,
        example='"127.0.0.1:3100"',
    )
    internal: Address = key(
        "The address on which its own parts talk with each other; nobody else needs it.",
        default="127.0.0.1:9095",
        example='"127.0.0.1:9095"',
    )
    schema_from: Day = key(
        "The first day of the stored data. A server that has data already keeps the day that it was set up with; "
        "lines from before it are refused.",
        default=date(2024, 1, 1),
        example='"2024-01-01"',
    )
