"""Rules for dashboards that no public linter has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from tests.targets.grafana.findings import Finding, Json, panels_of, rows_and_panels
from tests.targets.grafana.queries import queries_of

_VARIABLE = re.compile(r"\$(?:\{(\w+)[^}]*\}|(\w+))")
_SUFFIXES = {"_seconds": ("s", "percentunit"), "_bytes": ("bytes", "binBps"), "_ratio": ("percentunit",)}
_TIMELESS = ("table",)


def _identities(dashboard: Json) -> Iterator[Finding]:
    counted = Counter(each["id"] for each in rows_and_panels(dashboard))
    for each in rows_and_panels(dashboard):
        if counted[each["id"]] > 1:
            yield Finding("duplicate-panel-id", each["title"], f"another panel has the number {each['id']}")
    for panel in panels_of(dashboard):
        letters = Counter(each["refId"] for each in panel.get("targets", ()))
        for letter, number in letters.items():
            if number > 1 or not letter:
                yield Finding("duplicate-query", panel["title"], f"{number} queries are called `{letter}`")


def _places(dashboard: Json) -> Iterator[Finding]:
    groups = [dashboard["panels"], *(each["panels"] for each in dashboard["panels"] if each.get("panels"))]
    for group in groups:
        for each in group:
            place = each["gridPos"]
            if place["x"] < 0 or place["x"] + place["w"] > 24 or place["y"] < 0 or place["h"] < 1 or place["w"] < 1:
                yield Finding("off-the-page", each["title"], "it leaves the page")
        for one, other in combinations(group, 2):
            if _overlap(one["gridPos"], other["gridPos"]):
                yield Finding("overlap", other["title"], f"it lies on `{one['title']}`")


def _overlap(one: Json, other: Json) -> bool:
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "w"), ("y", "h"))
    )


def _undefined_variables(dashboard: Json) -> Iterator[Finding]:
    known = {each["name"] for each in dashboard["templating"]["list"]}
    for panel in panels_of(dashboard):
        texts = [each["expr"] for each in panel.get("targets", ())]
        texts += [each["datasource"]["uid"] for each in panel.get("targets", ())]
        for text in texts:
            for braced, plain in _VARIABLE.findall(text):
                name = braced or plain
                if name not in known and not name.startswith("__"):
                    yield Finding("undefined-variable", panel["title"], f"nobody defines `${name}`")


def _thresholds(dashboard: Json) -> Iterator[Finding]:
    for panel in panels_of(dashboard):
        if "fieldConfig" not in panel:
            continue
        fields = panel["fieldConfig"]
        found = [fields["defaults"].get("thresholds", {"steps": []})]
        found += [
            one["value"] for each in fields["overrides"] for one in each["properties"] if one["id"] == "thresholds"
        ]
        for each in found:
            values = [step.get("value", "missing") for step in each["steps"]]
            if not values or values[0] is not None or values[1:] != sorted(values[1:]):
                yield Finding("thresholds", panel["title"], f"the steps are {values}")


def _units(dashboard: Json) -> Iterator[Finding]:
    """Compares the unit of a panel with that of the one metric that its query shows as it is."""
    for panel in panels_of(dashboard):
        unit = panel.get("fieldConfig", {}).get("defaults", {}).get("unit")
        for query in queries_of(panel):
            name = query.selectors[0].name if len(query.selectors) == 1 else ""
            for suffix, units in _SUFFIXES.items():
                if unit is not None and name.endswith(suffix) and "timestamp" not in name and unit not in units:
                    yield Finding("unit-of-metric", panel["title"], f"`{name}` in `{unit}`")


def _moments(dashboard: Json) -> Iterator[Finding]:
    for panel in panels_of(dashboard):
        for query in queries_of(panel):
            if panel["type"] in _TIMELESS and not query.target.get("instant"):
                yield Finding("range-in-table", panel["title"], "a table of every moment")
            if panel["type"] in ("heatmap", "state-timeline", "timeseries") and not query.target.get("range"):
                yield Finding("instant-over-time", panel["title"], "a line of one point")


def _exemplars(dashboard: Json) -> Iterator[Finding]:
    for panel in panels_of(dashboard):
        if panel["type"] not in ("heatmap", "timeseries"):
            continue
        for query in queries_of(panel):
            histogram = any(each.name.endswith("_bucket") for each in query.selectors)
            if histogram and not query.target.get("exemplar"):
                yield Finding("no-exemplars", panel["title"], "a histogram without exemplars")


def _ranges_of_records(dashboard: Json) -> Iterator[Finding]:
    for panel in panels_of(dashboard):
        for query in queries_of(panel):
            for each in query.selectors:
                if ":" in each.name and each not in query.bare:
                    yield Finding("range-of-record", panel["title"], f"a range of the recorded `{each.name}`")


OWN_RULES: tuple[Callable[[Json], Iterator[Finding]], ...] = (
    _identities,
    _places,
    _undefined_variables,
    _thresholds,
    _units,
    _moments,
    _exemplars,
    _ranges_of_records,
)
