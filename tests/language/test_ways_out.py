"""What people write who know other tools, or only half remember ours, is answered with what they meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.compiling import compile_text

SPEC = """\
signalwright: 1
stack: shop
backends: {prometheus: "3.15"}
teams: {web: {}}
services:
  api:
    team: web
    scrape: ["api:8000"]
    metrics:
      requests_total: counter
      duration_seconds: {type: histogram, buckets: [0.5, 1, 5]}
    alerts: {ApiDown: {when: down, severity: critical}}
    slos: {fast: {histogram: duration_seconds, below: 500ms, objective: 99%, window: 30d}}
"""


@pytest.mark.parametrize(
    ("right", "written", "way_out"),
    [
        ('prometheus: "3.15"', "prometheus: 3.15", '`"3.15"`'),
        ('prometheus: "3.15"', "prometheus: 3.1", '`"3.1"` or `"3.10"`'),
        ("teams: {web: {}}", "teams: {web: chat}", "`teams: {web: {notify: {critical: [oncall]}}}`"),
        ("when: down", "when: 'rate(requests_total[5m]) > 5'", "`{expr: '…'}`"),
        ("when: down", "when: up", "write `down`"),
        (
            "when: down",
            "when: {ratio: {of: requests_total, to: requests_total}, over: 5m, above: 5%}",
            "`ratio: {of: …, to: …, over: 5m}`",
        ),
        ("{when: down, sev", "{expr: 'up == 0', sev", "`when: {expr: …}`"),
        (
            "histogram: duration_seconds",
            "histogram: 'sum(rate(duration_seconds_bucket[5m]))'",
            "name the metric itself",
        ),
        ("when: down", "when: {rate: 'sum(requests_total)', above: 5}", "use `expr`"),
        ("objective: 99%", "target: 99%", "it is called `objective` here"),
        ("teams: {web: {}}", "teams: {web: {}}\nrouting: {group_wait: 10s}", "it is called `wait` here"),
        ("when: down", "when: down, keep_firing_for: 5m", "it is called `keep` here"),
        ("{when: down, sev", "{down: true, sev", "`when: {down: …}`"),
        ('backends: {prometheus: "3.15"}', 'prometheus: "3.15"', "`backends: {prometheus: …}`"),
        ("teams: {web: {}}", "teams: {web: {}}\nscrape: []", "`services: {…: {scrape: …}}`"),
        ("below: 500ms", "below: 500", "say the unit: `500ms`"),
        ("below: 500ms", "below: 700", "the nearest one ends at 5"),
        ("below: 500ms", "below: 700ms", "the nearest one ends at 0.5"),
    ],
    ids=lambda each: each,
)
def test_the_way_out_says_what_was_meant(right: str, written: str, way_out: str, tmp_path: Path) -> None:
    assert SPEC.count(right) == 1
    (error,) = compile_text(tmp_path, SPEC.replace(right, written)).errors
    assert way_out in (error.help or "")


def test_the_spec_itself_has_nothing_wrong(tmp_path: Path) -> None:
    assert compile_text(tmp_path, SPEC).errors == ()


def test_keys_that_nothing_is_made_of_yet_are_no_way_out(tmp_path: Path) -> None:
    written = "{metric: duration_seconds, below: 500ms"
    (error,) = compile_text(tmp_path, SPEC.replace("{histogram: duration_seconds, below: 500ms", written)).errors
    assert error.help is not None
    assert "`histogram`" in error.help
    assert "`probe`" not in error.help
