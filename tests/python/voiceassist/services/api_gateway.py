"""The API gateway, the FastAPI application that everything else stands behind."""

from signalwright.spec import Part, like, not_like

SIZES = [256, 4096, 65536, 1048576, 16777216]

part = Part()
gateway = part.service("api-gateway", job="voiceassist-api-gateway", scrape=["api-gateway:8000"])

# HTTP
requests = gateway.counter(
    "http_requests_total",
    labels={
        "method": ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"],
        "endpoint": {"max": 80},
        "status": like("[1-5][0-9]{2}"),
    },
    help="Requests that were answered",
)
durations = gateway.histogram(
    "http_request_duration_seconds",
    labels={"method": {"max": 7}, "endpoint": {"max": 80}},
    buckets=[0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8],
    help="Time from a request's first byte to the end of its answer",
)
gateway.gauge(
    "http_requests_in_progress",
    labels={"method": {"max": 7}, "endpoint": {"max": 80}},
    help="Requests that are being answered",
)
for what, text in (("request", "Size of a request's body"), ("response", "Size of an answer's body")):
    gateway.histogram(
        f"http_{what}_size_bytes", labels={"method": {"max": 7}, "endpoint": {"max": 80}}, buckets=SIZES, help=text
    )

# Application
connections = gateway.gauge("active_connections", help="Open client connections")
logins = gateway.counter(
    "authentication_attempts_total",
    labels={"method": ["password", "token", "api_key"], "result": ["success", "failure"]},
    help="Attempts to log in",
)
gateway.counter(
    "rag_queries_total", labels={"status": ["success", "no_answer", "error"]}, help="Questions answered from documents"
)
questions = gateway.histogram(
    "rag_query_duration_seconds",
    buckets=[1, 2, 5, 10, 20, 30, 45, 60, 120],
    help="Time to answer a question from documents, the language model included",
)
gateway.counter(
    "document_uploads_total", labels={"status": ["indexed", "rejected", "failed"]}, help="Documents taken in"
)
gateway.counter(
    "vector_search_queries_total",
    labels={"collection": {"max": 10}, "status": ["success", "error"]},
    help="Searches in the vector store",
)
searches = gateway.histogram(
    "vector_search_duration_seconds",
    labels={"collection": {"max": 10}},
    buckets=[0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8],
    help="Time of a search in the vector store",
)

# Database
active = gateway.gauge("database_connections_active", help="Connections of the pool that are in use")
limit = gateway.gauge("database_connections_limit", help="The most connections that the pool may open")
gateway.histogram(
    "database_query_duration_seconds",
    labels={"operation": ["select", "insert", "update", "delete"]},
    buckets=[0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
    help="Time of a query",
)

# Redis
gateway.counter(
    "redis_operations_total",
    labels={"operation": {"max": 12}, "status": ["success", "error"]},
    help="Commands sent to Redis",
)
gateway.histogram(
    "redis_operation_duration_seconds",
    labels={"operation": {"max": 12}},
    buckets=[0.001, 0.005, 0.01, 0.05, 0.1, 0.5],
    help="Time of a command",
)

# External services
OTHERS = ["openai", "pubmed", "openevidence"]
gateway.counter(
    "external_api_calls_total",
    labels={"service_name": OTHERS, "status": ["success", "error", "timeout"]},
    help="Calls to services of others",
)
gateway.histogram(
    "external_api_duration_seconds",
    labels={"service_name": OTHERS},
    buckets=[0.1, 0.5, 1, 2, 5, 10, 30, 60],
    help="Time of such a call",
)

# Errors and health
gateway.counter(
    "errors_total",
    labels={"type": {"max": 40}, "endpoint": {"max": 80}},
    help="Exceptions that reached the middleware",
)
health = gateway.gauge(
    "health_check_status",
    labels={"component": ["database", "redis", "qdrant"]},
    help="1 while the component answers, 0 while it doesn't",
)

# Security
lost_records = gateway.counter("audit_log_failures_total", help="Audit records that could not be written")
revocation = gateway.gauge("token_revocation_up", help="1 while revoked tokens can be looked up")

gateway.alert(
    "ServiceDown",
    when=gateway.down(),
    for_="1m",
    severity="critical",
    group="voiceassist_critical",
)
errors = gateway.alert(
    "HighErrorRate",
    when=requests.where("status", like("5..")).ratio(requests, over="5m") > "5%",
    severity="critical",
    group="voiceassist_critical",
    summary="{{ $value | humanizePercentage }} of requests to the API gateway fail",
)
gateway.alert(
    "HighResponseTime",
    when=durations.p95(over="5m") > "2s",
    severity="critical",
    group="voiceassist_critical",
    summary="One request in twenty takes more than {{ $value | humanizeDuration }}",
)
failed_logins = gateway.alert(
    "HighAuthenticationFailureRate",
    when=logins.where("result", "failure").growth(over="5m") > 50,
    for_="1m",
    severity="critical",
    team="security",
    group="voiceassist_critical",
    labels={"category": "security", "compliance": "hipaa"},
    summary="{{ $value | humanize }} attempts to log in failed within 5 minutes",
)
pool = gateway.alert(
    "DatabaseConnectionPoolNearLimit",
    when=active.ratio(limit) > "80%",
    severity="critical",
    group="voiceassist_critical",
    summary="{{ $value | humanizePercentage }} of the database connections of {{ $labels.instance }} are in use",
)
gateway.alert(
    "SlowRAGQueries",
    when=questions.p95(over="10m") > "30s",
    severity="warning",
    group="voiceassist_performance",
    description="Compare vector_search_duration_seconds with external_api_duration_seconds of `openai`: the slower one "
    "is the cause. When it is the language model, its status page says more than our logs do.",
)
gateway.alert(
    "SlowVectorSearch",
    when=searches.p95(over="10m") > "2s",
    severity="warning",
    group="voiceassist_performance",
    description="Look at the memory of Qdrant first: a collection that no longer fits is read from disk. A large "
    "upload being indexed slows searches until it is done.",
)
gateway.alert(
    "AuditLogFailures",
    when=lost_records.growth(over="5m") > 0,
    for_="0s",
    severity="critical",
    team="security",
    group="voiceassist_security",
    labels={"category": "security", "compliance": "hipaa"},
    summary="{{ $value | humanize }} audit records could not be written within 5 minutes",
)
gateway.alert(
    "TokenRevocationServiceDown",
    when=revocation.value() < 1,
    for_="2m",
    severity="warning",
    team="security",
    group="voiceassist_security",
    labels={"category": "security"},
    summary="{{ $labels.instance }} can't look up revoked tokens",
)

availability = gateway.slo(
    "availability",
    good=requests.where("status", not_like("5..")),
    total=requests,
    objective="99.9%",
    runbook="high-error-rate.md",
)
latency = gateway.slo("latency", histogram=durations, below="2s", objective="95%", runbook="high-response-time.md")
