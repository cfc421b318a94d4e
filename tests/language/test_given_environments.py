"""Environments change, add and remove what templates, libraries and defaults give."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.ir.stack import Stack
from tests.language.compiling import compile_files
from tests.language.given import TOP, WEB, bounds, stack

ENVIRONMENT = """\
services: {api: {use: web, scrape: ["a:1"], alerts: {QueueLong: {above: 150}}}, other: {use: process, scrape: ["b:1"]}}
defaults: {service: {team: product}}
environments:
  production: {}
  staging:
"""


def staging(root: Path, block: str) -> Stack:
    return stack(root, f"{WEB}{ENVIRONMENT}    {block}\n", "staging")


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("{change: {services: {api: {alerts: {Failing: {above: 50}}}}}}", {"Failing": ["50"], "QueueLong": ["150"]}),
        ("{change: {services: {api: {alerts: {QueueLong: {above: 50}}}}}}", {"Failing": ["5"], "QueueLong": ["50"]}),
        (
            "{change: {services: {api: {alerts: {QueueLong: {when: {above: 50}}}}}}}",
            {"Failing": ["5"], "QueueLong": ["50"]},
        ),
        (
            "{change: {templates: {web: {alerts: {Failing: {when: {above: 50}}}}}}}",
            {"Failing": ["50"], "QueueLong": ["150"]},
        ),
        ("{remove: [services.api.alerts.Failing]}", {"QueueLong": ["150"]}),
        ("{remove: [services.api.alerts.QueueLong]}", {"Failing": ["5"]}),
        ("{remove: [templates.web.alerts.Failing]}", {"QueueLong": ["150"]}),
        ("{remove: [services.api.alerts.QueueLong.above]}", {"Failing": ["5"], "QueueLong": ["100"]}),
        (
            (
                "{remove: [services.api.alerts.Failing], add: {services: {api: {alerts: "
                "{Failing: {when: {value: queue, below: 3}, severity: warning}}}}}}"
            ),
            {"QueueLong": ["150"], "Failing": ["3"]},
        ),
        (
            (
                "{change: {services: {other: {without: [alerts]}, api: {use: [web, process], "
                "alerts: {ProcessRestartsInALoop: {below: 30s}}}}}}"
            ),
            {
                "Failing": ["5"],
                "QueueLong": ["150"],
                "ProcessFileDescriptorsNearLimit": ["0.8"],
                "ProcessRestartsInALoop": ["30"],
            },
        ),
    ],
)
def test_an_environment_changes_and_removes_what_is_given(
    block: str, expected: dict[str, list[str]], tmp_path: Path
) -> None:
    assert bounds(staging(tmp_path, block).services["api"]) == expected


def test_a_removed_key_of_what_is_given_is_not_there(tmp_path: Path) -> None:
    made = staging(tmp_path, "{remove: [services.api.alerts.Failing.for, services.api.slos]}").services["api"]
    assert [str(each.hold) for each in made.alerts] == ["0s", "0s"]
    assert not made.slos


def test_a_change_in_one_service_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    block = "{change: {services: {other: {alerts: {ProcessRestartsInALoop: {for: 1h}}}}}}"
    files = {"shop/stack.yaml": f"{TOP}{WEB}{ENVIRONMENT}    {block}\n"}
    outcome = compile_files(tmp_path, files, lower=True)
    production, changed = (outcome.stacks[f"shop/{each}"] for each in ("production", "staging"))
    differing = {
        one.path
        for one, other in zip(production.artifacts, changed.artifacts, strict=True)
        if one.content.replace(b"production", b"staging") != other.content
    }
    assert differing == {"prometheus/rules/other.yml"}


def test_a_service_that_is_added_may_use_a_template(tmp_path: Path) -> None:
    added = staging(tmp_path, '{add: {services: {new: {use: web, scrape: ["n:1"], without: [Failing, QueueLong]}}}}')
    assert [each.name for each in added.services["new"].slos] == ["availability"]


def test_an_environment_may_bring_the_first_template(tmp_path: Path) -> None:
    text = """\
services: {api: {team: ops, scrape: ["a:1"]}}
environments: {staging: {change: {services: {api: {use: process}}}}}
"""
    assert len(stack(tmp_path, text, "staging").services["api"].alerts) == 2


WRONG_ENVIRONMENTS = {
    "{change: {services: {api: {alerts: {Failng: {for: 1m}}}}}}": (
        "environments/changes-nothing",
        (21, 41),
        "did you mean `Failing`?",
    ),
    "{change: {services: {other: {alerts: {Failing: {for: 1m}}}}}}": (
        "environments/changes-nothing",
        (21, 43),
        "put what exists only in this environment under `add`",
    ),
    "{remove: [services.api.alerts.Failng]}": (
        "environments/removes-nothing",
        (21, 15),
        "did you mean `services.api.alerts.Failing`?",
    ),
    "{add: {services: {api: {alerts: {Failing: {severity: critical}}}}}}": (
        "environments/already-exists",
        (21, 48),
        "put it under `change`",
    ),
}


@pytest.mark.parametrize("block", WRONG_ENVIRONMENTS)
def test_an_environment_that_changes_what_nothing_gives_is_told(block: str, tmp_path: Path) -> None:
    text = f"{TOP}{WEB}{ENVIRONMENT}    {block}\n"
    (one,) = compile_files(tmp_path, {"shop/stack.yaml": text}, environment="staging").errors
    assert (one.name, one.place, one.help) == WRONG_ENVIRONMENTS[block]
