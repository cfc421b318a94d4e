"""Rule files of others: each format is known by what stands in it, and a finding stands where its words stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from signalwright.diagnostics.diagnostic import Level
from signalwright.importers.judging import Surroundings, formats_known
from signalwright.ir.values import Duration
from tests.importers.judged import RULES, judge_paths, judged, told

BAD = "sum(rate(http_requests_total[5m])) by (job"

SHAPES = {
    "prometheus": (RULES.format(f"'{BAD}'"), "5:"),
    "manifest": (
        (
            f"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n"
            f"    - name: a\n      rules:\n        - record: a:b\n          expr: {BAD}\n"
        ),
        "8:",
    ),
    "list of manifests": (
        (
            f"kind: List\nitems:\n- kind: ConfigMap\n  data: {{}}\n- kind: PrometheusRule\n  spec:\n    groups:\n"
            f"    - name: a\n      rules:\n      - record: a:b\n        expr: {BAD}\n"
        ),
        "11:",
    ),
    "second document": (
        (
            f"---\nkind: Deployment\nspec: {{replicas: 2}}\n---\nspec:\n  groups:\n  - rules:\n    - alert: A\n"
            f"      expr: {BAD}\n"
        ),
        "9:",
    ),
    "collection": (
        (
            "groups:\n- name: a\n  services:\n  - name: b\n    exporters:\n    - slug: c\n      rules:\n"
            f"      - name: D\n        query: {BAD}\n"
        ),
        "9:",
    ),
    "sloth": (
        (
            f"version: prometheus/v1\nservice: s\nslos:\n- name: n\n  sli:\n    events:\n      error_query: {BAD}\n"
            "      total_query: sum(rate(x[{{.window}}]))\n"
        ),
        "7:",
    ),
    "manifest of sloth": (
        (
            f"kind: PrometheusServiceLevel\nspec:\n  service: s\n  slos:\n  - name: n\n    sli:\n      raw:\n"
            f"        errorRatioQuery: {BAD}\n"
        ),
        "8:",
    ),
    "openslo": (
        (
            "apiVersion: openslo/v1\nkind: SLO\nspec:\n  indicator:\n    spec:\n      ratioMetric:\n        total:\n"
            f"          metricSource:\n            type: Prometheus\n            spec:\n              query: {BAD}\n"
        ),
        "11:",
    ),
    "first openslo": (
        (
            "apiVersion: openslo/v1alpha\nkind: SLO\nspec:\n  objectives:\n  - ratioMetrics:\n      good:\n"
            f"        source: prometheus\n        query: {BAD}\n"
        ),
        "8:",
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_format_is_read_and_its_mistakes_stand_in_their_line(shape: str, tmp_path: Path) -> None:
    text, line = SHAPES[shape]
    _, found = judged(tmp_path, {"rules.yml": text})
    assert [each.name for each in found] == ["promql/syntax"]
    assert told(found)[0][1].startswith(line)
    assert found[0].end_line == found[0].line


def test_a_file_without_rules_is_an_error(tmp_path: Path) -> None:
    count, found = judged(tmp_path, {"deployment.yml": "kind: Deployment\nspec: {replicas: 2}\n"})
    assert count == 0
    assert [each.name for each in found] == ["files/unknown-format"]
    assert all(each.TITLE in (found[0].help or "") for each in formats_known())


def test_in_a_folder_files_without_rules_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "all/deeper").mkdir(parents=True)
    (tmp_path / "all/values.yaml").write_text("replicas: 2\n")
    (tmp_path / "all/notes.txt").write_text("groups: [")
    (tmp_path / "all/deeper/rules.yml").write_text(RULES.format(BAD))
    count, found = judge_paths(tmp_path, [Path("all"), Path("all/deeper/rules.yml")], [])
    assert count == 1
    assert [(each.name, each.file) for each in found] == [("promql/syntax", "all/deeper/rules.yml")]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("{alert: A}", "`A` has no expression"),
        ("{alert: A, expr: }", "`A` has no expression"),
        ("{expr: up == 0}", "a rule has a name: `alert` or `record`"),
        ("{alert: A, record: b, expr: up == 0}", "a rule either alerts or records, not both"),
    ],
)
def test_a_rule_that_prometheus_refuses_is_told(rule: str, message: str, tmp_path: Path) -> None:
    _, found = judged(tmp_path, {"rules.yml": f"groups:\n- name: a\n  rules:\n  - {rule}\n"})
    assert [(each.name, each.message) for each in found] == [("files/broken-rule", message)]


def test_what_only_old_yaml_reads_otherwise_does_no_harm(tmp_path: Path) -> None:
    text = (
        "groups:\n- name: on\n  on: yes\n  1: 2\n  rules:\n"
        "  - &first\n    alert: off\n    expr: 0x1F < up\n    for: 010\n"
        "    labels: {no: on, a: !custom b, a: c, n: 12:30}\n  - <<: *first\n    alert: Second\n  - *first\n"
        "  - ? [complex, key]\n    : 1\n    alert: Third\n    expr: up ==\n"
    )
    count, found = judged(tmp_path, {"rules.yml": text})
    assert count == 4
    syntax = [each for each in found if each.name == "promql/syntax"]
    assert told(tuple(syntax)) == [("promql/syntax", "17:14")]


def test_a_mistake_behind_several_aliases_is_told_once(tmp_path: Path) -> None:
    rules = f"  - {{alert: A, expr: &e '{BAD}'}}\n  - {{alert: B, expr: *e}}\n  - {{alert: C, expr: *e}}\n"
    text = f"groups:\n- rules:\n{rules}"
    count, found = judged(tmp_path, {"rules.yml": text})
    assert (count, [(each.name, each.line) for each in found]) == (3, [("promql/syntax", 3)])


def test_an_alert_that_always_fires_may_be_a_sign_of_life(tmp_path: Path) -> None:
    _, found = judged(tmp_path, {"rules.yml": RULES.format("1 < bool 2")})
    assert [(each.name, each.level) for each in found] == [("alerts/no-condition", Level.WARNING)]


@pytest.mark.parametrize(
    ("labels", "name", "column"),
    [
        ('{tier: ""}', "files/empty-label", 14),
        ("{tier: ~}", "files/empty-label", 14),
        ("{alertname: Other}", "files/reserved-label", 25),
        ('{depth: "{{ $value }}"}', "alerts/value-in-label", 25),
        ('{depth: "{{ $value"}', "alerts/broken-template", 22),
    ],
)
def test_labels_that_do_not_do_what_they_seem_to_are_told(labels: str, name: str, column: int, tmp_path: Path) -> None:
    text = f"groups:\n- rules:\n  - alert: A\n    expr: queue > 9\n    for: 5m\n    labels: {labels}\n"
    _, found = judged(tmp_path, {"rules.yml": text})
    assert [(each.name, each.line, each.column) for each in found] == [(name, 6, column)]


@pytest.mark.parametrize(
    "labels",
    ["{severity: '{{ if gt $value 9.0 }}a{{ else }}b{{ end }}'}", "{team: '{{ $labels.team }}'}", "{a: b}", "{}", "x"],
)
def test_labels_that_say_which_alert_it_is_are_right(labels: str, tmp_path: Path) -> None:
    text = f"groups:\n- rules:\n  - alert: A\n    expr: up == 0\n    for: 5m\n    labels: {labels}\n"
    assert judged(tmp_path, {"rules.yml": text})[1] == ()


def test_a_record_that_several_rules_make_is_read_as_the_matchers_choose(tmp_path: Path) -> None:
    rules = "".join(
        f"  - {{record: 'slo:budget', expr: vector(1), labels: {{slo: {slo}, kind: {slo}}}}}\n" for slo in ("a", "b")
    )
    join = "slo:burn{slo='a'} / on (slo) group_left slo:budget{slo='a'} > 1"
    text = f'groups:\n- rules:\n{rules}  - {{alert: A, for: 5m, expr: "{join}"}}\n'
    assert "promql/many-to-many" not in [each.name for each in judged(tmp_path, {"rules.yml": text})[1]]
    text = text.replace("slo:budget{slo='a'}", "slo:budget").replace("on (slo)", "on ()")
    assert "promql/many-to-many" in [each.name for each in judged(tmp_path, {"rules.yml": text})[1]]


def test_how_often_targets_are_scraped_is_believed_where_no_page_is_given(tmp_path: Path) -> None:
    rules = {"rules.yml": RULES.format("rate(some_total[30s]) > 5")}
    assert judged(tmp_path, rules)[1] == ()
    surroundings = Surroundings(scrape_every=Duration.of_seconds(30))
    assert told(judged(tmp_path, rules, surroundings=surroundings)[1]) == [("promql/window-too-short", "5:31")]


def test_how_long_samples_are_kept_is_believed(tmp_path: Path) -> None:
    rules = {"rules.yml": RULES.format("rate(some_total[30d]) > 5")}
    surroundings = Surroundings(retention=Duration.of_seconds(15 * 86_400))
    assert told(judged(tmp_path, rules, surroundings=surroundings)[1]) == [("promql/window-beyond-retention", "5:31")]


@pytest.mark.parametrize(("length", "level"), [("30s", Level.ERROR), ("90s", Level.WARNING)])
def test_a_range_that_sometimes_has_two_samples_is_a_warning(length: str, level: Level, tmp_path: Path) -> None:
    rules = {"rules.yml": RULES.format(f"rate(some_total[{length}]) > 5")}
    _, (found,) = judged(tmp_path, rules, surroundings=Surroundings(scrape_every=Duration.of_seconds(60)))
    assert (found.name, found.level) == ("promql/window-too-short", level)


def test_what_a_merge_key_brings_has_its_own_place(tmp_path: Path) -> None:
    text = f"base: &base\n  expr: {BAD}\ngroups:\n- rules:\n  - <<: [{{for: 1m}}, *base]\n    alert: A\n"
    _, found = judged(tmp_path, {"rules.yml": text})
    assert [(each.name, each.line) for each in found] == [("promql/syntax", 2)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"groups: [", "language/syntax"),
        (b"groups: {{ .Values.groups }}", "files/unknown-format"),
        (b"\xff\xfeg", "language/not-utf-8"),
        (b"", "files/unknown-format"),
        (b"groups:\n- &a [*a]\n", None),
        (b"groups:\n", None),
        (b"groups: ~\n", None),
        (b"[" * 200, "language/too-deep"),
        (b"---\ngroups: []\n---\ngroups: [", "language/syntax"),
    ],
)
def test_a_file_that_nobody_can_read_is_an_error_and_no_crash(content: bytes, name: str | None, tmp_path: Path) -> None:
    _, found = judged(tmp_path, {"rules.yml": content})
    assert [each.name for each in found] == ([name] if name else [])


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    _, found = judge_paths(tmp_path, [Path("rules.yml")], [])
    assert [each.name for each in found] == ["language/unreadable"]


def test_sloths_window_is_five_minutes_and_moves_no_place(tmp_path: Path) -> None:
    text = "service: s\nslos:\n- name: n\n  sli: {events: {error_query: 'rate(x[{{ .window }}]) + )'}}\n"
    _, found = judged(tmp_path, {"slo.yml": text})
    assert told(found) == [("promql/syntax", f"4:{text.splitlines()[3].index('+ )') + 3}")]


def test_what_a_version_does_not_read_is_told_only_when_it_is_named(tmp_path: Path) -> None:
    text = RULES.format("mad_over_time(queue_depth[1h]) > 5")
    _, found = judged(tmp_path, {"rules.yml": text})
    assert "promql/not-in-this-version" not in [each.name for each in found]
    _, found = judged(tmp_path, {"rules.yml": text}, surroundings=Surroundings(release=(2, 42)))
    assert ("promql/not-in-this-version", "5:15") in told(found)


def test_a_record_that_a_file_makes_is_known_to_the_others(tmp_path: Path) -> None:
    records = "groups:\n- rules:\n  - {record: 'a:b', expr: sum by (job) (up)}\n"
    alerts = RULES.format("a:b < 1")
    page = "# TYPE queue_depth gauge\nqueue_depth 1\n"
    count, found = judged(tmp_path, {"alerts.yml": alerts, "records.yml": records}, pages={"page.txt": page})
    assert count == 2
    assert not [each for each in found if each.name.startswith("promql/unknown")]
