"""Digital Product Creation's alerts: their rules as emitted, and how they behave as promtool sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.servers.toolset import Toolset
from tests.stacks.emitted import TOOLS, alerts, call, compiled, groups
from tests.stacks.firing import metric

STACK = "digital-product-creation"
DISK = 'job="hosts", fstype=~"ext4|xfs"'


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


# Row of the checklist → alert → expression with single spaces, `for`, severity.
ALERTS: dict[str, dict[str, tuple[str, str | None, str]]] = {
    "dpc-10": {
        "ApiDown": (down("api"), "1m", "critical"),
        "AgentsDown": (down("agents"), "1m", "critical"),
        "JobsDown": (down("jobs"), "1m", "critical"),
        "BrokerDown": (down("broker"), "1m", "critical"),
        "DatabaseDown": ('pg_up{job="database"} < 1 or absent(pg_up{job="database"})', "1m", "critical"),
        "ApiDatabasePoolExhausted": (pool("api"), "2m", "critical"),
        "JobsDatabasePoolExhausted": (pool("jobs"), "2m", "critical"),
        "LowDiskSpace": (
            f'node_filesystem_avail_bytes{{{DISK}}} / node_filesystem_size_bytes{{job="hosts"}} < 0.1',
            "5m",
            "critical",
        ),
        "HighErrorRate": (failing("http_requests_total", "api", 'status=~"5.."', "5m", "0.1"), "5m", "critical"),
    },
    "dpc-11": {
        "HighResponseTime": (
            'histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{job="api"}[5m]))) > 5',
            "5m",
            "warning",
        ),
        "LongQueue": ('job_queue_depth{job="jobs", status="waiting"} > 100', "10m", "warning"),
        "HighMemoryUsage": (
            'node_memory_MemAvailable_bytes{job="hosts"} / node_memory_MemTotal_bytes{job="hosts"} < 0.2',
            "10m",
            "warning",
        ),
        "HighJobFailureRate": (
            failing("jobs_finished_total", "jobs", 'status="failed"', "15m", "0.05"),
            "5m",
            "warning",
        ),
        "HostUnseen": (down("hosts"), "5m", "warning"),
    },
    "dpc-12": {
        "ApiDeployed": (new("build_info", "api", "version"), None, "info"),
        "AgentsDeployed": (new("build_info", "agents", "version"), None, "info"),
        "JobsDeployed": (new("build_info", "jobs", "version"), None, "info"),
        "ApiConfigurationChanged": (new("config_info", "api", "checksum"), None, "info"),
        "AgentsConfigurationChanged": (new("config_info", "agents", "checksum"), None, "info"),
        "JobsConfigurationChanged": (new("config_info", "jobs", "checksum"), None, "info"),
        "ScheduledMaintenance": ("day_of_week() == 0 and hour() >= 1 and hour() < 4", None, "info"),
    },
    "dpc-17": {"ServiceLevelBreached": ("(slo:budget_remaining:ratio14d) < 0", None, "warning")},
}
BURNING = {"ApiAvailabilityBudgetBurn", "ApiErrorsBudgetBurn", "ApiLatencyBudgetBurn", "JobsProcessingBudgetBurn"}


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
    *((f"{job.title()}Down", [metric("up", "0x120", job=job)], True, 100) for job in SCRAPED),
    *((f"{job.title()}Down", [], True, 100) for job in SCRAPED),
    *((f"{job.title()}Down", [metric("up", "1x120", job=job)], False, 100) for job in SCRAPED),
    ("DatabaseDown", [metric("pg_up", "0x120", job="database")], True, 100),
    ("DatabaseDown", [], True, 100),
    ("DatabaseDown", [metric("pg_up", "1x120", job="database")], False, 100),
    ("HostUnseen", [metric("up", "0x120", job="hosts")], True, 100),
    ("HostUnseen", [metric("up", "1x120", job="hosts")], False, 100),
    *((f"{job.title()}DatabasePoolExhausted", connections(job, 20), True, 100) for job in ("api", "jobs")),
    *((f"{job.title()}DatabasePoolExhausted", connections(job, 19), False, 100) for job in ("api", "jobs")),
    ("LowDiskSpace", disk(9, "ext4"), True, 100),
    ("LowDiskSpace", disk(11, "ext4"), False, 100),
    ("LowDiskSpace", disk(0, "squashfs"), False, 100),
    ("HighErrorRate", requests(89, 11), True, 100),
    ("HighErrorRate", requests(91, 9), False, 100),
    ("HighErrorRate", requests(80, 20, "404"), False, 100),
    ("HighResponseTime", slow(REQUEST, "api", "5.0", "10.0", 94), True, 100),
    ("HighResponseTime", slow(REQUEST, "api", "5.0", "10.0", 96), False, 100),
    ("LongQueue", [metric("job_queue_depth", "101x120", job="jobs", status="waiting")], True, 100),
    ("LongQueue", [metric("job_queue_depth", "100x120", job="jobs", status="waiting")], False, 100),
    ("LongQueue", [metric("job_queue_depth", "999x120", job="jobs", status="running")], False, 100),
    ("HighMemoryUsage", memory(19), True, 100),
    ("HighMemoryUsage", memory(21), False, 100),
    ("HighJobFailureRate", jobs(94, 6), True, 100),
    ("HighJobFailureRate", jobs(96, 4), False, 100),
    *(
        (f"{job.title()}{alert}", replaced(name, job, label, minute), fires, 100)
        for job in ("api", "agents", "jobs")
        for alert, name, label in (
            ("Deployed", "build_info", "version"), ("ConfigurationChanged", "config_info", "checksum"),
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
    ("ApiAvailabilityBudgetBurn", requests(980, 20), True, 100),
    ("ApiAvailabilityBudgetBurn", requests(980, 20, "500"), False, 100),
    ("ApiErrorsBudgetBurn", requests(80, 20, "500"), True, 100),
    ("ApiErrorsBudgetBurn", requests(995, 5, "500"), False, 100),
    ("ApiLatencyBudgetBurn", slow(REQUEST, "api", "2.0", "5.0", 25), True, 100),
    ("ApiLatencyBudgetBurn", slow(REQUEST, "api", "2.0", "5.0", 96), False, 100),
    ("JobsProcessingBudgetBurn", slow(JOB, "jobs", "300.0", "600.0", 25), True, 100),
    ("JobsProcessingBudgetBurn", slow(JOB, "jobs", "300.0", "600.0", 96), False, 100),
]  # fmt: skip


@pytest.fixture(scope="module")
def emitted() -> list[dict[str, Any]]:
    """The alerting rules for today's servers."""
    return alerts(compiled(STACK))


@pytest.mark.parametrize(("row", "name"), [(row, name) for row, found in ALERTS.items() for name in found])
def test_dpc_10_to_17_an_alert_has_its_threshold_its_wait_and_its_severity(
    emitted: list[dict[str, Any]], row: str, name: str
) -> None:
    rule = next(each for each in emitted if each["alert"] == name)
    found = " ".join(rule["expr"].split()).replace("( 0.95", "(0.95").replace("[5m])) )", "[5m])))")
    assert (found, rule.get("for"), rule["labels"]["severity"]) == ALERTS[row][name]


def test_no_alert_is_there_that_nobody_asked_for(emitted: list[dict[str, Any]]) -> None:
    asked_for = {name for each in ALERTS.values() for name in each}
    assert {rule["alert"] for rule in emitted} == asked_for | BURNING


@pytest.mark.parametrize("tools", TOOLS)
def test_promtool_sees_every_alert_fire_for_its_cause_and_stay_silent_without_it(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset = tools()
    stack = compiled(STACK, toolset.versions)
    files = []
    for number, (name, rules) in enumerate(groups(stack).items()):
        # Each group by itself, because the sums of an SLO over 14 days take longer than everything else.
        group = {"groups": [{"name": name, "rules": rules}]}
        (tmp_path / f"rules{number}.yml").write_text(yaml.safe_dump(group), "utf-8")
        names = {str(rule["alert"]) for rule in rules if "alert" in rule}
        tests = [proof(*case) for case in CASES if case[0] in names]
        files.append(tmp_path / f"test{number}.yml")
        content = {"rule_files": [f"rules{number}.yml"], "evaluation_interval": "1m", "tests": tests}
        files[-1].write_text(yaml.safe_dump(content), "utf-8")
    answer = call(toolset, "promtool", "test", "rules", *map(str, files))
    assert answer.count("SUCCESS") == len(files)
    for fires in (True, False):
        assert {case[0] for case in CASES if case[2] is fires} == {rule["alert"] for rule in alerts(stack)}


def proof(name: str, series: list[dict[str, str]], fires: bool, minute: int) -> dict[str, Any]:
    """Returns a promtool test of an alert."""
    expected = {
        "expr": f'group(ALERTS{{alertname="{name}", alertstate="firing"}})',
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
