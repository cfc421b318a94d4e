"""`whence` as a reading aid: what was made of what, in both directions."""

from __future__ import annotations

import pytest

from tests.cli.console import Console
from tests.reading.views import SPEC, line_of

ENVIRONMENTS = """\
environments:
  production: {}
  staging: {change: {services: {api: {scrape: ["staging:8000"]}}}}
"""


@pytest.fixture
def compiled(console: Console) -> Console:
    """A project that was compiled for two environments."""
    console.write("spec/shop/stack.yaml", SPEC + ENVIRONMENTS)
    assert console.run("compile").code == 0
    return console


def artifact_line(console: Console, path: str, text: str) -> str:
    lines = (console.folder / path).read_text(encoding="utf-8").splitlines()
    return f"{path}:{next(number for number, line in enumerate(lines, 1) if text in line)}"


def test_a_line_of_a_rule_shows_the_source_and_what_it_is_derived_from(compiled: Console) -> None:
    place = artifact_line(compiled, "out/shop/production/prometheus/rules/api.yml", "slo:bad:rate5m")
    first, source, made = compiled.run("whence", place).out.splitlines()
    number = line_of("availability:").rpartition(":")[2]
    assert first == f"spec/shop/stack.yaml:{number}:7  services.api.slos.availability"
    assert source == f"  {number} | availability:"
    assert made == "  `record: slo:bad:rate5m` is made from the SLO `availability` of `api`"


def test_what_an_environment_changes_is_found_in_its_block(compiled: Console) -> None:
    place = artifact_line(compiled, "out/shop/staging/prometheus/prometheus.yml", "staging:8000")
    first, _, made = compiled.run("whence", place).out.splitlines()
    assert first.endswith("environments.staging.change.services.api.scrape")
    assert made.endswith("is made from the service `api`, which the environment `staging` changes")


def test_a_route_leads_to_who_said_it(compiled: Console) -> None:
    place = artifact_line(compiled, "out/shop/staging/alertmanager/alertmanager.yml", "queue=")
    first, *_ = compiled.run("whence", place).out.splitlines()
    assert first.startswith(line_of("{labels: {queue: orders}") + ":")


def test_a_line_of_a_spec_leads_to_spans_that_say_what_they_are(compiled: Console) -> None:
    out = compiled.run("whence", line_of("QueueStuck:")).out
    lines = [line.partition("  ") for line in out.splitlines() if "/staging/" in line]
    found = {name: place for place, _, name in lines}
    assert found["alert: QueueStuck"].startswith("out/shop/staging/prometheus/rules/worker.yml:")
    assert found["title: QueueStuck"].startswith("out/shop/staging/grafana/dashboards/services/worker.json:")
    first, last = (int(each) for each in found["alert: QueueStuck"].rpartition(":")[2].split("-"))
    rules = (compiled.folder / "out/shop/staging/prometheus/rules/worker.yml").read_text("utf-8").splitlines()
    assert "alert: QueueStuck" in rules[first - 1]
    assert all("alert: QueueLong" not in line for line in rules[first - 1 : last])


def test_a_key_path_leads_to_its_place_and_to_what_comes_of_it(compiled: Console) -> None:
    lines = compiled.run("whence", "services.worker.alerts.QueueStuck").out.splitlines()
    assert lines[0].startswith(line_of("QueueStuck:") + ":")
    assert lines[0].endswith("  services.worker.alerts.QueueStuck")
    assert [line for line in lines if line.endswith("  alert: QueueStuck")]
    assert not [line for line in lines if "QueueLong" in line and line.startswith("out/") and "/rules/" in line]
    all_alerts = compiled.run("whence", "services.worker.alerts").out.splitlines()
    assert {line for line in lines if "/rules/" in line} < {line for line in all_alerts if "/rules/" in line}


def test_a_key_path_is_the_whole_name_of_a_key(compiled: Console) -> None:
    answer = compiled.run("whence", "services.worker.alerts.QueueStu")
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean `services.worker.alerts.QueueStuck`?" in answer.err


def test_the_name_of_a_thing_leads_to_its_key_path(compiled: Console) -> None:
    answer = compiled.run("whence", "QueueStuck")
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean `services.worker.alerts.QueueStuck`?" in answer.err
