"""What every library promises to those who use it, beyond being right by its model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from signalwright.library import library_names
from tests.library.installed import compiled_with, pages, said

FIRST_SET = {"node", "cadvisor", "postgres", "process", "redis"}
OWN_STACK = {"prometheus", "alertmanager", "grafana", "loki", "otel-collector"}
OF_PROGRAMS = {"go-runtime", "python-runtime", "http-server", "http-client"}


@pytest.fixture(params=library_names())
def library(request: pytest.FixtureRequest) -> str:
    """The name of a library."""
    return str(request.param)


def test_the_first_set_the_servers_of_a_stack_and_what_programs_tell_are_there() -> None:
    assert set(library_names()) >= FIRST_SET | OWN_STACK | OF_PROGRAMS


def test_every_alert_is_called_after_its_library(library: str) -> None:
    prefix = library.split("-", maxsplit=1)[0].capitalize()
    assert [each for each in said(library)["alerts"] if not each.startswith(prefix)] == []


def test_every_alert_says_what_is_wrong_and_what_to_do(library: str) -> None:
    for name, alert in said(library)["alerts"].items():
        assert _severities(alert), name
        assert _severities(alert) <= {"critical", "warning"}, name
        assert alert["summary"], name
        assert "runbook" in alert or alert["description"].endswith("."), name


def test_a_critical_alert_has_a_page_of_its_own(library: str) -> None:
    alerts = said(library)["alerts"]
    assert [name for name, each in alerts.items() if "critical" in _severities(each) and "runbook" not in each] == []


def test_every_page_begins_with_a_title(library: str) -> None:
    assert [name for name, text in pages(library).items() if not text.startswith("# ")] == []


def test_no_library_has_raw_promql(library: str) -> None:
    assert "expr" not in set(_keys(said(library)))


def test_texts_name_only_labels_that_the_series_of_their_alert_have(library: str, tmp_path: Path) -> None:
    for alert in compiled_with(library, tmp_path).stack.services["seen"].alerts:
        # An alert that fires for missing series has no target then, and says so by `with`.
        text = re.sub(r"\{\{ with \$labels\.instance \}\}", "", f"{alert.summary} {alert.description or ''}")
        for threshold in alert.thresholds:
            assert threshold.labels is not None, alert.name
            assert set(re.findall(r"\$labels\.(\w+)", text)) <= threshold.labels, alert.name


def test_every_row_has_a_few_panels_with_titles(library: str) -> None:
    for title, panels in said(library).get("rows", {}).items():
        assert 2 <= len(panels) <= 4, title
        assert [panel for panel in panels if not panel.get("title")] == [], title


def _severities(alert: dict[str, Any]) -> set[str]:
    """Returns the severities of an alert: its own, or those of its bounds."""
    when = alert["when"] if isinstance(alert["when"], dict) else {}
    bounds = [each for each in (when.get("above"), when.get("below")) if isinstance(each, dict)]
    return {alert["severity"]} if "severity" in alert else {name for each in bounds for name in each}


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _keys(each)
