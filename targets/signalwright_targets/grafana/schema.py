"""The one pass from what grafanalib prints to what Grafana 11 and later read.

grafanalib 0.7.1 prints the schema of Grafana 4. What it has and Grafana no longer reads is dropped here, what it spells
otherwise is respelt, and the order is that in which a person reads.
"""

from __future__ import annotations

from typing import Any

from signalwright.ir.values import Version
from signalwright_targets.grafana.colours import NEUTRAL

# The first Grafana with each schema of dashboards, the newest first; from the branches of grafana/grafana.
_SCHEMAS = ((Version("12.1"), 42), (Version("11.6"), 41), (Version("11.0"), 39))

_DASHBOARD = (
    "uid", "title", "description", "tags", "editable", "graphTooltip", "timezone", "time", "refresh", "links",
    "annotations", "templating", "panels", "schemaVersion",
)  # fmt: skip
_PANEL = ("id", "type", "title", "description", "datasource", "gridPos", "links", "targets", "transformations")
_ROW = ("id", "type", "title", "collapsed", "gridPos", "panels")
_STALE_IN_PANELS = ("cacheTimeout", "editable", "error", "height", "hideTimeOverride", "minSpan", "span")
_FIRST_OR_STALE = frozenset({*_PANEL, *_STALE_IN_PANELS})
_STALE_IN_TARGETS = frozenset({"intervalFactor", "metric", "query", "step", "target"})
_STALE_IN_STEPS = frozenset({"index", "line", "op", "yaxis"})
_GRAFANALIB_POINTS = 100
_WITHOUT_FIELDS = frozenset({"alertlist", "logs", "text"})
_PLAIN = frozenset({str, int, float, bool})


def schema_version(version: Version) -> int:
    """Returns the schema of dashboards that a version of Grafana writes itself."""
    return next((schema for first, schema in _SCHEMAS if first <= version), _SCHEMAS[-1][1])


def modernize(document: dict[str, Any], version: Version) -> dict[str, Any]:
    """Returns a dashboard as a version of Grafana reads it.

    Args:
        document: What `to_json_data` of grafanalib's `Dashboard` returns; may hold objects that have the method too.
        version: The declared version of Grafana.

    Returns:
        The dashboard of dicts, lists, texts, numbers, booleans, and None as the value of the first step of thresholds.

    Raises:
        TypeError: The document holds something that no dashboard has.
    """
    plain = _plain({**document, "schemaVersion": schema_version(version)})
    plain["panels"] = [_panel(each) for each in plain["panels"]]
    return {key: plain[key] for key in _DASHBOARD if key in plain}


def _plain(node: Any) -> Any:
    """Returns a tree of objects as one of dicts and lists, without keys that say nothing."""
    kind = type(node)
    if kind is dict:
        return {
            key: value if type(value) in _PLAIN else _plain(value)
            for key, value in node.items()
            # A threshold without a value is the one that holds from the bottom on.
            if value is not None or (key == "value" and "color" in node)
        }
    if kind is list or kind is tuple:
        return [each if type(each) in _PLAIN else _plain(each) for each in node]
    if node is None or kind in _PLAIN:
        return node
    if isinstance(node, str):
        return str(node)
    if hasattr(node, "to_json_data"):
        return _plain(node.to_json_data())
    raise TypeError(f"a dashboard holds a {kind.__name__}, which Grafana doesn't read")


def _panel(panel: dict[str, Any]) -> dict[str, Any]:
    if panel["type"] == "row":
        panel["panels"] = [_panel(each) for each in panel["panels"]]
        return {key: panel[key] for key in _ROW if key in panel}
    made = {key: panel[key] for key in _PANEL if key in panel and panel[key] not in ([], "")}
    if "targets" in made:
        made["targets"] = [_target(each) for each in made["targets"]]
    made |= {
        key: value for key, value in panel.items() if key not in _FIRST_OR_STALE and value is not False and value != []
    }
    if made.get("maxDataPoints") == _GRAFANALIB_POINTS:
        del made["maxDataPoints"]
    fields = made.pop("fieldConfig", None)
    if fields is not None and panel["type"] not in _WITHOUT_FIELDS:
        made["fieldConfig"] = {"defaults": _defaults(fields["defaults"]), "overrides": fields.get("overrides", [])}
    return made


def _target(target: dict[str, Any]) -> dict[str, Any]:
    """Returns a query; grafanalib's own class is known by a key that Grafana has had no use for since version 5."""
    if "intervalFactor" not in target:
        return target
    return {key: value for key, value in target.items() if key not in _STALE_IN_TARGETS and value not in ("", False)}


def _defaults(defaults: dict[str, Any]) -> dict[str, Any]:
    made = {key: value for key, value in defaults.items() if value not in ([], {}, "")}
    mode = defaults["thresholds"]["mode"] if "thresholds" in defaults else "absolute"
    steps = defaults["thresholds"]["steps"] if "thresholds" in defaults else []
    # Grafana paints what is from 80 on red where no steps are.
    made["thresholds"] = {"mode": mode, "steps": [_step(each) for each in steps] or [{"color": NEUTRAL, "value": None}]}
    return made


def _step(step: dict[str, Any]) -> dict[str, Any]:
    if "index" not in step:
        return step
    made = {key: value for key, value in step.items() if key not in _STALE_IN_STEPS}
    # grafanalib spells the value of the first step as a text.
    return {**made, "value": None} if made["value"] == "null" else made
