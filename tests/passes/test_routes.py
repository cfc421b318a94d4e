"""Random policies: the derived tree tells each alert's receivers, each once, and is quiet when the policy says so."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalwright.ir.stack import Stack
from tests.language.compiling import compile_text
from tests.passes.alertmanager import deliver
from tests.servers.toolset import Toolset

SEVERITIES = ("critical", "warning", "info")
RECEIVERS = ("pager", "chat", "mail", "relay", "audit")
TEAMS = ("web", "data", "core")
# Name → team, severity, own labels; the team of the service is `web`. Another service has a `Delta` as well.
ALERTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "Alpha": ("web", "critical", {"compliance": "hipaa"}),
    "Beta": ("data", "warning", {"category": "security"}),
    "Gamma": ("core", "info", {"compliance": "hipaa", "category": "security"}),
    "Delta": ("web", "warning", {}),
}

OTHERS = "jobs/Delta"

receivers = st.lists(st.sampled_from(RECEIVERS), min_size=1, max_size=3)
notifications = st.dictionaries(st.sampled_from(SEVERITIES), receivers, max_size=3)
additions = st.lists(
    st.fixed_dictionaries(
        {
            "labels": st.dictionaries(
                st.sampled_from(("compliance", "category", "severity", "team", "service", "alertname")),
                st.none(),
                min_size=1,
                max_size=2,
            ).flatmap(
                lambda chosen: st.fixed_dictionaries(
                    {
                        label: st.sampled_from(
                            {
                                "compliance": ("hipaa",),
                                "category": ("security",),
                                "severity": SEVERITIES,
                                "team": TEAMS,
                                "service": ("api", "jobs"),
                                "alertname": tuple(ALERTS),
                            }[label]
                        )
                        for label in chosen
                    }
                )
            ),
            "notify": receivers,
        }
    ),
    max_size=3,
)
quiet_times = st.lists(st.lists(st.sampled_from(SEVERITIES), min_size=1, max_size=3, unique=True), max_size=2).map(
    lambda found: [{"name": f"quiet-{index}", "days": ["sun"], "mutes": each} for index, each in enumerate(found)]
)
policies = st.fixed_dictionaries(
    {
        "teams": st.fixed_dictionaries(dict.fromkeys(TEAMS, notifications)),
        "notify": notifications,
        "otherwise": st.sampled_from(RECEIVERS),
        "also": additions,
        "quiet": quiet_times,
        "overrides": st.dictionaries(st.sampled_from((*ALERTS, OTHERS)), receivers, max_size=3),
    }
)


def spec_of(policy: Mapping[str, Any]) -> str:
    """Returns a spec with a policy."""
    alerts = {
        name: {
            "when": {"value": "depth", "above": 1},
            "team": team,
            "severity": severity,
            **({"labels": labels} if labels else {}),
            **({"notify": policy["overrides"][name]} if name in policy["overrides"] else {}),
        }
        for name, (team, severity, labels) in ALERTS.items()
    }
    other = {"when": {"value": "depth", "above": 1}, "severity": "warning"}
    if OTHERS in policy["overrides"]:
        other["notify"] = policy["overrides"][OTHERS]
    metrics = {"depth": "gauge"}
    document = {
        "signalwright": 1,
        "stack": "shop",
        "backends": {"prometheus": "2.42", "alertmanager": "0.25"},
        "receivers": {name: {"webhook": {"url": f"http://{name}:80/"}} for name in RECEIVERS},
        "teams": {name: {"notify": notify} if notify else {} for name, notify in policy["teams"].items()},
        "severities": list(SEVERITIES),
        "routing": {key: policy[key] for key in ("notify", "otherwise", "also", "quiet")},
        "services": {
            "api": {"team": "web", "scrape": ["a:80"], "metrics": metrics, "alerts": alerts},
            "jobs": {"team": "web", "scrape": ["j:80"], "metrics": metrics, "alerts": {"Delta": other}},
        },
    }
    return yaml.safe_dump(document, sort_keys=False)


def told(policy: Mapping[str, Any], labels: Mapping[str, str]) -> set[str]:
    """Returns who is told about an alert: what the policy says in words, and nothing about trees."""
    severity = labels.get("severity", "")
    overrides, name, service = policy["overrides"], labels.get("alertname"), labels.get("service")
    ours, theirs = overrides.get("Delta"), overrides.get(OTHERS)
    base = overrides.get(name)
    if name == "Delta" and ours != theirs:
        base = {"api": ours, "jobs": theirs}.get(service or "")
    if base is None:
        own = policy["teams"].get(labels.get("team", ""), {})
        base = own.get(severity) or policy["notify"].get(severity) or [policy["otherwise"]]
    more = [
        each["notify"]
        for each in policy["also"]
        if all(labels.get(label, "") == value for label, value in each["labels"].items())
    ]
    return {*base, *itertools.chain(*more)}


def muted(policy: Mapping[str, Any], labels: Mapping[str, str]) -> frozenset[str]:
    """Returns the quiet times of an alert."""
    return frozenset(each["name"] for each in policy["quiet"] if labels.get("severity") in each["mutes"])


def alerts() -> Iterator[dict[str, str]]:
    """Yields every combination of labels: the stack's alerts, strange ones, and ones without some labels."""
    choices = {
        "alertname": (*ALERTS, "Foreign"),
        "severity": (*SEVERITIES, "odd", ""),
        "team": (*TEAMS, "strangers", ""),
        "service": ("api", "jobs", ""),
        "compliance": ("hipaa", "none", ""),
        "category": ("security", ""),
    }
    for values in itertools.product(*choices.values()):
        yield {label: value for label, value in zip(choices, values, strict=True) if value}


def compile_policy(folder: Path, policy: Mapping[str, Any], *, lower: bool = False) -> tuple[Stack, dict[str, bytes]]:
    outcome = compile_text(folder, spec_of(policy), lower=lower)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    (compiled,) = outcome.stacks.values()
    return compiled.stack, {each.path: each.content for each in compiled.artifacts}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(policies)
def test_each_alert_reaches_exactly_the_receivers_of_the_policy_once(tmp_path: Path, policy: dict[str, Any]) -> None:
    stack, _ = compile_policy(tmp_path, policy)
    assert stack.route is not None
    for labels in alerts():
        found = deliver(stack.route, labels)
        assert sorted(each.receiver for each in found) == sorted(told(policy, labels)), labels
        assert {each.mute for each in found} == {muted(policy, labels)}, labels


SAMPLE: dict[str, Any] = {
    "teams": {"web": {"critical": ["pager", "chat"]}, "data": {}, "core": {"info": ["mail"]}},
    "notify": {"critical": ["pager"], "warning": ["chat"]},
    "otherwise": "mail",
    "also": [
        {"labels": {"compliance": "hipaa"}, "notify": ["audit", "chat"]},
        {"labels": {"category": "security"}, "notify": ["audit", "mail"]},
    ],
    "quiet": [{"name": "nights", "days": ["sun"], "mutes": ["warning"]}],
    "overrides": {"Delta": ["relay", "audit"], OTHERS: ["pager"]},
}


def confirm(folder: Path, amtool: Path) -> None:
    policy = SAMPLE
    _, artifacts = compile_policy(folder, policy, lower=True)
    file = folder / "alertmanager.yml"
    file.write_bytes(artifacts["alertmanager/alertmanager.yml"])
    chosen = [labels for index, labels in enumerate(alerts()) if index % 29 == 0]
    assert len(chosen) > 40
    for labels in chosen:
        words = [f"{label}={value}" for label, value in labels.items()]
        command = [str(amtool), "config", "routes", "test", f"--config.file={file}", *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
        assert sorted(done.stdout.strip().split(",")) == sorted(told(policy, labels)), json.dumps(labels)


@pytest.mark.servers
def test_the_oldest_amtool_confirms_a_sample(tmp_path: Path, debian_tools: Toolset) -> None:
    confirm(tmp_path, debian_tools.find("amtool"))


@pytest.mark.current
def test_todays_amtool_confirms_a_sample(tmp_path: Path, current_tools: Toolset) -> None:
    confirm(tmp_path, current_tools.find("amtool"))
