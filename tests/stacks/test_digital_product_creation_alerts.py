"""Digital Product Creation's alerts: their rules as emitted, and how they behave as promtool sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.servers.toolset import Toolset
from tests.stacks.emitted import TOOLS, alerts, call, compiled, groups
from tests.stacks.firing import metric

STACK = "digital-product-creation"
POSTGRES = 'up{job="database"} == 0 or pg_up{job="database"} < 1 or absent(up{job="database"})'
OURS = ("api", "agents", "jobs")
DISK = 'job="hosts", fstype!~"tmpfs|ramfs|overlay|squashfs|erofs|iso9660|nsfs|fuse.lxcfs"'


def down(job: str) -> str:
    """Returns the expression of a service that is down."""
    return f'up{{job="{job}"}} == 0 or absent(up{{job="{job}"}})'


def failing(metric: str, job: str, failed: str, over: str, bound: str) -> str:
    """Returns the expression of a share of failures."""
    return (
        f'sum(rate({metric}{{job="{job}", {failed}}}[{over}])) / sum(rate({metric}{{job="{job}"}}[{over}])) > {bound}'
    )


def pool(job: str) -> str:
    """Returns the expression of a pool without a free connection."""
    return f'db_pool_connections{{job="{job}", state="in_use"}} / ignoring (state) db_pool_limit{{job="{job}"}} > 0.99'


def new(metric: str, job: str, label: str) -> str:
    """Returns the expression of a series that wasn't there before."""
    selector = f'{metric}{{job="{job}"}}'
    return (
        f"group by ({label}) ({selector})"
        f" unless group by ({label}) (last_over_time({selector}[10m] offset 10m))"
    )  # fmt: skip


# Row of the checklist → service and alert → expression with single spaces, `for`, severity.
ALERTS: dict[str, dict[str, tuple[str, str | None, str]]] = {
    "dpc-10": {
        **{f"{job}/ServiceDown": (down(job), "1m", "critical") for job in ("api", "agents", "jobs", "broker")},
        "database/PostgresDown": (POSTGRES, "1m", "critical"),
        **{f"{job}/DatabasePoolExhausted": (pool(job), "2m", "critical") for job in ("api", "jobs")},
        "hosts/NodeFilesystemAlmostFull": (
            f'node_filesystem_avail_bytes{{{DISK}}} / node_filesystem_size_bytes{{job="hosts"}} < 0.1',
            "5m",
            "critical",
        ),
        "api/HighErrorRate": (failing("http_requests_total", "api", 'status=~"5.."', "5m", "0.1"), "5m", "critical"),
    },
    "dpc-11": {
        "api/HighResponseTime": (
            'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job="api"}[5m]))) > 5',
            "5m",
            "warning",
        ),
        "jobs/LongQueue": ('job_queue_depth{job="jobs", status="waiting"} > 100', "10m", "warning"),
        "hosts/NodeMemoryAlmostFull": (
            'node_memory_MemAvailable_bytes{job="hosts"} / node_memory_MemTotal_bytes{job="hosts"} < 0.2',
            "10m",
            "warning",
        ),
        "jobs/HighJobFailureRate": (
            failing("jobs_finished_total", "jobs", 'status="failed"', "15m", "0.05"),
            "5m",
            "warning",
        ),
    },
    "dpc-12": {
        **{f"{job}/DeploymentCompleted": (new("build_info", job, "version"), None, "info") for job in OURS},
        **{f"{job}/ConfigurationChanged": (new("config_info", job, "checksum"), None, "info") for job in OURS},
        "ScheduledMaintenance": ("day_of_week() == 0 and hour() >= 1 and hour() < 4", None, "info"),
    },
    "dpc-17": {"ServiceLevelBreached": ('slo:budget_remaining:ratio14d{service=~"api|jobs"} < 0', None, "warning")},
}
BURNING = {
    "api/ApiAvailabilityBudgetBurn",
    "api/ApiErrorsBudgetBurn",
    "api/ApiLatencyBudgetBurn",
    "jobs/JobsProcessingBudgetBurn",
}


def counted(name: str, job: str, **each_minute: int) -> list[dict[str, str]]:
    """Returns a counter with a series for each status, whose name begins with `s`: `s200=94, s503=6`."""
    return [metric(name, f"0+{count}x120", job=job, status=status[1:]) for status, count in each_minute.items()]


def slow(name: str, job: str, within: str, beyond: str, share: int) -> list[dict[str, str]]:
    """Returns a histogram: some percent of the observations within a bound, the rest in the next bucket."""
    return [
        metric(f"{name}_bucket", f"0+{share}x120", job=job, le=within),
        metric(f"{name}_bucket", "0+100x120", job=job, le=beyond),
        metric(f"{name}_bucket", "0+100x120", job=job, le="+Inf"),
        metric(f"{name}_count", "0+100x120", job=job),
    ]


def connections(job: str, used: int) -> list[dict[str, str]]:
    """Returns a pool of 20 connections."""
    labels = {"job": job, "instance": "a:8000"}
    return [
        metric("db_pool_connections", f"{used}x120", state="in_use", **labels),
        metric("db_pool_connections", f"{20 - used}x120", state="idle", **labels),
        metric("db_pool_limit", "20x120", **labels),
    ]


def disk(free: int, kind: str) -> list[dict[str, str]]:
    """Returns a file system of 100 bytes."""
    labels = {"job": "hosts", "instance": "a:9100", "device": "/dev/sda1", "mountpoint": "/", "fstype": kind}
    return [
        metric("node_filesystem_avail_bytes", f"{free}x120", **labels),
        metric("node_filesystem_size_bytes", "100x120", **labels),
    ]


def database(up: int) -> list[dict[str, str]]:
    """Returns an exporter that answers, and what it says of its database."""
    return [metric("up", "1x120", job="database"), metric("pg_up", f"{up}x120", job="database")]


def memory(free: int) -> list[dict[str, str]]:
    """Returns the memory of a host that has 100 bytes."""
    labels = {"job": "hosts", "instance": "a:9100"}
    return [
        metric("node_memory_MemAvailable_bytes", f"{free}x120", **labels),
        metric("node_memory_MemTotal_bytes", "100x120", **labels),
    ]


def replaced(name: str, job: str, label: str, minute: int) -> list[dict[str, str]]:
    """Returns two targets with an information, of which the first says something else from some minute on."""
    old, two = {"job": job, label: "1"}, {"job": job, label: "2"}
    return [
        metric(name, f"1x{minute - 1} _x{119 - minute}", instance="a:8000", **old),
        metric(name, f"_x{minute} 1x{119 - minute}", instance="a:8000", **two),
        metric(name, "1x120", instance="b:8000", **old),
    ]


def requests(good: int, bad: int, status: str = "503") -> list[dict[str, str]]:
    """Returns requests to the API, a minute."""
    return counted("http_requests_total", "api", s200=good, **{f"s{status}": bad})


def jobs(good: int, bad: int) -> list[dict[str, str]]:
    """Returns jobs that end, a minute."""
    return [
        metric("jobs_finished_total", f"0+{good}x120", job="jobs", model="a", status="success"),
        metric("jobs_finished_total", f"0+{bad}x120", job="jobs", model="a", status="failed"),
    ]


def budget(left: str) -> list[dict[str, str]]:
    """Returns what is left of an error budget."""
    return [metric("slo:budget_remaining:ratio14d", left, service="api", slo="latency")]


SCRAPED = ("api", "agents", "jobs", "broker")
REQUEST, JOB = "http_request_duration_seconds", "job_duration_seconds"
SUNDAY = 3 * 24 * 60  # minutes after the first of January 1970, which was a Thursday
# Alert, what is there, whether it fires at which minute. Labels that an alert doesn't look at are left out.
CASES: list[tuple[str, list[dict[str, str]], bool, int]] = [
    *((f"{job}/ServiceDown", [metric("up", "0x120", job=job)], True, 100) for job in SCRAPED),
    *((f"{job}/ServiceDown", [], True, 100) for job in SCRAPED),
    *((f"{job}/ServiceDown", [metric("up", "1x120", job=job)], False, 100) for job in SCRAPED),
    ("database/PostgresDown", database(0), True, 100),
    ("database/PostgresDown", [], True, 100),
    ("database/PostgresDown", database(1), False, 100),
    *((f"{job}/DatabasePoolExhausted", connections(job, 20), True, 100) for job in ("api", "jobs")),
    *((f"{job}/DatabasePoolExhausted", connections(job, 19), False, 100) for job in ("api", "jobs")),
    ("hosts/NodeFilesystemAlmostFull", disk(9, "ext4"), True, 100),
    ("hosts/NodeFilesystemAlmostFull", disk(11, "ext4"), False, 100),
    ("hosts/NodeFilesystemAlmostFull", disk(0, "squashfs"), False, 100),
    ("api/HighErrorRate", requests(89, 11), True, 100),
    ("api/HighErrorRate", requests(91, 9), False, 100),
    ("api/HighErrorRate", requests(80, 20, "404"), False, 100),
    ("api/HighResponseTime", slow(REQUEST, "api", "5.0", "10.0", 94), True, 100),
    ("api/HighResponseTime", slow(REQUEST, "api", "5.0", "10.0", 96), False, 100),
    ("jobs/LongQueue", [metric("job_queue_depth", "101x120", job="jobs", status="waiting")], True, 100),
    ("jobs/LongQueue", [metric("job_queue_depth", "100x120", job="jobs", status="waiting")], False, 100),
    ("jobs/LongQueue", [metric("job_queue_depth", "999x120", job="jobs", status="running")], False, 100),
    ("hosts/NodeMemoryAlmostFull", memory(19), True, 100),
    ("hosts/NodeMemoryAlmostFull", memory(21), False, 100),
    ("jobs/HighJobFailureRate", jobs(94, 6), True, 100),
    ("jobs/HighJobFailureRate", jobs(96, 4), False, 100),
    *(
        (f"{job}/{alert}", replaced(name, job, label, minute), fires, 100)
        for job in OURS
        for alert, name, label in (
            ("DeploymentCompleted", "build_info", "version"), ("ConfigurationChanged", "config_info", "checksum"),
        )
        for minute, fires in ((95, True), (75, False))
    ),
    ("ScheduledMaintenance", [], False, SUNDAY + 59),
    ("ScheduledMaintenance", [], True, SUNDAY + 60),
    ("ScheduledMaintenance", [], True, SUNDAY + 239),
    ("ScheduledMaintenance", [], False, SUNDAY + 240),
    ("ServiceLevelBreached", budget("-0.01x120"), True, 100),
    ("ServiceLevelBreached", budget("0x120"), False, 100),
    ("ServiceLevelBreached", budget("-0.01x60 0.01x60"), True, 100),
    ("ServiceLevelBreached", budget("-0.01x30 0.01x90"), False, 100),
    ("api/ApiAvailabilityBudgetBurn", requests(980, 20), True, 100),
    ("api/ApiAvailabilityBudgetBurn", requests(980, 20, "500"), False, 100),
    ("api/ApiErrorsBudgetBurn", requests(80, 20, "500"), True, 100),
    ("api/ApiErrorsBudgetBurn", requests(995, 5, "500"), False, 100),
    ("api/ApiLatencyBudgetBurn", slow(REQUEST, "api", "2.0", "5.0", 25), True, 100),
    ("api/ApiLatencyBudgetBurn", slow(REQUEST, "api", "2.0", "5.0", 96), False, 100),
    ("jobs/JobsProcessingBudgetBurn", slow(JOB, "jobs", "300.0", "600.0", 25), True, 100),
    ("jobs/JobsProcessingBudgetBurn", slow(JOB, "jobs", "300.0", "600.0", 96), False, 100),
]  # fmt: skip


@pytest.fixture(scope="module")
def emitted() -> dict[str, dict[str, Any]]:
    """The alerting rules for today's servers, by service and alert; of two severities the milder."""
    return {of(rule): rule for rule in alerts(compiled(STACK))}


def of(rule: dict[str, Any]) -> str:
    """Returns service and alert of a rule."""
    service = rule["labels"].get("service")
    return f"{service}/{rule['alert']}" if service is not None else str(rule["alert"])


@pytest.mark.parametrize(("row", "name"), [(row, name) for row, found in ALERTS.items() for name in found])
def test_dpc_10_to_17_an_alert_has_its_threshold_its_wait_and_its_severity(
    emitted: dict[str, dict[str, Any]], row: str, name: str
) -> None:
    rule = emitted[name]
    found = re.sub(r"(?<=[({]) | (?=[)}])", "", " ".join(rule["expr"].split()))
    assert (found, rule.get("for"), rule["labels"]["severity"]) == ALERTS[row][name]


def test_no_alert_is_there_that_nobody_asked_for_but_those_of_libraries(emitted: dict[str, dict[str, Any]]) -> None:
    asked_for = {name for each in ALERTS.values() for name in each} | BURNING
    libraries = {
        f"{service.name}/{alert.name}"
        for service in compiled(STACK).stack.services.values()
        for alert in service.alerts
        if alert.origin.file.startswith("library/")
    }
    assert emitted.keys() - asked_for <= libraries
    assert asked_for <= emitted.keys()


@pytest.mark.parametrize("tools", TOOLS)
def test_promtool_sees_every_alert_fire_for_its_cause_and_stay_silent_without_it(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset = tools()
    stack = compiled(STACK, toolset.versions)
    files = []
    for number, (group, rules) in enumerate(groups(stack).items()):
        # Each group by itself, because the sums of an SLO over 14 days take longer than everything else.
        content: dict[str, Any] = {"groups": [{"name": group, "rules": rules}]}
        (tmp_path / f"rules{number}.yml").write_text(yaml.safe_dump(content), "utf-8")
        names = {of(rule) for rule in rules if "alert" in rule}
        tests = [proof(*case) for case in CASES if case[0] in names]
        files.append(tmp_path / f"test{number}.yml")
        content = {"rule_files": [f"rules{number}.yml"], "evaluation_interval": "1m", "tests": tests}
        files[-1].write_text(yaml.safe_dump(content), "utf-8")
    answer = call(toolset, "promtool", "test", "rules", *map(str, files))
    assert answer.count("SUCCESS") == len(files)
    asked_for = {name for each in ALERTS.values() for name in each} | BURNING
    for fires in (True, False):
        assert {case[0] for case in CASES if case[2] is fires} == asked_for


def proof(name: str, series: list[dict[str, str]], fires: bool, minute: int) -> dict[str, Any]:
    """Returns a promtool test of an alert."""
    service, _, alert = name.rpartition("/")
    whose = f', service="{service}"' if service else ""  # An alert of the stack has the labels that its series have.
    expected = {
        "expr": f'group(ALERTS{{alertname="{alert}"{whose}, alertstate="firing"}})',
        "eval_time": f"{minute}m",
        "exp_samples": [{"labels": "{}", "value": 1}] if fires else [],
    }
    shown = ", ".join(each["values"] for each in series) or "nothing"
    return {
        "name": f"{name} at {minute}m: {shown}",
        "interval": "1m",
        "input_series": series,
        "promql_expr_test": [expected],
    }
