"""The classes of wrong rules, each with one that is wrong and the part that a finding stands at.

They are those that the field's own linters were measured on: promtool finds none of them, and pint, without a server,
twelve. `metrics` is what a target shows, where an expression alone isn't wrong without it.
"""

from __future__ import annotations

from dataclasses import dataclass

ALERT = """\
#
groups:
  - name: cases
    rules:
      - alert: Case
        for: 5m
        labels: {severity: warning}
        expr: @
"""
RECORD = """\
#
groups:
  - name: cases
    rules:
      - record: job:case
        expr: @
"""
LABEL = """\
#
groups:
  - name: cases
    rules:
      - alert: Case
        expr: queue_depth > 5
        for: 5m
        labels:
          NAME: @
"""
ANNOTATION = """\
#
groups:
  - name: cases
    rules:
      - alert: Case
        expr: sum by (job) (queue_depth) > 5
        for: 5m
        annotations:
          summary: @
"""
OTHER_GROUP = """\
  - name: others
    rules:
      - {record: 'job:other', expr: sum by (job) (queue_depth)}
"""
INTERVAL = """\
#
groups:
  - name: cases
    interval: @
    rules:
      - {record: 'job:case', expr: sum by (job) (up)}
"""
ALERT_OF_SPEC = """\
signalwright: 1
alerts:
  Case:
    team: web
    severity: warning
    for: 5m
    summary: It is so
    #
    when:
      expr: @
"""
RECORD_OF_SPEC = """\
signalwright: 1
alerts:
  Other:
    team: web
    severity: warning
    summary: It is so
    #
    when: {expr: queue_depth > 5}
records:
  case:
    expr: @
"""
ANNOTATION_OF_SPEC = """\
signalwright: 1
alerts:
  Case:
    team: web
    severity: warning
    for: 5m
    #
    when: {expr: sum by (job) (queue_depth) > 5}
    summary: @
"""
HOLDER = "held: @"
HOLDER_IN_SPEC = "    description: @"


@dataclass(frozen=True)
class Defect:
    """A wrong rule.

    Attributes:
        what: What is wrong.
        check: The name of the check that finds it.
        text: The text that is wrong, with marks around the part at which a finding stands.
        file: The rule file, with `@` where the text belongs.
        spec: The spec that says the same, or None where the language can't say it.
        metrics: What a target shows, for what can't be told without it.
        scrape_every: How often it is scraped, in seconds, or None when nobody says.
        release: The version of Prometheus, or None when nobody says.
        closed: The check that finds it in a spec and the text with other marks, where declarations tell more.
    """

    what: str
    check: str
    text: str
    file: str = ALERT
    spec: str | None = ALERT_OF_SPEC
    metrics: str | None = None
    scrape_every: int | None = None
    release: tuple[int, int] | None = None
    closed: tuple[str, str] | None = None


METRICS = """\
# TYPE http_requests_total counter
http_requests_total{method="GET",status="200"} 1
# TYPE queue_depth gauge
queue_depth{queue="a"} 1
# TYPE queue_limit gauge
queue_limit 1
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{le="+Inf"} 1
http_request_duration_seconds_sum 1
http_request_duration_seconds_count 1
"""

DEFECTS: tuple[Defect, ...] = (
    # Those that promtool and pint both pass.
    Defect(
        "an unknown metric",
        "promql/unknown-metric",
        'sum(rate(«http_request_total»{method="GET"}[5m])) > 5',
        metrics=METRICS,
    ),
    Defect(
        "a rate of a gauge",
        "promql/rate-of-gauge",
        'sum by (queue) («rate»(queue_depth{queue="a"}[5m])) > 5',
        metrics=METRICS,
    ),
    Defect(
        "a window shorter than the scrape interval",
        "promql/window-too-short",
        'sum(rate(http_requests_total{method="GET"}[«30s»])) > 5',
        metrics=METRICS,
        scrape_every=60,
    ),
    Defect(
        "a record of a range vector",
        "records/not-a-vector",
        '«http_requests_total{method="GET"}[5m]»',
        RECORD,
        RECORD_OF_SPEC,
    ),
    Defect("a record of a string", "records/not-a-vector", '«("one text")»', RECORD, RECORD_OF_SPEC),
    Defect(
        "label_replace with a broken expression",
        "promql/bad-regex",
        'label_replace(queue_depth, "a", "$1", "queue", «"(x y"») > 5',
    ),
    Defect(
        "label_replace with a name that is none to Prometheus 2",
        "promql/bad-target-label",
        'label_replace(queue_depth, «"a b"», "$1", "queue", "(.*)") > 5',
        release=(2, 42),
    ),
    Defect(
        "a rule label called alertname",
        "files/reserved-label",
        "«Something Else»",
        LABEL.replace("NAME", "alertname"),
        None,
    ),
    Defect("a label without a value", "files/empty-label", "", LABEL.replace("NAME", "«tier»"), None),
    Defect(
        "many series for many",
        "promql/many-to-many",
        'sum by (job, queue) (queue_depth) «/» on (job) sum by (job, device) (disk_used{device=~"a|b"}) > 5',
    ),
    Defect(
        "a rate of a sum",
        "promql/rate-of-sum",
        'sum(«rate»(sum(http_requests_total{method="GET"})[5m:])) > 5',
    ),
    Defect(
        "a quantile without le",
        "promql/quantile-without-le",
        '«histogram_quantile»(0.99, sum by (job) (rate(http_request_duration_seconds_bucket{job="api"}[5m]))) > 5',
    ),
    Defect(
        "a quantile of 99",
        "promql/quantile-out-of-range",
        'histogram_quantile(«99», sum by (le) (rate(http_request_duration_seconds_bucket{job="api"}[5m]))) > 5',
    ),
    Defect(
        "matchers that exclude each other",
        "promql/contradictory-matchers",
        'queue_depth{queue="a", «queue="b"»} > 5',
    ),
    Defect(
        "conditions that exclude each other",
        "promql/contradictory-conditions",
        '(queue_depth{queue="a"} > 5) «< 3»',
    ),
    Defect(
        "a record that reads itself",
        "records/reads-itself",
        'sum by (job) («job:case»{job="api"})',
        RECORD,
        None,
    ),
    # Those that pint finds without a server.
    Defect(
        "no comparison",
        "alerts/no-condition",
        '«sum by (job) (rate(http_requests_total{method="GET"}[5m]))»',
    ),
    Defect("an alert on a range vector", "alerts/not-a-vector", '«http_requests_total{method="GET"}[5m]»'),
    Defect("an alert on a string", "alerts/not-a-vector", '«("one text")»'),
    Defect("an alert on a scalar", "alerts/no-condition", '«scalar(queue_depth{queue="a"})»'),
    Defect(
        "a template with a label that the query drops",
        "alerts/unknown-template-label",
        'On {{ «$labels.instance» }}, "quoted", it waits',
        ANNOTATION,
        ANNOTATION_OF_SPEC,
    ),
    Defect(
        "a template with a field that there isn't",
        "alerts/broken-template",
        'On {{ «.Valeu» }}, "quoted", it waits',
        ANNOTATION,
        ANNOTATION_OF_SPEC,
    ),
    Defect(
        "a template with too many arguments",
        "alerts/broken-template",
        'On {{ «humanize» $value 5 }}, "quoted", it waits',
        ANNOTATION,
        ANNOTATION_OF_SPEC,
    ),
    Defect(
        "broken PromQL in a template",
        "promql/syntax",
        'On {{ query `sum(up)«)»` | len }}, "quoted", it waits',
        ANNOTATION,
        ANNOTATION_OF_SPEC,
    ),
    Defect(
        "the value in a label",
        "alerts/value-in-label",
        'it is "{{ «$value» }}" now',
        LABEL.replace("NAME", "tier"),
        None,
    ),
    Defect(
        "a join on a label that a side can't have",
        "promql/join-label-missing",
        'sum by (job) (queue_depth{queue="a"}) / on (job, «queue») sum by (job, queue) (queue_depth) > 5',
        closed=(
            "promql/joins-nothing",
            'sum by (job) (queue_depth{queue="a"}) «/» on (job, queue) sum by (job, queue) (queue_depth) > 5',
        ),
    ),
    Defect(
        "a group that is evaluated too rarely",
        "records/gone-between-evaluations",
        "10m",
        INTERVAL,
        None,
    ),
    Defect(
        "a record of another group",
        "records/across-groups",
        'sum by (job) («job:other»{job="api"})',
        RECORD + OTHER_GROUP,
        None,
    ),
)
