"""`show` as it is typed and read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.console import SPEC, Console
from tests.reading.views import SPEC as WHOLE
from tests.reading.views import line_of

ENVIRONMENTS = """\
environments:
  staging: {change: {services: {api: {scrape: ["staging:8000"]}}}}
  production: {}
  drill: {emit: on-request}
"""
STACKS = ("stack", "service", "alert", "routes", "slo")


@pytest.fixture
def whole(console: Console, monkeypatch: pytest.MonkeyPatch) -> Console:
    """A project whose stack has a bit of everything, on a terminal of 100 columns."""
    monkeypatch.setenv("COLUMNS", "100")
    console.write("spec/shop/stack.yaml", WHOLE)
    return console


@pytest.mark.parametrize("arguments", [["stack"], ["routes"], ["slo"], ["service"], ["alert"], ["service", "api"]])
def test_text_is_for_any_terminal_and_for_files(
    arguments: list[str], whole: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = whole.run("show", *arguments)
    assert (answer.code, answer.err) == (0, "")
    assert max(map(len, answer.out.splitlines())) <= 100
    assert "\x1b" not in answer.out
    assert all(line == line.rstrip() for line in answer.out.splitlines())
    monkeypatch.setenv("COLUMNS", "200")
    assert len(whole.run("show", *arguments).out.splitlines()) <= len(answer.out.splitlines())


def test_a_stack_is_shown_with_the_places_of_its_parts(whole: Console) -> None:
    out = whole.run("show", "stack", "shop").out
    for text in ("data: {notify", "oncall: {webhook", "  worker:"):
        assert line_of(text) in out
    assert "prometheus    2.42" in out
    assert "  prometheus/rules/api.yml" in out.splitlines()
    assert "2 metrics that nothing reads but the page of the service" in out


def test_an_alert_is_shown_with_query_receivers_and_times(whole: Console) -> None:
    out = whole.run("show", "alert", "QueueLong").out
    assert '      jobs_waiting{job="worker"} > 100' in out.splitlines()
    assert 'stores (webhook) where queue="orders"  ' + line_of("{labels: {queue: orders}") in out
    assert "first message 5m30s to 5m45s after the query has a result" in out
    assert "not during nights (every day 22:00-24:00, every day 00:00-06:00 Europe/Berlin)" in out
    assert "runbook: runbooks/queue-long.md, made from the alert" in out


def test_an_alert_of_an_slo_says_what_it_is_derived_from(whole: Console) -> None:
    out = whole.run("show", "alert", "ApiAvailabilityBudgetBurn").out
    assert "derived from the SLO `availability`" in out
    assert line_of("availability:") in out


def test_an_slo_is_shown_with_budget_tiers_and_records(whole: Console) -> None:
    out = whole.run("show", "slo", "availability").out
    assert "budget: 0.1% of events, or 43m12s of outage in 30d" in out
    (tier,) = (line.split() for line in out.splitlines() if "5m and 1h" in line)
    assert tier == ["critical", "2%", "14.4", "1.44%", "5m", "and", "1h", "about", "2m56s", "1h"]
    assert "  slo:budget_remaining:ratio30d" in out.splitlines()


def test_a_tree_is_shown_by_indentation(whole: Console) -> None:
    lines = whole.run("show", "routes").out.splitlines()
    (team,) = (index for index, line in enumerate(lines) if line.startswith('    team="data"'))
    assert lines[team + 1].split() == ['severity="critical"', "chat", "continue", line_of("data: {notify")]
    assert lines[team + 1].startswith(" " * 6)


def test_without_a_name_there_is_a_list(whole: Console) -> None:
    services = whole.run("show", "service").out
    assert [line.split()[0] for line in services.splitlines()[2:]] == ["service", "api", "worker"]
    assert "PromQL" not in services
    only = whole.run("show", "alert", "--service", "worker").out
    assert {line.split()[0] for line in only.splitlines()[3:]} == {"QueueLong", "QueueStuck"}


@pytest.mark.parametrize(
    ("arguments", "message", "way_out"),
    [
        (["stack", "shpo"], "there is no stack `shpo`", "did you mean `shop`?"),
        (["routes", "--stack", "shpo"], "there is no stack `shpo`", "did you mean `shop`?"),
        (["service", "wrker"], "there is no service `wrker`", "did you mean `worker`?"),
        (["alert", "HighErorRate"], "there is no alert `HighErorRate`", "did you mean `HighErrorRate`?"),
        (["slo", "speed"], "there is no SLO `speed`", "there are `availability`"),
        (["alert", "ApiDown", "--service", "web"], "there is no service `web`", "there are `api`, `worker`"),
        (["alert", "ApiDown", "--service", "worker"], "`worker` has no alert `ApiDown`", "leave out `--service`"),
    ],
)
def test_an_unknown_name_is_answered_with_what_there_is(
    arguments: list[str], message: str, way_out: str, whole: Console
) -> None:
    answer = whole.run("show", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert message in answer.err
    assert f"= help: {way_out}" in answer.err


def test_data_holds_the_facts_and_nothing_else_is_printed(whole: Console) -> None:
    answer = whole.run("show", "alert", "HighErrorRate", "--format", "json")
    document = json.loads(answer.out)
    assert (document["version"], document["subject"]) == (1, "alert")
    (stack,) = document["stacks"]
    assert (stack["stack"], stack["environment"], stack["other_environments"]) == ("shop", None, [])
    (alert,) = stack["found"]
    critical, _ = alert["severities"]
    assert (critical["severity"], critical["hold"]) == ("critical", "1m40s")
    assert critical["deliveries"][1]["timing"] == {"earliest": "2m15s", "latest": "2m30s", "joining": "7m"}
    assert critical["deliveries"][1]["at"] == line_of("notify: {critical: [oncall], warning")


@pytest.mark.parametrize("subject", STACKS)
def test_every_subject_has_data(subject: str, whole: Console) -> None:
    (stack,) = json.loads(whole.run("show", subject, "--format", "json").out)["stacks"]
    assert stack["found"]


def test_production_is_shown_unless_another_environment_is_named(whole: Console) -> None:
    whole.write("spec/shop/stack.yaml", WHOLE + ENVIRONMENTS)
    usual = whole.run("show", "service", "api").out
    assert usual.startswith("stack `shop` in the environment `production`; there are also `staging`")
    assert "at api:8000" in usual
    named = whole.run("show", "service", "api", "--env", "staging").out
    assert named.startswith("stack `shop` in the environment `staging`  ")
    assert "at staging:8000" in named
    assert "the environment `drill`" in whole.run("show", "stack", "--env", "drill").out


def test_the_first_environment_is_shown_where_none_is_called_production(whole: Console) -> None:
    whole.write("spec/shop/stack.yaml", WHOLE + ENVIRONMENTS.replace("production", "testing"))
    assert "in the environment `staging`" in whole.run("show", "stack").out


def test_an_alert_of_several_stacks_is_shown_for_each_or_for_one(whole: Console) -> None:
    whole.write("spec/other/stack.yaml", SPEC.replace("stack: shop", "stack: other"))
    both = whole.run("show", "alert", "ApiDown").out
    assert [line.split()[1] for line in both.splitlines() if line.startswith("stack ")] == ["`other`", "`shop`"]
    one = whole.run("show", "alert", "ApiDown", "--stack", "other").out
    assert [line.split()[1] for line in one.splitlines() if line.startswith("stack ")] == ["`other`"]


def test_what_is_sound_is_shown_beside_the_findings(whole: Console) -> None:
    whole.write("spec/other/stack.yaml", SPEC.replace("stack: shop", "stack: other").replace("team: web", "team: wbe"))
    answer = whole.run("show", "service", "worker")
    assert answer.code == 1
    assert "there is no team `wbe`" in answer.err
    assert "service `worker`" in answer.out
    lost = whole.run("show", "stack", "other")
    assert (lost.code, lost.out) == (1, "")
    assert "there is no stack `other`, as far as the spec is sound" in lost.err


def test_a_finding_of_one_environment_names_it(whole: Console) -> None:
    environments = ENVIRONMENTS.replace("{change: {services", "{remove: [receivers.audit], change: {services")
    whole.write("spec/shop/stack.yaml", WHOLE + environments)
    answer = whole.run("check")
    assert answer.code == 1
    assert "  = in the environment `staging`" in answer.err
    findings = json.loads(whole.run("check", "--format", "json").out)["findings"]
    assert {tuple(each["environments"]) for each in findings} == {("staging",)}


def test_show_writes_nothing(whole: Console) -> None:
    whole.run("show", "stack")
    assert not Path(whole.folder, "out").exists()


def test_what_a_library_gives_is_told_with_its_place(whole: Console) -> None:
    whole.write(
        "spec/shop/cache.yaml",
        'signalwright: 1\nservices: {cache: {team: data, use: redis, scrape: ["redis:9121"]}}\n',
    )
    out = whole.run("show", "service", "cache").out
    assert "  uses `redis`" in out.splitlines()
    assert "library/redis/library.yaml:" in out
    stack = whole.run("show", "stack").out
    assert ["cache", "data", "redis", "redis:9121"] in [line.split()[:4] for line in stack.splitlines()]
    assert "redis_" not in stack.partition("but the page of the service")[2].partition("files in")[0]
    whole.run("compile")
    rules = (whole.folder / "out/shop/prometheus/rules/cache.yml").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(rules, 1) if "alert: RedisDown" in text)
    answer = whole.run("whence", f"out/shop/prometheus/rules/cache.yml:{line}").out
    assert "`alert: RedisDown` is made from the alert `RedisDown` of the library `redis`" in answer
