"""The dashboard that each service gets: every metric of it once, nothing of another, the first things first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from signalwright.ir.dashboard import Dashboard
from signalwright.ir.service import Service
from signalwright.ir.stack import Stack
from signalwright.promql.gate import metric_names
from signalwright.promql.printer import show
from tests.checkout import ROOT
from tests.language.compiling import compile_files, compile_text
from tests.passes.dashboards import dashboards_of, lines_of, panels_of, text_of

HEAD = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", grafana: "12"}
teams: {web: {}}
services:
"""


def service_page(folder: Path, body: str, service: str = "api") -> Dashboard:
    """Returns the dashboard of a service of a spec."""
    return dashboards_of(folder, HEAD + body)[f"services/{service}"]


def titles(dashboard: Dashboard) -> dict[str | None, list[str]]:
    return {row.title: [panel.title for panel in row.panels] for row in dashboard.rows}


WHOLE = """\
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      http_requests_total: {type: counter, labels: {status: {like: "[1-5][0-9]{2}"}, endpoint: {max: 50}}}
      http_request_duration_seconds: {type: histogram, buckets: [0.1, 0.5, 1, 2, 5]}
      queue_depth: gauge
      logins_total: {type: counter, labels: {user: {max: 5000}}}
    alerts:
      ApiDown: {when: down, severity: critical}
      HighErrorRate:
        when: {ratio: {of: 'http_requests_total{status=~"5.."}', to: http_requests_total}, above: 5%}
        severity: critical
      DeepQueue: {when: {value: queue_depth, above: 100}, severity: critical}
    slos:
      availability:
        {good: 'http_requests_total{status!~"5.."}', total: http_requests_total, objective: 99.9%, window: 30d}
"""


def test_a_page_goes_from_what_is_promised_to_what_else_there_is(tmp_path: Path) -> None:
    assert titles(service_page(tmp_path, WHOLE)) == {
        None: ["Firing alerts", "Targets up", "Targets", "Alerts"],
        "availability: 99.9% within 30d": [
            "Budget left: availability",
            "Good within 30d: availability",
            "Budget lasts: availability",
            "Budget left: availability",
            "Burn rate: availability",
        ],
        "Requests": [
            "HTTP requests per second by status",
            "HighErrorRate",
            "HTTP request duration, p50, p90, p99",
            "HTTP request duration, distribution",
        ],
        "Alerts": ["DeepQueue"],
        "Other metrics": ["Logins per second"],
    }


def test_the_first_line_is_as_wide_as_the_page(tmp_path: Path) -> None:
    page = service_page(tmp_path, WHOLE)
    assert sum(panel.width for panel in page.rows[0].panels) == 24
    assert sum(panel.width for panel in page.rows[1].panels) == 24


def test_an_alert_that_looks_at_a_part_leaves_the_metric_to_its_own_panel(tmp_path: Path) -> None:
    conditions = {
        "{value: 'depth{queue=\"in\"}', above: 5}": ["Depth"],
        "{predict: depth, over: 1h, ahead: 1d, above: 5}": ["Depth"],
        "{growth: depth, over: 1h, above: 5}": ["Depth"],
        "{value: depth, above: 5, by: [queue]}": [],
        "{value: depth, above: 5}": [],
    }
    for index, (condition, rest) in enumerate(conditions.items()):
        body = (
            '  api: {team: web, scrape: ["a:80"], metrics: {depth: {type: gauge, labels: {queue: [in, out]}}},\n'
            f"    alerts: {{Deep: {{when: {condition}, severity: critical}}}}}}\n"
        )
        found = titles(service_page(tmp_path / str(index), body))
        assert found.get("Other metrics", []) == rest, condition


def test_another_service_s_metric_is_not_taken_for_its_own(tmp_path: Path) -> None:
    body = """\
  api:
    team: web
    scrape: ["a:80"]
    metrics: {depth: gauge, queries_total: counter}
    alerts: {Deep: {when: {value: depth, from: db, above: 5}, severity: critical}}
    slos: {queries: {good: 'queries_total{ok="yes"}', total: queries_total, from: db, objective: 99%, window: 30d}}
  db: {team: web, scrape: ["db:80"], metrics: {depth: gauge, queries_total: {type: counter, labels: {ok: [yes, no]}}}}
"""
    page = service_page(tmp_path, body)
    # The alert and the SLO are about the other one's; its own metrics of the same name are shown as well.
    assert titles(page)["Other metrics"] == ["Depth", "Queries per second"]
    assert "Requests" not in titles(page)
    (alert,) = (each for each in panels_of(page) if each.title == "Deep")
    assert lines_of(alert) == [('depth{job="db"}', "{{instance}}")]


def test_an_slo_of_a_summary_and_bad_events_of_their_own_are_requests(tmp_path: Path) -> None:
    body = """\
  api:
    team: web
    scrape: ["a:80"]
    metrics: {work_seconds: summary, failures_total: counter, seen: gauge}
    slos: {work: {bad: failures_total, total: work_seconds_count, objective: 99%, window: 30d}}
"""
    page = service_page(tmp_path, body)
    assert titles(page)["Requests"] == ["Work observations per second", "Failures per second"]


def test_requests_stay_open_when_there_are_more_than_twenty_panels(tmp_path: Path) -> None:
    slos = "".join(
        f'      part-{each}: {{good: \'http_requests_total{{endpoint="/{each}", status!~"5.."}}\', '
        f"total: 'http_requests_total{{endpoint=\"/{each}\"}}', objective: 99%, window: 30d}}\n"
        for each in range(4)
    )
    page = service_page(tmp_path, WHOLE + slos)
    # 4 at the top and 4 of requests: two SLOs of 5 panels each remain.
    assert [(row.key, row.collapsed) for row in page.rows] == [
        ("head", False),
        ("slo:availability", False),
        ("slo:part-0", False),
        ("slo:part-1", True),
        ("slo:part-2", True),
        ("slo:part-3", True),
        ("requests", False),
        ("alerts", False),
        ("metrics", True),
    ]
    assert sum(len(row.panels) for row in page.rows if not row.collapsed) <= 20


@pytest.mark.parametrize(
    ("metric", "query"),
    [
        # few series are told apart, many are added up for each target
        ("{type: gauge, labels: {queue: [in, out]}}", "tested{API}"),
        ("{type: gauge, labels: {queue: {max: 500}}}", "sum by (instance) (tested{API})"),
        ("{type: gauge, labels: {queue: {max: 500}, kind: [a, b]}}", "sum by (instance, kind) (tested{API})"),
        ("{type: gauge, labels: {queue: {max: 500}}, unit: ratio}", "avg by (instance) (tested{API})"),
        # what is constant is told by its labels
        ("{type: info, labels: [version, commit]}", "tested{API}"),
        # a rate is split by how something ended, else by a label of few values
        (
            "{type: counter, labels: {kind: [a, b], status: {max: 40}}}",
            "sum by (status) (rate(tested{API}[$__rate_interval]))",
        ),
        (
            "{type: counter, labels: {kind: [a, b], user: {max: 40}}}",
            "sum by (kind) (rate(tested{API}[$__rate_interval]))",
        ),
        ("{type: counter, labels: {user: {max: 40}}}", "sum(rate(tested{API}[$__rate_interval]))"),
        # a summary is counted
        ("summary", "sum(rate(tested_count{API}[$__rate_interval]))"),
    ],
)
def test_a_metric_that_nobody_asked_for_is_shown_so_that_it_can_be_read(
    metric: str, query: str, tmp_path: Path
) -> None:
    page = service_page(tmp_path, f'  api: {{team: web, scrape: ["a:80"], metrics: {{tested: {metric}}}}}\n')
    (panel,) = page.rows[-1].panels
    assert text_of(panel.measures[0]) == query.replace("API", 'job=~"$job", instance=~"$instance"')


def test_a_moment_is_shown_as_the_time_since_then(tmp_path: Path) -> None:
    page = service_page(tmp_path, '  api: {team: web, scrape: ["a:80"], metrics: {done_timestamp_seconds: gauge}}\n')
    (panel,) = page.rows[-1].panels
    assert (panel.title, text_of(panel.measures[0])) == (
        "Time since done",
        'time() - done_timestamp_seconds{job=~"$job", instance=~"$instance"}',
    )


PUSHED = """\
  gateway: {team: web, scrape: ["gateway:9091"]}
  nightly:
    team: web
    push: {via: gateway, every: 1d}
    metrics: {rows: gauge}
    alerts: {FewRows: {when: {value: rows, below: 5}, severity: critical}}
"""


def test_what_is_pushed_has_neither_targets_nor_instances(tmp_path: Path) -> None:
    page = service_page(tmp_path, PUSHED, "nightly")
    assert titles(page) == {None: ["Firing alerts", "Alerts"], "Alerts": ["FewRows"]}
    assert [each.name for each in page.variables] == ["job"]
    assert not [text for text in texts(page) if "instance" in text or "up" in text.split("{")]


def test_a_service_of_which_nothing_is_known_has_no_page(tmp_path: Path) -> None:
    found = dashboards_of(tmp_path, HEAD + "  idea: {team: web}\n  api: {team: web, scrape: ['a:80']}\n")
    assert sorted(found) == ["_stack", "services/api"]


def texts(dashboard: Dashboard) -> list[str]:
    return [text_of(measure) for panel in panels_of(dashboard) for measure in panel.measures]


# Records of SLOs, and what Prometheus makes itself.
_NOT_DECLARED = re.compile(r"slo:.*|up|ALERTS")


def assert_shows_each_metric(stack: Stack, service: Service, page: Dashboard) -> None:
    """Fails where a metric isn't shown, or has two panels of its own, or where a query can't find anything."""
    keys = Counter(panel.key for panel in panels_of(page))
    assert max(keys.values()) == 1, keys
    shown: set[str] = set()
    for text in texts(page):
        for name, _, _ in metric_names(text.replace("$__rate_interval", "5m")):
            if not _NOT_DECLARED.fullmatch(name):
                shown |= {name, *(name.removesuffix(end) for end in ("_bucket", "_count", "_sum"))}
    # Of what a library knows, its rows show what is worth looking at.
    wanted = {name for name, metric in service.metrics.items() if metric.library is None or not service.rows}
    assert wanted <= shown, f"{service.name} lacks {wanted - shown}"
    own = Counter(
        panel.key.split(":")[1]
        for row in page.rows
        for panel in row.panels
        if not row.key.startswith("row:")
        and panel.key.startswith(("rate:", "value:", "age:", "latency:"))
        and "{" not in panel.key
    )
    assert not own or max(own.values()) == 1, own
    followed = [text for text in texts(page) if "$job" in text]
    names = {name for text in followed for name, _, _ in metric_names(text.replace("$__rate_interval", "5m"))}
    parts = {f"{name}{end}" for name in service.metrics for end in ("", "_bucket", "_count")} | {"up"}
    assert names <= parts, f"{service.name} asks its own job for {names - parts}"
    assert stack.services[service.name] is service


def stacks_of(files: Mapping[str, str], folder: Path) -> list[Stack]:
    outcome = compile_files(folder, files)
    assert not outcome.errors, "\n".join(map(str, outcome.errors))
    return [each.stack for each in outcome.stacks.values()]


def assert_pages_are_whole(stack: Stack) -> None:
    pages = {each.file: each for each in stack.dashboards}
    for service in stack.services.values():
        page = pages.get(f"services/{service.name}")
        if page is None:
            assert not service.metrics
            continue
        assert_shows_each_metric(stack, service, page)
        assert sum(len(row.panels) for row in page.rows if not row.collapsed) <= 20
        assert {show(each.selector) for each in page.variables} <= {
            f'up{{job="{service.job}"}}',
            f'{{job="{service.job}"}}',
            'up{job=~"$job"}',
        }


def test_no_metric_of_our_stacks_is_forgotten_or_shown_twice(tmp_path: Path) -> None:
    folder = ROOT / "spec"
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".yaml", ".py", ".md") and path.name != "README.md"
    }
    stacks = stacks_of(files, tmp_path)
    assert {each.name for each in stacks} == {each.name for each in folder.glob("[!_]*/")}
    for stack in stacks:
        assert_pages_are_whole(stack)


def test_no_metric_of_the_rich_spec_is_forgotten_or_shown_twice(tmp_path: Path) -> None:
    text = (ROOT / "tests" / "language" / "rich.yaml").read_text(encoding="utf-8")
    pages = {f"shop/runbooks/{each}.md": "# Page\n" for each in ("high-error-rate", "availability")}
    for stack in stacks_of({"shop/stack.yaml": text, **pages}, tmp_path):
        assert_pages_are_whole(stack)


TYPES = ("counter", "gauge", "histogram", "native-histogram", "summary", "info")
CONDITIONS = {
    "counter": (
        "{rate: NAME, above: 5}", "{growth: NAME, over: 1h, above: 5}", "{ratio: {of: NAME, to: NAME}, above: 5%}",
    ),
    "gauge": (
        "{value: NAME, above: 5}",
        "{value: NAME, above: 5, by: []}",
        "{predict: NAME, over: 1h, ahead: 1h, above: 5}",
        "{value: 'NAME{kind=\"a\"}', above: 5}",
        "{age: NAME, above: 5h}",
    ),
    "histogram": ("{p95: NAME, above: 1}", "{p99: 'NAME{kind=\"a\"}', above: 1}"),
    "native-histogram": ("{p95: NAME, above: 1}",),
    "summary": ("{absent: NAME}",),
    "info": ("{value: NAME, below: 1}",),
}  # fmt: skip


@st.composite
def services(draw: st.DrawFn) -> str:
    """Draws services with metrics of every type, alerts and SLOs that read their own metrics or another's."""
    lines: list[str] = []
    count = draw(st.integers(1, 3))
    metrics = {
        f"s{index}": draw(
            st.dictionaries(st.sampled_from(["m1", "m2", "m3", "m4"]), st.sampled_from(TYPES), min_size=1)
        )
        for index in range(count)
    }
    for service, own in metrics.items():
        lines.append(f"  {service}:\n    team: web\n    scrape: ['{service}:80']\n    metrics:")
        lines += [
            f"      {name}: {{type: {kind}, labels: {{kind: [a, b], other: {{max: {draw(st.integers(1, 99))}}}}}"
            + (", buckets: [1, 2, 5]}" if kind == "histogram" else "}")
            for name, kind in own.items()
        ]
        lines.append("    alerts: {")
        for index in range(draw(st.integers(0, 4))):
            owner = draw(st.sampled_from(sorted(metrics)))
            name = draw(st.sampled_from(sorted(metrics[owner])))
            condition = draw(st.sampled_from(CONDITIONS[metrics[owner][name]])).replace("NAME", name)
            condition = f"{condition[:-1]}, from: {owner}}}"
            lines.append(f"      Alert{service}{index}: {{when: {condition}, severity: critical, summary: Odd}},")
        lines.append("    }\n    slos: {")
        for index in range(draw(st.integers(0, 5))):
            owner = draw(st.sampled_from(sorted(metrics)))
            ends = {"counter": "", "histogram": "_count", "summary": "_count"}
            known = [name + ends[kind] for name, kind in metrics[owner].items() if kind in ends]
            if known:
                total = draw(st.sampled_from(known))
                lines.append(
                    f"      slo{index}: {{bad: '{total}{{kind=\"a\"}}', total: {total}, from: {owner}, "
                    "objective: 99%, window: 30d},"
                )
        lines.append("    }")
    return HEAD + "\n".join(lines) + "\n"


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(spec=services())
def test_no_metric_of_any_service_is_forgotten_or_shown_twice(
    spec: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outcome = compile_text(tmp_path_factory.mktemp("stack"), spec)
    assert not outcome.errors, spec + "\n".join(map(str, outcome.errors))
    for compiled in outcome.stacks.values():
        assert_pages_are_whole(compiled.stack)
