"""The application that residents and coordinators use, a FastAPI server.

The guide lists what is measured and leaves the names open; these follow the customs of Prometheus. No label holds a
person: who broke a rule or mistyped a password is in the application's own records.
"""

from signalwright.spec import Part, like

from ..stack import platform

ROUTES = 120

part = Part()
backend = part.service("backend", team=platform, job="residency-scheduler", scrape=["backend:8000"], use="process")

# Requests; `endpoint` is the route's template, because paths hold the numbers of people.
requests = backend.counter(
    "http_requests_total",
    labels={"method": {"max": 9}, "endpoint": {"max": ROUTES}, "status": like("[1-5][0-9]{2}")},
    help="Requests that were answered",
)
durations = backend.histogram(
    "http_request_duration_seconds",
    labels={"endpoint": {"max": ROUTES}},
    buckets=[0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8],
    help="Time from a request's first byte to the end of its answer",
)
connections = backend.gauge("database_connections_active", help="Connections of the pool that are in use")
pool = backend.gauge("database_connections_limit", help="The most connections that the pool may open")
lookups = backend.counter("cache_lookups_total", labels={"result": ["hit", "miss"]}, help="Lookups in the cache")

# What people do
users = backend.gauge("active_users", help="People who did something within the last 5 minutes")
roles = ["resident", "faculty", "coordinator"]
actions = backend.counter("user_actions_total", labels={"role": roles}, help="What users did")
results = ["approved", "declined", "withdrawn"]
swaps = backend.counter("swap_requests_total", labels={"result": results}, help="Requests to swap duties, by their end")
reasons = ["illness", "leave", "coverage", "emergency", "other"]
overrides = backend.counter("schedule_overrides_total", labels={"reason": reasons}, help="Duties set against the plan")

# Security; the application writes every kind with 0 when it starts, so that the very first event is an increase.
causes = ["password", "token", "locked", "unknown_user"]
failed_logins = backend.counter("authentication_failures_total", labels={"reason": causes}, help="Logins that failed")
limited = backend.counter("rate_limit_violations_total", labels={"endpoint": {"max": ROUTES}}, help="Requests refused")
kinds = ["token_reuse", "privilege_escalation", "mass_export", "unusual_place"]
suspicious = backend.counter("suspicious_activity_total", labels={"kind": kinds}, help="What looks like an attack")
access = {"resource": {"max": 12}, "action": ["read", "change", "export"]}
accesses = backend.counter("data_access_events_total", labels=access, help="Accesses to data about people")

# The machine, as the application sees it (`psutil`). Of its process the library knows what is measured.
cpu = backend.gauge("system_cpu_utilization_ratio", help="Share of all processors' time that is in use")
memory_used = backend.gauge("system_memory_used_bytes", help="Memory that can't be given to another program")
memory = backend.gauge("system_memory_total_bytes", help="Memory of the machine")
disks = backend.counter("system_disk_io_bytes_total", labels={"direction": ["read", "write"]}, help="Disk traffic")
ways = ["receive", "transmit"]
network = backend.counter("system_network_io_bytes_total", labels={"direction": ways}, help="Network traffic")

# The guide's own rules aren't in it, so names and thresholds are ours: critical is what stops people from working or
# what an attacker does, a warning what will come to that.
backend.alert("BackendDown", when=backend.down(), for_="1m", severity="critical")
errors = backend.alert(
    "HighErrorRate",
    when=requests.where("status", like("5..")).ratio(requests, over="5m") > {"warning": "2%", "critical": "10%"},
    for_="5m",
    summary="{{ $value | humanizePercentage }} of requests fail",
)
backend.alert("SlowRequests", when=durations.p95(over="5m") > "2s", for_="10m", severity="warning")
backend.alert(
    "DatabaseConnectionsNearLimit", when=connections.ratio(pool) > {"warning": "80%", "critical": "95%"}, for_="5m"
)
backend.alert(
    "LowCacheHitRate",
    when=lookups.where("result", "hit").ratio(lookups, over="30m") < "50%",
    for_="1h",  # a deployment empties the cache, and it fills within the hour
    severity="info",
    summary="Only {{ $value | humanizePercentage }} of lookups find something in the cache",
)
backend.alert(
    "ManyFailedLogins",
    when=failed_logins.growth(over="5m") > {"warning": 50, "critical": 300},
    summary="{{ $value | humanize }} attempts to log in failed within 5 minutes",
)
backend.alert(
    "SuspiciousActivity",
    when=suspicious.growth(over="10m", by=["kind"]) > 0,
    severity="critical",
    summary="The application takes something for an attack: {{ $labels.kind }}",
)
backend.alert("ManyRateLimitViolations", when=limited.growth(over="10m", by=["endpoint"]) > 200, severity="warning")
backend.alert("HighCPUUsage", when=cpu.value() > "90%", for_="15m", severity="warning")
backend.alert("HighMemoryUsage", when=memory_used.ratio(memory) > "90%", for_="5m", severity="warning")
backend.alert("ProcessRestartsInALoop", runbook="backend-down.md")

# Rows of the service's own page, for what says more this way than each metric by itself.
processor, resident = backend.metric("process_cpu_seconds_total"), backend.metric("process_resident_memory_bytes")
files = backend.metric("process_open_fds").ratio(backend.metric("process_max_fds"), title="File descriptors in use")
backend.row("Process", [processor.rate(), resident.value(), files])
memory_share = memory_used.ratio(memory, title="Memory in use")
backend.row("Machine", [cpu.value(), memory_share, disks.rate(by=["direction"]), network.rate(by=["direction"])])
backend.row("People", [actions.rate(by=["role"]), swaps.growth(over="1d", by=["result"])])
