"""The service that answers requests."""

from signalwright.spec import Part, like, not_like

part = Part()
api = part.service("api", team="web", scrape=["api:8000"])  # host and port of each target

# As the service exposes them; labels with what is known of their values.
requests = api.counter("http_requests_total", labels={"method": {"max": 9}, "status": like("[1-5][0-9]{2}")})
durations = api.histogram("http_request_duration_seconds", labels=("route",), buckets=[0.1, 0.25, 0.5, 1, 2.5, 5])
in_flight = api.gauge("http_requests_in_flight")

api.alert("ApiDown", when=api.down(), for_="1m", severity="critical")
# One name, an alert for each severity; the graver one holds back the milder one.
errors = api.alert(
    "HighErrorRate",
    when=requests.where("status", like("5..")).ratio(requests, over="5m") > {"warning": "2%", "critical": "10%"},
    for_="5m",
)
api.alert("SlowRequests", when=durations.p95(over="5m") > "1s", for_="10m", severity="warning")

# Each one makes recording rules, alerts on its error budget, and a panel.
availability = api.slo(
    "availability", good=requests.where("status", not_like("5..")), total=requests, objective="99.9%", window="30d"
)
api.slo("latency", histogram=durations, below="500ms", objective="99%", window="30d")
