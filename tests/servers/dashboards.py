"""Asks a real Prometheus what the panels, variables and annotations of emitted dashboards ask it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.servers.processes import get

_LABEL_VALUES = re.compile(r"label_values\((?P<selector>.*), ?(?P<label>\w+)\)", re.DOTALL)
# A minute is many scrapes of a drill; a picture of the real thing is wider.
_INTERVAL = "1m"


@dataclass(frozen=True)
class Question:
    """A query of a dashboard.

    Attributes:
        where: The dashboard's file and the panel's title, or what else asks.
        text: The PromQL, with every variable replaced by what is chosen at first.
        may_be_empty: Whether nothing is an answer too: there are moments at which no alert fires.
    """

    where: str
    text: str
    may_be_empty: bool = False


def questions(folder: Path) -> Iterator[Question]:
    """Yields every PromQL query of the dashboards below a folder, as Grafana would send it at first.

    Args:
        folder: The folder of emitted dashboards.
    """
    for file in sorted(folder.rglob("*.json")):
        dashboard = json.loads(file.read_text("utf-8"))
        name = file.relative_to(folder).as_posix()
        chosen = {each["name"]: _chosen(each) for each in dashboard["templating"]["list"] if each["type"] == "query"}
        for variable in dashboard["templating"]["list"]:
            if variable["type"] == "query":
                yield Question(f"{name}: ${variable['name']}", filled(_selector(variable), chosen))
        for annotation in dashboard["annotations"]["list"]:
            if "target" in annotation:
                text = filled(annotation["target"]["expr"], chosen)
                yield Question(f"{name}: {annotation['name']}", text, may_be_empty=True)
        for panel in _panels(dashboard["panels"]):
            for target in panel.get("targets", ()):
                if target["datasource"]["type"] == "prometheus":
                    yield Question(f"{name}: {panel['title']}", filled(target["expr"], chosen))


def filled(text: str, chosen: Mapping[str, str]) -> str:
    """Returns a query with variables replaced, as Grafana does before it sends it.

    Args:
        text: The query.
        chosen: Each variable's name with the regular expression of what is chosen.
    """
    for name, value in chosen.items():
        text = text.replace(f"${{{name}}}", value).replace(f"${name}", value)
    for name in ("rate_interval", "interval", "range"):
        text = text.replace(f"$__{name}", _INTERVAL)
    assert "$" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", text), text
    return text


def unanswered(prometheus: str, asked: list[Question]) -> list[str]:
    """Returns those questions to which a Prometheus has no answer.

    Args:
        prometheus: Its address.
        asked: The questions.
    """
    return [
        f"{each.where}: {each.text}" for each in asked if not _answer(prometheus, each.text) and not each.may_be_empty
    ]


def _answer(prometheus: str, text: str) -> list[Any]:
    result = get(f"http://{prometheus}/api/v1/query?{urlencode({'query': text})}")["data"]["result"]
    return list(result)


def _panels(panels: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for panel in panels:
        yield panel
        yield from _panels(panel.get("panels", []))


def _chosen(variable: Mapping[str, Any]) -> str:
    value = variable["current"]["value"]
    values = value if isinstance(value, list) else [value]
    if "$__all" in values:
        return str(variable["allValue"])
    return "|".join(values)


def _selector(variable: Mapping[str, Any]) -> str:
    query = variable["query"] if isinstance(variable["query"], str) else variable["query"]["query"]
    found = _LABEL_VALUES.fullmatch(query)
    assert found is not None, query
    return found["selector"]
