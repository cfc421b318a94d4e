"""The application that residents and coordinators use, a FastAPI server.

The guide lists what is measured and leaves the names open; these follow the customs of Prometheus. No label holds a
person: who broke a rule or mistyped a password is in the application's own records.
"""

from signalwright.spec import Part, like

part = Part()
backend = part.service("backend", team="platform", job="residency-scheduler", scrape=["backend:8000"])

# Requests; `endpoint` is the route's template, because paths hold the numbers of people.
requests = backend.counter(
    "http_requests_total",
    labels={"method": {"max": 9}, "endpoint": {"max": 120}, "status": like("[1-5][0-9]{2}")},
    help="Requests that were answered",
)
durations = backend.histogram(
    "http_request_duration_seconds",
    labels={"endpoint": {"max": 120}},
    buckets=[0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8],
    help="Time from a request's first byte to the end of its answer",
)
connections = backend.gauge("database_connections_active", help="Connections of the pool that are in use")
pool = backend.gauge("database_connections_limit", help="The most connections that the pool may open")
lookups = backend.counter("cache_lookups_total", labels={"result": ["hit", "miss"]}, help="Lookups in the cache")

# What people do
users = backend.gauge("active_users", help="People who did something within the last 5 minutes")
backend.counter("user_actions_total", labels={"role": ["resident", "faculty", "coordinator"]}, help="What users did")
ends = ["approved", "declined", "withdrawn"]
backend.counter("swap_requests_total", labels={"result": ends}, help="Requests to swap duties, by their end")
reasons = ["illness", "leave", "coverage", "emergency", "other"]
overrides = backend.counter("schedule_overrides_total", labels={"reason": reasons}, help="Duties set against the plan")

# Security; the application writes every kind with 0 when it starts, so that the very first event is an increase.
causes = ["password", "token", "locked", "unknown_user"]
failed_logins = backend.counter("authentication_failures_total", labels={"reason": causes}, help="Logins that failed")
limited = backend.counter("rate_limit_violations_total", labels={"endpoint": {"max": 120}}, help="Requests refused")
kinds = ["token_reuse", "privilege_escalation", "mass_export", "unusual_place"]
suspicious = backend.counter("suspicious_activity_total", labels={"kind": kinds}, help="What looks like an attack")
access = {"resource": {"max": 12}, "action": ["read", "change", "export"]}
backend.counter("data_access_events_total", labels=access, help="Accesses to data about people")

# The machine, as the application sees it (`psutil`), and its process, as the Prometheus client reports it.
cpu = backend.gauge("system_cpu_utilization_ratio", help="Share of all processors' time that is in use")
memory_used = backend.gauge("system_memory_used_bytes", help="Memory that can't be given to another program")
memory = backend.gauge("system_memory_total_bytes", help="Memory of the machine")
backend.counter("system_disk_io_bytes_total", labels={"direction": ["read", "write"]}, help="Bytes to and from disks")
backend.counter("system_network_io_bytes_total", labels={"direction": ["receive", "transmit"]}, help="Bytes of traffic")
backend.counter("process_cpu_seconds_total", help="Processor time of the application")
backend.gauge("process_resident_memory_bytes", help="Memory of the application")
files = backend.gauge("process_open_fds", help="Files and sockets that are open")
most_files = backend.gauge("process_max_fds", help="The most that may be open")

# The guide's own rules aren't in it, so names and thresholds are ours: critical is what stops people from working or
# what an attacker does, a warning what will come to that.
backend.alert("BackendDown", when=backend.down(), for_="1m", severity="critical", runbook="backend-down.md")
errors = backend.alert(
    "HighErrorRate",
    when=requests.where("status", like("5..")).ratio(requests, over="5m") > {"warning": "2%", "critical": "10%"},
    for_="5m",
    summary="{{ $value | humanizePercentage }} of requests fail",
    runbook="high-error-rate.md",
)
backend.alert(
    "SlowRequests", when=durations.p95(over="5m") > "2s", for_="10m", severity="warning", runbook="slow-requests.md"
)
backend.alert(
    "DatabaseConnectionsNearLimit",
    when=connections.ratio(pool) > {"warning": "80%", "critical": "95%"},
    for_="5m",
    runbook="database-connections-near-limit.md",
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
    runbook="many-failed-logins.md",
)
backend.alert(
    "SuspiciousActivity",
    when=suspicious.growth(over="10m", by=["kind"]) > 0,
    severity="critical",
    summary="The application takes something for an attack: {{ $labels.kind }}",
    runbook="suspicious-activity.md",
)
backend.alert("ManyRateLimitViolations", when=limited.growth(over="10m", by=["endpoint"]) > 200, severity="warning")
backend.alert("HighCPUUsage", when=cpu.value() > "90%", for_="15m", severity="warning")
backend.alert("HighMemoryUsage", when=memory_used.ratio(memory) > "90%", for_="5m", severity="warning")
backend.alert("FewFileDescriptorsLeft", when=files.ratio(most_files) > "80%", for_="5m", severity="warning")
