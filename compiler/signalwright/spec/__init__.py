"""Specs in Python: the same language as in YAML, with the editor's help.

    from signalwright.spec import Stack, like

    stack = Stack("shop", backends={"prometheus": "3.15"}, teams={"web": {}})
    api = stack.service("api", team="web", scrape=["api:8000"])
    requests = api.counter("http_requests_total", labels=("method", "status"))
    failed = requests.where("status", like("5.."))
    api.alert("HighErrorRate", when=failed.ratio(requests, over="5m") > "5%", for_="5m", severity="critical")

Keywords are the keys of the language; an underscore at the end of a word that Python keeps for itself (`for_`, `from_`)
isn't part of the key. Values are what YAML has: text, numbers, lists and mappings.
"""

from signalwright.spec.conditions import Condition, Reading, all_of, any_of, during, expr
from signalwright.spec.metrics import Counter, Gauge, Histogram, Metric, Series, Summary, like, not_equal, not_like
from signalwright.spec.places import SpecError
from signalwright.spec.service import SLO, Alert, Record, Service, Template
from signalwright.spec.stack import Part, Stack

__all__ = [
    "SLO",
    "Alert",
    "Condition",
    "Counter",
    "Gauge",
    "Histogram",
    "Metric",
    "Part",
    "Reading",
    "Record",
    "Series",
    "Service",
    "SpecError",
    "Stack",
    "Summary",
    "Template",
    "all_of",
    "any_of",
    "during",
    "expr",
    "like",
    "not_equal",
    "not_like",
]
