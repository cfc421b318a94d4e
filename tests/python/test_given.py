"""Templates, libraries and defaults in Python are those of YAML, to the byte."""

from __future__ import annotations

from pathlib import Path

from tests.language.compiling import compile_files
from tests.language.given import TOP

YAML = (
    TOP
    + """\
defaults: {service: {team: ops}, slo: {window: 14d}}
templates:
  web:
    use: process
    without: [ProcessRestartsInALoop]
    metrics: {requests_total: {type: counter, labels: [status]}}
    alerts:
      Failing:
        when: {ratio: {of: 'requests_total{status=~"5.."}', to: requests_total, over: 5m}, above: 5%}
        severity: critical
      WebDown: {when: down, severity: critical}
      BudgetLow: {when: {budget: true, below: 10%}, severity: critical}
    slos: {availability: {bad: 'requests_total{status=~"5.."}', total: requests_total, objective: 99%}}
    records: {requests: {rate: requests_total}}
    rows: {Requests: [{rate: requests_total, by: [status]}]}
services:
  api:
    use: [web]
    scrape: ["api:8000"]
    alerts:
      Failing: {above: 10%}
      ManyOpen: {when: {value: process_open_fds, above: 500}, severity: warning}
      Busy: {when: {rate: requests_total, above: 500}, severity: warning}
      Half: {when: {ratio: {of: process_open_fds, to: process_max_fds}, above: 50%}, severity: warning}
  db: {use: process, scrape: ["db:9187"], without: [alerts]}
  jobs:
    scrape: ["jobs:8000"]
    alerts: {DbFull: {when: {value: process_open_fds, from: db, above: 9}, severity: warning}}
"""
)
PYTHON = """\
from signalwright.spec import Stack, like

stack = Stack("shop", backends={"prometheus": "3.15", "alertmanager": "0.34"})
stack.receiver("relay", webhook="http://relay:8080/alerts")
stack.team("product", notify={"critical": ["relay"], "warning": ["relay"]})
stack.team("ops", notify={"critical": ["relay"]})
stack.say(defaults={"service": {"team": "ops"}, "slo": {"window": "14d"}})

web = stack.template("web", use="process", without=["ProcessRestartsInALoop"])
requests = web.counter("requests_total", labels=("status",))
failed = requests.where("status", like("5.."))
web.alert("Failing", when=failed.ratio(requests, over="5m") > "5%", severity="critical")
web.alert("WebDown", when=web.down(), severity="critical")
web.alert("BudgetLow", when=web.budgets() < "10%", severity="critical")
web.row("Requests", [requests.rate(by=["status"])])
web.slo("availability", bad=failed, total=requests, objective="99%")
web.record("requests", requests.rate())

api = stack.service("api", use=[web], scrape=["api:8000"])
opened = api.metric("process_open_fds")
api.alert("Failing", above="10%")
api.alert("ManyOpen", when=opened.value() > 500, severity="warning")
api.alert("Busy", when=requests.rate() > 500, severity="warning")
api.alert("Half", when=opened.ratio(api.metric("process_max_fds")) > "50%", severity="warning")

db = stack.service("db", use="process", scrape=["db:9187"], without=["alerts"])
jobs = stack.service("jobs", scrape=["jobs:8000"])
jobs.alert("DbFull", when=db.metric("process_open_fds").value() > 9, severity="warning")
"""


def test_a_stack_with_templates_and_its_twin_make_the_same_files(tmp_path: Path) -> None:
    made = {}
    for name, text in (("stack.yaml", YAML), ("stack.py", PYTHON)):
        outcome = compile_files(tmp_path / name, {f"shop/{name}": text}, lower=True)
        assert [str(each) for each in outcome.found] == []
        made[name] = {each.path: each.content for each in outcome.stacks["shop"].artifacts}
    assert made["stack.py"] == made["stack.yaml"]


def test_a_finding_in_a_template_points_at_the_python_line_and_at_a_service_that_uses_it(tmp_path: Path) -> None:
    text = PYTHON.replace(
        'like("5.."))\n', 'like("5.."))\nweb.alert("Odd", when=web.metric("reqests").rate() > 1, severity="warning")\n'
    )
    (one,) = compile_files(tmp_path, {"shop/stack.py": text}).found
    lines = text.splitlines()
    assert (one.name, lines[one.line - 1][:10]) == ("promql/unknown-metric", "web.alert(")
    assert lines[one.also[-1][1] - 1].startswith("api = ")


def test_an_unknown_name_in_use_is_told_at_its_argument(tmp_path: Path) -> None:
    text = PYTHON.replace('use="process", scrape', 'use="proces", scrape')
    found = compile_files(tmp_path, {"shop/stack.py": text}).found
    line = 'db = stack.service("db", use="proces", scrape=["db:9187"], without=["alerts"])'
    assert [(each.name, each.help, each.column) for each in found] == [
        ("language/unknown-reference", "did you mean `process`?", line.index('"proces"') + 1)
    ]


def test_a_reading_of_a_template_and_of_another_service_is_refused(tmp_path: Path) -> None:
    text = PYTHON + 'web.alert("Odd", when=requests.ratio(db.metric("rows")) > 1, severity="warning")\n'
    (one,) = compile_files(tmp_path, {"shop/stack.py": text}).found
    assert (one.name, one.message) == (
        "language/python-misuse",
        "this reads metrics of the services `db` and the template's",
    )
