"""The shop: what customers talk to, and what fills it with articles."""

from signalwright.spec import Stack, like

stack = Stack("shop", backends={"prometheus": "3.15", "alertmanager": "0.34", "grafana": "12"})
stack.say(severities=["critical", "warning"])

for name in ("pager", "chat"):
    stack.secret(name, file=f"/run/secrets/{name}")
pager = stack.receiver("pager", pagerduty={"routing_key": "pager"})
chat = stack.receiver("chat", slack={"webhook": "chat", "channel": "#shop"})
audit = stack.receiver("audit", webhook={"url": "http://audit:8080/alerts"})
stack.say(
    routing={
        "notify": {"critical": [pager], "warning": [chat]},
        "otherwise": chat,
        "also": [{"labels": {"compliance": "audit"}, "notify": [audit]}],
    }
)
stack.team("shop")

api = stack.service("api", scrape=["api:8000"])
requests = api.counter("http_requests_total", labels={"status": like("[1-5][0-9]{2}")})
durations = api.histogram("http_request_duration_seconds", buckets=[0.1, 0.25, 0.5, 1, 2.5])
errors = requests.where("status", like("5.."))
availability = api.slo("availability", bad=errors, total=requests, objective="99.9%")
api.slo("latency", histogram=durations, below="500ms", objective="99%")
api.alert("ApiDown", when="down", for_="1m", severity="critical")
high = api.alert(
    "HighErrorRate", when=errors.ratio(requests, over="5m") > {"warning": "5%", "critical": "10%"}, for_="5m"
)

importer = stack.service("importer", scrape=["importer:8000"])
rows = importer.counter("import_rows_total", labels={"result": ["done", "failed"]})
queue = importer.gauge("import_queue_rows")
last = importer.gauge("import_last_success_timestamp_seconds")
importer.slo("imports", bad=rows.where("result", "failed"), total=rows, objective="99%")
importer.alert("ImporterDown", when="down", for_="1m", severity="critical")
full = importer.alert("ImportQueueFull", when=queue.value() > 1000, for_="10m", severity="warning")
old = importer.alert("NoRecentImport", when=last.age() > "24h", severity="critical", labels={"compliance": "audit"})

stack.dashboard(
    "Shop",
    panels=[
        requests.rate(by=["status"]),
        high.panel(),
        durations.latency(),
        availability.panel(),
        full.panel(),
        old.panel(),
    ],
)
