"""A stack is what the files of its folder say together; what the organization says holds for every stack."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.compiling import Outcome, compile_files

STACK = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34"}
receivers: {relay: {webhook: "http://relay:8080/alerts"}}
teams: {web: {notify: {critical: [relay], warning: [relay]}}}
"""
API = """\
signalwright: 1
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics: {queue_depth: gauge}
    alerts: {QueueLong: {when: {value: queue_depth, above: 5}, severity: warning}}
"""
CART = """\
signalwright: 1
services:
  cart:
    team: web
    scrape: ["cart:8000"]
"""


def errors(outcome: Outcome) -> list[tuple[str, str, tuple[int, int], tuple[tuple[str, int, int], ...]]]:
    return [(each.name, each.file, each.place, each.also) for each in outcome.errors]


def test_the_files_of_a_folder_are_one_stack(tmp_path: Path) -> None:
    files = {"shop/stack.yaml": STACK, "shop/api.yaml": API, "shop/services/cart.yml": CART}
    outcome = compile_files(tmp_path, files)
    assert errors(outcome) == []
    assert sorted(outcome.stacks["shop"].stack.services) == ["api", "cart"]


@pytest.mark.parametrize(
    ("kind", "first", "second", "place", "also"),
    [
        ("services", API, API, (3, 3), (3, 3)),
        ("teams", "signalwright: 1\nteams: {ops: {}}\n", "signalwright: 1\nteams: {ops: {}}\n", (2, 9), (2, 9)),
        (
            "keys of the policy",
            "signalwright: 1\nrouting: {wait: 5s}\n",
            "signalwright: 1\nrouting: {every: 9s, wait: 5s}\n",
            (2, 22),
            (2, 11),
        ),
        (
            "lists",
            "signalwright: 1\nseverities: [critical, warning]\n",
            "signalwright: 1\nseverities: [critical, warning]\n",
            (2, 1),
            (2, 1),
        ),
        ("names of the stack", "signalwright: 1\n", "signalwright: 1\nstack: shopp\n", (2, 1), None),
    ],
    ids=lambda each: each if isinstance(each, str) and "\n" not in each else "",
)
def test_what_two_files_declare_is_told_at_the_second_with_the_first(
    kind: str,
    first: str,
    second: str,
    place: tuple[int, int],
    also: tuple[int, int] | None,
    tmp_path: Path,
) -> None:
    files = {"shop/a-stack.yaml": STACK, "shop/b.yaml": first, "shop/c.yaml": second}
    where = ("shop/a-stack.yaml", 2, 1) if also is None else ("shop/b.yaml", *also)
    assert errors(compile_files(tmp_path, files)) == [("language/duplicate-name", "shop/c.yaml", place, (where,))]


def test_the_same_name_of_the_stack_may_stand_in_each_file(tmp_path: Path) -> None:
    outcome = compile_files(tmp_path, {"shop/stack.yaml": STACK, "shop/api.yaml": API + "stack: shop\n"})
    assert errors(outcome) == []


def test_each_file_says_the_version_of_the_language(tmp_path: Path) -> None:
    files = {"shop/stack.yaml": STACK, "shop/api.yaml": API.replace("signalwright: 1\n", "")}
    assert errors(compile_files(tmp_path, files)) == [("language/missing-key", "shop/api.yaml", (1, 1), ())]


def test_a_wrong_version_is_told_in_each_file_that_says_it(tmp_path: Path) -> None:
    files = {"shop/stack.yaml": STACK, "shop/api.yaml": "signalwright: 2\n", "shop/b.yaml": "signalwright: '1'\n"}
    assert errors(compile_files(tmp_path, files)) == [
        ("language/newer-language", "shop/api.yaml", (1, 15), ()),
        ("language/wrong-kind", "shop/b.yaml", (1, 15), ()),
    ]


def test_errors_of_all_files_are_told_in_one_run(tmp_path: Path) -> None:
    files = {
        "shop/stack.yaml": STACK.replace("teams:", "taems:"),
        "shop/api.yaml": API.replace("above: 5", "abvoe: 5"),
        "other/stack.yaml": "signalwright: 1\nstack: other\nseverities: 5\n",
        "broken/stack.yaml": "signalwright: 1\nstack: [\n",
    }
    found = {(each.file, each.name) for each in compile_files(tmp_path, files).errors}
    assert {
        ("broken/stack.yaml", "language/syntax"),
        ("other/stack.yaml", "language/wrong-kind"),
        ("shop/api.yaml", "language/unknown-key"),
        ("shop/stack.yaml", "language/unknown-key"),
    } <= found


def test_two_folders_of_the_same_stack_are_told_with_both_places(tmp_path: Path) -> None:
    files = {"shop/stack.yaml": STACK, "store/stack.yaml": STACK}
    assert errors(compile_files(tmp_path, files)) == [
        ("language/duplicate-name", "store/stack.yaml", (2, 8), (("shop/stack.yaml", 2, 8),))
    ]


def test_two_services_of_one_job_are_told_with_both_places(tmp_path: Path) -> None:
    files = {"shop/stack.yaml": STACK, "shop/a.yaml": API, "shop/b.yaml": CART + "    job: api\n"}
    assert errors(compile_files(tmp_path, files)) == [
        ("language/duplicate-name", "shop/b.yaml", (6, 10), (("shop/a.yaml", 3, 3),))
    ]


ORGANIZATION = """\
signalwright: 1
receivers: {oncall: {webhook: "http://oncall:8080/"}}
teams: {web: {notify: {critical: [oncall], warning: [oncall]}}, data: {}}
routing: {otherwise: oncall, wait: 7s}
"""
SMALL = 'signalwright: 1\nstack: shop\nbackends: {prometheus: "3.15", alertmanager: "0.34"}\n'


def test_what_the_organization_says_holds_for_every_stack(tmp_path: Path) -> None:
    files = {
        "_organization/teams.yaml": ORGANIZATION,
        "shop/stack.yaml": SMALL + API.partition("\n")[2],
        "store/stack.yaml": SMALL.replace("shop", "store"),
    }
    outcome = compile_files(tmp_path, files)
    assert errors(outcome) == []
    assert [sorted(each.stack.teams) for each in outcome.stacks.values()] == [["data", "web"], ["data", "web"]]
    assert str(outcome.stacks["shop"].stack.routing.wait) == "7s"


def test_a_stack_goes_before_the_organization_where_both_say_a_setting(tmp_path: Path) -> None:
    files = {"_organization/teams.yaml": ORGANIZATION, "shop/stack.yaml": SMALL + "routing: {wait: 9s}\n"}
    outcome = compile_files(tmp_path, files)
    assert errors(outcome) == []
    routing = outcome.stacks["shop"].stack.routing
    assert (str(routing.wait), routing.otherwise) == ("9s", "oncall")


def test_a_name_that_the_organization_has_can_not_be_declared_again(tmp_path: Path) -> None:
    files = {"_organization/teams.yaml": ORGANIZATION, "shop/stack.yaml": SMALL + "teams: {web: {}}\n"}
    found = errors(compile_files(tmp_path, files))
    assert [(name, {file, *(other for other, _, _ in also)}) for name, file, _, also in found] == [
        ("language/duplicate-name", {"_organization/teams.yaml", "shop/stack.yaml"})
    ]


@pytest.mark.parametrize("key", ["stack: shop", "environments: {production: {}}"])
def test_the_organization_is_no_stack(key: str, tmp_path: Path) -> None:
    files = {"_organization/teams.yaml": f"{ORGANIZATION}{key}\n", "shop/stack.yaml": SMALL}
    assert errors(compile_files(tmp_path, files)) == [("language/unknown-key", "_organization/teams.yaml", (5, 1), ())]


def test_a_receiver_of_the_organization_that_a_stack_does_not_use_is_no_finding(tmp_path: Path) -> None:
    shared = ORGANIZATION + "severities: [critical, warning, info]\n"
    more = shared.replace("receivers: {", 'receivers: {spare: {webhook: "http://spare:8080/"}, ')
    outcome = compile_files(tmp_path, {"_organization/teams.yaml": more, "shop/stack.yaml": SMALL})
    assert [str(each) for each in outcome.found] == []


def test_pages_of_the_organization_can_be_named(tmp_path: Path) -> None:
    files = {
        "_organization/teams.yaml": ORGANIZATION,
        "_organization/runbooks/queue.md": "# Queue\n",
        "shop/stack.yaml": SMALL
        + API.partition("\n")[2].replace("severity: warning", "severity: warning, runbook: queue.md"),
    }
    outcome = compile_files(tmp_path, files)
    assert errors(outcome) == []
    assert [page.text for page in outcome.stacks["shop"].stack.pages] == ["# Queue\n"]


def test_hidden_files_and_pages_are_no_specs(tmp_path: Path) -> None:
    files = {
        "shop/stack.yaml": STACK,
        "shop/.draft.yaml": "[",
        "shop/.git/x.yaml": "[",
        "shop/runbooks/example.yaml": "[",
        "shop/README.md": "[",
        ".cache/stack.yaml": "[",
    }
    assert errors(compile_files(tmp_path, files)) == []
