"""Residency Scheduler's requirements, each held by what is emitted for production."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from signalwright.compile import CompiledStack
from tests.servers.toolset import Toolset
from tests.stacks.emitted import ROOT, TOOLS, alerts, call, compiled, document, groups, text, written

STACK = "residency-scheduler"
PRODUCTION = f"{STACK}/production"

# What the guide's checklist asks for, and the metrics that answer it.
CHECKLIST = {
    "CPU usage": ["system_cpu_utilization_ratio"],
    "Memory usage": ["system_memory_used_bytes", "system_memory_total_bytes"],
    "Disk I/O": ["system_disk_io_bytes_total"],
    "Network I/O": ["system_network_io_bytes_total"],
    "Process metrics": [
        "process_cpu_seconds_total",
        "process_resident_memory_bytes",
        "process_open_fds",
        "process_max_fds",
    ],
    "Request rate": ["http_requests_total"],
    "Response time": ["http_request_duration_seconds_bucket"],
    "Error rate": ["http_requests_total"],
    "Active users": ["active_users"],
    "Database connections": ["database_connections_active", "database_connections_limit"],
    "Cache hit rate": ["cache_lookups_total"],
    "ACGME violations": ["acgme_violations_total"],
    "Schedule generation time": ["schedule_generation_duration_seconds_bucket"],
    "Swap requests": ["swap_requests_total"],
    "User activity": ["user_actions_total"],
    "Compliance score": ["acgme_compliance_ratio"],
    "Failed authentication attempts": ["authentication_failures_total"],
    "Rate limit violations": ["rate_limit_violations_total"],
    "Suspicious activity": ["suspicious_activity_total"],
    "Data access events": ["data_access_events_total"],
}

OWN = 'job=~"$job", instance=~"$instance"'
APPLICATION = 'job="residency-scheduler"'
PLANNER = 'job="residency-scheduler-planner"'
FAILED = f'sum(rate(http_requests_total{{{APPLICATION}, status=~"5.."}}[5m]))'
REQUESTS = f"sum(rate(http_requests_total{{{APPLICATION}}}[5m]))"
LOOKUPS = f"sum(rate(cache_lookups_total{{{OWN}}}[$__rate_interval]))"
# Dashboard → panel → query with single spaces.
DASHBOARDS = {
    "Overview": {
        "Request rate": f"sum(rate(http_requests_total{{{OWN}}}[$__rate_interval]))",
        "Response time (p95)": (
            "histogram_quantile( 0.95, sum by (le) ("
            f" rate(http_request_duration_seconds_bucket{{{OWN}}}[$__rate_interval]) ) )"
        ),
        "Error rate": f"( {FAILED} or {REQUESTS} * 0 ) / {REQUESTS}",
        "Active users": f"active_users{{{OWN}}}",
        "Database connections": f"database_connections_active{{{OWN}}}",
        "Cache hit rate": (
            f'( sum(rate(cache_lookups_total{{{OWN}, result="hit"}}[$__rate_interval])) or {LOOKUPS} * 0 )'
            f" / ({LOOKUPS} > 0)"
        ),
    },
    "Compliance": {
        "ACGME violations (24h)": f'sum(increase(acgme_violations_total{{{PLANNER}, job=~"$job"}}[1d]))',
        "Violations by type": f'sum by (rule) (increase(acgme_violations_total{{{PLANNER}, job=~"$job"}}[1d]))',
        "Schedule overrides": (f"sum by (reason) ( increase( schedule_overrides_total{{{APPLICATION}, {OWN}}}[1d] ) )"),
        "Compliance score": f'acgme_compliance_ratio{{{PLANNER}, job=~"$job"}}',
    },
    "Security": {
        "Failed authentication attempts": f"sum by (reason) (increase(authentication_failures_total{{{OWN}}}[5m]))",
        "Rate limit violations": f"sum by (endpoint) (increase(rate_limit_violations_total{{{OWN}}}[10m]))",
        "Suspicious activity events": f"sum by (kind) (increase(suspicious_activity_total{{{OWN}}}[10m]))",
    },
}

POOL = f"database_connections_active{{{APPLICATION}}} / database_connections_limit{{{APPLICATION}}}"
LOGINS = f"sum(increase(authentication_failures_total{{{APPLICATION}}}[5m]))"
MEMORY = f"system_memory_used_bytes{{{APPLICATION}}} / system_memory_total_bytes{{{APPLICATION}}}"
AUDIT = f"acgme_audit_last_success_timestamp_seconds{{{PLANNER}}}"
HITS = f'sum(rate(cache_lookups_total{{{APPLICATION}, result="hit"}}[30m]))'
SEARCHED = f"sum(rate(cache_lookups_total{{{APPLICATION}}}[30m]))"
# Alert and severity → expression with single spaces, `for`.
ALERTS: dict[tuple[str, str], tuple[str, str | None]] = {
    ("BackendDown", "critical"): (f"up{{{APPLICATION}}} == 0 or absent(up{{{APPLICATION}}})", "1m"),
    ("HighErrorRate", "critical"): (f"{FAILED} / {REQUESTS} > 0.1", "5m"),
    ("HighErrorRate", "warning"): (f"{FAILED} / {REQUESTS} > 0.02", "5m"),
    ("SlowRequests", "warning"): (
        (
            "histogram_quantile( 0.95,"
            f" sum by (le) (rate(http_request_duration_seconds_bucket{{{APPLICATION}}}[5m])) ) > 2"
        ),
        "10m",
    ),
    ("DatabaseConnectionsNearLimit", "critical"): (f"{POOL} > 0.95", "5m"),
    ("DatabaseConnectionsNearLimit", "warning"): (f"{POOL} > 0.8", "5m"),
    ("LowCacheHitRate", "info"): (f"( {HITS} or {SEARCHED} * 0 ) / {SEARCHED} < 0.5", "1h"),
    ("ManyFailedLogins", "critical"): (f"{LOGINS} > 300", None),
    ("ManyFailedLogins", "warning"): (f"{LOGINS} > 50", None),
    ("SuspiciousActivity", "critical"): (
        f"sum by (kind) (increase(suspicious_activity_total{{{APPLICATION}}}[10m])) > 0",
        None,
    ),
    ("ManyRateLimitViolations", "warning"): (
        f"sum by (endpoint) (increase(rate_limit_violations_total{{{APPLICATION}}}[10m])) > 200",
        None,
    ),
    ("HighCPUUsage", "warning"): (f"system_cpu_utilization_ratio{{{APPLICATION}}} > 0.9", "15m"),
    ("HighMemoryUsage", "warning"): (f"{MEMORY} > 0.9", "5m"),
    ("ProcessFileDescriptorsNearLimit", "warning"): (
        f"process_open_fds{{{APPLICATION}}} / process_max_fds{{{APPLICATION}}} > 0.8",
        "10m",
    ),
    ("ProcessRestartsInALoop", "critical"): (f"time() - process_start_time_seconds{{{APPLICATION}}} < 300", "15m"),
    ("PushgatewayDown", "warning"): ('up{job="pushgateway"} == 0 or absent(up{job="pushgateway"})', "5m"),
    ("ComplianceScoreLow", "critical"): (f"acgme_compliance_ratio{{{PLANNER}}} < 0.9", "15m"),
    ("ComplianceScoreLow", "warning"): (f"acgme_compliance_ratio{{{PLANNER}}} < 0.98", "15m"),
    ("ACGMEViolations", "warning"): (
        f"sum by (rule) (increase(acgme_violations_total{{{PLANNER}}}[1d])) > 0",
        None,
    ),
    ("ComplianceUnknown", "warning"): (f"time() - {AUDIT} > 10800 or absent({AUDIT})", "15m"),
    ("SlowScheduleGeneration", "warning"): (
        (
            "histogram_quantile( 0.95,"
            f" sum by (le) ( rate(schedule_generation_duration_seconds_bucket{{{PLANNER}}}[1h]) ) ) > 300"
        ),
        None,
    ),
}

RECEIVERS = {
    "production": {"critical": "pagerduty", "warning": "slack", "info": "default"},
    "staging": {"critical": "slack", "warning": "slack", "info": "default"},
    "development": {"critical": "default", "warning": "default", "info": "default"},
}


@pytest.fixture(scope="module")
def stack() -> CompiledStack:
    """The spec compiled for production and today's servers."""
    return compiled(PRODUCTION)


def dashboards(stack: CompiledStack) -> dict[str, Any]:
    """Returns every emitted dashboard by its title."""
    pages = (json.loads(each.content) for each in stack.artifacts if each.path.endswith(".json"))
    return {each["title"]: each for each in pages}


def panels(page: Any) -> Iterator[Any]:
    """Yields the panels of a dashboard, those of closed rows among them."""
    for panel in page["panels"]:
        yield panel
        yield from panel.get("panels", ())


def names(expression: str) -> set[str]:
    """Returns the words of an expression, with its metrics among them."""
    return set(re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*", expression))


def jobs(stack: CompiledStack) -> dict[str, Any]:
    """Returns what Prometheus scrapes, by job."""
    return {each["job_name"]: each for each in document(stack, "prometheus/prometheus.yml")["scrape_configs"]}


def test_rs_1_prometheus_scrapes_the_application_and_judges_rules_every_15_seconds(stack: CompiledStack) -> None:
    config = document(stack, "prometheus/prometheus.yml")
    assert config["global"]["scrape_interval"] == config["global"]["evaluation_interval"] == "15s"
    job = jobs(stack)["residency-scheduler"]
    assert job["static_configs"] == [{"targets": ["backend:8000"], "labels": {"service": "backend"}}]
    assert job.get("metrics_path", "/metrics") == "/metrics"
    assert {"scrape_interval", "scheme"}.isdisjoint(job)


@pytest.mark.parametrize("title", DASHBOARDS)
def test_rs_2_a_dashboard_has_the_panels_of_the_guide_in_its_order(title: str, stack: CompiledStack) -> None:
    shown = [
        (panel["title"], " ".join(target["expr"].split()))
        for panel in panels(dashboards(stack)[title])
        for target in panel["targets"]
    ]
    assert shown == list(DASHBOARDS[title].items())


def test_rs_2_the_dashboards_have_six_four_and_three_panels(stack: CompiledStack) -> None:
    assert {title: len(list(panels(dashboards(stack)[title]))) for title in DASHBOARDS} == {
        "Overview": 6,
        "Compliance": 4,
        "Security": 3,
    }


def test_rs_2_grafana_finds_dashboards_and_their_data_by_itself(stack: CompiledStack) -> None:
    (provider,) = document(stack, "grafana/provisioning/dashboards/dashboards.yml")["providers"]
    assert (provider["type"], provider["folder"]) == ("file", "residency-scheduler production")
    sources = document(stack, "grafana/provisioning/datasources/datasources.yml")["datasources"]
    assert {each["type"]: each["url"] for each in sources} == {
        "prometheus": "http://prometheus:9090",
        "alertmanager": "http://alertmanager:9093",
        "loki": "http://loki:3100",
        "jaeger": "http://jaeger:16686",
    }
    (metrics,) = (each["uid"] for each in sources if each["type"] == "prometheus")
    for title in DASHBOARDS:
        (variable,) = (each for each in dashboards(stack)[title]["templating"]["list"] if each["type"] == "datasource")
        assert variable["current"]["value"] == metrics


def test_rs_3_the_gateway_keeps_the_labels_of_those_who_push(stack: CompiledStack) -> None:
    scraped = jobs(stack)
    assert set(scraped) == {"residency-scheduler", "pushgateway"}, "the planner is read where it pushes"
    gateway = scraped["pushgateway"]
    assert gateway["honor_labels"] is True
    assert gateway["static_configs"] == [{"targets": ["pushgateway:9091"], "labels": {"service": "pushgateway"}}]


def test_rs_3_what_is_pushed_is_not_scraped_and_the_other_way_round(stack: CompiledStack) -> None:
    services = stack.stack.services
    assert [name for name, each in services.items() if each.push is not None] == ["planner"]
    pushed, scraped = set(services["planner"].metrics), set(services["backend"].metrics)
    assert pushed
    assert pushed.isdisjoint(scraped)
    for rule in alerts(stack):
        reads = names(rule["expr"])
        is_pushed = any(metric in reads or f"{metric}_bucket" in reads for metric in pushed)
        assert (PLANNER in rule["expr"]) is is_pushed


def test_rs_5_alertmanager_groups_waits_and_repeats_as_the_guide_says(stack: CompiledStack) -> None:
    config = document(stack, "alertmanager/alertmanager.yml")
    assert config["global"]["resolve_timeout"] == "5m"
    route = config["route"]
    assert route["group_by"] == ["alertname", "severity"]
    assert [route[key] for key in ("group_wait", "group_interval", "repeat_interval")] == ["10s", "10s", "12h"]
    assert route["receiver"] == "default"
    assert [(each["matchers"], each["receiver"]) for each in route["routes"]] == [
        (['severity="critical"'], "pagerduty"),
        (['severity="warning"'], "slack"),
        (['severity="info"'], "default"),
    ]


def test_rs_5_every_receiver_gets_its_secret_from_a_file(stack: CompiledStack) -> None:
    config = document(stack, "alertmanager/alertmanager.yml")
    receivers = {each.pop("name"): each for each in config["receivers"]}
    assert {name: list(each) for name, each in receivers.items()} == {
        "default": ["email_configs"],
        "pagerduty": ["pagerduty_configs"],
        "slack": ["slack_configs"],
    }
    (page,), (post,) = receivers["pagerduty"]["pagerduty_configs"], receivers["slack"]["slack_configs"]
    assert page["routing_key_file"] == "/run/secrets/pagerduty"
    assert (post["api_url_file"], post["channel"]) == ("/run/secrets/slack", "#alerts")
    assert receivers["default"]["email_configs"][0]["to"] == "alerts@example.com"
    assert config["global"]["smtp_auth_password_file"] == "/run/secrets/smtp"
    assert not re.search(r"(service_key|routing_key|api_url|password):", text(stack, "alertmanager/alertmanager.yml"))


@pytest.mark.parametrize("environment", RECEIVERS)
@pytest.mark.parametrize("tools", TOOLS)
def test_rs_5_amtool_leads_every_alert_to_those_whom_its_severity_names(
    tools: Callable[[], Toolset], environment: str, tmp_path: Path
) -> None:
    toolset = tools()
    stack = compiled(f"{STACK}/{environment}", toolset.versions)
    config = written(stack, tmp_path) / "alertmanager/alertmanager.yml"

    def told(**labels: str) -> str:
        arguments = [f"{name}={value}" for name, value in labels.items()]
        return call(toolset, "amtool", "config", "routes", "test", f"--config.file={config}", *arguments).strip()

    for rule in alerts(stack):
        labels = rule["labels"]
        assert told(alertname=rule["alert"], **labels) == RECEIVERS[environment][labels["severity"]]
    assert told(alertname="Foreign") == "default"


@pytest.mark.parametrize("asked", CHECKLIST)
def test_rs_7_what_the_checklist_asks_for_is_on_a_dashboard(asked: str, stack: CompiledStack) -> None:
    shown = {
        name
        for page in dashboards(stack).values()
        for panel in panels(page)
        for target in panel.get("targets", ())
        for name in names(target.get("expr", ""))
    }
    assert set(CHECKLIST[asked]) <= shown


def test_rs_7_response_times_are_shown_as_p50_p95_and_p99(stack: CompiledStack) -> None:
    queries = {
        " ".join(target["expr"].split())
        for title in ("Overview", "backend")
        for panel in panels(dashboards(stack)[title])
        for target in panel.get("targets", ())
    }
    for quantile in ("0.5", "0.95", "0.99"):
        assert any(
            each.startswith(f"histogram_quantile( {quantile},") and "http_request_duration_seconds_bucket" in each
            for each in queries
        )


def test_rs_7_every_metric_has_a_meaning_and_no_label_that_names_a_person(stack: CompiledStack) -> None:
    for service in stack.stack.services.values():
        for metric in service.metrics.values():
            assert metric.help, metric.name
            assert {"user", "user_id", "resident", "resident_id", "email", "name", "ip"}.isdisjoint(metric.labels)


def test_rs_11_the_rules_that_come_of_the_code_have_these_thresholds(stack: CompiledStack) -> None:
    emitted = {
        (rule["alert"], rule["labels"]["severity"]): (" ".join(rule["expr"].split()), rule.get("for"))
        for rule in alerts(stack)
    }
    assert emitted == ALERTS
    assert set(groups(stack)) == {"backend:alerts", "planner:alerts", "pushgateway:alerts"}


def test_rs_11_the_stack_is_written_in_python_alone() -> None:
    folder = ROOT / "spec" / STACK
    assert {each.suffix for each in folder.rglob("*") if each.is_file() and each.suffix != ".pyc"} == {".py", ".md"}


def test_every_critical_alert_has_a_runbook_that_a_person_wrote_and_every_other_one_has_a_page(
    stack: CompiledStack,
) -> None:
    emitted = {each.path for each in stack.artifacts if each.path.startswith("runbooks/")}
    ours = {f"runbooks/{each.name}" for each in (ROOT / "spec" / STACK / "runbooks").glob("*.md")}
    linked = set()
    for rule in alerts(stack):
        base, _, page = rule["annotations"]["runbook_url"].rpartition("/")
        assert base == "https://runbooks.scheduler.example.com"
        linked.add(f"runbooks/{page}.md")
        assert f"runbooks/{page}.md" in (ours if rule["labels"]["severity"] == "critical" else emitted)
    assert ours <= linked, "a page that no alert leads to"


def test_runbooks_ask_for_metrics_that_exist(stack: CompiledStack) -> None:
    declared = {(each.job, metric) for each in stack.stack.services.values() for metric in each.metrics}
    asked = {
        (job, metric.removesuffix("_bucket"))
        for page in (ROOT / "spec" / STACK / "runbooks").glob("*.md")
        for metric, job in re.findall(r'(\w+)\{job="([^"]*)"', page.read_text(encoding="utf-8"))
    }
    assert len(asked) > 3
    assert asked - declared - {("residency-scheduler", "up")} == set()


def test_the_spec_is_short_enough_to_be_read() -> None:
    lines = [line for path in (ROOT / "spec" / STACK).rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 120


def test_each_page_that_a_person_wrote_is_one_that_an_alert_leads_to(stack: CompiledStack) -> None:
    led_to = {rule["annotations"]["runbook_url"].rpartition("/")[2] + ".md" for rule in alerts(stack)}
    written_pages = {path.name for path in (ROOT / "spec" / STACK / "runbooks").iterdir()}
    assert written_pages <= led_to
    assert {"backend-down.md", "process-file-descriptors.md"} <= led_to
