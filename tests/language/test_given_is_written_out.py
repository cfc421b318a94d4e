"""A stack with templates, libraries and defaults makes the bytes of the stack in which everything is written out."""

from __future__ import annotations

import tempfile
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.language.compiling import compile_text
from tests.language.given import TOP

METRICS: dict[str, Any] = {
    "queue": "gauge",
    "jobs_total": {"type": "counter", "labels": ["status"]},
    "events_total": "counter",
}
ALERTS: dict[str, Any] = {
    "QueueLong": {"when": {"value": "queue", "above": 5}, "severity": "warning"},
    "Failing": {"when": {"rate": 'jobs_total{status="failed"}', "over": "5m", "above": 1}, "severity": "critical"},
    "ManyEvents": {"when": {"growth": "events_total", "over": "1h", "above": 50}, "for": "3m", "severity": "warning"},
}
SLOS: dict[str, Any] = {
    "done": {"bad": 'jobs_total{status="failed"}', "total": "jobs_total", "objective": "99%", "window": "7d"}
}
CHANGES = st.fixed_dictionaries({}, optional={"for": st.sampled_from(["1m", "9m"]), "above": st.sampled_from([7, 70])})


def parts(of: dict[str, Any], least: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Yields some of the things by name."""
    names = st.sets(st.sampled_from(sorted(of)), min_size=least)
    return names.map(lambda chosen: {name: of[name] for name in sorted(chosen)})


@st.composite
def written_twice(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Draws a stack that uses two templates, and the same stack without them."""
    templates = {
        name: {"alerts": draw(parts(ALERTS)), "slos": draw(parts(SLOS)), "scrape": {"every": every}}
        for name, every in (("one", "10s"), ("two", "20s"))
    }
    base = {"metrics": METRICS, "team": "ops"}
    use = draw(st.lists(st.sampled_from(["one", "two"]), min_size=1, max_size=2, unique=True))
    gathered: dict[str, Any] = {"alerts": {}, "slos": {}}
    for name in use:
        gathered["alerts"].update(templates[name]["alerts"])
        gathered["slos"].update(templates[name]["slos"])
    names = sorted({*gathered["alerts"], *gathered["slos"]})
    left_out = draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    kept = [name for name in gathered["alerts"] if name not in left_out]
    changes = {name: draw(CHANGES) for name in kept}
    own = draw(parts({"Own": {"when": "down", "severity": "critical"}}))
    with_templates = {
        "defaults": {"service": base, "alert": {"for": "2m"}},
        "templates": templates,
        "services": {
            "api": {
                **({"use": use[0]} if len(use) == 1 else {"use": use}),
                "scrape": ["api:1"],
                "without": left_out,
                "alerts": {**changes, **own},
            },
            **{f"other-{name}": {"use": name, "scrape": [f"{name}:1"], "without": ["alerts"]} for name in templates},
        },
    }
    alerts = {}
    for name in kept:
        alert = deepcopy(ALERTS[name])
        change = dict(changes[name])
        if "above" in change:
            alert["when"]["above"] = change.pop("above")
        alerts[name] = {"for": "2m", **alert, **change}
    alerts.update({name: {"for": "2m", **alert} for name, alert in own.items()})
    slos = {name: each for name, each in gathered["slos"].items() if name not in left_out}
    written_out = {
        "services": {
            "api": {
                **base,
                "scrape": {"targets": ["api:1"], "every": templates[use[-1]]["scrape"]["every"]},
                "alerts": alerts,
                "slos": slos,
            },
            **{
                f"other-{name}": {
                    **base,
                    "scrape": {"targets": [f"{name}:1"], **template["scrape"]},
                    "slos": template["slos"],
                }
                for name, template in templates.items()
            },
        }
    }
    return with_templates, written_out


def made(spec: dict[str, Any]) -> dict[str, bytes]:
    text = TOP + yaml.safe_dump(spec, sort_keys=False, default_flow_style=None)
    with tempfile.TemporaryDirectory() as folder:
        outcome = compile_text(Path(folder), text, lower=True)
    assert [str(each) for each in outcome.errors] == [], text
    return {each.path: each.content for each in outcome.stacks["shop"].artifacts}


@settings(max_examples=60, deadline=None)
@given(written_twice())
def test_templates_and_what_they_stand_for_make_the_same_bytes(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    with_templates, written_out = pair
    assert made(with_templates) == made(written_out)
