"""What people read, as the real template engines of both ends of the version range render it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from signalwright import names
from signalwright_targets.alertmanager.messages import message_templates, place_on

from .cases import CASES, SECRETS
from .stacks import lowered, secret, stack

Render = Callable[..., str]
TEMPLATES = message_templates(("critical", "warning", "info"))
DEFINED = re.findall(r'define "([^"]+)"', TEMPLATES)
HTML = {"signalwright.html", "signalwright.telegram"}
SHOWN = ["text", "markdown", "slack.text", "html", "telegram"]


def alert(status: str = "firing", labels: dict[str, str] | None = None, **annotations: str) -> dict[str, Any]:
    """Returns an alert as the templates see it."""
    own = {"alertname": "HighErrorRate", "severity": "critical", **(labels or {})}
    return {"status": status, "labels": own, "annotations": annotations, "startsAt": "2026-01-01T00:00:00Z"}


def message(*alerts: dict[str, Any]) -> dict[str, Any]:
    """Returns what a message of these alerts is made from."""

    def common(part: str) -> dict[str, str]:
        first: dict[str, str] = alerts[0][part]
        return {name: value for name, value in first.items() if all(each[part].get(name) == value for each in alerts)}

    return {
        "receiver": "x",
        "status": "firing" if any(each["status"] == "firing" for each in alerts) else "resolved",
        "alerts": list(alerts),
        "groupLabels": {},
        "commonLabels": common("labels"),
        "commonAnnotations": common("annotations"),
        "externalURL": "https://alerts.example.com",
    }


@pytest.fixture(
    params=[
        pytest.param("debian_amtool", marks=pytest.mark.servers),
        pytest.param("current_amtool", marks=pytest.mark.current),
    ],
    ids=["debian", "current"],
)
def render(request: pytest.FixtureRequest, tmp_path: Path) -> Render:
    """Renders a definition with a real amtool."""
    amtool = request.getfixturevalue(request.param)

    def rendered(name: str, data: dict[str, Any], templates: str = TEMPLATES) -> str:
        (tmp_path / "x.tmpl").write_text(templates, encoding="utf-8")
        (tmp_path / "data.json").write_text(json.dumps(data), encoding="utf-8")
        command = [
            *(amtool, "template", "render", f"--template.glob={tmp_path}/x.tmpl"),
            f"--template.type={'html' if f'signalwright.{name}' in HTML else 'text'}",
            f'--template.text={{{{ template "signalwright.{name}" . }}}}',
            f"--template.data={tmp_path}/data.json",
        ]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return rendered


FULL = message(
    alert(
        labels={"service": "api", "team": "web", "environment": "production", "instance": "a:1"},
        summary="5 % of requests fail",
        description="Roll back.",
        runbook_url="https://runbooks.example.com/x",
        dashboard_url="https://grafana.example.com/d/x",
    )
)


@pytest.mark.parametrize("name", SHOWN)
def test_a_message_shows_everything_that_is_known(render: Render, name: str) -> None:
    text = render(name, FULL)
    wanted = ["5 % of requests fail", "Roll back.", "1 firing", "api", "web", "production", "critical", "a:1"]
    wanted += ["https://runbooks.example.com/x", "https://grafana.example.com/d/x"]
    assert [each for each in wanted if each not in text] == []


@pytest.mark.parametrize("name", SHOWN)
def test_what_differs_from_alert_to_alert_is_shown_with_each(render: Render, name: str) -> None:
    alerts = [
        alert(summary=f"S{n}", description=f"D{n}", runbook_url=f"https://r{n}", dashboard_url=f"https://d{n}")
        for n in range(2)
    ]
    text = render(name, message(*alerts))
    assert [
        f"{each}{n}" for each in ("S", "D", "https://r", "https://d") for n in range(2) if f"{each}{n}" not in text
    ] == []
    order = [
        text.index(each) for each in ("S0", "D0", "https://r0", "https://d0", "S1", "D1", "https://r1", "https://d1")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize("name", SHOWN)
def test_alerts_of_several_services_each_say_theirs(render: Render, name: str) -> None:
    def of(service: str, status: str = "firing") -> dict[str, Any]:
        return alert(status, labels={"service": service}, summary="Requests fail")

    text = render(name, message(of("api"), of("jobs"), of("mail", "resolved")))
    assert [each for each in ("api: ", "jobs: ", "Resolved: mail: ") if f"{each}Requests fail" not in text] == []
    assert "api: " not in render(name, message(of("api"), of("api")))


@pytest.mark.parametrize("name", ["title", "slack.title"])
def test_a_title_says_how_grave_what_and_where(render: Render, name: str) -> None:
    assert render(name, FULL) == "[critical] HighErrorRate on api in production"
    assert render(name, message(alert(), alert(labels={"instance": "b"}))) == "[critical] HighErrorRate (2 firing)"
    assert render(name, message(alert("resolved"))) == "[resolved] HighErrorRate"
    assert render(name, message(alert(), alert(labels={"alertname": "Other"}))) == "[critical] 2 alerts (2 firing)"


def test_plain_text_is_laid_out_for_reading(render: Render) -> None:
    alerts = [
        alert(labels={"instance": "a:1"}, summary="First", runbook_url="https://r"),
        alert(labels={"instance": "b:1"}, summary="Second", description="Only here", runbook_url="https://r"),
        alert("resolved", summary="Third", runbook_url="https://r"),
    ]
    assert render("text", message(*alerts)) == (
        "2 firing, 1 resolved · severity critical\n\n"
        "First\ninstance=a:1\n\n"
        "Second\nWhat to do: Only here\ninstance=b:1\n"
        "Runbook: https://r\n\n"
        "Resolved: Third"
    )


# `slack.escape` takes a text instead of a message, and is rendered inside the others.
@pytest.mark.parametrize("name", sorted({each.removeprefix("signalwright.") for each in DEFINED} - {"slack.escape"}))
def test_nothing_that_is_missing_leaves_a_trace(render: Render, name: str) -> None:
    bare: dict[str, Any] = {"status": "firing", "labels": {}, "annotations": {}}
    data = bare if name.endswith(("labels", "summary")) else message(bare)
    wrapped = TEMPLATES
    if data is bare:
        wrapped += (
            f'\n{{{{ define "signalwright.each" }}}}{{{{ range .Alerts }}}}{{{{ template "signalwright.{name}" . }}}}'
        )
        wrapped += "{{ end }}{{ end }}"
        name, data = "each", message(bare)
    text = render(name, data, wrapped)
    assert "no value" not in text
    assert "<nil>" not in text
    assert "map[" not in text


@pytest.mark.parametrize("name", ["html", "telegram", "slack.text"])
def test_markup_in_an_annotation_stays_text(render: Render, name: str) -> None:
    text = render(
        name, message(alert(summary="<b>x</b> & <!channel>", description="<i>", runbook_url="javascript:a()"))
    )
    assert "&lt;b&gt;x&lt;/b&gt; &amp; &lt;!channel&gt;" in text
    assert "<i>" not in text
    assert 'href="javascript' not in text


@pytest.mark.parametrize("name", SHOWN)
def test_a_long_list_is_cut_and_says_so(render: Render, name: str) -> None:
    text = render(name, message(*(alert(labels={"instance": f"host-{n:02}"}, summary=f"S{n:02}") for n in range(12))))
    assert "S09" in text
    assert "S10" not in text
    assert "first 10 of 12" in text


def test_the_gravest_severity_that_fires_decides_color_and_priority(render: Render) -> None:
    mixed = message(alert("resolved"), alert(labels={"severity": "info"}), alert(labels={"severity": "warning"}))
    assert render("severity", mixed) == "warning"
    assert render("pagerduty.severity", mixed) == "warning"
    assert render("color", mixed) == "#d4a72c"
    assert render("color", message(alert("resolved"))) == "#1a7f37"
    assert render("opsgenie.priority", FULL) == "P1"
    assert render("victorops.type", FULL) == "CRITICAL"
    assert render("pushover.priority", message(alert(labels={"severity": "info"}))) == "-1"


def test_own_severities_are_laid_over_the_scales_of_services(render: Render) -> None:
    own = message_templates(("page", "ticket"))
    assert render("pagerduty.severity", message(alert(labels={"severity": "page"})), own) == "critical"
    assert render("pagerduty.severity", message(alert(labels={"severity": "ticket"})), own) == "info"
    assert render("pagerduty.severity", message(alert(labels={"severity": "unknown"})), own) == "warning"


def test_the_link_of_a_message_is_the_page_that_helps_most(render: Render) -> None:
    assert render("link", FULL) == "https://runbooks.example.com/x"
    assert render("link", message(alert(dashboard_url="https://d"))) == "https://d"
    assert render("link", message(alert())) == "https://alerts.example.com"


def test_tags_are_team_and_service(render: Render) -> None:
    assert render("tags", FULL) == "web,api"
    assert render("tags", message(alert(labels={"team": "web"}))) == "web"


@pytest.mark.parametrize(
    ("count", "places"), [(1, ["a"]), (2, ["a", "c"]), (3, ["a", "b", "c"]), (5, ["a", "a", "b", "c", "c"])]
)
def test_severities_are_spread_over_a_scale(count: int, places: list[str]) -> None:
    assert [place_on(("a", "b", "c"), index, count) for index in range(count)] == places


def test_every_text_that_a_receiver_names_is_defined() -> None:
    receivers = {kind: {kind: case.written} for kind, case in CASES.items()}
    artifacts, _ = lowered(stack(receivers=receivers, secrets=[secret(name) for name in SECRETS]))
    config = artifacts["alertmanager/alertmanager.yml"].content.decode()
    named = set(re.findall(r'template "([^"]+)"', config + TEMPLATES))
    assert named <= set(DEFINED)
    assert len(DEFINED) == len(set(DEFINED))
    used_by_none = set(DEFINED) - named
    assert used_by_none == set()


def test_the_templates_spell_labels_and_annotations_as_the_compiler_does() -> None:
    for each in (names.SUMMARY, names.DESCRIPTION, names.RUNBOOK_URL, names.DASHBOARD_URL):
        assert f".Annotations.{each}" in TEMPLATES
    for each in (names.ALERT_NAME, names.SEVERITY, names.SERVICE, names.TEAM, names.ENVIRONMENT):
        assert f"Labels.{each}" in TEMPLATES
