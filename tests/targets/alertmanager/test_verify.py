"""How amtool is called, and how its answers are read."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path

import pytest

from signalwright.emit.artifact import Artifact, text_artifact, yaml_artifact
from signalwright.ir import Version
from signalwright.target import Completed, Finding
from signalwright_targets.alertmanager import TARGET
from signalwright_targets.alertmanager.verify import read_answer

from .stacks import lowered, stack, write

CONFIG = "alertmanager/alertmanager.yml"
TEMPLATES = "alertmanager/templates/signalwright.tmpl"
HOOK = {"relay": {"webhook": "http://relay:8080/alerts"}}


def artifacts(version: str = "0.34", **settings: object) -> list[Artifact]:
    return list(lowered(stack(version=version, receivers=HOOK, settings=settings))[0].values())


def broken(document: object, template: str = "") -> list[Artifact]:
    """Returns artifacts whose configuration no server reads."""
    return [
        yaml_artifact(CONFIG, document, dict),
        text_artifact(TEMPLATES, template, dict),
    ]


def judge(amtool: str, version: str, made: list[Artifact], folder: Path) -> list[Finding]:
    """Has a real amtool judge artifacts, called in the folder that holds them."""
    write(made, folder)
    (call,) = TARGET.verify(made, Version(version))
    done = subprocess.run([amtool, *call.arguments], cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return list(call.read(Completed(done.returncode, done.stdout, done.stderr)))


@pytest.fixture(
    params=[
        pytest.param(("debian_amtool", "0.25"), marks=pytest.mark.servers),
        pytest.param(("current_amtool", "0.34"), marks=pytest.mark.current),
    ],
    ids=["debian", "current"],
)
def amtool(request: pytest.FixtureRequest) -> tuple[str, str]:
    """An amtool and its version."""
    fixture, version = request.param
    return request.getfixturevalue(fixture), version


@pytest.mark.parametrize(("version", "strict"), [("0.26", []), ("0.27", ["--enable-feature=utf8-strict-mode"])])
def test_matchers_are_read_strictly_where_amtool_can(version: str, strict: list[str]) -> None:
    (call,) = TARGET.verify(artifacts(version), Version(version))
    assert list(call.arguments) == [*strict, "check-config", CONFIG]


def test_the_answer_depends_on_the_configuration_and_its_templates_only() -> None:
    (call,) = TARGET.verify(artifacts(), Version("0.34"))
    assert call.inputs == (CONFIG, TEMPLATES)


def test_without_a_configuration_there_is_nothing_to_call() -> None:
    assert not list(TARGET.verify([], Version("0.34")))


def test_what_was_lowered_is_accepted(amtool: tuple[str, str], tmp_path: Path) -> None:
    assert judge(*amtool, artifacts(amtool[1]), tmp_path) == []


@pytest.mark.parametrize(
    ("document", "found"),
    [
        (
            {"route": {"receiver": "a", "routes": [{"receiver": "b"}]}, "receivers": [{"name": "a"}]},
            [Finding('undefined receiver "b" used in route', CONFIG, path=("route", "routes", 0, "receiver"))],
        ),
        (
            {"route": {"receiver": "a", "routes": [{"mute_time_intervals": ["n"]}]}, "receivers": [{"name": "a"}]},
            [
                Finding(
                    'undefined time interval "n" used in route',
                    CONFIG,
                    path=("route", "routes", 0, "mute_time_intervals", 0),
                )
            ],
        ),
        (
            {"route": {"receiver": "a"}, "receivers": [{"name": "a"}, {"name": "a"}]},
            [Finding('notification config name "a" is not unique', CONFIG, path=("receivers", 1, "name"))],
        ),
        (
            {"route": {"receiver": "a"}, "receivers": [{"name": "a", "x": 1}], "y": 2},
            [
                Finding("field x not found in type config.plain", CONFIG, line=5),
                Finding("field y not found in type config.plain", CONFIG, line=6),
            ],
        ),
    ],
)
def test_what_amtool_refuses_is_found_in_the_artifact(
    document: object, found: list[Finding], amtool: tuple[str, str], tmp_path: Path
) -> None:
    assert judge(*amtool, broken(document), tmp_path) == found


def test_a_bad_regular_expression_is_found_in_its_matcher(amtool: tuple[str, str], tmp_path: Path) -> None:
    route = {"receiver": "a", "routes": [{"matchers": ['team="x"', r'path=~"\\d(("']}]}
    (found,) = judge(*amtool, broken({"route": route, "receivers": [{"name": "a"}]}), tmp_path)
    assert found.path == ("route", "routes", 0, "matchers", 1)
    assert "missing closing" in found.message


def test_a_broken_template_is_found_by_its_line(amtool: tuple[str, str], tmp_path: Path) -> None:
    document = {
        "templates": ["templates/signalwright.tmpl"],
        "route": {"receiver": "a"},
        "receivers": [{"name": "a"}],
    }
    (found,) = judge(*amtool, broken(document, 'a\n{{ define "x" }}{{ if }}'), tmp_path)
    assert found == Finding("missing value for if", TEMPLATES, line=2)


def test_a_message_without_a_known_name_is_about_the_whole_configuration(
    amtool: tuple[str, str], tmp_path: Path
) -> None:
    document = {"route": {"receiver": "a"}, "receivers": [{"name": "a", "webhook_configs": [{"max_alerts": 1}]}]}
    (found,) = judge(*amtool, broken(document), tmp_path)
    assert found.artifact == CONFIG
    assert found.path is None
    assert "webhook" in found.message or "url" in found.message


@pytest.mark.parametrize(
    ("completed", "message"),
    [
        (Completed(1, "", "amtool: error: unknown long flag\n"), "amtool: error: unknown long flag"),
        (Completed(2, "", ""), "amtool ended with code 2"),
    ],
)
def test_an_answer_that_is_not_understood_is_shown_whole(completed: Completed, message: str) -> None:
    assert list(read_answer(completed, {})) == [Finding(message, CONFIG)]


def test_a_syntax_error_keeps_its_line() -> None:
    said = "Checking 'x'  FAILED: yaml: line 3: mapping values are not allowed in this context\n\n"
    (found,) = read_answer(Completed(1, said, ""), {})
    assert found == Finding("mapping values are not allowed in this context", CONFIG, line=3)


def test_success_is_no_finding_whatever_is_written() -> None:
    assert not list(read_answer(Completed(0, "Checking 'x'  SUCCESS\n", "level=WARN"), {}))


def test_the_target_is_found_under_its_name() -> None:
    assert TARGET.name == "alertmanager"
    assert dataclasses.asdict(TARGET.versions) == {
        "oldest": {"text": "0.25"},
        "newest": {"text": "0.34"},
        "default": {"text": "0.34"},
    }
