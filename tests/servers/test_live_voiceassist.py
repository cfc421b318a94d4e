"""VoiceAssist's drill on real servers: all is well, then a gateway dies while the other one fails, then it returns.

The drill is run once for each pair of servers; the tests look at what was seen in it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from signalwright.ir.metric import Metric, MetricType
from tests.servers.dashboards import questions, unanswered
from tests.servers.drill import Compiled, Servers, Services, compile_drill, remember, serve
from tests.servers.exposition import Labels, Observed
from tests.servers.loopback import Told
from tests.servers.processes import wait_for
from tests.servers.toolset import Toolset, current, debian

pytestmark = pytest.mark.servers

QUIET_SECONDS = 8
SETTLE_SECONDS = 4
PATIENCE_SECONDS = 45
SERVER_SECONDS = 240  # the end of a server whose test hangs

BURN = "ApiGatewayAvailabilityBudgetBurn"
SLOW = ("http_request_duration_seconds", "method-1", "endpoint-1")
# Of two gauges that are compared, one is the other's limit; an alarm shows 0. All others show 1: that is up, and all
# that there is.
GAUGES = {
    "backup_last_success_timestamp_seconds": time.time() - 3_600,
    "database_connections_limit": 20,
    "node_filefd_maximum": 1_000,
    "node_hwmon_temp_crit_alarm_celsius": 0,
    "node_nf_conntrack_entries_limit": 1_000,
    "node_textfile_scrape_error": 0,
    "pg_settings_max_connections": 2_000,
    "redis_memory_max_bytes": 10,
}
# Counters of what doesn't happen while all is well.
TROUBLE = re.compile("deadlocks|errors|errs|evicted|failed|failures|oom|pressure|rejected|restart")


def healthy(metric: Metric, labels: Labels) -> float | Observed | None:
    """Everything answers: quickly, and without a single failure."""
    if metric.type is MetricType.HISTOGRAM:
        return Observed(per_second=5, value=float(metric.buckets[1]))
    if metric.type is not MetricType.COUNTER:
        return 0 if labels.get("state") == "failed" else GAUGES.get(metric.name, 1)
    if TROUBLE.search(metric.name):
        return 0
    if labels.get("status", "200")[0] in "45":
        return None  # a series that nobody has counted yet isn't there
    return 0.01 if labels.get("result") == "failure" else 5


def failing(metric: Metric, labels: Labels) -> float | Observed | None:
    """Requests fail, their clients try again at once, some are slow, and the audit log can't be written."""
    if labels.get("status") == "503":
        return 500
    if (metric.name, labels.get("method"), labels.get("endpoint")) == SLOW:
        return Observed(per_second=0.1, value=float(metric.buckets[-1]))
    return 1 if metric.name == "audit_log_failures_total" else healthy(metric, labels)


@dataclass(frozen=True)
class Seen:
    """What was seen in a drill.

    Attributes:
        drill: What was compiled.
        rules: Prometheus's rules at the end, when all of them had data.
        targets: Health of each target while all was well.
        quiet_firing: Alerts that were pending or firing at the end of the time in which all was well.
        quiet_told: What receivers were told in that time.
        told: What receivers were told while it was broken.
        firing: Alerts that were firing then.
        held_back: Alerts that Alertmanager held back then.
        gone: The target that was down.
        asked: How many queries the dashboards have.
        unanswered: Those of them to which Prometheus had no answer then.
        ended: What receivers were told to be over after the target had come back.
    """

    drill: Compiled
    rules: list[tuple[str, str, str]]
    targets: dict[str, str]
    quiet_firing: set[tuple[str, str]]
    quiet_told: list[Told]
    told: list[Told]
    firing: set[tuple[str, str]]
    held_back: set[tuple[str, str]]
    gone: str
    asked: int
    unanswered: list[str]
    ended: list[Told]

    def told_to(self, receiver: str) -> set[tuple[str, str]]:
        """Returns name and severity of what a receiver was told."""
        return {(each.name, each.labels["severity"]) for each in self.told if each.receiver == receiver}


@pytest.fixture(
    scope="module",
    params=["debian", pytest.param("current", marks=pytest.mark.current)],
)
def seen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Runs the drill; Debian's Alertmanager stands beside today's Prometheus where today's server wasn't built."""
    tools = debian() if request.param == "debian" else current()
    alerting = tools if tools.has(tools.alertmanager) else debian()
    scratch = tmp_path_factory.mktemp(f"drill-{request.param}")
    return run(tools, alerting, scratch)


def run(tools: Toolset, alerting: Toolset, scratch: Path) -> Seen:
    """Runs the drill from beginning to end."""
    versions = {"prometheus": tools.versions["prometheus"], "alertmanager": alerting.versions["alertmanager"]}
    drill = compile_drill("voiceassist", versions, scratch / "project")
    gateway = drill.stack.services["api-gateway"].scrape
    assert gateway is not None
    gone = gateway.targets[1]
    remember(tools, drill.stack, scratch)
    asked = list(questions(drill.folder / "grafana/dashboards"))
    with Services(drill.stack, healthy) as services, serve(drill, tools, alerting, scratch, SERVER_SECONDS) as servers:
        wait_for("every rule was evaluated", lambda: _all_evaluated(servers, drill), PATIENCE_SECONDS)
        targets = wait_for("every target was scraped", lambda: _health(servers, services), PATIENCE_SECONDS)
        time.sleep(QUIET_SECONDS)
        quiet_firing, quiet_told = servers.firing(), list(servers.mailbox.told)

        services.stop(gone)
        services.behave(failing)
        awaited = {"ServiceDown", "HighErrorRate", "AuditLogFailures", BURN}
        wait_for("people are told", lambda: awaited <= servers.mailbox.names("oncall"), PATIENCE_SECONDS)
        time.sleep(SETTLE_SECONDS)
        told, firing, held_back = list(servers.mailbox.told), servers.firing(), servers.held_back()
        open_questions = unanswered(servers.prometheus, asked)
        rules = [(each["name"], each["health"], each.get("lastError", "")) for each in servers.rules()]

        services.start(gone)
        wait_for("it is over", lambda: servers.mailbox.names("oncall", "resolved"), PATIENCE_SECONDS)
        ended = [each for each in servers.mailbox.told if each.status == "resolved"]
    return Seen(
        drill,
        rules,
        targets,
        quiet_firing,
        quiet_told,
        told,
        firing,
        held_back,
        gone,
        len(asked),
        open_questions,
        ended,
    )


def _all_evaluated(servers: Servers, drill: Compiled) -> bool:
    rules = servers.rules()
    return len(rules) == len(drill.rules) and all(each["health"] != "unknown" for each in rules)


def _health(servers: Servers, services: Services) -> dict[str, str] | None:
    health = {each["labels"]["instance"]: each["health"] for each in servers.targets()}
    return health if set(health) == set(services.targets) and "unknown" not in health.values() else None


def test_every_rule_of_the_spec_is_loaded_and_evaluates_without_an_error(seen: Seen) -> None:
    assert sorted(name for name, _, _ in seen.rules) == seen.drill.rules
    assert [each for each in seen.rules if each[1:] != ("ok", "")] == []


def test_every_declared_target_is_scraped_and_its_page_is_read(seen: Seen) -> None:
    assert set(seen.targets.values()) == {"up"}
    assert len(seen.targets) == 6


def test_while_all_is_well_no_alert_is_even_pending_and_nobody_is_told_anything(seen: Seen) -> None:
    assert seen.quiet_firing == set()
    assert seen.quiet_told == []


def test_people_on_call_are_told_of_every_critical_alert_and_of_nothing_else(seen: Seen) -> None:
    names = {"ServiceDown", "HighErrorRate", "AuditLogFailures", BURN}
    assert seen.told_to("oncall") == {(name, "critical") for name in names}


def test_security_and_compliance_are_told_in_addition_of_what_concerns_them_only(seen: Seen) -> None:
    assert seen.told_to("security") == {("AuditLogFailures", "critical")}
    assert seen.told_to("compliance") == {("AuditLogFailures", "critical")}


def test_a_warning_about_what_is_critical_already_fires_and_is_held_back(seen: Seen) -> None:
    assert (BURN, "warning") in seen.firing
    assert (BURN, "warning") in seen.held_back
    assert seen.told_to("platform") == set()


def test_no_other_alert_fires_than_those_whose_cause_is_there(seen: Seen) -> None:
    expected = {("ServiceDown", "critical"), ("HighErrorRate", "critical"), ("AuditLogFailures", "critical")}
    assert seen.firing == expected | {(BURN, "critical"), (BURN, "warning")}


def test_a_message_says_where_the_alert_comes_from_what_is_wrong_and_where_its_runbook_is(seen: Seen) -> None:
    down = next(each for each in seen.told if each.name == "ServiceDown")
    assert down.labels == {
        "alertname": "ServiceDown",
        "environment": "drill",
        "instance": seen.gone,
        "job": "voiceassist-api-gateway",
        "service": "api-gateway",
        "severity": "critical",
        "stack": "voiceassist",
        "team": "platform",
    }
    assert seen.gone in down.annotations["summary"]
    assert down.annotations["runbook_url"] == "https://runbooks.voiceassist.example.com/service-down"


def test_the_share_of_failures_that_a_message_tells_is_the_real_one(seen: Seen) -> None:
    errors = next(each for each in seen.told if each.name == "HighErrorRate")
    share = float(errors.annotations["summary"].partition("%")[0])
    assert 50 < share <= 100


def test_every_query_of_every_dashboard_returns_data(seen: Seen) -> None:
    assert seen.asked > 100
    assert seen.unanswered == []


def test_when_the_target_is_back_those_who_were_told_hear_that_it_is_over(seen: Seen) -> None:
    assert {(each.receiver, each.name, each.labels["instance"]) for each in seen.ended} == {
        ("oncall", "ServiceDown", seen.gone)
    }
