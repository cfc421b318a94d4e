"""Medical Evaluation's requirements, each held by what is emitted for production."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from signalwright.compile import CompiledStack
from tests.servers.toolset import Toolset
from tests.stacks.emitted import ROOT, TOOLS, alerts, call, compiled, document, groups, of_libraries, text, written

STACK = "medical-evaluation/production"

METRICS = {
    "evaluations_total": "counter",
    "evaluations_success_total": "counter",
    "evaluations_failed_total": "counter",
    "evaluation_duration_seconds": "histogram",
    "evaluation_success_rate": "gauge",
    "cases_flagged_total": "counter",
    "tokens_input_total": "counter",
    "tokens_output_total": "counter",
    "tokens_total": "counter",
}
WORKER = 'job="celery-worker"'
# Alert → expression with single spaces, `for`, severity.
ASKED_FOR = {
    "LowSuccessRate": (
        (
            f"( sum(rate(evaluations_success_total{{{WORKER}}}[5m]))"
            f" or sum(rate(evaluations_total{{{WORKER}}}[5m])) * 0 )"
            f" / sum(rate(evaluations_total{{{WORKER}}}[5m])) < 0.8"
        ),
        "5m",
        "warning",
    ),
    "HighFailureRate": (
        (f"sum(rate(evaluations_failed_total{{{WORKER}}}[5m])) / sum(rate(evaluations_total{{{WORKER}}}[5m])) > 0.2"),
        "5m",
        "critical",
    ),
    "HighCPUUsage": (
        (
            'sum by (instance) (rate(node_cpu_seconds_total{job="hosts", mode!~"idle|iowait"}[5m]))'
            ' / sum by (instance) (rate(node_cpu_seconds_total{job="hosts"}[5m])) > 0.9'
        ),
        "5m",
        "warning",
    ),
    "HighMemoryUsage": (
        'node_memory_MemAvailable_bytes{job="hosts"} / node_memory_MemTotal_bytes{job="hosts"} < 0.1',
        "5m",
        "warning",
    ),
}
# Alerts that say that what the others read is gone.
GONE = {"ApiGatewayDown": "critical", "CeleryWorkerDown": "critical", "MonitoringBlind": "warning"}
RECEIVERS = {"critical": "oncall", "warning": "chat"}

# Dashboard → title of a panel → the metrics that it reads, and what it says with them.
PANELS: dict[str, dict[str, set[str]]] = {
    "system-overview": {
        "Targets": {"up"},
        "System alerts": set(),
        "CPU": {"node_cpu_seconds_total"},
        "Memory that is left": {"node_memory_MemAvailable_bytes", "node_memory_MemTotal_bytes"},
        "Disk space that is left": {"node_filesystem_avail_bytes", "node_filesystem_size_bytes"},
        "Received": {"node_network_receive_bytes_total"},
        "Sent": {"node_network_transmit_bytes_total"},
        "CPU of containers": {"container_cpu_usage_seconds_total"},
        "Memory of containers": {"container_memory_working_set_bytes"},
    },
    "medical-evaluation-analytics": {
        "Evaluations in 24 hours": {"evaluations_total"},
        "Evaluations per second": {"evaluations_total"},
        "Success rate of the current batch": {"evaluation_success_rate"},
        "Success rate": {"evaluations_success_total", "evaluations_total"},
        "Failure rate": {"evaluations_failed_total", "evaluations_total"},
        "P50": {"evaluation_duration_seconds_bucket"},
        "P95": {"evaluation_duration_seconds_bucket"},
        "P99": {"evaluation_duration_seconds_bucket"},
        "Tokens read": {"tokens_input_total"},
        "Tokens written": {"tokens_output_total"},
        "Tokens in 24 hours": {"tokens_total"},
        "Flagged in 24 hours": {"cases_flagged_total"},
        "Share of flagged cases": {"cases_flagged_total", "evaluations_total"},
        "Cost per hour": {"celery_worker:cost_usd:rate5m"},
    },
}
# What was asked of the page of containers; the library's rows show more.
CONTAINERS = {
    "Processors in use": "rate(container_cpu_usage_seconds_total{",
    "Memory in use": "container_memory_working_set_bytes{",
    "Received": "rate(container_network_receive_bytes_total{",
    "Sent": "rate(container_network_transmit_bytes_total{",
    "Time since the last start": "container_start_time_seconds{",
}


@pytest.fixture(scope="module")
def stack() -> CompiledStack:
    """The spec compiled for today's servers."""
    return compiled(STACK)


def panels(stack: CompiledStack, dashboard: str) -> dict[str, dict[str, Any]]:
    """Returns the panels of a written dashboard by their titles, without the headings."""
    page = json.loads(text(stack, f"grafana/dashboards/{dashboard}.json"))
    return {each["title"]: each for each in page["panels"] if each["type"] != "row"}


def queries_of(stack: CompiledStack, dashboard: str) -> Iterator[str]:
    """Yields the queries of all panels of a written dashboard, those in folded rows among them."""
    page = json.loads(text(stack, f"grafana/dashboards/{dashboard}.json"))
    for each in page["panels"]:
        for panel in (each, *each.get("panels", [])):
            yield from queries(panel)


def queries(panel: dict[str, Any]) -> Iterator[str]:
    """Yields the queries of a panel with single spaces."""
    for each in panel.get("targets", []):
        yield " ".join(each["expr"].split())


def names_in(expression: str) -> set[str]:
    """Returns the metrics that an expression reads; labels, functions and durations have another shape."""
    return set(re.findall(r"\b(?:[a-z]+(?:_[A-Za-z]+)+(?::\w+)*|up)\b(?=\{|\[)", expression))


def test_me_1_prometheus_scrapes_the_five_targets_and_the_applications_every_10_s(stack: CompiledStack) -> None:
    config = document(stack, "prometheus/prometheus.yml")
    found = {
        each["job_name"]: (*each["static_configs"][0]["targets"], each.get("scrape_interval"))
        for each in config["scrape_configs"]
    }
    assert found == {
        "api-gateway": ("host.docker.internal:8007", "10s"),
        "celery-worker": ("host.docker.internal:8006", "10s"),
        "hosts": ("node-exporter:9100", None),
        "containers": ("host.docker.internal:8080", None),
        "otel-collector": ("otel-collector:8889", None),
    }
    assert not any("metrics_path" in each for each in config["scrape_configs"]), "/metrics is the server's own default"
    assert config["global"]["scrape_interval"] == "15s"


def test_me_1_prometheus_keeps_7_days(stack: CompiledStack) -> None:
    assert "--storage.tsdb.retention.time=7d" in text(stack, "prometheus/prometheus.args").splitlines()


def test_me_2_the_worker_declares_the_nine_metrics_with_their_types_and_no_labels(stack: CompiledStack) -> None:
    declared = stack.stack.services["celery-worker"].metrics
    assert {name: str(each.type) for name, each in declared.items()} == METRICS
    for each in declared.values():
        assert each.help
        assert not each.labels


def test_me_2_a_bucket_tells_which_evaluations_are_slow(stack: CompiledStack) -> None:
    buckets = stack.stack.services["celery-worker"].metrics["evaluation_duration_seconds"].buckets
    assert 5 in buckets
    assert buckets[-1] > 60


def test_me_3_cpu_memory_disk_network_and_containers_are_measured_and_shown(stack: CompiledStack) -> None:
    shown = {service: "".join(queries_of(stack, f"services/{service}")) for service in ("hosts", "containers")}
    for subject in ("node_cpu_", "node_memory_", "node_filesystem_", "node_disk_", "node_network_"):
        assert subject in shown["hosts"], subject
    for subject in ("container_cpu_", "container_memory_", "container_network_", "container_start_"):
        assert subject in shown["containers"], subject


def test_me_4_grafana_asks_prometheus_and_tempo(stack: CompiledStack) -> None:
    sources = document(stack, "grafana/provisioning/datasources/datasources.yml")["datasources"]
    found = {each["name"]: (each["type"], each["url"], each.get("isDefault", False)) for each in sources}
    assert found == {
        "Prometheus": ("prometheus", "http://prometheus:9090", True),
        "Alertmanager": ("alertmanager", "http://alertmanager:9093", False),
        "Tempo": ("tempo", "http://tempo:3200", False),
    }


def test_me_4_an_exemplar_of_prometheus_leads_to_its_trace_in_tempo(stack: CompiledStack) -> None:
    sources = {
        each["name"]: each
        for each in document(stack, "grafana/provisioning/datasources/datasources.yml")["datasources"]
    }
    (link,) = sources["Prometheus"]["jsonData"]["exemplarTraceIdDestinations"]
    assert link == {"name": "trace_id", "datasourceUid": sources["Tempo"]["uid"]}


@pytest.mark.parametrize("dashboard", PANELS)
def test_me_4_a_dashboard_shows_what_was_asked_for(stack: CompiledStack, dashboard: str) -> None:
    found = {
        title: {name for query in queries(panel) for name in names_in(query)}
        for title, panel in panels(stack, dashboard).items()
    }
    assert found == PANELS[dashboard]


def test_me_4_processing_times_are_shown_as_three_quantiles(stack: CompiledStack) -> None:
    shown = panels(stack, "medical-evaluation-analytics")
    for title, share in (("P50", "0.5"), ("P95", "0.95"), ("P99", "0.99")):
        (query,) = queries(shown[title])
        assert query.startswith(f"histogram_quantile( {share}, sum by (le)")
        assert shown[title]["fieldConfig"]["defaults"]["unit"] == "s"


@pytest.mark.parametrize("title", CONTAINERS)
def test_me_4_each_container_is_shown_and_groups_of_processes_that_are_none_are_left_out(
    stack: CompiledStack, title: str
) -> None:
    (query,) = queries(panels(stack, "container-overview")[title])
    assert CONTAINERS[title] in query.replace("( ", "(").replace("{ ", "{")
    assert 'name!=""' in query
    assert re.search(r"by \((instance, )?name\)", query)


def test_me_7_what_belongs_together_is_one_message_that_is_repeated(stack: CompiledStack) -> None:
    route = document(stack, "alertmanager/alertmanager.yml")["route"]
    assert route["group_by"] == ["alertname", "service"]
    assert (route["group_wait"], route["group_interval"], route["repeat_interval"]) == ("30s", "5m", "4h")


def test_me_7_messages_go_to_slack_and_by_mail_and_secrets_stay_in_files(stack: CompiledStack) -> None:
    config = document(stack, "alertmanager/alertmanager.yml")
    kinds = {each["name"]: sorted(key for key in each if key != "name") for each in config["receivers"]}
    assert kinds == {"oncall": ["email_configs", "slack_configs"], "chat": ["slack_configs"]}
    for receiver in config["receivers"]:
        for slack in receiver["slack_configs"]:
            assert slack["api_url_file"] == "/run/secrets/slack-webhook"
            assert slack["send_resolved"] is True


@pytest.mark.parametrize("tools", TOOLS)
def test_me_7_amtool_leads_every_alert_to_those_whom_its_severity_names(
    tools: Callable[[], Toolset], tmp_path: Path
) -> None:
    toolset = tools()
    stack = compiled(STACK, toolset.versions)
    config = written(stack, tmp_path) / "alertmanager/alertmanager.yml"
    told, expected = {}, {}
    for rule in alerts(stack):
        labels = {"alertname": rule["alert"], "stack": "medical-evaluation", **rule["labels"]}
        arguments = [f"{name}={value}" for name, value in labels.items()]
        answer = call(toolset, "amtool", "config", "routes", "test", f"--config.file={config}", *arguments)
        told[rule["alert"]] = answer.strip()
        expected[rule["alert"]] = RECEIVERS[rule["labels"]["severity"]]
    assert told == expected
    assert told.keys() - of_libraries(stack) == ASKED_FOR.keys() | GONE.keys()


@pytest.mark.parametrize("name", ASKED_FOR)
def test_me_8_an_alert_has_its_threshold_its_wait_and_its_severity(stack: CompiledStack, name: str) -> None:
    (rule,) = (each for each in alerts(stack) if each["alert"] == name)
    assert (" ".join(rule["expr"].split()), rule["for"], rule["labels"]["severity"]) == ASKED_FOR[name]


def test_me_8_beside_the_four_alerts_there_are_only_those_of_what_can_t_be_read_and_of_libraries(
    stack: CompiledStack,
) -> None:
    ours = [each for each in alerts(stack) if each["alert"] not in of_libraries(stack)]
    others = {each["alert"]: each["labels"]["severity"] for each in ours if each["alert"] not in ASKED_FOR}
    assert others == GONE
    for rule in ours:
        if rule["alert"] in GONE:
            assert "absent(up{" in rule["expr"]


def test_me_8_nothing_is_told_twice_because_a_library_tells_it_as_well(stack: CompiledStack) -> None:
    # HighCPUUsage, HighMemoryUsage and MonitoringBlind are about the same causes.
    twins = {"NodeCpuSaturated", "NodeMemoryAlmostFull", "NodeDown", "CadvisorDown"}
    assert of_libraries(stack) & twins == set()
    assert {"NodeFilesystemAlmostFull", "NodeOutOfMemory", "CadvisorContainerRestarts"} <= of_libraries(stack)


def test_me_11_the_cost_is_recorded_and_shown_in_dollars(stack: CompiledStack) -> None:
    (rules,) = (each for name, each in groups(stack).items() if name == "celery-worker:costs")
    assert {rule["record"] for rule in rules} == {"celery_worker:cost_usd:rate5m"}
    assert {rule["labels"]["metric"] for rule in rules} == {"tokens_input_total", "tokens_output_total"}
    panel = panels(stack, "medical-evaluation-analytics")["Cost per hour"]
    assert panel["fieldConfig"]["defaults"]["unit"] == "currencyUSD"
    (target,) = panel["targets"]
    assert target["expr"] == 'sum by (metric) (celery_worker:cost_usd:rate5m{service="celery-worker"}) * 3600'


def test_every_alert_of_the_spec_has_a_runbook_that_a_person_wrote(stack: CompiledStack) -> None:
    ours = {each.stem: each for each in (ROOT / "spec/medical-evaluation/runbooks").glob("*.md")}
    linked = set()
    for rule in alerts(stack):
        base, _, page = rule["annotations"]["runbook_url"].rpartition("/")
        assert base == "https://runbooks.evaluation.example.com"
        if rule["alert"] not in of_libraries(stack):
            assert ours[page].read_text("utf-8").startswith(f"# {rule['alert']}: ")
            linked.add(page)
    assert linked == set(ours)


def test_the_spec_is_short_enough_to_be_read() -> None:
    files = (ROOT / "spec/medical-evaluation").rglob("*.yaml")
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()]
    assert len(lines) <= 200
    assert max(map(len, lines)) <= 120
