"""VoiceAssist's requirements, each held by what is emitted: metrics, Prometheus, routes and receivers, alerts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from signalwright.compile import CompiledStack, compile_project
from signalwright_targets.prometheus.settings import PrometheusSettings
from tests.servers.toolset import Toolset
from tests.stacks.emitted import ROOT, TOOLS, alerts, call, compiled, document, groups, of_libraries, text, written

STACK = "voiceassist"

# The metrics that the application's report lists, with the types that it says or that their names and units imply.
METRICS = {
    "http_requests_total": "counter",
    "http_request_duration_seconds": "histogram",
    "http_requests_in_progress": "gauge",
    "http_request_size_bytes": "histogram",
    "http_response_size_bytes": "histogram",
    "active_connections": "gauge",
    "authentication_attempts_total": "counter",
    "rag_queries_total": "counter",
    "rag_query_duration_seconds": "histogram",
    "document_uploads_total": "counter",
    "vector_search_queries_total": "counter",
    "vector_search_duration_seconds": "histogram",
    "database_connections_active": "gauge",
    "database_query_duration_seconds": "histogram",
    "redis_operations_total": "counter",
    "redis_operation_duration_seconds": "histogram",
    "external_api_calls_total": "counter",
    "external_api_duration_seconds": "histogram",
    "errors_total": "counter",
    "health_check_status": "gauge",
}

GATEWAY = 'job="voiceassist-api-gateway"'
FILE_SYSTEM = 'job="hosts", fstype!~"tmpfs|overlay|squashfs|ramfs"'
# Group → alert → expression with single spaces, `for`, severity.
ALERTS: dict[str, dict[str, tuple[str, str | None, str]]] = {
    "voiceassist_critical": {
        "ServiceDown": (f"up{{{GATEWAY}}} == 0 or absent(up{{{GATEWAY}}})", "1m", "critical"),
        "DatabaseDown": ('pg_up{job="postgres"} < 1 or absent(pg_up{job="postgres"})', "1m", "critical"),
        "HighErrorRate": (
            (
                f'sum(rate(http_requests_total{{{GATEWAY}, status=~"5.."}}[5m]))'
                f" / sum(rate(http_requests_total{{{GATEWAY}}}[5m])) > 0.05"
            ),
            "5m",
            "critical",
        ),
        "HighResponseTime": (
            (
                "histogram_quantile( 0.95,"
                f" sum by (le) (rate(http_request_duration_seconds_bucket{{{GATEWAY}}}[5m])) ) > 2"
            ),
            "5m",
            "critical",
        ),
        "HighAuthenticationFailureRate": (
            f'sum(increase(authentication_attempts_total{{{GATEWAY}, result="failure"}}[5m])) > 50',
            "1m",
            "critical",
        ),
        "DatabaseConnectionPoolNearLimit": (
            f"database_connections_active{{{GATEWAY}}} / database_connections_limit{{{GATEWAY}}} > 0.8",
            "5m",
            "critical",
        ),
        "HighMemoryUsage": (
            'node_memory_MemAvailable_bytes{job="hosts"} / node_memory_MemTotal_bytes{job="hosts"} < 0.1',
            "5m",
            "critical",
        ),
        "LowDiskSpace": (
            f"node_filesystem_avail_bytes{{{FILE_SYSTEM}}} / node_filesystem_size_bytes{{{FILE_SYSTEM}}} < 0.1",
            "5m",
            "critical",
        ),
    },
    "voiceassist_performance": {
        "SlowRAGQueries": (
            f"histogram_quantile( 0.95, sum by (le) (rate(rag_query_duration_seconds_bucket{{{GATEWAY}}}[10m])) ) > 30",
            "5m",
            "warning",
        ),
        "SlowVectorSearch": (
            (
                "histogram_quantile( 0.95,"
                f" sum by (le) (rate(vector_search_duration_seconds_bucket{{{GATEWAY}}}[10m])) ) > 2"
            ),
            "5m",
            "warning",
        ),
    },
    "voiceassist_security": {
        "AuditLogFailures": (f"sum(increase(audit_log_failures_total{{{GATEWAY}}}[5m])) > 0", None, "critical"),
        "TokenRevocationServiceDown": (f"token_revocation_up{{{GATEWAY}}} < 1", "2m", "warning"),
    },
    "voiceassist_data_integrity": {
        "NoRecentBackup": (
            (
                'time() - backup_last_success_timestamp_seconds{job="backup"} > 86400'
                ' or absent(backup_last_success_timestamp_seconds{job="backup"})'
            ),
            "15m",
            "critical",
        ),
    },
}

# Alert → who is told in addition to the people on call (critical) or the platform team (warning).
ALSO = {
    "HighAuthenticationFailureRate": {"security", "compliance"},
    "AuditLogFailures": {"security", "compliance"},
    "TokenRevocationServiceDown": {"security"},
    "NoRecentBackup": {"compliance"},
}
RECEIVERS = {"critical": "oncall", "warning": "platform"}


@pytest.fixture(scope="module")
def stack() -> CompiledStack:
    """The spec compiled for today's servers."""
    return compiled(STACK)


def test_va_1_the_gateway_declares_every_metric_of_the_report_with_its_type(stack: CompiledStack) -> None:
    declared = stack.stack.services["api-gateway"].metrics
    assert {name: str(declared[name].type) for name in METRICS} == METRICS


def test_va_1_every_metric_says_what_it_is_and_every_histogram_where_its_buckets_end(stack: CompiledStack) -> None:
    for service in stack.stack.services.values():
        for metric in service.metrics.values():
            assert metric.help, metric.name
            assert bool(metric.buckets) == (metric.type == "histogram"), metric.name


def test_va_1_a_quantile_can_exceed_the_bound_of_its_alert(stack: CompiledStack) -> None:
    metrics = stack.stack.services["api-gateway"].metrics
    for name, bound in (
        ("http_request_duration_seconds", 2),
        ("rag_query_duration_seconds", 30),
        ("vector_search_duration_seconds", 2),
    ):
        assert bound in metrics[name].buckets
        assert metrics[name].buckets[-1] > bound


def test_va_5_prometheus_scrapes_the_gateway_and_what_the_alerts_read(stack: CompiledStack) -> None:
    jobs = document(stack, "prometheus/prometheus.yml")["scrape_configs"]
    written = {each["job_name"]: each["static_configs"][0]["targets"] for each in jobs if "static_configs" in each}
    assert written == {
        "postgres": ["postgres-exporter:9187"],
        "pushgateway": ["pushgateway:9091"],
        "redis": ["redis-exporter:9121"],
        "voiceassist-api-gateway": ["api-gateway:8000"],
    }
    assert next(each for each in jobs if each["job_name"] == "pushgateway")["honor_labels"] is True


def test_va_5_prometheus_discovers_the_exporter_of_each_host(stack: CompiledStack) -> None:
    jobs = document(stack, "prometheus/prometheus.yml")["scrape_configs"]
    hosts = next(each for each in jobs if each["job_name"] == "hosts")
    assert hosts["dns_sd_configs"] == [{"names": ["tasks.node-exporter"], "type": "A", "port": 9100}]
    assert hosts["relabel_configs"] == [{"target_label": "service", "replacement": "hosts"}]


def test_va_5_prometheus_reads_every_rule_file_and_alerts_through_alertmanager(stack: CompiledStack) -> None:
    config = document(stack, "prometheus/prometheus.yml")
    emitted = [each.path.removeprefix("prometheus/") for each in stack.artifacts if "/rules/" in each.path]
    assert sorted(config["rule_files"]) == sorted(emitted)
    (alertmanager,) = config["alerting"]["alertmanagers"]
    assert alertmanager["static_configs"] == [{"targets": ["alertmanager:9093"]}]


def test_va_5_prometheus_keeps_90_days_and_listens_where_everybody_looks(stack: CompiledStack) -> None:
    flags = text(stack, "prometheus/prometheus.args").splitlines()
    assert "--storage.tsdb.retention.time=90d" in flags
    assert not any(flag.startswith("--web.listen-address") for flag in flags), "9090 is the server's own default"
    settings = stack.stack.backends["prometheus"].settings
    assert isinstance(settings, PrometheusSettings)
    assert settings.at == "prometheus:9090"


def test_va_7_loki_keeps_90_days_on_a_file_system_and_answers_where_everybody_looks(stack: CompiledStack) -> None:
    config = document(stack, "loki/loki-config.yml")
    assert config["server"]["http_listen_port"] == 3100
    assert config["limits_config"] == {"retention_period": "90d", "max_query_lookback": "90d"}
    assert config["compactor"]["retention_enabled"] is True
    assert config["compactor"]["delete_request_store"] == "filesystem"
    (period,) = config["schema_config"]["configs"]
    assert (period["store"], period["schema"], period["object_store"]) == ("tsdb", "v13", "filesystem")


def test_va_7_a_loki_of_the_report_s_time_gets_its_boltdb_shipper_and_keeps_as_long() -> None:
    done = compile_project(ROOT, override={"loki": "2.9"})
    (stack,) = (each for each in done.stacks if each.folder == STACK)
    config = document(stack, "loki/loki-config.yml")
    (period,) = config["schema_config"]["configs"]
    assert (period["store"], period["schema"], period["object_store"]) == ("boltdb-shipper", "v11", "filesystem")
    assert config["limits_config"]["retention_period"] == "90d"
    assert config["compactor"]["retention_enabled"] is True
    told = [each.name for each in done.report if each.primary.place.file.startswith(f"spec/{STACK}/")]
    assert told == ["loki/legacy-index"]


def test_va_9_alertmanager_remembers_for_5_days_and_listens_where_everybody_looks(stack: CompiledStack) -> None:
    flags = text(stack, "alertmanager/alertmanager.args").splitlines()
    assert "--data.retention=120h" in flags
    assert not any(flag.startswith("--web.listen-address") for flag in flags), "9093 is the server's own default"


def test_va_9_every_receiver_is_told_by_webhook_and_by_mail(stack: CompiledStack) -> None:
    config = document(stack, "alertmanager/alertmanager.yml")
    assert {each["name"] for each in config["receivers"]} == {"oncall", "platform", "security", "compliance"}
    for receiver in config["receivers"]:
        assert set(receiver) == {"name", "webhook_configs", "email_configs"}
        (webhook,), (mail,) = receiver["webhook_configs"], receiver["email_configs"]
        assert webhook["url"].startswith("http://alert-relay:8080/")
        assert mail["to"].endswith("@voiceassist.example.com")
    assert config["global"]["smtp_auth_password_file"] == "/run/secrets/smtp-password"


@pytest.mark.parametrize("tools", TOOLS)
def test_va_9_amtool_leads_every_alert_to_those_whom_its_severity_and_labels_name(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset = tools()
    stack = compiled(STACK, toolset.versions)
    config = written(stack, tmp_path) / "alertmanager/alertmanager.yml"
    told = {}
    expected = {}
    for rule in alerts(stack):
        labels = {"alertname": rule["alert"], "stack": STACK, **rule["labels"]}
        key = (rule["alert"], rule["labels"]["severity"])
        arguments = [f"{name}={value}" for name, value in labels.items()]
        answer = call(toolset, "amtool", "config", "routes", "test", f"--config.file={config}", *arguments)
        told[key] = set(answer.strip().split(","))
        expected[key] = {RECEIVERS[key[1]], *ALSO.get(key[0], set())}
    assert told == expected
    of_the_spec = {key for key in told if key[0] not in of_libraries(stack)}
    assert len(of_the_spec) == 13 + 4, "13 alerts and, for each SLO, a critical one and a warning"


@pytest.mark.parametrize("tools", TOOLS)
def test_va_9_an_alert_that_no_rule_of_ours_raised_reaches_the_platform_team(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset = tools()
    config = written(compiled(STACK, toolset.versions), tmp_path) / "alertmanager/alertmanager.yml"
    answer = call(toolset, "amtool", "config", "routes", "test", f"--config.file={config}", "alertname=Foreign")
    assert answer.strip() == "platform"


def test_va_10_the_four_groups_hold_the_thirteen_alerts_in_order(stack: CompiledStack) -> None:
    emitted = {
        name: [rule["alert"] for rule in rules] for name, rules in groups(stack).items() if name.startswith(STACK)
    }
    assert {name: sorted(found) for name, found in emitted.items()} == {
        name: sorted(expected) for name, expected in ALERTS.items()
    }
    assert [len(ALERTS[name]) for name in ALERTS] == [8, 2, 2, 1]
    others = {rule["alert"] for rule in alerts(stack)} - {name for each in ALERTS.values() for name in each}
    assert others - of_libraries(stack) == {"ApiGatewayAvailabilityBudgetBurn", "ApiGatewayLatencyBudgetBurn"}


@pytest.mark.parametrize(("group", "name"), [(group, name) for group, found in ALERTS.items() for name in found])
def test_va_10_an_alert_has_its_threshold_its_wait_and_its_severity(
    stack: CompiledStack, group: str, name: str
) -> None:
    rule = next(each for each in groups(stack)[group] if each["alert"] == name)
    assert (" ".join(rule["expr"].split()), rule.get("for"), rule["labels"]["severity"]) == ALERTS[group][name]


def test_va_10_nothing_is_told_twice_because_a_library_tells_it_as_well(stack: CompiledStack) -> None:
    # Each has a cause that one of the thirteen alerts is about.
    twins = {"PostgresDown", "NodeMemoryAlmostFull", "NodeFilesystemAlmostFull"}
    assert of_libraries(stack) & twins == set()


def test_va_14_postgres_redis_and_hosts_are_watched_through_their_exporters(stack: CompiledStack) -> None:
    raised = of_libraries(stack)
    assert {
        "PostgresConnectionsNearLimit",
        "PostgresWraparoundNear",
        "RedisDown",
        "RedisNotSaved",
        "NodeDown",
    } <= raised
    shown = text(stack, "grafana/dashboards/services/redis.json")
    assert "redis_memory_used_bytes" in shown
    assert "redis_commands_total" in shown


def test_va_10_alerts_that_hipaa_asks_for_say_so(stack: CompiledStack) -> None:
    marked = {each["alert"] for each in alerts(stack) if each["labels"].get("compliance") == "hipaa"}
    assert marked == {"HighAuthenticationFailureRate", "AuditLogFailures", "NoRecentBackup"}


def test_every_critical_alert_has_a_runbook_that_a_person_wrote_and_every_other_one_has_a_page(
    stack: CompiledStack,
) -> None:
    emitted = {each.path for each in stack.artifacts if each.path.startswith("runbooks/")}
    ours = {f"runbooks/{each.name}" for each in (ROOT / "spec" / STACK / "runbooks").glob("*.md")}
    for rule in alerts(stack):
        base, _, page = rule["annotations"]["runbook_url"].rpartition("/")
        assert base == "https://runbooks.voiceassist.example.com"
        by_hand = rule["labels"]["severity"] == "critical" and rule["alert"] not in of_libraries(stack)
        assert f"runbooks/{page}.md" in (ours if by_hand else emitted)
    assert ours <= emitted


def test_the_spec_is_short_enough_to_be_read() -> None:
    lines = [line for path in (ROOT / "spec" / STACK).rglob("*.yaml") for line in path.read_text("utf-8").splitlines()]
    assert len(lines) <= 250
    assert max(map(len, lines)) <= 120
