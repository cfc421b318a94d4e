"""What panels say: titles, units, descriptions, identities; and when their lines stand on top of each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.passes.dashboards import FRAME, dashboards_of, panel_of, panels_of

WORDS = {
    "{rate: http_requests_total, by: [status]}": (
        "timeseries", "HTTP requests per second by status", "requests/second",
        "Requests that were answered (`http_requests_total`).",
    ),
    "{rate: llm_tokens_total}": ("timeseries", "LLM tokens per second", "tokens/second", "`llm_tokens_total`."),
    # what is counted is observations, whatever is observed
    "{rate: work_seconds_count}": ("timeseries", "Work observations per second", "events/second", "`work_seconds`."),
    "{rate: work_seconds_sum}": ("timeseries", "Work sum per second", "seconds/second", "`work_seconds`."),
    "{growth: work_seconds_count}": ("timeseries", "Work observations within 1d", None, "`work_seconds`."),
    "{value: depth}": ("timeseries", "Depth", None, "`depth`."),
    "{value: backup_timestamp_seconds}": ("timeseries", "Backup", "date", "`backup_timestamp_seconds`."),
    "{age: backup_timestamp_seconds}": (
        "timeseries", "Time since backup", "seconds", "`backup_timestamp_seconds`.",
    ),
    "{ratio: {of: 'http_requests_total{status=\"500\"}', to: http_requests_total}}": (
        "timeseries", 'Share of HTTP requests with status="500"', "ratio",
        "Requests that were answered (`http_requests_total`).",
    ),
    "{ratio: {of: depth, to: connections}}": ("timeseries", "Depth of connections", "ratio", "`depth`. `connections`."),
    "{p99: request_duration_seconds, by: [endpoint]}": (
        "timeseries", "Request duration, p99 by endpoint", "seconds", "`request_duration_seconds`.",
    ),
    # what an alert compares is this value: its bound is said, and its page
    "{p95: request_duration_seconds}": (
        "timeseries", "Request duration, p95", "seconds",
        ("`request_duration_seconds`.\n\nBad above 2s: then the alert `SlowRequests` fires. What to do is in its "
        "[runbook](https://runbooks.example.com/slow-requests)."),
    ),
    "{latency: request_duration_seconds}": (
        "timeseries", "Request duration, p50, p90, p99", "seconds", "`request_duration_seconds`.",
    ),
    "{latency: request_duration_seconds, quantiles: [p98, p75]}": (
        "timeseries", "Request duration, p98, p75", "seconds", "`request_duration_seconds`.",
    ),
    "{distribution: request_duration_seconds}": (
        "heatmap", "Request duration, distribution", "seconds", "`request_duration_seconds`.",
    ),
    "{alert: SlowRequests}": (
        "timeseries", "SlowRequests", "seconds",
        ("‹value› is slow. Look at the database.\n\ncritical: above 2s for 5m.\n\nWhat to do is in the "
        "[runbook](https://runbooks.example.com/slow-requests)."),
    ),
    "{alert: ApiDown}": (
        "state-timeline", "ApiDown", None,
        ("critical: when its condition holds.\n\nWhat to do is in the "
        "[runbook](https://runbooks.example.com/api-down)."),
    ),
    "{expr: 'sum(depth) / sum(connections)', unit: percent}": (
        "timeseries", "Connections and depth", "percent", "What the query of this panel returns.",
    ),
    "{firing: api}": (
        "alert-list", "Alerts of api", None,
        "Alerts that fire, or will when what they measure stays as it is. Each has a runbook.",
    ),
    """{logs: '{service="api"}'}""": ("logs", "Logs", None, 'Lines of logs that match `{service="api"}`.'),
    # a title and a description of one's own
    "{value: depth, title: Queue, description: Above 5 is much.}": ("timeseries", "Queue", None, "Above 5 is much."),
}  # fmt: skip


@pytest.mark.parametrize("panel", WORDS)
def test_a_panel_says_what_it_shows(panel: str, tmp_path: Path) -> None:
    found = panel_of(tmp_path, panel)
    assert (found.drawing, found.title, found.unit, found.description) == WORDS[panel]


def test_a_picture_of_other_quantiles_is_another_panel(tmp_path: Path) -> None:
    keys = [
        panel_of(tmp_path / str(index), f"{{latency: request_duration_seconds{quantiles}}}").key
        for index, quantiles in enumerate(
            ("", ", quantiles: [p50, p90, p99]", ", quantiles: [p50]", ", quantiles: [p50, p95]")
        )
    ]
    read = "api-gateway/request_duration_seconds"
    assert keys == [f"latency:{read}", f"latency:{read}", f"p50:{read}", f"latency:p50,p95:{read}"]


def test_a_panel_of_an_alert_says_what_its_metrics_say_of_themselves_unless_the_alert_does(tmp_path: Path) -> None:
    many = "{when: {rate: http_requests_total, above: 5}, severity: critical}"
    spec = FRAME.replace("ApiDown: {when: down, severity: critical}", f"ManyRequests: {many}")
    (found,) = panels_of(
        dashboards_of(tmp_path, spec.replace("DASHBOARD", "{panels: [{alert: ManyRequests}]}"))["tested"]
    )
    assert found.description.startswith("Requests that were answered (`http_requests_total`).\n\ncritical: above 5")


STACKS = {
    # few parts of a whole, or what became of it
    "{rate: http_requests_total, by: [status]}": True,
    "{rate: llm_tokens_total, by: [model]}": True,
    "{rate: http_requests_total, by: [status], stacked: false}": False,
    # many parts, several labels, the whole by itself, two ways
    "{rate: http_requests_total, by: [path]}": False,
    "{rate: http_requests_total, by: [status, path]}": False,
    "{rate: http_requests_total}": False,
    "{rate: llm_tokens_total, by: [direction]}": False,
    "{rate: llm_tokens_total, by: [direction], stacked: true}": True,
    # a level is of one line
    "{rate: answers_total, by: [result]}": False,
    # what doesn't add up
    "{latency: request_duration_seconds, by: [endpoint]}": False,
    "{value: depth, by: [queue]}": False,
    "{value: depth, by: [queue], stacked: true}": True,
}


@pytest.mark.parametrize("panel", STACKS)
def test_few_parts_of_a_whole_are_drawn_on_top_of_each_other(panel: str, tmp_path: Path) -> None:
    spec = (
        FRAME.replace("labels: [status],", "labels: [status, path],")
        .replace("llm_tokens_total: {", "llm_tokens_total: {labels: {model: {max: 12}, direction: [in, out]}, ")
        .replace("depth: gauge", "depth: {type: gauge, labels: {queue: [a, b]}}\n"
                 "      answers_total: {type: counter, labels: [result]}")
        .replace("    alerts:\n", "    alerts:\n      MuchOfOne: {when: {rate: answers_total, by: [result], "
                 "above: 9}, severity: critical}\n")
        .replace("DASHBOARD", f"{{panels: [{panel}]}}")
    )  # fmt: skip
    (found,) = panels_of(dashboards_of(tmp_path, spec)["tested"])
    assert found.stacked == STACKS[panel]


def test_a_stack_that_was_asked_for_has_no_levels_of_single_lines(tmp_path: Path) -> None:
    alert = "ManyRequests: {when: {rate: http_requests_total, by: [status], above: 5}, severity: critical}"
    spec = FRAME.replace("ApiDown: {when: down, severity: critical}", alert)
    panel = "{rate: http_requests_total, by: [status]STACKED}"
    both = f"{{panels: [{panel.replace('STACKED', '')}, {panel.replace('STACKED', ', stacked: true')}]}}"
    lines, stack = panels_of(dashboards_of(tmp_path, spec.replace("DASHBOARD", both))["tested"])
    assert (lines.stacked, len(lines.steps), stack.stacked, stack.steps) == (False, 2, True, ())


def test_what_a_metric_says_of_itself_is_no_markup(tmp_path: Path) -> None:
    spec = FRAME.replace("DASHBOARD", "{panels: [{rate: llm_tokens_total}]}")
    spec = spec.replace("unit: tokens", "unit: tokens, help: tokens of <model>*")
    (found,) = panels_of(dashboards_of(tmp_path, spec)["tested"])
    assert found.description.startswith("Tokens of \\<model>\\* (`llm_tokens_total`).")
