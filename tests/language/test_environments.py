"""Environments change what exists, add what doesn't, remove what isn't wanted; everything else stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.compile import compile_project
from signalwright.ir.stack import Stack
from tests.language.compiling import Outcome, compile_files

BASE = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34"}
receivers: {relay: {webhook: "http://relay:8080/alerts"}}
teams: {web: {notify: {critical: [relay], warning: [relay]}}}
routing: {otherwise: relay}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics: {queue_depth: gauge}
    alerts:
      QueueLong: {when: {value: queue_depth, above: 5}, severity: warning}
      ApiDown: {when: down, severity: critical}
"""


def staging(root: Path, block: str, *, rest: str = "") -> Outcome:
    return compile_files(root, {"shop/stack.yaml": f"{BASE}environments:\n  staging: {block}\n{rest}"}, lower=True)


def stack(outcome: Outcome, name: str = "staging") -> Stack:
    assert [str(each) for each in outcome.errors] == []
    return outcome.stacks[f"shop/{name}"].stack


def test_without_environments_there_is_one_stack(tmp_path: Path) -> None:
    outcome = compile_files(tmp_path, {"shop/stack.yaml": BASE})
    assert list(outcome.stacks) == ["shop"]
    assert outcome.stacks["shop"].stack.environment is None


def test_each_environment_has_its_own_folder_and_label(tmp_path: Path) -> None:
    outcome = staging(tmp_path, "{}", rest="  production: {}\n")
    assert list(outcome.stacks) == ["shop/production", "shop/staging"]
    assert stack(outcome).environment == "staging"


def test_a_changed_list_replaces_the_old_one(tmp_path: Path) -> None:
    changed = stack(staging(tmp_path, '{change: {services: {api: {scrape: ["staging:8000"]}}}}'))
    scrape = changed.services["api"].scrape
    assert scrape is not None
    assert scrape.targets == ("staging:8000",)


def test_a_changed_mapping_keeps_what_it_does_not_name(tmp_path: Path) -> None:
    changed = stack(staging(tmp_path, "{change: {services: {api: {alerts: {QueueLong: {severity: critical}}}}}}"))
    alerts = {each.name: each.thresholds[0].severity for each in changed.services["api"].alerts}
    assert alerts == {"QueueLong": "critical", "ApiDown": "critical"}


def test_a_mapping_changes_a_part_of_a_short_form(tmp_path: Path) -> None:
    block = '{change: {backends: {prometheus: {at: "other:9090"}}, services: {api: {scrape: {every: 5s}}}}}'
    changed = stack(staging(tmp_path, block))
    assert str(changed.backends["prometheus"].version) == "3.15"
    scrape = changed.services["api"].scrape
    assert scrape is not None
    assert (scrape.targets, str(scrape.every)) == (("api:8000",), "5s")


def test_a_default_is_changed_although_the_key_is_not_written(tmp_path: Path) -> None:
    changed = stack(staging(tmp_path, "{change: {routing: {repeat: 1h}}}"))
    assert str(changed.routing.repeat) == "1h"


def test_what_is_added_exists_only_there(tmp_path: Path) -> None:
    block = "{add: {services: {api: {alerts: {NoRequests: {when: {absent: queue_depth}, severity: warning}}}}}}"
    outcome = staging(tmp_path, block, rest="  production: {}\n")
    named = {
        name: [alert.name for alert in stack(outcome, name).services["api"].alerts]
        for name in ("staging", "production")
    }
    assert named == {"staging": ["QueueLong", "ApiDown", "NoRequests"], "production": ["QueueLong", "ApiDown"]}


def test_what_is_removed_does_not_exist_there(tmp_path: Path) -> None:
    outcome = staging(tmp_path, "{remove: [services.api.alerts.QueueLong]}", rest="  production: {}\n")
    assert [each.name for each in stack(outcome).services["api"].alerts] == ["ApiDown"]
    assert len(stack(outcome, "production").services["api"].alerts) == 2


def test_a_thing_is_replaced_by_removing_and_adding_it(tmp_path: Path) -> None:
    block = '{remove: [receivers.relay], add: {receivers: {relay: {webhook: "http://other:8080/"}}}}'
    assert stack(staging(tmp_path, block)).receivers["relay"].integrations[0].settings.url == "http://other:8080/"  # type: ignore[attr-defined]  # the settings of a target


def test_names_with_dots_are_removed(tmp_path: Path) -> None:
    text = (
        BASE.replace("  api:", "  v1.api:") + "environments: {staging: {remove: [services.v1.api.alerts.QueueLong]}}\n"
    )
    outcome = compile_files(tmp_path, {"shop/stack.yaml": text})
    assert [each.name for each in stack(outcome).services["v1.api"].alerts] == ["ApiDown"]


WRONG = {
    "{change: {services: {apo: {team: web}}}}": ("environments/changes-nothing", "did you mean `api`?", (16, 33)),
    "{change: {receivers: {mail: {webhook: x}}}}": (
        "environments/changes-nothing",
        "put what exists only in this environment under `add`",
        (16, 34),
    ),
    "{change: {services: {api: {taem: web}}}}": ("language/unknown-key", "did you mean `team`?", (16, 39)),
    "{change: {servcies: {}}}": ("language/unknown-key", "did you mean `services`?", (16, 22)),
    "{change: {services: {api: {team: wbe}}}}": ("language/unknown-reference", "did you mean `web`?", (16, 45)),
    "{change: {routing: {wait: 5}}}": ("language/wrong-kind", "add the unit: `5s`, `5m`, `5h`", (16, 38)),
    "{add: {teams: {web: {notify: {critical: []}}}}}": (
        "environments/already-exists",
        "put it under `change`",
        (16, 42),
    ),
    "{remove: [services.api.alerts.QueueLnog]}": (
        "environments/removes-nothing",
        "did you mean `services.api.alerts.QueueLong`?",
        (16, 22),
    ),
    "{remove: [teams.web]}": (
        "language/unknown-reference",
        "declare it: `teams: {web: {notify: {critical: […]}}}`",
        (9, 11),
    ),
    "{emit: sometimes}": ("language/wrong-kind", "write one of `always`, `on-request`", (16, 19)),
    "{chnage: {}}": ("language/unknown-key", "did you mean `change`?", (16, 13)),
}


@pytest.mark.parametrize("block", WRONG)
def test_a_mistake_in_an_environment_is_told_where_it_stands(block: str, tmp_path: Path) -> None:
    errors = staging(tmp_path, block).errors
    name, way_out, place = WRONG[block]
    assert [(each.name, each.place) for each in errors] == [(name, place)]
    assert errors[0].help is not None
    assert errors[0].help.startswith(way_out)


def test_a_mistake_of_the_stack_is_told_once_for_all_environments(tmp_path: Path) -> None:
    text = BASE.replace("team: web\n", "team: wbe\n") + "environments: {production: {}, staging: {}}\n"
    errors = compile_files(tmp_path, {"shop/stack.yaml": text}).errors
    assert [each.name for each in errors] == ["language/unknown-reference"]


def folders(root: Path, **options: object) -> list[str]:
    compilation = compile_project(root, **options)  # type: ignore[arg-type]  # the options of one call
    assert [each.message for each in compilation.report] == []
    return [each.folder for each in compilation.stacks]


def test_an_environment_on_request_is_compiled_only_when_it_is_named(tmp_path: Path) -> None:
    staging(tmp_path, "{}", rest="  drill: {emit: on-request, change: {routing: {wait: 1s}}}\n")
    assert folders(tmp_path) == ["shop/staging"]
    assert folders(tmp_path, environment="drill") == ["shop/drill"]
    assert folders(tmp_path, on_request=True) == ["shop/drill", "shop/staging"]


def test_with_all_environments_on_request_the_stack_itself_is_compiled(tmp_path: Path) -> None:
    staging(tmp_path, "{emit: on-request}")
    assert folders(tmp_path) == ["shop"]
    assert folders(tmp_path, environment="staging") == ["shop/staging"]


def test_an_environment_that_no_stack_has_is_told_with_the_closest(tmp_path: Path) -> None:
    staging(tmp_path, "{}")
    compilation = compile_project(tmp_path, environment="stagnig")
    assert [(each.name, each.help) for each in compilation.report] == [
        ("environments/unknown-environment", "did you mean `staging`?")
    ]


def test_an_environment_that_one_stack_has_is_compiled_for_that_stack_alone(tmp_path: Path) -> None:
    staging(tmp_path, "{}")
    other = tmp_path / "spec/bakery/stack.yaml"
    other.parent.mkdir()
    text = (tmp_path / "spec/shop/stack.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("stack: shop", "stack: bakery").replace("staging:", "holidays:"), encoding="utf-8")
    assert folders(tmp_path, environment="staging") == ["shop/staging"]
    assert folders(tmp_path, environment="holidays") == ["bakery/holidays"]
    (found,) = compile_project(tmp_path, environment="stagnig").report
    assert (found.help, found.primary.place.file) == ("did you mean `staging`?", "spec/shop/stack.yaml")
    (found,) = compile_project(tmp_path, environment="mars").report
    assert (found.help, found.primary.place.file) == ("write one of `holidays`, `staging`", "spec/bakery/stack.yaml")


def test_an_override_of_a_version_holds_in_every_environment(tmp_path: Path) -> None:
    text = f"{BASE}environments:\n  staging: {{}}\n"
    outcome = compile_files(tmp_path, {"shop/stack.yaml": text}, override={"prometheus": "2.42"})
    assert str(stack(outcome).backends["prometheus"].version) == "2.42"


def environments_of_errors(root: Path, spec: str) -> set[tuple[str, ...]]:
    folder = root / "spec" / "shop"
    folder.mkdir(parents=True)
    (folder / "stack.yaml").write_text(spec, encoding="utf-8")
    return {each.environments for each in compile_project(root).report}


def test_an_error_of_one_environment_names_it_wherever_it_stands(tmp_path: Path) -> None:
    spec = BASE + "environments: {production: {}, staging: {remove: [receivers.relay]}}\n"
    assert environments_of_errors(tmp_path, spec) == {("staging",)}


def test_an_error_of_all_environments_names_none(tmp_path: Path) -> None:
    spec = BASE.replace("team: web", "team: wbe") + "environments: {production: {}, staging: {}}\n"
    assert environments_of_errors(tmp_path, spec) == {()}


def test_an_error_while_an_environment_is_read_names_it_too(tmp_path: Path) -> None:
    spec = BASE + "environments: {production: {}, staging: {remove: [services.api.alerts.QueueLong.when]}}\n"
    assert environments_of_errors(tmp_path, spec) == {("staging",)}
