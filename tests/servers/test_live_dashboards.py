"""Every stack as it is deployed, on a real Prometheus whose targets expose all that the stack declares.

Everything happens there: each counter counts, each histogram observes, under every label. So each rule must find what
it reads, and each query of each dashboard must have an answer.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from signalwright.compile import CompiledStack
from signalwright.ir.metric import Metric, MetricType
from tests.servers.dashboards import Question, questions, unanswered
from tests.servers.drill import command_line, remember, write
from tests.servers.exposition import Labels, Observed, Page
from tests.servers.loopback import HOST, free_ports, serving
from tests.servers.processes import get, running, wait_for
from tests.servers.test_live_stacks import compiled, rules_of
from tests.servers.toolset import Toolset, current, debian

pytestmark = pytest.mark.servers

STACKS = ("digital-product-creation", "medical-evaluation/production", "residency-scheduler/production")
START_SECONDS = 40
PATIENCE_SECONDS = 60
SERVER_SECONDS = 150  # the end of a server whose test hangs


@dataclass(frozen=True)
class Seen:
    """What was seen.

    Attributes:
        stack: What was compiled.
        targets: Each job's health, or why it can't be scraped.
        rules: Name, health and last error of each rule.
        asked: The queries of all dashboards.
        unanswered: Those to which there was no answer.
    """

    stack: CompiledStack
    targets: dict[str, str]
    rules: list[tuple[str, str, str]]
    asked: list[Question]
    unanswered: list[str]


def busy(metric: Metric, labels: Labels) -> float | Observed | None:
    """Everything happens once a second, and what a gauge shows is plausible for its unit."""
    if metric.type is MetricType.HISTOGRAM:
        return Observed(per_second=1, value=float(metric.buckets[-1]))
    if metric.type is MetricType.GAUGE and metric.unit == "seconds":
        return time.time() - 3_600  # Those that are no moment are no worse for it.
    return 1.0


def pages(stack: CompiledStack) -> dict[str, Page]:
    """Returns the page of each scraped job."""
    services = stack.stack.services.values()
    found = {}
    for service in services:
        if service.scrape is None:
            continue
        shown: list[tuple[Metric, Labels]] = [(each, {}) for each in service.metrics.values()]
        for other in services:
            if other.push is not None and other.push.via == service.name:
                shown += [(each, {"job": other.job, "instance": ""}) for each in other.metrics.values()]
        found[service.job] = Page(shown, busy)
    return found


def hasten(file: Path, ports: dict[str, int]) -> None:
    """Makes an emitted configuration scrape pages of this machine, every second, and tell nobody."""
    config: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    del config["alerting"]
    config["global"] |= {"scrape_interval": "1s", "evaluation_interval": "1s", "scrape_timeout": "1s"}
    for job in config["scrape_configs"]:
        labels = [each.get("labels", {}) for each in job.get("static_configs", [])]
        for key in ("static_configs", "dns_sd_configs", "file_sd_configs", "scrape_interval", "scrape_timeout"):
            job.pop(key, None)
        target = f"{HOST}:{ports[job['job_name']]}"
        job["static_configs"] = [{"targets": [target], "labels": labels[0] if labels else {}}]
    file.write_text(yaml.safe_dump(config), "utf-8")


@pytest.fixture(
    scope="module",
    params=[
        pytest.param((tools, name), id=f"{tools.__name__}-{name.partition('/')[0]}", marks=marks)
        for tools, marks in ((debian, ()), (current, pytest.mark.current))
        for name in STACKS
    ],
)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Runs Prometheus on a stack until every rule has been evaluated, and asks what the dashboards ask."""
    find, name = request.param
    tools: Toolset = find()
    scratch = tmp_path_factory.mktemp("live")
    stack = compiled(name, {"prometheus": tools.versions["prometheus"]})
    folder = write(stack, scratch / "out")
    served = pages(stack)
    # All at once, because a port that nobody listens on yet can be given twice.
    own, *others = free_ports(1 + len(served))
    ports = dict(zip(served, others, strict=True))
    hasten(folder / "prometheus/prometheus.yml", ports)
    remember(tools, stack.stack, scratch)
    address = f"{HOST}:{own}"
    arguments = command_line(
        folder / "prometheus/prometheus.args",
        {
            "--config.file": str(folder / "prometheus/prometheus.yml"),
            "--storage.tsdb.path": str(scratch / "prometheus"),
            "--web.listen-address": address,
        },
    )
    asked = list(questions(folder / "grafana/dashboards"))
    with ExitStack() as running_servers:
        for job, page in served.items():
            running_servers.enter_context(serving(ports[job], page))
        running_servers.enter_context(running(tools.find("prometheus"), arguments, scratch, SERVER_SECONDS))
        wait_for("Prometheus is ready", lambda: get(f"http://{address}/-/ready"), START_SECONDS)
        wait_for("every rule was evaluated", lambda: _evaluated(address, stack), PATIENCE_SECONDS)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (still_open := unanswered(address, _must(asked))) and time.monotonic() < deadline:
            time.sleep(1)
        rules = [(each["name"], each["health"], each.get("lastError", "")) for each in _rules(address)]
        active = get(f"http://{address}/api/v1/targets")["data"]["activeTargets"]
        targets = {each["labels"]["job"]: each["lastError"] or each["health"] for each in active}
        return Seen(stack, targets, rules, asked, still_open)


def _must(asked: list[Question]) -> list[Question]:
    return [each for each in asked if not each.may_be_empty and "ALERTS{" not in each.text]


def _rules(address: str) -> Iterator[dict[str, Any]]:
    for group in get(f"http://{address}/api/v1/rules")["data"]["groups"]:
        yield from group["rules"]


def _evaluated(address: str, stack: CompiledStack) -> bool:
    rules = list(_rules(address))
    return len(rules) == len(rules_of(stack.stack)) and all(each["health"] != "unknown" for each in rules)


def test_every_job_is_scraped(seen: Seen) -> None:
    assert seen.targets == dict.fromkeys(pages(seen.stack), "up")


def test_every_rule_evaluates_without_an_error(seen: Seen) -> None:
    assert sorted(name for name, _, _ in seen.rules) == rules_of(seen.stack.stack)
    assert [each for each in seen.rules if each[1:] != ("ok", "")] == []


def test_every_query_of_every_dashboard_has_an_answer(seen: Seen) -> None:
    assert len(seen.asked) > 50
    assert seen.unanswered == []
