"""Judges dashboards by the rules of dashboard-linter, which can't be had everywhere, and by those that it lacks.

The names of the former end in `-rule`, as there. They are written anew from its documentation, which says what each
demands; where it is known to look away, these don't.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain

from grafana_foundation_sdk.models import units as sdk_units

from tests.targets.grafana.findings import Finding, Json, panels_of
from tests.targets.grafana.lint_own import OWN_RULES
from tests.targets.grafana.queries import Query, queries_of

_TOLD = ("stat", "table", "timeseries", "gauge")
_PARSED = (*_TOLD, "state-timeline")
_UNITS = {value for name, value in vars(sdk_units).items() if name[0].isupper() and isinstance(value, str)}
_LABELS = {"job": "Job", "instance": "Instance"}


def problems(dashboard: Json) -> list[Finding]:
    """Returns what is wrong with a dashboard, in the order of its rules."""
    return list(chain.from_iterable(rule(dashboard) for rule in (*_RULES, *OWN_RULES)))


def _variables(dashboard: Json, kind: str) -> list[Json]:
    return [each for each in dashboard["templating"]["list"] if each["type"] == kind]


def _template_datasource(dashboard: Json) -> Iterator[Finding]:
    found = _variables(dashboard, "datasource")
    if not found:
        yield Finding("template-datasource-rule", None, "no variable chooses the data source")
    for each in found:
        kind = each["query"]
        names = {f"{kind}_datasource": f"{kind.capitalize()} data source"}
        if len(found) == 1:
            names["datasource"] = "Data source"
        if each["name"] not in names:
            yield Finding("template-datasource-rule", None, f"the variable is called `{each['name']}`")
        elif each["label"] != names[each["name"]]:
            yield Finding("template-datasource-rule", None, f"the variable has the label `{each['label']}`")


def _template_job_and_instance(dashboard: Json) -> Iterator[Finding]:
    named = {each["name"]: each for each in _variables(dashboard, "query")}
    for name, label in _LABELS.items():
        rule = f"template-{name}-rule"
        if name not in named:
            yield Finding(rule, None, f"no variable `{name}`")
            continue
        variable = named[name]
        if variable["datasource"]["uid"] not in ("${prometheus_datasource}", "$prometheus_datasource"):
            yield Finding(rule, None, f"`{name}` asks another data source")
        if variable["label"] != label:
            yield Finding(rule, None, f"`{name}` has the label `{variable['label']}`")
        if not variable["multi"]:
            yield Finding(rule, None, f"of `{name}` only one can be chosen")
        # A choice of all is a choice of none where values are fixed.
        if variable["includeAll"] and variable.get("allValue") != ".+":
            yield Finding(rule, None, f"all of `{name}` is `{variable.get('allValue')}`")


def _template_query(dashboard: Json) -> Iterator[Finding]:
    for each in _variables(dashboard, "query"):
        text = each["query"]["query"]
        found = re.fullmatch(r"label_values\((.+), *([a-zA-Z_]\w*)\)", text)
        if found is None or Query(found[1]).tree is None:
            yield Finding("template-label-promql-rule", None, f"`{text}` asks for no values of a label")
        if each["refresh"] != 2:
            yield Finding("template-on-time-change-reload-rule", None, f"`{each['name']}` isn't asked for anew")


def _uneditable(dashboard: Json) -> Iterator[Finding]:
    if dashboard.get("editable", True):
        yield Finding("uneditable-dashboard", None, "it can be edited")


def _panel_datasource(dashboard: Json) -> Iterator[Finding]:
    allowed = {f"${{{each['name']}}}" for each in _variables(dashboard, "datasource")}
    for panel in panels_of(dashboard):
        if panel["type"] in ("table", "timeseries") and panel.get("datasource", {}).get("uid") not in allowed:
            yield Finding("panel-datasource-rule", panel["title"], "it has a data source of its own")


def _panel_texts(dashboard: Json) -> Iterator[Finding]:
    for panel in panels_of(dashboard):
        if panel["type"] in _TOLD and not (panel.get("title") and panel.get("description")):
            yield Finding("panel-title-description-rule", panel.get("title"), "it has no title or description")


def _panel_units(dashboard: Json) -> Iterator[Finding]:
    for panel in panels_of(dashboard):
        if panel["type"] not in _TOLD:
            continue
        fields = panel["fieldConfig"]
        found = [fields["defaults"].get("unit")]
        found += [one["value"] for each in fields["overrides"] for one in each["properties"] if one["id"] == "unit"]
        for unit in found:
            if unit not in _UNITS:
                yield Finding("panel-units-rule", panel["title"], f"Grafana has no unit `{unit}`")


def _panel_targets(dashboard: Json) -> Iterator[Finding]:
    for panel in panels_of(dashboard):
        if panel["type"] in _TOLD and not panel.get("targets"):
            yield Finding("panel-no-targets-rule", panel["title"], "it asks nothing")


def _each_query(rule: str, wrong: Callable[[Query], str | None]) -> Callable[[Json], Iterator[Finding]]:
    """Returns a rule on the PromQL queries of the panels that dashboard-linter reads."""

    def judge(dashboard: Json) -> Iterator[Finding]:
        for panel in panels_of(dashboard):
            if panel["type"] not in _PARSED:
                continue
            for query in queries_of(panel):
                message = wrong(query)
                if message is not None:
                    yield Finding(rule, panel["title"], message)

    return judge


def _unreadable(query: Query) -> str | None:
    return f"`{query.text}` is no PromQL" if query.tree is None else None


def _fixed_range(query: Query) -> str | None:
    fixed = re.findall(r"\b(i?rate)\([^\[]*\[([^\]]+)\]", query.text)
    return next((f"{name} over {over}" for name, over in fixed if over != "$__rate_interval"), None)


def _without(label: str) -> Callable[[Query], str | None]:
    def judge(query: Query) -> str | None:
        wanted = f'{label}=~"${label}"'
        return next((f"`{each}` lacks `{wanted}`" for each in query.selectors if wanted not in each.matchers), None)

    return judge


def _bare_counter(query: Query) -> str | None:
    return next((f"`{each.name}` is a bare counter" for each in query.bare if each.name.endswith("_total")), None)


_RULES: tuple[Callable[[Json], Iterator[Finding]], ...] = (
    _template_datasource,
    _template_job_and_instance,
    _template_query,
    _uneditable,
    _panel_datasource,
    _panel_texts,
    _panel_units,
    _panel_targets,
    _each_query("target-promql-rule", _unreadable),
    _each_query("target-rate-interval-rule", _fixed_range),
    _each_query("target-job-rule", _without("job")),
    _each_query("target-instance-rule", _without("instance")),
    _each_query("target-counter-agg-rule", _bare_counter),
)
