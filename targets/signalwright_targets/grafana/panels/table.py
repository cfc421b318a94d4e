"""A table of series: a column for each query, and one for each label that tells its rows apart."""

from __future__ import annotations

from typing import Any

from grafanalib import core

from signalwright.ir.dashboard import LabelColumn, Measure, Panel
from signalwright_targets.grafana.colours import mappings
from signalwright_targets.grafana.drawing import CannotDraw, Drawing, accept
from signalwright_targets.grafana.identity import ref_id
from signalwright_targets.grafana.objects.lists import Table
from signalwright_targets.grafana.parts import field_defaults, frame, is_elsewhere, own_properties, targets, unit_of

_FROM_NOW = "dateTimeFromNow"
# Columns of an answer that say nothing: the moment is now, and the title says which metric it is.
_NO_LABELS = ("Time", "__name__")


def draw(panel: Panel, at: Drawing) -> core.Panel:
    """Draws the last value of each series; rows of several queries are one where their label columns are equal."""
    accept(panel, measures=None, only=frozenset({"columns"}))
    titles = [each.title for each in panel.columns] + [_title(each, panel) for each in panel.measures]
    for title in titles:
        if titles.count(title) > 1:
            raise CannotDraw(f"two columns are called `{title}`", "give each query a legend of its own")
    defaults = field_defaults(panel)
    # Labels are texts: what is said of the values is said of the columns that hold values.
    del defaults["mappings"]
    return Table(
        **frame(panel, at),
        dataSource=at.prometheus,
        targets=targets(panel, at, shape="table", instant=True),
        transformations=_transformations(panel, titles),
        defaults={
            **defaults,
            "color": {"mode": "thresholds"},
            "custom": {"align": "auto", "cellOptions": {"type": "auto"}, "inspect": False},
        },
        overrides=[
            *(_linked(each) for each in panel.columns if each.link is not None),
            *(_valued(each, panel) for each in panel.measures),
        ],
    )


def _title(measure: Measure, panel: Panel) -> str:
    return measure.legend or panel.title


def _transformations(panel: Panel, titles: list[str]) -> list[dict[str, Any]]:
    """Returns what makes one table of the answers, which have a column for the time and for every label.

    Where nothing says which labels there are, all of them stay: an expression that somebody wrote.
    """
    if not panel.columns and len(panel.measures) == 1 and not panel.measures[0].legend:
        hidden = dict.fromkeys(_NO_LABELS, True)
        return [_organize({"excludeByName": hidden, "indexByName": {}, "renameByName": {"Value": titles[0]}})]
    names = [each.label for each in panel.columns]
    # Grafana calls the values of a lone query `Value`, and those of several by their letters.
    several = len(panel.measures) > 1
    names += [f"Value #{ref_id(index)}" for index in range(len(panel.measures))] if several else ["Value"]
    steps: list[dict[str, Any]] = [{"id": "filterFieldsByName", "options": {"include": {"names": names}}}]
    if several:
        steps.append({"id": "merge", "options": {}})
    order = {name: index for index, name in enumerate(names)}
    renamed = dict(zip(names, titles, strict=True))
    return [*steps, _organize({"excludeByName": {}, "indexByName": order, "renameByName": renamed})]


def _organize(options: dict[str, Any]) -> dict[str, Any]:
    return {"id": "organize", "options": options}


def _linked(column: LabelColumn) -> dict[str, Any]:
    assert column.link is not None
    link = {"title": column.link.title, "url": column.link.url, "targetBlank": is_elsewhere(column.link)}
    return _override(column.title, [{"id": "links", "value": [link]}])


def _valued(measure: Measure, panel: Panel) -> dict[str, Any]:
    steps = measure.steps or panel.steps
    properties = own_properties(unit_of(measure, panel), measure.decimals, steps, moment=_FROM_NOW)
    if panel.values:
        properties.append({"id": "mappings", "value": mappings(panel.values)})
    if steps or panel.values:
        properties.append({"id": "custom.cellOptions", "value": {"type": "color-background", "mode": "basic"}})
    return _override(_title(measure, panel), properties)


def _override(title: str, properties: list[dict[str, Any]]) -> dict[str, Any]:
    return {"matcher": {"id": "byName", "options": title}, "properties": properties}
