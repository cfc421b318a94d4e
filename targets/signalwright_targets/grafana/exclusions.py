"""What dashboard-linter is told to pass over, each with its reason: a file `.lint` beside the dashboards.

The linter judges by rules that hold for dashboards of one exporter: every selector has the job and the instance that
readers choose, every rate is over `$__rate_interval`. What an SLO recorded belongs to a service and to no instance, and
a panel that shows an alert reads what the alert reads. Which panel breaks which rule is found in its queries, so
nothing else is passed over. The rules are those of dashboard-linter's `docs/index.md`, the file is that of its
`lint/configuration.go`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from signalwright.diagnostics.span import Origin
from signalwright.emit.artifact import Artifact, KeyPath, yaml_artifact
from signalwright.names import INSTANCE, INSTANCE_VARIABLE, JOB, JOB_VARIABLE, RATE_INTERVAL
from signalwright.records import record

LINT_FILE = ".lint"

_LABELS = ((JOB, JOB_VARIABLE), (INSTANCE, INSTANCE_VARIABLE))
# Drawings whose queries the linter reads as PromQL, whatever they ask.
_READ_AS_PROMQL = frozenset({"table", "stat", "state-timeline", "timeseries", "gauge"})

_STRING = r"""\"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`"""
# A list of labels is no selector, and neither is a word that a parenthesis follows.
_LABELS_LIST = r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)"
# Whole words only: the signs behind them decide what they are.
_WORD = r"[A-Za-z_:][A-Za-z0-9_:]*+"
_TOKEN = re.compile(
    rf"{_LABELS_LIST}|(?P<selector>(?P<name>{_WORD})?\s*\{{(?:{_STRING}|[^}}\"'`])*\}})"
    rf"|\[[^\]]*\]|{_STRING}|(?P<word>{_WORD})(?!\s*\(|\s+(?:by|without)\b)|{_WORD}|[0-9.]+[A-Za-z]*"
)
_NO_METRICS = frozenset(
    {"and", "or", "unless", "atan2", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right"}
)
_NUMBERS = frozenset({"inf", "nan"})
_UNMATCHED_COUNTER = re.compile(r"_total(?![\w:]|\s*\{)")
_FIXED_RATE = re.compile(rf"\bi?rate\((?:[^\[\]\"'`]|{_STRING})*\[(?!{re.escape(RATE_INTERVAL)}\])")

_REASONS = {
    f"template-{JOB}-rule": "what it shows belongs to no single job",
    f"template-{INSTANCE}-rule": "what it shows belongs to no single instance",
    f"target-{JOB}-rule": "SLOs, records, alerts and what alerts read are shown as they are, for the whole service",
    f"target-{INSTANCE}-rule": "SLOs, records, alerts and what alerts read are shown as they are, for all instances",
    "target-rate-interval-rule": "what an alert reads is shown over the range that the alert looks at",
    "target-counter-agg-rule": "the expression is shown as somebody wrote it",
    "target-promql-rule": "the query is for Loki; the linter takes every query for PromQL",
}


def exclusion_artifacts(dashboards: Iterable[Artifact], place: Origin) -> Iterator[Artifact]:
    """Makes the file of each folder of dashboards in which one breaks a rule.

    The linter looks for it beside the dashboard that it judges.

    Args:
        dashboards: The dashboards of the stack, as they are printed.
        place: Where the spec asks for dashboards at all.

    Yields:
        `grafana/dashboards/.lint`, `grafana/dashboards/services/.lint`.
    """
    folders: dict[str, dict[str, list[_Broken]]] = {}
    for each in dashboards:
        rules = folders.setdefault(str(PurePosixPath(each.path).parent), {})
        for rule, broken in _broken_rules(each):
            rules.setdefault(rule, []).append(broken)
    for folder, rules in sorted(folders.items()):
        if rules:
            document = {
                rule: {"reason": _REASONS[rule], "entries": [each.entry for each in rules[rule]]} for rule in rules
            }
            ordered = {"exclusions": dict(sorted(document.items()))}
            yield yaml_artifact(f"{folder}/{LINT_FILE}", ordered, partial(_origins, rules, place))


@record
class _Broken:
    """A place in a dashboard that breaks a rule.

    Attributes:
        dashboard: The dashboard.
        path: The key path of the place in it.
        entry: What the linter is told of the place.
    """

    dashboard: Artifact
    path: KeyPath
    entry: dict[str, str]


def _origins(rules: Mapping[str, Sequence[_Broken]], place: Origin) -> dict[KeyPath, Origin]:
    from signalwright.emit.source_map import origin_of

    found: dict[KeyPath, Origin] = {(): place}
    for rule, places in rules.items():
        for index, each in enumerate(places):
            origin = origin_of(each.dashboard, each.path)
            if origin is not None:
                found["exclusions", rule, "entries", index] = origin
    return found


def _broken_rules(dashboard: Artifact) -> Iterator[tuple[str, _Broken]]:
    document: Any = dashboard.document
    title: str = document["title"]
    variables = {each["name"] for each in document.get("templating", {}).get("list", ())}
    for label, _ in _LABELS:
        if label not in variables:
            yield f"template-{label}-rule", _Broken(dashboard, (), {"dashboard": title})
    for panel, path in _panels(document, ()):
        targets = panel.get("targets", ())
        broken: dict[str, list[int]] = {}
        for index, target in enumerate(targets):
            for rule in _broken_by(target, panel["type"]):
                broken.setdefault(rule, []).append(index)
        for rule, indexes in broken.items():
            entry = {"dashboard": title, "panel": panel.get("title", "")}
            if len(indexes) == len(targets):
                yield rule, _Broken(dashboard, path, entry)
            else:
                for index in indexes:
                    yield rule, _Broken(dashboard, path, {**entry, "targetIdx": str(index)})


def _panels(node: Any, path: KeyPath) -> Iterator[tuple[Any, KeyPath]]:
    """Yields every panel with its key path, those inside of rows among them."""
    for index, panel in enumerate(node.get("panels", ())):
        place = (*path, "panels", index)
        yield panel, place
        yield from _panels(panel, place)


def _broken_by(target: Any, drawing: str) -> Iterator[str]:
    """Yields the rules that a query breaks."""
    text: str = target.get("expr", "")
    if target.get("datasource", {}).get("type") == "loki":
        if drawing in _READ_AS_PROMQL:
            yield "target-promql-rule"
        return
    found = tuple(selectors(text))
    for label, variable in _LABELS:
        if any(f'{label}=~"{variable}"' not in each for each in found):
            yield f"target-{label}-rule"
    if has_fixed_rate(text):
        yield "target-rate-interval-rule"
    if has_bare_counter(text):
        yield "target-counter-agg-rule"


def selectors(text: str) -> Iterator[str]:
    """Yields the selectors of a PromQL text, each without its range.

    Args:
        text: The query; Grafana's variables may stand in it.
    """
    for found in _TOKEN.finditer(text):
        if found["selector"] is not None:
            yield found["selector"]
        elif found["word"] is not None and found["word"] not in _NO_METRICS and found["word"].lower() not in _NUMBERS:
            yield found["word"]


def has_fixed_rate(text: str) -> bool:
    """Returns whether a rate is over another range than the one that Grafana chooses."""
    return _FIXED_RATE.search(text) is not None


def has_bare_counter(text: str) -> bool:
    """Returns whether a counter without matchers is read without a rate, which is all that the linter notices."""
    # Most counters have matchers, and finding selectors takes ten times as long.
    return _UNMATCHED_COUNTER.search(text) is not None and any(
        each.endswith("_total") and not re.search(rf"\b(?:i?rate|increase)\(\s*{re.escape(each)}\s*\[", text)
        for each in selectors(text)
    )
