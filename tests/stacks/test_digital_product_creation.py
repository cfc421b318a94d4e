"""Digital Product Creation's requirements, each held by what is emitted: metrics, routes, dashboards, objectives."""

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

STACK = "digital-product-creation"

# What the document lists under agent, system and business metrics: service → how a page reads each of them.
READ: dict[str, dict[str, tuple[str, ...]]] = {
    "dpc-5": {
        "agents": (
            "rate(agent_requests_total{", "agent_response_seconds_bucket{", "rate(llm_tokens_total{",
            "rate(agent_tool_calls_total{", "rate(agent_cache_lookups_total{",
        ),
    },
    "dpc-6": {
        "api": ("db_pool_connections{", "db_pool_limit{", "websocket_connections{", "http_client_connections{"),
        "jobs": ("db_pool_connections{", "db_pool_limit{", "job_queue_depth{"),
        "hosts": ("rate(node_cpu_seconds_total{", "node_memory_MemAvailable_bytes{", "node_memory_MemTotal_bytes{"),
        "containers": ("rate(container_cpu_usage_seconds_total{", "container_memory_working_set_bytes{"),
    },
    "dpc-7": {
        "jobs": ("rate(jobs_created_total{", "rate(jobs_finished_total{", "job_duration_seconds_bucket{"),
        "api": ("rate(assets_approved_total{", "active_users{", "rate(user_actions_total{"),
    },
}  # fmt: skip

# Dashboard → row → what its queries read: the four subjects that the document gives each page.
PAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "service-overview": {
        "Requests and errors": ("http_requests_total", 'status=~"5.."'),
        "Response time": ("0.5,", "0.9,", "0.99,", "0.95,", "http_request_duration_seconds_bucket"),
        "Users and connections": ("active_users", "websocket_connections"),
        "Resources": ("container_cpu_usage_seconds_total", "container_memory_working_set_bytes"),
    },
    "job-processing": {
        "Queue": ("sum by (status) (job_queue_depth", "increase(jobs_created_total"),
        "Processing time": ("sum by (model, le)", "job_duration_seconds_bucket"),
        "Success and failure": ("sum by (status)", 'jobs_finished_total{job="jobs", status="failed"}'),
        "Retries": ("job_retries_total",),
    },
    "agent-performance": {
        "Messages": ("agent_message_seconds_bucket",),
        "Tools": ("sum by (tool)", "agent_tool_calls_total"),
        "Tokens": ("sum by (model, direction)", "llm_tokens_total"),
        "Cache": ("agent_cache_lookups_total", 'result="hit"'),
    },
    "infrastructure": {
        "Containers": ("container_start_time_seconds", "container_oom_events_total"),
        "Connections": ("pg_stat_activity_count", "pg_settings_max_connections"),
        "Transactions": ("pg_stat_database_xact_commit", "pg_stat_database_deadlocks"),
        "Message broker": ("rabbitmq_global_messages_received_total", "rabbitmq_global_messages_delivered_total"),
        "Network": ("http_client_connect_seconds_bucket",),
    },
}

# Service and SLO → objective, events that are bad, all events.
OBJECTIVES = {
    ("api", "availability"): (
        "vector(0.999)",
        'http_requests_total{job="api", status=~"50[234]"}',
        'http_requests_total{job="api"}',
    ),
    ("api", "errors"): (
        "vector(0.99)",
        'http_requests_total{job="api", status=~"5.."}',
        'http_requests_total{job="api"}',
    ),
    ("api", "latency"): (
        "vector(0.95)",
        'http_request_duration_seconds_bucket{job="api", le=~"2(\\\\.0)?"}',
        'http_request_duration_seconds_count{job="api"}',
    ),
    ("jobs", "processing"): (
        "vector(0.95)",
        'job_duration_seconds_bucket{job="jobs", le=~"300(\\\\.0)?"}',
        'job_duration_seconds_count{job="jobs"}',
    ),
}

RECEIVERS = {"critical": {"pagerduty", "slack"}, "warning": {"slack", "email"}, "info": {"slack"}}


@pytest.fixture(scope="module")
def stack() -> CompiledStack:
    """The spec compiled for today's servers."""
    return compiled(STACK)


def page(stack: CompiledStack, name: str) -> dict[str, Any]:
    """Returns an emitted dashboard."""
    found: dict[str, Any] = json.loads(text(stack, f"grafana/dashboards/{name}.json"))
    return found


def rows(dashboard: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields each panel of a dashboard with the title of its row, those of collapsed rows among them."""
    row = ""
    for panel in dashboard["panels"]:
        if panel["type"] == "row":
            row = panel["title"]
            yield from ((row, inside) for inside in panel.get("panels", []))
        else:
            yield row, panel


def queries(panels: Iterator[dict[str, Any]]) -> str:
    """Returns the queries of panels, each with single spaces and none inside brackets."""
    found = [target["expr"] for panel in panels for target in panel.get("targets", [])]
    return "\n".join(re.sub(r"([({]) | (?=[)}])", r"\1", " ".join(each.split())) for each in found)


def test_dpc_4_prometheus_scrapes_every_15_seconds_and_keeps_15_days(stack: CompiledStack) -> None:
    config = document(stack, "prometheus/prometheus.yml")
    assert config["global"]["scrape_interval"] == "15s"
    assert not any("scrape_interval" in job for job in config["scrape_configs"])
    assert "--storage.tsdb.retention.time=15d" in text(stack, "prometheus/prometheus.args").splitlines()


def test_dpc_4_everything_that_has_metrics_is_scraped(stack: CompiledStack) -> None:
    jobs = document(stack, "prometheus/prometheus.yml")["scrape_configs"]
    assert {job["job_name"] for job in jobs} == {
        "agents", "api", "broker", "containers", "database", "hosts", "jobs",
    }  # fmt: skip
    discovered = {job["job_name"] for job in jobs if "dns_sd_configs" in job}
    assert discovered == {"hosts", "containers"}, "their exporters run on each host"


def test_dpc_4_what_is_asked_often_is_kept_over_1_minute_5_minutes_and_1_hour(stack: CompiledStack) -> None:
    found = {rule["record"]: rule["expr"] for rules in groups(stack).values() for rule in rules if "record" in rule}
    for name, metric in (("api:requests", "http_requests_total"), ("agents:requests", "agent_requests_total")):
        for window in ("1m", "5m", "1h"):
            assert f"{metric}{{job=" in found[f"{name}:rate{window}"]
            assert f"[{window}]" in found[f"{name}:rate{window}"]
    assert {each for each in found if each.startswith("jobs:ended:")} == {
        "jobs:ended:rate1m", "jobs:ended:rate5m", "jobs:ended:rate1h"
    }  # fmt: skip


def test_dpc_5_the_cost_of_tokens_is_kept_by_model_and_shown(stack: CompiledStack) -> None:
    (rule,) = groups(stack)["agents:costs"]
    assert rule["record"] == "agents:cost_usd:rate5m"
    expression = " ".join(rule["expr"].split())
    assert 'direction="input"}[5m])) * 0.000003' in expression
    assert 'direction="output"}[5m])) * 0.000015' in expression
    page = document(stack, "grafana/dashboards/agent-performance.json")
    (panel,) = (each for each in page["panels"] if each["title"] == "Cost per hour")
    assert panel["fieldConfig"]["defaults"]["unit"] == "currencyUSD"
    assert panel["targets"][0]["expr"] == 'sum by (model) (agents:cost_usd:rate5m{service="agents"}) * 3600'


def test_dpc_7_the_jobs_created_per_hour_are_kept(stack: CompiledStack) -> None:
    (rule,) = (each for each in groups(stack)["jobs:records"] if each["record"] == "jobs:created:increase1h")
    assert rule["expr"] == 'sum(increase(jobs_created_total{job="jobs"}[1h]))'


@pytest.mark.parametrize(("row", "service"), [(row, service) for row, found in READ.items() for service in found])
def test_dpc_5_to_7_the_page_of_a_service_reads_each_metric_as_its_type_demands(
    stack: CompiledStack, row: str, service: str
) -> None:
    shown = queries(panel for _, panel in rows(page(stack, f"services/{service}")))
    for metric in READ[row][service]:
        assert metric in shown


def test_dpc_7_jobs_per_hour_and_assets_per_project_can_be_read(stack: CompiledStack) -> None:
    shown = queries(panel for _, panel in rows(page(stack, "job-processing")))
    assert re.search(r"increase\(jobs_created_total\{[^}]*\}\[1h\]\)", shown)
    assert re.search(r"sum by \(project\) \(increase\(assets_approved_total\{", shown)


def test_dpc_12_warnings_are_quiet_on_sunday_morning_and_nothing_else_is(stack: CompiledStack) -> None:
    config = document(stack, "alertmanager/alertmanager.yml")
    (quiet,) = config["time_intervals"]
    (interval,) = quiet["time_intervals"]
    assert interval["weekdays"] == ["sunday"]
    assert interval["times"] == [{"start_time": "02:00", "end_time": "04:00"}]
    assert interval["location"] == "UTC"
    found = list(routes(config["route"]))
    muted = [route for route in found if route.get("mute_time_intervals")]
    assert {route["receiver"] for route in muted if "receiver" in route} == {"slack", "email"}
    assert all(route["matchers"] == ['severity="warning"'] for route in muted)
    told = [route for route in found if 'severity="warning"' in route.get("matchers", [])]
    assert muted == told, "a warning that is told by another way would not be quiet"


def routes(route: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yields the routes below a route."""
    for each in route.get("routes", []):
        yield each
        yield from routes(each)


def test_dpc_12_every_dashboard_marks_when_an_alert_fired(stack: CompiledStack) -> None:
    pages = [each.path for each in stack.artifacts if re.search(r"dashboards/.*\.json$", each.path)]
    assert len(pages) == 13, "the stack, its objectives, seven services, four that were asked for"
    for path in pages:
        marks = [mark["target"]["expr"] for mark in json.loads(text(stack, path))["annotations"]["list"][1:]]
        (mark,) = marks
        assert mark.startswith('ALERTS{alertstate="firing"')


@pytest.mark.parametrize("tools", TOOLS)
def test_dpc_13_amtool_leads_every_alert_to_those_whom_its_severity_names(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset = tools()
    stack = compiled(STACK, toolset.versions)
    config = written(stack, tmp_path) / "alertmanager/alertmanager.yml"
    told: dict[tuple[str, str | None, str], set[str]] = {}
    expected: dict[tuple[str, str | None, str], set[str]] = {}
    for rule in alerts(stack):
        labels = {"alertname": rule["alert"], "stack": STACK, **rule["labels"]}
        key = (rule["alert"], rule["labels"].get("service"), rule["labels"]["severity"])
        arguments = [f"{name}={value}" for name, value in labels.items()]
        answer = call(toolset, "amtool", "config", "routes", "test", f"--config.file={config}", *arguments)
        told[key] = set(answer.strip().split(","))
        expected[key] = RECEIVERS[key[2]]
    assert told == expected
    assert {severity for *_, severity in told} == set(RECEIVERS)


def test_dpc_13_receivers_read_their_secrets_from_files(stack: CompiledStack) -> None:
    config = document(stack, "alertmanager/alertmanager.yml")
    receivers = {each["name"]: each for each in config["receivers"]}
    assert set(receivers) == {"pagerduty", "slack", "email"}
    assert receivers["pagerduty"]["pagerduty_configs"][0]["routing_key_file"] == "/run/secrets/pagerduty"
    assert receivers["slack"]["slack_configs"][0]["api_url_file"] == "/run/secrets/slack"
    assert receivers["email"]["email_configs"][0]["to"] == "engineering@dpc.example.com"
    assert config["global"]["smtp_auth_password_file"] == "/run/secrets/smtp"


@pytest.mark.parametrize(("name", "row"), [(name, row) for name, found in PAGES.items() for row in found])
def test_dpc_16_a_dashboard_has_a_row_for_each_of_its_subjects(stack: CompiledStack, name: str, row: str) -> None:
    shown = queries(panel for title, panel in rows(page(stack, name)) if title == row)
    for part in PAGES[name][row]:
        assert part in shown


def test_dpc_16_a_dashboard_says_whom_it_is_for(stack: CompiledStack) -> None:
    assert {name: page(stack, name)["title"] for name in PAGES} == {
        "service-overview": "Service Overview",
        "job-processing": "Job Processing",
        "agent-performance": "Agent Performance",
        "infrastructure": "Infrastructure",
    }
    tagged = {name: [tag for tag in page(stack, name)["tags"] if tag.startswith("audience:")] for name in PAGES}
    assert tagged == {
        "service-overview": ["audience:everybody"],
        "job-processing": ["audience:product"],
        "agent-performance": ["audience:product"],
        "infrastructure": ["audience:platform"],
    }


@pytest.mark.parametrize(("service", "slo"), OBJECTIVES)
def test_dpc_17_an_objective_counts_the_events_that_were_promised(stack: CompiledStack, service: str, slo: str) -> None:
    rules = groups(stack)[f"{service}:slo:{slo}"]
    records = {rule["record"]: " ".join(rule["expr"].split()) for rule in rules if "record" in rule}
    objective, part, whole = OBJECTIVES[service, slo]
    assert records["slo:objective:ratio"] == objective
    assert records["slo:events:rate5m"] == f"sum(rate({whole}[5m]))"
    assert f"rate({part}[5m])" in records["slo:bad:rate5m"]


@pytest.mark.parametrize(("service", "slo"), OBJECTIVES)
def test_dpc_17_an_objective_looks_back_14_days_of_the_15_that_are_kept(
    stack: CompiledStack, service: str, slo: str
) -> None:
    rules = groups(stack)[f"{service}:slo:{slo}"]
    records = {rule["record"]: rule["expr"] for rule in rules if "record" in rule}
    assert "[14d:5m]" in records["slo:events:increase14d"]
    assert "slo:budget_remaining:ratio14d" in records
    days = [int(each) for expr in records.values() for each in re.findall(r"\[(\d+)d", expr)]
    assert max(days) == 14


@pytest.mark.parametrize(("service", "slo"), OBJECTIVES)
def test_dpc_17_a_budget_that_burns_fast_pages_and_one_that_burns_slowly_warns(
    stack: CompiledStack, service: str, slo: str
) -> None:
    rules = [rule for rule in groups(stack)[f"{service}:slo:{slo}"] if "alert" in rule]
    assert {rule["alert"] for rule in rules} == {f"{service.title()}{slo.title()}BudgetBurn"}
    assert [rule["labels"]["severity"] for rule in rules] == ["critical", "warning"]


def test_dpc_17_one_page_shows_every_objective(stack: CompiledStack) -> None:
    shown = queries(panel for _, panel in rows(page(stack, "_slos")))
    assert "slo:objective:ratio" in shown
    assert "slo:budget_remaining:ratio14d" in shown


def test_dpc_18_there_are_runbooks_for_restart_connections_memory_and_backlog(stack: CompiledStack) -> None:
    pages = {rule["alert"]: rule["annotations"]["runbook_url"].rpartition("/")[2] for rule in alerts(stack)}
    assert pages["ServiceDown"] == "service-restart"
    assert pages["PostgresDown"] == pages["DatabasePoolExhausted"] == "database-connections"
    assert pages["NodeMemoryAlmostFull"] == "high-memory-usage"
    assert pages["LongQueue"] == pages["JobsProcessingBudgetBurn"] == "queue-backlog"


def test_dpc_18_a_critical_alert_links_to_a_page_that_a_person_wrote_and_every_other_one_to_some_page(
    stack: CompiledStack,
) -> None:
    emitted = {each.path for each in stack.artifacts if each.path.startswith("runbooks/")}
    library = ROOT / "compiler/signalwright/library"
    written = [*(ROOT / "spec" / STACK / "runbooks").glob("*.md"), *library.glob("*/runbooks/*.md")]
    ours = {f"runbooks/{each.name}" for each in written}
    for rule in alerts(stack):
        base, _, name = rule["annotations"]["runbook_url"].rpartition("/")
        assert base == "https://runbooks.dpc.example.com"
        assert f"runbooks/{name}.md" in (ours if rule["labels"]["severity"] == "critical" else emitted), rule["alert"]


def test_dpc_18_a_runbook_names_only_alerts_and_pages_that_exist(stack: CompiledStack) -> None:
    emitted = {each.path for each in stack.artifacts if each.path.startswith("runbooks/")}
    known = {rule["alert"] for rule in alerts(stack)}
    for path in (ROOT / "spec" / STACK / "runbooks").glob("*.md"):
        page = path.read_text("utf-8")
        for name in re.findall(r"\bpage ([a-z]+(?:-[a-z]+)+)", page):
            assert f"runbooks/{name}.md" in emitted, path.name
        for name in re.findall(r"\b(?:Api|Jobs|Database|High|Long|Node|Postgres|Service)[A-Z]\w+", page):
            assert name in known, f"{path.name}: {name}"


def test_the_spec_is_short_enough_to_be_read() -> None:
    lines = [line for path in (ROOT / "spec" / STACK).rglob("*.yaml") for line in path.read_text("utf-8").splitlines()]
    assert len(lines) <= 250
    assert max(map(len, lines)) <= 120
