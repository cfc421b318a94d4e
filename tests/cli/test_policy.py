"""The policy of a project, as it is typed: what ends in exit code 1, and what a project's own checks are told."""

from __future__ import annotations

import json

import pytest

from tests.cli.console import SPEC, Console

WARNED = SPEC.replace("    records: {requests: {rate: http_requests_total}}\n", "")
ALLOWED = WARNED.replace("    alerts:\n", "    allow: {metrics/unused: another reads them}\n    alerts:\n")
CHECK = '''\
"""An alert has a name that is too long.

Bad: a long one.

Good: a short one.
"""

from signalwright.diagnostics.diagnostic import Diagnostic, Label
from signalwright.language.model import SpecModel, key
from signalwright.language.scalars import PositiveCount


class Options(SpecModel):
    longest: PositiveCount = key("How long a name may be.", example="20")


def check(stack, options):
    for alert in stack.all_alerts:
        if len(alert.name) > options.longest:
            yield Diagnostic("acme/long-name", f"`{alert.name}` is long", Label(alert.origin.key()), help="shorten it")
'''


def with_check(console: Console, folder: str, policy: str, text: str = CHECK) -> None:
    """Writes a project with a check of its own; each folder is a module of this process, and needs its own name."""
    for each in ("", "checks/", "checks/acme/"):
        console.write(f"{folder}/{each}__init__.py", "")
    console.write(f"{folder}/checks/acme/long_name.py", text)
    console.write("signalwright.yaml", f"signalwright: 1\nextensions: [{folder}]\n{policy}")


@pytest.mark.parametrize("command", ["check", "compile"])
@pytest.mark.parametrize(
    ("policy", "options", "code"),
    [
        ("", (), 0),
        ("policy: {fail_on: warning}", (), 1),
        ("policy: {fail_on: error}", ("--fail-on", "note"), 1),
        ("policy: {fail_on: warning}", ("--fail-on", "error"), 0),
        ("policy: {levels: {metrics/unused: error}}", (), 1),
        ("policy: {levels: {metrics/unused: note}, fail_on: warning}", (), 0),
        ("policy: {levels: {metrics/unused: off}, fail_on: note}", (), 0),
    ],
)
def test_the_policy_says_what_ends_in_exit_code_1(
    command: str, policy: str, options: tuple[str, ...], code: int, console: Console
) -> None:
    console.write("signalwright.yaml", f"signalwright: 1\n{policy}\n")
    console.write("spec/shop/stack.yaml", WARNED)
    answer = console.run(command, *options)
    assert answer.code == code, answer.err
    assert (console.folder / "out").exists() == (command == "compile" and code == 0)


def test_an_unknown_level_is_no_option(console: Console) -> None:
    answer = console.run("check", "--fail-on", "fatal")
    assert (answer.code, answer.err) == (2, "error: there is no level `fatal`; there are error, warning, note\n")


def test_what_is_allowed_is_counted_and_fails_nothing(console: Console) -> None:
    console.write("signalwright.yaml", "signalwright: 1\npolicy: {levels: {metrics/unused: error}}\n")
    console.write("spec/shop/stack.yaml", ALLOWED)
    answer = console.run("check")
    assert (answer.code, answer.err) == (0, "1 stack checked, clean, 1 allowed\n")
    (found,) = json.loads(console.run("check", "--format", "json").out)["allowed"]
    assert (found["name"], found["reason"]) == ("metrics/unused", "another reads them")


def test_only_a_whole_run_tells_what_is_allowed_for_nothing(console: Console) -> None:
    console.write(
        "spec/shop/stack.yaml", SPEC.replace("    alerts:\n", "    allow: {metrics/unused: a}\n    alerts:\n")
    )
    assert "policy/unused-allowance" in console.run("check").err
    assert "policy" not in console.run("check", "--env", "drill").err
    assert "policy" not in console.run("check", "--backend", "prometheus=2.43").err
    assert "policy" not in console.run("compile").err


def test_a_check_of_the_project_is_told_what_the_policy_says(console: Console) -> None:
    with_check(console, "told", "policy: {checks: {acme/long-name: {longest: 5}}}\n")
    answer = console.run("check")
    assert answer.code == 1
    assert "error[acme/long-name]: `ApiDown` is long" in answer.err
    console.write(
        "signalwright.yaml", "signalwright: 1\nextensions: [told]\npolicy: {checks: {acme/long-name: {longest: 7}}}\n"
    )
    assert console.run("check").code == 0


@pytest.mark.parametrize(
    ("folder", "policy", "found"),
    [
        ("unsaid", "", "error[language/missing-key]: `acme/long-name` needs `longest`"),
        (
            "misspelt",
            "policy: {checks: {acme/long-name: {longst: 5}}}",
            "error[language/unknown-key]: unknown key `longst`",
        ),
        ("wrong", "policy: {checks: {acme/long-name: {longest: 0}}}", "error[language/wrong-kind]:"),
    ],
)
def test_a_mistake_in_the_options_is_told_at_its_place(folder: str, policy: str, found: str, console: Console) -> None:
    text = CHECK.replace("class Options(SpecModel):\n", "class Options(SpecModel):\n    noun = '`acme/long-name`'\n\n")
    with_check(console, folder, f"{policy}\n", text)
    answer = console.run("check")
    assert found in answer.err
    assert "--> signalwright.yaml" in answer.err
    assert "is long" not in answer.err


def test_a_check_that_fails_is_named(console: Console) -> None:
    text = CHECK.replace("stack.all_alerts", "stack.alarms")
    with_check(console, "failing", "policy: {checks: {acme/long-name: {longest: 5}}}\n", text)
    answer = console.run("check")
    assert answer.code == 2
    assert answer.err.startswith(
        "error[project/extension]: the check `acme/long-name` of an extension failed: AttributeErr"
    )


def test_two_checks_of_one_name_are_refused(console: Console) -> None:
    for each in ("", "checks/", "checks/metrics/"):
        console.write(f"twin/{each}__init__.py", "")
    console.write("twin/checks/metrics/unused.py", CHECK)
    console.write("signalwright.yaml", "signalwright: 1\nextensions: [twin]\n")
    answer = console.run("check")
    assert (
        answer.code,
        answer.err.startswith("error[project/extension]: two packages bring a check `metrics/unused`"),
    ) == (2, True)
