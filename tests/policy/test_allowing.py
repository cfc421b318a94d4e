"""What is allowed at a place, or in a part of a spec, counts no more; what isn't meant counts on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.compiling import Outcome, compile_files

HEAD = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", alertmanager: "0.34"}
receivers: {relay: {webhook: {url: "http://relay:8080"}}}
teams: {web: {notify: {critical: [relay], warning: [relay], info: [relay]}}}
"""
BECAUSE = "because it is read elsewhere"
ALLOW = f"# signalwright: allow metrics/unused {BECAUSE}"


def compiled(root: Path, body: str, **files: str) -> Outcome:
    more = {f"shop/{name.replace('_', '.')}": text for name, text in files.items()}
    return compile_files(root, {"shop/stack.yaml": HEAD + body, **more}, lower=True)


def told(outcome: Outcome) -> list[str]:
    return [f"{each.name} {each.line - HEAD.count(chr(10))}" for each in outcome.counted]


def allowed(outcome: Outcome) -> list[str]:
    return [f"{each.name}: {each.reason}" for each in outcome.found if each.reason is not None]


SERVICE = """\
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:{header}
      first: gauge{behind}
      {above}
      second: gauge
      third: gauge
"""


@pytest.mark.parametrize(
    ("where", "left"),
    [
        ({"behind": f" {ALLOW}"}, ["metrics/unused 8", "metrics/unused 9"]),
        ({"above": ALLOW}, ["metrics/unused 6", "metrics/unused 9"]),
        ({"above": f"{ALLOW}\n      # and a word more\n"}, ["metrics/unused 6", "metrics/unused 11"]),
    ],
    ids=["behind", "above", "above another comment and an empty line"],
)
def test_a_comment_is_about_its_own_line_or_the_next(where: dict[str, str], left: list[str], tmp_path: Path) -> None:
    body = SERVICE.format(**{"header": "", "behind": "", "above": "# nothing", **where})
    outcome = compiled(tmp_path, body)
    assert told(outcome) == left
    assert allowed(outcome) == ["metrics/unused: it is read elsewhere"]


def test_a_comment_above_a_part_is_not_about_all_of_it(tmp_path: Path) -> None:
    outcome = compiled(tmp_path, SERVICE.format(header=f" {ALLOW}", behind="", above="# nothing"))
    assert [each.name for each in outcome.counted] == ["policy/unused-allowance", *["metrics/unused"] * 3]
    assert allowed(outcome) == []


def test_text_that_looks_like_a_comment_is_none(tmp_path: Path) -> None:
    body = SERVICE.format(header="", behind="", above="# nothing").replace(
        "second: gauge", f"second: {{type: gauge, help: 'say {ALLOW}'}}"
    )
    outcome = compiled(tmp_path, body)
    assert [each.name for each in outcome.counted] == ["metrics/unused"] * 3


RECORD = """\
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics: {{jobs_total: counter}}
    records:
      jobs:
        expr: |
          sum(
            {inside}
            rate(api:gone:rate5m[5m])
          )
        unit: jobs
"""


def test_a_comment_of_promql_is_about_the_next_line_of_it(tmp_path: Path) -> None:
    comment = f"# signalwright: allow promql/unknown-record {BECAUSE}"
    outcome = compiled(tmp_path, RECORD.format(inside=comment))
    assert allowed(outcome) == ["promql/unknown-record: it is read elsewhere"]


def test_a_comment_above_a_text_of_several_lines_is_about_all_of_it(tmp_path: Path) -> None:
    comment = f"# signalwright: allow promql/unknown-record {BECAUSE}\n        expr:"
    outcome = compiled(tmp_path, RECORD.replace("expr:", comment).format(inside="# nothing"))
    assert allowed(outcome) == ["promql/unknown-record: it is read elsewhere"]


GIVEN = """\
templates:
  base:
    metrics: {{first: gauge}}
    {template}
services:
  api: {{team: web, scrape: ["api:8000"], use: base{use}}}
  cart: {{team: web, scrape: ["cart:8000"], use: base}}
"""
KEY = "allow: {metrics/unused: it is read elsewhere}"


def test_what_a_template_allows_is_allowed_to_all_who_use_it(tmp_path: Path) -> None:
    outcome = compiled(tmp_path, GIVEN.format(template=KEY, use=""))
    assert told(outcome) == []
    assert allowed(outcome) == ["metrics/unused: it is read elsewhere"]


def test_what_a_service_allows_is_told_to_others_that_have_the_same_template(tmp_path: Path) -> None:
    outcome = compiled(tmp_path, GIVEN.format(template="# nothing", use=f", {KEY}"))
    assert told(outcome) == ["metrics/unused 3"]
    assert allowed(outcome) == ["metrics/unused: it is read elsewhere"]


ENVIRONMENTS = """\
services:
  api: {{team: web, scrape: ["api:8000"], metrics: {{first: gauge}}}}
environments:
  production: {{}}
  staging: {{{staging}}}
"""


def test_an_environment_allows_for_itself_alone(tmp_path: Path) -> None:
    staging = f"change: {{services: {{api: {{{KEY}}}}}}}"
    outcome = compiled(tmp_path, ENVIRONMENTS.format(staging=staging))
    assert told(outcome) == ["metrics/unused 2"]
    assert allowed(outcome) == ["metrics/unused: it is read elsewhere"]


def test_what_an_environment_adds_is_part_of_its_service(tmp_path: Path) -> None:
    staging = f"add: {{services: {{api: {{metrics: {{second: gauge}}, {KEY}}}}}}}"
    outcome = compiled(tmp_path, ENVIRONMENTS.format(staging=staging))
    assert told(outcome) == ["metrics/unused 2"]
    assert len(allowed(outcome)) == 2


PYTHON = """\
from signalwright.spec import Part

part = Part()


def make(name):
    service = part.service(name, team="web", scrape=[f"{{name}}:80"]{keys})
    service.gauge("first"){behind}


make("one"){one}
make("two")
"""


@pytest.mark.parametrize(
    ("where", "counts"),
    [
        ({"behind": f"  {ALLOW}"}, 0),
        ({"one": f"  {ALLOW}"}, 1),
        ({"keys": ', allow={"metrics/unused": "it is read elsewhere"}'}, 0),
        ({}, 2),
    ],
    ids=["behind what says it", "behind the call of a function", "as a key", "nowhere"],
)
def test_a_python_spec_allows_by_a_comment_or_a_key(where: dict[str, str], counts: int, tmp_path: Path) -> None:
    text = PYTHON.format(**{"keys": "", "behind": "", "one": "", **where})
    outcome = compiled(tmp_path, "", part_py=text)
    assert [each.name for each in outcome.counted] == ["metrics/unused"] * counts


def test_an_error_before_the_model_is_finished_counts_whoever_allows_it(tmp_path: Path) -> None:
    body = "services: {api: {team: gone, scrape: ['api:8000']}}\nallow: {language/unknown-reference: we like it}\n"
    assert {each.name for each in compiled(tmp_path, body).counted} == {
        "language/unknown-reference",
        "policy/cannot-allow",
    }


def test_a_level_of_the_policy_is_that_of_the_finding_and_off_is_silence(tmp_path: Path) -> None:
    body = {"shop/stack.yaml": HEAD + SERVICE.format(header="", behind="", above="# nothing")}
    for level, found in (("error", ["error"] * 3), ("note", ["note"] * 3), ("off", [])):
        project = f"signalwright: 1\npolicy: {{levels: {{metrics/unused: {level}}}}}\n"
        outcome = compile_files(tmp_path, body, lower=True, project=project)
        assert [each.level.value for each in outcome.found] == found
