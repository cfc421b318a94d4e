"""The page of the libraries: what each is about, its alerts with their bounds, its records and metrics."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from signalwright.language.models.alerts import BOUNDS
from signalwright.language.source.values import read_values
from signalwright.library import FILE, FOLDER, library_names
from signalwright.passes.readable import in_markdown, without_templates

WIDTH = 120

_HEAD = """\
# Libraries

What common exporters expose, with the alerts that are worth having. A service takes one over with `use`. Its metrics
can be read then as if the service declared them. `signalwright schema --format libraries` prints this page.

```yaml
services:
  main-db:
    use: postgres
    scrape: ["postgres-exporter:9187"]
    alerts: {PostgresConnectionsNearLimit: {above: 90%, for: 10m}} # another bound, another time
    without: [PostgresDeadlocks] # and one alert less
```

A bound that the table names is changed beside the name of the alert, with `above` or `below`: one, or one for each
severity; `for`, `severity`, `summary` and all other keys of [an alert](language.md#alert) likewise. An alert for which
the table names none isn't about a number, or about several: write one of your own, and the given one under `without`.
[Templates](templates.md) can use libraries, too. `signalwright show service main-db` shows what came of it.
"""


def print_libraries() -> str:
    """Returns the page, as Markdown."""
    libraries: dict[str, Any] = {
        name: read_values((FOLDER / name / FILE).read_text(encoding="utf-8")) for name in library_names()
    }
    rows = [f"| [`{name}`](#{name}) | {each['about']} |" for name, each in libraries.items()]
    parts = [_HEAD, "\n".join(["| library | of |", "|---|---|", *rows]) + "\n"]
    parts += ["\n".join(_section(name, each)) for name, each in libraries.items()]
    return "\n".join(parts)


def _section(name: str, library: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {name}\n"
    yield _filled(in_markdown(f"{library['about']} Known from: {library['source']}")) + "\n"
    yield "| alert | severity | bound | for | says |"
    yield "|---|---|---|---|---|"
    for alert, written in library.get("alerts", {}).items():
        says = in_markdown(without_templates(written.get("summary", ""))).replace("|", "\\|")
        yield f"| `{alert}` | {_severity(written)} | {_bound(written)} | {written.get('for', '')} | {says} |"
    for words, key in (("Records", "records"), ("Metrics", "metrics")):
        if key in library:
            yield "\n" + _filled(f"{words}: {_listed(library[key])}.")
    yield ""


def _severity(alert: Mapping[str, Any]) -> str:
    bounds = _bounds(alert)
    said = next((each for each in bounds.values() if isinstance(each, dict)), None)
    return ", ".join(said) if said is not None else str(alert.get("severity", ""))


def _bound(alert: Mapping[str, Any]) -> str:
    """Returns the bound that a service can change, `above: 80%`; empty where the alert compares several things."""
    found = []
    for key, value in _bounds(alert).items():
        written = (
            f"{{{', '.join(f'{name}: {each}' for name, each in value.items())}}}" if isinstance(value, dict) else value
        )
        found.append(f"`{key}: {written}`")
    return ", ".join(found)


def _bounds(alert: Mapping[str, Any]) -> dict[str, Any]:
    when = alert.get("when")
    return {key: when[key] for key in BOUNDS if key in when} if isinstance(when, dict) else {}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{each}`" for each in names)


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
