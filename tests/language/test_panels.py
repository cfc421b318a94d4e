"""Every mistake in a dashboard is one error at its place, with the way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.language.models.dashboards import KINDS
from tests.language.compiling import Outcome, compile_text

FRAME = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15", grafana: "12"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      hits_total: {type: counter, labels: [status]}
      size_seconds: {type: histogram, buckets: [1, 2, 5]}
      native_seconds: native-histogram
      waits_seconds: summary
      depth: {type: gauge, labels: [queue]}
      limit: gauge
    alerts:
      Deep: {when: {value: depth, above: 5}, severity: critical, summary: Deep}
      Shared: {when: {value: depth, above: 5}, severity: critical, summary: Deep}
      Own: {when: {value: depth, above: 5}, severity: critical, summary: Deep}
    slos: {hits: {bad: 'hits_total{status="500"}', total: hits_total, objective: 99%, window: 30d}}
  cart:
    team: web
    scrape: ["cart:8000"]
    metrics: {hits_total: {type: counter, labels: [status]}}
    alerts: {Shared: {when: {rate: hits_total, above: 5}, severity: critical, summary: Many}}
    slos: {hits: {bad: 'hits_total{status="500"}', total: hits_total, objective: 99%, window: 30d}}
  gateway: {team: web, scrape: ["gateway:9091"]}
  nightly: {team: web, push: {via: gateway, every: 1d}, metrics: {rows: gauge}}
alerts: {Own: {when: {value: limit, above: 5}, team: web, severity: critical, summary: Limit}}
dashboards:
  Tested:
    panels:
      - PANEL
"""
LINE = len(FRAME.splitlines())
# Two alerts of one name are an error of their own.
CLEAN = "".join(line for line in FRAME.splitlines(keepends=True) if "Shared:" not in line and "Own:" not in line)
# Everything but dashboards.
BEFORE = CLEAN.partition("dashboards:")[0]

# A panel in which `»` stands before the place of the error; its name; what it says; the way out.
MISTAKES = {
    # one thing, and one only
    "»{title: Nothing}": ("language/missing-key", "the panel shows nothing", f"add one of {', '.join(KINDS)}"),
    "»{value: depth, rate: hits_total}": (
        "language/conflicting-keys", "a panel shows one thing, this one has `value` and `rate`", "make a panel of each",
    ),
    "{»valeu: depth}": ("language/unknown-key", "unknown key `valeu` in a panel", "did you mean `value`?"),
    "{value: depth, »widht: 3}": ("language/unknown-key", "unknown key `widht` in a panel", "did you mean `width`?"),
    # values
    "{value: depth, width: »25}": (
        "language/wrong-kind", "a width is a number of 24ths of the page, from 1 to 24", "write for example `width: 8`",
    ),
    "{value: depth, width: »0}": (
        "language/wrong-kind", "a width is a number of 24ths of the page, from 1 to 24", "write for example `width: 8`",
    ),
    "{value: depth, as: »gage}": ("language/wrong-kind", "expected a drawing, one of", "did you mean `gauge`?"),
    "{firing: »false}": ("language/wrong-kind", "", ""),
    # keys that would say nothing
    "{up: api, »by: [queue]}": ("language/useless-key", "`by` says nothing in a panel with `up`", "leave it out"),
    "{value: depth, »over: 5m}": ("language/useless-key", "`over` says nothing in a panel with `value`", ""),
    "{firing: api, »from: api}": ("language/useless-key", "`from` says nothing in a panel with `firing`", ""),
    "{value: depth, »unit: seconds}": ("language/useless-key", "`unit` says nothing in a panel with `value`", ""),
    "{text: Words, »states: {on: 1}}": ("language/useless-key", "`states` says nothing in a panel with `text`", ""),
    "{ratio: {of: depth, to: limit, »over: 5m}}": (
        "language/useless-key", "`over` says nothing in a ratio of gauges", "leave it out",
    ),
    "{value: depth, states: {ok: 1, »fine: 1.0, bad: 0}}": (
        "language/conflicting-keys", "`ok` and `fine` are both the value 1", "keep one of them",
    ),
    "{p95: size_seconds, »quantiles: [p50]}": (
        "language/useless-key", "`quantiles` says nothing in a panel with `p95`", "",
    ),
    "{latency: size_seconds, »quantiles: []}": ("language/empty", "the panel shows no quantile", "[p50, p95]"),
    "{latency: size_seconds, quantiles: [p50, p90, »p50]}": (
        "language/duplicate-name", "`p50` is shown twice", "leave one of them out",
    ),
    "{latency: size_seconds, quantiles: [»p51]}": (
        "language/wrong-kind", "expected one of `p50`", "did you mean `p50`",
    ),
    "{latency: size_seconds, »stacked: true}": (
        "language/useless-key", "`stacked` says nothing in a panel with `latency`", "",
    ),
    "{value: depth, as: stat, »stacked: true}": (
        "language/useless-key", "`stacked` says nothing in a panel that is drawn as a `stat`", "`as: timeseries`",
    ),
    "{value: depth, stacked: »sure}": ("language/wrong-kind", "expected `true` or `false`", ""),
    # metrics
    "{value: »dept}": ("promql/unknown-metric", "no service declares a metric `dept`", "did you mean `depth`?"),
    "{rate: »hits_total}": (
        "promql/ambiguous-metric", "several services declare `hits_total`: `api`, `cart`",
        "say whose it is: `from: api`",
    ),
    "{rate: hits_total, from: »crat}": ("language/unknown-reference", "there is no service `crat`", "`cart`"),
    "{value: »hits_total, from: api}": (
        "alerts/wrong-metric-type", "`value` reads a `gauge` or `info`, and `hits_total` is a `counter`",
        "a counter is read with `rate`, `growth` or `ratio`",
    ),
    "{rate: »depth}": (
        "alerts/wrong-metric-type", "`depth` is a `gauge`", "read with `value`, `growth`, `age` or `ratio`",
    ),
    "{rate: »size_seconds}": ("alerts/wrong-metric-type", "no series of this name", "`size_seconds_count`"),
    "{p95: »waits_seconds}": ("alerts/wrong-metric-type", "`waits_seconds` is a `summary`", "counted with `rate`"),
    "{p95: »size_seconds_bucket}": (
        "alerts/wrong-metric-type", "`p95` reads a histogram as a whole, and `size_seconds_bucket` is a part of one",
        "write `size_seconds`",
    ),
    "{distribution: »size_seconds_count}": (
        "alerts/wrong-metric-type", "`distribution` reads a histogram as a whole", "write `size_seconds`",
    ),
    "{latency: »size_seconds_sum}": (
        "alerts/wrong-metric-type", "`latency` reads a histogram as a whole", "write `size_seconds`",
    ),
    "{»ratio: {of: hits_total, to: depth}, from: api}": (
        "alerts/wrong-metric-type", "a ratio is of two counters or of two gauges", "take two metrics of the same type",
    ),
    "{ratio: {of: »native_seconds, to: hits_total}, from: api}": (
        "alerts/wrong-metric-type", "whose rate is no number", "histogram_count",
    ),
    "{value: depth, by: [»queu]}": ("promql/unknown-label", "`depth` has no label `queu`", "did you mean `queue`?"),
    "{value: 'depth{»queu=\"in\"}'}": ("promql/unknown-label", "`depth` has no label `queu`", "did you mean `queue`?"),
    "{ratio: {of: depth, to: limit}, by: [»queue]}": ("promql/unknown-label", "`limit` has no label `queue`", ""),
    # what has a name
    "{alert: »Deeep}": ("language/unknown-reference", "there is no alert `Deeep`", "did you mean `Deep`?"),
    "{alert: »Shared}": (
        "dashboards/ambiguous-name", "several services have an alert `Shared`: `api`, `cart`",
        "say whose it is: `from: api`",
    ),
    "{alert: »Own}": (
        "dashboards/ambiguous-name", "both the stack and `api` have an alert `Own`", "say whose it is: `from: api`",
    ),
    "{alert: Deep, from: »cart}": (
        "language/unknown-reference", "there is no alert `Deep` of `cart`", "leave `from` out",
    ),
    "{slo: »hitz}": ("language/unknown-reference", "there is no SLO `hitz`", "did you mean `hits`?"),
    "{slo: »hits}": (
        "dashboards/ambiguous-name", "several services have an SLO `hits`: `api`, `cart`",
        "say whose it is: `from: api`",
    ),
    "{slo: hits, from: »nightly}": (
        "language/unknown-reference", "there is no SLO `hits` of `nightly`", "`api`, `cart`",
    ),
    "{up: »ap}": ("language/unknown-reference", "there is no service `ap`", "did you mean `api`?"),
    "{up: [api, »crat]}": ("language/unknown-reference", "there is no service `crat`", "did you mean `cart`?"),
    "{up: [api, »api]}": ("language/duplicate-name", "`api` is named twice", "name it once"),
    "{up: »[]}": ("language/empty", "no service is named", "name those that are meant: `[hosts, db]`"),
    "{up: [api, »nightly]}": (
        "alerts/never-scraped",
        "`nightly` isn't scraped, so nothing says whether it is up",
        "give it a `scrape`, or show a metric of it",
    ),
    "{up: »nightly}": (
        "alerts/never-scraped", "`nightly` isn't scraped, so nothing says whether it is up",
        "give it a `scrape`, or show a metric of it",
    ),
    "{firing: »ap}": ("language/unknown-reference", "there is no service `ap`", "did you mean `api`?"),
    # queries
    "{expr: 'sum»(abs(depth)'}": ("promql/syntax", "", "where it ends"),
    "{expr: 'rate(sum(depth)»[$__rate_interval])'}": (
        "promql/syntax", "only a metric's selector can have a range", "`[$__rate_interval:]`",
    ),
    "{logs: »error}": ("dashboards/no-log-selector", "LogQL says in braces which streams are read", "write for"),
}  # fmt: skip


def compiled(folder: Path, panel: str) -> Outcome:
    return compile_text(folder, FRAME.replace("PANEL", panel))


@pytest.mark.parametrize("written", MISTAKES)
def test_a_mistake_is_told_at_its_place(written: str, tmp_path: Path) -> None:
    name, message, way_out = MISTAKES[written]
    outcome = compiled(tmp_path, written.replace("»", ""))
    (found,) = outcome.errors
    assert (found.name, found.line) == (name, LINE), str(found)
    assert found.column == len("      - ") + written.index("»") + 1, str(found)
    assert message in found.message
    assert found.help
    assert way_out in found.help


GOOD = [
    "{rate: hits_total, from: cart}",
    "{alert: Deep, from: api}",
    "{slo: hits, from: cart}",
    "{ratio: {of: size_seconds_count, to: hits_total}, from: api}",
    "{p95: native_seconds}",
    "{expr: 'sum(rate(hits_total{job=\"cart\"}[${__rate_interval}]))'}",
    "{expr: 'max_over_time(depth[$__range]) + depth offset $__interval'}",
    "{value: depth, width: 24, height: 20}",
    "{value: depth, as: timeseries, stacked: true}",
    "{latency: size_seconds, quantiles: [p99]}",
]


@pytest.mark.parametrize("panel", GOOD)
def test_what_says_whose_it_is_compiles(panel: str, tmp_path: Path) -> None:
    assert compile_text(tmp_path, CLEAN.replace("PANEL", panel)).found == ()


@pytest.mark.parametrize("body", ["{}", "{panels: []}", "{rows: {}}", "{description: Empty}"])
def test_a_dashboard_without_panels_is_an_error(body: str, tmp_path: Path) -> None:
    outcome = compile_text(tmp_path, BEFORE + f"dashboards:\n  Empty: {body}\n")
    (found,) = outcome.errors
    assert (found.name, found.message, found.place[1]) == (
        "language/empty",
        "the dashboard `Empty` has no panels",
        3,
    )


def test_a_row_without_panels_is_an_error(tmp_path: Path) -> None:
    outcome = compile_text(tmp_path, BEFORE + "dashboards:\n  Half: {panels: [{value: depth}], rows: {More: []}}\n")
    (found,) = outcome.errors
    assert (found.name, found.message) == ("language/empty", "the row `More` has no panels")


def test_every_mistake_of_a_dashboard_is_told_at_once(tmp_path: Path) -> None:
    outcome = compiled(tmp_path, "{value: dept}\n      - {alert: Deeep}\n      - {up: ap}\n      - {value: depth}")
    assert [each.line for each in outcome.errors] == [LINE, LINE + 1, LINE + 2]


def test_a_panel_of_an_alert_that_has_a_mistake_says_nothing_more(tmp_path: Path) -> None:
    spec = FRAME.replace("PANEL", "{alert: Deep}").replace("Deep: {when: {value: depth", "Deep: {when: {value: dept")
    assert [each.name for each in compile_text(tmp_path, spec).errors] == ["promql/unknown-metric"]


# A row of the service `gateway`, which has no metric of its own; then as above.
ROWS = {
    "{More: »[]}": ("language/empty", "the row `More` has no panels"),
    "{More: [{value: »depth}]}": ("promql/unknown-metric", "the service `gateway` declares no metric `depth`"),
    "{More: [{value: depth, from: api, as: »gage}]}": ("language/wrong-kind", "expected a drawing"),
    "{More: [{alert: »Deeep}]}": ("language/unknown-reference", "there is no alert `Deeep`"),
    "{More: [{value: depth, from: api}, »{}]}": ("language/missing-key", "the panel shows nothing"),
}


@pytest.mark.parametrize("written", ROWS)
def test_a_mistake_in_a_row_of_a_service_is_told_once_however_often_it_is_included(
    written: str, tmp_path: Path
) -> None:
    name, message = ROWS[written]
    row = '  gateway: {team: web, scrape: ["gateway:9091"], rows: '
    spec = BEFORE.replace('  gateway: {team: web, scrape: ["gateway:9091"]}', f"{row}{written.replace('»', '')}}}")
    (found,) = compile_text(tmp_path, spec + "dashboards: {A: {include: [gateway]}, B: {include: [gateway]}}\n").errors
    assert (found.name, found.message[: len(message)]) == (name, message), str(found)
    start = written.index("More") if name == "language/empty" else written.index("»")
    assert found.column == len(row) + start + 1, str(found)


INCLUDED = {
    "[»gatway]": ("language/unknown-reference", "there is no service `gatway`", "did you mean `gateway`?"),
    "[»cart]": (
        "dashboards/no-rows", "the service `cart` has no rows that a dashboard could include",
        "give `cart` rows: `rows: {Overview: [{value: …}]}`, or include one that has some: `gateway`",
    ),
    "[gateway, »gateway]": (
        "language/duplicate-name", "the rows of `gateway` are included twice", "leave one of them out",
    ),
}  # fmt: skip


@pytest.mark.parametrize("written", INCLUDED)
def test_a_mistake_in_what_is_included_is_told_at_its_place(written: str, tmp_path: Path) -> None:
    name, message, way_out = INCLUDED[written]
    old, start = '  gateway: {team: web, scrape: ["gateway:9091"]', "dashboards: {A: {include: "
    spec = BEFORE.replace(old, f"{old}, rows: {{Up: [{{up: gateway}}]}}")
    (found,) = compile_text(tmp_path, f"{spec}{start}{written.replace('»', '')}}}}}\n").errors
    assert (found.name, found.message, found.help) == (name, message, way_out)
    assert found.column == len(start) + written.index("»") + 1
