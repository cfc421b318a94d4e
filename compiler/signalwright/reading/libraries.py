"""The pages of the libraries: what each is about, its alerts with their bounds, its records and metrics."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from signalwright.language.models.alerts import BOUNDS
from signalwright.language.source.values import read_values
from signalwright.library import FILE, FOLDER, library_names
from signalwright.passes.readable import in_markdown, without_templates

WIDTH = 120
PAGES = "libraries"

# By it a page that was written before is known from one that somebody else put there.
_MARK = "[All libraries](../libraries.md). Written by `signalwright schema --format libraries`: {name}.\n"

_HEAD = """\
# Libraries

What common exporters expose, with the alerts that are worth having. A service takes one over with `use`. Its metrics
can be read then as if the service declared them. `signalwright schema --format libraries` prints what is known of
them all; with `--out docs` it writes this page and one for each.

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
    """Returns the overview and what it leads to as one text, in Markdown."""
    libraries = _libraries()
    return "\n".join([_overview(libraries), *(_text(name, each, "##") for name, each in libraries.items())])


def pages_of_libraries() -> dict[str, str]:
    """Returns the overview and a page for each library, in Markdown, by their paths in the folder of all."""
    libraries = _libraries()
    pages = {
        f"{PAGES}/{name}.md": f"{_text(name, each, '#')}\n{_MARK.format(name=name)}" for name, each in libraries.items()
    }
    return {f"{PAGES}.md": _overview(libraries), **pages}


def write_libraries(folder: Path) -> tuple[str, ...]:
    """Writes the pages, and removes those of libraries that are gone.

    Args:
        folder: Where the overview lies; it is made when it isn't there. Pages that somebody else wrote stay.

    Returns:
        The paths of the removed pages, in `folder`.

    Raises:
        OSError: The folder can't be written to.
    """
    pages = pages_of_libraries()
    (folder / PAGES).mkdir(parents=True, exist_ok=True)
    for path, text in pages.items():
        (folder / path).write_text(text, encoding="utf-8", newline="\n")
    gone = []
    for page in sorted((folder / PAGES).glob("*.md")):
        path = f"{PAGES}/{page.name}"
        mark = _MARK.format(name=page.stem)
        if path not in pages and page.read_text(encoding="utf-8", errors="replace").endswith(mark):
            page.unlink()
            gone.append(path)
    return tuple(gone)


def _libraries() -> dict[str, Any]:
    return {name: read_values((FOLDER / name / FILE).read_text(encoding="utf-8")) for name in library_names()}


def _overview(libraries: Mapping[str, Any]) -> str:
    rows = [
        f"| [`{name}`]({PAGES}/{name}.md) | {each['about']} | {len(each['metrics'])} | {len(each.get('alerts', {}))} |"
        for name, each in libraries.items()
    ]
    return "\n".join([_HEAD, "| library | of | metrics | alerts |", "|---|---|---|---|", *rows]) + "\n"


def _text(name: str, library: Mapping[str, Any], heading: str) -> str:
    return "\n".join(_section(name, library, heading))


def _section(name: str, library: Mapping[str, Any], heading: str) -> Iterator[str]:
    yield f"{heading} {name}\n"
    yield _filled(in_markdown(f"{library['about']} Known from: {library['source']}")) + "\n"
    yield "| alert | severity | bound | for | says |"
    yield "|---|---|---|---|---|"
    for alert, written in library.get("alerts", {}).items():
        says = _in_cell(without_templates(written.get("summary", "")))
        yield f"| `{alert}` | {_severity(written)} | {_bound(written)} | {written.get('for', '')} | {says} |"
    if "records" in library:
        yield "\n" + _filled(f"Records: {_listed(library['records'])}.")
    yield "\n| metric | type | unit | labels | is |"
    yield "|---|---|---|---|---|"
    for metric, written in library["metrics"].items():
        labels = _listed(written.get("labels", {}))
        is_what = _in_cell(written["help"])
        yield f"| `{metric}` | {written['type']} | {written.get('unit', '')} | {labels} | {is_what} |"
    yield ""


def _in_cell(text: str) -> str:
    return in_markdown(text).replace("|", "\\|")


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
